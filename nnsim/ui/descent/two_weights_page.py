"""Two weights: where gradient descent and its kin go, from a place that one clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.terrains import TERRAINS
from nnsim.engine.descents import descend
from nnsim.engine.spec import Choice
from nnsim.engine.terrains import Terrain
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.arrivals import Arrivals
from nnsim.ui.descent.height_relief import HeightRelief
from nnsim.ui.descent.map_and_relief import MapAndRelief
from nnsim.ui.descent.once_a_frame import OnceAFrame
from nnsim.ui.descent.optimizer_rows import OptimizerRows
from nnsim.ui.descent.terrain_plot import WEIGHTS, TerrainPlot, Way
from nnsim.ui.theme import Duration, Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.page_history import PageHistory
from nnsim.ui.widgets.scrolled_column import ScrolledCard

USUAL_STEPS: Final = 100
MOST_STEPS: Final = 1000

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class DescentChoice:
    """What is set on the page: function, start, steps, which optimizers go down, and (name, rate) of all."""

    terrain: str
    start: tuple[float, float]
    steps: int
    optimizers: tuple[str, ...]
    rates: tuple[tuple[str, float], ...]


class TwoWeightsPage(QWidget):
    """Function and optimizers at the left, the map in the middle, the numbers at the right; with an undo of its own."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("two_weights_page")
        self.setAccessibleName(self.tr("Two weights"))
        self.terrain_name = TERRAINS.names[0]
        self._terrain = TERRAINS.build(Choice(self.terrain_name))
        self.start = self._terrain.start
        self._in_relief: Terrain | None = None
        self._ways: tuple[Way, ...] = ()
        self._shown = USUAL_STEPS
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._roll_on)
        self.plot = TerrainPlot(appearance)
        self.relief = HeightRelief(appearance, "two_weights_relief")
        self.pictures = MapAndRelief(self.plot, self.relief, "two_weights")
        self.numbers = Arrivals()
        self.optimizers = OptimizerRows(appearance)
        self.optimizers.propose(self._terrain)
        self._make_settings()
        self._lay_out()
        self._connect()
        self._drag = OnceAFrame(self._go_down, self)
        self._history: PageHistory[DescentChoice] = PageHistory(self._chosen(), self._show_choice, self)
        self._history.watch(self.plot)
        self.setFocusProxy(self.plot)
        self._go_down()

    @property
    def ways(self) -> tuple[Way, ...]:
        """Where each optimizer goes, all steps of it."""
        return self._ways

    @property
    def shown_steps(self) -> int:
        """So many steps of them are seen."""
        return self._shown

    @property
    def own_history(self) -> PageHistory[DescentChoice]:
        """What undo and redo are told while this page is seen."""
        return self._history

    @property
    def is_rolling(self) -> bool:
        """Whether the steps appear one after the other."""
        return self._clock.isActive()

    def _make_settings(self) -> None:
        self.terrains = Chips(self.tr("Function"), prefix="terrain")
        self.terrains.setObjectName("two_weights_terrains")
        self.terrains.set_options(
            [
                Option(entry.name, translate("catalog", entry.label), translate("catalog", entry.help))
                for entry in TERRAINS
            ]
        )
        tip = self.tr("How many steps each optimizer makes.")
        self.steps = NumberField(self.tr("Steps"), 1, MOST_STEPS, number_format=NumberFormat(whole=True), tip=tip)
        self.steps.setObjectName("two_weights_steps_field")
        self.steps.setFixedWidth(Size.RATE)
        self.steps.set_value(USUAL_STEPS)
        self.form = Form()
        self.form.add_row(self.tr("Steps"), self.steps, tip)
        self.roll = Button(self.tr("Roll"), "primary", tip=self.tr("See the steps one after the other"))
        self.roll.setObjectName("two_weights_roll")
        self.counted = Label("", "note")
        self.counted.setObjectName("two_weights_counted")
        self.explained = Label("", "note")
        self.explained.setObjectName("two_weights_explained")
        self.explained.setWordWrap(True)

    def _lay_out(self) -> None:
        settings = ScrolledCard(self.tr("Function and optimizers"), Size.PLAN)
        settings.setObjectName("two_weights_settings")
        settings.scrolled.setObjectName("two_weights_scroll")
        rates = self.tr("Optimizers, each with its learning rate η")
        parts = (
            self.terrains, self.explained, Label(rates, "note"), self.optimizers, self.form, self.roll, self.counted,
        )  # fmt: skip
        for part in parts:
            settings.column.addWidget(part)
        settings.column.addStretch(1)
        picture = Card(self.tr("Heights over two weights"))
        picture.setObjectName("two_weights_picture")
        picture.add_to_header(self.pictures.chips)
        picture.body.addWidget(self.pictures, 1)
        CardRow(self, settings, picture, self.numbers)

    def _connect(self) -> None:
        self.terrains.clicked.connect(self._choose_terrain)
        self.optimizers.edited.connect(self._choose_anew)
        self.steps.edited.connect(lambda _steps: self._choose_anew())
        self.plot.put.connect(self._put)
        self.roll.clicked.connect(self._roll)

    # --- what a person does --------------------------------------------------------------------------------------

    def _choose_terrain(self, name: str) -> None:
        self.terrain_name = name
        self._terrain = TERRAINS.build(Choice(name))
        self.start = self._terrain.start
        self.optimizers.propose(self._terrain)
        self._choose_anew()

    def _choose_anew(self) -> None:
        self._history.note(self._chosen())
        self._go_down()

    def _put(self, x: float, y: float) -> None:
        self.start = (x, y)
        self._history.note(self._chosen(), "put")
        self.plot.show_start(self.start)
        self._drag.ask()

    def _chosen(self) -> DescentChoice:
        rates = tuple((name, field.value()) for name, field in self.optimizers.fields.items())
        return DescentChoice(
            self.terrain_name, self.start, round(self.steps.value()), tuple(self.optimizers.chosen), rates
        )

    def _show_choice(self, choice: DescentChoice) -> None:
        """As it was."""
        if choice.terrain != self.terrain_name:
            self.terrain_name = choice.terrain
            self._terrain = TERRAINS.build(Choice(choice.terrain))
        self.start = choice.start
        self.steps.set_value(float(choice.steps))
        self.optimizers.show_choice(choice.optimizers, dict(choice.rates))
        self.plot.show_start(self.start)
        self._go_down()

    def _go_down(self) -> None:
        """Let every chosen optimizer make all its steps, and show them."""
        self._clock.stop()
        places = {name: place for place, name in enumerate(OPTIMIZERS.names)}
        self._shown = round(self.steps.value())
        self._ways = tuple(
            Way(
                places[name],
                translate("catalog", OPTIMIZERS.entry(name).label),
                descend(self._terrain.slope, np.array(self.start), Choice(name), rate, self._shown),
            )
            for name, rate in self.optimizers.chosen.items()
        )
        self._render()

    def _roll(self) -> None:
        """Show the steps one after the other, or all at once."""
        if self.is_rolling:
            self._clock.stop()
            self._shown = round(self.steps.value())
        else:
            self._shown = 0
            self._clock.start(Duration.ROLL_FRAME)
        self._render()

    def _roll_on(self) -> None:
        steps = round(self.steps.value())
        stride = max(1, steps * Duration.ROLL_FRAME // Duration.ROLL_ALL)
        self._shown = min(self._shown + stride, steps)
        if self._shown == steps:
            self._clock.stop()
        self._render()

    # --- drawing -------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        self.terrains.set_chosen([self.terrain_name])
        self.explained.show_text(translate("catalog", TERRAINS.entry(self.terrain_name).help))
        self._render_relief()
        self.plot.show_ways(self.start, self._ways, self._shown)
        rate = self.optimizers.fields["sgd"].value()
        self.numbers.show_ways(self.terrain_name, self._terrain, self.start, rate, self._ways, self._shown)
        self.counted.show_text(self.tr("Steps shown: {0} of {1}").format(self._shown, round(self.steps.value())))
        self.roll.setText(self.tr("Show all") if self.is_rolling else self.tr("Roll"))
        self.roll.setAccessibleName(self.roll.text())

    def _render_relief(self) -> None:
        terrain = self._terrain
        if terrain is not self._in_relief:
            self._in_relief = terrain
            self.plot.show_terrain(terrain)
            self.relief.show_heights(self.plot.heights, (terrain.across, terrain.up), (*WEIGHTS, "f"))
        self.relief.show_ways([Way(way.place, way.name, way.points[: self._shown + 1]) for way in self._ways])

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        if self.is_rolling:
            self._roll()
