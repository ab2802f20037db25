"""How learning goes in each layer, read off the passes of one batch."""

from __future__ import annotations

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import run
from nnsim.engine.network import Forward
from nnsim.engine.readings import LayerHealth
from nnsim.engine.snapshot import frozen
from nnsim.engine.update import Update

FLAT = 0.05
"""A slope below this share of the steepest counts as flat: of tanh where |h| is above 0.975."""


def layer_health(forward: Forward, update: Update, *, ahead: bool) -> LayerHealth:
    """Norms of gradient and update, and what the neurons answered.

    Parameters
    ----------
    forward : of a batch whose backward pass has been done: its ``z`` are slopes now
    update : of the last step
    ahead : the step of this batch has not been made
    """
    network, layers = forward.network, forward.layers
    scale = 1.0 if ahead else update.shortened
    gradient, moved, size = (
        np.array([np.linalg.norm(block.matrix(vector)) for block in network.blocks])
        for vector in (network.gradient, update.amount, network.parameters)
    )
    ratio = np.where(moved == 0.0, 0.0, moved / np.where(moved == 0.0, 1.0, size))
    dead, saturated = np.full(len(layers), np.nan), np.full(len(layers), np.nan)
    for i, layer in enumerate(layers[: len(layers) - network.loss.fused]):
        if layer.activation.sloped:
            slopes, steepest = np.abs(layer.z), steepest_slope(layer.activation)
            dead[i] = np.mean(slopes.max(axis=1) == 0.0)
            if np.isfinite(layer.activation.bounds).all() and steepest > 0.0:
                saturated[i] = np.mean(slopes < FLAT * steepest)
    return LayerHealth(
        frozen(gradient / scale),
        frozen(ratio),
        ahead,
        dead=frozen(dead),
        saturated=frozen(saturated),
        mean=frozen(np.array([layer.answer.mean() for layer in layers])),
        spread=frozen(np.array([layer.answer.std() for layer in layers])),
    )


def steepest_slope(activation: Activation) -> float:
    """σ'(0), the largest slope of an activation that squeezes."""
    z, h = np.zeros((1, 1)), np.zeros((1, 1))
    run([*activation.forward(z, h), *activation.slope(z, h)])
    return float(z[0, 0])
