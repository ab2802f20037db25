"""The tables of colours that the themes are made of: for numbers with a sign, for such without, for classes."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

HEAT_EXPONENT: Final = 0.8
"""Heat maps fade through the middle colour a little faster than linearly, so that weak values stay visible."""

DEPTH_HALF: Final = 0.6
"""Where in the colours for what has no sign the accent lies, between paper and ink."""

# After Okabe and Ito, whose colours people with any colour vision can tell apart; class 0 orange, class 1 blue. Class 6
# is redder than theirs, or it would be taken for class 0; on dark ground 5, 7 and 8 are deeper, or all would be pale.
CLASSES_LIGHT: Final = (
    "#E07B12", "#1668C1", "#009E73", "#CC79A7", "#8A6D00",
    "#56B4E9", "#C2311C", "#5746C9", "#7A7A7A", "#000000",
)  # fmt: skip
CLASSES_DARK: Final = (
    "#F5A045", "#5AA7F2", "#2BC796", "#E39CC6", "#F0E442",
    "#3FD0E8", "#E8553A", "#8F70FF", "#8E8E8E", "#FFFFFF",
)  # fmt: skip


@cache
def heat(negative: str, middle: str, positive: str) -> NDArray[np.uint8]:
    """(256, 3) colours from −1 to 1, fading through the middle."""
    place = np.linspace(-1.0, 1.0, 256)[:, None]
    strength = np.abs(place) ** HEAT_EXPONENT
    end = np.where(place < 0, _rgb(negative), _rgb(positive))
    made: NDArray[np.uint8] = np.rint(_rgb(middle) * (1 - strength) + end * strength).astype(np.uint8)
    made.flags.writeable = False
    return made


@cache
def depth(least: str, half: str, most: str) -> NDArray[np.uint8]:
    """(256, 3) colours from 0 to 1."""
    place = np.linspace(0.0, 1.0, 256)
    ends = np.array([_rgb(least), _rgb(half), _rgb(most)])
    channels = [np.interp(place, (0.0, DEPTH_HALF, 1.0), channel) for channel in ends.T]
    made: NDArray[np.uint8] = np.rint(np.column_stack(channels)).astype(np.uint8)
    made.flags.writeable = False
    return made


def _rgb(name: str) -> NDArray[np.float64]:
    colour = QColor(name)
    return np.array((colour.red(), colour.green(), colour.blue()), np.float64)
