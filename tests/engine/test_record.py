"""The record of a run keeps every epoch of a long run, and of an endless one its course, in bounded memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from nnsim.engine import record
from nnsim.engine.record import KEPT, Record, thinned
from nnsim.engine.snapshot import Curves
from tests.engine.samples import network, trainer
from tests.engine.test_determinism import assert_same

MOST = 400


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is full soon."""
    monkeypatch.setattr(record, "MOST_POINTS", MOST)


def point(epoch: int) -> tuple[int, tuple[float, float], tuple[float, float]]:
    rng = np.random.default_rng(epoch)
    train, test, metric, other = rng.random(4)
    return epoch, (float(train), float(metric)), (float(test), float(other))


def rows(curves: Curves) -> np.ndarray:
    return np.stack([curves.epoch, curves.train_loss, curves.test_loss, curves.train_metric, curves.test_metric])


def filled(epochs: int, start: Record | None = None) -> Record:
    made = start or Record()
    for epoch in range(len(made) and int(made.curves().epoch[-1]) + 1, epochs):
        made.add(*point(epoch))
    return made


def test_up_to_the_most_points_every_epoch_is_kept(small: None) -> None:
    assert filled(MOST).curves().epoch.tolist() == list(range(MOST))


@pytest.mark.parametrize("epochs", [MOST + 1, 1000, 12_345])
def test_beyond_it_memory_is_bounded_and_points_are_true(small: None, epochs: int) -> None:
    curves = filled(epochs).curves()
    assert len(curves) <= MOST
    assert sum(curves.memory().values()) <= 5 * 8 * MOST
    assert (np.diff(curves.epoch) > 0).all()
    assert curves.epoch[[0, -1]].tolist() == [0, epochs - 1]
    for epoch, train, test, train_metric, test_metric in rows(curves).T:
        assert point(int(epoch)) == (epoch, (train, train_metric), (test, test_metric))


def test_extremes_of_every_curve_survive_however_often_the_record_is_thinned(small: None) -> None:
    made, spike = Record(), {1: 7, 3: 1003, 2: 5001, 4: 5002}
    for epoch in range(20_000):
        _, train, test = point(epoch)
        values = [train[0], test[0], train[1], test[1]]
        for curve, where in spike.items():
            if epoch in (where, where + 400):
                values[curve - 1] = 9.0 if epoch == where else -9.0
        made.add(epoch, (values[0], values[2]), (values[1], values[3]))
    found = rows(made.curves())
    for curve, where in spike.items():
        assert found[0, found[curve].argmax()] == where
        assert found[0, found[curve].argmin()] == where + 400


def test_the_old_part_is_as_fine_everywhere(small: None) -> None:
    made = Record()
    for epoch in range(40_000):
        made.add(epoch, (1.0 / (epoch + 1), 0.5), (1.0 / (epoch + 1), 0.5))
    gaps = np.diff(made.curves().epoch)
    length = 2.0 ** np.ceil(np.log2(KEPT * 40_000 / (MOST // 2)))
    assert gaps.max() <= length / 4


def test_curves_without_test_data_and_with_infinite_losses_are_thinned_too() -> None:
    epoch, nothing = np.arange(1000.0), np.full(1000, np.nan)
    loss = np.where(epoch == 600, np.inf, 1.0 + epoch)
    found = thinned(np.stack([epoch, loss, nothing, loss, nothing]), 100)
    assert found.shape[1] <= 100 + KEPT
    assert np.isnan(found[2]).all()
    assert {0.0, 999.0} <= set(found[0])
    alone = thinned(np.stack([epoch + 10**9, nothing, nothing, nothing, nothing]), 100)
    assert alone[0, [0, -1]].tolist() == [1e9, 1e9 + 999]


@pytest.mark.parametrize("stop", [1, MOST - 1, MOST, MOST + 1, 777, 2000, 2999])
def test_a_record_saved_and_resumed_is_the_same(small: None, stop: int) -> None:
    first = filled(stop).curves()
    loaded = Curves(*(row.copy() for row in rows(first)))
    straight = rows(filled(3000).curves())
    for start in (first, loaded):
        np.testing.assert_array_equal(rows(filled(3000, Record(start)).curves()), straight)


def test_a_trainer_resumed_at_any_epoch_has_the_same_curves(small: None) -> None:
    spec = network(2, 2, 1)
    straight, stopped = trainer(spec, batch_size=None), trainer(spec, batch_size=None)
    straight.advance(1800)
    for steps in (399, 1, 1, 299, 1100):
        stopped.advance(steps)
        stopped = trainer(spec, checkpoint=stopped.checkpoint(), batch_size=None)
    assert len(straight.record) < MOST
    assert_same(straight.checkpoint(), stopped.checkpoint())


def test_records_share_their_memory_and_never_write_over_each_other(small: None) -> None:
    first = filled(300)
    before = first.curves()
    second = Record(before)
    assert second.curves().memory() == before.memory()
    second.add(300, (1.0, 1.0), (1.0, 1.0))
    assert second.curves().memory() == before.memory()
    first.add(300, (2.0, 2.0), (2.0, 2.0))
    assert first.curves().memory() != before.memory()
    third = Record(before)
    third.add(300, (3.0, 3.0), (3.0, 3.0))
    assert [made.curves().train_loss[300] for made in (first, second, third)] == [2.0, 1.0, 3.0]
    np.testing.assert_array_equal(rows(before), rows(filled(300).curves()))
    assert not any(curve.flags.writeable for curve in (third.curves().epoch, second.curves().test_metric))


def test_curves_of_another_make_are_copied_and_left_alone() -> None:
    foreign = np.full((5, 10), np.nan)
    foreign[:, :3] = np.arange(3.0)
    made = Record(Curves(*(foreign[[0, 1, 2, 3, 4], :3])))
    made.add(3, (1.0, 1.0), (1.0, 1.0))
    mixed = Record(Curves(foreign[0, :3], foreign[2, :3], foreign[1, :3], foreign[3, :3], foreign[4, :3]))
    mixed.add(3, (1.0, 1.0), (1.0, 1.0))
    assert np.isnan(foreign[:, 3:]).all()


def test_an_edit_after_very_many_epochs_copies_nothing() -> None:
    made = Record()
    for epoch in range(300_000):
        made.add(epoch, (1.0 / (epoch + 1), 0.5), (2.0, 0.25))
    whole = sum(made.curves().memory().values())
    tracemalloc.start()
    copies = [Record(made.curves()).curves() for _ in range(100)]
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 2 * whole, "a hundred edits take less than two records"
    assert len({key for curves in copies for key in curves.memory()}) == 1


def test_a_record_of_millions_of_points_from_an_old_file_becomes_small_at_once() -> None:
    long = Curves(*(np.arange(1_000_000.0) for _ in range(5)))
    curves = Record(long).curves()
    assert len(curves) <= record.MOST_POINTS
    assert curves.epoch[[0, -1]].tolist() == [0.0, 999_999.0]
