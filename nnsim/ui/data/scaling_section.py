"""How the inputs are brought to a common size, and the numbers of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.data.dataset import Numbers
from nnsim.data.scaling import Scaling
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.names import names_of
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count, format_fixed, format_number

_SHOWN: Final = 6
_TOLD: Final = 40
"""Columns whose numbers are listed, and how many more the tooltip has."""
_NAME_WIDTH: Final = 12


class ScalingSection(QWidget):
    """None, standardize or min–max, with the numbers that were found in the training samples."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._header = Header(self.tr("Scaling"))
        self._kinds = Chips(self.tr("Scaling"), "pill")
        self._kinds.setObjectName("scaling")
        self._kinds.set_options(
            [
                Option("none", self.tr("none"), self.tr("The network sees every number as it is.")),
                Option(
                    "standardize",
                    self.tr("standardize"),
                    self.tr(
                        "(value − mean) / standard deviation: every input then has mean 0 and spread 1. "
                        "A quantity to predict is scaled too."
                    ),
                ),
                Option(
                    "minmax",
                    self.tr("min–max"),
                    self.tr(
                        "(value − min) / (max − min): every input then lies between 0 and 1. "
                        "A quantity to predict is scaled too."
                    ),
                ),
            ]
        )
        self._kinds.clicked.connect(lambda kind: session.apply(data_edits.set_scaling, kind))
        self._numbers = Label("", "number")
        self._numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fitted = Label("", "note")
        self._fitted.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP - 2)
        for widget in (self._header, self._kinds, self._numbers, self._fitted):
            column.addWidget(widget)

    def render_facts(self) -> None:
        """Show the project as it is."""
        kind = self._session.project.data.scaling
        self._kinds.set_chosen((kind,))
        self._render_numbers()
        self._render_words()

    def _render_numbers(self) -> None:
        names, n_inputs = names_of(self._session), len(self._session.prepared.input_names)
        said = [_short(names.short(-1, column)) for column in range(min(n_inputs, _TOLD))]
        inputs, targets = self._lines(said)
        self._numbers.show_text("\n".join((*self._first(inputs, _SHOWN, n_inputs), *targets)))
        if names.pixels is not None:
            inputs, targets = self._lines([names.full_input(column) for column in range(len(said))])
        told = "\n".join((self.tr("All of them:"), *self._first(inputs, _TOLD, n_inputs), *targets))
        self._numbers.setToolTip(told if n_inputs > _SHOWN else "")
        self._numbers.setVisible(self._session.project.data.scaling != "none")

    def _first(self, lines: list[str], most: int, n_inputs: int) -> list[str]:
        if n_inputs <= most:
            return lines
        return [*lines[:most], self.tr("… and {0} more").format(format_count(n_inputs - most))]

    def _render_words(self) -> None:
        prepared = self._session.prepared
        is_quantity = not prepared.dataset.classes
        if self._session.project.data.scaling == "none":
            said = (
                self.tr("Inputs and target go in as they are.") if is_quantity else self.tr("Inputs go in as they are.")
            )
            self._fitted.show_text(said)
            self._fitted.setToolTip("")
            return
        fitted = self.tr("Fitted on the {0} training samples only.").format(format_count(len(prepared.train_rows)))
        measured = self.tr("Loss is measured in scaled units.")
        self._fitted.show_text(f"{fitted} {measured}" if is_quantity else fitted)
        tip = self.tr(
            "What is predicted is scaled like the inputs, and the loss compares the scaled numbers: 1 is one standard "
            "deviation, or the way from min to max. Predictions are shown in the units of the data."
        )
        self._fitted.setToolTip(tip if is_quantity else "")

    def _lines(self, inputs: list[str]) -> tuple[list[str], list[str]]:
        """One line for each of the first inputs, and for each quantity to predict: its name and its two numbers."""
        prepared = self._session.prepared
        targets = [] if prepared.dataset.classes else [_short(name) for name in prepared.dataset.target_names]
        width = max(map(len, (*inputs, *targets)))
        return (
            self._told(inputs, width, prepared.input_scaling, prepared.train_inputs),
            self._told(targets, width, prepared.target_scaling, prepared.train_targets),
        )

    def _told(self, names: list[str], width: int, scaling: Scaling, scaled: Numbers) -> list[str]:
        is_standard = scaling.kind == "standardize"
        first, second = (self.tr("mean"), self.tr("sd")) if is_standard else (self.tr("min"), self.tr("max"))
        seconds = scaling.scale if is_standard else scaling.shift + scaling.scale
        lines = []
        for column, name in enumerate(names):
            if scaling.scale[column] == 1.0 and not scaled[:, column].any():
                said = self.tr("constant, becomes 0")
            else:
                low, high = _number(scaling.shift[column]), _number(seconds[column])
                said = f"{first} {low:<6} {second} {high}"
            lines.append(f"{name:<{width}}  {said}")
        return lines


def _short(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1]}…"


def _number(value: float) -> str:
    return format_fixed(value, 2) if abs(value) < 100 else format_number(value, 3)
