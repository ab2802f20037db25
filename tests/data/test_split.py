"""Laws of the split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.split import split_rows
from nnsim.errors import SpecError

fractions = st.floats(0.0, 0.9)
labels = st.lists(st.integers(0, 4), min_size=1, max_size=80).map(lambda numbers: np.array(numbers, dtype=float))


@given(st.integers(1, 300), fractions, st.integers(0, 2**32))
def test_every_row_is_in_exactly_one_part(n_samples, fraction, seed):
    split = split_rows(n_samples, fraction, seed)
    assert sorted([*split.train, *split.test]) == list(range(n_samples))
    assert len(split.train) > 0
    assert (np.diff(split.train) > 0).all()
    assert (np.diff(split.test) > 0).all()


@given(st.integers(2, 300), fractions)
def test_test_part_has_its_share(n_samples, fraction):
    n_test = len(split_rows(n_samples, fraction, 0).test)
    expected = 0 if fraction == 0 else min(max(n_samples * fraction, 1), n_samples - 1)
    assert abs(n_test - expected) <= 0.5 + 1e-9


@given(labels, fractions, st.integers(0, 9))
def test_classes_are_in_both_parts_as_evenly_as_possible(classes, fraction, seed):
    split = split_rows(len(classes), fraction, seed, classes)
    sizes = {label: int((classes == label).sum()) for label in np.unique(classes)}
    in_test = {label: int((classes[split.test] == label).sum()) for label in sizes}
    shared = [label for label, size in sizes.items() if size >= 2]
    assert all(in_test[label] < size for label, size in sizes.items()), "every class is in the training part"
    if len(split.test) >= len(shared) and fraction > 0:
        assert all(in_test[label] >= 1 for label in shared)
    if all(size * fraction >= 1 and size * (1 - fraction) >= 1 for size in sizes.values()):
        assert all(abs(in_test[label] - size * fraction) <= 1 for label, size in sizes.items())


def test_iris_like_classes_are_cut_exactly():
    classes = np.repeat([0.0, 1.0, 2.0], 50)
    split = split_rows(150, 0.3, 0, classes)
    assert np.bincount(classes[split.test].astype(int)).tolist() == [15, 15, 15]


def test_same_seed_draws_the_same_rows_and_another_seed_others():
    first, again, other = (split_rows(100, 0.5, seed).test for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_larger_share_keeps_the_test_rows_of_a_smaller():
    assert set(split_rows(100, 0.2, 1).test) <= set(split_rows(100, 0.5, 1).test)


def test_no_share_means_no_test_rows():
    assert len(split_rows(10, 0.0, 0).test) == 0


@pytest.mark.parametrize(
    ("fraction", "seed", "code"),
    [
        (0.91, 0, "data.test_fraction"),
        (-0.1, 0, "data.test_fraction"),
        (float("nan"), 0, "data.test_fraction"),
        (0.5, -1, "data.seed"),
    ],
)
def test_impossible_split_is_refused_by_code(fraction, seed, code):
    with pytest.raises(SpecError) as caught:
        split_rows(10, fraction, seed)
    assert caught.value.code == code
