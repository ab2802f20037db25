"""Where a weight has been: its value and its gradient over all moments of the run that are kept."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.one_weight.history_plot import HistoryPlot
from nnsim.ui.inspector.one_weight.told import WeightTold
from nnsim.ui.theme import Size


class HistorySection(QWidget):
    """Two curves side by side, found afterwards: nothing was recorded for them."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._key = ""
        self.setObjectName("weight_history")
        self.values = HistoryPlot(self.tr("weight w"), appearance)
        self.values.setObjectName("weight_history_values")
        self.gradients = HistoryPlot(self.tr("gradient ∂L/∂w"), appearance)
        self.gradients.setObjectName("weight_history_gradients")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        for plot in (self.values, self.gradients):
            row.addWidget(plot, 1)
            plot.picked.connect(session.show_past)
        session.hindsight.rows_added.connect(self._on_rows_added)
        self.setFocusProxy(self.values)

    def start_anew(self) -> None:
        """Another weight, or another network."""
        for plot in (self.values, self.gradients):
            plot.start_scale_anew()

    def show_weight(self, told: WeightTold) -> None:
        """Show the history of this weight."""
        network, weight = told.network, told.weight
        row = None if weight.is_bias(network) else weight.row
        self._key = self._session.hindsight.key_of_weight(network.layers[weight.layer].key, row, weight.column)
        self.gradients.name_it(self._name_of_gradient(told))
        self._watch()
        self._render()

    def _name_of_gradient(self, told: WeightTold) -> str:
        """What is shown is what the optimizer is given, which is ∂L/∂w unless something else has a say."""
        if told.is_fixed:
            return self.tr("gradient g (0: may not change)")
        return self.tr("gradient with penalties") if told.parts.penalty else self.tr("gradient ∂L/∂w")

    def _on_rows_added(self) -> None:
        if self.isVisible() and self._session.rota.is_due("one_weight"):
            self._render()

    def _render(self) -> None:
        if not self._key:
            return
        rows, shown = self._session.hindsight.rows(self._key), self._session.track.shown[1]
        table = rows.table
        for column, plot in enumerate((self.values, self.gradients)):
            values = table[:, column] if len(rows) else rows.epoch
            plot.show_values(rows.at, rows.epoch, values, shown)

    # -------------------------------------------------------- Qt's own names

    def _watch(self) -> None:
        if self.isVisible() and self._key:
            self._session.hindsight.watch("weight_history", (self._key,))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is drawn."""
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute."""
        super().hideEvent(event)
        self._session.hindsight.watch("weight_history", ())
