"""The update of one layer: the gradient that the optimizer is given, its memory, the step, the new parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.spec import TrainSpec
from nnsim.engine.trace import BlockTrace, Trace
from nnsim.engine.update import ROOM
from nnsim.explain.equations import Axis, Equation, Lit, Origin, Stage, Table
from nnsim.explain.expressions import (
    ZERO,
    Call,
    Case,
    Constant,
    Expression,
    Product,
    Quotient,
    Sum,
    Value,
    constants_in,
)
from nnsim.explain.layer_told import LayerTold
from nnsim.explain.pens import Symbol
from nnsim.explain.remembering import remembering
from nnsim.explain.rules import Rule, Weight, rule_of
from nnsim.words import QT_TRANSLATE_NOOP

_OLD = Symbol("w", "w")
_GRADIENT = Symbol(r"\frac{\partial L}{\partial w}", "∂L/∂w")
_GIVEN = Symbol("g", "g")
_STEP = Symbol(r"\Delta w", "Δw")
_SHORTENED = Symbol("c", "c")
_LONGEST = Symbol(r"g_{\max}", "gmax")


@dataclass(frozen=True, eq=False)
class ChangeTold:
    """The update of one layer of a traced step."""

    told: LayerTold
    training: TrainSpec
    trace: Trace

    # ---------------------------------------------------------------- tables

    def _table(self, key: str, symbol: Symbol, block: BlockTrace, *, after: bool = False) -> Table:
        """Weights, then the biases, then the gains, as rows of one table."""
        return self._laid(key, symbol, stacked(block), after=after)

    def _laid(self, key: str, symbol: Symbol, values: Array, *, after: bool = False) -> Table:
        rows, columns = Axis("parameters", self.told.layer), self.told.columns
        return Table(key, symbol, values, rows, columns, after, self.symbol)

    @cached_property
    def old(self) -> Table:
        """Before the step."""
        return self._table("w", _OLD, self.told.traced.parameters)

    @cached_property
    def by_loss(self) -> Table:
        """∂L/∂w of the mean loss alone."""
        return self._table("dw", _GRADIENT, self.told.traced.loss_gradient)

    @cached_property
    def gradient(self) -> Table:
        """What the optimizer is given."""
        symbol = _GIVEN if self.is_altered else _GRADIENT
        return self._table("g", symbol, self.told.traced.gradient)

    @cached_property
    def step(self) -> Table:
        """What is added: the engine's update is what it subtracts."""
        return self._laid("step", _STEP, 0.0 - stacked(self.told.traced.update))

    @cached_property
    def new(self) -> Table:
        """After the step."""
        return self._table("new", _OLD, self.told.traced.new_parameters, after=True)

    # --------------------------------------------------------------- gradient

    @property
    def is_altered(self) -> bool:
        """Whether the optimizer is given anything but the gradient of the loss."""
        return self.is_penalized or self.is_shortened or bool(self._fixed.any())

    @property
    def is_penalized(self) -> bool:
        """Whether there are penalties on the weights."""
        return bool(self.training.l1 or self.training.l2)

    @property
    def is_shortened(self) -> bool:
        """Whether the whole gradient was longer than it may be."""
        return 0.0 < self.training.clip_norm < self.trace.gradient_norm

    @cached_property
    def _fixed(self) -> Array:
        """(parameters, to) 1 where nothing may change."""
        spec = self.told.spec
        mask = np.zeros(self.old.values.shape)
        for row, column in (*spec.held, *spec.cut):
            mask[row, column] = 1.0
        mask[:, list(spec.muted)] = 1.0
        if spec.frozen:
            mask[:] = 1.0
        return mask

    def is_fixed(self, row: int, column: int) -> bool:
        """Whether a parameter may not change: it is held, cut, muted or frozen."""
        return bool(self._fixed[row, column])

    def _why_fixed(self, row: int, column: int) -> str:
        spec = self.told.spec
        if (row, column) in spec.cut:
            return QT_TRANSLATE_NOOP("explain", "cut")
        if (row, column) in spec.held:
            return QT_TRANSLATE_NOOP("explain", "held")
        if column in spec.muted:
            return QT_TRANSLATE_NOOP("explain", "muted")
        return QT_TRANSLATE_NOOP("explain", "frozen")

    @property
    def _factor(self) -> Value:
        """By what the gradient is multiplied to shorten it."""
        longest = self.training.clip_norm
        return Value(longest / (self.trace.gradient_norm + ROOM), _SHORTENED)

    def _shortening(self) -> Equation:
        factor = self._factor
        result = Table("c", _SHORTENED, np.array([[factor.number]]), Axis("one"), Axis("one"))
        longest = Constant(self.training.clip_norm, _LONGEST)
        norm = Value(self.trace.gradient_norm, Symbol(r"\left\| g_0 \right\|", "‖g₀‖"))

        def origin(_row: int, _column: int) -> Origin:
            return Origin(Quotient(longest, Sum((norm, Constant(ROOM)))))

        said = QT_TRANSLATE_NOOP(
            "explain",
            "The gradient of all weights together, g₀ before it is shortened, is longer than it may be, so all of it "
            "is multiplied by the same number.",
        )
        formula = rf"c = \frac{{{_LONGEST.latex()}}}{{\left\| g_0 \right\| + 10^{{-6}}}}"
        return Equation("c", result, (), formula, said, origin, (longest, norm))

    def _given(self) -> Equation:
        """The gradient of the loss with penalties, 0 for what may not change, shortened."""
        training, told = self.training, self.told
        n_weights = len(told.weights.values)
        parts: list[Table | str] = [self.by_loss]
        right = _GRADIENT.latex()
        l1, l2 = _rate(training.l1, r"\lambda_1", "λ₁"), _rate(training.l2, r"\lambda_2", "λ₂")
        if training.l1:
            right += r" + \lambda_1 \, \mathrm{sign}(w)"
        if training.l2:
            right += r" + \lambda_2 \, w"
        if self.is_penalized:
            parts.append(self.old)
        if self.is_shortened:
            right = rf"c \left( {right} \right)" if self.is_penalized else rf"c \, {right}"

        def origin(row: int, column: int) -> Origin:
            lit = [Lit("dw", row, column)]
            if self._fixed[row, column]:
                return Origin(Case(ZERO, reason=self._why_fixed(row, column)), tuple(lit))
            terms: list[Expression] = [self.cell(self.by_loss, row, column)]
            if row < n_weights and self.is_penalized:
                lit.append(Lit("w", row, column))
                weight = self.cell(self.old, row, column)
                if training.l1:
                    terms.append(Product((l1, Call("sign", (weight,)))))
                if training.l2:
                    terms.append(Product((l2, weight)))
            found: Expression = Sum(tuple(terms)) if len(terms) > 1 else terms[0]
            return Origin(Product((self._factor, found)) if self.is_shortened else found, tuple(lit))

        constants: tuple[Value, ...] = tuple(one for one in (l1, l2) if one.number)
        if self.is_shortened:
            constants = (*constants, self._factor)
        said = QT_TRANSLATE_NOOP(
            "explain",
            "What the optimizer is given: the gradient of the loss, with the penalties on the weights, shortened if it "
            "is too long, and 0 for all that may not change.",
        )
        return Equation("g", self.gradient, tuple(parts), f"g = {right}", said, origin, constants)

    # ------------------------------------------------------------------- step

    def cell(self, table: Table, row: int, column: int) -> Value:
        """One number of a table of parameters, with its symbol: of a bias b, of a gain γ."""
        return Value(float(table.values[row, column]), table.symbol_at(row, column))

    def symbol(self, table: Table, row: int, column: int) -> Symbol:
        """``w_{2,3}``, ``b_3``, ``γ_3`` in place of the w in what the table is called."""
        told, name = self.told, table.symbol
        n_weights = len(told.weights.values)
        letter, plain = r"\gamma", "γ"
        if row < n_weights:
            letter, plain = "w", "w"
        elif row == n_weights and told.traced.parameters.biases is not None:
            letter, plain = "b", "b"
        indices: tuple[int, ...] = (row, column) if row < n_weights else (column,)
        if told.weights.values.size == 1:
            indices = ()
        one = told.notation.of_layer(letter, told.layer, plain).at(*indices)
        if "w" in name.letter:
            made_of = (name.letter.replace("w", "{}"), name.plain.replace("w", "{}"))
            return Symbol(one.letter, one.plain, one.layer, None, one.indices, made_of)
        whose: tuple[int | str, ...] = indices if row < n_weights else (letter, *indices)
        return Symbol(name.letter, name.plain, one.layer).at(*whose)

    def stage(self) -> Stage:
        """All equations of the update of the layer; none if the gradient was beyond all numbers."""
        equations = (*self.of_parameters(), *remembering(self.told)) if self.trace.possible else ()
        if equations and not self.trace.look.batch and self.training.batch_size != 1:
            equations = (replace(equations[0], note=self._whose()), *equations[1:])
        return Stage("update", self.told.layer, equations)

    def _whose(self) -> str:
        """That the step is none of the run."""
        if len(self.trace.labels) > 1:
            return QT_TRANSLATE_NOOP(
                "explain",
                "This is what a step of these samples alone would do; the run's next step is that of its whole batch.",
            )
        return QT_TRANSLATE_NOOP(
            "explain",
            "This is what a step of this sample alone would do; the run's next step is that of its whole batch.",
        )

    def of_parameters(self) -> tuple[Equation, ...]:
        """Those on the way from the gradient to the new parameters: of each one, or one number for all of them."""
        if not self.trace.possible:
            return ()
        equations: list[Equation] = []
        if self.is_shortened:
            equations.append(self._shortening())
        if self.is_altered:
            equations.append(self._given())
        equations += self._by_optimizer(rule_of(self.training.optimizer))
        return (*equations, self._new())

    def _by_optimizer(self, rule: Rule) -> list[Equation]:
        """What the optimizer remembers, and its step."""
        traced = self.told.traced
        tables = {"w": self.old, "g": self.gradient, "step": self.step}
        for name, symbol in rule.memory.items():
            if name in traced.memory:
                tables[name] = self._table(name, symbol, traced.memory[name])
                tables[f"new {name}"] = self._table(f"new {name}", symbol, traced.new_memory[name], after=True)
        weight = Weight(tables, self.trace.learning_rate, self.trace.optimizer_steps, self.cell)
        for name, (symbol, found) in rule.between.items():
            tables[name] = self._laid(name, symbol, found(weight))
        return [self._line(rule, key, tables, weight) for key in rule.lines]

    def _line(self, rule: Rule, key: str, tables: dict[str, Table], weight: Weight) -> Equation:
        line, result = rule.lines[key], tables[key]
        parts = tuple(tables[part] for part in line.parts)

        def origin(row: int, column: int) -> Origin:
            lit = tuple(Lit(part, row, column) for part in line.parts)
            if key == "step" and self._fixed[row, column]:
                return Origin(Case(ZERO, reason=self._why_fixed(row, column)), lit)
            return Origin(line.of(weight, row, column), lit)

        formula = line.formula if self.is_altered else line.formula.replace(" g", f" {_GRADIENT.latex()}")
        constants = {one.symbol: one for one in (*constants_in(line.of(weight, 0, 0)), *line.constants)}
        return Equation(key, result, parts, formula, line.says, origin, tuple(constants.values()))

    def _new(self) -> Equation:
        def origin(row: int, column: int) -> Origin:
            lit = (Lit("w", row, column), Lit("step", row, column))
            return Origin(Sum((self.cell(self.old, row, column), self.cell(self.step, row, column))), lit)

        said = QT_TRANSLATE_NOOP(
            "explain", "The change is added to every weight and bias. It goes against the slope: downhill."
        )
        return Equation("new", self.new, (self.old, "+", self.step), r"w \leftarrow w + \Delta w", said, origin)


def stacked(block: BlockTrace) -> Array:
    """(parameters, to): weights, biases, gains."""
    rows = [block.weights]
    rows += [part[np.newaxis] for part in (block.biases, block.gains) if part is not None]
    return np.concatenate(rows)


def _rate(value: float, letter: str, plain: str) -> Constant:
    return Constant(value, Symbol(letter, plain))
