"""A live picture with axes, of which a part can be chosen by hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.zoom import Zoom


class ZoomedSheet(LiveSheet):
    """The wheel zooms, dragging moves, a double click fits everything again.

    Signals
    -------
    view_changed() : zoomed in or out, or something else is shown
    """

    _session: Session
    view_changed = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self.zoom = Zoom()
        self._axes: Axes | None = None
        self.setMouseTracking(True)

    @property
    def zoomed(self) -> bool:
        """Whether a part is shown, chosen by hand."""
        return self.zoom.window is not None

    @property
    def axes(self) -> Axes:
        """The axes as they are now."""
        if self._axes is None:
            self._axes = self.made_axes()
        return self._axes

    def made_axes(self) -> Axes:
        """The axes of what there is now."""
        raise NotImplementedError

    def fit(self) -> None:
        """Show everything again."""
        raise NotImplementedError

    def point_at(self, at: QPointF | None) -> None:
        """The hand is at a place, or at none."""

    # overrides of Qt

    def repaint_ground(self) -> None:
        """Another scale or size makes other axes."""
        self._axes = None
        super().repaint_ground()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the hand, or move the picture with it."""
        if self.zoom.dragged(self.axes, event.position()):
            self.repaint_ground()
            return
        self.point_at(event.position())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.zoom.grab(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self.zoom.let_go():
            self.view_changed.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show everything again."""
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the hand."""
        if self.zoom.turned(self.axes, event.position(), event.angleDelta().y()):
            self.repaint_ground()
            self.view_changed.emit()
        event.accept()

    def leaveEvent(self, event: Any) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self.point_at(None)
        self.update()
