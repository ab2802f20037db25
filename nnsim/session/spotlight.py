"""Samples on which one room throws light, for the pictures of the data in another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import Array


class Spotlight(QObject):
    """Which samples are lit, how strongly and with which sign, and the one that is pointed at.

    Signals
    -------
    changed() : others are lit, or pointed at

    Attributes
    ----------
    rows, weights : (lit,) rows of the data set, and numbers with a sign; the largest is 1 or −1
    meaning : what a number above 0 means, and one below, in very few words
    pointed : the row that somebody points at, if any
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: NDArray[np.intp] = np.empty(0, np.intp)
        self.weights: Array = np.empty(0)
        self.meaning: tuple[str, str] = ("", "")
        self.pointed: int | None = None

    def light(self, rows: tuple[int, ...], amounts: Array, meaning: tuple[str, str] = ("", "")) -> None:
        """Light these, by their amounts; what is 0 or not finite is not lit."""
        self.meaning = meaning
        largest = float(np.max(np.abs(amounts), initial=0.0, where=np.isfinite(amounts)))
        is_lit = np.isfinite(amounts) & (amounts != 0.0) & (largest > 0.0)
        self.rows = np.array(rows, np.intp)[is_lit]
        self.weights = np.asarray(amounts[is_lit] / largest) if largest else np.empty(0)
        self.changed.emit()

    def point_at(self, row: int | None) -> None:
        """Point at one of them, or at none."""
        if row != self.pointed:
            self.pointed = row
            self.changed.emit()

    def put_out(self) -> None:
        """Light none."""
        if len(self.rows) or self.pointed is not None:
            self.rows, self.weights, self.pointed = np.empty(0, np.intp), np.empty(0), None
            self.changed.emit()
