"""Where a number stopped being finite, and how that is said."""

from __future__ import annotations

from math import isfinite

import numpy as np

from nnsim.engine.calls import run
from nnsim.engine.network import Forward
from nnsim.errors import DivergedError
from nnsim.words import QT_TRANSLATE_NOOP, Words


def first_bad(forward: Forward) -> tuple[int, str]:
    """The layer (1 is the first) and the quantity where the first number that is not finite appears."""
    network = forward.network
    run(forward.calls)
    for number, layer in enumerate(forward.layers, 1):
        if not np.isfinite(layer.sums).all():
            return number, QT_TRANSLATE_NOOP("errors", "a weighted sum z")
        if layer.normalization is not None and not layer.normalization.is_finite():
            return number, QT_TRANSLATE_NOOP("errors", "the spread of a batch")
        if not np.isfinite(layer.z).all():
            return number, QT_TRANSLATE_NOOP("errors", "a weighted sum z")
        if not np.isfinite(layer.h).all():
            return number, QT_TRANSLATE_NOOP("errors", "an activation")
    squares = [float(np.square(block.matrix(network.gradient)).sum()) for block in network.blocks]
    bad = [number for number, square in enumerate(squares, 1) if not isfinite(square)]
    return (bad or range(1, len(squares) + 1))[-1], QT_TRANSLATE_NOOP("errors", "the gradient of a weight")


def diverged(quantity: str, epoch: int, batch: int, layer: str) -> DivergedError:
    """The error that ends a run in ``epoch`` and ``batch``, both counted from 1; ``quantity`` is a marked word."""
    return DivergedError(
        "training.diverged",
        Words(QT_TRANSLATE_NOOP("errors", "Training stopped: {0} grew beyond what numbers can hold."), Words(quantity)),
        where=f"epoch {epoch}, batch {batch}, {layer}",
        hint=QT_TRANSLATE_NOOP("errors", "Most often the learning rate is too large: lower it and reset."),
        unchanged=QT_TRANSLATE_NOOP("errors", "The weights are those before this step."),
    )
