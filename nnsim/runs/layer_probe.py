"""Where the samples sit after each layer, and where the output draws its lines between them."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import prod
from typing import Final

import numpy as np

from nnsim.data.prepare import Prepared
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.layer_space import LayerLook, LayerSpace
from nnsim.engine.network import Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.projection import Projection, principal_plane
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.runs.probes import FIT_POINTS, thinned

GRID_LINES = 17
GRID_POINTS = 49
"""Lines in each direction (an odd number, so that one lies in the middle), and points of each, three to a cell."""
MOST_PRODUCTS = 10_000_000
"""Multiplications that one look may cost; a network with more of them is looked at with fewer samples."""
FEWEST = 200
WIDE = 128
"""The plane of a wider layer is found from so many samples: from all it would take longer than a frame."""


class LayerProbe:
    """The samples, and a grid over the plane of two inputs, sent through the first layers of a network.

    Parameters
    ----------
    threshold : the value of a single output above which it means the second class; ``None`` if there are no classes
    """

    def __init__(self, network: Network, prepared: Prepared, threshold: float | None) -> None:
        self._network = network
        self._threshold = threshold
        most = samples_shown(network.spec)
        n_samples = len(prepared.train_rows) + len(prepared.test_rows)
        train = thinned(len(prepared.train_rows), n_samples, most)
        test = thinned(len(prepared.test_rows), n_samples, most)
        self._train_rows, self._test_rows = frozen(prepared.train_rows[train]), frozen(prepared.test_rows[test])
        inputs = [prepared.train_inputs[train], prepared.test_inputs[test], _grid(prepared)]
        self._bounds = np.cumsum([len(part) for part in inputs]).tolist()
        self._forward = Forward(network, network.table(np.concatenate(inputs)))
        self._planes: dict[int, Projection] = {}

    def space(self, look: LayerLook) -> LayerSpace | None:
        """As the network is now; ``None`` if it has no such layer or neurons."""
        if not -1 <= look.layer < len(self._forward.h):
            return None
        with prepared_arithmetic():
            for layer in self._forward.layers[: look.layer + 1]:
                run(layer.calls)
            answers = (self._forward.inputs if look.layer < 0 else self._forward.h[look.layer]).astype(np.float64)
            if look.neurons is not None and max(look.neurons) >= answers.shape[1]:
                return None
            places, shares = self._placed(look, answers)
        n_train, n_samples, n_all = self._bounds
        grid = places[n_samples:].reshape(-1, GRID_POINTS, 2) if n_all > n_samples else np.empty((0, GRID_POINTS, 2))
        return LayerSpace(
            look,
            answers.shape[1],
            self._train_rows,
            frozen(places[:n_train]),
            self._test_rows,
            frozen(places[n_train:n_samples]),
            frozen(grid),
            frozen(shares),
            frozen(self._scores(look, answers.shape[1])),
        )

    def _placed(self, look: LayerLook, answers: Array) -> tuple[Array, Array]:
        """(n, 2) places of all, and the share of the variance along each axis."""
        if answers.shape[1] == 1:
            return np.column_stack([answers, np.zeros(len(answers))]), np.full(2, np.nan)
        if look.neurons is not None:
            return answers[:, list(look.neurons)], np.full(2, np.nan)
        before = self._planes.get(look.layer)
        if before is None or look.layer >= 0:  # what comes in stays as it is
            fitted = answers[: self._bounds[0]]
            if fitted.shape[1] > WIDE:
                fitted = fitted[thinned(len(fitted), len(fitted), WIDE)]
            before = principal_plane(fitted, None if before is None else before.directions)
            self._planes[look.layer] = before
        return before.of(answers), before.shares

    def _scores(self, look: LayerLook, width: int) -> Array:
        """See ``LayerSpace``."""
        shown = look.neurons or ((0,) if width == 1 else ())
        spec, network = self._network.spec, self._network
        nothing = np.empty((0, 3))
        output = spec.output
        if self._threshold is None or look.layer != len(spec.layers) - 2 or not shown:
            return nothing
        if output.normalize or output.muted:
            return nothing
        crossing = _crossing(output.activation.name, self._threshold, output.size)
        block = network.blocks[-1]
        weights = block.weights(network.parameters).astype(np.float64)
        if look.layer >= 0:
            weights[list(spec.layers[look.layer].muted)] = 0.0
        others = np.delete(weights, shown, axis=0)
        if crossing is None or others.any():
            return nothing
        biases = block.biases(network.parameters)
        constants = (0.0 if biases is None else biases.astype(np.float64)) - crossing
        second = weights[shown[1]] if len(shown) > 1 and shown[1] != shown[0] else np.zeros(output.size)
        return np.column_stack([weights[shown[0]], second, np.broadcast_to(constants, second.shape)])


def samples_shown(network: NetworkSpec) -> int:
    """How many samples are sent through a network for one look."""
    pairs = zip(network.layers, network.shapes, network.shapes[1:], strict=False)
    products = sum(layer.rows(shape) * prod(after) for layer, shape, after in pairs)
    return min(FIT_POINTS, max(FEWEST, MOST_PRODUCTS // max(products, 1)))


def _grid(prepared: Prepared) -> Array:
    """(lines · points, n_inputs) as the network sees them; none without two inputs to draw over."""
    if len(prepared.extents) != 2:
        return np.empty((0, prepared.train_inputs.shape[1]))
    x, y = prepared.extents
    lines, steps = np.linspace(0.0, 1.0, GRID_LINES), np.linspace(0.0, 1.0, GRID_POINTS)
    fixed, along = np.repeat(lines, GRID_POINTS), np.tile(steps, GRID_LINES)
    raw = np.zeros((2 * len(fixed), prepared.dataset.inputs.shape[1]))
    raw[:, x.column] = x.low + (x.high - x.low) * np.concatenate([fixed, along])
    raw[:, y.column] = y.low + (y.high - y.low) * np.concatenate([along, fixed])
    return prepared.inputs_of(raw)


def _logit(share: float) -> float | None:
    return math.log(share / (1 - share)) if 0 < share < 1 else None


_CROSSINGS: Final[dict[str, Callable[[float], float | None]]] = {
    "identity": lambda height: height,
    "sigmoid": _logit,
    "tanh": lambda height: math.atanh(height) if -1 < height < 1 else None,
    "relu": lambda height: height if height >= 0 else None,
    "leaky_relu": lambda height: height if height >= 0 else None,
    "elu": lambda height: height if height >= 0 else None,
    "softplus": lambda height: math.log(math.expm1(height)) if height > 0 else None,
    "step": lambda height: 0.0 if 0 <= height < 1 else None,
}
"""The z at which a single output rises above a number: the activations that rise all the way."""
_IN_ORDER: Final = ("identity", "sigmoid", "tanh", "softmax")
"""Of several outputs with one of these the largest z is the largest answer."""


def _crossing(activation: str, threshold: float, n_outputs: int) -> float | None:
    """What to take off z so that the class is decided at 0, or between several by the largest; ``None``: by neither."""
    if n_outputs > 1:
        return 0.0 if activation in _IN_ORDER else None
    crossing = _CROSSINGS.get(activation)
    return None if crossing is None else crossing(threshold)
