"""How many points and how much noise the made-up data are to have that are chosen next, on the sheet of all data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.spec import ToySource
from nnsim.data.toy_checks import USUAL_SAMPLES
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NumberFormat, format_count
from nnsim.ui.widgets.slider_scale import LinearScale, Stops
from nnsim.ui.widgets.value_slider import ValueSlider

_STOPS: Final = (10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 2_000, 5_000, 10_000)
_NOISE: Final = LinearScale(0.0, 1.0, 0.01)


class PointsSlider(ValueSlider):
    """How many points made-up data have: the slider reaches as far as a window stays quick, typing further."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Points"), Stops(tuple(map(float, _STOPS))), number_format=NumberFormat(whole=True), parent=parent
        )
        fewest, most = map(format_count, USUAL_SAMPLES)
        self.set_tip(
            self.tr(
                "Points: how many samples are made, for training and testing together; {0} to {1} can be typed, the "
                "slider reaches from {2} to {3}."
            ).format(fewest, most, format_count(_STOPS[0]), format_count(_STOPS[-1]))
        )
        self.field.set_range(*USUAL_SAMPLES)


class NoiseSlider(ValueSlider):
    """How far the points of made-up data stray."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Noise"), _NOISE, parent=parent)
        self.set_tip(
            self.tr("Noise, 0 to 1: how far the points stray from the rule that made them. Only made-up data have it.")
        )


class MadeUpRow(QWidget):
    """Points and noise beside each other. They count for the set that is chosen with them; till then nothing changes.

    Signals
    -------
    edited() : the user has set one of them; the pictures of the sets follow
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points, self._noise = PointsSlider(), NoiseSlider()
        self._points.setObjectName("sheet_points")
        self._noise.setObjectName("sheet_noise")
        self._before = (0.0, 0.0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * Size.GAP)
        row.addWidget(Label(self.tr("The made-up set you choose gets"), "note"))
        for slider in self.sliders:
            slider.setFixedWidth(Size.SHEET_SLIDER)
            row.addWidget(slider)
            slider.edited.connect(self.edited)
            slider.edit_finished.connect(self._remember)
            slider.edit_cancelled.connect(self._on_cancelled)
        row.addStretch(1)

    @property
    def sliders(self) -> tuple[ValueSlider, ValueSlider]:
        """Of the points and of the noise."""
        return self._points, self._noise

    @property
    def n_samples(self) -> int:
        """Points that were asked for."""
        return round(self._points.value())

    @property
    def noise(self) -> float:
        """0 to 1."""
        return self._noise.value()

    def show_source(self, source: ToySource) -> None:
        """Begin with what these data have."""
        self._points.set_value(source.n_samples)
        self._noise.set_value(source.noise)
        self._remember()

    def _remember(self) -> None:
        self._before = (self._points.value(), self._noise.value())

    def _on_cancelled(self) -> None:
        for slider, value in zip(self.sliders, self._before, strict=True):
            slider.set_value(value)
        self.edited.emit()
