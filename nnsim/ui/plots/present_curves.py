"""The curves of the run at work, as they grow."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from nnsim.engine.snapshot import BatchCurve, Curves, Snapshot
from nnsim.session.past_batches import PastBatches
from nnsim.session.retrospect import Retrospect
from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.curve_legend import draw_dot, draw_present
from nnsim.ui.plots.curve_lines import CurveLines
from nnsim.ui.plots.loss_curves import Curve, curves_of, curves_of_batches
from nnsim.ui.plots.measures import BATCH
from nnsim.ui.plots.record_range import continues, goes_on
from nnsim.ui.theme import Size, Theme

_FEW = 24
"""So few moments of which something is known show as points: between them nobody has looked."""


class PresentCurves:
    """Follows the record of a run.

    Attributes
    ----------
    record : of its epochs
    drawn : its curves of one measure, two of them; the first one is read out first
    past : the batches that nobody has recorded, as far as they are known
    """

    def __init__(self) -> None:
        self.record, self._batches = Curves(), BatchCurve()
        self.drawn: tuple[Curve, ...] = ()
        self.past = PastBatches()
        self._run_id: int | None = None
        self._lines = CurveLines()

    def forget_lines(self) -> None:
        """Something else is drawn, or elsewhere."""
        self._lines.clear()

    def follow(self, snapshot: Snapshot) -> bool:
        """Go on with the record; whether it is one of another run, or an earlier one that undo has brought back."""
        is_same_run = snapshot.run_id == self._run_id
        is_other = False
        if not is_same_run or not continues(snapshot.curves, self.record):
            is_other = not (is_same_run and goes_on(snapshot.curves, self.record))  # else it was only thinned
            self._lines.clear()
        if snapshot.batches is not None:
            if not _continues(snapshot.batches, self._batches):
                self._lines.clear()
            self._batches = snapshot.batches
        self._run_id, self.record = snapshot.run_id, snapshot.curves
        return is_other

    def take_up(self, measure: str, snapshot: Snapshot, hindsight: Retrospect, now: int) -> bool:
        """The curves of a measure as they are now; whether they are called otherwise than before.

        ``now`` : updates of the run; the snapshot may be one of its past
        """
        before = [curve.name for curve in self.drawn]
        if measure == BATCH:
            found = self.past.n_found
            self.past.take_up(snapshot.batches or BatchCurve(), hindsight, now)
            if found != self.past.n_found:
                self._lines.clear()
            self.drawn = curves_of_batches(self.past)
        else:
            self.drawn = curves_of(measure, snapshot, hindsight)
        return before != [curve.name for curve in self.drawn]

    # painting

    def paint(self, painter: QPainter, theme: Theme, axes: Axes, *, part: bool) -> None:
        """The curves, the first one on top; and points where no line is, or where it would tell too much."""
        painter.save()
        painter.setClipRect(axes.area.adjusted(-1, -Size.CURVE, Size.CURVE, Size.CURVE))
        for curve in reversed(self.drawn):
            draw_present(painter, theme, self._lines.of(axes, curve.key, curve.x, curve.y, part=part), curve.look)
        painter.restore()
        first = self.drawn[0]
        if len(first) == 1 or (not first.grows and len(first) <= _FEW):
            for row in range(len(first)):
                self.paint_dots(painter, theme, axes, row)

    def paint_dots(self, painter: QPainter, theme: Theme, axes: Axes, row: int) -> None:
        """A point of each curve."""
        x = float(axes.across(self.drawn[0].x[row : row + 1])[0])
        for curve in reversed(self.drawn):
            y = float(axes.down(curve.y[row : row + 1])[0])
            if axes.area.top() - 1 <= y <= axes.area.bottom() + 1:
                draw_dot(painter, theme, QPointF(x, y), hollow=curve.look != "solid")

    def paint_shown_moment(self, painter: QPainter, theme: Theme, axes: Axes, snapshot: Snapshot) -> None:
        """A line where the snapshot stands, if that is before the end of its curves: a moment of the past is shown."""
        epoch = self.record.epoch
        shown = snapshot.epoch + snapshot.batch / max(snapshot.n_batches, 1)
        if not len(epoch) or shown >= epoch[-1]:
            return
        x = float(axes.across(np.array([shown]))[0])
        if axes.area.left() - 1 <= x <= axes.area.right() + 1:
            painter.setPen(QPen(theme.colour("accent"), Size.RING))
            painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))


def _continues(batches: BatchCurve, before: BatchCurve) -> bool:
    last = len(before) - 1
    if last < 0:
        return True
    return len(batches) > last and bool((batches.rows[:3, last] == before.rows[:3, last]).all())
