"""A mark and a few words that say how things stand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.looks import set_look

QWIDGETSIZE_MAX = 16_777_215
"""Qt's word for no limit."""

Mark = Literal["ready", "running", "paused", "stopped", "bad"]


class StatusPill(QFrame):
    """Ready is a ring, running a disc, paused two bars, stopped a square, bad a triangle; and all is told in words."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setAccessibleName(name)
        self.setFixedHeight(Size.HIT)
        self._full, self._brief, self._short = "", "", False
        self.setMinimumWidth(Size.STATE)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._mark = _StatusMark(appearance)
        self._text = ElidedLabel("", "status")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(Size.GAP + 2, 0, Size.MARGIN, 0)
        row.setSpacing(Size.GAP - 2)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)

    def text(self) -> str:
        """The words, all of them even where there is room for few."""
        return self._full

    def set_short(self, short: bool) -> None:
        """Do with little room."""
        if short != self._short:
            self._short = short
            self.setMinimumWidth(Size.STATE_SHORT if short else Size.STATE)
            self.setMaximumWidth(Size.STATE_SHORT if short else QWIDGETSIZE_MAX)
            self._render_words()

    def show_status(self, mark: Mark, text: str, brief: str = "") -> None:
        """Show a state, in ``brief`` where there is little room; costs nothing if it is shown already."""
        if (text, brief) != (self._full, self._brief):
            self._full, self._brief = text, brief
            self._render_words()
            self.setAccessibleDescription(text)
        if mark != self._mark.mark:
            self._mark.mark = mark
            self._mark.update()
            self._render_severity("bad" if mark == "bad" else "")

    def _render_words(self) -> None:
        self._text.show_text((self._brief or self._full) if self._short else self._full)
        self.updateGeometry()

    def _render_severity(self, severity: str) -> None:
        for part in (self, self._text):
            set_look(part, "severity", severity)

    def sizeHint(self) -> QSize:
        """Room for the words."""
        margins = self._row.contentsMargins()
        around = margins.left() + margins.right() + self._mark.width() + self._row.spacing()
        return QSize(around + self._text.sizeHint().width(), Size.HIT)


class _StatusMark(QWidget):
    """The mark before the words."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.mark: Mark = "ready"
        self.setFixedSize(self.sizeHint())
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A dot with a little air."""
        return QSize(Size.DOT + 2, Size.DOT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(1, 1, Size.DOT, Size.DOT)
        if self.mark == "running":
            painter.setBrush(theme.colour("good"))
            painter.drawEllipse(box)
        elif self.mark == "ready":
            painter.setPen(QPen(theme.colour("second"), Size.RING))
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        elif self.mark == "paused":
            painter.setBrush(theme.colour("second"))
            bar = box.width() * 3 / 8
            painter.drawRect(QRectF(box.left(), box.top(), bar, box.height()))
            painter.drawRect(QRectF(box.right() - bar, box.top(), bar, box.height()))
        elif self.mark == "stopped":
            painter.setBrush(theme.colour("second"))
            painter.drawRect(box)
        else:
            painter.setBrush(theme.colour("bad"))
            painter.drawPolygon([box.bottomLeft(), QPointF(box.center().x(), box.top()), box.bottomRight()])
        painter.end()
