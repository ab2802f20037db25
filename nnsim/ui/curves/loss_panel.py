"""The card of the loss: the curves and their switches."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.loss_plot import LossPlot
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.card import Card


class LossPanel(Card):
    """Chips above the curves: which quantity, which axis, and back to all of it."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self.setObjectName("loss_panel")
        self.plot = LossPlot(session, appearance)
        self.loss_chip = Chip(self.tr("loss"))
        self.metric_chip = Chip("")
        self.log_chip = Chip(self.tr("log"))
        self.fit_button = Button(self.tr("fit"), "quiet")
        self._name_parts()
        for part in (self.fit_button, self.loss_chip, self.metric_chip, self.log_chip):
            self.add_to_header(part)
        self.body.addWidget(self.plot)
        self.loss_chip.clicked.connect(lambda: self.plot.show_quantity("loss"))
        self.metric_chip.clicked.connect(lambda: self.plot.show_quantity("metric"))
        self.log_chip.clicked.connect(lambda: self.plot.show_log(not self.plot.log))
        self.fit_button.clicked.connect(self.plot.fit)
        self.plot.view_changed.connect(self._on_view_changed)
        session.project_changed.connect(self._on_project_changed)
        self._render_switches()

    def _name_parts(self) -> None:
        title = self.tr("Loss")
        self.header.title.setText(title)
        self.setAccessibleName(title)
        for part, name, tip in (
            (self.loss_chip, "loss", self.tr("What training makes small: the mean loss over all samples")),
            (self.metric_chip, "metric", ""),
            (self.log_chip, "log", self.tr("Equal ratios take equal heights: small losses can be told apart")),
            (self.fit_button, "fit", self.tr("Show the whole run again. The wheel zooms, dragging moves")),
        ):
            part.setObjectName(f"loss_{name}")
            part.setToolTip(tip)

    def _on_view_changed(self) -> None:
        self._render_switches()

    def _on_project_changed(self, _change: object) -> None:
        self._render_switches()

    def _render_switches(self) -> None:
        classes = self._session.prepared.dataset.task == "classification"
        name = self.tr("accuracy") if classes else self.tr("RMSE")
        self.metric_chip.setText(name)
        self.metric_chip.setAccessibleName(name)
        self.metric_chip.setToolTip(
            self.tr("Which share of the samples is answered rightly")
            if classes
            else self.tr("Root mean squared error: how far off a prediction typically is")
        )
        self.loss_chip.setChecked(self.plot.quantity == "loss")
        self.metric_chip.setChecked(self.plot.quantity == "metric")
        self.log_chip.setChecked(self.plot.log)
        self.log_chip.setEnabled(not self.plot.shows_accuracy)
        self.fit_button.setVisible(self.plot.zoomed)
