"""What a formula comes to, and how it is written so that nothing is left open."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.formula_words import wrong
from nnsim.data.formulas import Formula, Node, Number, Operation, Variable
from nnsim.words import QT_TRANSLATE_NOOP, Words

LARGEST: Final = 1e12
"""Beyond that a value is refused: no network learns it, and its square would soon be no number of the computer."""

_BINARY: dict[str, Callable[[Numbers, Numbers], Numbers]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "min": np.minimum,
    "max": np.maximum,
}
_UNARY: dict[str, Callable[[Numbers], Numbers]] = {
    "negative": np.negative,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "exp": np.exp,
    "ln": np.log,
    "lg": np.log10,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
}
_LOOSE = {"+": 0, "-": 0, "*": 1, "/": 1, "negative": 2, "^": 3}
_ATOM = 4
_SIGN = {"+": " + ", "-": " − ", "*": "·", "/": "/", "^": "^"}


def values_of(formula: Formula, points: Numbers) -> Numbers:
    """The value at each point.

    Parameters
    ----------
    points : (n, n_inputs)

    Returns
    -------
    (n,)

    Raises
    ------
    SpecError
        ``formula.no_value`` with the first point at which an operation has none, ``formula.too_large``
    """
    with np.errstate(all="ignore"):
        values = _value(formula.node, points, formula)
    too_large = np.abs(values) > LARGEST
    if too_large.any():
        raise wrong(
            "too_large",
            Words(
                QT_TRANSLATE_NOOP("errors", "At {0} the formula is {1}."),
                _said(points[too_large][0]),
                f"{values[too_large][0]:.3g}",
            ),
            None,
            Words(QT_TRANSLATE_NOOP("errors", "Choose a range of x in which it stays within ±{0}."), f"{LARGEST:.0e}"),
        )
    return values


def _value(node: Node, points: Numbers, formula: Formula) -> Numbers:
    if isinstance(node, Number):
        return np.full(len(points), node.value)
    if isinstance(node, Variable):
        return points[:, node.index]
    parts = [_value(part, points, formula) for part in node.parts]
    values = reduce(_BINARY[node.name], parts) if node.name in _BINARY else _UNARY[node.name](parts[0])
    lost = ~np.isfinite(values)
    if lost.any():
        first = int(np.flatnonzero(lost)[0])
        raise wrong(
            "no_value",
            Words(
                QT_TRANSLATE_NOOP("errors", "{0} has no value at {1}: {2}"),
                written(node, formula.n_inputs),
                _said(points[first]),
                Words(_why(node.name, [float(part[first]) for part in parts])),
            ),
            None,
            QT_TRANSLATE_NOOP("errors", "Choose a range of x in which it has one, or another formula."),
        )
    return values


def _why(name: str, parts: list[float]) -> str:
    if name in ("ln", "lg"):
        return QT_TRANSLATE_NOOP("errors", "only numbers above 0 have a logarithm.")
    if name == "sqrt":
        return QT_TRANSLATE_NOOP("errors", "negative numbers have no square root.")
    if (name == "/" and parts[1] == 0) or (name == "^" and parts[0] == 0):
        return QT_TRANSLATE_NOOP("errors", "it would be a division by 0.")
    if name == "^" and parts[0] < 0 and parts[1] != round(parts[1]):
        return QT_TRANSLATE_NOOP("errors", "negative numbers have no such root.")
    return QT_TRANSLATE_NOOP("errors", "it is too large for a number of the computer.")


def _said(point: Numbers) -> str:
    names = ("x",) if len(point) == 1 else ("x₁", "x₂")
    return ", ".join(f"{name} = {value:.4g}" for name, value in zip(names, point, strict=True))


def written(node: Node, n_inputs: int) -> str:
    """The formula with every · and every bracket that says how it is read: ``sin(2·x)``."""
    return _written(node, ("x",) if n_inputs == 1 else ("x₁", "x₂"))


def _written(node: Node, names: tuple[str, ...]) -> str:
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Variable):
        return names[node.index]
    if node.name == "negative":
        return f"−{_bracketed(node.parts[0], names, 2)}"
    if node.name in _SIGN:
        own, (left, right) = _LOOSE[node.name], node.parts
        is_after_quotient = own == 1 and isinstance(left, Operation) and left.name == "/"
        on_left = _bracketed(left, names, own + (node.name == "^" or is_after_quotient))
        on_right = _bracketed(right, names, own + 1)
        return f"{on_left}{_SIGN[node.name]}{on_right}"
    return f"{node.name}({'; '.join(_written(part, names) for part in node.parts)})"


def _bracketed(node: Node, names: tuple[str, ...], at_least: int) -> str:
    binds = _LOOSE.get(node.name, _ATOM) if isinstance(node, Operation) else _ATOM
    text = _written(node, names)
    return text if binds >= at_least else f"({text})"
