"""The step of all training samples is bounded by the work that it takes, not only by how many samples there are."""

from __future__ import annotations

from nnsim.data.spec import DataSpec, ToySource
from nnsim.explain.whole_step import MOST_SAMPLES, can_be_followed, can_be_told
from nnsim.model.start import new_project


def test_many_samples_of_a_small_network_can_be_followed_but_not_of_a_large_one() -> None:
    data = DataSpec(ToySource("spiral", 400, 0.0, 0))
    small, middle, large = (new_project("spiral", data, hidden).network for hidden in ((8, 8), (128, 64), (784, 128)))
    assert can_be_followed(small, MOST_SAMPLES)
    assert not can_be_told(small, MOST_SAMPLES + 1)
    assert (can_be_told(middle, 1_000), can_be_followed(middle, 1_000)) == (True, False)
    assert can_be_told(large, 200)
    assert not can_be_told(large, 1_000)
