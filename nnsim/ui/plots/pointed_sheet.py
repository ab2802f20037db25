"""A picture that tells of the place under the hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.sheet import Sheet


class PointedSheet(Sheet):
    """Knows where the hand is, as ``_hand``: ``None`` while it is elsewhere."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._hand: QPointF | None = None

    # overrides of Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the hand."""
        self._hand = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._hand = None
        self.update()
