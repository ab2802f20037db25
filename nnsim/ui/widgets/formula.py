"""Formulas, typeset: LaTeX becomes outlines that Qt fills at any size, on the screen and on paper.

ziamath is loaded with the first formula that is looked at. A formula takes some milliseconds, so who shows many of them
typesets one in each turn of the event loop (``ui/inspector/numbers/typesetting.py``). What ziamath gives is SVG with
outlines of letters and bars of fractions only; they are filled here, for Qt's own painting of SVG also draws their rims
into a PDF, which makes all letters bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

_KEPT = 1000
"""Formulas of which the outlines are kept."""
_NUMBERS: Final = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
"""How many numbers follow each letter of an outline."""
_TOKEN: Final = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True, slots=True)
class Outlines:
    """A formula as SVG: its corner, width and height in the units of its type size; ``top`` is above the baseline."""

    svg: str
    left: float
    top: float
    width: float
    height: float


class Formula:
    """A formula that can be painted.

    Parameters
    ----------
    latex : what it says
    size_px : of its type
    colour : ``#RRGGBB``

    Attributes
    ----------
    size : room that it takes
    rise : how far it reaches above its baseline
    """

    def __init__(self, latex: str, size_px: float, colour: str) -> None:
        outlines = outlines_of(latex, size_px)
        self.latex = latex
        self.size = QSizeF(outlines.width, outlines.height)
        self.rise = -outlines.top
        self._colour = QColor(colour)
        self._path = _filled(outlines)

    def paint(self, painter: QPainter, top_left: QPointF, scale: float = 1.0) -> None:
        """Draw it with its upper left corner there."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(top_left)
        painter.scale(scale, scale)
        painter.fillPath(self._path, self._colour)
        painter.restore()


@lru_cache(_KEPT)
def outlines_of(latex: str, size_px: float) -> Outlines:
    """The formula as SVG; raises ``ValueError`` if ziamath gives none, or anything but outlines and bars."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # otherwise letters are only referred to
    svg = Latex(latex, size=size_px).svg()
    box = svg.partition('viewBox="')[2].partition('"')[0].split()
    if len(box) != len(("left", "top", "width", "height")) or set(re.findall(r"<(\w+)", svg)) - {"svg", "path", "rect"}:
        raise ValueError(latex)
    return Outlines(svg, *map(float, box))


def _filled(outlines: Outlines) -> QPainterPath:
    """All outlines and bars in one path, its upper left corner at 0."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for letter in re.findall(r'<path d="([^"]*)"', outlines.svg):
        for command, numbers in _commands(letter):
            _draw(path, command, numbers)
    for bar in re.findall(r"<rect ([^>]*)>", outlines.svg):
        place = {name: float(value) for name, value in re.findall(r'(x|y|width|height)="([^"]*)"', bar)}
        path.addRect(place["x"], place["y"], place["width"], place["height"])
    return path.translated(-outlines.left, -outlines.top)


def _commands(letter: str) -> Iterator[tuple[str, list[float]]]:
    """Each letter of an outline with its numbers."""
    tokens = _TOKEN.findall(letter)
    place = 0
    while place < len(tokens):
        command = tokens[place]
        if command not in _NUMBERS:
            raise ValueError(letter)
        stop = place + 1 + _NUMBERS[command]
        yield command, [float(number) for number in tokens[place + 1 : stop]]
        place = stop


def _draw(path: QPainterPath, command: str, numbers: list[float]) -> None:
    points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if command == "M":
        path.moveTo(*points)
    elif command == "L":
        path.lineTo(*points)
    elif command == "Q":
        path.quadTo(*points)
    elif command == "C":
        path.cubicTo(*points)
    else:
        path.closeSubpath()
