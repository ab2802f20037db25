"""Features made by hand: what somebody who knows the data would compute for an algorithm that finds nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from nnsim.data import features, picture_features
from nnsim.data.dataset import Numbers
from nnsim.data.picture_habits import habits_of
from nnsim.data.pixels import picture_size
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import fit
from nnsim.data.spec import DataSpec, DrawnSource, ToySource
from nnsim.data.toys import available_inputs
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

MOST_FOR_PRODUCTS: Final = 30
"""Of more columns there are too many pairs."""


@dataclass(frozen=True)
class HandMade:
    """One or several numbers that are computed of each sample and switched on and off together.

    Parameters
    ----------
    name : as typed on the command line
    label, help : marked for translation in the context ``hand_made``; of the plane the label is a formula
    """

    name: str
    label: str
    help: str


_PICTURE: Mapping[str, tuple[HandMade, Callable[[Numbers], Numbers]]] = MappingProxyType(
    {
        "rows": (
            HandMade(
                "rows",
                QT_TRANSLATE_NOOP("hand_made", "Row sums"),
                QT_TRANSLATE_NOOP("hand_made", "How much ink lies in each row of pixels."),
            ),
            picture_features.row_sums,
        ),
        "columns": (
            HandMade(
                "columns",
                QT_TRANSLATE_NOOP("hand_made", "Column sums"),
                QT_TRANSLATE_NOOP("hand_made", "How much ink lies in each column of pixels."),
            ),
            picture_features.column_sums,
        ),
        "symmetry": (
            HandMade(
                "symmetry",
                QT_TRANSLATE_NOOP("hand_made", "Symmetry"),
                QT_TRANSLATE_NOOP(
                    "hand_made", "How much the picture is like its mirror image: left to right, top to bottom."
                ),
            ),
            picture_features.symmetry,
        ),
        "ink": (
            HandMade(
                "ink",
                QT_TRANSLATE_NOOP("hand_made", "Ink"),
                QT_TRANSLATE_NOOP("hand_made", "The mean of all pixels."),
            ),
            picture_features.ink,
        ),
        "position": (
            HandMade(
                "position",
                QT_TRANSLATE_NOOP("hand_made", "Mean position"),
                QT_TRANSLATE_NOOP("hand_made", "Where the ink lies on average, across and down."),
            ),
            picture_features.mean_position,
        ),
    }
)
_HOLES: Final = HandMade(
    "holes",
    QT_TRANSLATE_NOOP("hand_made", "Holes"),
    QT_TRANSLATE_NOOP("hand_made", "Areas that ink encloses: one in 0, 6 and 9, two in 8."),
)
_SQUARES: Final = HandMade(
    "squares",
    QT_TRANSLATE_NOOP("hand_made", "Squares"),
    QT_TRANSLATE_NOOP("hand_made", "The square of each input, brought to mean 0 and deviation 1 before."),
)
_PRODUCTS: Final = HandMade(
    "products",
    QT_TRANSLATE_NOOP("hand_made", "Products"),
    QT_TRANSLATE_NOOP("hand_made", "The product of each two inputs, brought to mean 0 and deviation 1 before."),
)
_OF_THE_PLANE: Final = QT_TRANSLATE_NOOP("hand_made", "A number that is computed of the coordinates of each point.")


def offered(spec: DataSpec, prepared: Prepared) -> tuple[HandMade, ...]:
    """What can be made of these data: features of points, of pictures, or squares and products of inputs.

    What the network is given already is not offered.
    """
    if _is_plane(spec):
        names = features.features_of(prepared.dataset.inputs.shape[1])
        left = (name for name in names if name not in (*prepared.dataset.input_names, *prepared.input_names))
        return tuple(HandMade(name, features.FEATURES[name].label, _OF_THE_PLANE) for name in left)
    if picture_size(prepared.input_names) is not None:
        return (*(one for one, _ in _PICTURE.values()), _HOLES)
    has_pairs = 1 < len(prepared.input_names) <= MOST_FOR_PRODUCTS
    has_squares = bool(len(_of_many_values(prepared)))
    return (_SQUARES,) * has_squares + (_PRODUCTS,) * has_pairs


def made(name: str, spec: DataSpec, prepared: Prepared, raw: Numbers) -> Numbers:
    """The numbers of one feature, as they come out.

    Parameters
    ----------
    name : of one that is ``offered``
    raw : (n, columns of ``prepared.dataset.inputs``), in the units of the source

    Returns
    -------
    (n, numbers)

    Raises
    ------
    SpecError
        ``rivals.unknown_feature``
    """
    check_names((name,), spec, prepared)
    if _is_plane(spec):
        return features.compute((name,), raw)
    if name == "squares":
        return _standardized(prepared, raw)[:, _of_many_values(prepared)] ** 2
    if name == "products":
        inputs = _standardized(prepared, raw)
        one, other = np.triu_indices(inputs.shape[1], 1)
        return np.asarray(inputs[:, one] * inputs[:, other])
    pictures = _pictures(prepared, raw)
    if name == "holes":
        trained_on = _pictures(prepared, prepared.dataset.inputs[prepared.train_rows])
        return picture_features.holes(pictures, float(trained_on.max()))
    return _PICTURE[name][1](pictures)


def check_names(names: tuple[str, ...], spec: DataSpec, prepared: Prepared) -> None:
    """Raise ``SpecError`` if one of these cannot be made of the data."""
    known = tuple(one.name for one in offered(spec, prepared))
    for name in names:
        if name not in known:
            raise SpecError(
                "rivals.unknown_feature",
                Words(QT_TRANSLATE_NOOP("errors", "There is no feature {0} that is made of these data."), quoted(name)),
                where="features",
                hint=name_hint(name, known) if known else QT_TRANSLATE_NOOP("errors", "These data offer none."),
            )


def _is_plane(spec: DataSpec) -> bool:
    """Whether there are features of its points."""
    return isinstance(spec.source, ToySource | DrawnSource) and set(available_inputs(spec.source)) >= {"x1", "x1^2"}


def _pictures(prepared: Prepared, raw: Numbers) -> Numbers:
    size = picture_size(prepared.input_names) or (1, raw.shape[1])
    habits = habits_of(prepared)
    if habits is not None and habits.ink < habits.ground:  # dark on light: what is counted is the ink
        raw = habits.ground + habits.ink - raw
    return prepared.copies_of(raw).reshape(len(raw), *size)


def _standardized(prepared: Prepared, raw: Numbers) -> Numbers:
    return fit("standardize", prepared.train_inputs).apply(prepared.inputs_of(raw))


def _of_many_values(prepared: Prepared) -> list[int]:
    """Inputs whose squares say anything new: of two values they do not."""
    return [place for place, column in enumerate(prepared.train_inputs.T) if len(np.unique(column)) > 2]
