"""The smallest training there is over two weights: a line through points, learnt in batches of any size."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.batches import Order, bounds
from nnsim.engine.metrics import r_squared
from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.terrains import Terrain
from nnsim.engine.trainer import Trainer, TrainingData
from nnsim.errors import DivergedError

_BESIDE: Final = (
    -0.6,
    -0.2,
    1.5,
    0.6,
    -1.5,
    0.0,
    -0.6,
    0.1,
    -1.4,
    0.2,
    0.2,
    1.4,
    0.3,
    0.5,
    -1.3,
    2.0,
    -1.7,
    1.0,
    -0.3,
    -0.8,
    -0.6,
    -0.6,
    0.3,
    -0.1,
    1.3,
    -1.6,
    0.0,
    -0.8,
    0.7,
    -1.9,
)
"""How far each point lies above the line 1.5 x − 1: normal, with a standard deviation of 0.9, rounded."""
N_POINTS: Final = len(_BESIDE)
INPUTS: Final = frozen(np.linspace(-1.0, 3.0, N_POINTS))
LABELS: Final = frozen(1.5 * INPUTS - 1.0 + np.array(_BESIDE))
NETWORK: Final = NetworkSpec(1, (LayerSpec(1, activation=Choice("identity")),))
"""One neuron: prediction = w x + b."""


class LineFit(Terrain):
    """Mean of ½ (w x + b − y)² over the points, as heights over w and b; what goes down it is a network in training."""

    across, up = (-1.0, 4.0), (-3.0, 3.0)
    start, usual_rate = (-0.5, 2.0), 0.1
    minima = (
        (
            float(np.cov(INPUTS, LABELS, bias=True)[0, 1] / INPUTS.var()),
            float(LABELS.mean() - np.cov(INPUTS, LABELS, bias=True)[0, 1] / INPUTS.var() * INPUTS.mean()),
        ),
    )

    def height(self, x: Array, y: Array) -> Array:
        """The mean loss where w is x and b is y."""
        errors = x[..., None] * INPUTS + y[..., None] - LABELS
        return np.asarray(0.5 * (errors * errors).mean(axis=-1))

    def slope(self, point: Array) -> Array:
        """(∂/∂w, ∂/∂b) of all points."""
        return np.asarray(self.gradients(point, N_POINTS)[0])

    def gradients(self, point: Array, size: int) -> Array:
        """(batches, 2) the gradient of each batch of the first epoch at (2,) ``point``, in the order of training."""
        rows = np.arange(N_POINTS)
        if size < N_POINTS:
            order = Order(0, N_POINTS)
            order.shuffle(0)
            rows = order.rows
        errors = point[0] * INPUTS + point[1] - LABELS
        each = np.column_stack([errors * INPUTS, errors])[rows]
        return np.array([each[start:stop].mean(axis=0) for start, stop in bounds(N_POINTS, size)])

    def way(self, start: Array, rate: float, size: int, steps: int) -> Array:
        """(up to steps + 1, 2) where training leads from (2,) ``start``, step by step; it ends before it diverges."""
        training = TrainSpec(Choice("quadratic"), Choice("sgd"), rate, size)
        nobody = np.empty((0, 1))
        data = TrainingData(INPUTS[:, None], LABELS[:, None], nobody, nobody, r_squared)
        trainer = Trainer(NETWORK, training, data, Checkpoint(NETWORK, frozen(start)))
        way = [trainer.network.parameters.copy()]
        try:
            while len(way) <= steps and trainer.advance(1):
                way.append(trainer.network.parameters.copy())
        except DivergedError:
            pass
        return frozen(np.array(way))
