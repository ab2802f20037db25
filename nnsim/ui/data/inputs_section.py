"""Which inputs the network sees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inputs.choice import InputChoice, choice_of, what_others_mean
from nnsim.ui.inputs.chooser import InputChooser
from nnsim.ui.names import pretty_input
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.tips import in_lines

_COLUMNS: Final = 4
_MANY: Final = 16
"""More inputs than these scroll in a place of their own."""
_WIDEST: Final = Size.PANEL - 2 * Size.MARGIN - 2 - Size.SCROLL - 3 * Size.GAP
"""A longer name would push the chips beside it out of sight."""


class InputsSection(QWidget):
    """One chip for each feature of the plane, or for each column of a table; of a picture its pixels, to be opened."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._header = Header(self.tr("Inputs"))
        self._header.setToolTip(
            in_lines(
                self.tr("Inputs: the numbers of each sample that the network sees. Click to add or leave out.")
                + f"\n{what_others_mean()}"
            )
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
        width = Size.PANEL - 2 * Size.MARGIN - Size.GAP
        self._chooser = InputChooser(session, appearance, "data-inputs", width)
        self._picture = Fold(self._chooser)
        self._picture.setObjectName("input-picture")
        self._picture.show_text(self.tr("Picture: choose pixels"))
        session.run_state_changed.connect(self._on_run_state_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        for widget in (self._header, self._area, self._picture):
            column.addWidget(widget)

    def render_facts(self) -> None:
        """Show the project as it is."""
        choice = choice_of(self._session)
        is_picture = choice.kind == "pixels"
        self._render_note(choice)
        self._area.setVisible(not is_picture)
        self._picture.setVisible(is_picture)
        if is_picture:
            self._chooser.render_facts()
        else:
            self._render_chips(choice)

    def _on_run_state_changed(self) -> None:
        self._render_note(choice_of(self._session))

    def _render_note(self, choice: InputChoice) -> None:
        """How many there are; once something has been learnt, that it is lost with other inputs."""
        has_learnt = self._session.run_state == "running" or self._session.snapshot.step > 0
        is_loss = has_learnt and not choice.locked
        said = self.tr("{0}  ·  restarts training").format(choice.said()) if is_loss else choice.said()
        self._header.set_note(said)

    def _render_chips(self, choice: InputChoice) -> None:
        self._chips.set_options([self._option(name) for name in choice.available])
        self._chips.set_chosen(choice.chosen)
        self._fit(len(choice.available))

    def _option(self, name: str) -> Option:
        label = pretty_input(name)
        tip = self.tr("Input {0}").format(label) + f"\n{what_others_mean()}"
        shown = QFontMetrics(words(Size.SMALL, QFont.Weight.DemiBold)).elidedText(
            label, Qt.TextElideMode.ElideMiddle, _WIDEST
        )
        return Option(name, shown, tip, spoken=self.tr("Input {0}").format(name))

    def _fit(self, n_chips: int) -> None:
        """All chips in sight, unless there are too many."""
        height = self._chips.heightForWidth(max(self.width(), 1))
        most = _COLUMNS * (Size.CHIP + Size.GAP // 2)
        self._area.setFixedHeight(height if n_chips <= _MANY else min(height, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._fit(len(self._session.prepared.available_inputs))
