"""What is compared, and the controls of the runs."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.prepare import Prepared
from nnsim.session.abreast import MOST, SideBySide
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.legend import Legend
from nnsim.ui.plots.surface import target_middle, target_scale
from nnsim.ui.theme import Size
from nnsim.ui.value_words import help_words, setting_words
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.captioned import Captioned, Readout
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.slider_scale import Stops
from nnsim.ui.widgets.speed import SpeedSlider
from nnsim.ui.widgets.status_pill import Mark, StatusPill

SPEEDS: Final = Stops((1, 2, 5, 10, 20, 50, 100, 200, math.inf))
"""Epochs a second."""


class _Marks(Legend):
    """What the marks in the pictures mean; between the cards."""

    LIES_ON = "ground"


class SetupBar(QWidget):
    """One row: the setting, where to begin, one more run; run, step, reset, epoch, speed and state.

    Signals
    -------
    toggled() : run, or pause
    stepped() : run one epoch
    """

    toggled = Signal()
    stepped = Signal()

    def __init__(self, side: SideBySide, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_bar")
        self._side, self._appearance = side, appearance
        translate = QCoreApplication.translate
        self.setting = DropButton(self.tr("What differs"), tip=self.tr("Choose the setting in which the runs differ"))
        self.setting.setObjectName("side_setting")
        self.here = Chip("", name=self.tr("Start from here"))
        self.here.setObjectName("side_from_here")
        self.add = Button(self.tr("Add a run"), tip=self.tr("One run more, with another value: four at the most"))
        self.add.setObjectName("side_add")
        self.run = Button(self.tr("Run"), "primary")
        self.run.setObjectName("side_run")
        self.run.setToolTip(self.tr("Start or pause all runs  (Space)"))
        self.epoch = Button(self.tr("One epoch"), "step", name=self.tr("Step one epoch"))
        self.epoch.setObjectName("side_epoch")
        self.epoch.setToolTip(self.tr("Let all runs use every training sample once  (E)"))
        self.reset = Button(self.tr("Reset"), "step")
        self.reset.setObjectName("side_reset")
        self.reset.setToolTip(self.tr("Let all runs begin anew  (Ctrl+R)"))
        self.epochs = Readout(
            translate("SetupBar", "epoch"), "12,345", self.tr("Epochs that all runs have finished together")
        )
        self.speed = SpeedSlider(self.tr("How many epochs to take in a second"), SPEEDS, self.tr("epochs/s"))
        self.speed.slider.setObjectName("side_speed")
        self.speed.set_speed(side.speed)
        self.state = StatusPill(self.tr("State of the runs"), appearance)
        self.state.setObjectName("side_state")
        self.legend = _Marks(appearance)
        self.legend.setObjectName("side_legend")
        self._lay_out()
        self._connect()

    def render_all(self) -> None:
        """Everything, as it is now."""
        self._render_setting()
        self.render_state()
        self.render_epoch()

    def render_state(self) -> None:
        """What the runs are doing, and what can be done."""
        state = self._side.state
        is_running = state == "running"
        text = self.tr("Pause") if is_running else self.tr("Run")
        self.run.setText(text)
        self.run.setAccessibleName(text)
        for button in (self.run, self.epoch):
            button.setEnabled(state != "ended" and bool(self._side.columns))
        self.add.setEnabled(0 < len(self._side.columns) < MOST)
        marks: dict[str, tuple[Mark, str]] = {
            "ready": ("ready", self.tr("ready")),
            "running": ("running", self.tr("learning in step")),
            "paused": ("paused", self.tr("paused")),
            "ended": ("stopped", self.tr("all have ended")),
        }
        self.state.show_status(*marks[state])
        self._render_icons()

    def render_epoch(self) -> None:
        """How far they have come together."""
        going = [column for column in self._side.columns if column.failure is None and column.stopped is None]
        far = max((column.snapshot.epoch for column in self._side.columns), default=0)
        self.epochs.show_text(format_count(min((column.snapshot.epoch for column in going), default=far)))

    def _render_setting(self) -> None:
        contrasts = self._side.contrasts
        self.setting.set_options([Option(one.name, setting_words(one), help_words(one)) for one in contrasts])
        contrast = self._side.contrast
        self.setting.set_current(contrast.name, setting_words(contrast))
        self.setting.setToolTip(help_words(contrast))
        self._render_here()
        self._render_legend()

    def _render_here(self) -> None:
        """Where the runs begin, which is known by its epoch."""
        epoch = format_count(self._side.learnt_epoch)
        said = self.tr("from epoch {0}").format(epoch)
        tip = self.tr("On: all runs begin with what the project has learnt up to epoch {0}. Off: with first weights.")
        other = self.tr("Runs that differ in this setting have no weights in common: all begin with first ones.")
        self.here.setText(said)
        self.here.setAccessibleName(said)
        self.here.setVisible(self._side.has_learnt)
        self.here.setEnabled(self._side.contrast.keeps_weights)
        self.here.setChecked(self._side.starts_here)
        self.here.setToolTip(tip.format(epoch) if self._side.contrast.keeps_weights else other)

    def _render_legend(self) -> None:
        """What the marks mean, where there is room for it in one line."""
        columns = self._side.columns
        if columns:
            prepared = columns[0].prepared
            self.legend.show_data(prepared.known, len(prepared.test_rows) > 0)
            scale = target_scale(prepared.known) if len(prepared.extents) == 2 else None
            self.legend.show_scale(scale, target_middle(prepared.known))
        has_marks = bool(columns) and _has_marks(columns[0].prepared)
        self.legend.setVisible(has_marks and self.width() >= Size.SIDE_LEGEND_FROM)

    def _lay_out(self) -> None:
        differs = Captioned(self.tr("what differs"), self.tr("The setting in which the runs differ; all else is alike"))
        differs.row.addWidget(self.setting)
        differs.row.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.MARGIN)
        row.addWidget(differs)
        row.addWidget(self.here)
        row.addWidget(self.add)
        row.addWidget(self.legend, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        for widget in (self.run, self.epoch, self.reset, self.epochs, self.speed, self.state):
            row.addWidget(widget)
        self.run.setFixedWidth(Size.RUN)

    def _connect(self) -> None:
        side = self._side
        self.setting.chosen.connect(lambda name: side.choose(name))
        self.here.clicked.connect(lambda: side.start_here(not side.starts_here))
        self.add.clicked.connect(lambda: side.add())
        self.run.clicked.connect(self.toggled.emit)
        self.epoch.clicked.connect(self.stepped.emit)
        self.reset.clicked.connect(lambda: side.reset())
        self.speed.chosen.connect(lambda speed: side.set_speed(speed))
        self._appearance.changed.connect(self._render_icons)

    def _render_icons(self) -> None:
        name = "pause" if self._side.state == "running" else "play"
        self.run.setIcon(icon(name, self._appearance.theme, "on_accent", solid=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend gives way where there is little room."""
        super().resizeEvent(event)
        self._render_legend()


def _has_marks(prepared: Prepared) -> bool:
    """Whether samples are marks in the pictures."""
    if prepared.is_reconstruction:
        return len(prepared.extents) == 2
    return len(prepared.extents) in (1, 2) or not prepared.dataset.classes
