"""A view of a network that can be larger than itself: wheel, pinch, keys and a map in the corner move it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.mini_map import MiniMap
from nnsim.ui.editor.zoom import STEP, Zoom
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size

_NOTCH: Final = 120
"""What Qt tells of one notch of a wheel, in eighths of a degree."""


class ZoomView(QGraphicsView):
    """Looks closer, from further away, and elsewhere. What it shows says its heir, by ``arrangement`` and a scene.

    Signals
    -------
    arranged() : the places of the columns on the screen are others: read ``arrangement`` and ``place_over``
    """

    arranged = Signal()

    def __init__(self, appearance: Appearance, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._zoom = Zoom(self)
        self.arrangement = arrangement
        self.chosen_layer: int | None = None
        self.map = MiniMap(appearance, self)
        self.map.moved.connect(self.look_at)

    # ------------------------------------------------------ what can be done

    def zoom(self, steps: int) -> None:
        """Look closer (above 0) or from further away, around the pointer or else the middle of the view."""
        view = self.viewport()
        at = view.mapFromGlobal(self.cursor().pos())
        self.zoom_by(STEP**steps, QPointF(at if view.rect().contains(at) else view.rect().center()))

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Look so much closer; what lies under ``at`` stays there."""
        self._zoom.by(factor, at)
        self.render_sight()

    def fit(self) -> None:
        """See all of the network."""
        self._zoom.fit()
        self.render_sight()

    def pan(self, by: QPoint) -> None:
        """Move the picture, as far as there is more of it."""
        self._zoom.pan(by)
        self.render_sight()

    def look_at(self, place: QPointF) -> None:
        """Bring a place of the picture to the middle."""
        self._zoom.look_at(place)
        self.render_sight()

    def reveal(self, place: QPointF) -> None:
        """Bring a place of the picture into sight, unless it is."""
        free = self.viewport().rect().adjusted(0, NetworkSize.NETWORK_HEAD, 0, -NetworkSize.NETWORK_FOOT)
        if not self._zoom.is_whole and not free.contains(self.mapFromScene(place)):
            self.look_at(place)

    # ------------------------------------------------------------ where it is

    @property
    def can_move(self) -> bool:
        """Whether there is more of the picture than is in sight."""
        return not self._zoom.is_whole

    @property
    def scale_of_view(self) -> float:
        """Pixels on the screen for one of the picture."""
        return self._zoom.scale

    @property
    def spacing(self) -> float:
        """Pixels on the screen from one column to the next."""
        return self.arrangement.spacing() * self._zoom.scale

    @property
    def has_room_for_controls(self) -> bool:
        """Whether what stands above and below the columns fits there: not where the picture is made smaller."""
        return self._zoom.scale >= 1.0

    def seen(self) -> QRectF:
        """The part of the picture that is in sight."""
        return self._zoom.seen()

    def columns_in_sight(self) -> range:
        """Places of the columns that are in sight, with those whose controls may reach into it."""
        seen, air = self.seen(), NetworkSize.COLUMN_MIN / self._zoom.scale
        near = [
            place
            for place, column in enumerate(self.arrangement.columns)
            if seen.left() - air <= column.x <= seen.right() + air
        ]
        return range(near[0], near[-1] + 1) if near else range(0)

    def place_over(self, x: float, y: float) -> QPoint:
        """Where something belongs that stands over a point of the picture; in head and foot it stays at that edge."""
        at = self.mapFromScene(x, y)
        if self._zoom.is_closer and y < NetworkSize.NETWORK_HEAD:
            at.setY(round(y))
        elif self._zoom.is_closer and y > self.arrangement.height - NetworkSize.NETWORK_FOOT:
            at.setY(round(self.viewport().height() - (self.arrangement.height - y)))
        return at

    # --------------------------------------------------------------- drawing

    def render_sight(self) -> None:
        """What follows when another part of the picture, or another picture, is in sight."""
        mode = QGraphicsView.ViewportUpdateMode
        # Head and foot stay where they are while the picture moves below them: moving pixels along would not do.
        self.setViewportUpdateMode(mode.FullViewportUpdate if self._zoom.is_closer else mode.MinimalViewportUpdate)
        self.render_map()
        self.arranged.emit()

    def render_map(self) -> None:
        """The map in the corner, where there is more of the picture."""
        self.map.setVisible(self.can_move)
        if not self.can_move:
            return
        self.map.show_sight(self.arrangement, self.seen(), self.chosen_layer)
        room = self.viewport().geometry()
        foot = NetworkSize.NETWORK_FOOT + Size.GAP
        self.map.move(room.right() - self.map.width() - Size.GAP, room.bottom() - self.map.height() - foot)
        self.map.raise_()

    # -------------------------------------------------------- Qt's own names

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl: look closer at what the pointer is over. Without: move the picture, if there is more of it."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned.y():
            self.zoom_by(STEP ** (turned.y() / _NOTCH), event.position())
            event.accept()
        elif self.can_move:
            by = event.pixelDelta() if not event.pixelDelta().isNull() else turned * (NetworkSize.WHEEL_NOTCH / _NOTCH)
            self.pan(by if self._zoom.is_closer or by.x() else QPoint(by.y(), 0))
            event.accept()
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        """A pinch on a trackpad looks closer."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Keep head and foot free for what stands there."""
        if self._zoom.is_closer:
            painter.resetTransform()
            room = QRectF(self.viewport().rect())
            surface = self._appearance.theme.colour("surface")
            painter.fillRect(QRectF(0, 0, room.width(), NetworkSize.NETWORK_HEAD), surface)
            painter.fillRect(room.adjusted(0, room.height() - NetworkSize.NETWORK_FOOT, 0, 0), surface)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay within the bounds of the other size."""
        super().resizeEvent(event)
        self._zoom.keep_bounds()
