"""What was changed on the way, in a plot over the epochs: a line at each, and its words where they have room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.model.change import Change
from nnsim.session.past import Track, TrackMark
from nnsim.ui.change_words import told
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.mark_words import Placed, at_one_place, placed
from nnsim.ui.theme import Size, Theme, words


@dataclass(frozen=True, slots=True)
class _Mark:
    epoch: float
    text: str


class ChangeMarks:
    """The marks of one course, with their words."""

    def __init__(self) -> None:
        self._marks: tuple[_Mark, ...] = ()
        self._told: tuple[tuple[TrackMark, ...], Change | None] | None = None
        self._axes: Axes | None = None
        self._places: list[tuple[float, str]] = []
        self._words: list[Placed] = []

    def take(self, track: Track) -> None:
        """Follow the course. Costs nothing while nothing is changed."""
        if self._told is not None and self._told[0] is track.marks and self._told[1] is track.began:
            return
        self._told = track.marks, track.began
        self._axes = None
        self._marks = tuple(_Mark(mark.epoch, told(mark)) for mark in _all(track))

    def near(self, axes: Axes, x: float) -> list[str]:
        """The words of the changes near a place, the newest last."""
        return [mark.text for mark, place in self._placed(axes) if abs(place - x) <= Size.HIT / 4]

    @property
    def has_any(self) -> bool:
        """Whether there is something to tell."""
        return bool(self._marks)

    def paint(self, painter: QPainter, theme: Theme, axes: Axes, *, in_words: bool) -> None:
        """Draw them; ``in_words`` : their words stand above the area, in ``PlotSize.MARK_BAND``, on no curve."""
        area = axes.area
        if axes != self._axes:
            self._axes = axes
            self._places = at_one_place([(x, mark.text) for mark, x in self._placed(axes)])
            inside = [(x - area.left(), text) for x, text in self._places][-PlotSize.MARKS_SAID :]
            self._words = placed(inside, area.width(), QFontMetricsF(words(Size.TINY)).horizontalAdvance)
        painter.setPen(QPen(theme.colour("faint"), Size.THIN, Qt.PenStyle.DotLine))
        for x, _ in self._places:
            painter.drawLine(QPointF(x, area.top() - Size.HALF * in_words), QPointF(x, area.bottom()))
        if in_words:
            self._paint_words(painter, theme, area)

    def _paint_words(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        painter.setFont(words(Size.TINY))
        painter.setPen(theme.colour("second"))
        base = area.top() - Size.HALF - QFontMetricsF(painter.font()).descent()
        for one in self._words:
            painter.drawText(QPointF(area.left() + one.left, base), one.text)

    def _placed(self, axes: Axes) -> list[tuple[_Mark, float]]:
        """Those in sight, with their places in pixels."""
        places = axes.across(np.array([mark.epoch for mark in self._marks]))
        left, right = axes.area.left() - 0.5, axes.area.right() + 0.5
        return [(mark, float(x)) for mark, x in zip(self._marks, places, strict=True) if left <= x <= right]


def _all(track: Track) -> Iterator[TrackMark]:
    """What the course began with stands at its beginning; another project in hand is no change of this one."""
    began = track.began
    if began is not None and not began.is_other_project:
        yield TrackMark(track.first[0], track.first[1], began, back=False)
    yield from track.marks
