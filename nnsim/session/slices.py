"""Work that is done in slices beside the run, so that the window stays free."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

SLICE_S: Final = 0.006
PAUSE_MS: Final = 10
"""So long a slice of the work takes, and so long the window is free between two of them."""


class Slices(QObject):
    """Does piece after piece until there is none left.

    A piece that fails is the last one: in every slice the same would come up again.

    Parameters
    ----------
    piece : does one, if there is any; whether another is left

    Signals
    -------
    worked() : a slice is over
    """

    worked = Signal()

    def __init__(self, piece: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._piece = piece
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._work)

    def start(self) -> None:
        """Work from now on."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Leave the rest for later."""
        self._timer.stop()

    def _work(self) -> None:
        until, has_more = perf_counter() + SLICE_S, True
        while has_more and perf_counter() < until:
            has_more = self._piece()
        if has_more:
            self._timer.start()
        self.worked.emit()
