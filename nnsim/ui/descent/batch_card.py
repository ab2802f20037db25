"""Beside the map of the network's loss: the ways of batches of one, ten and all in figures, and why some jitter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.session.batch_comparison import MOST_STEPS, BatchComparison, ToldWay
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.optimizer_rows import Mark
from nnsim.ui.descent.terrain_plot import Way
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat, format_count, format_number
from nnsim.ui.widgets.translated import translated

PLACES: Final = (0, 1, 5)
"""Of the marks and colours: of one, of ten, of all."""


class BatchCard(Card):
    """How many steps, for each size its mark and what has come of it, and the reason in words.

    Signals
    -------
    steps_chosen(int) : the user wants ways of so many steps
    map_wanted() : the user wants the map to be laid around them
    """

    steps_chosen = Signal(int)
    map_wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.title.show_text(self.tr("Why the way jitters"))
        self.setAccessibleName(self.tr("Why the way jitters"))
        self.setObjectName("network_loss_batches")
        self.setFixedWidth(Size.SUMS)
        tip = self.tr("How many steps each way has. A step looks at one batch.")
        self.steps = NumberField(self.tr("Steps"), 1, MOST_STEPS, number_format=NumberFormat(whole=True), tip=tip)
        self.steps.setObjectName("network_loss_batch_steps")
        self.steps.setFixedWidth(Size.RATE)
        self.steps.edited.connect(lambda value: self.steps_chosen.emit(round(value)))
        form = Form()
        form.add_row(self.tr("Steps"), self.steps, tip)
        self.body.addWidget(form)
        self.rows = tuple(Label("", "note") for _ in PLACES)
        self._lines = tuple(QWidget() for _ in PLACES)
        for place, line, row in zip(PLACES, self._lines, self.rows, strict=True):
            row.setObjectName(f"network_loss_batch_{place}")
            row.setWordWrap(True)
            row.setToolTip(
                self.tr("The loss of all training samples at the end, and how much longer the way is than straight on.")
            )
            self.body.addWidget(_marked(line, Mark(appearance, place), row))
        self.around = Button(
            self.tr("Lay the map around them"), tip=self.tr("In the plane that holds most of these ways")
        )
        self.around.setObjectName("network_loss_around")
        self.around.clicked.connect(self.map_wanted)
        self.body.addWidget(self.around)
        self.why = Label(
            self.tr(
                "All begin at the weights of this moment, with the settings of this network, on its data. The gradient "
                "of all samples is the mean of theirs. A batch of one follows a single sample, and each pulls its own "
                "way: so it jitters, and takes a detour; an optimizer that remembers (momentum, Adam) smooths it. The "
                "map shows what of the ways lies in its plane; the lengths are those among all weights. The run itself "
                "is left alone."
            ),
            "note",
        )
        self.why.setObjectName("network_loss_batch_why")
        self.why.setWordWrap(True)
        self.body.addWidget(self.why)
        self.body.addStretch(1)

    def show_ways(self, found: BatchComparison) -> None:
        """Show how far each way has come."""
        self.steps.set_value(found.steps)
        self.around.setEnabled(found.is_whole)
        ways, is_all = {way.size: way for way in found.told}, found.sizes[-1]
        for size, line, row in zip(found.sizes, self._lines, self.rows, strict=True):
            line.setVisible(size is not None)
            if size is not None:
                name = self.tr("all {0}") if size == is_all else self.tr("batch of {0}")
                refused = found.refused.get(size)
                said = self._said(ways.get(size), found.steps) if refused is None else translated(refused.message)
                row.show_text(f"{name.format(format_count(size))}\n{said}")

    def _said(self, way: ToldWay | None, steps: int) -> str:
        """Of a way, ``None`` before it begins."""
        if way is None:
            return self.tr("step {0} of {1}").format(format_count(0), format_count(steps))
        if way.has_diverged:
            return self.tr("diverges after {0} steps").format(format_count(way.made))
        if way.loss is None:
            return self.tr("step {0} of {1}").format(format_count(way.made), format_count(steps))
        return self.tr("loss at the end {0}\nway {1} times as long as straight on\nsamples looked at: {2}").format(
            format_number(way.loss, 4), format_number(way.detour, 3), format_count(way.looked)
        )


def ways_of(found: BatchComparison) -> tuple[Way, ...]:
    """The ways as the pictures take them, the largest batches on top."""
    return tuple(Way(PLACES[way.place], "", way.points) for way in found.told)


def _marked(line: QWidget, mark: Mark, row: Label) -> QWidget:
    """The mark beside the first line of the words."""
    beside = QHBoxLayout(line)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(Size.PAD)
    upright = QVBoxLayout()
    upright.addWidget(mark)
    upright.addStretch(1)
    beside.addLayout(upright)
    beside.addWidget(row, 1)
    return line
