"""What a network makes of all samples: looked at once for each update, however many ask."""

from __future__ import annotations

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.engine.trainer import Trainer

Measured = tuple[tuple[float, float], tuple[float, float]]
"""(loss, metric) of all training and of all test samples; NaN without samples."""


class Outcome:
    """Losses and predictions as they are now, kept until the next update.

    A pass through all samples may take longer than a frame, and several views ask for it. The number of updates tells
    whether something is new: nothing else changes the parameters of a run (those set by hand belong to a new run), and
    a step that diverges leaves them as they were. Whoever measures predicts, so those who want both measure first. What
    a new trainer has measured for its record is not measured again.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._step = trainer.step
        self._measured: Measured | None = trainer.first_measured
        self._predictions: tuple[Array, Array] | None = None
        self._losses: tuple[Array, Array] | None = None
        if self._measured is not None:
            self._predictions, self._losses = self._kept(*trainer.predicted()), self._kept(*trainer.losses())

    def measured(self) -> Measured:
        """(loss, metric) over all training and all test samples; NaN without samples."""
        self._forget_if_old()
        if self._measured is None:
            self._measured = self._trainer.evaluate()
            self._predictions = self._kept(*self._trainer.predicted())
        return self._measured

    @property
    def is_measured(self) -> bool:
        """Whether ``measured`` is known already, so that it takes no pass."""
        self._forget_if_old()
        return self._measured is not None

    def predictions(self) -> tuple[Array, Array]:
        """(samples, outputs) for all training and all test samples, read-only."""
        self._forget_if_old()
        if self._predictions is None:
            self._predictions = self._kept(*self._trainer.predictions())
        return self._predictions

    def losses(self) -> tuple[Array, Array]:
        """(samples,) of each training and each test sample, read-only."""
        self.measured()
        if self._losses is None:
            self._losses = self._kept(*self._trainer.losses())
        return self._losses

    @staticmethod
    def _kept(train: Array, test: Array) -> tuple[Array, Array]:
        return frozen(train), frozen(test)

    def _forget_if_old(self) -> None:
        if self._step != self._trainer.step:
            self._step, self._measured, self._predictions, self._losses = self._trainer.step, None, None, None
