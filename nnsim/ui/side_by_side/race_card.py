"""The card with the losses of all runs, its switches, and who is ahead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nnsim.session.column import Column
from nnsim.ui.appearance import Appearance
from nnsim.ui.side_by_side.race_plot import RacePlot
from nnsim.ui.side_by_side.race_range import PARTS
from nnsim.ui.side_by_side.standings import is_classification
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.card import Card


class RaceCard(Card):
    """The curves; chips say which."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("side_race_card")
        self.header.title.setText(self.tr("Losses"))
        self.setAccessibleName(self.tr("Losses of all runs"))
        self.plot = RacePlot(appearance)
        self.chips = {
            "train": Chip(self.tr("training"), tip=self.tr("Show the curves over the training samples, solid")),
            "test": Chip(self.tr("test"), tip=self.tr("Show the curves over the test samples, dashed")),
            "loss": Chip(self.tr("loss"), tip=self.tr("What training makes small: the mean loss over all samples")),
            "metric": Chip(""),
            "log": Chip(self.tr("log"), tip=self.tr("Equal ratios take equal heights: small losses can be told apart")),
        }
        for name, chip in self.chips.items():
            chip.setObjectName(f"side_{name}")
            self.add_to_header(chip)
            chip.clicked.connect(lambda _checked=False, name=name: self._on_clicked(name))
        self.body.addWidget(self.plot, 1)
        self._has_test = True
        self._loss_tip = self.chips["loss"].toolTip()
        self._name_metric(is_share=True)

    def begin(self, columns: Sequence[Column], setting: str, shared: int) -> None:
        """Other runs, which differ in a setting. If that is the loss, only the metric can be compared.

        ``shared`` : so many epochs they have in common
        """
        differ = setting == "loss"
        if differ or not self.chips["loss"].isEnabled():
            self.plot.show_quantity("metric" if differ else "loss")
        self.chips["loss"].setEnabled(not differ)
        different, same = self.tr("Losses of different kinds cannot be compared"), self._loss_tip
        self.chips["loss"].setToolTip(different if differ else same)
        is_share = is_classification(columns)
        had_test, self._has_test = self._has_test, bool(columns) and len(columns[0].prepared.test_rows) > 0
        if not self._has_test:
            self.plot.show_parts(("train",))
        elif not had_test:
            self.plot.show_parts(("test",))
        self.plot.begin(is_share=is_share, shared=shared)
        self._name_metric(is_share=is_share)
        self._render_switches()

    def _name_metric(self, *, is_share: bool) -> None:
        name = self.tr("accuracy") if is_share else self.tr("RMSE")
        self.chips["metric"].setText(name)
        self.chips["metric"].setAccessibleName(name)
        self.chips["metric"].setToolTip(
            self.tr("Which share of the samples is answered rightly")
            if is_share
            else self.tr("Root mean squared error: how far off a prediction typically is")
        )

    def show_columns(self, columns: Sequence[Column], words: str) -> None:
        """The newest records, and in ``words`` who is ahead."""
        self.plot.show_curves([column.snapshot.curves for column in columns])
        self.plot.setAccessibleDescription(words)
        self.set_note(words)

    def _on_clicked(self, name: str) -> None:
        if name in PARTS:
            parts = set(self.plot.parts) ^ {name}
            self.plot.show_parts(tuple(parts or {name}))
        elif name == "log":
            self.plot.show_log(not self.plot.log)
        else:
            self.plot.show_quantity("loss" if name == "loss" else "metric")
        self._render_switches()

    def _render_switches(self) -> None:
        plot = self.plot
        for part in PARTS:
            self.chips[part].setChecked(part in plot.parts)
            self.chips[part].setVisible(self._has_test)
        self.chips["loss"].setChecked(plot.quantity == "loss")
        self.chips["metric"].setChecked(plot.quantity == "metric")
        self.chips["log"].setChecked(plot.log)
