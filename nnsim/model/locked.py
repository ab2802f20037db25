"""A fresh start that leaves alone what is locked: weights that are held, and layers that were frozen after learning.

Why, and what of it a new seed changes: docs/decisions/0025-what-is-held-stays.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.model.graft import Mask, graft
from nnsim.model.project import Project


def begun_anew(project: Project, network: NetworkSpec, seed: int) -> Checkpoint | None:
    """Where training of ``network`` starts with ``seed``; ``None`` means at the first weights, with nothing to keep.

    A held weight keeps its number if it is still there. A frozen layer keeps its own unless they are the first weights
    of the seed before: those of the new seed take their place.
    """
    if not any(layer.held or layer.frozen for layer in network.layers):
        return None
    first = first_parameters(network, seed)
    drawn = _carried(project, first_parameters(project.network, project.training.seed), network, seed)
    now = drawn
    if project.checkpoint is not None:
        now = _carried(project, project.checkpoint.parameters, network, seed)
    parameters = np.where(_locked(network, now, drawn), now, first)
    if np.array_equal(parameters, first):
        return None
    if _stands_at(project.checkpoint, network, parameters):
        return project.checkpoint
    return Checkpoint(network, frozen(parameters))


def without_single_places(network: NetworkSpec) -> NetworkSpec:
    """The network with all links, no weight held and no neuron muted: for other data, which know none of them."""
    return replace(network, layers=tuple(replace(layer, held=(), cut=(), muted=()) for layer in network.layers))


def _carried(project: Project, parameters: Array, network: NetworkSpec, seed: int) -> Array:
    """(n_parameters of ``network``,) numbers of the project's network, where they still fit."""
    if network.shapes == project.network.shapes:
        return parameters
    return graft(Checkpoint(project.network, parameters), network, seed).parameters


def _locked(network: NetworkSpec, now: Array, drawn: Array) -> Mask:
    """(n_parameters,) which numbers stay: ``now`` they are these, and ``drawn`` they were before any training."""
    mask = np.zeros(network.n_parameters, np.bool_)
    for block, layer in zip(blocks(network), network.layers, strict=True):
        whole = slice(block.start, block.stop)
        mask[whole] = layer.frozen and not np.array_equal(now[whole], drawn[whole])
        for row, column in layer.held:
            mask[block.start + row * block.n_to + column] = True
    return mask


def _stands_at(checkpoint: Checkpoint | None, network: NetworkSpec, parameters: Array) -> bool:
    """Whether a run stands at such a start already."""
    if checkpoint is None or checkpoint.network != network or checkpoint.step or checkpoint.looked:
        return False
    return np.array_equal(checkpoint.parameters, parameters)
