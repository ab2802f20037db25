"""From δ to the gradient of one layer's weights, biases and gains, and back through its normalisation."""

from __future__ import annotations

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.explain.equations import TIMES, TRANSPOSED, Equation, Lit, Origin, Table
from nnsim.explain.expressions import Constant, Expression, Minus, Product, Quotient, Sum, Value
from nnsim.explain.layer_told import COUNT, EPSILON, LayerTold, at
from nnsim.explain.pens import Symbol
from nnsim.words import QT_TRANSLATE_NOOP


def delta_of(told: LayerTold) -> Table:
    """∂L/∂z."""
    return told.table("delta", told.notation.of_layer(r"\delta", told.layer, "δ"), told.traced.delta)


def delta_of_sums(told: LayerTold) -> Table:
    """∂L/∂ the sums: δ unless the layer normalises."""
    if not told.spec.normalize:
        return delta_of(told)
    return told.table("dsums", told.notation.slope_by(told.sums.symbol), told.traced.delta_sums)


def gradients(told: LayerTold) -> list[Equation]:
    """All that follows from δ; nothing of a layer without weights."""
    equations = [_before_normalizing(told)] if told.spec.normalize else []
    if told.spec.has_weights:
        equations += [_by_weights(told), *_by_biases(told), *_by_gains(told)]
    return equations


def _before_normalizing(told: LayerTold) -> Equation:
    """∂L/∂s = γ / √(σ² + ε) · (δ − mean of δ − ŝ · mean of δ ŝ)."""
    delta = delta_of(told)
    result = delta_of_sums(told)
    normal = _normal(told)
    gains = told.traced.parameters.gains
    scale = _scale(told)

    def origin(row: int, column: int) -> Origin:
        count = Constant(float(len(delta.values)), COUNT)
        every = range(len(delta.values))
        mean = Quotient(Sum(tuple(at(delta, k, column) for k in every)), count)
        shared = Quotient(Sum(tuple(Product((at(delta, k, column), at(normal, k, column))) for k in every)), count)
        moved = Product((at(normal, row, column), shared))
        inside = Sum((at(delta, row, column), Minus(mean), Minus(moved)))
        gain = Value(float(gains[column]) if gains is not None else 1.0, Symbol(r"\gamma", "γ"))
        spread = Value(float(scale[column]), Symbol(r"\sqrt{\sigma^2 + 10^{-5}}", "√(σ² + 10⁻⁵)"))
        return Origin(
            Product((Quotient(gain, spread), inside)), (Lit("delta", None, column), Lit("normal", None, column))
        )

    name, d, n = result.symbol.latex(), delta.symbol.latex(), normal.symbol.latex()
    formula = (
        f"{name} = \\frac{{\\gamma}}{{\\sqrt{{\\sigma^2 + 10^{{-5}}}}}} "
        f"\\left( {d} - \\overline{{{d}}} - {n} \\, \\overline{{{d} \\, {n}}} \\right)"
    )
    said = QT_TRANSLATE_NOOP(
        "explain",
        "Back through the normalisation: mean and variance of the batch move with every sum, which takes a part away.",
    )
    return Equation("dsums", result, (delta, normal), formula, said, origin)


def _by_weights(told: LayerTold) -> Equation:
    x, delta, weights = told.x, delta_of_sums(told), told.weights
    symbol = told.notation.slope_by(weights.symbol)
    result = Table("dW", symbol, told.traced.loss_gradient.weights, weights.rows, weights.columns)

    def origin(row: int, column: int) -> Origin:
        every = range(len(x.values))
        terms = tuple(Product((at(x, k, row), at(delta, k, column))) for k in every)
        return Origin(Sum(terms), (Lit("x", None, row), Lit(delta.key, None, column)))

    formula = f"{symbol.latex()} = {{{x.symbol.latex()}}}^{{\\top}} {delta.symbol.latex()}"
    said = QT_TRANSLATE_NOOP(
        "explain",
        "How the loss changes with each weight: what came in along the link, times the δ it led to, added up over "
        "the samples.",
    )
    return Equation("dW", result, (x, TRANSPOSED, TIMES, delta), formula, said, origin)


def _by_biases(told: LayerTold) -> list[Equation]:
    biases = told.biases
    found = told.traced.loss_gradient.biases
    if biases is None or found is None:
        return []
    result = told.row_of("db", told.notation.slope_by(biases.symbol), found)
    said = QT_TRANSLATE_NOOP("explain", "A bias is a weight whose input is always 1, so its δ is added up as it is.")
    return [_added_up(told, result, f"{result.symbol.latex()} = \\sum {delta_of(told).symbol.latex()}", said, None)]


def _by_gains(told: LayerTold) -> list[Equation]:
    found = told.traced.loss_gradient.gains
    if found is None:
        return []
    gain = told.notation.of_layer(r"\gamma", told.layer, "γ")
    result = told.row_of("dgain", told.notation.slope_by(gain), found)
    normal = _normal(told)
    formula = f"{result.symbol.latex()} = \\sum {delta_of(told).symbol.latex()} \\, {normal.symbol.latex()}"
    said = QT_TRANSLATE_NOOP("explain", "How the loss changes with the gain: δ times the normalised sum, added up.")
    return [_added_up(told, result, formula, said, normal)]


def _added_up(told: LayerTold, result: Table, formula: str, said: str, times: Table | None) -> Equation:
    delta = delta_of(told)
    parts: tuple[Table | str, ...] = (delta,) if times is None else (delta, times)

    def term(row: int, column: int) -> Expression:
        value = at(delta, row, column)
        return value if times is None else Product((value, at(times, row, column)))

    def origin(_row: int, column: int) -> Origin:
        terms = tuple(term(k, column) for k in range(len(delta.values)))
        return Origin(Sum(terms), tuple(Lit(table.key, None, column) for table in parts if isinstance(table, Table)))

    return Equation(result.key, result, parts, formula, said, origin)


def _scale(told: LayerTold) -> Array:
    """√(variance + ε) of each neuron or filter."""
    found = told.traced.normalization
    return np.ones(told.spec.size) if found is None else np.asarray(np.sqrt(found.variance + EPSILON))


def _normal(told: LayerTold) -> Table:
    """(s − mean) / √(variance + ε)."""
    found = told.traced.normalization
    mean = 0.0 if found is None else found.mean
    symbol = told.notation.of_layer(r"\hat s", told.layer, "ŝ")
    sums = told.sums
    return Table("normal", symbol, (sums.values - mean) / _scale(told), sums.rows, sums.columns)
