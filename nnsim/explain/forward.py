"""The way forward through one layer: the sums, normalised or not, and what the activation makes of them."""

from __future__ import annotations

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.explain.bends import bent, settings, softmax
from nnsim.explain.equations import TIMES, Equation, Lit, Origin, Stage, Table
from nnsim.explain.expressions import (
    ZERO,
    Call,
    Case,
    Constant,
    Expression,
    Product,
    Quotient,
    Root,
    Sum,
    difference,
    square,
)
from nnsim.explain.layer_told import COUNT, EPSILON, LayerTold, at
from nnsim.words import QT_TRANSLATE_NOOP


def forward_stage(told: LayerTold) -> Stage:
    """All equations of one layer on the way forward."""
    equations = [_sums(told)]
    if told.spec.normalize:
        equations += _normalization(told)
    equations.append(_activation(told))
    if told.kept is not None and not told.is_last:
        equations.append(_left_out(told, told.kept))
    return Stage("forward", told.layer, tuple(equations))


def _sums(told: LayerTold) -> Equation:
    if told.spec.has_weights:
        return _weighted(told)
    return _pooled(told) if told.is_pooling else _flattened(told)


def _weighted(told: LayerTold) -> Equation:
    """Z = x W + b, for each row of x."""
    x, weights = told.x, told.weights
    biases = None if told.spec.normalize else told.biases
    parts: list[Table | str] = [x, TIMES, weights]
    formula = f"{told.sums.symbol.latex()} = {x.symbol.latex()} \\, {weights.symbol.latex()}"
    if biases is not None:
        parts += ["+", biases]
        formula += f" + {biases.symbol.latex()}"

    def origin(row: int, column: int) -> Origin:
        terms: list[Expression] = [Product((at(x, row, k), at(weights, k, column))) for k in told.linked(column)]
        lit = [Lit("x", row), Lit("W", None, column)]
        if biases is not None:
            terms.append(at(biases, 0, column))
            lit.append(Lit("b", 0, column))
        return Origin(Sum(tuple(terms)), tuple(lit))

    said = (
        QT_TRANSLATE_NOOP(
            "explain",
            "Each filter looks at one place after the other: the pixels there, a row of P for each place, times its "
            "weights, added up, and its bias.",
        )
        if told.is_filters
        else QT_TRANSLATE_NOOP(
            "explain", "Each neuron adds up what comes in, every number times the weight of its link, and its bias."
        )
    )
    return Equation(told.sums.key, told.sums, tuple(parts), formula, said, origin)


def _pooled(told: LayerTold) -> Equation:
    x, z = told.x, told.z
    is_max = told.spec.kind == "max_pool2d"
    incoming, out = x.symbol.latex(), z.symbol.latex()

    def origin(row: int, _column: int) -> Origin:
        pixels = tuple(at(x, row, k) for k in range(x.values.shape[1]))
        lit = (Lit("x", row),)
        if is_max:
            return Origin(Call("max", pixels) if len(pixels) > 1 else pixels[0], lit)
        return Origin(Quotient(Sum(pixels), Constant(float(len(pixels)))), lit)

    count = x.values.shape[1]
    formula = f"{out} = \\max({incoming})" if is_max else f"{out} = \\frac{{1}}{{{count}}} \\sum {incoming}"
    said = (
        QT_TRANSLATE_NOOP("explain", "Of each square of pixels, a row of P, the largest number stays.")
        if is_max
        else QT_TRANSLATE_NOOP("explain", "Of each square of pixels, a row of P, the mean stays.")
    )
    return Equation("z", z, (x,), formula, said, origin)


def _flattened(told: LayerTold) -> Equation:
    x, z = told.x, told.z

    def origin(row: int, column: int) -> Origin:
        return Origin(at(x, row, column), (Lit("x", row, column),))

    said = QT_TRANSLATE_NOOP("explain", "The pixels of all pictures in one row: the numbers stay as they are.")
    return Equation("z", z, (x,), f"{z.symbol.latex()} = {x.symbol.latex()}", said, origin)


def _normalization(told: LayerTold) -> list[Equation]:
    """Mean and variance of the batch, and z from them."""
    found, gains = told.traced.normalization, told.traced.parameters.gains
    if found is None or gains is None:
        return []
    mean = told.row_of("mean", told.notation.of_layer(r"\mu", told.layer, "μ"), found.mean)
    variance = told.row_of("variance", told.notation.variance(told.layer), found.variance)
    gain = told.row_of("gain", told.notation.of_layer(r"\gamma", told.layer, "γ"), gains)
    return [_mean(told, mean), _variance(told, mean, variance), _normalized(told, mean, variance, gain)]


def _mean(told: LayerTold, mean: Table) -> Equation:
    sums = told.sums
    count = Constant(float(len(sums.values)), COUNT)

    def of_mean(_row: int, column: int) -> Origin:
        terms = tuple(at(sums, k, column) for k in range(len(sums.values)))
        return Origin(Quotient(Sum(terms), count), (Lit("s", None, column),))

    return Equation(
        "mean",
        mean,
        (sums,),
        f"{mean.symbol.latex()} = \\frac{{1}}{{n}} \\sum {sums.symbol.latex()}",
        QT_TRANSLATE_NOOP("explain", "Batch normalisation: the mean of each neuron's sums over the batch."),
        of_mean,
        (count,),
    )


def _variance(told: LayerTold, mean: Table, variance: Table) -> Equation:
    sums = told.sums
    count = Constant(float(len(sums.values)), COUNT)
    s, m, v = sums.symbol.latex(), mean.symbol.latex(), variance.symbol.latex()

    def of_variance(_row: int, column: int) -> Origin:
        middle = at(mean, 0, column)
        terms = tuple(square(difference(at(sums, k, column), middle)) for k in range(len(sums.values)))
        return Origin(Quotient(Sum(terms), count), (Lit("s", None, column), Lit("mean", 0, column)))

    return Equation(
        "variance",
        variance,
        (sums, mean),
        f"{v} = \\frac{{1}}{{n}} \\sum ({s} - {m})^2",
        QT_TRANSLATE_NOOP("explain", "The variance: how far the sums lie from their mean, squared, on average."),
        of_variance,
        (count,),
    )


def _normalized(told: LayerTold, mean: Table, variance: Table, gains: Table) -> Equation:
    sums, biases, z = told.sums, told.biases, told.z
    s, m, v = sums.symbol.latex(), mean.symbol.latex(), variance.symbol.latex()

    def of_z(row: int, column: int) -> Origin:
        centred = difference(at(sums, row, column), at(mean, 0, column))
        spread = Root(Sum((at(variance, 0, column), Constant(EPSILON))))
        scaled = Product((at(gains, 0, column), Quotient(centred, spread)))
        lit = [Lit("s", row, column), *(Lit(key, 0, column) for key in ("mean", "variance", "gain"))]
        if biases is None:
            return Origin(scaled, tuple(lit))
        return Origin(Sum((scaled, at(biases, 0, column))), (*lit, Lit("b", 0, column)))

    formula = f"{z.symbol.latex()} = {gains.symbol.latex()} \\, \\frac{{{s} - {m}}}{{\\sqrt{{{v} + 10^{{-5}}}}}}"
    parts: list[Table | str] = [sums, mean, variance, gains]
    if biases is not None:
        parts.append(biases)
        formula += f" + {biases.symbol.latex()}"
    return Equation(
        "z",
        z,
        tuple(parts),
        formula,
        QT_TRANSLATE_NOOP(
            "explain", "Each sum less the mean, divided by the spread, times the gain that is learnt, and the bias."
        ),
        of_z,
    )


def _activation(told: LayerTold) -> Equation:
    z, h, activation = told.z, told.h, told.spec.activation
    if activation.name == "softmax":
        z, h = told.whole(z, told.traced.z), told.whole(h, told.traced.h)
    entry = ACTIVATIONS.entry(activation.name)
    bend = entry.formula.partition("=")[2].strip()
    left = "f(z)_j" if activation.name == "softmax" else "f(z)"
    formula = f"{h.symbol.latex()} = f({z.symbol.latex()}), \\quad {left} = {bend}"
    if activation.name == "identity":
        formula = f"{h.symbol.latex()} = {z.symbol.latex()}"

    def origin(row: int, column: int) -> Origin:
        if activation.name == "softmax":
            every = tuple(at(z, row, k) for k in range(z.values.shape[1]))
            return Origin(softmax(every, column), (Lit("z", row),))
        value = at(z, row, column)
        return Origin(bent(activation, value, float(h.values[row, column])), (Lit("z", row, column),))

    said = QT_TRANSLATE_NOOP("explain", "The activation function bends each sum: that is what the neuron answers.")
    if told.is_last:
        said = QT_TRANSLATE_NOOP("explain", "The activation function makes the prediction of the last sums.")
    if activation.name == "identity":
        said = QT_TRANSLATE_NOOP("explain", "No activation function: the sums are handed on as they are.")
    return Equation("h", h, (z,), formula, said, origin, settings(activation))


def _left_out(told: LayerTold, kept: Table) -> Equation:
    """What is handed on where neurons are left out: h times 0, or times 1 over the share that stays."""
    h = told.h
    symbol = told.notation.handed_on(told.layer)
    out = Table("out", symbol, h.values * kept.values, h.rows, h.columns)

    def origin(row: int, column: int) -> Origin:
        lit = (Lit("h", row, column), Lit("m", row, column))
        if not kept.values[row, column]:
            is_muted = column in told.spec.muted
            reason = QT_TRANSLATE_NOOP("explain", "muted") if is_muted else QT_TRANSLATE_NOOP("explain", "dropped out")
            return Origin(Case(ZERO, reason=reason), lit)
        return Origin(Product((at(h, row, column), at(kept, row, column))), lit)

    said = QT_TRANSLATE_NOOP(
        "explain",
        "Neurons that are muted, or that dropout leaves out in this step, hand on 0. What dropout keeps is made "
        "larger, so that the sums stay as large on average.",
    )
    formula = f"{symbol.latex()} = {h.symbol.latex()} \\odot {kept.symbol.latex()}"
    return Equation("out", out, (h, r"\odot", kept), formula, said, origin)
