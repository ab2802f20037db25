"""Which ink can be read on a coloured ground."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from nnsim.ui.theme import Theme

_ENOUGH = 4.5


def readable_on(colour: QColor, theme: Theme) -> QColor:
    """The theme's text colour or that of its surface, whichever stands out more on ``colour``.

    If neither does so well enough, black or white, one of which always does.
    """
    best = max((theme.colour("text"), theme.colour("surface")), key=lambda ink: contrast(ink, colour))
    if contrast(best, colour) >= _ENOUGH:
        return best
    return black_or_white_on(colour)


def black_or_white_on(colour: QColor) -> QColor:
    """Whichever of both stands out more: where numbers on many grounds are compared, none is to look bolder."""
    return max((QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)), key=lambda ink: contrast(ink, colour))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio as the accessibility rules (WCAG 2) define it, 1 to 21."""
    light, dark = sorted((_luminance(one.rgb()), _luminance(other.rgb())), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=2048)
def _luminance(rgb: int) -> float:
    """Of a colour as it is painted, eight bits of each; asked again and again for the same few hundred."""
    shares = ((rgb >> shift & 0xFF) / 255 for shift in (16, 8, 0))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
