"""Widgets below each other that can be scrolled where there is not room for all of them, also as the body of a card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Card


class ScrolledColumn(QScrollArea):
    """Scrolls up and down, never sideways, and is no stop of the keyboard: what stands in it is.

    Attributes
    ----------
    inside : the widget that is scrolled
    column : its layout, without margins
    """

    def __init__(self, spacing: int = Size.GAP, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget()
        self.inside.setProperty("role", "scrolled")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class ScrolledCard(Card):
    """A card at the side of a page: as wide as it is made, scrolled where the window is low.

    The scroll bar comes into the margin at the right, so that nothing moves.

    Attributes
    ----------
    scrolled : the column in the body
    column : its layout
    """

    def __init__(self, title: str, width: int, spacing: int = Size.GAP, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setFixedWidth(width)
        self.scrolled = ScrolledColumn(spacing)
        self.column = self.scrolled.column
        self.column.setContentsMargins(0, 0, Size.MARGIN, 0)
        self.body.setContentsMargins(Size.MARGIN, 0, 0, 0)
        self.body.addWidget(self.scrolled, 1)
