"""Where the samples sit after each layer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.engine.layer_space import LayerLook, LayerSpace
from nnsim.engine.metrics import class_numbers
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.layer_probe import FEWEST, GRID_LINES, GRID_POINTS, samples_shown
from nnsim.runs.probes import FIT_POINTS
from nnsim.runs.run import Run


def a_run(
    data: str = "circle", hidden: tuple[int, ...] = (4, 2), epochs: int = 3, output: str = "", **first: object
) -> Run:
    project = new_project("p", named_data(data), hidden, training=TrainSpec(learning_rate=0.1, batch_size=10))
    network = project.network
    if first:
        network = network.with_layer(0, replace(network.layers[0], **first))  # type: ignore[arg-type]
    if output:
        network = network.with_layer(len(network.layers) - 1, replace(network.output, activation=Choice(output)))
    loss = Choice("quadratic") if output else project.training.loss
    made = Run(replace(project, network=network, training=replace(project.training, loss=loss)))
    made.train_epochs(epochs)
    return made


def seen(run: Run, layer: int, neurons: tuple[int, int] | None = None) -> LayerSpace:
    found = run.snapshot((LayerLook(layer, neurons),)).space
    assert found is not None
    return found


def by_hand(run: Run, layer: int) -> np.ndarray:
    """(training samples, neurons) tanh(x W + b), layer by layer."""
    answers, network = run.prepared.train_inputs, run.trainer.network
    for block in network.blocks[: layer + 1]:
        matrix = block.matrix(network.parameters)
        answers = np.tanh(answers @ matrix[:-1] + matrix[-1])
    return answers


@pytest.mark.parametrize("layer", [-1, 0, 1])
def test_samples_sit_where_the_layer_puts_them(layer: int) -> None:
    run = a_run()
    space = seen(run, layer, (0, 1))
    assert np.array_equal(space.train_rows, run.prepared.train_rows)
    assert space.train == pytest.approx(by_hand(run, layer)[:, :2])
    assert len(space.test) == len(space.test_rows) == len(run.prepared.test_rows)


def test_all_neurons_are_seen_in_the_plane_of_their_principal_components() -> None:
    run = a_run()
    space = seen(run, 0)
    answers = by_hand(run, 0)
    singular = np.linalg.svd(answers - answers.mean(axis=0), compute_uv=False)
    assert np.linalg.svd(space.train, compute_uv=False) == pytest.approx(singular[:2])
    assert space.width == 4
    assert 0.5 < space.shares.sum() <= 1.0


def test_the_grid_is_the_plane_of_the_inputs_sent_through_the_layer() -> None:
    run = a_run()
    flat, bent = seen(run, -1, (0, 1)).grid, seen(run, 1, (0, 1)).grid
    assert flat.shape == bent.shape == (2 * GRID_LINES, GRID_POINTS, 2)
    x, y = run.prepared.extents
    low, high = run.prepared.inputs_of(np.array([(x.low, y.low), (x.high, y.high)]))
    assert flat[0, :, 0] == pytest.approx(low[0])
    assert flat[GRID_LINES - 1, :, 0] == pytest.approx(high[0])
    assert flat[GRID_LINES, :, 1] == pytest.approx(low[1])
    network = run.trainer.network
    answers = flat.reshape(-1, 2)
    for block in network.blocks[:2]:
        matrix = block.matrix(network.parameters)
        answers = np.tanh(answers @ matrix[:-1] + matrix[-1])
    assert bent.reshape(-1, 2) == pytest.approx(answers)


def test_data_of_more_than_two_inputs_have_no_grid() -> None:
    assert len(seen(a_run("iris"), 0).grid) == 0


@pytest.mark.parametrize(
    ("data", "hidden", "output"),
    [
        ("circle", (4, 2), ""),
        ("circle", (4, 2), "tanh"),
        ("circle", (4, 2), "identity"),
        ("circle", (4, 2), "relu"),
        ("circle", (4, 2), "softplus"),
        ("circle", (3, 1), ""),
        ("circle", (), ""),
        ("iris", (5, 2), ""),
        ("iris", (5, 2), "sigmoid"),
    ],
)
def test_the_lines_part_the_samples_exactly_as_the_network_does(
    data: str, hidden: tuple[int, ...], output: str
) -> None:
    run = a_run(data, hidden, 20, output)
    space = seen(run, len(hidden) - 1, None if hidden[-1:] == (1,) else (0, 1))
    assert len(space.scores) == run.project.network.output.size
    values = space.train @ space.scores[:, :2].T + space.scores[:, 2]
    told = class_numbers(values, 0.0)
    train, _ = run._outcome.predictions()
    assert np.array_equal(told, class_numbers(train, run._threshold))
    assert len(np.unique(told)) > 1, "there is something to part"


def test_lines_are_drawn_only_where_they_are_exact() -> None:
    run = a_run(hidden=(4, 3))
    assert len(seen(run, 1).scores) == 0, "a projection of three"
    assert len(seen(a_run(), 1).scores) == 0, "two neurons, but turned"
    assert len(seen(run, 1, (0, 1)).scores) == 0, "it depends on the third, too"
    assert len(seen(run, 0, (0, 1)).scores) == 0, "another layer comes between"
    block = run.trainer.network.blocks[-1]
    block.weights(run.trainer.network.parameters)[2] = 0.0
    assert len(seen(run, 1, (0, 1)).scores) == 1, "it no longer depends on the third"
    assert len(seen(a_run("sine", (2,)), 0).scores) == 0, "a quantity has no classes"


def test_a_muted_neuron_neither_moves_the_samples_nor_the_lines() -> None:
    run = a_run(hidden=(2,), epochs=10, muted=(1,))
    space = seen(run, 0, (0, 1))
    assert not space.train[:, 1].any()
    assert space.scores[0, 1] == 0.0


def test_a_single_neuron_lies_on_a_line() -> None:
    space = seen(a_run(hidden=(3, 1)), 1)
    assert space.width == 1
    assert not space.train[:, 1].any()


def test_what_the_network_does_not_have_is_not_seen() -> None:
    run = a_run()
    for look in (LayerLook(9), LayerLook(-2), LayerLook(1, (0, 2))):
        assert run.snapshot((look,)).space is None
    assert run.snapshot().space is None


@pytest.mark.parametrize("first", [{"normalize": True}, {"dropout": 0.5}], ids=str)
def test_samples_are_seen_as_they_are_when_nothing_learns(first: dict[str, object]) -> None:
    run = a_run(**first)
    assert np.array_equal(seen(run, 1, (0, 1)).train, seen(run, 1, (0, 1)).train)


def test_the_picture_goes_on_from_the_frame_before() -> None:
    run = a_run(hidden=(6, 5), epochs=0)
    before = seen(run, 1).train
    for _ in range(30):
        run.train_epochs(1)
        now = seen(run, 1).train
        kept, flipped = np.abs(now - before).sum(), np.abs(now + before).sum()
        assert kept < flipped
        before = now


@given(n_inputs=st.integers(1, 2000), width=st.integers(1, 2000))
def test_a_large_network_is_looked_at_with_fewer_samples(n_inputs: int, width: int) -> None:
    network = new_project("p", named_data("circle"), (width,)).network
    shown = samples_shown(replace(network, n_inputs=n_inputs))
    assert FEWEST <= shown <= FIT_POINTS


def test_looking_changes_nothing_that_training_uses() -> None:
    run, other = a_run(), a_run()
    for _ in range(3):
        run.train_epochs(1)
        seen(run, 1)
    other.train_epochs(3)
    assert np.array_equal(run.trainer.network.parameters, other.trainer.network.parameters)


def test_a_space_that_was_not_computed_for_a_frame_stays_as_it_was() -> None:
    run = a_run()
    look = LayerLook(0)
    older = run.snapshot((look, "plane"))
    newer = run.snapshot(("plane",))
    assert newer.space is None
    assert newer.with_older(older, (look,)).space is older.space
    assert newer.with_older(older, ("plane",)).space is None
