"""When it is done what the hand does: once a beat, in a run together with a frame."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from nnsim.session.frame_clock import FRAME_S
from nnsim.session.session import Session
from nnsim.ui.theme import Duration


class HandBeat(QObject):
    """Calls ``work`` while a gesture lasts; however long that takes, twice as long is for training and for painting."""

    def __init__(self, session: Session, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._is_going = False
        self._due = 0.0
        self._timer = QTimer(self, singleShot=True, interval=Duration.POINTS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """A gesture has begun."""
        if not self._is_going:
            self._session.clock.frame.connect(self._on_frame)
        self._is_going = True
        self._due = perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """It is over."""
        self._timer.stop()
        if self._is_going:
            self._is_going = False
            self._session.clock.frame.disconnect(self._on_frame)

    def _on_frame(self) -> None:
        """In a run it is painted with what the frame has brought, in one painting of the window."""
        if perf_counter() >= self._due:
            self._go_on()

    def _on_timeout(self) -> None:
        if not self._session.clock.on:
            self._go_on()
        if self._is_going:
            self._timer.start()

    def _go_on(self) -> None:
        begun = perf_counter()
        self._work()
        took = perf_counter() - begun
        self._due = begun + took + max(Duration.POINTS / 1_000 - FRAME_S / 2 - took, 2 * took)
