"""One of several runs side by side, as pictures see it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Snapshot, View
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.model.project import Project
from nnsim.runs.abreast import Lane
from nnsim.runs.labels import ends
from nnsim.runs.sweep_settings import Value
from nnsim.session.hand import Hand
from nnsim.session.rota import ALWAYS, Beat, Rota
from nnsim.session.spotlight import Spotlight
from nnsim.session.wording import Wording


class Column(QObject):
    """A run, the value in which it differs, and its newest snapshot; a ``Showing``.

    Parameters
    ----------
    value : of the setting that is compared

    Attributes
    ----------
    is_present : whether the project in hand is set as this run is

    Signals
    -------
    snapshot_taken() : ``snapshot`` is newer, and it is this column's turn to be drawn
    wanted() : more of the snapshot is in sight than before
    """

    snapshot_taken = Signal()
    wanted = Signal()

    def __init__(
        self, lane: Lane, value: Value, wording: Wording, *, is_present: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.lane, self.value, self.is_present = lane, value, is_present
        self.hand, self.rota, self.spotlight = Hand(self), Rota(), Spotlight(self)
        self.wording = wording
        self._every = 1
        self._snapshot = lane.run.snapshot()

    @property
    def project(self) -> Project:
        """What it trains, without what it has learnt."""
        return self.lane.run.project

    @property
    def prepared(self) -> Prepared:
        """The data as the run sees them."""
        return self.lane.run.prepared

    @property
    def snapshot(self) -> Snapshot:
        """The newest."""
        return self._snapshot

    @property
    def class_ends(self) -> tuple[float, float]:
        """What a single output says of the first class and of the second; halfway between it decides."""
        return ends(self.project.network.output, self.project.training.loss)

    @property
    def failure(self) -> DivergedError | None:
        """Why it stands, if it has diverged."""
        return self.lane.failure

    @property
    def stopped(self) -> StopReason | None:
        """Which condition has ended it, if one has."""
        return self.lane.stopped

    def watch(self, owner: str, views: Collection[View], beat: Beat = ALWAYS) -> None:
        """Say what of it is in sight. Columns take turns, so that in each frame at most one is drawn."""
        self._every = beat.every
        if self.rota.watch(owner, views, ALWAYS):
            self.wanted.emit()

    def is_due(self, frame: int, place: int, count: int) -> bool:
        """Whether it is drawn in a frame of a run, in its place among so many: no oftener than it would be alone."""
        apart = max(1, self._every // count)
        return frame % (apart * count) == apart * place

    def take(self, snapshot: Snapshot) -> None:
        """Another snapshot is the newest; what it leaves out stays as it was."""
        self._snapshot = snapshot.with_older(self._snapshot, self.rota.wanted())
