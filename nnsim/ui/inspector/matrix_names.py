"""The names at the margins of a large matrix: of what is in play, and of as many others as have room beside it."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from nnsim.ui import theme as look
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_places import Cell, MatrixPlaces
from nnsim.ui.inspector.matrix_window import MatrixWindow
from nnsim.ui.theme import Size, Theme

_MOST: Final = 5_000
"""So many names are kept laid out, which takes three times as long as to draw them."""


class MarginNames:
    """Names of rows at the left, of columns above."""

    def __init__(self, matrix: MatrixModel, places: MatrixPlaces, window: MatrixWindow) -> None:
        self._matrix = matrix
        self._places = places
        self._window = window
        self._laid_out: dict[tuple[str, bool, float], QStaticText] = {}

    def paint(self, painter: QPainter, theme: Theme, in_play: Cell | None) -> None:
        """Paint them; row and column of the cell ``in_play`` are named in any case."""
        row, column = in_play or (-1, -1)
        self._paint_rows(painter, theme, row)
        self._paint_columns(painter, theme, column)

    def _paint_rows(self, painter: QPainter, theme: Theme, row: int) -> None:
        area, strip, line = self._places.area, self._places.strip, float(Size.CELL_HEIGHT - Size.HALF)
        every = max(math.ceil(line / self._window.pitch[1]), 1)
        marks = [
            (self._places.place((r, 0)).center().y(), r)
            for r in _spread(self._named(self._window.rows(), self._window.whole_rows()), every)
        ]
        if strip is not None:
            marks = [(y, r) for y, r in marks if strip.center().y() - y >= line]
            marks.append((strip.center().y(), self._places.n_from))
        near = self._places.place((row, 0)).center().y()
        for y, r in marks:
            if row < 0 or abs(y - near) >= line or r == row:
                self._paint_row(painter, theme, r, y, is_chosen=r == row)
        if row >= 0 and row not in [r for _, r in marks] and area.top() <= near <= area.bottom():
            self._paint_row(painter, theme, row, near, is_chosen=True)

    def _paint_columns(self, painter: QPainter, theme: Theme, column: int) -> None:
        """The one in play first, then as many as stand apart: at an edge a name has moved inwards."""
        columns = self._named(self._window.columns(), self._window.whole_columns())
        every = max(math.ceil(Size.CELL / self._window.pitch[0]), 1)
        in_play = [column] if column in columns else []
        taken: list[tuple[float, float]] = []
        for c in (*in_play, *_spread(columns, every)):
            left, text = self._column_name(painter, theme, c, is_chosen=c == column)
            right = left + text.size().width()
            if all(right + Size.GAP <= one or left >= other + Size.GAP for one, other in taken):
                taken.append((left, right))
                height = text.size().height()
                painter.drawStaticText(QPointF(left, round((self._places.area.top() - height) / 2)), text)

    def _named(self, in_sight: range, whole: range) -> range:
        """Where numbers are, a name that is cut off would run into the next one."""
        return whole if self._window.shows_numbers else in_sight

    def _paint_row(self, painter: QPainter, theme: Theme, row: int, y: float, *, is_chosen: bool) -> None:
        room = self._places.area.left() - Size.GAP
        name = self._matrix.name(row, Qt.Orientation.Vertical)
        text = self._prepared(painter, theme, name, is_chosen=is_chosen, widest=room)
        size = text.size()
        painter.drawStaticText(QPointF(room - size.width(), round(y - size.height() / 2)), text)

    def _column_name(
        self, painter: QPainter, theme: Theme, column: int, *, is_chosen: bool
    ) -> tuple[float, QStaticText]:
        """Where it begins, and the name, for which the painter has the font and colour then."""
        area, x = self._places.area, self._places.place((0, column)).center().x()
        name = self._matrix.name(column, Qt.Orientation.Horizontal)
        text = self._prepared(painter, theme, name, is_chosen=is_chosen, widest=area.width())
        width = text.size().width()
        last = max(area.right() + Size.HALF - width, area.left())
        return min(max(x - width / 2, area.left()), last), text

    def _prepared(self, painter: QPainter, theme: Theme, name: str, *, is_chosen: bool, widest: float) -> QStaticText:
        """A name, laid out, in the font and colour that the painter has then."""
        font = look.words(Size.SMALL, QFont.Weight.Bold if is_chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if is_chosen else "second"))
        key = name, is_chosen, widest
        if key not in self._laid_out:
            if len(self._laid_out) >= _MOST:
                self._laid_out.clear()
            text = QStaticText(QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, widest))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=font)
            self._laid_out[key] = text
        return self._laid_out[key]


def _spread(all_: range, every: int) -> list[int]:
    """Every so-manieth, counted from the very first of the matrix, so that they stay while it is moved."""
    return [place for place in all_ if place % every == 0]
