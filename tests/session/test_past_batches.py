"""The running means of batches that were found afterwards are those that a record would have."""

from __future__ import annotations

import numpy as np

from nnsim.session.past_batches import found_batches
from nnsim.session.retrospect import Rows


def found(*stretches):
    """Rows of stretches of batches, each given by its first update and its losses."""
    values = [np.stack([np.arange(at, at + len(losses)), np.zeros(len(losses)), losses]) for at, losses in stretches]
    return Rows(np.array([at for at, _ in stretches]), np.zeros(len(stretches)), tuple(values))


def test_nothing_found_is_no_batch():
    assert len(found_batches(found())) == 0


def test_stretches_that_meet_are_one():
    losses = np.random.default_rng(0).uniform(size=80)
    mean = found_batches(found((0, losses[:30]), (30, losses[30:]))).mean
    for last in range(80):
        assert np.isclose(mean[last], losses[max(0, last - 49) : last + 1].mean())


def test_behind_a_gap_the_first_ones_have_the_mean_of_the_first_fifty():
    losses = np.random.default_rng(0).uniform(size=60)
    mean = found_batches(found((0, np.ones(10)), (100, losses))).mean
    assert np.allclose(mean[:10], 1)
    assert np.allclose(mean[10:60], losses[:50].mean())
    assert np.isclose(mean[-1], losses[-50:].mean())


def test_a_short_stretch_has_the_mean_of_what_it_is():
    mean = found_batches(found((100, np.array([1.0, 2.0, 6.0])))).mean
    assert mean.tolist() == [3, 3, 3]
