"""What was changed on the way, in a plot over the epochs: a line at each, and its words where they have room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.model.change import Change
from nnsim.session.past import Track, TrackMark
from nnsim.ui.change_words import told
from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.mark_words import placed
from nnsim.ui.theme import Size, Theme, words

IsTopFree = Callable[[float, float], bool]
"""Whether, from one place to another, there is more room above the curves than below them."""


@dataclass(frozen=True, slots=True)
class _Mark:
    epoch: float
    text: str


class ChangeMarks:
    """The marks of one course, with their words."""

    def __init__(self) -> None:
        self._marks: tuple[_Mark, ...] = ()
        self._told: tuple[tuple[TrackMark, ...], Change | None] | None = None

    def take(self, track: Track) -> None:
        """Follow the course. Costs nothing while nothing is changed."""
        if self._told is not None and self._told[0] is track.marks and self._told[1] is track.began:
            return
        self._told = track.marks, track.began
        self._marks = tuple(_Mark(mark.epoch, told(mark)) for mark in _all(track))

    def near(self, axes: Axes, x: float) -> list[str]:
        """The words of the changes near a place, the newest last."""
        return [mark.text for mark, place in self._placed(axes) if abs(place - x) <= Size.HIT / 4]

    def paint(self, painter: QPainter, theme: Theme, axes: Axes, is_top_free: IsTopFree | None) -> None:
        """Draw them. ``is_top_free`` tells where words are in nobody's way; ``None`` leaves them out."""
        seen = self._placed(axes)
        painter.setPen(QPen(theme.colour("faint"), Size.THIN, Qt.PenStyle.DotLine))
        places = _at_one_place(seen)
        for x, _ in places:
            painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        if is_top_free is not None and places:
            self._paint_words(painter, theme, axes.area, places, is_top_free)

    def _paint_words(
        self, painter: QPainter, theme: Theme, area: QRectF, seen: list[tuple[float, str]], is_top_free: IsTopFree
    ) -> None:
        painter.setFont(words(Size.TINY))
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        at_top, at_bottom = area.top() + Size.TIGHT, area.bottom() - height - Size.TIGHT
        inside = [(x - area.left(), text) for x, text in seen][-Size.MARKS_SAID :]
        painter.setPen(theme.colour("second"))
        for one in placed(inside, area.width(), (area.width(), area.width()), metrics.horizontalAdvance):
            text = metrics.elidedText(one.text, Qt.TextElideMode.ElideRight, one.width + 1.0)
            left = area.left() + one.left
            top = at_top if is_top_free(left, left + one.width) else at_bottom
            plate = QRectF(left - Size.TIGHT, top, one.width + 2 * Size.TIGHT, height)
            painter.fillRect(plate, theme.colour("surface"))
            painter.drawText(QPointF(plate.left() + Size.TIGHT, top + metrics.ascent()), text)

    def _placed(self, axes: Axes) -> list[tuple[_Mark, float]]:
        """Those in sight, with their places in pixels."""
        places = axes.across(np.array([mark.epoch for mark in self._marks]))
        left, right = axes.area.left() - 0.5, axes.area.right() + 0.5
        return [(mark, float(x)) for mark, x in zip(self._marks, places, strict=True) if left <= x <= right]


def _at_one_place(seen: list[tuple[_Mark, float]]) -> list[tuple[float, str]]:
    """Each place once, in pixels, with the words of its newest change, and how many more there were."""
    found: dict[float, list[str]] = {}
    for mark, x in seen:
        found.setdefault(round(x) + 0.5, []).append(mark.text)
    return [(x, texts[-1] if len(texts) == 1 else f"{texts[-1]} +{len(texts) - 1}") for x, texts in found.items()]


def _all(track: Track) -> Iterator[TrackMark]:
    """What the course began with stands at its beginning; another project in hand is no change of this one."""
    began = track.began
    if began is not None and not began.is_other_project:
        yield TrackMark(track.first[0], track.first[1], began, back=False)
    yield from track.marks
