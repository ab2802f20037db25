"""The loss of a run in a plane through its weights, with the way that training has taken in that plane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nnsim.data.prepare import Prepared
from nnsim.engine.evaluation import products_of_sample
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.landscape import LossSurface, Survey, random_direction
from nnsim.engine.parameters import Array, blocks, learnt, trainable
from nnsim.engine.path_plane import path_plane
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.weight_look import GRADIENT, WeightLook
from nnsim.errors import SpecError
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.runs.course import Course
from nnsim.runs.run import Run
from nnsim.runs.weight_plane import TwoWeights, most_moved, weights_plane
from nnsim.words import QT_TRANSLATE_NOOP

Plane: TypeAlias = Literal["path", "random", "ways"] | TwoWeights
"""The plane in which the run, or given ways, went furthest; random directions, or two weights, from where it stands."""

SIDE: Final = 33
"""Points along each side."""
MOST_PRODUCTS: Final = 20_000_000
"""Most products of a weight and a number for one point: whoever waits for it would notice more. Of larger networks or
data every so-manieth sample is looked at."""
MOST_MOMENTS: Final = 200
MOST_NUMBERS: Final = 4_000_000
"""The plane is laid through so many moments at most, and through fewer of a large network."""
_BESIDE: Final = 0.3
"""The map reaches this part of the way beyond the way, at each side."""
_RANDOM: Final = 1.0
"""How far it reaches along random directions, which are as long as the weights."""
_OF_WEIGHTS: Final = 1.0
"""How far it reaches beyond the way along single weights, at least."""
_SEED: Final = 0


_Step: TypeAlias = tuple[Array, float, float]
"""The place of a moment, its squared distance from where the map is laid, and that from the plane."""


@dataclass(frozen=True, eq=False)
class Way:
    """Where training has been, as seen in the plane.

    Parameters
    ----------
    points : (moments, 2) coordinates, in the order of updates
    at : (moments,) updates made until then
    is_put : (moments,) whether the weights were put there by hand, and no training led there from the point before
    share : 0 to 1, how much of Σ |moment − here|² lies in the plane; 1 if nothing has moved
    """

    points: Array
    at: NDArray[np.int64]
    is_put: NDArray[np.bool_]
    share: float


class LossMap:
    """A plane through the weights of a run, and the loss over it, worked out point by point.

    Directions lead only to weights that training may change. Distances are those of weights: what a normalisation
    remembers is none, and stays as it is where the map is laid.

    Parameters
    ----------
    run : stands where the map is laid; it is left alone
    course : of that run
    plane : how the directions are chosen
    through : (moments, n_parameters) of the ways of which the map is to be; not of other planes

    Attributes
    ----------
    every : of how many training samples one is looked at: 1 unless network and data are very large

    Raises
    ------
    SpecError : ``landscape.too_few_moments`` if the run has not moved, and so has no plane of its own; as
        ``weights_plane``
    """

    def __init__(self, run: Run, course: Course, plane: Plane, through: Array | None = None) -> None:
        self._spec, self._loss, self._prepared = run.project.network, run.project.training.loss, run.prepared
        self.plane = plane
        self._here = here = run.checkpoint().parameters.astype(np.float64)
        self._may_change, self._learnt = trainable(self._spec), learnt(self._spec)
        data = run.trainer.data
        self.every = -(-len(data.train_inputs) * products_of_sample(self._spec) // MOST_PRODUCTS) or 1
        inputs, labels = data.train_inputs[:: self.every], data.train_labels[:: self.every]
        surface = LossSurface(self._spec, run.project.training.loss, inputs, labels)
        moments = np.array([*(self._parameters(course) if through is None else through), here])
        self.origin, self.directions = self._laid(moments, plane)
        self._onto = np.linalg.pinv(self.directions.T)
        self._steps: WeakKeyDictionary[Moment, _Step] = WeakKeyDictionary()
        shown = self.way(course).points if through is None else np.array([self.place_of(one) for one in through])
        ends = self._ends(shown, plane)
        self._survey = Survey(surface, self.origin, tuple(self.directions), (ends[0], ends[1]))
        self.points = self._survey.left

    @property
    def coordinates(self) -> tuple[Array, Array]:
        """(steps,) along the first direction, and along the second."""
        first, second = self._survey.landscape().coordinates
        return first, second

    @property
    def losses(self) -> Array:
        """(steps of the first, steps of the second); NaN where it has not been worked out, ∞ where it is too large."""
        return self._survey.landscape().losses

    @property
    def is_level(self) -> tuple[bool, bool]:
        """Along which of the two directions the loss is the same wherever one stands: it does not depend on them."""
        losses = self.losses
        return bool((losses == losses[:1]).all()), bool((losses == losses[:, :1]).all())

    @property
    def left(self) -> int:
        """Points that are still to be worked out."""
        return self._survey.left

    def advance(self, points: int) -> None:
        """Work out some more."""
        self._survey.advance(points)

    def suits(self, project: Project, prepared: Prepared) -> bool:
        """Whether the map is one of this project, too: the same network, data and loss."""
        is_same_network = project.network is self._spec or project.network == self._spec
        return is_same_network and project.training.loss == self._loss and prepared is self._prepared

    @property
    def told(self) -> NDArray[np.bool_] | None:
        """(n_parameters,) of which weights a place of the map tells the numbers; ``None``: of all.

        A map of two weights tells of these alone: the others are those of where it was laid, whatever they are now.
        """
        return None if isinstance(self.plane, str) else (self.directions[0] != 0.0) | (self.directions[1] != 0.0)

    def is_through(self, parameters: Array) -> bool:
        """Whether a map of two weights has all others as in (n_parameters,) ``parameters``; true of other planes."""
        told = self.told
        return told is None or not ((parameters != self._here) & ~told).any()

    def parameters_at(self, first: float, second: float) -> Array:
        """(n_parameters,) the weights at a place of the map."""
        return frozen(self.origin + first * self.directions[0] + second * self.directions[1])

    def place_of(self, parameters: Array) -> Array:
        """(2,) the place of the map that is nearest to (n_parameters,) ``parameters``."""
        return np.asarray(self._onto @ (parameters.astype(np.float64) - self.origin))

    def way(self, course: Course, reached: Mapping[Moment, Array] = MappingProxyType({})) -> Way:
        """The way of a course until now, as far as its weights are kept.

        ``reached`` : (n_parameters,) from where weights were put elsewhere, by the moment in which they were
        """
        moments = self._moments(course)
        steps = [self._step_of(moment) for moment in moments]
        if not steps:
            return Way(np.empty((0, 2)), np.empty(0, np.int64), np.empty(0, np.bool_), 1.0)
        points: list[Array] = []
        at: list[int] = []
        is_put: list[bool] = []
        for moment, step in zip(moments, steps, strict=True):
            found = [self.place_of(reached[moment]), step[0]] if moment in reached else [step[0]]
            points += found
            at += [moment.at] * len(found)
            is_put += [*[False] * (len(found) - 1), moment.arrival == "weights"]
        whole, beside = sum(step[1] for step in steps), sum(step[2] for step in steps)
        share = 1.0 - beside / whole if whole else 1.0
        return Way(frozen(np.array(points)), np.array(at, np.int64), np.array(is_put, np.bool_), share)

    def _step_of(self, moment: Moment) -> _Step:
        found = self._steps.get(moment)
        if found is None:
            parameters = _weights(moment)
            away, place = _only(self._learnt, parameters - self._here), self.place_of(parameters)
            beside = away - (place - self.place_of(self._here)) @ self.directions
            found = self._steps[moment] = (place, float(away @ away), float(beside @ beside))
        return found

    def _moments(self, course: Course) -> list[Moment]:
        """Those of the same network whose weights are kept."""
        return _kept_moments(course, self._spec)

    def _parameters(self, course: Course) -> list[Array]:
        """(n_parameters,) at some of them, evenly."""
        moments = self._moments(course)
        most = max(2, min(MOST_MOMENTS, MOST_NUMBERS // self._spec.n_parameters))
        which = np.linspace(0, len(moments) - 1, min(len(moments), most)).round().astype(int)
        return [_weights(moments[place]) for place in which.tolist()]

    def _laid(self, moments: Array, plane: Plane) -> tuple[Array, Array]:
        """Origin and (2, n_parameters) directions."""
        if not isinstance(plane, str):
            return weights_plane(self._spec, moments[-1], plane)
        if plane != "random":
            if self._may_change is not None:
                moments = np.where(self._may_change, moments, self._here)
            if not np.ptp(moments, axis=0).any():
                raise SpecError(
                    "landscape.too_few_moments",
                    QT_TRANSLATE_NOOP("errors", "The run has not moved yet, so it has no plane of its own."),
                    where="landscape",
                    hint=QT_TRANSLATE_NOOP("errors", "Let it roll a little, then lay the map."),
                )
            found = path_plane(moments)
            return found.origin, self._completed(found.directions, moments[0])
        rng, here = np.random.default_rng(_SEED), moments[-1]
        return frozen(here), np.array([self._random(here, rng) for _ in range(2)])

    def _random(self, parameters: Array, rng: np.random.Generator) -> Array:
        """(n_parameters,) a random direction, 0 where training may change nothing."""
        return _only(self._may_change, random_direction(self._spec, parameters, rng))

    def _completed(self, directions: Array, parameters: Array) -> Array:
        """The directions of a plane; a way that went straight on has one only, and gets a random one across."""
        if directions[1].any():
            return directions
        across = self._random(parameters, np.random.default_rng(_SEED))
        across = across - (across @ directions[0]) * directions[0]
        length = float(np.linalg.norm(across))
        return np.array([directions[0], across / length if length else across])

    def _ends(self, points: Array, plane: Plane) -> tuple[Array, Array]:
        """The coordinates along both directions: around the way, or around where the run stands."""
        if plane == "random":
            steps = np.linspace(-_RANDOM, _RANDOM, SIDE)
            return steps, steps
        points = np.vstack([points, self.place_of(self._here)])
        low, high = points.min(axis=0), points.max(axis=0)
        room = np.maximum(_BESIDE * (high - low), 0.25 * float((high - low).max()))
        if not isinstance(plane, str):
            room = np.maximum(room, _OF_WEIGHTS)
        first, second = (np.linspace(low[way] - room[way], high[way] + room[way], SIDE) for way in (0, 1))
        return first, second


def most_moved_of(run: Run, course: Course) -> TwoWeights | None:
    """The two weights of a run that have changed most since its course began; ``None`` if there are no two.

    Before anything has changed it is those with the steepest slopes in the batch that comes next.
    """
    network, now = run.project.network, run.checkpoint().parameters
    moments = _kept_moments(course, network)
    before = _weights(moments[0]) if moments else now
    if np.array_equal(before, now):
        return most_moved(network, np.zeros(network.n_parameters), _slopes(run))
    return most_moved(network, before, now)


def _slopes(run: Run) -> Array:
    """(n_parameters,) the gradient of each weight and bias in the batch that comes next."""
    found = np.zeros(run.project.network.n_parameters)
    for layer, block in enumerate(blocks(run.project.network)):
        numbers = run.trainer.weight_numbers(WeightLook(layer, GRADIENT))
        if numbers is not None:
            block.matrix(found)[...] = numbers.values
    return found


def _kept_moments(course: Course, network: NetworkSpec) -> list[Moment]:
    """Those with as many weights in the same places; what is held of them may have been otherwise."""
    found = [moment for moment in course.moments if not moment.is_bare]
    networks = {id(moment.project.network): moment.project.network for moment in found}  # few, of many moments
    alike = {key for key, other in networks.items() if other is network or blocks(other) == blocks(network)}
    return [moment for moment in found if id(moment.project.network) in alike]


def _only(mask: Array | None, numbers: Array) -> Array:
    """(n_parameters,) ``numbers``, 0 where the mask is."""
    return numbers if mask is None else numbers * mask


def _weights(moment: Moment) -> Array:
    if moment.checkpoint is None:
        network = moment.project.network
        return first_parameters(network, moment.project.training.seed).astype(np.float64)
    return moment.checkpoint.parameters.astype(np.float64)
