"""Units that compete for the data in hand, or k-means: begun, run, stepped, and looked at, beside the best k-means."""

from __future__ import annotations

from time import perf_counter
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnsim.data.dataset import Rows
from nnsim.data.prepare import Prepared
from nnsim.engine.competitive import CompetitiveSpec
from nnsim.engine.parameters import Array
from nnsim.engine.projection import Projection, principal_plane
from nnsim.errors import InputError
from nnsim.runs.clustering import (
    ClusterLook,
    ClusterSpec,
    ClusterWork,
    Space,
    begins_alike,
    begun,
    error_of,
    known_counts,
    n_units,
    neighbours,
    rows_for,
    search_of,
    space_of,
)
from nnsim.session.session import Session
from nnsim.session.slices import SLICE_S, Slices

TICK_MS: Final = 40
"""From one picture to the next."""
PORTION: Final = 16
"""Samples between two looks at the clock."""

MOST_PAST: Final = 50
"""Steps of undo."""

Pair: TypeAlias = tuple[int, int]
"""Two inputs, of which a plane is made."""


class Clusters(QObject):
    """One clustering at a time, of what the network in hand sees. It is no part of the project, and changes nothing.

    It learns in short slices of the window's own time, so that a run that trains meanwhile has its turns. It belongs to
    the data in hand: with others it begins anew as soon as somebody looks. Of each kind of units those of before are
    kept while another kind is shown.

    Attributes
    ----------
    spec : how units learn
    look : where they stand; ``None`` before anybody has looked, and if they cannot begin
    problem : why they cannot
    prepared : the data that they compete for
    rows : (samples,) which of them
    space : what they see of these
    begun : how often units have begun: their numbers mean the same units as long as it stays

    Signals
    -------
    changed() : any of this, or what k-means has found, is another
    history_changed() : there is more or less to undo
    """

    changed = Signal()
    history_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.spec: ClusterSpec = CompetitiveSpec(3, start="samples")
        self.speed: float | None = 500.0
        self.look: ClusterLook | None = None
        self.problem: InputError | None = None
        self.prepared: Prepared = session.prepared
        self.rows: Rows = np.empty(0, np.intp)
        self.space = Space(np.empty((0, 0)), session.prepared.input_scaling)
        self._work: ClusterWork | None = None
        self._kept: dict[type[ClusterSpec], ClusterWork] = {}
        self.begun = 0
        self._past: list[ClusterWork] = []
        self._future: list[ClusterWork] = []
        self._owed, self._before = 0.0, 0.0
        self._plane: Projection | None = None
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._search = search_of(self.spec, np.zeros((1, 1)), 0)
        self._slices = Slices(self._look_for_means, self)
        session.closing.connect(self.pause)
        session.closing.connect(self._slices.stop)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether samples go by."""
        return self._clock.isActive()

    @property
    def inputs(self) -> Array:
        """(samples, inputs) that are clustered, scaled."""
        return self.space.inputs

    @property
    def can_go_on(self) -> bool:
        """Whether another step changes anything."""
        return self._work is not None and self._work.can_go_on

    @property
    def beside(self) -> tuple[tuple[ClusterSpec, Array], ...]:
        """What as many units of other kinds have come to on these data, and (n, 2) epoch and error on their way."""
        others = (work for kind, work in self._kept.items() if kind is not type(self.spec))
        return tuple((one.spec, one.record) for one in others if n_units(one.spec) == n_units(self.spec))

    @property
    def pairs(self) -> Rows:
        """(pairs, 2) units that are side by side on the grid of a map; none of a layer."""
        return neighbours(self.spec)

    @property
    def means(self) -> Array | None:
        """(units, inputs) where k-means, the best of its starts so far, has put its units; ``None`` before."""
        return self._search.weights

    @property
    def means_error(self) -> float | None:
        """Mean squared distance of the samples to these."""
        return None if self._search.weights is None else error_of(float(self._search.error), self.inputs)

    @property
    def starts_left(self) -> int:
        """Of k-means, how many have not ended."""
        return self._search.left

    @property
    def counts(self) -> NDArray[np.int64] | None:
        """(units, classes) of what each unit has won, by what is known; ``None`` where no classes are."""
        return None if self.look is None else known_counts(self.look, self.prepared, self.rows)

    def places(self, points: Array, pair: Pair | None) -> Array:
        """(n, 2) of (n, inputs): two of the inputs, or where the samples lie farthest apart."""
        if pair is not None:
            return np.asarray(points[:, list(pair)])
        if points.shape[1] == 1:
            return np.column_stack([points[:, 0], np.zeros(len(points))])
        return self.plane.of(points)

    @property
    def plane(self) -> Projection:
        """The plane of the principal components of the samples."""
        if self._plane is None:
            self._plane = principal_plane(self.inputs)
        return self._plane

    def in_units(self, weights: Array) -> Array:
        """(units, inputs) in the units of the data."""
        return np.asarray(self.space.scaling.undo(weights))

    @property
    def can_undo(self) -> bool:
        """Whether units have been others, or have learnt in another way, on these data."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether any of that has been undone."""
        return bool(self._future)

    # --- verbs ---------------------------------------------------------------------------------------------------

    def attend(self) -> None:
        """Somebody looks: have units for the data in hand, and go on looking for means."""
        if self._work is None or self._session.prepared is not self.prepared:
            self.reset()
        elif self._search.left:
            self._slices.start()

    def rest(self) -> None:
        """Nobody looks."""
        self.pause()
        self._slices.stop()

    def set_spec(self, spec: ClusterSpec) -> None:
        """Let units learn in another way: from where they are, or anew if they are others or begin elsewhere.

        Units of another kind that have been at work on these data go on from where they were.
        """
        if spec != self.spec:
            self._remember()
        before, self.spec = self.spec, spec
        if self._work is not None and type(spec) is not type(before):
            self._kept[type(before)] = self._work
        if type(spec) is type(before) and begins_alike(spec, before) and self._work is not None:
            self._go_on_as(spec, self._work)
            return
        was_running = self.is_running
        kept = self._kept.pop(type(spec), None) if type(spec) is not type(before) else None
        self._begin(
            keep_means=n_units(before) == n_units(spec) and before.seed == spec.seed,
            from_where=kept if kept is not None and kept.spec == spec else None,
        )
        if was_running and self.problem is None:
            self.run()

    def _go_on_as(self, spec: ClusterSpec, work: ClusterWork) -> None:
        try:
            self._work = begun(spec, self.inputs, work)
        except InputError as error:
            self._refuse(error)
        else:
            self.problem = None
            self._take_look()

    def set_speed(self, samples_per_s: float | None) -> None:
        """How many samples go by in a second; ``None`` for as many as there is time for."""
        self.speed, self._owed = samples_per_s, 0.0

    def run(self) -> None:
        """Let samples go by."""
        if self.can_go_on and not self.is_running:
            self._owed, self._before = 0.0, perf_counter()
            self._clock.start()
            self.changed.emit()

    def pause(self) -> None:
        """Stay where the units are."""
        if self.is_running:
            self._clock.stop()
            self.changed.emit()

    def step(self, steps: int) -> None:
        """Look at so many further samples, or make so many steps of k-means, and pause."""
        self._clock.stop()
        if self._work is not None:
            self._work.advance(steps)
            self._take_look()

    def step_epoch(self) -> None:
        """Look at all samples once, or end the round of k-means, and pause."""
        self.step(0 if self._work is None else self._work.steps_to_epoch)

    def reset(self) -> None:
        """Begin anew with the data in hand."""
        self._clock.stop()
        is_same = self.prepared is self._session.prepared
        same_data = is_same and self._work is not None
        if is_same:
            self._remember()
        else:
            self._past, self._future, self._kept = [], [], {}
            self.history_changed.emit()
        self.prepared = self._session.prepared
        self._begin(keep_means=same_data)

    def undo(self) -> None:
        """Take the last choice or new beginning back, and pause: the units are again those of before."""
        self._travel(self._past, self._future)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._travel(self._future, self._past)

    # --- inside --------------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        if self._work is not None:
            self._past = [*self._past, self._work][-MOST_PAST:]
            self._future = []
            self.history_changed.emit()

    def _travel(self, source: list[ClusterWork], target: list[ClusterWork]) -> None:
        if not source:
            return
        if self._work is not None:
            target.append(self._work)
        before, work = self.spec, source.pop()
        self._clock.stop()
        self.spec, self._work, self.problem = work.spec, work, None
        self.begun += 1
        rows = rows_for(self.prepared, n_units(work.spec))
        if not np.array_equal(rows, self.rows):
            self.rows, self.space, self._plane = rows, space_of(self.prepared, rows), None
        if self.means is None or n_units(before) != n_units(work.spec) or before.seed != work.spec.seed:
            self._search = search_of(work.spec, self.inputs)
            self._slices.start()
        self.history_changed.emit()
        self._take_look()

    def _begin(self, *, keep_means: bool, from_where: ClusterWork | None = None) -> None:
        self._clock.stop()
        self.begun += 1
        rows = rows_for(self.prepared, n_units(self.spec))
        if not (keep_means and np.array_equal(rows, self.rows)):
            self.rows, self.space, self._plane = rows, space_of(self.prepared, rows), None
            keep_means = False
        try:
            self._work = begun(self.spec, self.inputs, from_where)
        except InputError as error:
            self._refuse(error)
            return
        self.problem = None
        if not keep_means:
            self._search = search_of(self.spec, self.inputs)
            self._slices.start()
        self._take_look()

    def _refuse(self, error: InputError) -> None:
        self._clock.stop()
        self._slices.stop()
        self._work, self.look, self.problem = None, None, error
        self._search = search_of(self.spec, np.zeros((1, 1)), 0)
        self.changed.emit()

    def _take_look(self) -> None:
        if self._work is not None:
            self.look = self._work.look()
        self.changed.emit()

    def _tick(self) -> None:
        """The samples that are due since the last picture, as far as there is time; at the planned end, a rest."""
        if self._work is None:
            self._clock.stop()
            return
        now = perf_counter()
        self._owed += (now - self._before) * (np.inf if self.speed is None else self.speed)
        self._before = now
        work, was_under_way = self._work, self._work.progress < 1.0
        apiece = work.samples_a_step
        most = max(1, int(PORTION // apiece))
        while self._owed >= apiece and perf_counter() - now < SLICE_S and work.can_go_on:
            # Not a sample past the planned end, so that every run comes to the same, however fast it goes.
            portion = int(min(self._owed / apiece, most, work.steps_to_end or most))
            work.advance(portion)
            self._owed -= portion * apiece
            if was_under_way and work.progress >= 1.0:
                break
        if self._owed > max(PORTION, apiece):
            self._owed = 0.0  # what there was no time for is let go
        if (was_under_way and work.progress >= 1.0) or not work.can_go_on:
            self._clock.stop()
        self._take_look()

    def _look_for_means(self) -> bool:
        had = self._search.left
        has_more = self._search.advance()
        if self._search.left != had:
            self.changed.emit()
        return has_more
