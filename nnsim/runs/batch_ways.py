"""Batches of one, of ten, of all: three ways of training from where a run stands, as seen on a map of its loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.engine.evaluation import products_of_sample
from nnsim.engine.parameters import Array, learnt
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import StopSpec
from nnsim.errors import DivergedError, InputError
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.words import QT_TRANSLATE_NOOP

SIZES: Final = (1, 10)
"""And all samples."""
MOST_STEPS: Final = 600
MOST_NUMBERS: Final = 1_000_000
"""Of each way so many weights are kept, of more only those after every so many steps."""
MOST_PRODUCTS: Final = 50_000_000
"""Most products of a weight and a number in one pass through a batch: whoever waits for a step would notice more."""


class BatchWay:
    """A copy of a run that trains with batches of ``size``, with all else as it is there; nothing ends it early.

    Parameters
    ----------
    project : of the run, with the weights where the way begins
    run : has the samples; it is left alone
    steps : it will make, 1 to ``MOST_STEPS``
    place_of : (2,) the place on the map of (n_parameters,) parameters

    Attributes
    ----------
    moments : (n_parameters,) the weights on the way, of a large network not after every step
    made : updates by now
    looked : samples that they have looked at
    length, distance : of the way in the space of all weights, and from its beginning to its end straight on; what a
        normalisation remembers is no weight
    loss : the mean over all training samples; ``None`` while the way goes on
    failure : why it cannot begin, or could not go on

    Raises
    ------
    InputError : if the network cannot be trained with batches of that size; ``batch_ways.too_large`` if a step would
        take more than ``MOST_PRODUCTS``
    """

    def __init__(self, project: Project, run: Run, size: int, steps: int, place_of: Callable[[Array], Array]) -> None:
        self.size = size
        if size * products_of_sample(project.network) > MOST_PRODUCTS:
            raise InputError(
                "batch_ways.too_large",
                QT_TRANSLATE_NOOP("errors", "With so many weights a step of so large a batch takes too long here."),
                where=f"batches of {size}",
            )
        training = replace(project.training, batch_size=size, stop=StopSpec())
        self._run = Run(replace(project, training=training), prepared=run.prepared, beside=run)
        self._place_of, self._learnt = place_of, learnt(project.network)
        self._began = self._now()
        self._last = self._began
        self._points = [place_of(self._began)]
        self._kept_every = max(1, steps * len(self._began) // MOST_NUMBERS)
        self.moments = [self._began]
        self.made = self.looked = 0
        self.length = self.distance = 0.0
        self.loss: float | None = None
        self.failure: DivergedError | None = None

    def _now(self) -> Array:
        return self._run.trainer.network.parameters.astype(np.float64)

    @property
    def points(self) -> Array:
        """(made + 1, 2) places on the map."""
        return frozen(np.array(self._points))

    @property
    def detour(self) -> float:
        """How many times as long as straight on the way is: 1 if it never turns."""
        return self.length / self.distance if self.distance else 1.0

    def advance(self) -> None:
        """Make one update."""
        trainer = self._run.trainer
        n_samples = len(trainer.rows_of_batch())
        try:
            trainer.advance(1)
        except DivergedError as failure:
            self.failure = failure
            return
        now = self._now()
        self.made += 1
        self.looked += n_samples
        self.length += self._long(now - self._last)
        self.distance = self._long(now - self._began)
        self._last = now
        self._points.append(self._place_of(now))
        if self.made % self._kept_every == 0:
            self.moments.append(now)

    def _long(self, change: Array) -> float:
        return _long(change if self._learnt is None else change * self._learnt)

    def end(self) -> None:
        """Find the loss where it has come to, and keep that place."""
        if self.moments[-1] is not self._last:
            self.moments.append(self._last)
        self.loss = self._run.training_loss()


class BatchWays:
    """The ways of all sizes, each of ``steps`` updates, made in turns. Each is a copy of the run, made in its first.

    Parameters
    ----------
    run : stands where the ways begin; it is left alone, and may go on
    steps : 1 to ``MOST_STEPS``
    place_of : as ``BatchWay``

    Attributes
    ----------
    ways : of every size that can be trained with, as far as they are begun, small ones first
    refused : why another cannot, by size
    n_samples : for training: the largest size
    """

    def __init__(self, run: Run, steps: int, place_of: Callable[[Array], Array]) -> None:
        self.steps = steps
        self.n_samples = len(run.trainer.data.train_inputs)
        self._run, self._place_of = run, place_of
        self._project = replace(run.project, checkpoint=run.checkpoint())  # of a fresh run, too: it has been measured
        self._waiting = sorted({*(size for size in SIZES if size < self.n_samples), self.n_samples})
        self.ways: tuple[BatchWay, ...] = ()
        self.refused: dict[int, InputError] = {}

    @property
    def is_whole(self) -> bool:
        """Whether all have ended."""
        return not self._waiting and self._next() is None

    @property
    def moments(self) -> Array:
        """(moments, n_parameters) the weights on all ways."""
        return np.array([moment for way in self.ways for moment in way.moments])

    def advance(self) -> None:
        """Begin a way, make one update of that which is behind the others, or find where it has come to."""
        if self._waiting:
            self._begin(self._waiting.pop(0))
            return
        way = self._next()
        if way is None:
            return
        if way.made < self.steps:
            way.advance()
        else:
            way.end()

    def _begin(self, size: int) -> None:
        try:
            self.ways = *self.ways, BatchWay(self._project, self._run, size, self.steps, self._place_of)
        except InputError as error:
            self.refused[size] = error

    def _next(self) -> BatchWay | None:
        going = [way for way in self.ways if way.loss is None and way.failure is None]
        return min(going, key=lambda way: way.made, default=None)


def _long(change: Array) -> float:
    """The length of (n,) ``change``, also where its squares are too large for a number."""
    largest = float(np.abs(change).max())
    return largest * float(np.linalg.norm(change / largest)) if largest else 0.0
