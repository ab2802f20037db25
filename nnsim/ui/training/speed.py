"""How fast training goes: what the user allows, and what is measured."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.theme import Duration, Size
from nnsim.ui.training.captioned import Captioned
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.scale import Stops
from nnsim.ui.widgets.slider import Slider

SPEEDS: Final = Stops((1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, math.inf))
"""Steps per second; the last is as fast as the machine can."""
_MS: Final = 1000


class SpeedSlider(Captioned):
    """From one step a second, slow enough to follow, to full speed.

    Signals
    -------
    chosen(object) : steps per second as float, or ``None`` for full speed; only by the user
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        tip = parent.tr("How many steps to take in a second. Slow speeds let you watch every update.")
        super().__init__(parent.tr("speed"), tip, parent)
        self.slider = Slider(SPEEDS.last)
        self.slider.setObjectName("speed")
        self.slider.setAccessibleName(self.tr("Speed"))
        self.slider.setToolTip(tip)
        self.slider.setFixedWidth(Size.SPEED)
        self.slider.setFixedHeight(Size.HIT)
        self.slider.moved.connect(self._on_moved)
        self._text = Label("", "field", tip=tip)
        self._text.setMinimumWidth(self._text.fontMetrics().horizontalAdvance(f"{format_count(10_000)}/s"))
        self.row.setSpacing(Size.GAP)
        self.row.addWidget(self.slider)
        self.row.addWidget(self._text)
        self.set_speed(None)

    def set_speed(self, steps_per_s: float | None) -> None:
        """Show a speed."""
        if not self.slider.isSliderDown():
            self.slider.setValue(SPEEDS.position(math.inf if steps_per_s is None else steps_per_s))
        self._render_text(self.slider.value())

    def _on_moved(self, position: int) -> None:
        self._render_text(position)
        value = SPEEDS.value(position)
        self.chosen.emit(None if math.isinf(value) else value)

    def _render_text(self, position: int) -> None:
        value = SPEEDS.value(position)
        text = self.tr("full") if math.isinf(value) else self.tr("{0}/s").format(format_count(round(value)))
        self._text.show_text(text)
        self.slider.setAccessibleDescription(text)


class StepRate:
    """Steps per second, measured over at least half a second, so that the number can be read."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._step = 0
        self._rate: float | None = None

    def restart(self, step: int) -> None:
        """Forget what was measured."""
        self._clock.start()
        self._step, self._rate = step, None

    def seen(self, step: int) -> float | None:
        """The rate, now that ``step`` is reached; ``None`` until it is known."""
        if step < self._step or not self._clock.isValid():
            self.restart(step)
        elapsed_ms = self._clock.elapsed()
        if elapsed_ms >= Duration.RATE:
            self._rate = (step - self._step) * _MS / elapsed_ms
            self._step = step
            self._clock.start()
        return self._rate
