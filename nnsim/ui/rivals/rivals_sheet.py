"""The network and its rivals in rows: the boundary as a small picture, and bars for training and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.runs.rivals import Score
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.surface import class_colours, packed, target_middle, target_scale
from nnsim.ui.rivals.rival_words import score_words, share_of
from nnsim.ui.theme import Size, Theme, numbers, words

Numbers = NDArray[np.floating[Any]]

_HEAD: Final = 48
"""Height of the names of the columns."""
_ROW: Final = (44, 116)
"""Height of a row, at least and at most."""
_NAME: Final = 132
_NUMBER: Final = 52
"""Width of a name, and of the number behind a bar."""
_BAR: Final = 12
_STRONGEST: Final = 200
"""Of 255: so sure of a class a region looks."""


@dataclass(frozen=True, eq=False)
class Result:
    """What is drawn of one on inputs, or on features besides: how good it is, and (grid, grid) of the plane or none."""

    train: Score
    test: Score | None
    plane: Numbers | None


@dataclass(frozen=True, eq=False)
class Row:
    """One that is compared: on raw inputs, and with features; ``None`` while it is not there."""

    name: str
    raw: Result | None
    with_features: Result | None
    is_network: bool = False


@dataclass(frozen=True, eq=False)
class Comparison:
    """All rows; whether there are features, and samples of a plane and of a test."""

    rows: tuple[Row, ...]
    dataset: Dataset
    has_features: bool
    has_plane: bool
    has_test: bool
    is_running: bool


class RivalsSheet(Sheet):
    """Bars from 0 to all right, or of r² from 0 to 1: training filled, test hollow and dashed."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._shown: Comparison | None = None
        self.setObjectName("rivals_rows")
        self.setAccessibleName(self.tr("Network and rivals"))
        self.setMinimumSize(60 * Size.GRID, _HEAD + 5 * _ROW[0])

    def show_comparison(self, comparison: Comparison) -> None:
        """Show other numbers."""
        self._shown = comparison
        self.setAccessibleDescription("; ".join(self._told(row) for row in comparison.rows))
        self.update()

    def _told(self, row: Row) -> str:
        said = []
        parts = ((self.tr("on the inputs"), row.raw), (self.tr("with features"), row.with_features))
        for where, result in parts:
            if result is not None:
                words_of = self.tr("{0}: training {1}, test {2}")
                said.append(words_of.format(where, score_words(result.train), score_words(result.test)))
        if not said:
            said.append(self.tr("not there yet"))
        return f"{row.name}: {', '.join(said)}"

    def paint_live(self, painter: QPainter) -> None:
        """The head and a row for each."""
        shown = self._shown
        if shown is None:
            return
        self._paint_head(painter, shown)
        high = min(max((self.height() - _HEAD) // max(len(shown.rows), 1), _ROW[0]), _ROW[1])
        for place, row in enumerate(shown.rows):
            self._paint_row(painter, shown, row, QRectF(0, _HEAD + place * high, self.width(), high))

    def _columns(self, shown: Comparison) -> list[tuple[float, float]]:
        """Left end and width of what is on inputs, and of what is with features."""
        count = 2 if shown.has_features else 1
        wide = (self.width() - _NAME) / count - Size.MARGIN
        return [(_NAME + k * (wide + Size.MARGIN), wide) for k in range(count)]

    def _paint_head(self, painter: QPainter, shown: Comparison) -> None:
        painter.setFont(words(Size.BODY))
        titles = (self.tr("On the inputs"), self.tr("With the features besides"))
        for (left, wide), title in zip(self._columns(shown), titles, strict=False):
            painter.setPen(self.theme.colour("text"))
            painter.drawText(QRectF(left, 0, wide, _HEAD / 2), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        measure = self.tr("right answers") if shown.dataset.classes else self.tr("r²: 1 is perfect")
        painter.drawText(QRectF(0, 0, _NAME, _HEAD / 2), Qt.AlignmentFlag.AlignVCenter, measure)
        left, top = 0.0, _HEAD / 2
        self._paint_key(painter, left, top, self.tr("training"), is_test=False)
        if shown.has_test:
            self._paint_key(painter, left + _NAME / 2 + Size.GAP, top, self.tr("test"), is_test=True)

    def _paint_key(self, painter: QPainter, left: float, top: float, said: str, *, is_test: bool) -> None:
        box = QRectF(left + 1, top + 3, _BAR, _BAR - 2)
        self._paint_bar(painter, box, is_test=is_test)
        painter.setPen(self.theme.colour("second"))
        room = QRectF(box.right() + Size.HALF, top, _NAME, _BAR + 4)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_row(self, painter: QPainter, shown: Comparison, row: Row, room: QRectF) -> None:
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(room.topLeft(), room.topRight())
        painter.setFont(words(Size.BODY))
        painter.setPen(self.theme.colour("accent" if row.is_network else "text"))
        name = QRectF(0, room.top(), _NAME - Size.GAP, room.height())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, row.name)
        for (left, wide), result in zip(self._columns(shown), (row.raw, row.with_features), strict=False):
            place = QRectF(left, room.top(), wide, room.height())
            if result is not None:
                self._paint_result(painter, shown, result, place)
            elif not row.is_network:
                self._paint_waiting(painter, shown, place)
            else:
                self._paint_said(painter, place, self.tr("needs none: it makes its own"))

    def _paint_waiting(self, painter: QPainter, shown: Comparison, place: QRectF) -> None:
        self._paint_said(painter, place, self.tr("is being fitted …") if shown.is_running else "–")

    def _paint_said(self, painter: QPainter, place: QRectF, said: str) -> None:
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, said)

    def _paint_result(self, painter: QPainter, shown: Comparison, result: Result, place: QRectF) -> None:
        left = place.left()
        if shown.has_plane:
            side = place.height() - Size.GAP
            box = QRectF(left, place.top() + Size.GAP / 2, side, side)
            if result.plane is not None:
                painter.drawImage(box, _picture(self.theme, shown.dataset, result.plane))
            left = box.right() + Size.GAP
        wide = place.right() - left - _NUMBER
        scores = [(result.train, False), *([(result.test, True)] if result.test is not None else [])]
        top = place.center().y() - len(scores) * (_BAR + 4) / 2
        for score, is_test in scores:
            bar = QRectF(left, top + 2, max(wide * share_of(score), 2.0), _BAR)
            self._paint_bar(painter, bar, is_test=is_test)
            painter.setFont(numbers(Size.SMALL))
            painter.setPen(self.theme.colour("text"))
            behind = QRectF(bar.right() + Size.HALF, top, _NUMBER, _BAR + 4)
            painter.drawText(behind, Qt.AlignmentFlag.AlignVCenter, score_words(score))
            top += _BAR + 4

    def _paint_bar(self, painter: QPainter, bar: QRectF, *, is_test: bool) -> None:
        colour = self.theme.colour("accent")
        if is_test:
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, colour)


def _picture(theme: Theme, dataset: Dataset, plane: Numbers) -> QImage:
    """Each class in its colour; a quantity in the colours of numbers."""
    if dataset.classes:
        colours = class_colours(theme, len(dataset.classes))[:, _STRONGEST][plane.astype(np.intp)]
    else:
        scale = target_scale(dataset) or 1.0
        shades = np.clip(128 + np.rint((plane - target_middle(dataset)) / scale * 127), 0, 255).astype(np.intp)
        colours = packed(theme.heat().astype(np.float64))[shades]
    turned = np.ascontiguousarray(colours[::-1])
    grid = len(turned)
    return QImage(turned.data, grid, grid, 4 * grid, QImage.Format.Format_RGB32).copy()
