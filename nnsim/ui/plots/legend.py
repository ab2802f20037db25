"""What the marks mean."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.data.dataset import Dataset
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.marks import class_name, draw_cross, draw_mark, draw_value_mark, mark_path
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_number

_SHADES = 17
"""Colours between which Qt blends: as many as the eye needs to take the strip for the heat itself."""
_DIGITS_AROUND: Final = 4
"""Of the ends of a scale that is not around 0, which may differ little."""


class Legend(Sheet):
    """Mark and name of each class in rows, and in the last row at the right the marks of training and of test.

    What a cross means has its place there before there are any, so that nothing moves then. Where it alone would take
    another row it is left out: who wants crosses has just said so.

    Signals
    -------
    class_pressed_twice(int) : a double click on a class, by its number
    """

    class_pressed_twice = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._classes: tuple[str, ...] = ()
        self._has_test = True
        self._crosses = False
        self._scale: float | None = None
        self._middle = 0.0
        self.setObjectName("legend")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._render()

    def show_data(self, dataset: Dataset, has_test: bool) -> None:
        """Name the classes of ``dataset``."""
        classes = tuple(class_name(name) for name in dataset.classes)
        if (classes, has_test) != (self._classes, self._has_test):
            self._classes, self._has_test = classes, has_test
            self._render()

    def show_scale(self, scale: float | None, middle: float = 0.0) -> None:
        """Tell how far from the middle the colour is full; ``None`` where colours are classes or mean nothing."""
        if (scale, middle) != (self._scale, self._middle):
            self._scale, self._middle = scale, middle
            self._render()

    def show_mistakes(self, on: bool) -> None:
        """Tell what a cross means."""
        if on != self._crosses:
            self._crosses = on
            self._render()

    def _render(self) -> None:
        scale = () if self._scale is None else (self._full_colour(self._scale),)
        self.setAccessibleName(", ".join((*scale, *self._classes, self._note())))
        self.updateGeometry()
        self.repaint_ground()

    def _full_colour(self, scale: float) -> str:
        if not self._middle:
            return self.tr("full colour at ±{0} and beyond").format(format_number(scale))
        low, high = (end.split()[1] for end in self._ends(scale))
        return self.tr("full colour at {0} and below, at {1} and above").format(low, high)

    def _note(self) -> str:
        parts = (self.tr("filled: training"), self.tr("hollow: test")) if self._has_test else ()
        return "   ".join((*parts, self.tr("crossed: wrong")) if self._crosses else parts)

    def _kinds(self, *, with_crosses: bool) -> list[tuple[str, str]]:
        """How training and test differ, and what a cross is: a kind of mark and its word."""
        kinds = [("filled", self.tr("training")), ("hollow", self.tr("test"))] if self._has_test else []
        return [*kinds, ("crossed", self.tr("wrong"))] if with_crosses else kinds

    def _kinds_width(self, *, with_crosses: bool) -> float:
        metrics = QFontMetricsF(words(Size.SMALL))
        kinds = self._kinds(with_crosses=with_crosses)
        widths = (Size.MARGIN + metrics.horizontalAdvance(word) for _, word in kinds)
        return sum(widths) + Size.GAP * max(len(kinds) - 1, 0)

    def _ends(self, scale: float) -> tuple[str, str]:
        """An answer beyond them has the colour of the end."""
        digits = _DIGITS_AROUND if self._middle else 2
        low, high = format_number(self._middle - scale, digits), format_number(self._middle + scale, digits)
        return f"≤ {low}", f"≥ {high}"

    def _scale_width(self) -> float:
        if self._scale is None:
            return 0.0
        metrics = QFontMetricsF(numbers(Size.SMALL))
        return (
            sum(metrics.horizontalAdvance(end) for end in self._ends(self._scale))
            + Size.LEGEND_STRIP
            + Size.GAP
            + Size.MARGIN
        )

    def _places(self, width: float) -> tuple[list[tuple[float, int]], tuple[float, int], bool]:
        """Left end and row of each class and of the note, and whether there is room to tell of crosses."""
        metrics = QFontMetricsF(words(Size.SMALL))
        x, row, places = self._scale_width(), 0, []
        for name in self._classes:
            needed = Size.MARGIN + metrics.horizontalAdvance(name)
            if x and x + needed > width:
                x, row = 0.0, row + 1
            places.append((x, row))
            x += needed + Size.MARGIN
        has_room = x + self._kinds_width(with_crosses=bool(self._classes)) <= width
        if not has_room and x and (x + self._kinds_width(with_crosses=False) > width or not self._has_test):
            x, row, has_room = 0.0, row + 1, True
        note = self._kinds_width(with_crosses=self._crosses and has_room)
        return places, (max(width - note, 0.0), row), has_room

    def paint_ground(self, painter: QPainter) -> None:
        """Everything: nothing here is alive."""
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        places, (note_left, note_row), tells_crosses = self._places(self.width())
        for number, (name, (left, row)) in enumerate(zip(self._classes, places, strict=True)):
            middle = row * Size.ICON + Size.ICON / 2
            at = QPointF(left + Size.MARK / 2 + 1, middle)
            draw_mark(painter, self.theme, mark_path(number), at, self.theme.sample(number))
            painter.setPen(self.theme.colour("text"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self.width() - left - Size.MARGIN)
            painter.drawText(QPointF(left + Size.MARGIN, middle + metrics.ascent() / 2 - 1), shown)
        if self._scale is not None:
            self._paint_scale(painter, metrics, self._scale)
        kinds = self._kinds(with_crosses=self._crosses and tells_crosses)
        self._paint_kinds(painter, metrics, QPointF(note_left, note_row * Size.ICON + Size.ICON / 2), kinds)

    def _paint_kinds(
        self, painter: QPainter, metrics: QFontMetricsF, at: QPointF, kinds: list[tuple[str, str]]
    ) -> None:
        left = at.x()
        for kind, word in kinds:
            self._paint_kind(painter, kind, QPointF(left + Size.MARK / 2 + 1, at.y()))
            painter.setPen(self.theme.colour("second"))
            painter.drawText(QPointF(left + Size.MARGIN, at.y() + metrics.ascent() / 2 - 1), word)
            left += Size.MARGIN + metrics.horizontalAdvance(word) + Size.GAP

    def _paint_kind(self, painter: QPainter, kind: str, at: QPointF) -> None:
        """A mark as it is in the picture, but of no class; of a quantity, of a large number."""
        if self._scale is None:
            draw_mark(painter, self.theme, mark_path(0), at, self.theme.colour("second"), hollow=kind == "hollow")
        else:
            draw_value_mark(painter, self.theme, at, self.theme.colour("positive"), hollow=kind == "hollow")
        if kind == "crossed":
            draw_cross(painter, self.theme, at)

    def _paint_scale(self, painter: QPainter, metrics: QFontMetricsF, scale: float) -> None:
        """The colours between two numbers."""
        painter.setFont(numbers(Size.SMALL))
        low, high = self._ends(scale)
        base = Size.ICON / 2 + metrics.ascent() / 2 - 1
        left = QFontMetricsF(painter.font()).horizontalAdvance(low) + Size.GAP / 2
        strip = QRectF(left, Size.ICON / 2 - Size.DOT / 2, Size.LEGEND_STRIP, Size.DOT)
        shades = QLinearGradient(strip.topLeft(), strip.topRight())
        heat = self.theme.heat()[np.linspace(0, 255, _SHADES).astype(int)]
        for place, colour in zip(np.linspace(0, 1, _SHADES), heat, strict=True):
            shades.setColorAt(float(place), QColor(*colour.tolist()))
        painter.fillRect(strip, shades)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(QPointF(0, base), low)
        painter.drawText(QPointF(strip.right() + Size.GAP / 2, base), high)
        painter.setFont(words(Size.SMALL))

    def place_of(self, number: int) -> QRectF:
        """Where a class stands, mark and name."""
        left, row = self._places(self.width())[0][number]
        width = Size.MARGIN + QFontMetricsF(words(Size.SMALL)).horizontalAdvance(self._classes[number])
        return QRectF(left, row * Size.ICON, width, Size.ICON)

    # overrides of Qt

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A class is meant."""
        every = range(len(self._classes))
        number = next((one for one in every if self.place_of(one).contains(event.position())), None)
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.class_pressed_twice.emit(number)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        width = max(self.width(), 1)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Many classes take more rows in less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Rows at ``width``."""
        return (self._places(width)[1][1] + 1) * Size.ICON
