"""How numbers lie: counts in bins that add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnsim.engine.histograms import histogram
from nnsim.engine.readings import BINS, HISTOGRAM_PARTS
from tests.engine.samples import network, trainer

numbers = arrays(float, st.integers(0, 60), elements=st.floats(-1e6, 1e6, allow_subnormal=False) | st.just(0.0))


def edges(exponent):
    return np.linspace(-(2.0**exponent), 2.0**exponent, BINS + 1)


@given(numbers)
def test_each_number_lies_in_its_bin(values):
    exponent, counts = histogram(values)
    expected, _ = np.histogram(values[values != 0.0], edges(exponent))
    assert counts[:BINS].tolist() == expected.tolist()
    assert counts[BINS] == np.sum(values == 0.0)
    assert counts.sum() == len(values)


@given(numbers)
def test_bins_are_as_narrow_as_the_numbers_allow(values):
    exponent, _ = histogram(values)
    largest = np.abs(values).max(initial=0.0)
    assert largest <= 2.0**exponent
    assert largest > 2.0 ** (exponent - 1) or exponent == -100


@given(numbers, st.integers(0, 5))
def test_wider_bins_are_made_of_whole_narrower_ones(values, wider):
    exponent, counts = histogram(values)
    inside = np.minimum(values[values != 0.0], np.nextafter(2.0**exponent, 0.0))
    by_hand, _ = np.histogram(inside, edges(exponent + wider))
    middle = counts[:BINS].reshape(-1, 2**wider).sum(axis=1)
    beside = np.zeros((BINS - len(middle)) // 2)
    assert by_hand.tolist() == [*beside, *middle, *beside]


def test_what_is_no_number_is_counted_apart():
    exponent, counts = histogram(np.array([np.nan, np.inf, 0.0, 3.0]))
    assert exponent == 2
    assert counts[BINS:].tolist() == [1.0, 2.0]
    assert counts[:BINS].sum() == 1


def test_answers_of_exactly_one_need_no_wider_scale():
    exponent, counts = histogram(np.array([1.0, -1.0, 0.99]))
    assert exponent == 0
    assert counts[[0, BINS - 1]].tolist() == [1.0, 2.0]


def test_nothing_at_all_and_only_zeros_have_empty_bins():
    for values, zeros in ((np.empty(0), 0), (np.zeros(5), 5)):
        _, counts = histogram(values)
        assert counts[:BINS].sum() == 0
        assert counts[BINS] == zeros


@pytest.mark.parametrize("clip", [0.0, 1e-3])
def test_all_numbers_of_each_layer_are_counted(clip):
    learner = trainer(network(2, 4, 1), batch_size=3, clip_norm=clip)
    assert learner.histograms().ahead
    learner.advance(2)
    found, health = learner.histograms(), learner.health()
    assert not found.ahead
    weights, biases, answers, gradients = found.counts.sum(axis=2).T.tolist()
    assert (weights, biases, answers, gradients) == ([8, 4], [4, 1], [12, 3], [12, 5])
    part = HISTOGRAM_PARTS.index("gradients")
    for norm, exponent in zip(health.gradient_norm, found.exponents[:, part], strict=True):
        assert 2.0 ** (exponent - 1) < norm
        assert norm <= 2.0**exponent * 4
