"""By which of their results runs are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnsim.session.findings import Findings, Measure
from nnsim.ui.experiments.measure_words import capitalized, measure_help, measure_name
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton


class MeasureChoice(DropButton):
    """A word with ▾. All results of a run are known, so another choice shows at once.

    Signals
    -------
    picked() : the user chose another
    """

    picked = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Result"), tip=self.tr("Which number of each run is shown"), parent=parent)
        self.setObjectName(f"{kind}_measure")
        self._measures: dict[str, Measure] = {}
        self._chosen: Measure | None = None
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the title stays where it is
        self.setSizePolicy(policy)
        self.hide()
        self.chosen.connect(self._on_chosen)

    @property
    def measure(self) -> Measure | None:
        """What is chosen, or else the most telling one; ``None`` before a run is done."""
        if self._chosen in self._measures.values():
            return self._chosen
        return next(iter(self._measures.values()), None)

    def show_findings(self, findings: Findings | None) -> None:
        """Offer what these runs can be judged by."""
        measures = () if findings is None else findings.measures
        self._measures = {f"{measure.part}_{measure.name}": measure for measure in measures}
        self.set_options(
            [
                Option(name, capitalized(measure_name(measure)), measure_help(measure))
                for name, measure in self._measures.items()
            ]
        )
        self.setVisible(bool(measures))
        self._render_current()

    def _on_chosen(self, name: str) -> None:
        self._chosen = self._measures[name]
        self._render_current()
        self.picked.emit()

    def _render_current(self) -> None:
        current = self.measure
        name = next((name for name, measure in self._measures.items() if measure == current), "")
        self.set_current(name)
