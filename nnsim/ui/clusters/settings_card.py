"""What lets units learn: run, step, begin anew, how fast, and how they do it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.session.clusters import Clusters
from nnsim.ui.clusters.spec_form import SpecForm
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.scrolled_column import ScrolledColumn
from nnsim.ui.widgets.speed import SpeedSlider


class SettingsCard(Card):
    """Buttons above, the form of the units below, which can be scrolled."""

    def __init__(self, clusters: Clusters, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SettingsCard", "Units"), parent)
        self.setObjectName("clusters_settings")
        self.setFixedWidth(Size.PLAN)
        self._clusters = clusters
        self.form = SpecForm()
        self.run = Button("", "primary", name=self.tr("Run"))
        self.run.setObjectName("clusters_run")
        self.run.setToolTip(self.tr("Let samples go by, in the order of chance; or pause (Space)"))
        self.step = Button(self.tr("Step"))
        self.step.setObjectName("clusters_step")
        self.epoch = Button(self.tr("Epoch"))
        self.epoch.setObjectName("clusters_epoch")
        self.reset = Button(self.tr("Reset"), tip=self.tr("Let the units begin anew (Ctrl+R)"))
        self.reset.setObjectName("clusters_reset")
        self.speed = SpeedSlider(self.tr("How many samples to look at in a second"), unit=self.tr("samples/s"))
        self.speed.slider.setObjectName("clusters_speed")
        self.speed.set_speed(clusters.speed)
        self._lay_out()
        self.form.edited.connect(clusters.set_spec)
        self.run.clicked.connect(self.run_or_pause)
        self.step.clicked.connect(lambda: clusters.step(1))
        self.epoch.clicked.connect(clusters.step_epoch)
        self.reset.clicked.connect(clusters.reset)
        self.speed.chosen.connect(clusters.set_speed)

    def _lay_out(self) -> None:
        scroll = ScrolledColumn()
        scroll.setObjectName("clusters_scroll")
        scroll.column.setContentsMargins(0, 0, Size.MARGIN, 0)
        scroll.column.addWidget(self.form)
        scroll.column.addStretch(1)
        self.body.setContentsMargins(Size.MARGIN, 0, 0, 0)
        for widgets in ((self.run, self.step), (self.epoch, self.reset)):
            beside = QHBoxLayout()
            beside.setContentsMargins(0, 0, Size.MARGIN, 0)
            beside.setSpacing(Size.GAP)
            for widget in widgets:
                beside.addWidget(widget, 1)
            self.body.addLayout(beside)
        self.body.addWidget(self.speed)
        self.body.addWidget(scroll, 1)

    def run_or_pause(self) -> None:
        """Let samples go by, or stay."""
        if self._clusters.is_running:
            self._clusters.pause()
        else:
            self._clusters.run()

    def render_state(self) -> None:
        """Show what can be done, and with which settings."""
        clusters = self._clusters
        is_means = isinstance(clusters.spec, MeansSpec)
        self.form.show_spec(clusters.spec)
        said = self.tr("Pause") if clusters.is_running else self.tr("Run")
        self.run.setText(said)
        self.run.setAccessibleName(said)
        self.epoch.setText(self.tr("Round") if is_means else self.tr("Epoch"))
        self.epoch.setAccessibleName(self.epoch.text())
        one = self.tr("Half a round: samples go to the nearest unit, or units to the mean of their samples (S)")
        self.step.setToolTip(one if is_means else self.tr("One sample: its winner moves towards it (S)"))
        whole = self.tr("To the end of the round, when units have moved (E)")
        self.epoch.setToolTip(whole if is_means else self.tr("Look at all samples once (E)"))
        for widget in (self.run, self.step, self.epoch):
            widget.setEnabled(clusters.can_go_on)
