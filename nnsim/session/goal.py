"""How far to train when a step was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim.engine.trainer import Trainer


@dataclass(frozen=True, slots=True)
class Goal:
    """A number of updates or of epochs to reach. An epoch stays the same goal when the batch size changes meanwhile."""

    step: int | None = None
    epoch: int | None = None

    def one_step_more(self) -> Goal:
        """One update beyond; a goal that was an epoch stays as it is."""
        return self if self.step is None else Goal(step=self.step + 1)

    def one_epoch_more(self) -> Goal:
        """One epoch beyond; a goal that was a number of updates stays as it is."""
        return self if self.epoch is None else Goal(epoch=self.epoch + 1)

    def steps_left(self, trainer: Trainer) -> int:
        """Updates that are still to be made."""
        if self.epoch is not None:
            return (self.epoch - trainer.epoch) * trainer.n_batches - trainer.batch
        return 0 if self.step is None else self.step - trainer.step
