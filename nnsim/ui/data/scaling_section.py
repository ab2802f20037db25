"""How the inputs are brought to a common size, and the numbers of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.names import pretty_input
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count, format_fixed, format_number

_SHOWN: Final = 6
"""Columns whose numbers are listed; the tooltip has all of them."""
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
                Option("none", self.tr("none"), self.tr("The network sees the inputs as they are.")),
                Option(
                    "standardize",
                    self.tr("standardize"),
                    self.tr("(value − mean) / standard deviation: every input then has mean 0 and spread 1."),
                ),
                Option(
                    "minmax",
                    self.tr("min–max"),
                    self.tr("(value − min) / (max − min): every input then lies between 0 and 1."),
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
        prepared = self._session.prepared
        kind = self._session.project.data.scaling
        self._kinds.set_chosen((kind,))
        lines = self._lines()
        more = len(lines) - _SHOWN
        shown = lines if more <= 0 else [*lines[:_SHOWN], self.tr("… and {0} more").format(format_count(more))]
        self._numbers.show_text("\n".join(shown))
        self._numbers.setToolTip("\n".join(lines) if more > 0 else "")
        self._numbers.setVisible(kind != "none")
        n_train = format_count(len(prepared.train_rows))
        self._fitted.show_text(
            self.tr("Inputs go in as they are.")
            if kind == "none"
            else self.tr("Fitted on the {0} training samples only.").format(n_train)
        )

    def _lines(self) -> list[str]:
        """One line for each input, its two numbers in columns."""
        prepared = self._session.prepared
        kind = self._session.project.data.scaling
        scaling = prepared.input_scaling
        first, second = (self.tr("mean"), self.tr("sd")) if kind == "standardize" else (self.tr("min"), self.tr("max"))
        seconds = scaling.scale if kind == "standardize" else scaling.shift + scaling.scale
        names = [_short(pretty_input(name)) for name in prepared.input_names]
        width = max(map(len, names))
        return [
            f"{name:<{width}}  {first} {_number(low):<6} {second} {_number(high)}"
            for name, low, high in zip(names, scaling.shift, seconds, strict=True)
        ]


def _short(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1]}…"


def _number(value: float) -> str:
    return format_fixed(value, 2) if abs(value) < 100 else format_number(value, 3)
