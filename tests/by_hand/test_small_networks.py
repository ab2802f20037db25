"""Worked on paper: shapes, a whole pass forth and back, symmetry, and neurons that change places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from tests.by_hand.one_weight import table_of, weights


def test_x_1_by_3_times_w_3_by_4_is_1_by_4() -> None:
    network = NetworkSpec(3, (LayerSpec(4, Choice("identity"), key=1),))
    assert blocks(network)[0].weights(np.zeros(16)).shape == (3, 4)
    data = table_of("shapes", [[1.0, 2.0, 3.0]], [[0.0, 0.0, 0.0, 0.0]])
    run = Run(Project("shapes", data, network, TrainSpec(Choice("mse"), batch_size=None)))
    assert run.predict(np.array([[1.0, 2.0, 3.0]])).shape == (1, 4)


def test_two_inputs_and_three_outputs_make_w_2_by_3_rows_from_columns_to() -> None:
    # z = [1·1 + 2·4, 1·2 + 2·5, 1·3 + 2·6] = [9, 12, 15], plus biases 0.1, 0.2, 0.3.
    network = NetworkSpec(2, (LayerSpec(3, Choice("identity"), key=1),))
    learnt = Checkpoint(network, np.array([1, 2, 3, 4, 5, 6, 0.1, 0.2, 0.3]))
    data = table_of("shapes", [[1.0, 2.0]], [[0.0, 0.0, 0.0]])
    run = Run(Project("shapes", data, network, TrainSpec(Choice("mse"), batch_size=None), learnt))
    assert weights(run, 0).tolist() == [[1, 2, 3], [4, 5, 6]]
    assert run.predict(np.array([[1.0, 2.0]]))[0].tolist() == pytest.approx([9.1, 12.2, 15.3], rel=1e-15)


def test_one_hidden_neuron_forth_and_back() -> None:
    """x = 1, label 1; h = σ(2 x − 1), prediction 3 h + 0.5, quadratic loss, learning rate 0.1."""
    hidden = LayerSpec(1, Choice("sigmoid"), key=1)
    network = NetworkSpec(1, (hidden, LayerSpec(1, Choice("identity"), key=2)))
    learnt = Checkpoint(network, np.array([2.0, -1.0, 3.0, 0.5]))
    training = TrainSpec(Choice("quadratic"), learning_rate=0.1, batch_size=None)
    run = Run(Project("chain", table_of("chain", [[1.0]], [[1.0]]), network, training, learnt))
    # z = 1, h = 1/(1 + e⁻¹) = 0.7310585786300049, prediction 3 h + 0.5 = 2.6931757358900147, error e one less.
    h = 0.7310585786300049
    e = 3 * h + 0.5 - 1
    assert run.trainer.predictions()[0][0, 0] == pytest.approx(2.6931757358900147, rel=1e-15)
    run.trainer.advance(1)
    # δ₂ = e; ∂w₂ = e h, ∂b₂ = e; δ₁ = e · 3 · h (1 − h); ∂w₁ = δ₁ · 1, ∂b₁ = δ₁.
    d1 = e * 3 * h * (1 - h)
    expected = [2 - 0.1 * d1, -1 - 0.1 * d1, 3 - 0.1 * e * h, 0.5 - 0.1 * e]
    assert run.checkpoint().parameters.tolist() == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_weights_that_are_all_0_stay_exactly_0_for_ever(activation: str) -> None:
    data = DataSpec(ToySource("circle", 40))
    project = new_project("zero", data, (4, 4), activation=Choice(activation), initializer=Choice("zero"))
    run = Run(project)
    run.train_epochs(50)
    assert all(not weights(run, layer).any() for layer in range(3))


def test_neurons_that_start_alike_stay_alike() -> None:
    project = new_project("alike", DataSpec(ToySource("circle", 40)), (4,), initializer=Choice("constant"))
    run = Run(project)
    run.train_epochs(50)
    columns = weights(run, 0)
    assert columns.any()
    np.testing.assert_allclose(columns, np.tile(columns[:, :1], 4), rtol=1e-12)


def test_two_hidden_neurons_that_change_places_leave_the_output_as_it_was() -> None:
    project = new_project("swap", DataSpec(ToySource("xor", 60)), (4, 3))
    run = Run(project)
    run.train_epochs(20)
    before = run.checkpoint()
    swapped = before.parameters.copy()
    first, second, _ = (block.matrix(swapped) for block in run.trainer.network.blocks)
    first[:, [0, 2]] = first[:, [2, 0]]
    second[[0, 2]] = second[[2, 0]]
    other = Run(replace(project, checkpoint=replace(before, parameters=swapped)))
    points = np.random.default_rng(0).uniform(-5, 5, (100, 2))
    np.testing.assert_allclose(other.predict(points), run.predict(points), rtol=0, atol=1e-15)


def test_the_same_seed_gives_the_same_loss_curve_bit_by_bit_and_another_seed_another() -> None:
    def losses(seed: int) -> list[float]:
        run = Run(new_project("twice", DataSpec(ToySource("circle", 60)), (4,), training=TrainSpec(seed=seed)))
        run.train_epochs(30)
        return run.snapshot().curves.train_loss.tolist()

    assert losses(3) == losses(3)
    assert losses(3) != losses(4)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_rewinding_to_an_epoch_and_going_on_is_as_if_it_had_never_stopped(optimizer: str) -> None:
    training = TrainSpec(optimizer=Choice(optimizer))
    project = new_project("rewind", DataSpec(ToySource("spiral", 60, 0.2)), (4,), training=training)
    run = Run(project)
    run.train_epochs(7)
    at_seven = run.checkpoint()
    run.train_epochs(8)
    again = Run(replace(project, checkpoint=at_seven))
    again.train_epochs(8)
    assert again.checkpoint().parameters.tobytes() == run.checkpoint().parameters.tobytes()
    assert again.snapshot().curves.train_loss.tobytes() == run.snapshot().curves.train_loss.tobytes()
