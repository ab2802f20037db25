"""What a toy set can be asked for, and why not more."""

from __future__ import annotations

from math import isfinite
from typing import Final

from nnsim.data.formulas import formula_of
from nnsim.data.spec import USUAL_RANGE, ToySource
from nnsim.data.split import check_seed
from nnsim.data.toy import Toy
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

MOST_SAMPLES: Final = 1_000_000
USUAL_SAMPLES: Final = (4, 100_000)
"""Fewest and most points that can be asked for by hand; the command line goes on to ``MOST_SAMPLES``."""
IMBALANCE: Final = (0.02, 0.98)
"""Least and largest share of the first class."""
MOST_LABEL_NOISE: Final = 0.5
"""Beyond a half the wrong labels of two classes would be the rule."""
FARTHEST: Final = 1e6
"""Of both ends of the range of a formula."""
_NARROWEST: Final = 1e-6


def check_source(source: ToySource, toy: Toy) -> None:
    """Refuse what is out of range, and what this set cannot have.

    Raises
    ------
    SpecError
        ``data.samples``, ``data.noise``, ``data.imbalance``, ``data.label_noise``, ``data.classes``, ``data.range``,
        ``data.no_formula``, ``data.seed``, or as ``formula_of``
    """
    _check_points(source)
    _check_classes(source, toy)
    _check_formula(source, toy)
    check_seed(source.seed)


def _check_points(source: ToySource) -> None:
    if not 1 <= source.n_samples <= MOST_SAMPLES:
        raise _refusal(
            "samples",
            Words(QT_TRANSLATE_NOOP("errors", "A toy set of {0} samples is not possible."), f"{source.n_samples:,}"),
            Words(QT_TRANSLATE_NOOP("errors", "Choose {0} to {1}."), 1, f"{MOST_SAMPLES:,}"),
        )
    if not 0 <= source.noise <= 1:
        raise _refusal(
            "noise",
            Words(QT_TRANSLATE_NOOP("errors", "Noise of {0} is not possible."), f"{source.noise:g}"),
            Words(QT_TRANSLATE_NOOP("errors", "Choose {0} to {1}."), 0, 1),
        )


def _check_classes(source: ToySource, toy: Toy) -> None:
    n_classes = source.n_classes
    if n_classes is not None and not 2 <= n_classes <= toy.most_classes:
        raise _refusal(
            "classes",
            Words(QT_TRANSLATE_NOOP("errors", "The toy set “{0}” cannot have {1} classes."), toy.name, n_classes),
            Words(QT_TRANSLATE_NOOP("errors", "Choose {0} to {1}."), 2, toy.most_classes)
            if toy.most_classes
            else QT_TRANSLATE_NOOP(
                "errors", "Its number of classes cannot be chosen. Of blobs, rings and spiral it can."
            ),
        )
    asked = (("imbalance", source.imbalance is not None), ("label_noise", source.label_noise != 0))
    for code, is_asked in asked:
        if is_asked and not toy.has_drawn_classes:
            raise _refusal(
                code,
                Words(
                    QT_TRANSLATE_NOOP("errors", "The toy set “{0}” has no classes whose points are drawn."), toy.name
                ),
                QT_TRANSLATE_NOOP(
                    "errors", "A rare class and wrong labels are possible in sets such as circle, gauss, and blobs."
                ),
            )
    low, high = IMBALANCE
    if source.imbalance is not None and not low <= source.imbalance <= high:
        raise _refusal(
            "imbalance",
            Words(QT_TRANSLATE_NOOP("errors", "The first class cannot have a share of {0}."), f"{source.imbalance:g}"),
            Words(QT_TRANSLATE_NOOP("errors", "Choose {0} to {1}."), low, high),
        )
    if not 0 <= source.label_noise <= MOST_LABEL_NOISE:
        raise _refusal(
            "label_noise",
            Words(
                QT_TRANSLATE_NOOP("errors", "A share of {0} of wrong labels is not possible."),
                f"{source.label_noise:g}",
            ),
            Words(QT_TRANSLATE_NOOP("errors", "Choose {0} to {1}."), 0, MOST_LABEL_NOISE),
        )


def _check_formula(source: ToySource, toy: Toy) -> None:
    if not toy.is_formula:
        if source.formula or (source.low, source.high) != USUAL_RANGE:
            raise _refusal(
                "no_formula",
                Words(QT_TRANSLATE_NOOP("errors", "The toy set “{0}” has a rule of its own."), toy.name),
                QT_TRANSLATE_NOOP("errors", "Choose the set “formula” for a formula and a range of x."),
            )
        return
    low, high = source.low, source.high
    if not (isfinite(low) and isfinite(high) and max(abs(low), abs(high)) <= FARTHEST and high - low >= _NARROWEST):
        raise _refusal(
            "range",
            Words(QT_TRANSLATE_NOOP("errors", "x cannot go from {0} to {1}."), f"{low:g}", f"{high:g}"),
            Words(
                QT_TRANSLATE_NOOP("errors", "The first number has to be smaller, and both within ±{0}."),
                f"{FARTHEST:,.0f}",
            ),
        )
    formula_of(source.formula)


def _refusal(code: str, message: str, hint: str) -> SpecError:
    return SpecError(f"data.{code}", message, where="data", hint=hint)
