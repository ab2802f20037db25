"""Optimizers spelled out for one weight: what they remember, and how long their step is.

Of one that is not spelled out here the step is told as a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.parameters import Array
from nnsim.engine.spec import Choice
from nnsim.explain.equations import Table
from nnsim.explain.expressions import (
    ONE,
    ZERO,
    Call,
    Case,
    Constant,
    Expression,
    Given,
    Minus,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Value,
    difference,
    square,
)
from nnsim.explain.pens import Symbol
from nnsim.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, eq=False)
class Weight:
    """The numbers of every parameter of a layer in a step.

    Parameters
    ----------
    tables : w, g, step, and the optimizer's memory by name, with ``new`` in front as it is after the step
    rate : learning rate η
    steps : t, of the updates that the memory has seen, this one included
    cell : of a table the number in a row and column, with its symbol
    """

    tables: dict[str, Table]
    rate: float
    steps: int
    cell: Callable[[Table, int, int], Value]

    def number(self, name: str, row: int, column: int) -> Value:
        """One number of a table, by its name."""
        return self.cell(self.tables[name], row, column)

    @property
    def eta(self) -> Constant:
        """The learning rate."""
        return Constant(self.rate, Symbol(r"\eta", "η"))


Told = Callable[[Weight, int, int], Expression]


@dataclass(frozen=True, eq=False)
class Line:
    """One equation of an optimizer.

    Parameters
    ----------
    parts : names of the tables it needs
    formula : LaTeX, with `` g`` for the gradient
    of : how one number of it comes about
    says : in plain words, context ``explain``
    constants : numbers of the formula that are set, beside those that play a part in its first number
    """

    parts: tuple[str, ...]
    formula: str
    says: str
    of: Told
    constants: tuple[Constant, ...] = ()


@dataclass(frozen=True, eq=False)
class Rule:
    """An optimizer.

    Parameters
    ----------
    lines : by the name of the table that each fills, in order; the last is ``step``
    memory : symbols of what is remembered, by the engine's names
    between : symbol of what is found on the way and not remembered, and how all of its numbers are found at once
    """

    lines: Mapping[str, Line]
    memory: Mapping[str, Symbol] = field(default_factory=dict)
    between: Mapping[str, tuple[Symbol, Callable[[Weight], Array]]] = field(default_factory=dict)


def rule_of(optimizer: Choice) -> Rule:
    """The optimizer with these settings."""
    entry = OPTIMIZERS.entry(optimizer.name)
    settings = {parameter.name: parameter.default for parameter in entry.parameters} | optimizer.values()
    made = _RULES.get(optimizer.name)
    return _untold(entry.formula) if made is None else made(settings)


_STEP_SAID: Final = QT_TRANSLATE_NOOP("explain", "The change: the learning rate η times the gradient, against it.")
_ROLLING: Final = QT_TRANSLATE_NOOP("explain", "The velocity v: what is left of the last one, and the gradient on top.")
_BY_ROOT: Final = QT_TRANSLATE_NOOP(
    "explain", "The change: against the gradient, which is divided by how large the gradients of this weight have been."
)


def _constant(value: float, letter: str, plain: str) -> Constant:
    return Constant(value, Symbol(letter, plain))


def _untold(formula: str) -> Rule:
    def of(weight: Weight, row: int, column: int) -> Expression:
        step = weight.number("step", row, column)
        return Given("step", weight.number("g", row, column), step.number)

    said = QT_TRANSLATE_NOOP("explain", "The change that the optimizer makes of the gradient and of what it remembers.")
    return Rule({"step": Line(("g",), formula, said, of)})


def _sgd(_settings: dict[str, float]) -> Rule:
    def step(weight: Weight, row: int, column: int) -> Expression:
        return Minus(Product((weight.eta, weight.number("g", row, column))))

    return Rule({"step": Line(("g",), r"\Delta w = -\eta \, g", _STEP_SAID, step)})


def _rolling(settings: dict[str, float], name: str, *, looks_ahead: bool) -> Rule:
    mu = _constant(settings["momentum"], r"\mu", "μ")

    def velocity(weight: Weight, row: int, column: int) -> Expression:
        return Sum((Product((mu, weight.number(name, row, column))), weight.number("g", row, column)))

    def step(weight: Weight, row: int, column: int) -> Expression:
        new = weight.number(f"new {name}", row, column)
        if not looks_ahead:
            return Minus(Product((weight.eta, new)))
        return Minus(Product((weight.eta, Sum((weight.number("g", row, column), Product((mu, new)))))))

    ahead = QT_TRANSLATE_NOOP(
        "explain",
        "The change looks ahead: to the gradient it adds where the velocity is taking it, and goes against both.",
    )
    along = QT_TRANSLATE_NOOP(
        "explain", "The change: the learning rate η times the velocity, against it, like a ball that rolls on downhill."
    )
    formula = r"\Delta w = -\eta \left( g + \mu \, v \right)" if looks_ahead else r"\Delta w = -\eta \, v"
    parts = ("g", f"new {name}") if looks_ahead else (f"new {name}",)
    return Rule(
        {
            f"new {name}": Line((name, "g"), r"v \leftarrow \mu \, v + g", _ROLLING, velocity),
            "step": Line(parts, formula, ahead if looks_ahead else along, step),
        },
        {name: Symbol("v", "v")},
    )


def _over_root(weight: Weight, above: Value, below: Value, epsilon: float) -> Expression:
    """−η · above / (√below + ε)."""
    root = Sum((Root(below), _constant(epsilon, r"\varepsilon", "ε")))
    return Minus(Product((weight.eta, Quotient(above, root))))


def _adagrad(settings: dict[str, float]) -> Rule:
    name = "adagrad_square"

    def squares(weight: Weight, row: int, column: int) -> Expression:
        return Sum((weight.number(name, row, column), square(weight.number("g", row, column))))

    def step(weight: Weight, row: int, column: int) -> Expression:
        below = weight.number(f"new {name}", row, column)
        return _over_root(weight, weight.number("g", row, column), below, settings["epsilon"])

    said = QT_TRANSLATE_NOOP("explain", "G adds up the squares of all gradients of this weight so far.")
    formula = r"\Delta w = -\eta \, \frac{ g}{\sqrt{G} + \varepsilon}"
    return Rule(
        {
            f"new {name}": Line((name, "g"), r"G \leftarrow G + { g}^2", said, squares),
            "step": Line(("g", f"new {name}"), formula, _BY_ROOT, step),
        },
        {name: Symbol("G", "G")},
    )


def _mean_of(name: str, kept: Value, *, squared: bool) -> Told:
    """Kept · before + (1 − kept) · gradient."""

    def of(weight: Weight, row: int, column: int) -> Expression:
        gradient = weight.number("g", row, column)
        new: Expression = square(gradient) if squared else gradient
        rest = Product((difference(ONE, kept), new))
        return Sum((Product((kept, weight.number(name, row, column))), rest))

    return of


_MEAN_SAID: Final = QT_TRANSLATE_NOOP(
    "explain", "m is a running mean of the gradients: most of the old one, and a little of the new."
)
_SQUARES_SAID: Final = QT_TRANSLATE_NOOP(
    "explain", "v is a running mean of the squared gradients: how large they usually are."
)


def _rmsprop(settings: dict[str, float]) -> Rule:
    name, alpha = "rmsprop_square", _constant(settings["smoothing"], r"\alpha", "α")

    def step(weight: Weight, row: int, column: int) -> Expression:
        below = weight.number(f"new {name}", row, column)
        return _over_root(weight, weight.number("g", row, column), below, settings["epsilon"])

    formula = r"v \leftarrow \alpha \, v + (1 - \alpha) \, { g}^2"
    return Rule(
        {
            f"new {name}": Line((name, "g"), formula, _SQUARES_SAID, _mean_of(name, alpha, squared=True)),
            "step": Line(
                ("g", f"new {name}"), r"\Delta w = -\eta \, \frac{ g}{\sqrt{v} + \varepsilon}", _BY_ROOT, step
            ),
        },
        {name: Symbol("v", "v")},
    )


def _corrected(name: str, beta: Value) -> Told:
    """What is remembered, over 1 − βᵗ."""

    def of(weight: Weight, row: int, column: int) -> Expression:
        steps = _constant(float(weight.steps), "t", "t")
        return Quotient(weight.number(f"new {name}", row, column), difference(ONE, Power(beta, steps)))

    return of


def _all_corrected(name: str, beta: float) -> Callable[[Weight], Array]:
    return lambda weight: np.asarray(weight.tables[f"new {name}"].values / (1.0 - beta**weight.steps))


def _adam(settings: dict[str, float], mean: str = "mean", squares: str = "square", *, decays: bool = False) -> Rule:
    beta1, beta2 = _constant(settings["beta1"], r"\beta_1", "β₁"), _constant(settings["beta2"], r"\beta_2", "β₂")
    corrected = QT_TRANSLATE_NOOP(
        "explain", "Both means began at 0: they are put right for that, the more the fewer steps t."
    )

    def step(weight: Weight, row: int, column: int) -> Expression:
        above, below = weight.number("mean hat", row, column), weight.number("square hat", row, column)
        found = _over_root(weight, above, below, settings["epsilon"])
        if not decays:
            return found
        share = min(weight.rate * settings["weight_decay"], 1.0)
        decay = Product((weight.eta, _constant(settings["weight_decay"], r"\lambda", "λ")))
        pull: Expression = decay if share < 1.0 else ONE
        return Sum((found, Minus(Product((pull, weight.number("w", row, column))))))

    said = QT_TRANSLATE_NOOP(
        "explain",
        "The change: against the mean gradient over its usual size, so that every weight has a step length of its own.",
    )
    if decays:
        said = QT_TRANSLATE_NOOP(
            "explain", "Adam's change, and a pull towards 0 beside it, in proportion to the weight."
        )
    formula = r"\Delta w = -\eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}"
    first, second = f"new {mean}", f"new {squares}"
    of_mean = r"m \leftarrow \beta_1 \, m + (1 - \beta_1) \, g"
    of_squares = r"v \leftarrow \beta_2 \, v + (1 - \beta_2) \, { g}^2"
    parts = ("mean hat", "square hat", *(("w",) if decays else ()))
    return Rule(
        {
            first: Line((mean, "g"), of_mean, _MEAN_SAID, _mean_of(mean, beta1, squared=False)),
            second: Line((squares, "g"), of_squares, _SQUARES_SAID, _mean_of(squares, beta2, squared=True)),
            "mean hat": Line((first,), r"\hat m = \frac{m}{1 - \beta_1^t}", corrected, _corrected(mean, beta1)),
            "square hat": Line((second,), r"\hat v = \frac{v}{1 - \beta_2^t}", corrected, _corrected(squares, beta2)),
            "step": Line(parts, formula + (r" - \eta \, \lambda \, w" if decays else ""), said, step),
        },
        {mean: Symbol("m", "m"), squares: Symbol("v", "v")},
        {
            "mean hat": (Symbol(r"\hat m", "m̂"), _all_corrected(mean, beta1.number)),
            "square hat": (Symbol(r"\hat v", "v̂"), _all_corrected(squares, beta2.number)),
        },
    )


_LENGTHS: Final = (
    r"r \leftarrow \begin{cases} \eta^+ \, r & p \, g > 0 \\ \eta^- \, r & p \, g < 0 \\ r & p \, g = 0 \end{cases}"
)
_SIGNS: Final = r"p \leftarrow \begin{cases} 0 & p \, g < 0 \\ \mathrm{sign}( g) & p \, g \ge 0 \end{cases}"


def _rprop(settings: dict[str, float]) -> Rule:
    grow, shrink = _constant(settings["grow"], r"\eta^+", "η⁺"), _constant(settings["shrink"], r"\eta^-", "η⁻")

    def turn(weight: Weight, row: int, column: int) -> float:
        """Above 0 if the gradient keeps its sign, below if it has turned."""
        return weight.number("previous_sign", row, column).number * weight.number("g", row, column).number

    def size(weight: Weight, row: int, column: int) -> Expression:
        before = weight.number("step_size", row, column)
        begun = weight.eta if not before.number else before
        product = Product((weight.number("previous_sign", row, column), weight.number("g", row, column)))
        found = turn(weight, row, column)
        grown: Expression = begun
        if found:
            grown = Product((grow if found > 0 else shrink, begun))
        if grown.value() < settings["smallest"] or grown.value() > settings["largest"]:
            smallest, largest = Constant(settings["smallest"]), Constant(settings["largest"])
            grown = Call("min", (Call("max", (grown, smallest)), largest))
        return Case(grown, product, ">" if found > 0 else "<" if found < 0 else "=", ZERO)

    def sign(weight: Weight, row: int, column: int) -> Expression:
        product = Product((weight.number("previous_sign", row, column), weight.number("g", row, column)))
        if turn(weight, row, column) < 0:
            return Case(ZERO, product, "<", ZERO)
        return Call("sign", (weight.number("g", row, column),))

    def step(weight: Weight, row: int, column: int) -> Expression:
        length, sign = (weight.number(f"new {name}", row, column) for name in ("step_size", "previous_sign"))
        return Minus(Product((length, sign)))

    grows = QT_TRANSLATE_NOOP(
        "explain",
        "Every weight has a step length r of its own: it grows while the gradient keeps its sign, and shrinks when "
        "that turns. The first is the learning rate.",
    )
    signs = QT_TRANSLATE_NOOP(
        "explain", "Only the sign of the gradient counts; when it has just turned, the weight rests."
    )
    moves = QT_TRANSLATE_NOOP("explain", "The change: its length, against the sign.")
    return Rule(
        {
            "new step_size": Line(("step_size", "previous_sign", "g"), _LENGTHS, grows, size, (grow, shrink)),
            "new previous_sign": Line(("previous_sign", "g"), _SIGNS, signs, sign),
            "step": Line(("new step_size", "new previous_sign"), r"\Delta w = -r \, p", moves, step),
        },
        {"step_size": Symbol("r", "r"), "previous_sign": Symbol("p", "p")},
    )


_RULES: Final[Mapping[str, Callable[[dict[str, float]], Rule]]] = {
    "sgd": _sgd,
    "momentum": lambda settings: _rolling(settings, "velocity", looks_ahead=False),
    "nesterov": lambda settings: _rolling(settings, "nesterov_velocity", looks_ahead=True),
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": lambda settings: _adam(settings, "adamw_mean", "adamw_square", decays=True),
    "rprop": _rprop,
}
