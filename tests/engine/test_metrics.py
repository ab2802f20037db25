"""Accuracy, errors and counts on tables small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.engine.metrics import accuracy, class_numbers, confusion_matrix, r_squared, root_mean_squared_error


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
