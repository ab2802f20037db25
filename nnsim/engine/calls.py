"""Prepared arithmetic: lists of NumPy calls with their buffers, made once and run many times.

On classroom networks the arithmetic itself takes less time than deciding what to compute, so every decision is taken
when the list is made. A step is then nothing but ``for function, arguments in calls: function(*arguments)``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from nnsim.engine.parameters import Array

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Calls = list[Call]


def run(calls: Calls) -> None:
    """Do every call in order."""
    for function, arguments in calls:
        function(*arguments)


def constant(value: float, like: Array) -> Array:
    """A 0-d array of the same type: cheaper in every call than a Python number, which is converted each time."""
    return np.array(value, like.dtype)


def larger(first: Array, second: Array, out: Array) -> Call:
    """The call that writes the larger of two numbers, NaN if one is NaN.

    ``np.maximum`` alone no longer takes its output by place (NumPy 2.4 warns at every call, which costs 1 µs).
    """
    return partial(np.maximum, out=out), (first, second)


def smaller(first: Array, second: Array, out: Array) -> Call:
    """The call that writes the smaller of two numbers, NaN if one is NaN; see ``larger``."""
    return partial(np.minimum, out=out), (first, second)
