"""How fast training may go."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.captioned import Captioned
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.slider import Slider
from nnsim.ui.widgets.slider_scale import Stops

SPEEDS: Final = Stops((1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, math.inf))
"""Steps per second; the last is as fast as the machine can."""


class SpeedSlider(Captioned):
    """From one step a second, slow enough to follow, to full speed.

    Parameters
    ----------
    tip : what is counted, if it is not steps
    stops : so many of them in a second
    unit : what stands in the caption, as ``steps/s``

    Signals
    -------
    chosen(object) : steps per second as float, or ``None`` for full speed; only by the user
    """

    chosen = Signal(object)

    def __init__(self, tip: str = "", stops: Stops = SPEEDS, unit: str = "", parent: QWidget | None = None) -> None:
        tip = tip or QCoreApplication.translate(
            "SpeedSlider", "How many steps to take in a second. Slow speeds let you watch every update."
        )
        self._stops = stops
        self._unit = unit or QCoreApplication.translate("SpeedSlider", "steps/s")
        caption = QCoreApplication.translate("SpeedSlider", "speed, {0}").format(self._unit)
        super().__init__(caption, tip, parent)
        self.slider = Slider(stops.last)
        self.slider.setObjectName("speed")
        self.slider.setAccessibleName(self.tr("Speed"))
        self.slider.setToolTip(tip)
        self.slider.setFixedWidth(Size.SPEED)
        self.slider.setFixedHeight(Size.HIT)
        self.slider.moved.connect(self._on_moved)
        self._caption_text = self.caption.text()
        self._text = Label("", "field", tip=tip)
        self.row.setSpacing(Size.GAP)
        self.row.addWidget(self.slider)
        self.row.addWidget(self._text)
        self.set_speed(None)

    def set_speed(self, steps_per_s: float | None) -> None:
        """Show a speed."""
        if not self.slider.isSliderDown():
            self.slider.setValue(self._stops.position(math.inf if steps_per_s is None else steps_per_s))
        self._render_text(self.slider.value())

    def set_short(self, short: bool) -> None:
        """Tell the speed in the caption, where it needs no room of its own."""
        if short != self._text.isHidden():
            self._text.setHidden(short)
            self._render_text(self.slider.value())

    def ensure_width(self) -> None:
        """Reserve the room for the longest speed, once the fonts of the style sheet are known."""
        self._text.ensurePolished()
        self._text.setMinimumWidth(self._text.fontMetrics().horizontalAdvance(format_count(10_000)))

    def _on_moved(self, position: int) -> None:
        self._render_text(position)
        value = self._stops.value(position)
        self.chosen.emit(None if math.isinf(value) else value)

    def _render_text(self, position: int) -> None:
        value = self._stops.value(position)
        is_full = math.isinf(value)
        number = self.tr("full") if is_full else format_count(round(value))
        whole = self.tr("full speed") if is_full else f"{number} {self._unit}"
        self._text.show_text(number)
        self.caption.show_text(whole if self._text.isHidden() else self._caption_text)
        self.slider.setAccessibleDescription(whole)
