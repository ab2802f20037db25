"""One step written out: each quantity as symbols and as numbers, with and without the ½."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from nnsim.engine.one_weight import LossName, OneWeight
from nnsim.session.wording import Wording
from nnsim.ui.descent.words import difference, equal, factor, told
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.scrolled_column import ScrolledCard

_SHORT: Final = 3
"""So many rows of the table have short names; longer ones stand above their numbers."""


class Sums(ScrolledCard):
    """From prediction to next weight, line by line; below, both losses side by side."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("descent_words", "The step in numbers")
        super().__init__(title, Size.SUMS, Size.TIGHT, parent)
        self._wording = wording
        self.setObjectName("one_weight_sums")
        self.scrolled.setObjectName("one_weight_sums_scroll")
        self.lines: dict[str, Label] = {}
        self._add("prediction", self.tr("Prediction"), self.tr("What the network answers: the weight times the input."))
        self._add("loss", self.tr("Loss"), self.tr("How wrong the answer is: the height of the point."))
        self._add("gradient", self.tr("Gradient"), self.tr("The slope of the loss at w: that of the tangent."))
        self._add("step", self.tr("Step"), self.tr("Against the slope: minus learning rate η times gradient g."))
        self._add("after", self.tr("Next weight"), self.tr("Where the step leads."))
        self._add("curvature", self.tr("Curvature"), self.tr("How quickly the slope changes: it sets the limits of η."))
        self._finish()

    def _finish(self) -> None:
        """The table below a rule."""
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedHeight(1)
        self.column.addWidget(rule)
        self.column.addWidget(self._table())
        self.column.addStretch(1)

    def show_step(self, now: OneWeight) -> None:
        """Write out this step."""
        symbols, numbers = _formulas(now, self._wording.prediction, self._wording.label)
        for name, label in self.lines.items():
            label.show_text(f"{symbols[name]}\n  {numbers[name]}")
            label.setAccessibleDescription(label.text())
        losses: tuple[LossName, ...] = ("quadratic", "mse")
        for column, loss in enumerate(losses):
            self._show_column(column, replace(now, loss=loss), is_chosen=loss == now.loss)

    def _show_column(self, column: int, one: OneWeight, *, is_chosen: bool) -> None:
        values = (one.value, one.gradient, one.after.weight, one.one_step_rate, one.largest_rate)
        for row, value in enumerate(values):
            self.cells[row][column].show_text(told(value))
        error = f"({self._wording.prediction} − {self._wording.label})²"
        self._heads[column].show_text(("▸ " if is_chosen else "") + (f"½ {error}", error)[column])

    def _add(self, name: str, title: str, tip: str) -> None:
        self.column.addWidget(Label(title, "note", tip=tip))
        line = Label("", "mono", tip=tip)
        line.setObjectName(f"one_weight_sum_{name}")
        line.setAccessibleName(title)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.setContentsMargins(0, 0, 0, Size.PAD)
        self.lines[name] = line
        self.column.addWidget(line)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, Size.HALF, 0, 0)
        grid.setVerticalSpacing(Size.TIGHT)
        grid.setHorizontalSpacing(Size.GAP)
        grid.setColumnStretch(0, 1)
        rows = (
            (self.tr("loss"), self.tr("Without the ½ the loss is twice as large.")),
            (self.tr("gradient"), self.tr("The 2 of the derivative is gone with the ½, and stays without it.")),
            (self.tr("next weight"), self.tr("With the same learning rate the step is twice as long.")),
            (self.tr("η that arrives in one step"), self.tr("1/c, one over the curvature.")),
            (self.tr("η beyond which it diverges"), self.tr("2/c, two over the curvature.")),
        )
        self._heads = tuple(Label("", "number") for _ in range(2))
        self.cells = tuple(tuple(Label("", "mono") for _ in range(2)) for _ in rows)
        for column, head in enumerate(self._heads, 1):
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        for row, ((name, tip), cells) in enumerate(zip(rows, self.cells, strict=True)):
            is_long = row >= _SHORT
            grid.addWidget(Label(name, "note", tip=tip), 2 * row + 1, 0, 1, 3 if is_long else 1)
            for column, cell in enumerate(cells, 1):
                cell.setToolTip(tip)
                grid.addWidget(cell, 2 * row + (2 if is_long else 1), column, Qt.AlignmentFlag.AlignRight)
        return table


def _formulas(now: OneWeight, prediction: str, label: str) -> tuple[dict[str, str], dict[str, str]]:
    """Every quantity in symbols, and in numbers."""
    is_half = now.loss == "quadratic"
    half, two = ("½ ", "") if is_half else ("", "2 · ")
    symbols = {
        "prediction": f"{prediction} = w · x",
        "loss": f"L = {half}({prediction} − {label})²",
        "gradient": f"g = {two}({prediction} − {label}) · x",
        "step": "−η · g",
        "after": "w − η · g",
        "curvature": "c = x²" if is_half else "c = 2 x²",
    }
    x = factor(now.x)
    error, ends = difference(now.prediction, now.label), (now.prediction, now.label)
    sign, length = ("−", -now.step) if now.step <= 0 else ("+", now.step)
    numbers = {
        "prediction": f"= {factor(now.weight)} · {x} {equal(now.prediction, now.weight, now.x)}",
        "loss": f"= {half}{error}² {equal(now.value, *ends)}",
        "gradient": f"= {two}{error} · {x} {equal(now.gradient, *ends, now.x)}",
        "step": f"= −{told(now.rate)} · {factor(now.gradient)} {equal(now.step, now.rate, now.gradient)}",
        "after": f"= {told(now.weight)} {sign} {told(length)} {equal(now.after.weight, now.weight, length)}",
        "curvature": f"= {two}{x}² {equal(now.curvature, now.x)}",
    }
    return symbols, numbers
