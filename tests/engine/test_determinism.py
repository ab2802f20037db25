"""Same specs, data and checkpoint: bit-equal numbers, whatever is looked at and however the steps are portioned."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from nnsim.engine.batches import Order, bounds
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, DType
from nnsim.engine.trainer import Trainer
from tests.engine.samples import ALL_OPTIMIZERS, data_for, met, network, trainer

SPEC = network(2, 4, 3, 1)
N_TRAIN = 23
DTYPES = ["float64", "float32"]


def assert_same(one: Checkpoint, other: Checkpoint) -> None:
    """Bit by bit, all of it."""
    np.testing.assert_array_equal(one.parameters, other.parameters)
    assert one.optimizer.keys() == other.optimizer.keys()
    for name, array in one.optimizer.items():
        np.testing.assert_array_equal(array, other.optimizer[name])
    for name in ("network", "optimizer_steps", "step", "epoch", "seen", "looked"):
        assert getattr(one, name) == getattr(other, name), name
    for field in fields(one.curves):
        np.testing.assert_array_equal(getattr(one.curves, field.name), getattr(other.curves, field.name))


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("batch_size", "optimizer", "dtype"), met([1, 5, 22, 23, 100, None], ALL_OPTIMIZERS, DTYPES), ids=str
)
def test_steps_one_by_one_and_all_at_once_are_the_same(batch_size: int | None, optimizer: Choice, dtype: DType) -> None:
    settings = {"optimizer": optimizer, "batch_size": batch_size, "l1": 0.001, "l2": 0.01}
    spec = replace(SPEC, dtype=dtype)
    at_once, one_by_one, in_portions = (trainer(spec, **settings) for _ in range(3))
    at_once.advance(60)
    for _ in range(60):
        one_by_one.advance(1)
    for portion in (7, 0, 13, 1, 39):
        in_portions.advance(portion)
    assert_same(at_once.checkpoint(), one_by_one.checkpoint())
    assert_same(at_once.checkpoint(), in_portions.checkpoint())


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("batch_size", "optimizer", "dtype"), met([1, 5, 22, 23, None], ALL_OPTIMIZERS, DTYPES), ids=str
)
def test_a_run_restored_at_any_step_goes_on_as_if_it_had_never_stopped(
    batch_size: int | None, optimizer: Choice, dtype: DType
) -> None:
    settings = {"optimizer": optimizer, "batch_size": batch_size, "l2": 0.01}
    spec = replace(SPEC, dtype=dtype)
    straight, stopped = trainer(spec, **settings), trainer(spec, **settings)
    straight.advance(40)
    for steps in (1, 2, 3, 4, 5, 6, 19):
        stopped.advance(steps)
        stopped = trainer(spec, checkpoint=stopped.checkpoint(), **settings)
    assert_same(straight.checkpoint(), stopped.checkpoint())


@pytest.mark.parametrize("batch_size", [1, 5, 10, None])
def test_stepping_by_sample_makes_the_same_updates(batch_size: int | None) -> None:
    by_batch, by_sample = trainer(SPEC, batch_size=batch_size), trainer(SPEC, batch_size=batch_size)
    rows = []
    order = by_sample._order.rows.tolist() if batch_size else list(range(N_TRAIN))
    while by_sample.epoch < 1:
        by_sample.look_at_sample()
        rows.append(by_sample.sample_view().row)
    by_batch.advance(by_batch.n_batches)
    assert rows == order
    assert_same(by_batch.checkpoint(), by_sample.checkpoint())


def test_a_sample_looked_at_halfway_through_a_batch_is_remembered_by_the_checkpoint() -> None:
    straight, stopped = trainer(SPEC), trainer(SPEC)
    for _ in range(8):
        straight.look_at_sample()
    for _ in range(3):
        stopped.look_at_sample()
    stopped = trainer(SPEC, checkpoint=stopped.checkpoint())
    for _ in range(5):
        stopped.look_at_sample()
    assert stopped.sample_view().row == straight.sample_view().row
    assert_same(straight.checkpoint(), stopped.checkpoint())


def test_what_a_sample_view_shows_is_the_pass_of_that_sample() -> None:
    learner = trainer(SPEC)
    learner.viewed_row = 7
    view = learner.sample_view()
    predicted, _ = learner.predictions()
    np.testing.assert_array_equal(view.inputs, learner.data.train_inputs[7])
    np.testing.assert_array_equal(view.label, learner.data.train_labels[7])
    np.testing.assert_allclose(view.activations[-1], predicted[7], rtol=1e-15)
    assert view.loss == pytest.approx(0.5 * float(((predicted[7] - view.label) ** 2).sum()), rel=1e-14)


LOOKS: dict[str, Callable[[Trainer], object]] = {
    "evaluate": lambda learner: learner.evaluate(),
    "predictions": lambda learner: learner.predictions(),
    "health": lambda learner: learner.health(),
    "sample": lambda learner: learner.sample_view(),
    "checkpoint": lambda learner: learner.checkpoint(),
    "curves": lambda learner: learner.record.curves(),
}


@pytest.mark.parametrize("batch_size", [5, None])
@pytest.mark.parametrize("look", LOOKS)
def test_looking_between_steps_changes_no_number(look: str, batch_size: int | None) -> None:
    watched, alone = (trainer(SPEC, batch_size=batch_size, optimizer=Choice("adam")) for _ in range(2))
    for _ in range(13):
        LOOKS[look](watched)
        watched.advance(1)
        LOOKS[look](watched)
    alone.advance(13)
    assert_same(watched.checkpoint(), alone.checkpoint())


def test_the_order_of_an_epoch_depends_on_seed_and_epoch_alone() -> None:
    one, other = Order(7, 50), Order(7, 50)
    one.shuffle(3)
    for epoch in (9, 0, 5, 3):
        other.shuffle(epoch)
    np.testing.assert_array_equal(one.rows, other.rows)
    assert sorted(one.rows.tolist()) == list(range(50))


def test_orders_of_other_epochs_and_seeds_are_others() -> None:
    def order(seed: int, epoch: int) -> tuple[int, ...]:
        made = Order(seed, 50)
        made.shuffle(epoch)
        return tuple(made.rows.tolist())

    assert len({order(seed, epoch) for seed in range(5) for epoch in range(20)}) == 100
    order(2**32 - 1, 10**9)


def test_every_place_of_an_epoch_is_equally_likely() -> None:
    made, places = Order(0, 10), []
    for epoch in range(2000):
        made.shuffle(epoch)
        places.append(made.rows.tolist().index(4))
    counts = np.bincount(places, minlength=10)
    # χ² with 9 degrees of freedom is above 27.9 once in a thousand times; this one is always the same.
    assert ((counts - 200) ** 2 / 200).sum() < 27.9


@pytest.mark.parametrize(("n_samples", "batch_size"), [(23, 5), (20, 5), (3, 1), (7, 7), (1, 1)])
def test_batches_cover_every_sample_once(n_samples: int, batch_size: int) -> None:
    covered = [row for start, stop in bounds(n_samples, batch_size) for row in range(start, stop)]
    assert covered == list(range(n_samples))


def test_a_smaller_batch_size_in_mid_epoch_goes_on_in_the_same_order() -> None:
    first = trainer(SPEC, batch_size=10)
    order = first._order.rows.tolist()
    first.advance(1)
    second = trainer(SPEC, checkpoint=first.checkpoint(), batch_size=5)
    assert (second.batch, second.n_batches) == (2, 5)
    second.look_at_sample()
    assert second.sample_view().row == order[10]
    second.advance(3)
    assert second.epoch == 1


@pytest.mark.parametrize("after", [1, 3, 7, 9, 14, 22, None])
@pytest.mark.parametrize("before", [1, 5, 10])
def test_another_batch_size_in_mid_epoch_leaves_no_sample_out_and_repeats_less_than_a_batch(
    before: int, after: int | None
) -> None:
    first = trainer(SPEC, batch_size=before)
    first.advance(2)
    used = first._order.rows.tolist()[: first.checkpoint().seen]
    second = trainer(SPEC, checkpoint=first.checkpoint(), batch_size=after)
    again = []
    while second.epoch == 0:
        second.look_at_sample()
        again.append(second.viewed_row)
    assert {*used, *again} == set(range(N_TRAIN))
    assert len(again) == len({*again})
    assert len({*used} & {*again}) < (after or N_TRAIN)


@pytest.mark.sweep
@pytest.mark.parametrize("before", [1, 5, 10, 22, 23, None])
@pytest.mark.parametrize("after", [1, 3, 7, 9, 14, 22, 1000, None])
def test_any_batch_size_may_follow_any_other_at_any_sample(before: int | None, after: int | None) -> None:
    for looks in range(12):
        first = trainer(SPEC, batch_size=before)
        first.advance(looks // 3)
        for _ in range(looks):
            first.look_at_sample()
        second = trainer(SPEC, checkpoint=first.checkpoint(), batch_size=after)
        epoch = second.epoch
        while second.epoch == epoch:
            second.look_at_sample()
        assert second.record.curves().epoch[-1] == epoch + 1


@pytest.mark.sweep
@pytest.mark.parametrize("after", ALL_OPTIMIZERS, ids=str)
@pytest.mark.parametrize("before", ALL_OPTIMIZERS, ids=str)
def test_another_optimizer_in_mid_run_starts_with_an_empty_memory(before: Choice, after: Choice) -> None:
    first = trainer(SPEC, optimizer=before)
    first.advance(7)
    second = trainer(SPEC, checkpoint=first.checkpoint(), optimizer=after)
    if before.name != after.name:
        assert second.checkpoint().optimizer_steps == 0
        assert all(not array.any() for array in second.checkpoint().optimizer.values())
    else:
        assert second.checkpoint().optimizer_steps == first.checkpoint().optimizer_steps
    second.advance(7)


def test_checkpoints_and_samples_cannot_be_written_to_and_do_not_change_later() -> None:
    learner = trainer(SPEC, optimizer=Choice("adam"))
    learner.advance(9)
    learner.viewed_row = 0
    checkpoint, health, view = learner.checkpoint(), learner.health(), learner.sample_view()
    parameters, losses = checkpoint.parameters.copy(), checkpoint.curves.train_loss.copy()
    arrays = [checkpoint.parameters, *checkpoint.optimizer.values(), checkpoint.curves.train_loss]
    arrays += [health.gradient_norm, health.update_ratio, view.inputs, view.label, *view.activations]
    assert not any(array.flags.writeable for array in arrays)
    learner.advance(5_000)
    np.testing.assert_array_equal(checkpoint.parameters, parameters)
    np.testing.assert_array_equal(checkpoint.curves.train_loss, losses)


def test_the_record_has_a_point_for_every_epoch_from_0() -> None:
    learner = trainer(SPEC)
    learner.advance(5 * 700)
    assert learner.record.curves().epoch.tolist() == list(range(701))


def test_health_is_the_norm_of_the_last_gradient_and_of_the_update_beside_the_weights() -> None:
    learner = trainer(SPEC, learning_rate=0.5)
    learner.advance(3)
    before = learner.network.parameters.copy()
    learner.advance(1)
    health = learner.health()
    for index, block in enumerate(learner.network.blocks):
        assert health.gradient_norm[index] == pytest.approx(np.linalg.norm(block.matrix(learner.network.gradient)))
        moved = np.linalg.norm(block.matrix(learner.network.parameters - before))
        assert health.update_ratio[index] == pytest.approx(
            moved / np.linalg.norm(block.matrix(learner.network.parameters)), rel=1e-9
        )


def test_health_before_the_first_step_is_that_of_the_step_to_come() -> None:
    learner = trainer(SPEC, l2=0.5)
    early = learner.health().gradient_norm
    assert learner.health().ahead
    learner.advance(1)
    np.testing.assert_array_equal(early, learner.health().gradient_norm)
    assert not learner.health().ahead


def test_health_of_weights_that_are_all_0_is_a_number() -> None:
    learner = trainer(network(2, 3, 1, initializer=Choice("zero")))
    assert np.isfinite(learner.health().update_ratio).all()
    learner.advance(1)
    assert np.isfinite(learner.health().update_ratio).all()


def test_numbers_that_overflow_on_their_way_to_a_limit_bring_no_warning() -> None:
    spec = network(1, 1, initializer=Choice.of("constant", value=1000.0))
    learner = trainer(spec, data_for(spec))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        learner.evaluate()
        learner.predictions()
        learner.health()
        learner.sample_view()
        learner.advance(3)


@pytest.mark.parametrize("optimizer", ALL_OPTIMIZERS, ids=str)
def test_one_sample_and_a_batch_larger_than_the_data_are_a_full_batch(optimizer: Choice) -> None:
    data = data_for(SPEC, n_samples=1)
    learner = trainer(SPEC, data, batch_size=10, optimizer=optimizer)
    learner.advance(4)
    assert (learner.epoch, learner.n_batches, learner.batch_size) == (4, 1, 1)
