"""The page of predicted numbers against true ones."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.session.session import Session
from nnsim.ui.names import pretty_input
from nnsim.ui.output.choice_page import ChoicePage
from nnsim.ui.plots.fit_plot import FitPlot
from nnsim.ui.widgets.chips import Option


class FitPage(ChoicePage):
    """The plot and, if several quantities are predicted, the choice of the one that it shows."""

    def __init__(self, plot: FitPlot, session: Session, object_name: str = "fit_target") -> None:
        name = QCoreApplication.translate("FitPage", "Quantity that is shown")
        super().__init__(plot, name, object_name, lambda number: plot.show_target(int(number)))
        self._session = session
        self._names: tuple[str, ...] = ()
        self.plot = plot
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_names()

    def _on_snapshot_taken(self) -> None:
        self._render_names()

    def _render_names(self) -> None:
        dataset = self._session.prepared.dataset
        if dataset.classes or dataset.target_names == self._names:
            return
        self._names = dataset.target_names
        self.set_options([Option(str(number), pretty_input(name)) for number, name in enumerate(self._names)], "0")
