"""Fewer points, the same picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.ui.plots.decimate import Decimator, rows_to_draw

values = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=400).map(np.array)


@given(values, st.integers(20, 60))
def test_ends_and_extremes_are_always_drawn(y, most):
    rows = rows_to_draw(y, most)
    assert len(rows) <= most or len(y) <= most
    assert rows[0] == 0
    assert rows[-1] == len(y) - 1
    assert (np.diff(rows) > 0).all()
    finite = y[np.isfinite(y)]
    if len(finite):
        shown = y[rows][np.isfinite(y[rows])]
        assert shown.min() == finite.min()
        assert shown.max() == finite.max()


@given(st.lists(values, min_size=1, max_size=12), st.integers(20, 60))
def test_a_growing_record_keeps_its_spikes_at_every_length(pieces, most):
    decimator = Decimator(most)
    y = np.concatenate(pieces)
    for n in np.cumsum([len(piece) for piece in pieces]):
        rows = decimator.rows(y[:n])
        assert len(rows) <= most
        assert rows[0] == 0
        assert rows[-1] == n - 1
        assert (np.diff(rows) > 0).all()
        finite = y[:n][np.isfinite(y[:n])]
        if len(finite):
            assert np.nanmax(np.where(np.isfinite(y[rows]), y[rows], -np.inf)) == finite.max()
            assert np.nanmin(np.where(np.isfinite(y[rows]), y[rows], np.inf)) == finite.min()


def test_a_shorter_record_is_another_record():
    decimator = Decimator(100)
    decimator.rows(np.arange(1000.0))
    assert decimator.rows(np.arange(30.0)).tolist() == list(range(30))


def test_a_long_stretch_without_numbers_stays_a_gap():
    y = np.ones(10_000)
    y[4000:6000] = np.nan
    rows = rows_to_draw(y, 200)
    assert np.isnan(y[rows]).any()


@pytest.mark.parametrize("n", [1, 2, 3, 999, 1000, 1001, 2001, 100_000])
def test_no_length_draws_more_than_allowed(n):
    assert len(rows_to_draw(np.arange(n, dtype=float))) <= 1000
    assert len(Decimator().rows(np.arange(n, dtype=float))) <= 1000
