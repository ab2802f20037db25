"""How learning goes in each layer, read off the passes of one batch."""

from __future__ import annotations

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import run
from nnsim.engine.network import Columns, Network
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import LayerHealth, frozen

FLAT = 0.05
"""A slope below this share of the steepest counts as flat: of tanh where |h| is above 0.975."""


def layer_health(network: Network, columns: Columns, update: Array, *, ahead: bool) -> LayerHealth:
    """Norms of gradient and update, and what the neurons answered.

    Parameters
    ----------
    columns : of a batch whose backward pass has been done: its ``z`` are slopes now
    update : (n_parameters,) of the last step
    ahead : no step has been made yet
    """
    gradient, moved, size = (
        np.array([np.linalg.norm(block.matrix(vector)) for block in network.blocks])
        for vector in (network.gradient, update, network.parameters)
    )
    ratio = np.where(moved == 0.0, 0.0, moved / np.where(moved == 0.0, 1.0, size))
    n_sloped = len(network.activations) - network.loss.fused
    dead, saturated = np.full(len(network.blocks), np.nan), np.full(len(network.blocks), np.nan)
    for i, activation in enumerate(network.activations[:n_sloped]):
        if activation.sloped:
            slopes = np.abs(columns.z[i])
            dead[i] = np.mean(slopes.max(axis=1) == 0.0)
            steepest = steepest_slope(activation)
            if np.isfinite(activation.bounds).all() and steepest > 0.0:
                saturated[i] = np.mean(slopes < FLAT * steepest)
    return LayerHealth(
        frozen(gradient),
        frozen(ratio),
        ahead,
        dead=frozen(dead),
        saturated=frozen(saturated),
        mean=frozen(np.array([h.mean() for h in columns.h])),
        spread=frozen(np.array([h.std() for h in columns.h])),
    )


def steepest_slope(activation: Activation) -> float:
    """σ'(0), the largest slope of an activation that squeezes."""
    z, h = np.zeros((1, 1)), np.zeros((1, 1))
    run([*activation.forward(z, h), *activation.slope(z, h)])
    return float(z[0, 0])
