"""Many weights under one dot."""

from __future__ import annotations

import numpy as np

from nnsim.ui.inspector.texels import strongest


def test_a_strong_weight_among_pale_ones_is_seen_where_there_are_fewer_dots_than_weights() -> None:
    heat = np.full((785, 130), 130, np.uint8)
    heat[317, 70], heat[784, 129] = 255, 0
    small = strongest(heat, 6, 4)
    assert small.shape == (131, 33)
    assert (small[317 // 6, 70 // 4], small[130, 32]) == (255, 0)
    assert (np.delete(small.ravel(), [317 // 6 * 33 + 70 // 4, 130 * 33 + 32]) == 130).all()
    assert (strongest(heat, 1, 1) == heat).all()
