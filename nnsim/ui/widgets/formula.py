"""Formulas, typeset: LaTeX becomes a picture that Qt paints at any size.

ziamath is loaded with the first formula that is looked at. A formula takes some milliseconds, so who shows many of them
typesets one in each turn of the event loop (``ui/inspector/numbers/typesetting.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

_KEPT = 1000
"""Formulas of which the outlines are kept."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """A formula as SVG: ``size`` in the units of its type size, ``rise`` how far it reaches above its baseline."""

    svg: str
    size: tuple[float, float]
    rise: float


class Formula:
    """A formula that can be painted.

    Parameters
    ----------
    latex : what it says
    size_px : of its type
    colour : ``#RRGGBB``
    """

    def __init__(self, latex: str, size_px: float, colour: str) -> None:
        outlines = outlines_of(latex, size_px, colour)
        self._renderer = QSvgRenderer(QByteArray(outlines.svg.encode()))
        self.latex = latex
        self.size = QSizeF(*outlines.size)
        self.rise = outlines.rise

    def paint(self, painter: QPainter, top_left: QPointF, scale: float = 1.0) -> None:
        """Draw it with its upper left corner there."""
        self._renderer.render(painter, QRectF(top_left, self.size * scale))


@lru_cache(_KEPT)
def outlines_of(latex: str, size_px: float, colour: str) -> Outlines:
    """The formula as SVG; raises ``ValueError`` if ziamath cannot read it."""
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt paints SVG 1
    svg = Latex(latex, size=size_px, color=colour).svg()
    box = svg.partition('viewBox="')[2].partition('"')[0].split()
    if len(box) != len(("left", "top", "width", "height")):
        raise ValueError(latex)
    _, top, width, height = map(float, box)
    return Outlines(svg, (width, height), -top)
