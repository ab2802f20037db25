"""A line through points in batches: slopes, the lowest place, and ways that are those of training to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.landscape import LossSurface
from nnsim.engine.line_fit import INPUTS, LABELS, N_POINTS, NETWORK, LineFit
from nnsim.engine.metrics import r_squared
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.engine.trainer import Trainer, TrainingData

START = np.array([-0.5, 2.0])
SIZES = (1, 10, N_POINTS)


def test_height_is_the_loss_of_the_network() -> None:
    surface = LossSurface(NETWORK, Choice("quadratic"), INPUTS[:, None], LABELS[:, None])
    for place in ([0.0, 0.0], [1.5, -1.0], [-1.0, 3.0]):
        assert float(LineFit().height(*np.array(place))) == pytest.approx(surface.at(np.array(place)), rel=1e-12)


def test_lowest_place_is_that_of_least_squares_and_has_no_slope() -> None:
    table = np.column_stack([INPUTS, np.ones(N_POINTS)])
    found, *_ = np.linalg.lstsq(table, LABELS)
    np.testing.assert_allclose(LineFit.minima[0], found, rtol=1e-12)
    np.testing.assert_allclose(LineFit().slope(found), [0.0, 0.0], atol=1e-12)


@pytest.mark.parametrize("size", SIZES)
def test_way_is_that_of_training_to_the_last_bit(size: int) -> None:
    none = np.empty((0, 1))
    data = TrainingData(INPUTS[:, None], LABELS[:, None], none, none, r_squared)
    training = TrainSpec(loss=Choice("quadratic"), optimizer=Choice("sgd"), learning_rate=0.1, batch_size=size)
    trainer = Trainer(NETWORK, training, data, Checkpoint(NETWORK, frozen(START)))
    way = LineFit().way(START, 0.1, size, 40)
    assert len(way) == 41
    trainer.advance(40)
    assert np.array_equal(way[-1], trainer.network.parameters)


@pytest.mark.parametrize("size", SIZES)
def test_steps_go_against_the_gradients_of_the_batches_in_their_order(size: int) -> None:
    way, found = LineFit().way(START, 0.1, size, 3), LineFit().gradients(START, size)
    np.testing.assert_allclose(way[1], START - 0.1 * found[0], rtol=1e-12)
    if len(found) > 1:
        np.testing.assert_allclose(way[2], way[1] - 0.1 * LineFit().gradients(way[1], size)[1], rtol=1e-12)


def test_gradients_of_all_batches_have_the_gradient_of_all_as_their_mean_and_spread_less_the_larger_they_are() -> None:
    slope = LineFit().slope(START)
    beside = []
    for size in SIZES:
        found = LineFit().gradients(START, size)
        np.testing.assert_allclose(found.mean(axis=0), slope, rtol=1e-12)
        beside.append(float(((found - slope) ** 2).sum(axis=1).mean()))
    assert beside[0] > beside[1] > beside[2]


def test_way_that_diverges_ends_before_a_number_that_is_not_finite() -> None:
    way = LineFit().way(START, 1000.0, 1, 600)
    assert 1 < len(way) < 601
    assert np.isfinite(way).all()
