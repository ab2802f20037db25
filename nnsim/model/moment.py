"""A place of a course of training that was noted, and what was changed there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from nnsim.data.spec import DrawnSource
from nnsim.data.training_counts import n_train_of
from nnsim.engine.snapshot import Checkpoint
from nnsim.model.change import Change
from nnsim.model.project import Project

Arrival = Literal["start", "trained", "settings", "weights"]
"""How a moment came about: the first one; by training; by an edit of settings alone; by an edit of the state itself."""

OBJECTS: Final = 1200
"""Bytes of a moment's own objects, beside the numbers in its arrays; measured with ``tracemalloc``."""

MOST_MARKS: Final = 100
"""Changes at one moment that are told of; who drags back and forth for an hour makes no endless list."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A change on the way. ``back`` : it was taken back."""

    change: Change
    back: bool = False


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Moment:
    """A place of the course that was noted. What is found out about it later is kept as long as it is.

    Parameters
    ----------
    at : updates made until then, as the run counts them
    epoch, seen : finished epochs until then, and samples used of the one under way
    project : the settings; without a checkpoint
    checkpoint : the weights and the optimizer's state, without records; ``None`` at the first weights of the seed, and
        where they were given up for room (``is_bare``)
    arrival : how it came about
    marks : what was changed at this moment, in that order
    is_bare : the weights are not kept here. After training, or an edit of settings, they are those that training leads
        to from the moment before; after an edit of weights nobody can tell them any more
    """

    at: int
    epoch: int
    seen: int
    project: Project
    checkpoint: Checkpoint | None
    arrival: Arrival
    marks: tuple[Mark, ...] = ()
    is_bare: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether from here on nothing can be replayed until the next weights that are kept."""
        return self.is_bare and self.arrival in ("start", "weights")

    def epoch_after(self, updates: int, n_samples: int) -> float:
        """Epochs after so many more updates, with the part of the one under way; ``n_samples`` are trained with."""
        done, whole = batches_done(self, n_samples)
        return self.epoch + (done + updates) / whole

    def memory(self) -> dict[int, int]:
        """Bytes by the identity of what takes them."""
        held = {id(self): OBJECTS}
        if self.checkpoint is not None:
            for array in (self.checkpoint.parameters, *self.checkpoint.optimizer.values()):
                held[id(array)] = array.nbytes
        source = self.project.data.source
        if isinstance(source, DrawnSource):
            held[id(source.rows)] = source.rows.nbytes
        return held

    def bare(self) -> Moment:
        """Without weights."""
        return replace(self, checkpoint=None, is_bare=True)


def batches_done(moment: Moment, n_samples: int) -> tuple[int, int]:
    """Batches done in the epoch under way, and of a whole one. Edits of samples may have made them more or fewer."""
    n_samples = n_train_of(moment.project.data) or n_samples
    size = min(moment.project.training.batch_size or n_samples, n_samples)
    return moment.seen // size, -(-n_samples // size)


def folded(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """At most ``MOST_MARKS``: without what was taken back at once, if need be, and then without the oldest."""
    if len(marks) <= MOST_MARKS:
        return marks
    left: list[Mark] = []
    for mark in marks:
        if mark.back and left and left[-1] == Mark(mark.change):
            left.pop()
        else:
            left.append(mark)
    return tuple(left[-MOST_MARKS:])
