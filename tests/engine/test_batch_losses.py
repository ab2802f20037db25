"""The loss of each batch is the one that training met, and to note it changes no result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.batch_losses import BatchLosses
from nnsim.engine.build import build_network
from nnsim.engine.calls import prepared_arithmetic, run
from nnsim.engine.network import Forward
from nnsim.engine.parameters import Array
from nnsim.engine.record import MOST_POINTS
from nnsim.engine.snapshot import BatchCurve
from nnsim.engine.spec import Choice, NetworkSpec
from nnsim.engine.trainer import Trainer
from tests.engine.samples import ALL_OPTIMIZERS, data_for, met, network, trainer
from tests.engine.test_determinism import assert_same
from tests.memory import memory_of

SPEC = network(3, 5, 2)
NORMALISED = replace(SPEC, layers=(replace(SPEC.layers[0], normalize=True, dropout=0.2), SPEC.layers[1]))
SINGLE = replace(SPEC, dtype="float32")
SPECS = [SPEC, NORMALISED, SINGLE]


def noted(spec: NetworkSpec, **settings: object) -> Trainer:
    """A trainer whose batches are noted from its first step on."""
    learner = trainer(spec, **settings)
    learner.batch_curve()
    return learner


WIDTH = BatchCurve.WIDTH


class Told:
    """One epoch after the other, one sample with the quadratic loss in each batch, so that losses can be chosen."""

    def __init__(self, n_batches: int, step: int = 0, before: BatchCurve | None = None) -> None:
        spec = network(1, 1, output="identity")
        self._network = build_network(spec, Choice("quadratic"))
        bounds = [(place, place + 1) for place in range(n_batches)]
        self._notes = BatchLosses(
            self._network, np.zeros((1, n_batches)), None, bounds, step, step // n_batches, 0, before or BatchCurve()
        )
        self._forward = Forward(self._network, self._network.empty_table(1))
        self._calls = [self._notes.calls(batch, self._forward) for batch in range(n_batches)]

    def epoch(self, losses: Array) -> None:
        with prepared_arithmetic():
            for calls, answer in zip(self._calls, np.sqrt(2 * losses), strict=True):
                self._forward.layers[-1].h[...] = answer
                run(calls)
            self._notes.end()

    def curve(self) -> BatchCurve:
        return self._notes.curve(0)


def told(losses: Array, step: int = 0, before: BatchCurve | None = None) -> BatchCurve:
    """From (epochs, n_batches) losses, on from a step."""
    made = Told(losses.shape[1], step, before)
    for epoch in losses:
        made.epoch(epoch)
    return made.curve()


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("spec", "batch_size", "optimizer"), met(SPECS, [1, 5, 22, None], ALL_OPTIMIZERS), ids=lambda one: str(one)[:30]
)
def test_noting_changes_no_number(spec: NetworkSpec, batch_size: int | None, optimizer: Choice) -> None:
    settings = {"optimizer": optimizer, "batch_size": batch_size, "l2": 0.01}
    one, other = noted(spec, **settings), trainer(spec, **settings)
    for learner in (one, other):
        learner.advance(41)
    assert_same(one.checkpoint(), other.checkpoint())
    assert len(one.batch_curve()) == 41


@pytest.mark.parametrize("spec", [SPEC, SINGLE], ids=["float64", "float32"])
@pytest.mark.parametrize("batch_size", [5, None], ids=["batches", "all"])
def test_it_is_the_loss_of_the_batch_before_its_update(spec: NetworkSpec, batch_size: int | None) -> None:
    learner = noted(spec, batch_size=batch_size, optimizer=Choice("adam"))
    expected = []
    data = data_for(spec)
    for _ in range(2 * learner.n_batches + 1):
        size = learner.batch_size
        start = learner.batch * size
        rows = np.arange(23) if batch_size is None else learner._order.rows[start : start + size]
        part = replace(data, train_inputs=data.train_inputs[rows], train_labels=data.train_labels[rows])
        expected.append(trainer(spec, part, replace(learner.checkpoint(), seen=0)).evaluate()[0][0])
        learner.advance(1)
    curve = learner.batch_curve()
    np.testing.assert_allclose(curve.loss, expected, rtol=1e-5 if spec.dtype == "float32" else 1e-12)
    np.testing.assert_array_equal(curve.step, np.arange(len(expected)))
    np.testing.assert_allclose(curve.epoch, np.arange(len(expected)) / learner.n_batches)


def test_nothing_is_noted_before_somebody_looks_and_then_it_is_said_from_where_on() -> None:
    learner = trainer(SPEC)
    learner.advance(7)
    assert not len(learner.noted_batches())
    assert not len(learner.checkpoint().batches)
    assert not len(learner.batch_curve())
    learner.advance(6)
    curve = learner.batch_curve()
    assert curve.step.tolist() == list(range(7, 13))
    assert curve.epoch[0] == 7 / learner.n_batches
    assert not curve.rows.flags.writeable


@given(portions=st.lists(st.integers(0, 9), max_size=12))
def test_looking_often_or_seldom_or_resuming_finds_the_same(portions: list[int]) -> None:
    often, seldom = noted(SPEC), noted(SPEC)
    for portion in portions:
        often.advance(portion)
        often.batch_curve()
        often = trainer(SPEC, checkpoint=often.checkpoint()) if len(often.batch_curve()) else often
        seldom.advance(portion)
    np.testing.assert_allclose(often.batch_curve().rows, seldom.batch_curve().rows, rtol=1e-12)


def test_the_mean_is_that_of_the_last_batches() -> None:
    rng = np.random.default_rng(0)
    losses = rng.uniform(size=(70, 7))
    curve = told(losses)
    flat = losses.ravel()
    np.testing.assert_allclose(curve.loss, flat)
    for row in (0, 1, WIDTH - 2, WIDTH - 1, WIDTH, 300, len(flat) - 1):
        assert curve.mean[row] == pytest.approx(flat[max(0, row - WIDTH + 1) : row + 1].mean())


def test_a_loss_out_of_range_spoils_no_more_than_the_means_it_is_part_of() -> None:
    losses = np.ones((200, 1))
    losses[60] = np.inf
    curve = told(losses)
    assert np.flatnonzero(~np.isfinite(curve.mean)).tolist() == list(range(60, 60 + WIDTH))


def test_of_very_many_batches_the_extremes_stay() -> None:
    rng = np.random.default_rng(0)
    n_batches = 1000
    losses = rng.uniform(1, 2, size=(260, n_batches))
    losses[31, 17], losses[7, 5] = 99.0, 0.01
    curve = told(losses)
    assert len(curve) <= MOST_POINTS + n_batches
    assert curve.step[-1] == losses.size - 1
    for place, loss in (((31, 17), 99.0), ((7, 5), 0.01)):
        step = place[0] * n_batches + place[1]
        assert curve.loss[curve.step == step].tolist() == [pytest.approx(loss)]
    np.testing.assert_allclose(curve.loss, losses.ravel()[curve.step.astype(int)])
    assert (np.diff(curve.step) > 0).all()


@pytest.fixture(scope="module")
def very_many() -> tuple[Array, BatchCurve]:
    """(batches,) losses, and their record, which was thinned at the seventh batch before its end."""
    losses = np.random.default_rng(0).uniform(1, 2, size=MOST_POINTS + 7)
    full = told(losses[:MOST_POINTS].reshape(100, -1))
    curve = told(losses[MOST_POINTS:, None], MOST_POINTS, full)
    assert len(curve) < len(full) == MOST_POINTS
    return losses, curve


def test_the_mean_goes_on_over_a_record_that_was_just_thinned(very_many: tuple[Array, BatchCurve]) -> None:
    losses, curve = very_many
    more = np.random.default_rng(1).uniform(3, 4, size=80)
    on = told(more[:, None], len(losses), curve)
    whole = np.concatenate([losses, more])
    for end in range(len(losses), len(whole) + 1):
        assert on.mean[end - len(whole) - 1] == pytest.approx(whole[end - WIDTH : end].mean())


@pytest.mark.parametrize("step", range(MOST_POINTS // 4, MOST_POINTS // 4 + 4))
def test_where_losses_are_known_no_more_there_is_no_mean_until_there_are_enough(
    very_many: tuple[Array, BatchCurve], step: int
) -> None:
    """Also if one goes on once more from there."""
    _, curve = very_many
    kept = curve.until(step)
    n_known = 0
    while kept.step[-1 - n_known] == step - 1 - n_known:
        n_known += 1
    assert n_known < WIDTH - 20
    once = told(np.ones((20, 1)), step, kept)
    twice = told(np.ones((60, 1)), step + 20, once)
    means = twice.mean[-80:]
    assert np.isfinite(means).tolist() == [n_known + count >= WIDTH for count in range(1, 81)]
    np.testing.assert_allclose(means[-20:], 1.0)


def test_branches_do_not_write_into_each_other() -> None:
    first = noted(SPEC)
    first.advance(20)
    branch_at = first.checkpoint()
    first.advance(20)
    whole = first.batch_curve().rows.copy()
    other = trainer(SPEC, checkpoint=branch_at, learning_rate=0.5)
    other.advance(20)
    np.testing.assert_array_equal(first.batch_curve().rows, whole)
    np.testing.assert_array_equal(other.batch_curve().rows[:, :20], whole[:, :20])
    assert other.batch_curve().step.tolist() == list(range(40))


def test_another_batch_size_amid_an_epoch_never_goes_back_in_time() -> None:
    learner = noted(SPEC, batch_size=2)
    learner.advance(17)
    other = trainer(SPEC, checkpoint=learner.checkpoint(), batch_size=10)
    other.advance(3)
    assert (np.diff(other.batch_curve().epoch) >= 0).all()


@given(step=st.integers(0, 60))
def test_its_beginning_shares_its_memory(step: int) -> None:
    learner = noted(SPEC)
    learner.advance(40)
    curve = learner.batch_curve()
    assert len(curve.until(step)) == min(step, 40)
    assert curve.until(step).memory() == curve.memory()


@pytest.mark.parametrize("batch_size", [50, None], ids=["batches", "all"])
def test_a_step_that_notes_takes_no_memory(batch_size: int | None) -> None:
    spec = network(3, 2, 50)
    data = replace(data_for(spec, 500), metric=lambda prediction, label: 0.0)  # one that counts takes some
    learner = noted(spec, data=data, batch_size=batch_size)
    learner.advance(3)
    assert memory_of(lambda: learner.advance(20))[1] < 5_000  # the answers to one batch: 20,000
