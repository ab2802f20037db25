"""Orders and dropout are the numbers they always were: a saved run goes on as it would have with any nnsim before."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.batches import Order
from nnsim.engine.counted_generator import CountedGenerator
from nnsim.engine.dropout import Chance
from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from tests.engine.samples import network


def test_orders_are_those_of_the_first_version() -> None:
    order = Order(7, 10)
    for epoch, rows in (
        (0, [6, 3, 9, 1, 2, 0, 5, 7, 8, 4]),
        (3, [0, 1, 8, 9, 4, 5, 3, 7, 6, 2]),
        (1, [7, 8, 9, 0, 4, 5, 2, 6, 1, 3]),
    ):
        order.shuffle(epoch)
        assert order.rows.tolist() == rows


def test_numbers_of_dropout_are_those_of_the_first_version() -> None:
    chance, drawn = Chance(7, lambda: 5), np.empty(4)
    chance.rewind()
    chance.fill(drawn)
    assert drawn.tolist() == [0.5241705018051895, 0.2599684830061978, 0.3727734759331507, 0.3625962908996089]
    single = np.empty(3, np.float32)
    chance.rewind()
    chance.fill(single)
    assert single.tolist() == [0.7811981439590454, 0.524170458316803, 0.5023515820503235]


def test_first_weights_are_those_of_the_first_version() -> None:
    spec = network(2, 3, 1)
    weights = blocks(spec)[0].weights(first_parameters(spec, 7))
    expected = [0.0007780172961896542, 0.1889432678676058, -0.1733800031636822]
    assert weights[0].tolist() == pytest.approx(expected, rel=1e-15)


def test_any_count_is_had_at_once_and_again() -> None:
    numbers = CountedGenerator(3, 0)

    def drawn(count: int) -> list[float]:
        numbers.start(count)
        return numbers.generator.random(3).tolist()

    first = [drawn(count) for count in (0, 1, 2, 10**9)]
    assert [drawn(count) for count in (10**9, 2, 1, 0)] == first[::-1]
    assert len({number for row in first for number in row}) == 12


def test_streams_of_one_seed_share_no_number() -> None:
    rows = []
    for stream in (0, 1):
        numbers = CountedGenerator(2**32 - 1, stream)
        numbers.start(0)
        rows.append(numbers.generator.random(1000))
    assert not np.isin(*rows).any()
