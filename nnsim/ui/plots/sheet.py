"""A picture in two layers: what changes seldom is painted once and kept, what is alive is painted over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size, Theme


class Sheet(QWidget):
    """A widget that paints itself by hand in the colours of the appearance.

    A plain widget, not a graphics scene: the same two curves of 1,000 points take 0.9 ms here and 2.4 ms in a plotting
    library's scene, and while a run is going on every frame pays for it.
    """

    LIES_ON = "surface"
    """The colour that it is painted on: that of a card, or of the ground between cards."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ground: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        appearance.changed.connect(self._on_appearance_changed)

    @property
    def theme(self) -> Theme:
        """The colours to paint with."""
        return self._appearance.theme

    def repaint_ground(self) -> None:
        """Paint both layers anew: a scale, the size or the colours are others."""
        self._ground = None
        self.update()

    def paint_ground(self, painter: QPainter) -> None:
        """Paint what changes seldom. The surface is there already."""

    def paint_live(self, painter: QPainter) -> None:
        """Paint what may change with every frame."""

    def paint_focus(self, painter: QPainter, around: QRectF | None = None) -> None:
        """A ring around all of it, or around a part of it without words at its rim, while it has the keyboard."""
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            place = QRectF(self.rect()) if around is None else around
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), Size.FIELD_RADIUS, Size.FIELD_RADIUS)

    def shown(self) -> None:
        """Called when the widget becomes visible: the time to catch up and to ask for what is drawn."""

    def hidden(self) -> None:
        """Called when the widget is no longer visible."""

    def _on_appearance_changed(self) -> None:
        self.repaint_ground()

    def _kept_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = self.layer(self.size())
            self._ground.fill(self.theme.colour(self.LIES_ON))
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            try:
                self.paint_ground(painter)
            finally:
                painter.end()
        return self._ground

    def layer(self, size: QSize) -> QPixmap:
        """A transparent pixmap of ``size`` in the resolution of the screen."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    # overrides of Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay the live layer over the kept one."""
        ground = self._kept_ground()
        painter = QPainter(self)
        try:
            painter.drawPixmap(0, 0, ground)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            self.paint_live(painter)
        finally:
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another ground."""
        super().resizeEvent(event)
        self.repaint_ground()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.shown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self.hidden()

    def changeEvent(self, event: QEvent) -> None:
        """Words in another language or another font belong to the ground."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            self.repaint_ground()
