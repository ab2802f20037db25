"""Training ends by itself, exactly where its conditions say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.spec import Choice, StopSpec
from nnsim.engine.trainer import Trainer
from tests.engine.samples import data_for, network, trainer

SPEC = network(2, 6, 1)


def learner_with(stop: StopSpec, *, n_test: int = 11, **settings: object) -> Trainer:
    defaults = {"loss": Choice("cross_entropy"), "optimizer": Choice("adam"), "learning_rate": 0.05, "stop": stop}
    return trainer(SPEC, data_for(SPEC, 23, n_test), **(defaults | settings))


def test_it_stops_at_the_end_of_the_epoch_asked_for_however_the_steps_are_portioned() -> None:
    for portion in (1, 3, 5, 7, 1000):
        learner = learner_with(StopSpec(epochs=4))
        made = 0
        while learner.stopped is None:
            made += learner.advance(portion)
        assert (learner.epoch, learner.batch, learner.stopped) == (4, 0, "epochs")
        assert made == learner.step == 4 * learner.n_batches


def test_who_goes_on_after_a_stop_is_not_stopped_by_the_same_again() -> None:
    learner = learner_with(StopSpec(epochs=2))
    learner.advance(1000)
    assert learner.advance(50) == 50
    assert learner.stopped is None


def test_it_stops_in_the_first_epoch_whose_loss_is_low_enough() -> None:
    learner = learner_with(StopSpec(loss=0.6))
    learner.advance(100_000)
    losses = learner.record.curves().train_loss
    assert learner.stopped == "loss"
    assert losses[-1] <= 0.6 < losses[-2]


def test_a_loss_that_is_low_enough_from_the_start_stops_nobody() -> None:
    learner = learner_with(StopSpec(loss=100.0))
    assert learner.advance(100) == 100


def test_accuracy_is_that_of_the_test_samples_or_without_any_of_the_training_samples() -> None:
    tested, untested = learner_with(StopSpec(accuracy=0.7)), learner_with(StopSpec(accuracy=0.8), n_test=0)
    for learner in (tested, untested):
        learner.advance(100_000)
        assert learner.stopped == "accuracy"
    assert tested.record.curves().test_metric[-1] >= 0.7
    assert (tested.record.curves().test_metric[:-1] < 0.7).all() or tested.record.curves().test_metric[0] >= 0.7
    assert untested.record.curves().train_metric[-1] >= 0.8


def test_patience_is_counted_from_the_lowest_test_loss() -> None:
    learner = learner_with(StopSpec(patience=15), learning_rate=0.2)
    learner.advance(100_000)
    losses = learner.record.curves().test_loss
    assert learner.stopped == "patience"
    assert learner.epoch - int(np.argmin(losses)) == 15


def test_a_resumed_run_loses_no_patience() -> None:
    straight = learner_with(StopSpec(patience=15), learning_rate=0.2)
    straight.advance(100_000)
    resumed = learner_with(StopSpec(patience=15), learning_rate=0.2)
    resumed.advance(straight.step - 17)
    resumed = Trainer(SPEC, resumed.training, resumed.data, resumed.checkpoint())
    resumed.advance(100_000)
    assert (resumed.step, resumed.stopped) == (straight.step, "patience")


def test_conditions_change_no_number() -> None:
    free, stopping = learner_with(StopSpec()), learner_with(StopSpec(epochs=3, loss=1e-9, patience=1000))
    free.advance(60)
    for _ in range(2):
        stopping.advance(60 - stopping.step)
    assert stopping.step == 60
    assert stopping.network.parameters.tobytes() == free.network.parameters.tobytes()


@pytest.mark.parametrize("batch_size", [5, None])
def test_the_learning_rate_of_each_epoch_is_the_schedules(batch_size: int | None) -> None:
    schedule = Choice.of("exponential", factor=0.5)
    learner = trainer(SPEC, schedule=schedule, learning_rate=0.4, batch_size=batch_size)
    for epoch in range(4):
        for _ in range(learner.n_batches):
            before = learner.network.parameters.copy()
            learner.advance(1)
            expected = before - 0.4 * 0.5**epoch * learner.network.gradient
            np.testing.assert_allclose(learner.network.parameters, expected, rtol=1e-14)


def test_a_resumed_run_goes_on_with_the_schedule() -> None:
    settings = {"schedule": Choice.of("cosine", epochs=9), "optimizer": Choice("momentum")}
    straight = trainer(SPEC, **settings)
    straight.advance(60)
    resumed = trainer(SPEC, **settings)
    resumed.advance(23)
    resumed = trainer(SPEC, None, resumed.checkpoint(), **settings)
    resumed.advance(37)
    assert resumed.network.parameters.tobytes() == straight.network.parameters.tobytes()


def test_a_gradient_is_never_longer_than_asked_for_and_keeps_its_direction() -> None:
    free = trainer(SPEC, batch_size=None, learning_rate=0.0)
    free.advance(1)
    whole = free.network.gradient.copy()
    length = np.linalg.norm(whole)
    clipped = trainer(SPEC, batch_size=None, learning_rate=0.0, clip_norm=0.5 * length)
    clipped.advance(1)
    np.testing.assert_allclose(clipped.network.gradient, 0.5 * whole, rtol=1e-4)
    assert np.linalg.norm(clipped.network.gradient) <= 0.5 * length
    roomy = trainer(SPEC, batch_size=None, learning_rate=0.0, clip_norm=2.0 * length)
    roomy.advance(1)
    assert roomy.network.gradient.tobytes() == whole.tobytes()


def test_dropout_is_another_in_each_step_and_the_same_in_each_run() -> None:
    layers = tuple(replace(layer, dropout=0.4) for layer in SPEC.layers[:-1])
    spec = replace(SPEC, layers=(*layers, SPEC.layers[-1]))
    runs = [trainer(spec, seed=seed) for seed in (1, 1, 2)]
    for learner in runs:
        learner.advance(30)
    first, same, other = (learner.network.parameters for learner in runs)
    assert first.tobytes() == same.tobytes()
    assert first.tobytes() != other.tobytes()
