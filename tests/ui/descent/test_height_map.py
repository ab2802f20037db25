"""Maps of heights: lines lie where the heights are, high above 0 as well as around it."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.ui.descent.height_map import HeightMap


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
