"""The loss around a point: parabolas by hand, directions column by column, and numbers too large to be computed."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.engine import evaluation
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.landscape import LossSurface, Survey, random_direction, weight_direction
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.path_plane import path_plane
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.errors import SpecError
from tests.engine.samples import data_for, network, sensible_pairs, trainer

SPEC = network(2, 4, 3, 1)
QUADRATIC = Choice("quadratic")


def surface_of(spec: NetworkSpec, n_samples: int = 23, loss: str = "quadratic") -> LossSurface:
    data = data_for(spec, n_samples)
    return LossSurface(spec, Choice(loss), data.train_inputs, data.train_labels)


def one_weight_and_bias() -> tuple[NetworkSpec, LossSurface]:
    """h = w x + b, one sample x = 2, y = 6: loss ½ (2 w + b − 6)²."""
    spec = network(1, 1, output="identity")
    return spec, LossSurface(spec, QUADRATIC, np.array([[2.0]]), np.array([[6.0]]))


def test_loss_along_one_weight_is_a_parabola() -> None:
    spec, surface = one_weight_and_bias()
    steps = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    found = surface.along(np.array([3.0, 0.0]), (weight_direction(spec, 0, 0, 0),), (steps,))
    # ½ (2 (3 + s) − 6)² = 2 s²
    assert found.losses.tolist() == [8.0, 2.0, 0.0, 2.0, 8.0]
    assert found.coordinates[0].tolist() == steps.tolist()
    assert found.origin.tolist() == [3.0, 0.0]


def test_first_direction_runs_along_the_first_axis_and_the_second_along_the_second() -> None:
    spec, surface = one_weight_and_bias()
    directions = (weight_direction(spec, 0, 0, 0), weight_direction(spec, 0, 1, 0))
    found = surface.along(np.array([3.0, 0.0]), directions, (np.array([0.0, 1.0]), np.array([0.0, 1.0, 4.0])))
    # ½ (2 s + t)²
    assert found.losses.tolist() == [[0.0, 0.5, 8.0], [2.0, 4.5, 18.0]]


@pytest.mark.parametrize(("output", "loss"), sensible_pairs())
def test_at_the_origin_is_the_loss_of_the_curves(output: str, loss: str) -> None:
    spec = network(2, 4, 3, 2, output=output)
    learner = trainer(spec, data_for(spec), loss=Choice(loss), l1=0.1, l2=0.1, batch_size=5)
    learner.advance(20)
    parameters = learner.checkpoint().parameters
    surface = LossSurface(spec, Choice(loss), learner.data.train_inputs, learner.data.train_labels)
    assert surface.at(parameters) == pytest.approx(learner.evaluate()[0][0], rel=1e-14)


def test_nothing_is_dropped_out_and_normalisation_uses_what_it_remembers() -> None:
    hidden = replace(SPEC.layers[0], normalize=True, bias=False, dropout=0.4)
    spec = SPEC.with_layer(0, hidden)
    learner = trainer(spec, batch_size=5, learning_rate=0.1)
    learner.advance(50)
    assert surface_of(spec).at(learner.checkpoint().parameters) == pytest.approx(learner.evaluate()[0][0], rel=1e-14)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-2.0, 2.0), st.floats(-2.0, 2.0))
def test_every_point_of_a_grid_is_the_loss_there(seed: int, first: float, second: float) -> None:
    rng = np.random.default_rng(seed)
    surface, origin = surface_of(SPEC), first_parameters(SPEC, seed)
    one, other = random_direction(SPEC, origin, rng), random_direction(SPEC, origin, rng)
    found = surface.along(origin, (one, other), (np.array([0.0, first]), np.array([0.0, second])))
    assert found.losses[0, 0] == surface.at(origin)
    there = surface.at(origin + first * one + second * other)
    assert found.losses[1, 1] == pytest.approx(there, rel=1e-9)


def test_many_samples_are_looked_at_in_chunks_and_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = first_parameters(SPEC, 1)
    whole = surface_of(SPEC).at(parameters)
    monkeypatch.setattr(evaluation, "CHUNK_SAMPLES", 7)
    assert surface_of(SPEC).at(parameters) == pytest.approx(whole, rel=1e-14)


def test_filters_over_large_pictures_take_the_memory_of_a_chunk() -> None:
    filters = LayerSpec(1, kind="conv2d", kernel=7)
    spec = NetworkSpec(28 * 28, (filters, LayerSpec(0, kind="flatten", bias=False), LayerSpec(1)), picture=(1, 28, 28))
    inputs, labels = np.zeros((1_000, 28 * 28)), np.zeros((1_000, 1))
    tracemalloc.start()
    LossSurface(spec, QUADRATIC, inputs, labels).at(first_parameters(spec, 0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 140_000_000  # all pictures at once: 215 MB


@pytest.mark.parametrize("portions", [[1] * 12, [5, 0, 7], [100]], ids=str)
def test_a_survey_in_portions_finds_what_it_finds_in_one_go(portions: list[int]) -> None:
    surface, origin, rng = surface_of(SPEC), first_parameters(SPEC, 3), np.random.default_rng(3)
    where = origin, (random_direction(SPEC, origin, rng), random_direction(SPEC, origin, rng))
    steps = np.linspace(-1.0, 1.0, 3), np.linspace(-2.0, 2.0, 4)
    survey, whole = Survey(surface, *where, steps), surface.along(*where, steps)
    for looked in portions:
        left = survey.left
        assert survey.advance(looked) == min(looked, left) == left - survey.left
        surface.at(origin + 1.0)  # asked for something else meanwhile
        n_known = 12 - survey.left
        losses = survey.landscape().losses.ravel()
        np.testing.assert_array_equal(losses[:n_known], whole.losses.ravel()[:n_known])
        assert np.isnan(losses[n_known:]).all()
    assert (survey.left, survey.advance(1)) == (0, 0)
    assert survey.landscape().losses.tobytes() == whole.losses.tobytes()


def test_numbers_out_of_bounds_between_two_portions_are_told_as_ever() -> None:
    survey = Survey(
        surface_of(SPEC), first_parameters(SPEC, 0), (first_parameters(SPEC, 0),), (np.array([1e308, 1.0]),)
    )
    survey.advance(1)
    with pytest.warns(RuntimeWarning, match="overflow"):
        np.array([1e308]) * np.array([10.0])


def test_single_precision_is_looked_at_in_double() -> None:
    single = replace(SPEC, dtype="float32")
    parameters = first_parameters(single, 1)
    assert surface_of(single).at(parameters) == surface_of(SPEC).at(parameters.astype(np.float64))


@pytest.mark.parametrize("far", [1e200, 1e308])
@pytest.mark.parametrize(("hidden", "output"), [("relu", "identity"), ("identity", "identity"), ("tanh", "identity")])
def test_a_loss_too_large_to_be_computed_is_infinite(hidden: str, output: str, far: float) -> None:
    spec = network(2, 3, 3, 1, hidden=hidden, output=output)
    origin = first_parameters(spec, 0)
    direction = random_direction(spec, origin, np.random.default_rng(0))
    found = surface_of(spec).along(origin, (direction,), (np.array([-far, 0.0, far]),))
    assert found.losses[[0, 2]].tolist() == [np.inf, np.inf]
    assert np.isfinite(found.losses[1])


def test_nothing_that_was_handed_in_changes_and_nothing_handed_out_can() -> None:
    origin = first_parameters(SPEC, 0)
    before, steps = origin.copy(), np.linspace(-1, 1, 5)
    direction = random_direction(SPEC, origin, np.random.default_rng(0))
    found = surface_of(SPEC).along(origin, (direction, direction), (steps, steps))
    np.testing.assert_array_equal(origin, before)
    assert not any(array.flags.writeable for array in (found.losses, found.origin, *found.coordinates, direction))


def test_direction_of_a_weight_is_1_there_and_0_elsewhere() -> None:
    direction = weight_direction(SPEC, 1, 4, 2)  # the row after four from-neurons is the bias
    assert blocks(SPEC)[1].biases(direction).tolist() == [0.0, 0.0, 1.0]
    assert np.count_nonzero(direction) == 1


@pytest.mark.parametrize("place", [(3, 0, 0), (-1, 0, 0), (0, 3, 0), (0, 0, 4), (0, -1, 0), (0, 0, -1), (0, 1, 1)])
def test_a_weight_that_is_not_there_has_no_direction(place: tuple[int, int, int]) -> None:
    spec = SPEC.with_layer(0, replace(SPEC.layers[0], cut=((1, 1),)))
    with pytest.raises(SpecError) as caught:
        weight_direction(spec, *place)
    assert caught.value.code == "spec.no_such_weight"


def filled(spec: NetworkSpec) -> Array:
    """Parameters of which none is 0."""
    return np.random.default_rng(4).normal(size=spec.n_parameters) + 0.1


PICTURES = NetworkSpec(
    36,
    (
        LayerSpec(3, kind="conv2d", normalize=True),
        LayerSpec(0, kind="max_pool2d", kernel=2, stride=2, bias=False),
        LayerSpec(0, kind="flatten", bias=False),
        LayerSpec(4, bias=False),
        LayerSpec(2),
    ),
    picture=(1, 6, 6),
)


@pytest.mark.parametrize("spec", [SPEC, PICTURES], ids=["dense", "pictures"])
def test_a_random_direction_is_as_long_as_the_weights_for_every_neuron_and_filter(spec: NetworkSpec) -> None:
    parameters = filled(spec)
    direction = random_direction(spec, parameters, np.random.default_rng(0))
    for block in blocks(spec):
        lengths = np.linalg.norm(block.weights(direction), axis=0)
        np.testing.assert_allclose(lengths, np.linalg.norm(block.weights(parameters), axis=0), rtol=1e-14)
        biases = block.biases(direction)
        assert biases is None or not biases.any()
        assert not block.normalization(direction).any()


def test_a_random_direction_leaves_cut_links_and_neurons_of_weight_0_alone() -> None:
    cut = ((0, 1), (2, 0), (4, 2))  # the last is a bias
    spec = SPEC.with_layer(1, replace(SPEC.layers[1], cut=cut))
    parameters = filled(spec)
    weights = blocks(spec)[1].weights(parameters)
    weights[0, 1] = weights[2, 0] = 0.0
    weights[:, 2] = 0.0
    found = blocks(spec)[1].weights(random_direction(spec, parameters, np.random.default_rng(0)))
    assert found[0, 1] == found[2, 0] == 0.0
    assert not found[:, 2].any()
    np.testing.assert_allclose(np.linalg.norm(found, axis=0), np.linalg.norm(weights, axis=0), rtol=1e-14)


def test_random_directions_follow_from_the_generator_alone() -> None:
    def drawn(seed: int) -> list[Array]:
        rng = np.random.default_rng(seed)
        return [random_direction(SPEC, filled(SPEC), rng) for _ in range(2)]

    first, second = drawn(1)
    np.testing.assert_array_equal(first, drawn(1)[0])
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, drawn(2)[0])


def test_the_path_of_a_run_lies_where_its_losses_are_on_the_landscape() -> None:
    learner = trainer(SPEC, learning_rate=0.5)
    moments = [learner.checkpoint().parameters]
    for _ in range(12):
        learner.advance(5)
        moments.append(learner.checkpoint().parameters)
    plane, surface = path_plane(np.array(moments)), surface_of(SPEC)
    far = np.abs(plane.path).max()
    found = surface.along(plane.origin, tuple(plane.directions), (np.array([0.0, far]), np.array([0.0])))
    assert found.losses[0, 0] == pytest.approx(learner.evaluate()[0][0], rel=1e-14)
    assert plane.shares.sum() > 0.95
    x, y = plane.path[0]
    start = surface.at(plane.origin + x * plane.directions[0] + y * plane.directions[1])
    assert start == pytest.approx(surface.at(moments[0]), rel=0.1)
