"""What an epoch has changed is the difference of two checkpoints, and to note it changes no result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.engine.epoch_notes import MOST
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, NetworkSpec
from tests.engine.samples import data_for, network, trainer
from tests.memory import SMALL_CHANGE, memory_of

SPEC = network(3, 5, 2)
NORMALISED = replace(SPEC, layers=(replace(SPEC.layers[0], normalize=True, dropout=0.2), SPEC.layers[1]))
SINGLE = replace(SPEC, dtype="float32")


@pytest.mark.parametrize("spec", [SPEC, NORMALISED, SINGLE], ids=["plain", "normalised, dropout", "float32"])
@pytest.mark.parametrize("batch_size", [5, None], ids=["batches", "all"])
def test_a_change_is_the_difference_of_two_checkpoints(spec: NetworkSpec, batch_size: int | None) -> None:
    learner = trainer(spec, optimizer=Choice("adam"), batch_size=batch_size)
    assert learner.epoch_change() is None
    for epoch in (1, 2, 3):
        before = learner.checkpoint().parameters
        learner.advance(learner.n_batches)
        change = learner.epoch_change()
        assert change is not None
        assert (change.epoch, change.is_whole) == (epoch, True)
        np.testing.assert_array_equal(change.amounts, learner.checkpoint().parameters - before)
        assert not change.amounts.flags.writeable
        assert change.amounts.dtype == spec.dtype


def test_it_stays_until_the_next_epoch_is_finished() -> None:
    learner = trainer(SPEC)
    learner.epoch_change()
    learner.advance(learner.n_batches)
    change = learner.epoch_change()
    learner.advance(learner.n_batches - 1)
    assert learner.epoch_change() is change
    learner.look_at_sample()
    assert learner.epoch_change() is change


def test_of_an_epoch_whose_start_nobody_saw_the_rest_is_told_as_such() -> None:
    learner = trainer(SPEC)
    learner.advance(2)
    assert learner.epoch_change() is None
    for is_whole in (False, True):
        before = learner.checkpoint().parameters
        learner.advance(learner.n_batches - learner.batch)
        change = learner.epoch_change()
        assert change is not None
        assert (change.epoch, change.is_whole) == (learner.epoch, is_whole)
        np.testing.assert_array_equal(change.amounts, learner.checkpoint().parameters - before)


def test_many_epochs_at_once_tell_of_the_last() -> None:
    learner, other = trainer(SPEC), trainer(SPEC)
    learner.epoch_change()
    learner.advance(7 * learner.n_batches)
    other.advance(6 * other.n_batches)
    before = other.checkpoint().parameters
    change = learner.epoch_change()
    assert change is not None
    assert change.epoch == 7
    np.testing.assert_array_equal(change.amounts, learner.checkpoint().parameters - before)


def test_noting_changes_no_number() -> None:
    noted, plain = trainer(SPEC, optimizer=Choice("adam")), trainer(SPEC, optimizer=Choice("adam"))
    noted.epoch_change()
    for learner in (noted, plain):
        learner.advance(23)
    assert noted.checkpoint().parameters.tobytes() == plain.checkpoint().parameters.tobytes()
    assert noted.record.curves().train_loss.tobytes() == plain.record.curves().train_loss.tobytes()


def test_noting_takes_no_memory_while_training() -> None:
    spec = network(20, 60, 60, 10, output="softmax")
    peaks = []
    for is_noted in (False, True):
        learner = trainer(spec, data_for(spec, 500), loss=Choice("cross_entropy"), batch_size=50)
        if is_noted:
            learner.epoch_change()
        learner.advance(10)
        left, peak = memory_of(lambda learner=learner: learner.advance(60))
        assert left < SMALL_CHANGE
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 0.1 * 8 * spec.n_parameters


def test_a_network_too_large_is_not_noted() -> None:
    spec = network(2000, MOST // 2000, 1)
    learner = trainer(spec, data_for(spec, 2, 0), Checkpoint(spec, np.zeros(spec.n_parameters)), batch_size=2)
    left, _ = memory_of(learner.epoch_change)
    learner.advance(1)
    assert learner.epoch_change() is None
    assert left < SMALL_CHANGE
