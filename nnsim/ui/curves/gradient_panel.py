"""The card of the gradient flow."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.gradient_plot import GradientPlot
from nnsim.ui.widgets.card import Card


class GradientPanel(Card):
    """The bars, under a title that says what they are."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("gradient_panel")
        self.plot = GradientPlot(session, appearance)
        self.header.title.setText(self.tr("Gradient flow"))
        self.setAccessibleName(self.tr("Gradient flow"))
        self.set_note(self.plot.note())
        self.plot.note_changed.connect(self.set_note)
        self.body.addWidget(self.plot)
