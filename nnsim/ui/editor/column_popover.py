"""What opens beside a column of the network: it stays at the column while that is moved."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.popover import Popover


class ColumnPopover(Popover):
    """Opens to the right of its button, or to the left if there is no room, so that what is set is seen there."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("", parent)
        self._session = session
        self.undo_pressed.connect(session.undo)
        self.redo_pressed.connect(session.redo)

    def _corner(self, button: QWidget) -> QPoint:
        """Beside the column, so that what is set is seen there."""
        right = button.mapToGlobal(QPoint(button.width() + Size.GAP, 0))
        if right.x() + self.width() <= button.screen().availableGeometry().right():
            return right
        return button.mapToGlobal(QPoint(-Size.GAP - self.width(), 0))
