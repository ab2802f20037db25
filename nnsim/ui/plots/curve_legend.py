"""How curves of training and of test look, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.ui.plots.lines import curve_pen, dashes, draw
from nnsim.ui.theme import Size, Theme, words

Numbers = NDArray[np.floating[Any]]


def draw_solid(painter: QPainter, theme: Theme, lines: Numbers) -> None:
    """The curve of training: (lines, 4) in pixels."""
    painter.setPen(curve_pen(theme.colour("text"), Size.CURVE))
    draw(painter, lines)


def draw_dashed(painter: QPainter, theme: Theme, lines: Numbers) -> None:
    """The curve of test: (lines, 4) in pixels."""
    painter.setPen(QPen(theme.colour("text"), Size.CURVE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    draw(painter, dashes(lines, Size.DASH, Size.DASH_GAP))


def draw_dot(painter: QPainter, theme: Theme, at: QPointF, *, hollow: bool) -> None:
    """One point of a curve, hollow for test."""
    if math.isfinite(at.y()):
        painter.setPen(QPen(theme.colour("text"), Size.THIN))
        painter.setBrush(theme.colour("surface" if hollow else "text"))
        painter.drawEllipse(at, Size.DOT / 2 - 1, Size.DOT / 2 - 1)


def draw_legend(painter: QPainter, theme: Theme, right: float, entries: Sequence[tuple[str, bool]]) -> None:
    """Words with a piece of their line, along the top edge up to ``right``; ``True`` for a dashed one."""
    font = words(Size.SMALL)
    metrics = QFontMetricsF(font)
    sample, gap = 2.0 * Size.GAP, Size.GAP / 2
    painter.setFont(font)
    left = right
    for name, dashed in reversed(entries):
        left -= sample + gap + metrics.horizontalAdvance(name)
        y = metrics.height() / 2
        line = np.array([[left, y, left + sample, y]])
        (draw_dashed if dashed else draw_solid)(painter, theme, line)
        painter.drawText(QPointF(left + sample + gap, metrics.ascent()), name)
        left -= Size.MARGIN
