"""What the marks mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.data.dataset import Dataset
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.canvas import Canvas
from nnsim.ui.plots.marks import class_colour, class_name, draw_mark, mark_path
from nnsim.ui.theme import Size, words


class Legend(Canvas):
    """Mark and name of each class in rows, and in the last row at the right how training and test differ."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._classes: tuple[str, ...] = ()
        self._has_test = True
        self.setObjectName("legend")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
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

    def _render(self) -> None:
        self.setAccessibleName(", ".join((*self._classes, self._note())))
        self.updateGeometry()
        self.repaint_ground()

    def _note(self) -> str:
        return self.tr("filled: training   hollow: test") if self._has_test else ""

    def _places(self, width: float) -> tuple[list[tuple[float, int]], tuple[float, int]]:
        """Left end and row of each class, and of the note."""
        metrics = QFontMetricsF(words(Size.SMALL))
        x, row, places = 0.0, 0, []
        for name in self._classes:
            needed = Size.MARGIN + metrics.horizontalAdvance(name)
            if x and x + needed > width:
                x, row = 0.0, row + 1
            places.append((x, row))
            x += needed + Size.MARGIN
        note = metrics.horizontalAdvance(self._note())
        if x + note > width and x:
            row += 1
        return places, (max(width - note, 0.0), row)

    def paint_ground(self, painter: QPainter) -> None:
        """Everything: nothing here is alive."""
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        places, (note_left, note_row) = self._places(self.width())
        for number, (name, (left, row)) in enumerate(zip(self._classes, places, strict=True)):
            middle = row * Size.ICON + Size.ICON / 2
            at = QPointF(left + Size.MARK / 2 + 1, middle)
            draw_mark(painter, self.theme, mark_path(number), at, class_colour(self.theme, number))
            painter.setPen(self.theme.colour("text"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, self.width() - left - Size.MARGIN)
            painter.drawText(QPointF(left + Size.MARGIN, middle + metrics.ascent() / 2 - 1), shown)
        painter.setPen(self.theme.colour("second"))
        base = note_row * Size.ICON + Size.ICON / 2 + metrics.ascent() / 2 - 1
        painter.drawText(QPointF(note_left, base), self._note())

    # overrides of Qt

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
