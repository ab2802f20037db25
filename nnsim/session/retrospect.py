"""Quantities over the course of training: who watches which, what is known, and when the rest is found out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from time import perf_counter
from traceback import extract_tb
from typing import Final
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from nnsim.engine.parameters import Array
from nnsim.runs.course import Course
from nnsim.runs.experiment import Experiment
from nnsim.runs.hindsight import Hindsight, Lens, Piece, Row
from nnsim.runs.quantities import METRICS, Quantity, is_of_weight, quantity_of, weight_key
from nnsim.session.errand import Errand

SHARE_OF_RUN: Final = 0.1
"""Part of the training thread's time that looking back may take while training goes on."""
SHARE_OF_TURN: Final = 0.25
"""Part of one turn that it may take then, unless a single moment takes longer."""
LONGEST_FRAME_S: Final = 0.1
"""More time than this between two turns was none of a run."""
MOST_SAVED_S: Final = 0.5
"""Time that was not needed is saved up to here: a moment may take longer to look at than a turn has time."""
MOST_WEIGHTS: Final = 8
"""So many single weights are remembered; whoever goes through many of them comes back to the last ones at most."""
PLAN_TURNS: Final = 8
"""While training goes on, it is thought over no oftener than in so many turns what is missing."""


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """A quantity over the course, as far as it is known by now.

    Parameters
    ----------
    at, epoch : (rows,) updates, and epochs with the part of the one under way; ascending
    values : for each row an array; of other shapes where an edit has changed the network
    layers : for each row the keys of its network's layers
    spacing : epochs from one row to the next when all is known; where they are further apart, something is missing
    """

    at: NDArray[np.int64]
    epoch: Array
    values: tuple[Array, ...]
    layers: tuple[tuple[int, ...], ...] = ()
    spacing: float = 0.0

    def __len__(self) -> int:
        return len(self.values)

    def places(self, keys: Sequence[int]) -> NDArray[np.intp]:
        """(rows, keys) where each layer stood in the network of each row; −1 where it was not there."""
        known: dict[tuple[int, ...], list[int]] = {}
        for layers in self.layers:
            if layers not in known:
                known[layers] = [layers.index(key) if key in layers else -1 for key in keys]
        return np.array([known[layers] for layers in self.layers], np.intp).reshape(len(self), len(keys))

    @property
    def table(self) -> Array:
        """(rows, …) all of them in one array, in the room of the largest; NaN where a row has nothing."""
        if not self.values:
            return np.empty((0, 0))
        if len({array.shape for array in self.values}) == 1:
            return np.stack(self.values)
        shape = np.array([array.shape for array in self.values]).max(axis=0)
        made = np.full((len(self.values), *shape), np.nan)
        for row, array in zip(made, self.values, strict=True):
            row[tuple(map(slice, array.shape))] = array
        return made


@dataclass(frozen=True, eq=False, slots=True)
class _Known:
    """Rows as they were asked for last; they are asked for in many frames in which nothing has been found."""

    rows: Rows
    course: ReferenceType[Course]
    edits: int
    moments: int
    found: int

    def is_of(self, course: Course, found: int) -> bool:
        """Whether they still are the rows of this course, which may only have become longer."""
        is_same = self.course() is course and self.edits == course.edits and self.found == found
        return is_same and len(course.moments) >= self.moments


class Retrospect(QObject):
    """What somebody watches is found out in the training thread's turns, and nothing else.

    While it stands still, the whole turn is for that; in a run a small part of it, and the coarsest picture comes
    first. The course is that of the present, also while a moment of its past is shown.

    Parameters
    ----------
    experiment : gives the one at work

    Signals
    -------
    rows_added() : more is known of something. In a run it comes nearly every frame: draw on the beat instead
    wanted() : somebody watches more than before
    """

    rows_added = Signal()
    wanted = Signal()

    def __init__(self, experiment: Callable[[], Experiment], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self._hindsight = Hindsight()
        self._lens: Lens | None = None
        self._watched: dict[str, frozenset[str]] = {}
        self._known: dict[str, _Known] = {}
        self._quantities: dict[str, Quantity] = {}
        self._weights: list[str] = []
        self._found = 0
        self._pieces: list[Piece] = []
        self._planned: object = None
        self._told = set[object]()
        self._turns = 0
        self._piece_s, self._saved_s, self._last = 0.001, 0.0, 0.0

    def watch(self, owner: str, keys: Collection[str]) -> None:
        """Say which quantities ``owner`` shows from now on, by their keys in ``runs.quantities``."""
        more = frozenset(keys) - self._watched.get(owner, frozenset())
        self._watched[owner] = frozenset(keys)
        self._forget_all_but_last(keys)
        if not any(self._watched.values()):
            self._lens = None
        if more:
            self.wanted.emit()

    def _forget_all_but_last(self, keys: Collection[str]) -> None:
        """Of single weights, looked at one after the other."""
        weights = [key for key in keys if is_of_weight(key)]
        self._weights = [*(key for key in self._weights if key not in weights), *weights]
        for key in [key for key in self._weights[:-MOST_WEIGHTS] if key not in self.watched]:
            self._weights.remove(key)
            self._hindsight.forget(key)
            self._quantities.pop(key, None)
            self._known.pop(key, None)

    def key_of_weight(self, layer_key: int, row: int | None, column: int) -> str:
        """Of the quantity (2,): a weight, or without a row a bias, and its gradient in the step that comes."""
        return weight_key(layer_key, row, column)

    @property
    def watched(self) -> frozenset[str]:
        """The keys of the quantities that somebody shows."""
        return frozenset[str]().union(*self._watched.values())

    def rows(self, key: str) -> Rows:
        """What is known of a quantity by now, over the present course."""
        experiment = self._experiment()
        course, known = experiment.timeline.present, self._known.get(key)
        if known is not None and known.is_of(course, self._found):
            return known.rows
        n_samples = len(experiment.run.prepared.train_rows)
        self._known = {key: one for key, one in self._known.items() if one.course() is course}
        quantity = quantity_of(key)
        spacing = self._hindsight.spacing(quantity, course, n_samples)
        rows = _as_rows(self._hindsight.rows(quantity, course, n_samples), spacing)
        self._known[key] = _Known(rows, ref(course), course.edits, len(course.moments), self._found)
        return rows

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the columns of ``results``, whose rows are (2, metrics): training and test."""
        return METRICS[self._experiment().run.prepared.dataset.task]

    def has_more(self) -> bool:
        """Whether there is something to find out."""
        self._plan()
        return bool(self._pieces)

    def errand(self, deadline: float, *, is_running: bool) -> Errand | None:
        """What to find out in a turn that ends then, in ``perf_counter`` seconds; ``None`` for nothing.

        ``is_running`` : the turn is there for training.
        """
        experiment, now = self._experiment(), perf_counter()
        left_s, passed_s, self._last = max(deadline - now, 0.0), now - self._last, now
        if is_running:
            self._turns += 1
            self._saved_s = min(self._saved_s + SHARE_OF_RUN * min(passed_s, LONGEST_FRAME_S), MOST_SAVED_S)
            if self._saved_s < self._piece_s or not self._watched_quantities():
                return None
            if not self._pieces and self._turns % PLAN_TURNS:
                return None
            left_s = min(self._saved_s, max(SHARE_OF_TURN * left_s, self._piece_s))
        if not self.has_more():
            return None
        left_s = min(left_s, len(self._pieces) * self._piece_s)
        self._lens = self._lens or Lens()
        run = experiment.run
        return Errand(self._lens, self._pieces, run.prepared, run, left_s, self._piece_s)

    def take_up(self, errand: Errand) -> Exception | None:
        """An errand has been run: know what it has found. What has failed is not tried again.

        Returns
        -------
        The bug that it has met, if that is to be told: each is told once, wherever else it comes up.
        """
        tried = errand.done
        if errand.failed is not None:
            self._lens, tried = None, errand.done + 1
            self._hindsight.give_up(errand.failed)
        if errand.pieces is self._pieces:
            self._pieces = self._pieces[tried:]
        if errand.done:
            # A running mean that the making of a lens cannot throw off.
            self._piece_s += 0.25 * (min(errand.spent_s / errand.done, 4.0 * self._piece_s) - self._piece_s)
            self._saved_s -= errand.spent_s
            self._hindsight.keep([found for found in errand.found if found[1] in self._quantities])
            self._found += 1
            self.rows_added.emit()
        return None if errand.bug is None or self._has_told(errand.bug) else errand.bug

    def _has_told(self, bug: Exception) -> bool:
        """Whether one of this kind has come up before at the same place; it has from now on."""
        place = extract_tb(bug.__traceback__)[-1]
        kind = type(bug), place.filename, place.lineno
        was_told = kind in self._told
        self._told.add(kind)
        return was_told

    def _watched_quantities(self) -> tuple[Quantity, ...]:
        """In the same order each time, and each the same object, so that it shows whether they are others."""
        for key in self.watched - self._quantities.keys():
            self._quantities[key] = quantity_of(key)
        return tuple(self._quantities[key] for key in sorted(self.watched))

    def _plan(self) -> None:
        """Think over what is missing, if something is new since the last time."""
        experiment, quantities = self._experiment(), self._watched_quantities()
        course, step = experiment.timeline.present, experiment.run.trainer.step
        news = (ref(course), course.edits, len(course.moments), ref(course.end), step > course.end.at, quantities)
        if news != self._planned:
            self._planned = news
            self._pieces = self._hindsight.missing(quantities, course, step) if quantities else []


def _as_rows(found: list[Row], spacing: float) -> Rows:
    at, epoch = np.array([row.at for row in found], np.int64), np.array([row.epoch for row in found], float)
    return Rows(at, epoch, tuple(row.values for row in found), tuple(row.layers for row in found), spacing)
