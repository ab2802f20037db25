"""The hand that sets weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.model.change import Change
from nnsim.model.effect import Effect
from nnsim.runs.effect import effect_of
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run
from nnsim.runs.slope import slope_of_weight


@dataclass(frozen=True, eq=False, slots=True)
class Grab:
    """A weight that is being dragged or was set in one go, and how things stood before.

    Parameters
    ----------
    layer, row, column : which one; ``row`` one past the last from-neuron means the bias
    weight : what it was
    slope : ∂L/∂w of the mean training loss then; ``None`` if the outputs are steps, which have none
    before : the snapshot of then
    """

    layer: int
    row: int
    column: int
    weight: float
    slope: float | None
    before: Snapshot

    def expected_change(self, weight: float) -> float | None:
        """By how much the loss would have changed on its way to ``weight`` if the slope had stayed the same."""
        return None if self.slope is None else self.slope * (weight - self.weight)


class Hand(QObject):
    """Holds at most one weight, from the first time it is dragged until it is let go.

    Attributes
    ----------
    grab : the weight that is held
    put_last : the weight that was set in one go, as by typing it, until the next edit
    effect : what the last edit of weights, one or many, has done to the loss, until the next edit

    Signals
    -------
    changed() : ``grab``, ``put_last`` or ``effect`` is another
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grab: Grab | None = None
        self.put_last: Grab | None = None
        self.effect: Effect | None = None

    def move(
        self, experiment: Experiment, now: Snapshot, layer: int, row: int, column: int, value: float
    ) -> Change | None:
        """Drag a weight to a value, having taken hold of it if none is held yet; raises as ``Experiment.apply``."""
        if self.grab is None:
            self._hold(_taken(experiment.run, now, layer, row, column))
        return experiment.set_weight(layer, row, column, value, dragging=True)

    def put(
        self, experiment: Experiment, now: Snapshot, layer: int, row: int, column: int, value: float
    ) -> Change | None:
        """Set a weight in one go; raises as ``Experiment.apply``. What it was is known if the loss of then is."""
        before = experiment.run
        change = self.edit(experiment, lambda: experiment.set_weight(layer, row, column, value))
        if change is not None and now.now is not None:
            self.put_last = _taken(before, now, layer, row, column)
            self.changed.emit()
        return change

    def edit(self, experiment: Experiment, do: Callable[[], Change | None]) -> Change | None:
        """Edit many weights, or how they may change, in one go."""
        before = experiment.run
        change = do()
        if change is not None:
            self.effect = effect_of(before, experiment.run)
            self.changed.emit()
        return change

    def forget_last(self) -> None:
        """Something else is about to be edited."""
        if self.put_last is not None or self.effect is not None:
            self.put_last, self.effect = None, None
            self.changed.emit()

    def let_go(self) -> None:
        """Hold nothing."""
        if self.grab is not None:
            self._hold(None)

    def _hold(self, grab: Grab | None) -> None:
        self.grab = grab
        self.changed.emit()


def _taken(run: Run, now: Snapshot, layer: int, row: int, column: int) -> Grab:
    """A weight of a run, as it is."""
    weight = float(blocks(now.network)[layer].matrix(now.parameters)[row, column])
    return Grab(layer, row, column, weight, slope_of_weight(run, layer, row, column), now)
