"""Descents on functions of two variables: exact slopes, the way on paper, and the way of PyTorch's optimizers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.terrains import TERRAINS
from nnsim.engine.descents import descend
from nnsim.engine.spec import Choice
from nnsim.engine.terrains import Rosenbrock, Saddle, Terrain, Valley
from tests.engine.optimizer_twins import TWIN

SGD = Choice("sgd")


def made(name: str) -> Terrain:
    return TERRAINS.build(Choice(name))


@pytest.mark.parametrize("name", TERRAINS.names)
@given(x=st.floats(-3.0, 3.0), y=st.floats(-3.0, 3.0))
def test_slopes_are_those_of_the_heights(name: str, x: float, y: float) -> None:
    terrain, tiny = made(name), 1e-5
    there = np.array([x, y])
    ends = [
        (terrain.height(*(there + step)) - terrain.height(*(there - step))) / (2 * tiny) for step in np.eye(2) * tiny
    ]
    np.testing.assert_allclose(terrain.slope(there), ends, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("name", TERRAINS.names)
@given(x=st.floats(-5.0, 5.0), y=st.floats(-5.0, 5.0))
def test_nothing_is_lower_than_the_minima(name: str, x: float, y: float) -> None:
    terrain = made(name)
    for place in terrain.minima:
        lowest = np.array(place)
        assert terrain.slope(lowest).tolist() == [0.0, 0.0]
        assert terrain.height(*lowest) <= terrain.height(np.array(x), np.array(y))


def test_middle_of_the_saddle_has_no_slope_and_lower_places_beside_it() -> None:
    saddle, middle = Saddle(), np.zeros(2)
    assert not saddle.slope(middle).any()
    assert saddle.height(np.array(0.0), np.array(0.1)) < saddle.height(*middle) < saddle.height(*np.array([0.1, 0.0]))


def test_valley_is_gone_down_as_on_paper() -> None:
    # Gradient (x, 100 y); with 0.01: x → 0.99 x, y → 0. Then x → 0.99² · 10 = 9.801.
    way = descend(Valley().slope, np.array([10.0, 1.0]), SGD, 0.01, 2)
    np.testing.assert_allclose(way, [[10.0, 1.0], [9.9, 0.0], [9.801, 0.0]], rtol=1e-15)


def test_beyond_two_over_the_largest_curvature_the_valley_throws_out() -> None:
    near = descend(Valley().slope, np.array([1.0, 1.0]), SGD, 0.0199, 200)
    far = descend(Valley().slope, np.array([1.0, 1.0]), SGD, 0.0201, 200)
    assert abs(near[-1, 1]) < 1.0 < abs(far[-1, 1])


def test_way_ends_before_a_number_that_is_not_finite() -> None:
    way = descend(Rosenbrock().slope, np.array([-1.2, 1.0]), SGD, 10.0, 1000)
    assert 1 < len(way) < 1000
    assert np.isfinite(way).all()


@pytest.mark.parametrize("name", TERRAINS.names)
def test_usual_learning_rate_goes_down_from_the_usual_start(name: str) -> None:
    terrain = made(name)
    way = descend(terrain.slope, np.array(terrain.start), SGD, terrain.usual_rate, 500)
    heights = terrain.height(way[:, 0], way[:, 1])
    assert len(way) == 501
    assert heights[-1] < heights[0]


@pytest.mark.parametrize("name", TERRAINS.names)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
def test_pytorch_takes_the_same_way(name: str, optimizer: str) -> None:
    torch: Any = pytest.importorskip("torch", reason="PyTorch, beside which these ways are measured, is not installed")
    terrain, steps = made(name), 40
    rate = terrain.usual_rate
    ours = descend(terrain.slope, np.array(terrain.start), Choice(optimizer), rate, steps)
    point = torch.tensor(terrain.start, dtype=torch.float64, requires_grad=True)
    moving = TWIN[optimizer](torch.optim, [point], rate)
    theirs = [point.detach().numpy().copy()]
    for _ in range(steps):
        moving.zero_grad()
        terrain_height(name, point).backward()
        moving.step()
        theirs.append(point.detach().numpy().copy())
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def terrain_height(name: str, point: Any) -> Any:
    """The heights once more, for PyTorch to find their slopes itself."""
    x, y = point
    return {
        "valley": lambda: 0.5 * (x**2 + 100 * y**2),
        "rosenbrock": lambda: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        "saddle": lambda: 0.5 * (x**2 - y**2),
    }[name]()
