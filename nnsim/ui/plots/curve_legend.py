"""How curves of training and of test look, and the words for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from nnsim.ui.plots.lines import curve_pen, dashes, draw
from nnsim.ui.theme import Size, Theme, words

Numbers = NDArray[np.floating[Any]]


Look = Literal["solid", "dashed", "pale"]
"""Training, test, and what stands behind another curve."""


def draw_curve(painter: QPainter, colour: QColor, lines: Numbers, look: Look, width: float = Size.CURVE) -> None:
    """(lines, 4) in pixels."""
    if look == "dashed":
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        draw(painter, dashes(lines, Size.DASH, Size.DASH_GAP))
    else:
        painter.setPen(curve_pen(colour, width))
        draw(painter, lines)


def draw_present(painter: QPainter, theme: Theme, lines: Numbers, look: Look) -> None:
    """A curve of the present run: (lines, 4) in pixels."""
    is_pale = look == "pale"
    colour = theme.colour("faint" if is_pale else "text")
    draw_curve(painter, colour, lines, look, Size.THIN if is_pale else Size.CURVE)


def draw_solid(painter: QPainter, theme: Theme, lines: Numbers) -> None:
    """The curve of training: (lines, 4) in pixels."""
    draw_present(painter, theme, lines, "solid")


def draw_dashed(painter: QPainter, theme: Theme, lines: Numbers) -> None:
    """The curve of test: (lines, 4) in pixels."""
    draw_present(painter, theme, lines, "dashed")


def draw_dot(painter: QPainter, theme: Theme, at: QPointF, *, hollow: bool) -> None:
    """One point of a curve, hollow for test."""
    if math.isfinite(at.y()):
        painter.setPen(QPen(theme.colour("text"), Size.THIN))
        painter.setBrush(theme.colour("surface" if hollow else "text"))
        painter.drawEllipse(at, Size.DOT / 2 - 1, Size.DOT / 2 - 1)


def draw_legend(painter: QPainter, theme: Theme, right: float, entries: Sequence[tuple[str, Look]]) -> None:
    """Words with a piece of their line, along the top edge up to ``right``."""
    font = words(Size.SMALL)
    metrics = QFontMetricsF(font)
    sample, gap = 2.0 * Size.GAP, Size.GAP / 2
    painter.setFont(font)
    left = right
    for name, look in reversed(entries):
        left -= sample + gap + metrics.horizontalAdvance(name)
        y = metrics.height() / 2
        draw_present(painter, theme, np.array([[left, y, left + sample, y]]), look)
        painter.setPen(theme.colour("text"))
        painter.drawText(QPointF(left + sample + gap, metrics.ascent()), name)
        left -= Size.MARGIN
