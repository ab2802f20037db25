"""The pens of links: made once for each theme, so that drawing a frame makes none."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme

LEVELS = 24
"""Steps of strength for each sign: fine enough not to be seen, few enough to sort by."""
NOT_A_NUMBER, CUT = 2 * LEVELS + 1, 2 * LEVELS + 2
"""Pens of their own: of a weight that is no number, and of a link that is cut."""
_FAINTEST = 0.13
_BEND = 0.6
_WIDTH_BEND = 0.85


def levels(weights: NDArray[np.floating[Any]], full: float) -> NDArray[np.int64]:
    """The pen of each weight: 0 (strongest negative) over ``LEVELS`` (zero) to 2 · ``LEVELS``, or ``NOT_A_NUMBER``."""
    share = np.clip(weights / full, -1.0, 1.0)
    found: NDArray[np.int64] = np.rint(np.nan_to_num(share, nan=0.0) * LEVELS).astype(np.int64) + LEVELS
    found[np.isnan(weights)] = NOT_A_NUMBER
    return found


class Strokes:
    """Pens of one theme, by level.

    Colours are mixed with the surface beforehand: painting half transparent would cost several times as much.
    """

    def __init__(self, theme: Theme) -> None:
        self.pens: list[QPen] = []
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme; the list stays the same one."""
        surface = theme.colour("surface")
        made = []
        for level in range(-LEVELS, LEVELS + 1):
            strength = abs(level) / LEVELS
            end = theme.colour("positive" if level > 0 else "negative" if level < 0 else "faint")
            made.append(_pen(_mixed(surface, end, _FAINTEST + (1 - _FAINTEST) * strength**_BEND), _width(strength)))
        made.append(_pen(theme.colour("bad"), NetworkSize.LINK_MIN))
        made.append(_dotted(theme.colour("faint"), Size.THIN))
        self.pens[:] = made

    def emphasised(self, level: int, theme: Theme) -> QPen:
        """The pen of a link that is pointed at or selected: full colour, thicker, dashed if the weight is negative."""
        if level == CUT:
            return _dotted(theme.colour("second"), 2.5 * Size.THIN)
        role = (
            "bad"
            if level == NOT_A_NUMBER
            else "positive"
            if level > LEVELS
            else "negative"
            if level < LEVELS
            else "second"
        )
        pen = _pen(theme.colour(role), max(self.pens[level].widthF() + Size.THIN, 2.5 * Size.THIN))
        if level < LEVELS:
            pen.setDashPattern([3.0, 1.5])
        return pen


def _width(strength: float) -> float:
    """Hairlines are by far the cheapest to draw, so weak links stay below one pixel and a half."""
    return NetworkSize.LINK_MIN + (NetworkSize.LINK_MAX - NetworkSize.LINK_MIN) * float(strength**_WIDTH_BEND)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, max(width, Size.THIN) if width < 1.2 else width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _dotted(colour: QColor, width: float) -> QPen:
    pen = _pen(colour, width)
    pen.setDashPattern([1.0, 4.0])
    return pen


def _mixed(under: QColor, over: QColor, share: float) -> QColor:
    parts = zip(under.getRgb()[:3], over.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(low * (1 - share) + high * share) for low, high in parts))
