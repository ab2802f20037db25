"""The points in a picture, and what a hand can do to them: from pixels to edits of the session."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from nnsim.model import drawn_edits
from nnsim.session.session import Session
from nnsim.ui.output.points.pen import Pen
from nnsim.ui.output.points.strokes import within
from nnsim.ui.plots.sample_plot import SamplePlot
from nnsim.ui.theme import Size

Numbers = NDArray[np.floating[Any]]


class PicturePoints:
    """Each verb is a part of one gesture, until the session is told that it has ended.

    The picture takes up what has become of the points at once, so that rows of the data set are those in sight.
    """

    def __init__(self, plot: SamplePlot, session: Session, pen: Pen) -> None:
        self._plot, self._session, self._pen = plot, session, pen

    @property
    def is_curve(self) -> bool:
        """Whether the height of a point is the quantity to be predicted."""
        return self.n_inputs == 1 and not self._session.prepared.dataset.classes

    @property
    def n_inputs(self) -> int:
        """Coordinates of a point."""
        return int(self._session.prepared.dataset.inputs.shape[1])

    def places(self) -> Numbers:
        """(n, 2) pixels of all points."""
        return self._plot.places_of_samples()

    def near(self, at: QPointF) -> int | None:
        """The point within reach of a hand, the nearest; ``None`` if there is none."""
        places = self.places()
        found = within(places, at, Size.HIT / 2)
        return min(found, key=lambda row: float(np.hypot(*(places[row] - (at.x(), at.y())))), default=None)

    def add(self, places: Sequence[QPointF]) -> bool:
        """Set points of the class or quantity in the hand; in a picture of a curve their height is the quantity."""
        if not places:
            return True
        units = [self._units_at(place) for place in places]
        if self.is_curve:
            points, heights = [[x] for x, _ in units], [y for _, y in units]
            return self._done(self._session.drag(drawn_edits.add_values, points, heights))
        points = [[x, y][: self.n_inputs] for x, y in units]
        has_classes = bool(self._session.prepared.dataset.classes)
        target = float(self._pen.number) if has_classes else self._pen.value
        return self._done(self._session.drag(drawn_edits.add_points, points, target))

    def move(self, rows: Sequence[int], places: Sequence[QPointF]) -> bool:
        """Bring points to other places."""
        units = np.array([self._units_at(place) for place in places])
        if self.is_curve:
            moved = self._session.drag(drawn_edits.move_heights, rows, units[:, :1], units[:, 1])
        else:
            moved = self._session.drag(drawn_edits.move_points, rows, units[:, : self.n_inputs])
        return self._done(moved)

    def delete(self, rows: Sequence[int]) -> bool:
        """Take points away."""
        return not rows or self._done(self._session.drag(drawn_edits.delete_points, rows))

    def clear(self) -> bool:
        """Begin once more with one point of each class."""
        return self._done(self._session.apply(drawn_edits.clear_points))

    def set_class(self, rows: Sequence[int], number: int) -> bool:
        """Give points another class."""
        return self._done(self._session.drag(drawn_edits.set_targets, rows, float(number)))

    def end(self) -> None:
        """The gesture is over."""
        self._session.end_gesture()

    def cancel(self) -> None:
        """It was not meant."""
        self._session.cancel_gesture()
        self._plot.render_snapshot()

    def _units_at(self, place: QPointF) -> tuple[float, float]:
        """Both numbers there, with as many digits as tell a tenth of a pixel: they are to be read and typed, too."""
        area = self._plot.picture_area()
        left, bottom = self._plot.units_at(area.bottomLeft())
        right, top = self._plot.units_at(area.topRight())
        steps = (right - left) / max(area.width(), 1.0), (top - bottom) / max(area.height(), 1.0)
        x, y = self._plot.units_at(place)
        return round(x, _digits(steps[0])), round(y, _digits(steps[1]))

    def _done(self, done: bool) -> bool:
        self._plot.render_snapshot()
        return done


def _digits(step: float) -> int:
    """Behind the decimal point, for numbers that are ``step`` from one pixel to the next."""
    return max(0, ceil(1 - log10(step))) if step > 0 else 0
