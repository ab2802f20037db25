"""How close a view looks at its picture, and at which part of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

STEP: Final = 1.25
"""One notch of the wheel, one press of a key."""
CLOSEST: Final = 8.0
_SAME: Final = 1e-3


class Zoom:
    """Moves a view within sensible bounds: from all of the picture in sight to ``CLOSEST`` times its size.

    At a scale of 1 the picture is as high as the view; it is wider if it has more columns than fit.
    """

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        view.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)

    @property
    def scale(self) -> float:
        """Pixels of the view for one of the picture."""
        return self._view.transform().m11()

    @property
    def farthest(self) -> float:
        """The scale at which all of the picture is in sight."""
        width = self._view.sceneRect().width()
        return min(1.0, self._view.viewport().width() / width) if width > 0 else 1.0

    @property
    def is_closer(self) -> bool:
        """Whether the picture is higher than the view."""
        return self.scale > 1.0 + _SAME

    @property
    def is_whole(self) -> bool:
        """Whether all of the picture is in sight."""
        return self.scale <= self.farthest + _SAME

    def seen(self) -> QRectF:
        """The part of the picture that is in sight."""
        view = self._view
        return view.mapToScene(view.viewport().rect()).boundingRect() & view.sceneRect()

    def by(self, factor: float, at: QPointF) -> None:
        """Look closer (above 1) or from further away; what lies under ``at`` stays there, if there is room."""
        self._set_scale(self.scale * factor, at)

    def keep_bounds(self) -> None:
        """Another picture, or a view of another size: stay within the bounds."""
        self._set_scale(self.scale, QPointF(self._view.viewport().rect().center()))

    def fit(self) -> None:
        """See all of the picture."""
        self._set_scale(self.farthest, QPointF())

    def pan(self, by: QPoint) -> None:
        """Move the picture, as far as there is more of it."""
        for bar, way in (
            (self._view.horizontalScrollBar(), by.x()),
            (self._view.verticalScrollBar(), by.y()),
        ):
            bar.setValue(bar.value() - way)

    def look_at(self, place: QPointF) -> None:
        """Bring a place of the picture to the middle, as far as there is more of it."""
        self._view.centerOn(place)

    def _set_scale(self, wanted: float, at: QPointF) -> None:
        wanted = min(max(wanted, self.farthest), CLOSEST)
        if abs(wanted - 1.0) < _SAME:
            wanted = 1.0  # so that steps in and out again end where every pixel is sharp
        if wanted == self.scale:
            return
        place = self._view.viewportTransform().inverted()[0].map(at)
        self._view.setTransform(QTransform.fromScale(wanted, wanted))
        moved = self._view.viewportTransform().map(place) - at
        self.pan(QPoint(-round(moved.x()), -round(moved.y())))
