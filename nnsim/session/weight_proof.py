"""The gradient of one weight put to the proof, bit by bit, so that the window stays free."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from nnsim.engine.nudge import NUDGES, Nudge
from nnsim.engine.parameters import Array
from nnsim.engine.spec import NetworkSpec, TrainSpec
from nnsim.engine.trace import Trace
from nnsim.engine.weight_check import WeightCheck
from nnsim.errors import SpecError
from nnsim.session.slices import Slices

POINTS: Final = 41
REACH: Final = 2.5
"""Points of the curve of the loss, and how many ε it reaches to either side."""


class WeightProof(QObject):
    """A weight is nudged by every ε on a copy of the network; of the chosen ε the curve of the loss comes first.

    No piece of the work is longer than a nudge, two passes, or the gradient.

    Attributes
    ----------
    check : the loss over the weight; ``None`` until it has been found, and if there is a ``problem``
    epsilon : the chosen one
    nudges : what is known of each ε by now
    moves, losses : (points,) the curve around the weight for the chosen ε; empty while it is not there
    problem : why the gradient cannot be proved

    Signals
    -------
    changed() : more is known
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slices = Slices(self._do_one, self)
        self._slices.worked.connect(self.changed)
        self._jobs: list[Callable[[], None]] = []
        self.check: WeightCheck | None = None
        self.epsilon = 1e-3
        self.nudges: dict[float, Nudge] = {}
        self.moves: Array = np.empty(0)
        self.losses: Array = np.empty(0)
        self.problem: SpecError | None = None

    def lay(self, network: NetworkSpec, training: TrainSpec, traced: Trace, index: int, before: int) -> None:
        """Take up a weight of a step."""
        self.nudges = {}
        self.check, self.problem = None, None
        self.moves = self.losses = np.empty(0)
        self._jobs = [lambda: self._take_up(network, training, traced, index, before)]
        self._slices.start()
        self.changed.emit()

    def choose(self, epsilon: float) -> None:
        """Nudge by another ε."""
        self.epsilon = epsilon
        if self.check is not None:
            self._plan(self.check)
        self.changed.emit()

    def stop(self) -> None:
        """Leave what is not known yet."""
        self._slices.stop()

    def _take_up(self, network: NetworkSpec, training: TrainSpec, traced: Trace, index: int, before: int) -> None:
        try:
            self.check = WeightCheck(network, training, traced, index, before)
        except SpecError as error:
            self.problem = error
        else:
            self._plan(self.check)

    def _plan(self, check: WeightCheck) -> None:
        """The chosen ε first, then its curve, then all others."""
        self.moves = self.losses = np.empty(0)
        epsilons = [self.epsilon, *(epsilon for epsilon in NUDGES if epsilon != self.epsilon)]
        missing = [epsilon for epsilon in epsilons if epsilon not in self.nudges]
        jobs = [partial(self._nudge, check, epsilon) for epsilon in missing]
        moves, losses = np.linspace(-REACH, REACH, POINTS) * self.epsilon, list[float]()
        first = int(self.epsilon in missing)
        jobs[first:first] = [partial(self._bend, check, moves, losses)] * POINTS
        self._jobs = list(jobs)
        self._slices.start()

    def _nudge(self, check: WeightCheck, epsilon: float) -> None:
        self.nudges[epsilon] = check.nudge(epsilon)

    def _bend(self, check: WeightCheck, moves: Array, losses: list[float]) -> None:
        """One more point of the curve, which is there when the last is."""
        losses.append(check.moved(float(moves[len(losses)])))
        if len(losses) == len(moves):
            self.moves, self.losses = moves, np.array(losses)

    def _do_one(self) -> bool:
        if self._jobs:
            self._jobs.pop(0)()
        return bool(self._jobs)
