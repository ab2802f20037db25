"""The way back through one layer: δ = ∂L/∂z, and the gradient of its weights and biases."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.parameters import Array
from nnsim.explain.bends import settings, slope
from nnsim.explain.equations import TIMES, TRANSPOSED, Equation, Lit, Origin, Stage, Table
from nnsim.explain.errors import LossTold
from nnsim.explain.expressions import (
    ZERO,
    Case,
    Expression,
    Product,
    Sum,
    Value,
    constants_in,
    difference,
)
from nnsim.explain.gradients import delta_of, delta_of_sums, gradients
from nnsim.explain.layer_told import LayerTold, at, in_rows
from nnsim.explain.patches import OUTSIDE, pixels_under
from nnsim.explain.pens import Symbol
from nnsim.words import QT_TRANSLATE_NOOP


class WayBack:
    """One layer on the way back.

    Parameters
    ----------
    told : the layer
    behind : the layer that follows; ``None`` of the last
    labels : (samples, outputs), and ``loss``; of the last layer
    """

    def __init__(self, told: LayerTold, behind: LayerTold | None, labels: Table, loss: LossTold) -> None:
        self._told, self._behind, self._labels, self._loss = told, behind, labels, loss

    def stage(self) -> Stage:
        """All equations of the layer."""
        told = self._told
        arriving = self._arriving_told()
        equations = [*([] if arriving is None else [arriving]), *self._through(), *gradients(told)]
        return Stage("backward", told.layer, tuple(equations))

    # ------------------------------------------------------------ what arrives

    @property
    def _is_fused(self) -> bool:
        return self._behind is None and self._loss.is_fused

    @cached_property
    def arriving(self) -> Table:
        """∂L/∂h of the mean loss as it arrives, before anything that is left out counts."""
        told = self._told
        symbol = told.notation.slope_by(told.coming_out)
        return told.table("e", symbol, self._arriving_values())

    def _arriving_values(self) -> Array:
        """(samples, neurons)."""
        told, behind = self._told, self._behind
        if behind is None:
            answers = told.traced.h
            values = np.empty_like(answers)
            for row, column in np.ndindex(values.shape):
                values[row, column] = self._loss_slope(row, column).value()
            return values
        delta = behind.laid_out(behind.traced.delta_sums)
        if behind.spec.kind == "dense":
            return np.asarray(delta @ behind.traced.parameters.weights.T)
        return self._gathered(delta, behind)

    def _gathered(self, delta: Array, behind: LayerTold) -> Array:
        """What each pixel gets from all places that looked at it."""
        found = np.zeros_like(self._told.traced.h)
        if behind.spec.kind == "flatten":
            return np.asarray(delta)
        pixels = pixels_under(behind.spec, behind.shape)
        weights = behind.traced.parameters.weights
        shares = delta @ weights.T if behind.is_filters else delta * self._pool_shares(behind)
        shares = shares.reshape(len(found), *pixels.shape)
        there = pixels != OUTSIDE
        for sample, into in zip(shares, found, strict=True):
            np.add.at(into, pixels[there], sample[there])
        return found

    @staticmethod
    def _pool_shares(behind: LayerTold) -> Array:
        """(squares, pixels) which part of a square's δ each of its pixels gets."""
        x = behind.x.values
        if behind.spec.kind == "average_pool2d":
            return np.full_like(x, 1.0 / x.shape[1])
        shares = np.zeros_like(x)
        shares[np.arange(len(x)), np.argmax(x, axis=1)] = 1.0  # of equal ones the first
        return shares

    def _loss_slope(self, row: int, column: int) -> Expression:
        h, y = at(self._told.h, row, column), at(self._labels, row, column)
        return self._loss.slope(h, y, self._labels.values.shape[1])

    def _arriving_told(self) -> Equation | None:
        if self._is_fused:
            return None
        if self._behind is None:
            return self._by_prediction()
        return self._from_behind(self._behind)

    def _by_prediction(self) -> Equation:
        told, labels = self._told, self._labels

        def origin(row: int, column: int) -> Origin:
            return Origin(self._loss_slope(row, column), (Lit("h", row, column), Lit("y", row, column)))

        formula = f"{self.arriving.symbol.latex()} = {self._loss.slope_formula(told.notation, labels.values.shape[1])}"
        said = QT_TRANSLATE_NOOP(
            "explain", "How the loss changes with the prediction: the slope of the loss, where the prediction is now."
        )
        constants = constants_in(self._loss_slope(0, 0))
        return Equation("e", self.arriving, (told.h, labels), formula, said, origin, constants)

    def _from_behind(self, behind: LayerTold) -> Equation:
        delta = delta_of_sums(behind)
        symbol = self.arriving.symbol.latex()
        if behind.spec.kind == "dense":
            weights = behind.weights

            def origin(row: int, column: int) -> Origin:
                to = range(weights.values.shape[1])
                linked = [k for k in to if (column, k) not in set(behind.spec.cut)]
                terms = tuple(Product((at(delta, row, k), at(weights, column, k))) for k in linked)
                return Origin(Sum(terms), (Lit(delta.key, row), Lit("W", column)))

            formula = f"{symbol} = {delta.symbol.latex()} \\, {{{weights.symbol.latex()}}}^{{\\top}}"
            said = QT_TRANSLATE_NOOP(
                "explain",
                "The error goes back along the links: to each neuron the δ of those it leads to, times the weights.",
            )
            return Equation("e", self.arriving, (delta, TIMES, weights, TRANSPOSED), formula, said, origin)
        return self._from_pictures(behind, delta)

    def _from_pictures(self, behind: LayerTold, delta: Table) -> Equation:
        told = self._told
        pixels = None if behind.spec.kind == "flatten" else pixels_under(behind.spec, behind.shape)
        shares = self._pool_shares(behind) if behind.is_pooling else None
        filters = told.spec.size if told.is_filters else 1
        n_places = told.traced.h.shape[1] // filters

        def origin(row: int, column: int) -> Origin:
            sample, pixel = (row // n_places, column * n_places + row % n_places) if told.is_filters else (row, column)
            if told.is_pooling:
                sample, pixel = divmod(row, told.traced.h.shape[1])
            if pixels is None:
                return Origin(at(delta, sample, pixel), (Lit(delta.key, sample, pixel),))
            terms: list[Expression] = []
            lit: list[Lit] = []
            for place, offset in np.argwhere(pixels == pixel).tolist():
                at_row = sample * len(pixels) + place
                if shares is None:
                    weights = behind.weights
                    terms += [
                        Product((at(delta, at_row, k), at(weights, offset, k))) for k in range(weights.values.shape[1])
                    ]
                    lit += [Lit(delta.key, at_row), Lit("W", offset)]
                elif shares[at_row, offset]:
                    share = Value(float(shares[at_row, offset]))
                    terms.append(Product((share, at(delta, at_row, 0))))
                    lit.append(Lit(delta.key, at_row))
            return Origin(Sum(tuple(terms)), tuple(lit))

        parts: list[Table | str] = [delta]
        if behind.is_filters:
            parts.append(behind.weights)
        symbol = self.arriving.symbol.latex()
        formula = f"{symbol} = \\sum {delta.symbol.latex()}"
        if behind.is_filters:
            formula += f" \\, {behind.weights.symbol.latex()}"
        if behind.spec.kind == "flatten":
            formula = f"{in_rows(self.arriving.symbol).latex()} = {delta.symbol.latex()}"
        said = QT_TRANSLATE_NOOP(
            "explain",
            "Each pixel gets back the δ of all places that looked at it, in the share in which it counted there.",
        )
        return Equation("e", self.arriving, tuple(parts), formula, said, origin)

    # ------------------------------------------------------------ through the activation

    @property
    def delta(self) -> Table:
        """∂L/∂z."""
        return delta_of(self._told)

    def _through(self) -> list[Equation]:
        """δ from what has arrived; of some pairs of loss and activation at once."""
        if self._is_fused:
            return [self._fused()]
        if self._told.spec.activation.name == "softmax":
            return [self._through_softmax()]
        slopes = self._slopes()
        return [slopes, self._product(slopes.result)] if slopes is not None else [self._product(None)]

    def _kept(self, row: int, column: int) -> Value | None:
        """By what a number of this place was multiplied, if by anything."""
        kept = self._told.kept
        return None if kept is None else at(kept, row, column)

    def _fused(self) -> Equation:
        told, labels = self._told, self._labels

        def origin(row: int, column: int) -> Origin:
            lit = (Lit("h", row, column), Lit("y", row, column))
            return Origin(self._times_kept(self._loss_slope(row, column), row, column), lit)

        rule = self._loss.slope_formula(told.notation, labels.values.shape[1])
        slope_by_z = f"\\frac{{\\partial L}}{{\\partial {told.z.symbol.latex()}}} = "
        said = QT_TRANSLATE_NOOP(
            "explain",
            "δ is how the loss changes with z. For this loss and this activation the two slopes multiply to the mere "
            "difference between prediction and label.",
        )
        if told.spec.activation.name == "step":
            slope_by_z = ""
            said = QT_TRANSLATE_NOOP(
                "explain", "A step has no slope, so δ is taken to be the difference itself: the perceptron rule."
            )
        formula = f"{self.delta.symbol.latex()} = {slope_by_z}{rule}"
        constants = constants_in(self._loss_slope(0, 0))
        return Equation("delta", self.delta, (told.h, labels), formula, said, origin, constants)

    def _times_kept(self, expression: Expression, row: int, column: int) -> Expression:
        kept = self._kept(row, column)
        if kept is None:
            return expression
        if not kept.number:
            return Case(ZERO, reason=QT_TRANSLATE_NOOP("explain", "left out"))
        return Product((expression, kept)) if kept.number != 1.0 else expression

    def _slopes(self) -> Equation | None:
        """f'(z) of every neuron; nothing for the identity, of which it is 1."""
        told = self._told
        name = told.spec.activation.name
        if name == "identity":
            return None
        values = _slope_values(told)
        z = told.z.symbol
        symbol = Symbol(z.letter, z.plain, z.layer, of=("f'({})", "f′({})"))
        table = Table("slope", symbol, told.laid_out(values), told.z.rows, told.z.columns)

        def origin(row: int, column: int) -> Origin:
            z, h = at(told.z, row, column), at(told.h, row, column)
            told_slope = slope(told.spec.activation, z, h, float(table.values[row, column]))
            return Origin(told_slope, (Lit("z", row, column), Lit("h", row, column)))

        formula = symbol.latex()
        rule = _SLOPE_RULES.get(name)
        if rule is not None:
            formula += f" = {rule.format(h=f'{{{told.h.symbol.latex()}}}', z=told.z.symbol.latex())}"
        said = QT_TRANSLATE_NOOP(
            "explain", "How steep the activation function is at z: where it is flat, little comes through."
        )
        return Equation("slope", table, (told.z, told.h), formula, said, origin, settings(told.spec.activation))

    def _product(self, slopes: Table | None) -> Equation:
        told, arriving = self._told, self.arriving
        kept = told.kept
        parts: list[Table | str] = [arriving]
        formula = f"{self.delta.symbol.latex()} = {arriving.symbol.latex()}"
        if kept is not None:
            parts += [r"\odot", kept]
            formula += f" \\odot {kept.symbol.latex()}"
        if slopes is not None:
            parts += [r"\odot", slopes]
            formula += f" \\odot {slopes.symbol.latex()}"

        def origin(row: int, column: int) -> Origin:
            lit = [Lit("e", row, column)]
            factors: list[Expression] = [at(arriving, row, column)]
            value = self._kept(row, column)
            if value is not None:
                lit.append(Lit("m", row, column))
                factors.append(value)
            if slopes is not None:
                lit.append(Lit("slope", row, column))
                factors.append(at(slopes, row, column))
            return Origin(Product(tuple(factors)) if len(factors) > 1 else factors[0], tuple(lit))

        said = QT_TRANSLATE_NOOP(
            "explain", "δ is how the loss changes with z: what has arrived at h, times the slope there."
        )
        return Equation("delta", self.delta, tuple(parts), formula, said, origin)

    def _through_softmax(self) -> Equation:
        """δⱼ = hⱼ (eⱼ − Σ eₖ hₖ), with e what has arrived."""
        told = self._told
        arriving = told.whole(self.arriving, self._arriving_values())
        h, delta = told.whole(told.h, told.traced.h), told.whole(self.delta, told.traced.delta)
        kept = None if told.kept is None or told.traced.kept is None else told.whole(told.kept, told.traced.kept)
        parts = (arriving, h) if kept is None else (arriving, kept, h)

        def arrived(row: int, column: int) -> tuple[Value, ...]:
            value = at(arriving, row, column)
            return (value,) if kept is None else (value, at(kept, row, column))

        def origin(row: int, column: int) -> Origin:
            shares = tuple(Product((*arrived(row, k), at(h, row, k))) for k in range(h.values.shape[1]))
            own = arrived(row, column)
            rest = difference(Product(own) if len(own) > 1 else own[0], Sum(shares))
            return Origin(Product((at(h, row, column), rest)), tuple(Lit(table.key, row) for table in parts))

        name = h.symbol.latex()
        left = f"{arriving.symbol.latex()}" + "_{}" + ("" if kept is None else f" \\, {kept.symbol.latex()}_{{}}")
        e_j, e_k = left.replace("{}", "j"), left.replace("{}", "k")
        formula = f"{delta.symbol.latex()}_j = {name}_j ( {e_j} - \\sum_k {e_k} \\, {name}_k )"
        said = QT_TRANSLATE_NOOP(
            "explain", "Every share depends on all sums, so all that has arrived plays a part in each δ."
        )
        return Equation("delta", delta, parts, formula, said, origin)


_SLOPE_RULES = {
    "tanh": r"1 - \left( {h} \right)^2",
    "sigmoid": r"{h} \left( 1 - {h} \right)",
    "relu": "[{z} > 0]",
    "leaky_relu": r"\begin{{cases}} 1 & {z} > 0 \\ s & {z} \le 0 \end{{cases}}",
    "elu": r"\begin{{cases}} 1 & {z} > 0 \\ \alpha \, e^{{{z}}} & {z} \le 0 \end{{cases}}",
}


def _slope_values(told: LayerTold) -> Array:
    """(samples, neurons) by the engine's own calls."""
    activation = ACTIVATIONS.build(told.spec.activation)
    z, h = np.ascontiguousarray(told.traced.z.T), np.ascontiguousarray(told.traced.h.T)
    z = z.copy()
    with prepared_arithmetic():
        run(activation.slope(z, h))
    return np.asarray(z.T)
