"""Measures how soon a window answers a person who acts at a moment of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

EARLIEST_S, LATEST_S = 0.05, 0.15
PATIENCE_S = 5.0
"""What is not answered by then counts as so long."""


class AnswerMeter(QObject):
    """Does something in the window's thread and times it from the moment at which it was due.

    That moment is chosen by chance and kept by a thread of its own, which knows nothing of frames and, like a screen's
    own messages, has to get through to a thread that may be waiting for the interpreter.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._chance = np.random.default_rng(0)
        self._do: Callable[[], object] = lambda: None
        self._loop = QEventLoop()
        self._is_expected = False
        self._answered = 0.0

    def until_done_ms(self, do: Callable[[], object]) -> float:
        """Milliseconds until ``do`` has returned."""

        def do_and_note() -> None:
            do()
            self._note()

        return self._timed(do_and_note)

    def until_painted_ms(self, do: Callable[[], object]) -> float:
        """Milliseconds until what ``do`` has asked for is painted; ``do`` calls ``expect`` when it knows the answer."""
        self._window.installEventFilter(self)
        waited = self._timed(do)
        self._window.removeEventFilter(self)
        return waited

    def expect(self) -> None:
        """What is painted next is the answer."""
        self._is_expected = True

    def _timed(self, do: Callable[[], object]) -> float:
        self._do, self._is_expected = do, False
        delay = float(self._chance.uniform(EARLIEST_S, LATEST_S))
        due = perf_counter() + delay
        self._answered = due + PATIENCE_S
        hand = threading.Thread(target=self._reach_out, args=(delay,), name="hand")
        hand.start()
        patience = QTimer(singleShot=True, interval=round((PATIENCE_S + delay) * 1000))
        patience.timeout.connect(self._loop.quit)
        patience.start()
        self._loop.exec()
        patience.stop()
        hand.join()
        return (self._answered - due) * 1e3

    def _reach_out(self, delay: float) -> None:
        time.sleep(delay)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def _note(self) -> None:
        self._answered = perf_counter()
        self._loop.quit()

    # overrides of Qt

    def event(self, event: QEvent) -> bool:
        """It is time."""
        if event.type() == QEvent.Type.User:
            self._do()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to be painted: a timer of 0 ms fires after that."""
        if self._is_expected and event.type() == QEvent.Type.UpdateRequest:
            self._is_expected = False
            QTimer.singleShot(0, self._note)
        return super().eventFilter(watched, event)


def click(widget: QWidget, at: QPointF) -> None:
    """Press and let go the left button at a place of a widget, as the screen would tell it."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    there = QPointF(widget.mapToGlobal(at))
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        QApplication.sendEvent(widget, QMouseEvent(kind, at, there, left, held, Qt.KeyboardModifier.NoModifier))
