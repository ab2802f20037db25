"""An expression in numbers and what it comes to, with digits enough that somebody who works it out gets that."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from nnsim.explain.expressions import Expression, Value, numbers_in
from nnsim.explain.pens import Figures, Pen

MOST_DIGITS: Final = 12
_MOST_NUMBERS: Final = 64
"""An expression of more numbers is worked out by nobody."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """An expression in numbers.

    Parameters
    ----------
    told : the expression
    found : what it comes to
    is_exact : whether no number of either had to be rounded
    """

    told: str
    found: str
    is_exact: bool

    def joined(self, about: str) -> str:
        """``0.5·1.2 + 0.1 = 0.7``, with ``about`` in place of the sign where something was rounded; one number once."""
        return self.told if self.told == self.found else f"{self.told} {'=' if self.is_exact else about} {self.found}"


def spelled(
    expression: Expression, result: float, digits: int, figures: Callable[[int], Figures], pen: Callable[[Figures], Pen]
) -> Spelled:
    """Write an expression in numbers.

    Parameters
    ----------
    result : what it comes to
    digits : significant digits of the result; those that it is made of have more where they cancel
    figures : writes numbers with so many digits
    pen : writes expressions with these figures
    """
    operands, outcome = figures(digits_by_hand(expression, result, digits)), figures(digits)
    told, found = expression.write(pen(operands)), Value(result).write(pen(outcome))
    return Spelled(told, found, operands.is_exact and outcome.is_exact)


def digits_by_hand(expression: Expression, result: float, digits: int) -> int:
    """How many digits numbers need for the result to come out by hand, but for one in its last digit.

    Where nearly equal numbers are taken from each other that is more than ``digits``: −ln(0.9926) is 0.00743, and not
    0.0074 as of all digits.
    """
    if (
        not result
        or not math.isfinite(result)
        or len([*islice(numbers_in(expression), _MOST_NUMBERS + 1)]) > _MOST_NUMBERS
    ):
        return digits
    last_digit = 10.0 ** (math.floor(math.log10(abs(result))) - digits + 1)
    for more in range(digits, MOST_DIGITS + 1):
        if abs(expression.value(_reader(more)) - result) <= last_digit * _SLACK:
            return more
    return digits


_SLACK: Final = 1.0 + 1e-9


def _reader(digits: int) -> Callable[[float], float]:
    """What is read of a number that is written with so many digits."""
    return lambda number: float(f"{number:.{digits - 1}e}")
