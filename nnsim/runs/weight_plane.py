"""The plane of two weights: how far along is what they are, and which two have most to tell."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from nnsim.engine.landscape import weight_direction
from nnsim.engine.parameters import Array, blocks, trainable
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.weight_place import WeightPlace
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP

TwoWeights: TypeAlias = tuple[WeightPlace, WeightPlace]


def weights_plane(network: NetworkSpec, here: Array, places: TwoWeights) -> tuple[Array, Array]:
    """Origin, and (2, n_parameters) directions, of the plane through (n_parameters,) ``here`` along two weights.

    At the origin both are 0, so that coordinates are the very numbers that the two weights have.

    Raises
    ------
    SpecError : ``landscape.same_weight`` if it is one weight twice, ``landscape.weight_is_still`` if training may not
        change one of them, ``spec.no_such_weight``
    """
    if places[0] == places[1]:
        raise SpecError(
            "landscape.same_weight",
            QT_TRANSLATE_NOOP("errors", "A map has two directions, and this is one weight twice."),
            where="landscape",
            hint=QT_TRANSLATE_NOOP("errors", "Choose another second weight."),
        )
    may_change = trainable(network)
    for place in places:
        if may_change is not None and not blocks(network)[place.layer].matrix(may_change)[place.row, place.column]:
            raise SpecError(
                "landscape.weight_is_still",
                QT_TRANSLATE_NOOP(
                    "errors", "One of the two weights is held, cut or frozen, so nothing moves along it."
                ),
                where="landscape",
                hint=QT_TRANSLATE_NOOP("errors", "Choose weights that training may change."),
            )
    directions = np.array([weight_direction(network, *place) for place in places])
    return frozen(np.where(directions.any(axis=0), 0.0, here)), frozen(directions)


def most_moved(network: NetworkSpec, before: Array, now: Array) -> TwoWeights | None:
    """The two weights or biases that have changed most, the first more; ``None`` if training may not change two.

    Parameters
    ----------
    before, now : (n_parameters,)
    """
    may_change = trainable(network)
    moved = np.abs(now.astype(np.float64) - before)
    if may_change is not None:
        moved = np.where(may_change > 0.0, moved, -1.0)
    found: list[tuple[float, WeightPlace]] = []
    for layer, block in enumerate(blocks(network)):
        matrix = block.matrix(moved)
        for at in np.argsort(-matrix, axis=None, kind="stable")[:2].tolist():
            row, column = divmod(at, matrix.shape[1])
            if matrix[row, column] >= 0.0:
                found.append((float(matrix[row, column]), WeightPlace(layer, row, column)))
    found.sort(key=lambda one: -one[0])
    return (found[0][1], found[1][1]) if len(found) > 1 else None
