"""Laws of scaling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnsim.data.scaling import fit
from nnsim.errors import SpecError

tables = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.floats(-1e6, 1e6))
kinds = st.sampled_from(["none", "standardize", "minmax"])


@given(kinds, tables)
def test_undo_brings_back_what_apply_took(kind, rows):
    scaling = fit(kind, rows)
    np.testing.assert_allclose(scaling.undo(scaling.apply(rows)), rows, rtol=1e-9, atol=1e-9)


@given(kinds, arrays(np.float64, (4, 2), elements=st.floats(-1e300, 1e300)))
def test_scaled_values_are_finite_up_to_the_largest_numbers(kind, rows):
    assert np.isfinite(fit(kind, rows).apply(rows)).all()


@given(tables)
def test_minmax_ends_at_zero_and_one(rows):
    scaled = fit("minmax", rows).apply(rows)
    constant = rows.min(axis=0) == rows.max(axis=0)
    np.testing.assert_array_equal(scaled.min(axis=0), 0)
    np.testing.assert_array_equal(scaled.max(axis=0), np.where(constant, 0, 1))


def test_standardized_columns_have_mean_zero_and_deviation_one():
    rows = np.random.default_rng(0).normal([5.0, -1e6], [0.1, 1e3], (100, 2))
    scaled = fit("standardize", rows).apply(rows)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-9)


def test_standardize_worked_by_hand():
    # Mean 5, deviations −3, −1, 1, 3, variance (9 + 1 + 1 + 9) / 4 = 5.
    scaling = fit("standardize", np.array([[2.0], [4.0], [6.0], [8.0]]))
    assert scaling.shift[0] == 5.0
    assert scaling.scale[0] == pytest.approx(5**0.5)


@pytest.mark.parametrize("kind", ["standardize", "minmax"])
def test_constant_column_becomes_zero(kind):
    scaling = fit(kind, np.array([[0.1], [0.1], [0.1]]))
    assert scaling.scale[0] == 1.0
    np.testing.assert_array_equal(scaling.apply(np.array([[0.1], [2.1]])), [[0.0], [2.0]])


def test_no_scaling_leaves_every_bit():
    rows = np.array([[0.1, -3.7e-200], [1e308, 5.0]])
    np.testing.assert_array_equal(fit("none", rows).apply(rows), rows)


@pytest.mark.parametrize(
    ("kind", "rows", "code"),
    [("minmaxx", [[1.0]], "data.scaling"), ("minmax", [[1e301], [0.0]], "data.too_large_to_scale")],
)
def test_impossible_scaling_is_refused_by_code(kind, rows, code):
    with pytest.raises(SpecError) as caught:
        fit(kind, np.array(rows))
    assert caught.value.code == code
