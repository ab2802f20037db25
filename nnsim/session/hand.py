"""The hand that drags a weight."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.model.change import Change
from nnsim.runs.experiment import Experiment
from nnsim.runs.slope import slope_of_weight


@dataclass(frozen=True, eq=False, slots=True)
class Grab:
    """A weight that is being dragged, and how things stood when it was taken hold of.

    Parameters
    ----------
    layer, row, column : which one; ``row`` one past the last from-neuron means the bias
    weight : what it was
    slope : ∂L/∂w of the mean training loss then
    before : the snapshot of then
    """

    layer: int
    row: int
    column: int
    weight: float
    slope: float
    before: Snapshot

    def expected_change(self, weight: float) -> float:
        """By how much the loss would have changed on its way to ``weight`` if the slope had stayed the same."""
        return self.slope * (weight - self.weight)


class Hand(QObject):
    """Holds at most one weight, from the first time it is dragged until it is let go.

    Signals
    -------
    changed() : ``grab`` is another
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grab: Grab | None = None

    def move(
        self, experiment: Experiment, now: Snapshot, layer: int, row: int, column: int, value: float
    ) -> Change | None:
        """Drag a weight to a value, having taken hold of it if none is held yet; raises as ``Experiment.apply``."""
        if self.grab is None:
            slope = slope_of_weight(experiment.run, layer, row, column)
            weight = float(blocks(now.network)[layer].matrix(now.parameters)[row, column])
            self._hold(Grab(layer, row, column, weight, slope, now))
        return experiment.set_weight(layer, row, column, value, dragging=True)

    def let_go(self) -> None:
        """Hold nothing."""
        if self.grab is not None:
            self._hold(None)

    def _hold(self, grab: Grab | None) -> None:
        self.grab = grab
        self.changed.emit()
