"""A veil over the lower edge of what scrolls: there is more below, and nothing looks cut through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size


class MoreBelow(QWidget):
    """It lies over the lower edge of ``area`` while that can be scrolled down, and lets the pointer through."""

    def __init__(self, area: QScrollArea, appearance: Appearance) -> None:
        super().__init__(area)
        self._area, self._appearance = area, appearance
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._render)
        bar.rangeChanged.connect(self._render)
        appearance.changed.connect(self.update)
        area.viewport().installEventFilter(self)

    def _render(self) -> None:
        bar, seen = self._area.verticalScrollBar(), self._area.viewport().geometry()
        self.setGeometry(seen.left(), seen.bottom() + 1 - Size.VEIL, seen.width(), Size.VEIL)
        self.setVisible(bar.value() < bar.maximum())
        self.raise_()

    # overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if event.type() == QEvent.Type.Resize:
            self._render()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From nothing to the colour of the card."""
        del event
        opaque = QColor(self._appearance.theme.colour("surface"))
        clear = QColor(opaque)
        clear.setAlpha(0)
        veil = QLinearGradient(0, 0, 0, self.height())
        veil.setColorAt(0, clear)
        veil.setColorAt(1, opaque)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()
