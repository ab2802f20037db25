"""Batches of one, of ten, of all: three ways from one place with one learning rate, and why some of them jitter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.engine.line_fit import N_POINTS, LineFit
from nnsim.session.wording import Wording
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.fan import Fan
from nnsim.ui.descent.height_relief import HeightRelief
from nnsim.ui.descent.map_and_relief import MapAndRelief
from nnsim.ui.descent.once_a_frame import OnceAFrame
from nnsim.ui.descent.optimizer_rows import Mark
from nnsim.ui.descent.points_plot import PointsPlot
from nnsim.ui.descent.rate_bar import LEAST_RATE, MOST_RATE
from nnsim.ui.descent.terrain_plot import TerrainPlot, Way
from nnsim.ui.descent.words import told
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat, format_count, format_number
from nnsim.ui.widgets.page_history import PageHistory

PLACES: Final = {1: 0, 10: 1, N_POINTS: 5}
"""The sizes, each with the place of its mark and colour."""
_USUAL_STEPS: Final = 60
_MOST_STEPS: Final = 600


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """What is set on the page: sizes of batches, start, learning rate, steps, and of which size arrows are shown."""

    sizes: tuple[int, ...]
    start: tuple[float, float]
    rate: float
    steps: int
    fan: int


class BatchesPage(QWidget):
    """Sizes, learning rate and steps at the left, the map in the middle, what differs at the right; undo is its own."""

    def __init__(self, appearance: Appearance, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batches_page")
        self.setAccessibleName(self.tr("Batches"))
        self._wording = wording
        self.terrain = LineFit()
        self.start = self.terrain.start
        self.fan_size = 1
        self._ways: dict[int, Way] = {}
        self.plot = TerrainPlot(appearance, "batches_plot")
        self.plot.show_terrain(self.terrain, (self.tr("weight w"), self.tr("bias b")))
        self.relief = HeightRelief(appearance, "batches_relief")
        ends = (self.terrain.across, self.terrain.up)
        self.relief.show_heights(self.plot.heights, ends, (self.tr("weight w"), self.tr("bias b"), self.tr("loss")))
        self.pictures = MapAndRelief(self.plot, self.relief, "batches")
        self.points = PointsPlot(appearance)
        self._make_settings(appearance)
        self._lay_out()
        self._drag = OnceAFrame(self._go_down, self)
        self._history: PageHistory[BatchChoice] = PageHistory(self._chosen(), self._show_choice, self)
        self._history.watch(self.plot)
        self.setFocusProxy(self.plot)
        wording.changed.connect(self._call)
        self._call()
        self._go_down()

    @property
    def ways(self) -> dict[int, Way]:
        """The way of each size that is chosen."""
        return self._ways

    @property
    def own_history(self) -> PageHistory[BatchChoice]:
        """What undo and redo are told while this page is seen."""
        return self._history

    def _make_settings(self, appearance: Appearance) -> None:
        self.marks = {size: Mark(appearance, place) for size, place in PLACES.items()}
        self.chips = {size: Chip(self._name(size)) for size in PLACES}
        for size, chip in self.chips.items():
            chip.setObjectName(f"batches_size_{size}")
            chip.setChecked(True)
            chip.clicked.connect(lambda _checked=False, size=size: self._toggle(size))
        self.rate = NumberField(self.tr("Learning rate η"), LEAST_RATE, MOST_RATE, tip=self.tr("The same for all"))
        self.rate.setObjectName("batches_rate")
        self.rate.set_value(self.terrain.usual_rate)
        tip = self.tr("How many steps each way has. A step looks at one batch.")
        self.steps = NumberField(self.tr("Steps"), 1, _MOST_STEPS, number_format=NumberFormat(whole=True), tip=tip)
        self.steps.setObjectName("batches_steps")
        self.steps.set_value(_USUAL_STEPS)
        for field in (self.rate, self.steps):
            field.setFixedWidth(Size.RATE)
            field.edited.connect(lambda _value: self._choose_anew())
        self.fans = Chips(self.tr("Arrows of"), prefix="batches_fan")
        self.fans.setObjectName("batches_fans")
        tip = self.tr("One thin arrow for each batch of an epoch, where all begin; the thick one is their mean.")
        self.fans.set_options([Option(str(size), self._name(size), tip) for size in PLACES])
        self.fans.clicked.connect(self._choose_fan)
        self.plot.put.connect(self._put)

    def _name(self, size: int) -> str:
        return self.tr("all {0}").format(size) if size == N_POINTS else self.tr("batch of {0}").format(size)

    def _lay_out(self) -> None:
        settings = Card(self.tr("A line through {0} points").format(N_POINTS))
        settings.setObjectName("batches_settings")
        settings.setFixedWidth(Size.PLAN)
        self.what = self._note("what", "")
        settings.body.addWidget(self.what)
        for size, chip in self.chips.items():
            row = QHBoxLayout()
            row.setSpacing(Size.PAD)
            row.addWidget(self.marks[size])
            row.addWidget(chip, 1)
            settings.body.addLayout(row)
        form = Form()
        form.add_row(self.tr("Learning rate η"), self.rate, self.rate.toolTip())
        form.add_row(self.tr("Steps"), self.steps, self.steps.toolTip())
        settings.body.addWidget(form)
        settings.body.addWidget(Label(self.tr("Arrows where all begin"), "note"))
        settings.body.addWidget(self.fans)
        settings.body.addWidget(self.points, 1)
        picture = Card(self.tr("Mean loss over weight and bias"))
        picture.setObjectName("batches_picture")
        picture.add_to_header(self.pictures.chips)
        picture.body.addWidget(self.pictures, 1)
        self.why = self._note(
            "why",
            self.tr(
                "The gradient of all points is the mean of theirs. A batch of one follows a single point, and each "
                "pulls its own way: the thin arrows. Ten together are nearer to the mean of all. At the bottom "
                "the mean is 0, but the gradients of single points are not: small batches never come to rest there, "
                "unless the learning rate becomes smaller. In return, a step costs less."
            ),
        )
        self.numbers = Label("", "mono")
        self.numbers.setObjectName("batches_numbers")
        self.numbers.setAccessibleName(self.tr("In numbers"))
        self.numbers.setWordWrap(True)
        self.numbers.setToolTip(
            self.tr(
                "Root mean square: the distance of each batch’s gradient from that of all points is squared, the mean "
                "of these squares is taken, and its root."
            )
        )
        told_card = Card(self.tr("Why the way jitters"))
        told_card.setObjectName("batches_told")
        told_card.setFixedWidth(Size.SUMS)
        told_card.body.addWidget(self.why)
        told_card.body.addWidget(self.numbers)
        told_card.body.addStretch(1)
        for card in (settings, told_card):
            card.body.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
            card.body.setSpacing(Size.GAP)
        CardRow(self, settings, picture, told_card)

    def _note(self, name: str, text: str) -> Label:
        note = Label(text, "note")
        note.setObjectName(f"batches_{name}")
        note.setWordWrap(True)
        return note

    # --- what a person does --------------------------------------------------------------------------------------

    def _toggle(self, size: int) -> None:
        self.chips[size].setChecked(not self.chips[size].isChecked())
        self._choose_anew()

    def _choose_fan(self, name: str) -> None:
        self.fan_size = int(name)
        self._history.note(self._chosen())
        self._render()

    def _choose_anew(self) -> None:
        self._history.note(self._chosen())
        self._go_down()

    def _chosen(self) -> BatchChoice:
        sizes = tuple(size for size, chip in self.chips.items() if chip.isChecked())
        return BatchChoice(sizes, self.start, self.rate.value(), round(self.steps.value()), self.fan_size)

    def _show_choice(self, choice: BatchChoice) -> None:
        """As it was."""
        for size, chip in self.chips.items():
            chip.setChecked(size in choice.sizes)
        self.start, self.fan_size = choice.start, choice.fan
        self.rate.set_value(choice.rate)
        self.steps.set_value(float(choice.steps))
        self.plot.show_start(self.start)
        self._go_down()

    def _put(self, weight: float, bias: float) -> None:
        self.start = (weight, bias)
        self._history.note(self._chosen(), "put")
        self.plot.show_start(self.start)
        self._drag.ask()

    def _go_down(self) -> None:
        """Train with every chosen size of batch, and show the ways."""
        start, steps = np.array(self.start), round(self.steps.value())
        self._ways = {
            size: Way(PLACES[size], self._name(size), self.terrain.way(start, self.rate.value(), size, steps))
            for size, chip in self.chips.items()
            if chip.isChecked()
        }
        self._render()

    def _call(self) -> None:
        """Call prediction and label as the View menu says."""
        said = self.tr("Prediction {0} = w x + b, loss ½ ({0} − {1})²; the height is its mean over the points below.")
        self.what.show_text(said.format(self._wording.prediction, self._wording.label))
        self.points.call_label(self._wording.label)

    # --- drawing -------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        start, steps, ways = np.array(self.start), round(self.steps.value()), tuple(self._ways.values())
        gradients = {size: self.terrain.gradients(start, size) for size in PLACES}
        self.fans.set_chosen([str(self.fan_size)])
        self.plot.show_fan(Fan(PLACES[self.fan_size], gradients[self.fan_size], gradients[1]))
        self.plot.show_ways(self.start, ways, steps)
        self.relief.show_ways(ways)
        self.points.show_lines(self.start, ways)
        mean = gradients[N_POINTS][0]
        lines = [
            self.tr("gradient of all, where they begin\n  ({0}, {1})").format(
                *(format_number(part, 4) for part in mean)
            )
        ]
        for size, found in gradients.items():
            beside = float(np.sqrt(((found - mean) ** 2).sum(axis=1).mean()))
            lines.append(
                self.tr(
                    "{0}\n  batches in an epoch: {1}\n  their gradients miss that of all\n  by {2} (root mean square)"
                ).format(
                    self._name(size), format_count(len(found)), format_number(beside if size < N_POINTS else 0.0, 3)
                )
            )
            if size in self._ways:
                lines.append(self._end_words(size, steps))
        self.numbers.show_text("\n".join(lines))

    def _end_words(self, size: int, steps: int) -> str:
        points = self._ways[size].points
        if len(points) <= steps:
            return self.tr("  diverged after {0} steps").format(len(points) - 1)
        loss = float(self.terrain.height(*points[-1][:, None])[0])
        return self.tr("  loss at the end: {0}\n  samples looked at: {1}").format(
            told(float(f"{loss:.4g}")), format_count(steps * size)
        )
