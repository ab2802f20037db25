"""Numbers of a descent as they stand in a sum, and what a learning rate does, in words."""

from __future__ import annotations

from math import isclose
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.one_weight import OneWeight, Pace
from nnsim.ui.widgets.numbers import NARROW_SPACE, format_number, in_percent

DIGITS: Final = 6
_EXACT: Final = 1e-12
_TELLING: Final = 1e-3
"""A difference of rounded numbers that is farther off than this part of it misleads."""

translate = QCoreApplication.translate


def told(value: float) -> str:
    """A number with up to six digits."""
    return format_number(value, DIGITS)


def factor(value: float) -> str:
    """A number as a factor or after a minus: negative ones in brackets."""
    return f"({told(value)})" if value < 0 else told(value)


def equal(value: float, *of: float) -> str:
    """``= 8``, or ``≈ 0.333333`` where digits had to be left out: of the value, or of the numbers it is made of."""
    return f"{'=' if all(map(_is_whole, (value, *of))) else '≈'} {told(value)}"


def _is_whole(value: float) -> bool:
    """Whether it is told with all its digits."""
    return isclose(_rounded(value), value, rel_tol=_EXACT)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def difference(first: float, second: float) -> str:
    """``(10 − 6)``; where what is left of both is lost in their rounding, what it comes to: ``(2e−7)``."""
    found = first - second
    if isclose(_rounded(first) - _rounded(second), found, rel_tol=_TELLING):
        return f"({told(first)} − {factor(second)})"
    return f"({told(found)})"


def pace_words(now: OneWeight) -> str:
    """What the learning rate does to this parabola, with the part of the distance that a step leaves."""
    rate, left = told(now.rate), f"{_percent(abs(now.left))}{NARROW_SPACE}%"
    if now.pace is Pace.FLAT and now.x:
        return translate(
            "descent_words",
            "x is so near to 0 that the slope is too small for a number of the computer: w stays where it is.",
        )
    minimum = "" if now.minimum is None else told(now.minimum)
    said = {
        Pace.FLAT: translate("descent_words", "x is 0, so w has no say in the loss: there is no slope, and no step."),
        Pace.CRAWLS: translate("descent_words", "η = {0} crawls: each step leaves {1} of the distance to {2}."),
        Pace.NEARS: translate(
            "descent_words", "η = {0} comes nearer from one side: each step leaves {1} of the distance to {2}."
        ),
        Pace.ONE_STEP: translate("descent_words", "η = {0} is 1/c: one step, and w is at {2}."),
        Pace.OSCILLATES: translate(
            "descent_words",
            "η = {0} oscillates: each step goes to the other side and leaves {1} of the distance to {2}.",
        ),
        Pace.FOR_EVER: translate("descent_words", "η = {0} is 2/c: w jumps to and fro around {2} for ever."),
        Pace.DIVERGES: translate(
            "descent_words", "η = {0} diverges: each step goes to the other side, to {1} of the distance to {2}."
        ),
    }[now.pace]
    return said.format(rate, left, minimum)


def _percent(share: float) -> str:
    """Only all of it reads ``100``: a little less is ``>99.9999``, and a little more ``>100``."""
    said = in_percent(share, DIGITS)
    return f">{said}" if share > 1.0 and said == told(100.0) else said
