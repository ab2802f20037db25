"""The lower edge of a layer, which is dragged down for more neurons and up for fewer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.size_handle import SizeHandle
from nnsim.ui.theme import Size


class EdgeHandle(SizeHandle):
    """Like the number below it, but pulled the way that the layer grows. Keys and clicks are the number's."""

    UP = -1

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A bar under the pointer: there is something to take hold of."""
        if not (self.underMouse() or self.isDown()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.theme.colour("accent"))
        bar = QRectF(0, 0, self.width(), Size.RING)
        bar.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(bar, Size.RING / 2, Size.RING / 2)
        painter.end()
