"""What batch normalisation remembers: the mean and variance that it uses when the network does not learn."""

from __future__ import annotations

from nnsim.engine.normalization import MOMENTUM
from nnsim.engine.parameters import Array
from nnsim.engine.trace import NormalizationTrace
from nnsim.explain.equations import Equation, Lit, Origin, Table
from nnsim.explain.expressions import ONE, Constant, Product, Quotient, Sum, difference
from nnsim.explain.layer_told import COUNT, LayerTold, at
from nnsim.explain.pens import Symbol
from nnsim.words import QT_TRANSLATE_NOOP

_MEAN, _VARIANCE = Symbol(r"\bar\mu", "μ̄"), Symbol(r"\overline{\sigma^2}", "σ̄²")
_SHARE = Constant(MOMENTUM, Symbol("a", "a"))
"""How much of the new is taken in each step."""


def remembering(told: LayerTold) -> list[Equation]:
    """How the remembered mean and variance move in a step; of a batch of one number the mean alone."""
    found = told.traced.normalization
    if found is None:
        return []
    equations = [_of_mean(told, found)]
    if len(told.sums.values) > 1:
        equations.append(_of_variance(told, found))
    return equations


def _tables(told: LayerTold, key: str, name: Symbol, before: Array, after: Array) -> tuple[Table, Table]:
    symbol = told.notation.of_layer(name.letter, told.layer, name.plain)
    old, new = told.row_of(key, symbol, before), told.row_of(f"new {key}", symbol, after)
    return old, Table(new.key, new.symbol, new.values, new.rows, new.columns, after=True)


def _of_mean(told: LayerTold, found: NormalizationTrace) -> Equation:
    measured = told.row_of("mean", told.notation.of_layer(r"\mu", told.layer, "μ"), found.mean)
    old, new = _tables(told, "running mean", _MEAN, found.remembered[0], found.new_remembered[0])

    def origin(_row: int, column: int) -> Origin:
        kept = Product((difference(ONE, _SHARE), at(old, 0, column)))
        moved = Product((_SHARE, at(measured, 0, column)))
        return Origin(Sum((kept, moved)), (Lit(old.key, 0, column), Lit("mean", 0, column)))

    name, batch = old.symbol.latex(), measured.symbol.latex()
    formula = f"{name} \\leftarrow (1 - a) \\, {name} + a \\, {batch}"
    said = QT_TRANSLATE_NOOP(
        "explain",
        "The layer remembers a running mean of its sums. When the network only answers, it normalises by that, so that "
        "an answer does not depend on the other samples.",
    )
    return Equation(new.key, new, (old, measured), formula, said, origin, (_SHARE,))


def _of_variance(told: LayerTold, found: NormalizationTrace) -> Equation:
    measured = told.row_of("variance", told.notation.variance(told.layer), found.variance)
    old, new = _tables(told, "running variance", _VARIANCE, found.remembered[1], found.new_remembered[1])
    count = Constant(float(len(told.sums.values)), COUNT)

    def origin(_row: int, column: int) -> Origin:
        kept = Product((difference(ONE, _SHARE), at(old, 0, column)))
        moved = Product((_SHARE, Quotient(count, difference(count, ONE)), at(measured, 0, column)))
        return Origin(Sum((kept, moved)), (Lit(old.key, 0, column), Lit("variance", 0, column)))

    name, batch = old.symbol.latex(), measured.symbol.latex()
    formula = f"{name} \\leftarrow (1 - a) \\, {name} + a \\, \\frac{{n}}{{n - 1}} \\, {batch}"
    said = QT_TRANSLATE_NOOP(
        "explain",
        "And a running variance. That of all samples is guessed from the batch, so n − 1 takes the place of n.",
    )
    return Equation(new.key, new, (old, measured), formula, said, origin, (_SHARE, count))
