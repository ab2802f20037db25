"""What a picture shows: a run, whether it is the one in hand or one of several side by side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from PySide6.QtCore import SignalInstance

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Snapshot, View
from nnsim.session.hand import Hand
from nnsim.session.rota import Beat, Rota
from nnsim.session.spotlight import Spotlight
from nnsim.session.wording import Wording


class Showing(Protocol):
    """The newest snapshot of a run, its data, and the way to say what of it is in sight. ``Session`` is one."""

    @property
    def snapshot_taken(self) -> SignalInstance:
        """``snapshot`` is newer."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest."""

    @property
    def prepared(self) -> Prepared:
        """The data as the run sees them."""

    @property
    def class_ends(self) -> tuple[float, float]:
        """What a single output says of the first class and of the second."""

    @property
    def wording(self) -> Wording:
        """What prediction and label are called."""

    @property
    def hand(self) -> Hand:
        """What is being dragged."""

    @property
    def spotlight(self) -> Spotlight:
        """Samples to be lit."""

    @property
    def rota(self) -> Rota:
        """Who draws in which frame of a run."""

    def watch(self, owner: str, views: Collection[View], beat: Beat = ...) -> None:
        """Say which parts of a snapshot ``owner`` shows now, and how often."""
