"""The card of the loss: the curves and their switches."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim.session.runs import MOST_PINNED
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.curves.pin_legend import PinLegend
from nnsim.ui.curves.pin_promise import PinPromise
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.loss_plot import LossPlot
from nnsim.ui.plots.measures import measures, per_batch
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton


class LossPanel(Card):
    """Above the curves: what they measure, which axis, back to all of it; and the pin that keeps the run to compare."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self.setObjectName("loss_panel")
        self.plot = LossPlot(session, appearance)
        self.measure = DropButton(self.tr("What is drawn"))
        self.batch_chip = Chip(self.tr("per batch"))
        self.log_chip = Chip(self.tr("log"))
        self.pin_chip = Chip(self.tr("pin"), name=self.tr("Pin this run"))
        self.fit_button = Button(self.tr("fit"), "quiet")
        self.legend = PinLegend(session, appearance)
        self.promise = PinPromise(session)
        self._name_parts()
        for part in (self.fit_button, self.measure, self.batch_chip, self.log_chip, self.pin_chip):
            self.add_to_header(part)
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.legend)
        self.body.addWidget(self.promise)
        self.measure.chosen.connect(self.plot.show_measure)
        self.batch_chip.clicked.connect(lambda: self.plot.show_batches(not self.plot.by_batch))
        self.log_chip.clicked.connect(lambda: self.plot.show_log(not self.plot.log))
        self.pin_chip.clicked.connect(self._ask_for_pin)
        self.fit_button.clicked.connect(self.plot.fit)
        self.plot.view_changed.connect(self._render_switches)
        session.project_changed.connect(self._on_project_changed)
        self._render_switches()

    def _name_parts(self) -> None:
        self.setAccessibleName(self.tr("Loss"))
        self.measure.setObjectName("loss_measure")
        for part, name, tip in (
            (self.batch_chip, "batch", per_batch().tip),
            (self.log_chip, "log", self.tr("Equal ratios take equal heights: small losses can be told apart")),
            (self.fit_button, "fit", self.tr("Show the whole run again. The wheel zooms, dragging moves")),
        ):
            part.setObjectName(f"loss_{name}")
            part.setToolTip(tip)
        self.pin_chip.setObjectName("loss_pin")

    def _ask_for_pin(self) -> None:
        present = next(line for line in self._session.runs if line.is_present)
        (self._session.unpin_run if present.is_pinned else self._session.pin_run)(present.key)

    def _on_project_changed(self, _change: object) -> None:
        self._render_switches()

    def _render_switches(self) -> None:
        measure = self.plot.measure
        known = measures(self.plot.task)
        self.header.title.show_text(measure.title)
        self.measure.set_options([Option(one.name, one.label, one.tip) for one in known])
        self.measure.set_current("loss" if self.plot.by_batch else measure.name)
        self.measure.setToolTip(measure.tip)
        self.batch_chip.setChecked(self.plot.by_batch)
        self.batch_chip.setVisible(self.plot.by_batch or measure.name == "loss")
        self.log_chip.setChecked(self.plot.log)
        self.log_chip.setEnabled(measure.can_log)
        self.fit_button.setVisible(self.plot.zoomed)
        self._render_pins()

    def _render_pins(self) -> None:
        runs = self._session.runs
        present = next((line for line in runs if line.is_present), None)
        is_pinned = present is not None and present.is_pinned
        is_full = len(self.plot.pins.pins) >= MOST_PINNED and not is_pinned
        self.pin_chip.setChecked(is_pinned)
        self.pin_chip.setEnabled(present is not None and not is_full)
        self.pin_chip.setToolTip(
            self.tr("{0} runs are pinned: unpin one first.").format(MOST_PINNED)
            if is_full
            else self.tr(
                "This run stays in the plot when another starts, after a reset or “Continue from here”.\n"
                "One that was left is drawn by the eye in the list of runs."
            )
        )
        pins = self.plot.pins.pins
        self.legend.show_pins(pins, [pin.missing(self.plot.measure, self.plot.task) for pin in pins])
        self.promise.show_runs(runs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, it is for the curves."""
        super().resizeEvent(event)
        is_low = event.size().height() < PlotSize.LOSS_WITH_PINS
        self.legend.give_way(is_low)
        self.promise.give_way(is_low)
