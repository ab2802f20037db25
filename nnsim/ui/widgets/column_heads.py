"""Heads of the columns of a table: a name, and below it what the column is and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size

HeadLook = Literal["plain", "target", "idle", "out"]
"""What is predicted stands out; what does not go in stands back, and what is left out is struck through."""


@dataclass(frozen=True, slots=True)
class Head:
    """The two lines of a head."""

    name: str
    words: str
    look: HeadLook = "plain"


class ColumnHeads(QHeaderView):
    """Paints a head for each column; ``sectionClicked`` tells of clicks.

    Parameters
    ----------
    head : what stands over a column
    """

    def __init__(self, head: Callable[[int], Head], appearance: Appearance, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._head, self._appearance = head, appearance
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(TableSize.COLUMN[0])
        self.setFixedHeight(TableSize.HEAD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self.viewport().update)

    def width_of(self, section: int) -> int:
        """What its two lines need."""
        head = self._head(section)
        names, words = QFontMetrics(_name_font()), QFontMetrics(_words_font(is_target=True))
        return max(names.horizontalAdvance(head.name), words.horizontalAdvance(head.words)) + TableSize.AIR

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one head; what is predicted stands on a ground of its own, with a line below it."""
        theme, head = self._appearance.theme, self._head(section)
        is_target, is_out = head.look == "target", head.look in ("idle", "out")
        painter.fillRect(rect, theme.colour("accent_soft" if is_target else "field"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        thick = Size.RING if is_target else 1
        ruled = QRect(rect.left(), rect.bottom() - thick + 1, rect.width(), thick)
        painter.fillRect(ruled, theme.colour("accent" if is_target else "line"))
        room = rect.adjusted(Size.GAP, Size.HALF, -Size.GAP, -Size.HALF)
        name, words = QRect(room), QRect(room)
        name.setHeight(TableSize.LINE)
        words.setTop(words.bottom() - TableSize.LINE)
        painter.setPen(theme.colour("disabled" if is_out else "text"))
        painter.setFont(_name_font(is_out=head.look == "out"))
        _write(painter, name, head.name)
        painter.setPen(theme.colour("accent" if is_target else "disabled" if is_out else "second"))
        painter.setFont(_words_font(is_target=is_target))
        _write(painter, words, head.words)

    def sizeHint(self) -> QSize:
        """As high as two lines."""
        return QSize(super().sizeHint().width(), TableSize.HEAD)


class RowNumbers(QHeaderView):
    """Numbers of rows at the left, without lines between them."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._appearance = appearance
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(TableSize.ROW)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def fit(self, largest: int) -> None:
        """Be wide enough for that number."""
        digits = QFontMetrics(look.numbers(Size.TINY)).horizontalAdvance(f"{largest:,}")
        self.setFixedWidth(max(digits + 2 * Size.GAP, TableSize.NUMBERS))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Write one number."""
        theme = self._appearance.theme
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(theme.colour("second"))
        painter.setFont(look.numbers(Size.TINY))
        text = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        painter.drawText(
            rect.adjusted(0, 0, -Size.GAP, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
        )


def _name_font(*, is_out: bool = False) -> QFont:
    font = look.words(Size.NOTE, QFont.Weight.DemiBold)
    font.setStrikeOut(is_out)
    return font


def _words_font(*, is_target: bool) -> QFont:
    return look.words(Size.TINY, QFont.Weight.DemiBold if is_target else QFont.Weight.Normal)


def _write(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
