"""Why a weight changes in a step: what each sample of the batch has in its gradient, and the way from there on."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import LayerSpec, NetworkSpec, Shape, TrainSpec
from nnsim.engine.trace import BlockTrace, LayerTrace, Trace
from nnsim.engine.weight_place import WeightPlace


@dataclass(frozen=True, eq=False)
class Contributions:
    """The gradient of one weight, taken apart by samples.

    Parameters
    ----------
    rows : (samples,) of the data set, in the order of the batch; empty if nobody knows them
    parts : (samples,) what goes through each sample's own sum; together they are the gradient of the mean loss
    by_loss : that gradient, as backpropagation has found it
    penalty : what weight decay adds
    given : what the optimizer is given: 0 for what may not change, less if the gradient was shortened
    before, change, after : the weight, what the step adds to it, and what that comes to
    is_coupled : a batch normalisation on the way lets samples act on each other. A part is then still exact, as that
        of one sample's sum; but by mean and spread of the batch it changes the losses of the other samples, too
    """

    rows: tuple[int, ...]
    parts: Array
    by_loss: float
    penalty: float
    given: float
    before: float
    change: float
    after: float
    is_coupled: bool

    @property
    def together(self) -> float:
        """The parts added up, without rounding on the way."""
        return fsum(self.parts.tolist())

    @property
    def n_up(self) -> int:
        """Samples that pull the weight up: descending goes against their parts, which are negative."""
        return int(np.count_nonzero(self.parts < 0))

    @property
    def n_down(self) -> int:
        """Samples that pull it down."""
        return int(np.count_nonzero(self.parts > 0))


def contributions(network: NetworkSpec, training: TrainSpec, traced: Trace, weight: WeightPlace) -> Contributions:
    """Take the gradient of one weight of a traced step apart.

    Of a dense weight w from i to j the part of sample s is xₛᵢ · ∂L/∂zₛⱼ with L the mean loss of the batch; of a filter
    the sum of that over all places where it lies; of a bias ∂L/∂zₛⱼ.
    """
    layer, spec = traced.layers[weight.layer], network.layers[weight.layer]
    is_bias = weight.is_bias(network)
    parts = _parts(layer, spec, network.shapes[weight.layer], weight, is_bias=is_bias)
    before = _at(layer.parameters, weight, is_bias=is_bias)
    penalty = 0.0 if is_bias else training.l1 * float(np.sign(before)) + training.l2 * before
    return Contributions(
        traced.rows,
        frozen(parts),
        _at(layer.loss_gradient, weight, is_bias=is_bias),
        penalty,
        _at(layer.gradient, weight, is_bias=is_bias),
        before,
        -_at(layer.update, weight, is_bias=is_bias),
        _at(layer.new_parameters, weight, is_bias=is_bias),
        any(one.normalize for one in network.layers[weight.layer + is_bias :]),  # a bias is added behind its own
    )


def steepest(network: NetworkSpec, traced: Trace) -> WeightPlace | None:
    """The weight or bias with the largest gradient, of those that may change; ``None`` if none has any."""
    found: WeightPlace | None = None
    largest = 0.0
    for number, (layer, spec) in enumerate(zip(traced.layers, network.layers, strict=True)):
        blocks = [layer.gradient.weights]
        if layer.gradient.biases is not None:
            blocks.append(layer.gradient.biases[np.newaxis])
        if not spec.has_weights:
            continue
        sizes = np.abs(np.concatenate(blocks))
        place = int(np.argmax(np.where(np.isfinite(sizes), sizes, 0.0)))
        row, column = divmod(place, sizes.shape[1])
        if sizes[row, column] > largest:
            largest, found = float(sizes[row, column]), WeightPlace(number, row, column)
    return found


def _parts(layer: LayerTrace, spec: LayerSpec, shape: Shape, weight: WeightPlace, *, is_bias: bool) -> Array:
    """(samples,) in double precision. The bias of a layer that normalises is added behind the normalisation."""
    delta = np.asarray(layer.delta if is_bias else layer.delta_sums, np.float64)
    samples = len(delta)
    own = delta.reshape(samples, spec.size, -1)[:, weight.column]
    if is_bias:
        return np.asarray(own.sum(axis=1))
    if spec.kind == "conv2d":
        return np.asarray(np.einsum("sp,sp->s", _pixels(layer.x, spec, shape, weight.row, own.shape[1]), own))
    return np.asarray(layer.x[:, weight.row] * own[:, 0], np.float64)


def _pixels(x: Array, spec: LayerSpec, shape: Shape, row: int, places: int) -> Array:
    """(samples, places) what lies under one pixel of a filter at each place."""
    channels, height, width = shape
    channel, pixel = divmod(row, spec.kernel**2)
    down, across = divmod(pixel, spec.kernel)
    picture = np.asarray(x, np.float64).reshape(len(x), channels, height, width)[:, channel]
    ring = spec.padding
    picture = np.pad(picture, ((0, 0), (ring, ring), (ring, ring)))
    rows, columns = (1 + (side + 2 * ring - spec.kernel) // spec.stride for side in (height, width))
    seen = picture[:, down : down + spec.stride * rows : spec.stride, across : across + spec.stride * columns :]
    return seen[:, :rows, : spec.stride * columns : spec.stride].reshape(len(x), places)


def _at(block: BlockTrace, weight: WeightPlace, *, is_bias: bool) -> float:
    if not is_bias:
        return float(block.weights[weight.row, weight.column])
    if block.biases is None:
        raise ValueError("a layer without biases has none")
    return float(block.biases[weight.column])
