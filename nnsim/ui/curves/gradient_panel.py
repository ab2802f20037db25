"""The card of the gradients: how learning goes in each layer, now, over time, and how its numbers lie."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.gradient_plot import GradientPlot
from nnsim.ui.plots.health_map import HealthMap
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.spread_plot import SpreadPlot
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.card import Card

NOW: Final = "now"
OVER_TIME: Final = "over_time"
SPREAD: Final = "spread"


class GradientPanel(Card):
    """Chips above the pictures. Only the one that is in sight asks the session for its numbers."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("gradient_panel")
        self.plot = GradientPlot(session, appearance)
        self._session, self._appearance = session, appearance
        self._pages: dict[str, Sheet] = {NOW: self.plot}
        self.header.title.setText(self.tr("Gradients"))
        self.setAccessibleName(self.tr("Gradients"))
        self.chips = {
            NOW: Chip(self.tr("now"), tip=self.tr("How strongly each layer is pulled, and how far it is moved")),
            OVER_TIME: Chip(self.tr("over time"), tip=self.tr("The same over all of training, layer by layer")),
            SPREAD: Chip(self.tr("spread"), tip=self.tr("How the weights, answers and gradients of one layer lie")),
        }
        for name, chip in self.chips.items():
            chip.setObjectName(f"gradient_{name}")
            chip.clicked.connect(partial(self.show_page, name))
            self.add_to_header(chip)
        room = QWidget()
        room.setMinimumSize(*PlotSize.CURVES_MIN)
        self._stack = QStackedLayout(room)
        self._stack.addWidget(self.plot)
        self.body.addWidget(room)
        self.plot.note_changed.connect(self._render_note)
        self.show_page(NOW)

    @property
    def shown_page(self) -> str:
        """The name of the picture shown."""
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    def page(self, name: str) -> Sheet:
        """A picture, made when it is first wanted."""
        if name not in self._pages:
            made = HealthMap if name == OVER_TIME else SpreadPlot
            self._pages[name] = made(self._session, self._appearance)
            self._stack.addWidget(self._pages[name])
        return self._pages[name]

    def show_page(self, name: str, _checked: bool = False) -> None:
        """Show one of the pictures."""
        self._stack.setCurrentWidget(self.page(name))
        for known, chip in self.chips.items():
            chip.setChecked(known == name)
        self._render_note()

    def _render_note(self) -> None:
        """Half a word tells nothing: the note is there where it has room. A tooltip of the picture says the same."""
        has_room = self.shown_page == NOW and self.width() >= PlotSize.GRADIENTS_NOTED
        self.set_note(self.plot.note() if has_room else "")

    # overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for the note now, or none any more."""
        super().resizeEvent(event)
        self._render_note()
