"""Which inputs the network sees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.names import pretty_input
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.numbers import format_count

_COLUMNS: Final = 4
_MANY: Final = 16
"""More inputs than these scroll in a place of their own."""


class InputsSection(QWidget):
    """One chip for each feature of the plane, or for each column of a table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._header = Header(self.tr("Inputs"))
        self._header.setToolTip(
            self.tr("Inputs: the numbers of each sample that the network sees. Click to add or leave out.")
        )
        self._chips = Chips(self.tr("Inputs"), columns=_COLUMNS)
        self._chips.setObjectName("inputs")
        self._chips.clicked.connect(lambda name: session.apply(data_edits.toggle_input, name))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._chips)
        self._chips.setProperty("role", "scrolled")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self._header)
        column.addWidget(self._area)

    def render_facts(self) -> None:
        """Show the project as it is."""
        prepared = self._session.prepared
        names = prepared.available_inputs
        self._chips.set_options([self._option(name) for name in names])
        self._chips.set_chosen(prepared.chosen_inputs)
        self._header.set_note(
            self.tr("{0} of {1}").format(format_count(len(prepared.chosen_inputs)), format_count(len(names)))
        )
        self._fit(len(names))

    def _option(self, name: str) -> Option:
        label = pretty_input(name)
        return Option(name, label, self.tr("Input {0}").format(label), spoken=self.tr("Input {0}").format(name))

    def _fit(self, n_chips: int) -> None:
        """All chips in sight, unless there are too many."""
        height = self._chips.heightForWidth(max(self.width(), 1))
        most = _COLUMNS * (Size.CHIP + Size.GAP // 2)
        self._area.setFixedHeight(height if n_chips <= _MANY else min(height, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._fit(len(self._session.prepared.available_inputs))
