"""Accuracy, errors and counts on tables small enough to count by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.metrics import (
    Counts,
    accuracy,
    balanced_accuracy,
    class_numbers,
    confusion_matrix,
    f1,
    macro_mean,
    mean_absolute_error,
    precision,
    r_squared,
    recall,
    root_mean_squared_error,
)

# Three classes, ten samples: rows true, columns predicted.
COUNTS = np.array([[4, 1, 0], [1, 2, 0], [2, 0, 0]])


def column(*values: float) -> np.ndarray:
    return np.array(values)[:, None]


def test_one_output_means_class_1_above_the_threshold_only() -> None:
    assert class_numbers(column(0.4, 0.5, 0.6)).tolist() == [0, 0, 1]
    assert class_numbers(column(-0.1, 0.0, 0.1), 0.0).tolist() == [0, 0, 1]


def test_several_outputs_mean_the_largest() -> None:
    assert class_numbers(np.array([[0.2, 0.5, 0.3], [0.4, 0.3, 0.3]])).tolist() == [1, 0]


def test_accuracy_is_the_share_of_right_classes() -> None:
    # Predicted 0, 1, 1, 1; true 0, 0, 1, 1: three of four.
    assert accuracy()(column(0.1, 0.9, 0.8, 0.7), column(0.0, 0.0, 1.0, 1.0)) == 0.75


def test_root_mean_squared_error_is_in_the_unit_of_the_data() -> None:
    # Errors 1 and 2 in scaled units, 3 and 6 in the data's: √((9 + 36) / 2).
    assert root_mean_squared_error(np.array([3.0]))(column(1.0, 2.0), column(0.0, 0.0)) == pytest.approx(22.5**0.5)


def test_mean_absolute_error_is_in_the_unit_of_the_data() -> None:
    # Errors −1 and 2 in scaled units, −3 and 6 in the data's: (3 + 6) / 2.
    assert mean_absolute_error(np.array([3.0]))(column(-1.0, 2.0), column(0.0, 0.0)) == 4.5


def test_r_squared_of_a_perfect_prediction_is_1_and_of_the_mean_0() -> None:
    label = column(1.0, 2.0, 6.0)
    assert r_squared(label, label) == 1.0
    assert r_squared(column(3.0, 3.0, 3.0), label) == 0.0
    # Error 1 + 0 + 1 = 2, spread 4 + 1 + 9 = 14.
    assert r_squared(column(2.0, 2.0, 5.0), label) == pytest.approx(1 - 2 / 14)


@pytest.mark.parametrize(("prediction", "expected"), [(5.0, 1.0), (4.0, 0.0)])
def test_r_squared_of_labels_that_are_all_alike_is_a_number(prediction: float, expected: float) -> None:
    assert r_squared(column(prediction, prediction), column(5.0, 5.0)) == expected


def test_confusion_counts_true_classes_in_rows_and_predicted_ones_in_columns() -> None:
    label = np.eye(3)[[0, 0, 1, 2, 2, 2]]
    prediction = np.eye(3)[[0, 1, 1, 0, 2, 2]]
    assert confusion_matrix(prediction, label, 3).tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 2]]


def test_confusion_of_one_output_is_two_by_two_also_without_samples() -> None:
    assert confusion_matrix(column(0.9, 0.9, 0.1), column(1, 0, 0), 2).tolist() == [[1, 1], [0, 1]]
    assert confusion_matrix(np.empty((0, 1)), np.empty((0, 1)), 2).tolist() == [[0, 0], [0, 0]]


def test_precision_recall_and_f1_of_each_class_are_what_counting_gives() -> None:
    # Predicted 7, 3, 0 times; true 5, 3, 2 times; right 4, 2, 0 times. Nothing was taken for class 2: 0, not 0 / 0.
    np.testing.assert_allclose(precision(COUNTS), [4 / 7, 2 / 3, 0.0])
    np.testing.assert_allclose(recall(COUNTS), [4 / 5, 2 / 3, 0.0])
    # 2 · right / (true + predicted)
    np.testing.assert_allclose(f1(COUNTS), [8 / 12, 4 / 6, 0.0])


def test_macro_means_give_every_class_the_same_weight() -> None:
    assert macro_mean(precision(COUNTS), COUNTS) == pytest.approx((4 / 7 + 2 / 3) / 3)
    assert balanced_accuracy(COUNTS) == pytest.approx((4 / 5 + 2 / 3) / 3)


def test_a_class_that_is_nowhere_to_be_seen_does_not_count() -> None:
    wider = np.zeros((4, 4), np.int64)
    wider[:3, :3] = COUNTS
    assert macro_mean(recall(wider), wider) == macro_mean(recall(COUNTS), COUNTS)
    assert balanced_accuracy(wider) == balanced_accuracy(COUNTS)


def test_a_class_that_is_predicted_but_does_not_occur_counts_in_the_macro_mean_only() -> None:
    counts = np.array([[3, 1], [0, 0]])
    assert macro_mean(recall(counts), counts) == 0.375
    assert balanced_accuracy(counts) == 0.75


def test_one_large_class_makes_a_good_accuracy_and_a_balanced_one_of_a_half() -> None:
    counts = confusion_matrix(column(*[0.1] * 10), column(*[0.0] * 9, 1.0), 2)
    assert np.trace(counts) / counts.sum() == 0.9
    assert balanced_accuracy(counts) == 0.5


def test_no_samples_have_no_mean() -> None:
    nothing = np.zeros((2, 2), np.int64)
    assert np.isnan(balanced_accuracy(nothing))
    assert np.isnan(macro_mean(f1(nothing), nothing))


pairs_of_classes = st.integers(1, 5).flatmap(
    lambda n_classes: st.tuples(
        st.just(n_classes),
        st.lists(st.tuples(*[st.integers(0, n_classes - 1)] * 2), min_size=1, max_size=60),
    )
)


def counted(pairs: list[tuple[int, int]], n_classes: int) -> Counts:
    """The confusion matrix of (true, predicted) numbers, through outputs as a network has them."""
    if n_classes == 1:
        return np.array([[len(pairs)]])
    true, predicted = np.eye(n_classes)[np.array(pairs).T]
    return confusion_matrix(predicted, true, n_classes)


@given(pairs_of_classes)
def test_the_confusion_matrix_counts_every_sample_once_in_its_row_and_column(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    n_classes, pairs = drawn
    counts = counted(pairs, n_classes)
    assert counts.sum() == len(pairs)
    assert counts.sum(axis=1).tolist() == [sum(true == k for true, _ in pairs) for k in range(n_classes)]
    assert counts.sum(axis=0).tolist() == [sum(predicted == k for _, predicted in pairs) for k in range(n_classes)]


@given(pairs_of_classes)
def test_every_share_lies_between_0_and_1_and_f1_between_precision_and_recall(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    counts = counted(drawn[1], drawn[0])
    lower, upper = np.minimum(precision(counts), recall(counts)), np.maximum(precision(counts), recall(counts))
    assert (lower >= 0).all()
    assert (upper <= 1).all()
    assert (lower - 1e-15 <= f1(counts)).all()
    assert (f1(counts) <= upper + 1e-15).all()


@pytest.fixture(scope="module")
def sklearn() -> Any:
    """scikit-learn's metrics."""
    return pytest.importorskip("sklearn.metrics", reason="scikit-learn, beside which these are measured, is missing")


@pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true", "ignore:A single label was found")
@given(drawn=pairs_of_classes)
def test_shares_of_classes_are_those_of_scikit_learn(sklearn: Any, drawn: tuple[int, list[tuple[int, int]]]) -> None:
    n_classes, pairs = drawn
    counts = counted(pairs, n_classes)
    true, predicted = np.array(pairs).T
    single = {"labels": range(n_classes), "average": None, "zero_division": 0}
    macro = {"average": "macro", "zero_division": 0}
    for ours, theirs in (
        (precision(counts), sklearn.precision_score),
        (recall(counts), sklearn.recall_score),
        (f1(counts), sklearn.f1_score),
    ):
        np.testing.assert_allclose(ours, theirs(true, predicted, **single), rtol=1e-14)
        assert macro_mean(ours, counts) == pytest.approx(theirs(true, predicted, **macro), rel=1e-14)
    assert balanced_accuracy(counts) == pytest.approx(sklearn.balanced_accuracy_score(true, predicted), rel=1e-14)


def test_errors_of_quantities_are_those_of_scikit_learn(sklearn: Any) -> None:
    label, prediction = np.random.default_rng(1).normal(size=(2, 50, 3))
    one = np.ones(3)
    error = sklearn.mean_absolute_error(label, prediction)
    assert mean_absolute_error(one)(prediction, label) == pytest.approx(error, rel=1e-14)
    # theirs takes the root of each output before the mean, so the squares are compared
    squared = sklearn.mean_squared_error(label, prediction)
    assert root_mean_squared_error(one)(prediction, label) ** 2 == pytest.approx(squared, rel=1e-14)
    assert r_squared(prediction, label) == pytest.approx(sklearn.r2_score(label, prediction), rel=1e-14)
