"""The page of predicted numbers against true ones."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option


class FitPage(QWidget):
    """The plot and, if several quantities are predicted, the choice of the one that it shows."""

    def __init__(self, plot: FitPlot, session: Session) -> None:
        super().__init__()
        self._session = session
        self._names: tuple[str, ...] = ()
        self.plot = plot
        self.target = Chips(self.tr("Quantity that is shown"))
        self.target.setObjectName("fit_target")
        self.target.clicked.connect(self._show_target)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.target)
        column.addWidget(plot, 1)
        session.snapshot_taken.connect(self._render_names)
        self._render_names()

    def _render_names(self) -> None:
        dataset = self._session.prepared.dataset
        if dataset.classes or dataset.target_names == self._names:
            return
        self._names = dataset.target_names
        self.target.set_options([Option(str(number), name) for number, name in enumerate(self._names)])
        self.target.set_chosen(["0"])
        self.target.setVisible(len(self._names) > 1)

    def _show_target(self, number: str) -> None:
        self.plot.show_target(int(number))
        self.target.set_chosen([number])
