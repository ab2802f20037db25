"""A step as something that travels through the network: when it is where, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import SampleView, Snapshot
from nnsim.ui.names import Names
from nnsim.ui.theme import Duration
from nnsim.ui.widgets.numbers import format_count, format_number

translate = QCoreApplication.translate

Kind = Literal["sample", "batch", "epoch"]
_MOST_NAMED = 5
"""Layers in a row that are named one by one."""


@dataclass(frozen=True, eq=False)
class Journey:
    """One step that has been made.

    Parameters
    ----------
    kind : what the user asked for
    snapshot : the network as it is after the step
    is_update : whether the step has changed weights: then something travels back
    """

    kind: Kind
    snapshot: Snapshot
    is_update: bool

    @property
    def sample(self) -> SampleView | None:
        """The sample on its way; ``None`` if it is many, none of whose numbers could stand for all."""
        return self.snapshot.sample_view if self.kind == "sample" else None

    @property
    def n_hops(self) -> int:
        """Ways from one column to the next."""
        return len(self.snapshot.network.layers)

    def values(self, layer: int) -> Array | None:
        """(neurons,) what the neurons of a layer, −1 the inputs, answer to the sample."""
        if self.sample is None:
            return None
        return self.sample.inputs if layer < 0 else self.sample.activations[layer]

    def flow(self, layer: int) -> Array:
        """(n_from, n_to) what each link brings into a dense layer: w · h of the sample, or |w| for many samples."""
        weights = blocks(self.snapshot.network)[layer].weights(self.snapshot.parameters)
        values = self.values(layer - 1)
        carried: Array = np.abs(weights) if values is None else weights * values[:, None]
        return carried

    def title(self) -> str:
        """``Sample 12``, ``Batch 3 of 8``."""
        snapshot = self.snapshot
        if self.sample is not None:
            return translate("Journey", "Sample {0}").format(format_count(self.sample.row + 1))
        if self.kind == "epoch":
            return translate("Journey", "Epoch {0}").format(format_count(snapshot.epoch))
        n_batches = snapshot.n_batches
        return translate("Journey", "Batch {0} of {1}").format(snapshot.batch or n_batches, n_batches)


class Footsteps:
    """Tells from snapshots at rest which step the user has made, if it was a single one."""

    def __init__(self) -> None:
        self._last: Snapshot | None = None

    def stand(self, snapshot: Snapshot) -> None:
        """What is now has not come about by a step."""
        self._last = snapshot

    def follow(self, snapshot: Snapshot) -> Journey | None:
        """The step from the snapshot at rest before to this one."""
        last, self._last = self._last, snapshot
        if last is None or last.run_id != snapshot.run_id:
            return None
        steps, sample = snapshot.step - last.step, snapshot.sample_view
        has_looked = (snapshot.step, snapshot.looked) != (last.step, last.looked)
        if sample is not None and sample.stepped and has_looked and steps >= 0:
            return Journey("sample", snapshot, steps > 0 and snapshot.looked == 0)
        if steps == 1:
            return Journey("batch", snapshot, True)
        is_epoch = snapshot.epoch == last.epoch + 1 and snapshot.batch == 0
        return Journey("epoch", snapshot, True) if is_epoch and steps > 0 else None


@dataclass(frozen=True, slots=True)
class Moment:
    """Where it is: ``at`` counts columns, 0 the inputs; between two it is a fraction, as far as the way is done.

    At ``rest`` all has been reached, and nothing travels any longer.
    """

    direction: Literal["forward", "backward", "rest"]
    at: float


@dataclass(frozen=True, slots=True)
class Timetable:
    """When it is where. Times in milliseconds from the start: forward, a stay at the end, back, a stay there."""

    n_hops: int
    forward: float
    stay: float
    backward: float

    @classmethod
    def of(cls, journey: Journey) -> Timetable:
        """Deep networks take no longer than those of a few layers; many samples half as long as one."""
        whole = min(Duration.PULSE, journey.n_hops * Duration.PULSE / 3)
        way = whole if journey.kind == "sample" else whole / 2
        return cls(journey.n_hops, way, Duration.PULSE_STAY, way * 0.7 if journey.is_update else 0.0)

    @property
    def total(self) -> float:
        """When it is over."""
        return self.forward + self.stay + (self.backward + self.stay if self.backward else 0.0)

    def moment(self, elapsed: float) -> Moment:
        """Where it is then."""
        if elapsed < self.forward + self.stay or not self.backward:
            return Moment("forward", self._at(elapsed / self.forward))
        back = (elapsed - self.forward - self.stay) / self.backward
        return Moment("backward", self.n_hops - self._at(back))

    def rest(self) -> Moment:
        """What stays to be looked at when it is over."""
        return Moment("rest", float(self.n_hops))

    def _at(self, share: float) -> float:
        """It starts and ends each way gently."""
        at = min(max(share, 0.0), 1.0) * self.n_hops
        hop = min(int(at), self.n_hops - 1)
        t = at - hop
        return hop + t * t * (3 - 2 * t)


def caption(names: Names, journey: Journey, moment: Moment) -> str:
    """``Sample 12: Input → Hidden 1 → …``, at the end with its loss; on the way back so, too."""
    title, last = journey.title(), journey.n_hops - 1
    if moment.direction == "backward":
        if moment.at <= 0.0:
            return translate("Journey", "{0}: weights updated").format(title)
        reached = [names.layer(layer) for layer in range(last, int(np.ceil(moment.at)) - 2, -1)]
        return translate("Journey", "{0}, backward: {1}").format(title, _chain(reached, False))
    is_there = moment.at >= journey.n_hops
    way = _chain([names.layer(layer) for layer in range(-1, int(moment.at))], is_there)
    if not is_there or journey.sample is None:
        return f"{title}: {way}"
    loss = format_number(journey.sample.loss, 3)
    if journey.is_update:
        return translate("Journey", "{0}: {1}, loss {2} with the new weights").format(title, way, loss)
    return translate("Journey", "{0}: {1}, loss {2}").format(title, way, loss)


def _chain(names: list[str], is_whole: bool) -> str:
    shown = names if len(names) <= _MOST_NAMED else [names[0], "…", *names[-2:]]
    return " → ".join(shown if is_whole else [*shown, "…"])
