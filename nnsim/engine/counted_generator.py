"""Random numbers that can be had again: those of the tenth epoch without the nine before."""

from __future__ import annotations

import numpy as np


class CountedGenerator:
    """A generator that starts at any count: a pure function of seed, stream and count.

    Philox (Salmon et al., 2011) encrypts a counter, so it gets to any place of its sequence at once.

    Parameters
    ----------
    seed : of the run, 0 to 2⁶⁴ − 1
    stream : what the numbers are for, so that two purposes never share them

    Attributes
    ----------
    generator : draws the numbers; always the same object
    """

    def __init__(self, seed: int, stream: int) -> None:
        self._bits = np.random.Philox(key=np.array([seed, stream], np.uint64))
        self._state = self._bits.state
        self._counter = np.zeros(4, np.uint64)
        self._state["state"]["counter"] = self._counter
        self.generator = np.random.Generator(self._bits)

    def start(self, count: int) -> None:
        """From here on ``generator`` draws the numbers of ``count``, from their first."""
        self._counter[2] = count  # leaves 2¹²⁸ numbers to each count
        self._bits.state = self._state
