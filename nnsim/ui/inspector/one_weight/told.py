"""One weight in one step: its numbers, and in words what pulls it and how far it goes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from PySide6.QtCore import QCoreApplication

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.change import ChangeTold, stacked
from nnsim.explain.contributions import Contributions, contributions
from nnsim.explain.equations import Equation
from nnsim.explain.layer_told import LayerTold
from nnsim.explain.notation import Notation, weight_symbol
from nnsim.explain.pens import Plain
from nnsim.explain.spelling import spelled
from nnsim.ui.widgets.numbers import Rounded, format_count, format_number
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words

translate = QCoreApplication.translate

Kind = Literal["made", "coming", "next", "all"]
"""Whose step it is: the last one made, that under way in a run, the one that comes next, or one with all samples."""


@dataclass(frozen=True, eq=False)
class WeightTold:
    """A weight or bias in a step.

    Parameters
    ----------
    network, training, traced : the step
    weight : which one
    before : updates made before the step
    kind : whose step it is
    digits : significant digits of numbers
    """

    network: NetworkSpec
    training: TrainSpec
    traced: Trace
    weight: WeightPlace
    before: int
    kind: Kind
    digits: int

    @cached_property
    def parts(self) -> Contributions:
        """What each sample has in its gradient."""
        return contributions(self.network, self.training, self.traced, self.weight)

    @cached_property
    def _change(self) -> ChangeTold:
        layer, notation = self.weight.layer, Notation(len(self.network.layers))
        told = LayerTold(self.network, layer, self.traced.layers[layer], notation)
        return ChangeTold(told, self.training, self.traced)

    @cached_property
    def name(self) -> str:
        """``w₁·2,3`` or ``b₁·3``."""
        return weight_symbol(self.network, self.weight).text()

    @property
    def is_fixed(self) -> bool:
        """Whether it may not change: it is held, cut, muted or frozen."""
        return self._change.is_fixed(self.weight.row, self.weight.column)

    def number(self, value: float) -> str:
        """A number as it is shown."""
        return format_number(value, self.digits)

    def signed(self, value: float) -> str:
        """The same with its sign."""
        return f"+{self.number(value)}" if value > 0 else self.number(value)

    def summary(self) -> str:
        """What pulls it, together how much, and what comes of it."""
        parts = self.parts
        if not self.traced.possible:
            return translate("one_weight", "The gradient of this step is beyond all numbers: no weight can change.")
        said = translate("one_weight", "{0}: {1} of {2} samples pull {3} up, {4} down; together {5}.").format(
            self.when(),
            format_count(parts.n_up),
            format_count(len(parts.parts)),
            self.name,
            format_count(parts.n_down),
            self.number(parts.together),
        )
        return f"{said} {self._outcome()}"

    def short(self) -> str:
        """The same in one line."""
        parts = self.parts
        if not self.traced.possible:
            return self.summary()
        return translate("one_weight", "{0} samples pull up, {1} down; together {2} → change {3}").format(
            format_count(parts.n_up),
            format_count(parts.n_down),
            self.number(parts.together),
            self.signed(parts.change),
        )

    def when(self) -> str:
        """Which step it is."""
        if self.kind == "all":
            return translate("one_weight", "All training samples")
        number = format_count(self.before + 1)
        if self.kind == "made":
            return translate("one_weight", "Step {0}").format(number)
        return translate("one_weight", "Next step {0}").format(number)

    def _outcome(self) -> str:
        """How far it goes."""
        parts, change = self.parts, self._change
        found = []
        if parts.penalty:
            found.append(translate("one_weight", "Weight decay adds {0}.").format(self.signed(parts.penalty)))
        if parts.given == 0.0 and parts.change == 0.0 and parts.together + parts.penalty != 0.0:
            found.append(translate("one_weight", "It may not change: it is held, cut, muted or frozen."))
        elif self.training.optimizer.name == "sgd" and not change.is_shortened:
            way = translate("one_weight", "Against it, × learning rate {0}: change Δ{1} = {2}.")
            rate = format_number(self.traced.learning_rate, 4)
            found.append(way.format(rate, self.name, self.signed(parts.change)))
        else:
            label = translate("catalog", OPTIMIZERS.entry(self.training.optimizer.name).label)
            way = translate("one_weight", "{0} makes of it the change Δ{1} = {2}.")
            found.append(way.format(label, self.name, self.signed(parts.change)))
            if parts.change * parts.given > 0.0:
                found.append(self._why_uphill())
        return " ".join(found)

    def _why_uphill(self) -> str:
        """What goes against the gradient that the optimizer was given: what it remembers, or the decay of AdamW."""
        mean = self.traced.layers[self.weight.layer].new_memory.get("adamw_mean")
        if mean is not None:
            remembered = float(stacked(mean)[self.weight.row, self.weight.column])
            if remembered == 0.0 or (remembered > 0.0) == (self.parts.given > 0.0):
                return translate(
                    "one_weight", "That is uphill: its own weight decay, which pulls towards 0, is stronger."
                )
        return translate("one_weight", "That is uphill: what it remembers of earlier steps is stronger.")

    def coupling(self) -> str:
        """What batch normalisation means for the parts; empty without."""
        if not self.parts.is_coupled:
            return ""
        return translate(
            "one_weight",
            "Batch normalisation couples the samples: a bar is what goes through this sample's own sum, and that also "
            "moves the mean and spread of the batch, and so the losses of the others. The bars still add up exactly.",
        )

    def way(self) -> list[tuple[str, str]]:
        """From the gradient to the new weight: each equation in symbols and numbers, and in plain words."""
        return [
            (self._written(equation), translated(Words(equation.says, context="explain")))
            for equation in self._change.of_parameters()
        ]

    def _written(self, equation: Equation) -> str:
        result = equation.result
        row, column = (self.weight.row, self.weight.column) if result.rows.kind == "parameters" else (0, 0)
        expression = equation.origin(row, column).expression
        symbol = result.symbol_at(row, column).text()
        value = float(result.values[row, column])
        told = spelled(expression, value, self.digits, Rounded, lambda number: Plain(number, word=_word))
        return f"{symbol} {'←' if equation.is_change else '='} {told.joined('≈')}"


def _word(text: str) -> str:
    return translate("explain", text)
