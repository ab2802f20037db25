"""The beat of the window: draw, let Qt paint, hand the rest of the frame to the training thread."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

FRAME_S = 1 / 60
SAFETY_S = 0.0002
"""A turn ends this much before the next frame is due, for the report."""
LEAST_TURN_S = 0.004
"""However long frames take to draw, the worker gets this much behind each; behind a single one less, so that one that
took long does not make the next one late."""


class FrameClock(QObject):
    """Ticks while it is on.

    Signals
    -------
    frame() : time to draw
    painted(float) : what was drawn is on the screen; carries the ``perf_counter`` time at which a turn must end
    """

    frame = Signal()
    painted = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self._next = 0.0
        self._was_short = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        # A timer of 0 ms fires when Qt has nothing else to do: after the paint that the frame asked for.
        self._after_paint = QTimer(self, singleShot=True, interval=0)
        self._after_paint.timeout.connect(self._announce)

    @property
    def on(self) -> bool:
        """Whether it ticks."""
        return self._on

    def start(self) -> None:
        """Tick, now and from now on."""
        if not self._on:
            self._on = True
            self._next = perf_counter()
            self._timer.start(0)

    def stop(self) -> None:
        """No more ticks."""
        self._on = False
        self._timer.stop()
        self._after_paint.stop()

    @Slot()
    def _tick(self) -> None:
        self._next = max(self._next + FRAME_S, perf_counter())
        self.frame.emit()
        if self._on:
            self._after_paint.start()

    @Slot()
    def _announce(self) -> None:
        now = perf_counter()
        is_short = self._next - now < LEAST_TURN_S
        if is_short and self._was_short:
            self._next = now + LEAST_TURN_S
        self._was_short = is_short
        # A timer counts whole milliseconds: it fires a little before the frame is due, which waits for the turn.
        if self._on:
            self._timer.start(max(0, int((self._next - now) * 1000)))
        self.painted.emit(self._next - SAFETY_S)
