"""Runs that are compared: each has a letter, a mark and a colour, the same in its head and at its curves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.marks import class_colour, draw_mark, mark_path
from nnsim.ui.theme import RUN_COLOURS, Size, Theme, words

LETTERS: Final = "ABCDE"


def run_colour(theme: Theme, place: int) -> QColor:
    """The colour of the run in a place, none of those of the first two classes."""
    return class_colour(theme, RUN_COLOURS[place % len(RUN_COLOURS)])


def draw_run_mark(painter: QPainter, theme: Theme, at: QPointF, place: int, *, hollow: bool = False) -> None:
    """The mark of the run in a place."""
    draw_mark(painter, theme, mark_path(place), at, run_colour(theme, place), hollow=hollow, size=Size.RUN_MARK)


class RunBadge(QWidget):
    """The letter of a run beside its mark."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._place = 0
        self.setFixedSize(self.sizeHint())
        appearance.changed.connect(self.update)

    def show_place(self, place: int) -> None:
        """Show the letter of another place."""
        self._place = place
        self.setAccessibleName(self.tr("Run {0}").format(LETTERS[place]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark at the left, the letter behind it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_run_mark(painter, theme, QPointF(Size.RUN_MARK / 2 + 1, self.height() / 2), self._place)
        painter.setFont(words(Size.BODY, words().Weight.DemiBold))
        painter.setPen(theme.colour("text"))
        box = QRectF(Size.RUN_MARK + Size.HALF, 0, self.width() - Size.RUN_MARK - Size.HALF, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, LETTERS[self._place])
        painter.end()

    def sizeHint(self) -> QSize:
        """Mark and letter."""
        return QSize(round(Size.RUN_MARK) + Size.HALF + Size.MARGIN, Size.HIT)
