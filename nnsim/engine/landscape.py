"""The loss around a point: along one direction a curve, along two a landscape.

A network has as many directions as parameters. Shown are those of single weights, random ones, or the plane in which a
run went furthest (Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from math import inf, isfinite, nan

import numpy as np

from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic
from nnsim.engine.evaluation import Evaluation
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import Choice, NetworkSpec
from nnsim.errors import SpecError


@dataclass(frozen=True, eq=False)
class Landscape:
    """Losses on a line or a grid.

    Parameters
    ----------
    coordinates : one or two (steps,), how far along each direction
    losses : (steps,) or (steps of the first direction, steps of the second); ∞ where it is too large to be computed,
        NaN where nobody has looked yet (``Survey``)
    origin : (n_parameters,) where all coordinates are 0
    """

    coordinates: tuple[Array, ...]
    losses: Array
    origin: Array


class LossSurface:
    """The mean loss over given samples as a function of the parameters, prepared once, asked often.

    Always in float64. Penalties are not included, nothing is dropped out, and a normalisation uses what it remembers:
    it is the loss of the curves.

    Parameters
    ----------
    inputs, labels : (samples, n_inputs) and (samples, outputs) as the network sees them, at least one sample

    Raises
    ------
    SpecError : if the network cannot be built
    """

    def __init__(self, spec: NetworkSpec, loss: Choice, inputs: Array, labels: Array) -> None:
        network = build_network(replace(spec, dtype="float64"), loss)
        self._parameters = network.parameters
        self._samples = Evaluation(network, network.table(inputs, labels))

    def at(self, parameters: Array) -> float:
        """Loss at (n_parameters,) ``parameters``; ∞ where a number on the way there is too large."""
        np.copyto(self._parameters, parameters)
        with prepared_arithmetic():
            loss = self._samples.mean_loss()
        return loss if isfinite(loss) else inf

    def along(self, origin: Array, directions: tuple[Array, ...], coordinates: tuple[Array, ...]) -> Landscape:
        """Loss at ``origin + Σ coordinate · direction``, for every coordinate, or pair of coordinates; see ``Survey``.

        Parameters
        ----------
        origin : (n_parameters,)
        directions : one or two (n_parameters,)
        coordinates : for each direction (steps,)
        """
        survey = Survey(self, origin, directions, coordinates)
        survey.advance(survey.left)
        return survey.landscape()


class Survey:
    """A landscape on its way: each point takes a pass through all samples, so whoever has little time makes some.

    Parameters
    ----------
    surface : may be asked for other points meanwhile
    origin, directions, coordinates : as ``LossSurface.along``

    Attributes
    ----------
    left : points that are still to be looked at
    """

    def __init__(
        self, surface: LossSurface, origin: Array, directions: tuple[Array, ...], coordinates: tuple[Array, ...]
    ) -> None:
        self._surface = surface
        self._origin = frozen(origin.astype(np.float64))
        self._directions = directions
        self._coordinates = tuple(frozen(steps) for steps in coordinates)
        self._losses = np.full([len(steps) for steps in coordinates], nan)
        self._point = np.empty_like(self._origin)
        self._places = np.ndindex(self._losses.shape)
        self.left = self._losses.size

    def advance(self, points: int) -> int:
        """Look at ``points`` more, row by row, or at as many as there are; how many it were."""
        made = min(points, self.left)
        with prepared_arithmetic():
            for place in islice(self._places, made):
                self._losses[place] = self._surface.at(self._moved(place))
        self.left -= made
        return made

    def _moved(self, place: tuple[int, ...]) -> Array:
        """(n_parameters,) the parameters at a place; in a buffer."""
        np.copyto(self._point, self._origin)
        for step, direction, steps in zip(place, self._directions, self._coordinates, strict=True):
            self._point += steps[step] * direction
        return self._point

    def landscape(self) -> Landscape:
        """What is known by now; NaN where nobody has looked yet."""
        return Landscape(self._coordinates, frozen(self._losses), self._origin)


def weight_direction(spec: NetworkSpec, layer: int, row: int, column: int) -> Array:
    """(n_parameters,) 1 at one weight and 0 elsewhere: along it coordinates are changes of that weight.

    Parameters
    ----------
    layer : 0 is the first hidden layer
    row, column : from-neuron and to-neuron; the row after the last from-neuron is the bias

    Raises
    ------
    SpecError : ``spec.no_such_weight``
    """
    direction = np.zeros(spec.n_parameters)
    matrices = [block.matrix(direction) for block in blocks(spec)]
    is_there = 0 <= layer < len(matrices) and 0 <= row < len(matrices[layer]) and 0 <= column < matrices[layer].shape[1]
    if not is_there or (row, column) in spec.layers[layer].cut:
        raise SpecError(
            "spec.no_such_weight",
            "There is no such weight.",
            where=f"layer {layer + 1}, row {row + 1}, column {column + 1}",
            hint="Choose a link that is there.",
        )
    matrices[layer][row, column] = 1.0
    return frozen(direction)


def random_direction(spec: NetworkSpec, parameters: Array, rng: np.random.Generator) -> Array:
    """(n_parameters,) a random direction, normalised filter by filter as Li et al. do.

    Without that, the same step would be large for small weights and small for large ones, and landscapes of two
    networks could not be compared. Drawn from the normal distribution; then the column of each neuron (of each filter)
    gets the length of the weights there. Biases and what belongs to a normalisation stay as they are (0 in the
    direction; ``ignore='biasbn'`` in their code), and so do links that are cut.
    """
    direction = np.zeros(spec.n_parameters)
    for block, layer in zip(blocks(spec), spec.layers, strict=True):
        drawn, weights = block.weights(direction), block.weights(parameters)
        drawn[...] = rng.standard_normal(drawn.shape)
        for row, column in layer.cut:
            if row < block.n_from:
                drawn[row, column] = 0.0
        length, drawn_length = np.linalg.norm(weights, axis=0), np.linalg.norm(drawn, axis=0)
        drawn *= length / np.where(drawn_length > 0.0, drawn_length, 1.0)
    return frozen(direction)
