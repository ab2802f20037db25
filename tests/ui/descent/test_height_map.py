"""Maps of heights: lines lie where the heights are, high above 0 as well as around it."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.ui.descent.height_map import HeightMap
from nnsim.ui.theme import DARK, LIGHT, Theme


@pytest.mark.parametrize(
    ("low", "high"), [(0.58, 0.69), (-4.5, 4.5), (0.001, 2000.0), (1e6, 1.5e6)], ids=["above", "both", "ratio", "far"]
)
def test_every_map_has_some_lines_between_its_lowest_and_its_highest_place(low: float, high: float) -> None:
    levels = HeightMap(np.linspace(low, high, 9).reshape(3, 3)).levels
    assert 3 <= len(levels) <= 16
    assert low < min(levels) < max(levels) < high


def test_flat_map_and_one_beyond_all_numbers_have_no_lines_but_can_be_drawn() -> None:
    assert HeightMap(np.full((3, 3), 2.0)).levels == []
    assert HeightMap(np.full((3, 3), np.inf)).levels == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_higher_is_darker_on_light_paper_and_lighter_on_dark_paper(theme: Theme) -> None:
    light = theme.depth() @ np.array([0.2126, 0.7152, 0.0722])
    rises = np.diff(light) if theme.dark else -np.diff(light)
    assert rises.min() >= -1e-9
    assert abs(light[-1] - light[0]) > 150.0


def test_a_height_between_the_points_is_read_off_their_plane() -> None:
    plain = HeightMap(np.array([[0.0, 1.0, 2.0], [10.0, 11.0, 12.0]]))
    assert plain.height(0.0, 0.0) == 0.0
    assert plain.height(0.25, 0.5) == 5.5
    assert plain.height(1.0, 1.0) == 12.0
    assert HeightMap(np.array([[1.0, np.inf], [1.0, np.inf]])).height(0.0, 0.5) == 1.0
