"""What the last edit has brought into the network: neurons, and the weights that were not carried over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer

from nnsim.data.spec import Source
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.model.change import Change, Part
from nnsim.model.graft import Mask, new_places
from nnsim.runs.run import Run
from nnsim.session.selection import Selection

AT_LEAST_MS: Final = 3_000
"""What is new stays new for so long: at full speed an epoch is over before an eye has seen it."""

Neuron = tuple[int, int]


def _none() -> Mask:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True, eq=False)
class Newcomers:
    """What is new in a network.

    Parameters
    ----------
    neurons : layer and number; layer −1 is the inputs, a filter counts as a neuron, and of a layer without weights 0
    places : (n_parameters,) whether a weight or bias is new; empty if none is
    """

    neurons: frozenset[Neuron] = frozenset()
    places: Mask = field(default_factory=_none)

    def __bool__(self) -> bool:
        return bool(self.neurons) or bool(self.places.any())

    def has(self, network: NetworkSpec, part: Selection) -> bool:
        """Whether a part is new; of a layer, whether there is something new in it."""
        if part.kind == "neuron":
            return (part.layer, part.column) in self.neurons
        if part.kind == "layer":
            return part.layer in self.layers(network)
        if part.kind == "none" or not self.places.size:
            return False
        block = blocks(network)[part.layer]
        row = block.n_from if part.kind == "bias" else part.row
        return bool(self.places[block.start + row * block.n_to + part.column])

    def layers(self, network: NetworkSpec) -> frozenset[int]:
        """The layers that have something new in them; −1 is the inputs."""
        found = {layer for layer, _ in self.neurons}
        if self.places.size:
            parts = enumerate(blocks(network))
            found.update(layer for layer, block in parts if self.places[block.start : block.stop].any())
        return frozenset(found)


NOBODY = Newcomers()


@dataclass(frozen=True, slots=True)
class Seen:
    """A network, what its inputs are called, and where their numbers come from."""

    network: NetworkSpec
    inputs: tuple[str, ...]
    source: Source


def seen(run: Run) -> Seen:
    """What a run trains."""
    return Seen(run.project.network, run.prepared.input_names, run.project.data.source)


def newcomers(before: Seen, after: Seen, change: Change, earlier: Newcomers = NOBODY) -> Newcomers:
    """What is new after a change; what is taken back brings nothing new, nor does a weight that comes back as it was.

    A fresh start makes nothing new, unless it is one with an input more.

    Parameters
    ----------
    earlier : what was new before and counts as new still: brought by the same gesture
    """
    if change.step == "undone" or Part.WEIGHTS in change.parts or Part.NETWORK not in change.parts:
        return NOBODY
    if Part.DATA in change.parts:
        return _with_new_inputs(before, after)
    known = earlier.places if earlier.places.size else None
    neurons = frozenset(_new_neurons(before.network, after.network, earlier.neurons))
    places = new_places(before.network, after.network, known)
    places[[weight.index_in(after.network) for weight in change.regained]] = False
    return Newcomers(neurons, places)


def _with_new_inputs(before: Seen, after: Seen) -> Newcomers:
    """Inputs are known by their names: a new one need not be the last. Of other data none is: all are others."""
    fresh = [place for place, name in enumerate(after.inputs) if name not in before.inputs]
    if not fresh or len(fresh) == len(after.inputs) or before.source != after.source:
        return NOBODY
    places = np.zeros(after.network.n_parameters, np.bool_)
    block = blocks(after.network)[0]
    if after.network.layers[0].kind == "dense":
        places[block.start : block.start + block.n_from * block.n_to].reshape(-1, block.n_to)[fresh] = True
    return Newcomers(frozenset((-1, place) for place in fresh), places)


def _new_neurons(old: NetworkSpec, new: NetworkSpec, earlier: frozenset[Neuron]) -> Iterator[Neuron]:
    before = {layer.key: (place, layer.size) for place, layer in enumerate(old.layers)}
    for layer, spec in enumerate(new.layers):
        place, size = before.get(spec.key, (-1, 0))
        if spec.has_weights:
            for neuron in range(spec.size):
                if neuron >= size or (place, neuron) in earlier:
                    yield layer, neuron
        elif place < 0 or (place, 0) in earlier:
            yield layer, 0


class Arrivals:
    """Follows edits and training, and knows what is new now: until the next edit, or until it has been trained.

    The edits of one drag, a layer that is being drawn larger, count as one.
    """

    def __init__(self) -> None:
        self.now = NOBODY
        self._epoch = 0
        self._since = QElapsedTimer()

    def follow_edit(self, before: Run, after: Run, change: Change) -> None:
        """Take note of a change, after which there is another run."""
        earlier = self.now if change.step == "merged" else NOBODY
        self.now = newcomers(seen(before), seen(after), change, earlier)
        self._epoch = after.trainer.epoch
        self._since.start()

    def follow_training(self, epoch: int) -> None:
        """Take note of where training is."""
        if self.now and epoch > self._epoch and self._since.elapsed() >= AT_LEAST_MS:
            self.now = NOBODY
