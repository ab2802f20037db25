"""Prepared arithmetic: lists of NumPy calls with their buffers, made once and run many times.

On classroom networks the arithmetic itself takes less time than deciding what to compute, so every decision is taken
when the list is made. A step is then nothing but ``for function, arguments in calls: function(*arguments)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from nnsim.engine.parameters import Array

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Calls = list[Call]


SMALLEST_BUFFER = 16


@contextmanager
def prepared_arithmetic() -> Iterator[None]:
    """For as long as calls are run: numbers may overflow, and arrays are computed with where they lie.

    Who runs calls looks for numbers that are not finite. And NumPy copies strided and broadcast arrays into buffers of
    its own before it computes with them; without room for that (16 numbers are the least) it does not, which takes no
    memory and half the time. It would only be slow where types are mixed, which no call does.
    """
    with np.errstate(all="ignore"):
        before = np.setbufsize(SMALLEST_BUFFER)
        try:
            yield
        finally:
            np.setbufsize(before)


def run(calls: Calls) -> None:
    """Do every call in order."""
    for function, arguments in calls:
        function(*arguments)


def constant(value: float, like: Array) -> Array:
    """A 0-d array of the same type: cheaper in every call than a Python number, which is converted each time."""
    return np.array(value, like.dtype)


def product(left: Array, right: Array, out: Array) -> Call:
    """The call for a matrix product. An array's own ``dot`` is the cheapest, but copies what is cut out of rows."""
    if left.flags.forc and right.flags.forc:
        return left.dot, (right, out)
    return np.matmul, (left, right, out)


def larger(first: Array, second: Array, out: Array) -> Call:
    """The call that writes the larger of two numbers, NaN if one is NaN.

    ``np.maximum`` alone no longer takes its output by place (NumPy 2.4 warns at every call, which costs 1 µs).
    """
    return partial(np.maximum, out=out), (first, second)


def smaller(first: Array, second: Array, out: Array) -> Call:
    """The call that writes the smaller of two numbers, NaN if one is NaN; see ``larger``."""
    return partial(np.minimum, out=out), (first, second)
