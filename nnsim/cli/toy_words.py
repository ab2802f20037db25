"""What the command line can ask of a toy set, and how it tells what was asked."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, cast

from nnsim.cli.parser import Parser, given, number, whole
from nnsim.data.formula_values import written
from nnsim.data.formulas import formula_of
from nnsim.data.named import ToyWishes
from nnsim.data.spec import ToySource


def add_toy_options(parser: Parser) -> None:
    """Number of points, noise, classes, labels, formula."""
    add = parser.add_argument
    add("--samples", type=whole, metavar="N", help="of a toy set (default: 400)")
    add("--noise", type=number, help="of a toy set, 0 to 1 (default: 0)")
    add("--classes", type=whole, metavar="N", help="of blobs, rings and spiral: 2 to 10")
    add("--imbalance", type=number, metavar="SHARE", help="of the first class of a toy set (default: all are even)")
    add("--label-noise", type=number, metavar="SHARE", help="of all labels of a toy set that are wrong, 0 to 0.5")
    add("--formula", metavar="TEXT", help='y in x, or in x1 and x2, with “--data formula”: "sin(2x)", "x1^2 - x2^2"')
    add("--range", type=number, nargs=2, metavar=("LOW", "HIGH"), help="of x in the formula (default: -3 3)")


def toy_facts(source: ToySource) -> dict[str, Any]:
    """What was asked, as JSON, by the names of the options."""
    facts: dict[str, Any] = {
        "samples": source.n_samples,
        "noise": source.noise,
        "seed": source.seed,
        "classes": source.n_classes,
        "imbalance": source.imbalance,
        "label_noise": source.label_noise,
    }
    return facts | ({"formula": source.formula, "range": [source.low, source.high]} if source.formula else {})


def toy_called(source: ToySource) -> str:
    """Its name, and what was asked of it that is out of the ordinary; a formula as it was read."""
    parts = [f"noise {source.noise:g}"] if source.noise else []
    if source.imbalance is not None:
        parts.append(f"{source.imbalance:.0%} of the first class")
    if source.label_noise:
        parts.append(f"{source.label_noise:.0%} of the labels wrong")
    if source.formula:
        formula = formula_of(source.formula)
        said = written(formula.node, formula.n_inputs)
        parts.insert(0, f"y = {said}, x from {source.low:g} to {source.high:g}")
    return f"{source.kind} ({', '.join(parts)})" if parts else source.kind


def toy_wishes(options: Namespace) -> ToyWishes:
    """Those that were given."""
    wishes = given(options, "noise", "imbalance", "label_noise", "formula")
    named = {"n_samples": options.samples, "n_classes": options.classes}
    wishes |= {name: value for name, value in named.items() if value is not None}
    if options.range is not None:
        wishes["low"], wishes["high"] = options.range
    return cast("ToyWishes", wishes)
