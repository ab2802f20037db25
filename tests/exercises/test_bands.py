"""What a class must see, within bands: thresholds move with the random numbers, bands do not.

Run with ``pytest -m slow tests/exercises``.
"""

from __future__ import annotations

from dataclasses import replace
from math import log
from statistics import median

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from tests.exercises.classroom import on_toy, on_truth_table, trained

pytestmark = pytest.mark.slow
LN_2 = log(2)


def accuracies(kind: str, *hidden: int, epochs: int, seeds: int = 5, **settings: object) -> list[float]:
    return [trained(on_toy(kind, *hidden, seed=seed, **settings), epochs)["test"]["accuracy"] for seed in range(seeds)]


# --- what one neuron cannot do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["and", "or"])
def test_one_neuron_learns_and_and_or(kind: str) -> None:
    assert trained(on_truth_table(kind), 2000)["train"]["loss"] < 0.02


@pytest.mark.parametrize("hidden", [(), (4,)], ids=["one neuron", "a linear hidden layer"])
def test_without_a_bend_xor_is_stuck_at_ln_2_with_every_output_a_half(hidden: tuple[int, ...]) -> None:
    run = on_truth_table("xor_table", *hidden, activation="identity")
    assert trained(run, 2000)["train"]["loss"] == pytest.approx(LN_2, abs=1e-6)
    np.testing.assert_allclose(run.trainer.predictions()[0], 0.5, atol=1e-3)


def test_without_a_hidden_layer_only_the_two_clouds_are_parted() -> None:
    assert min(accuracies("gauss", epochs=60, learning_rate=0.1)) >= 0.99
    assert max(accuracies("circle", epochs=100, learning_rate=0.1)) < 0.70
    assert max(accuracies("xor", epochs=100, learning_rate=0.1)) < 0.75
    assert median(accuracies("spiral", epochs=100, learning_rate=0.1)) < 0.65


def test_the_right_features_do_what_hidden_layers_do() -> None:
    assert min(accuracies("circle", epochs=200, learning_rate=0.1, inputs=("x1^2", "x2^2"))) >= 0.98
    assert min(accuracies("xor", epochs=200, learning_rate=0.1, inputs=("x1*x2",))) >= 0.98


# --- hidden layers ---------------------------------------------------------------------------------------------------


def test_two_neurons_cannot_enclose_a_disc_and_three_or_four_can() -> None:
    settings = {"epochs": 600, "optimizer": "adam", "learning_rate": 0.05}
    assert max(accuracies("circle", 2, **settings)) < 0.90
    assert median(accuracies("circle", 3, **settings)) >= 0.95
    assert min(accuracies("circle", 4, **settings)) >= 0.95


def test_the_spiral_needs_two_layers() -> None:
    settings = {"epochs": 1500, "optimizer": "adam", "learning_rate": 0.03, "batch_size": None}
    assert 0.55 <= median(accuracies("spiral", 4, **settings)) <= 0.70
    assert 0.70 <= median(accuracies("spiral", 8, **settings)) <= 0.88
    assert median(accuracies("spiral", 8, 8, **settings)) >= 0.90


@pytest.mark.parametrize(("hidden", "low", "high"), [(2, 15, 27), (3, 28, 30), (4, 30, 30)])
def test_two_neurons_solve_the_xor_table_from_some_seeds_and_three_or_more_from_nearly_all(
    hidden: int, low: int, high: int
) -> None:
    # With the inputs as −1 and 1; as 0 and 1, three neurons solve 26 of 30.
    settings = {"scaling": "standardize", "learning_rate": 1.0}
    runs = [trained(on_truth_table("xor_table", hidden, seed=seed, **settings), 2000) for seed in range(30)]
    assert low <= sum(results["train"]["accuracy"] == 1.0 for results in runs) <= high


def test_ten_neurons_follow_the_sine_and_none_a_straight_line_and_neither_knows_what_comes_next() -> None:
    def sine(*hidden: int) -> Run:
        training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03)
        return Run(new_project("sine", DataSpec(ToySource("sine", 400)), hidden, training=training))

    straight, bent = sine(), sine(10)
    assert trained(straight, 200)["test"]["loss"] == pytest.approx(0.43, abs=0.06)
    assert trained(bent, 600)["test"]["loss"] < 0.01
    beyond = np.array([[4.0], [4.5], [5.0]])
    assert np.mean((bent.predict(beyond) - np.sin(2 * beyond)) ** 2) > 0.1


# --- learning rate ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("learning_rate", "low", "high"), [(0.0003, 0.6, 0.9), (0.03, 0.28, 0.45), (0.3, 0.03, 0.12)])
def test_learning_rate_decides_how_far_sixty_epochs_go(learning_rate: float, low: float, high: float) -> None:
    losses = [trained(on_toy("circle", 4, learning_rate=learning_rate, seed=s), 60)["train"]["loss"] for s in range(5)]
    assert low <= median(losses) <= high


def test_far_too_large_a_learning_rate_never_settles() -> None:
    for seed in range(5):
        run = on_toy("circle", 4, learning_rate=30.0, seed=seed)
        run.train_epochs(60)
        last = run.snapshot().curves.train_loss[-20:]
        assert 2.0 < np.median(last) < 20.0
        assert np.ptp(last) > 1.0


# --- vanishing gradients ---------------------------------------------------------------------------------------------


def ratio(activation: str, initializer: str, seed: int) -> float:
    """Gradient norm of the last hidden layer over that of the first, before the first step."""
    run = on_toy("circle", *[10] * 8, activation=activation, initializer=initializer, seed=seed, batch_size=None)
    norms = run.snapshot(["health"]).health.gradient_norm
    return float(norms[-2] / norms[0])


def test_gradients_vanish_through_eight_sigmoid_layers_and_not_through_tanh_or_relu() -> None:
    assert median(ratio("sigmoid", "xavier_normal", seed) for seed in range(5)) > 1e4
    assert max(ratio("tanh", "xavier_normal", seed) for seed in range(5)) < 10
    assert max(ratio("relu", "he_normal", seed) for seed in range(5)) < 10


def test_six_sigmoid_layers_learn_nothing_where_tanh_and_relu_solve_it() -> None:
    stuck = on_toy("circle", *[8] * 6, activation="sigmoid")
    assert trained(stuck, 300)["train"]["loss"] == pytest.approx(LN_2, abs=0.003)
    for activation, initializer in (("tanh", "xavier_normal"), ("relu", "he_normal")):
        run = on_toy("circle", *[8] * 6, activation=activation, initializer=initializer)
        assert trained(run, 300)["test"]["accuracy"] >= 0.97


# --- overfitting -----------------------------------------------------------------------------------------------------


def overfitted(seed: int, l2: float = 0.0) -> Run:
    """40 points to learn from and 200 to test on, two clouds that overlap, far more weights than points."""
    settings = {"noise": 1.0, "n_samples": 240, "test_fraction": 200 / 240, "batch_size": None}
    run = on_toy("gauss", 16, 16, optimizer="adam", learning_rate=0.02, seed=seed, l2=l2, **settings)
    run.train_epochs(800)
    return run


def test_learnt_by_heart_the_training_loss_goes_on_falling_while_the_test_loss_rises() -> None:
    runs = [overfitted(seed) for seed in range(11)]
    assert median(run.results()["train"]["loss"] for run in runs) <= 0.001
    assert all(run.results()["test"]["loss"] >= 1.8 * run.snapshot().curves.test_loss.min() for run in runs)
    assert 0.6 <= median(run.results()["test"]["loss"] for run in runs) <= 1.0
    assert all(run.snapshot().curves.test_loss.argmin() <= 40 for run in runs)


def test_a_penalty_on_large_weights_keeps_the_test_loss_down() -> None:
    losses = [overfitted(seed, l2=0.03).results()["test"]["loss"] for seed in range(5)]
    assert 0.17 <= median(losses) <= 0.27


# --- raw data --------------------------------------------------------------------------------------------------------


def real(name: str, *hidden: int, epochs: int, batch_size: int = 10, seed: int = 0, **settings: object) -> float:
    """Test accuracy on a set of measurements."""
    data = named_data(name, test_fraction=0.2, seed=seed)
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.01, batch_size=batch_size, seed=seed)
    return trained(Run(new_project(name, data, hidden, training=training, **settings)), epochs)["test"]["accuracy"]


def test_handwritten_digits_are_read_as_they_come_and_a_linear_softmax_is_an_honest_rival() -> None:
    relu = {"activation": Choice("relu"), "epochs": 40, "batch_size": 32}
    assert median(real("digits", 32, seed=seed, **relu) for seed in range(3)) >= 0.96
    assert median(real("digits", seed=seed, epochs=40, batch_size=32) for seed in range(3)) >= 0.95


def test_flowers_and_wines_are_told_apart() -> None:
    assert median(real("iris", 8, epochs=100, seed=seed) for seed in range(5)) >= 0.93
    assert median(real("wine", 8, epochs=60, seed=seed) for seed in range(5)) >= 0.94


def test_single_precision_shows_the_same_picture() -> None:
    run = on_toy("circle", 4, optimizer="adam", learning_rate=0.05)
    single = Run(replace(run.project, network=replace(run.project.network, dtype="float32")))
    assert trained(single, 300)["test"]["accuracy"] >= 0.95
