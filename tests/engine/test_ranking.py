"""ROC curves and the area under them: by hand, as laws, and beside scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.engine.ranking import area_under_curve, areas_under_curve, roc_curve

SCORES = np.array([0.9, 0.8, 0.8, 0.4, 0.1])
POSITIVE = np.array([True, True, False, False, True])


def area(scores: np.ndarray, positive: np.ndarray) -> float:
    return roc_curve(scores, positive).area


def test_curve_goes_up_for_a_hit_right_for_a_false_alarm_and_slantwise_where_scores_are_equal() -> None:
    curve = roc_curve(SCORES, POSITIVE)
    assert curve.thresholds.tolist() == [np.inf, 0.9, 0.8, 0.4, 0.1]
    np.testing.assert_allclose(curve.true_positive_rate, [0, 1 / 3, 2 / 3, 2 / 3, 1])
    np.testing.assert_allclose(curve.false_positive_rate, [0, 0, 1 / 2, 1, 1])


def test_area_is_the_share_of_pairs_in_the_right_order_ties_counted_half() -> None:
    # 3 · 2 pairs: 0.9 beats both, 0.8 ties one and beats one, 0.1 beats none: (2 + 1.5 + 0) / 6
    assert area(SCORES, POSITIVE) == 3.5 / 6


def test_a_perfect_order_is_exactly_1_and_equal_scores_are_exactly_a_half() -> None:
    positive = np.arange(300) >= 130
    assert area(np.arange(300.0), positive) == 1.0
    assert area(-np.arange(300.0), positive) == 0.0
    assert area(np.full(300, 0.2), positive) == 0.5


@pytest.mark.parametrize("positive", [[True, True], [False, False], []], ids=["all", "none", "empty"])
def test_with_one_class_only_there_is_no_area(positive: list[bool]) -> None:
    assert np.isnan(area(np.linspace(0, 1, len(positive)), np.array(positive, bool)))


def test_the_rate_of_a_class_that_does_not_occur_is_not_a_number_and_the_other_is_one() -> None:
    curve = roc_curve(np.array([0.3, 0.6]), np.array([True, True]))
    assert np.isnan(curve.false_positive_rate).all()
    assert curve.true_positive_rate.tolist() == [0.0, 0.5, 1.0]


def test_a_score_that_is_not_a_number_cannot_be_ranked_and_an_infinite_one_can() -> None:
    assert np.isnan(area(np.array([0.1, np.nan]), np.array([False, True])))
    assert area(np.array([-np.inf, 0.0, np.inf, np.inf]), np.array([False, False, True, True])) == 1.0


def test_one_output_is_the_score_of_class_1_whatever_its_labels_are_called() -> None:
    for low, high, threshold in ((0.0, 1.0, 0.5), (-1.0, 1.0, 0.0)):
        label = np.where(POSITIVE, high, low)[:, None]
        assert area_under_curve(SCORES[:, None], label, threshold) == 3.5 / 6


def test_each_of_several_classes_stands_against_the_rest_and_a_missing_one_is_left_out_of_the_mean() -> None:
    label = np.eye(3)[[0, 0, 1, 1]]
    prediction = np.array([[0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.6, 0.4, 0.0], [0.1, 0.9, 0.0]])
    # class 0: 0.7 and 0.5 against 0.6 and 0.1, three of four; class 1: 0.4 and 0.9 against 0.2 and 0.4, 3.5 of four
    areas = areas_under_curve(prediction, label)
    assert areas[:2].tolist() == [0.75, 0.875]
    assert np.isnan(areas[2])
    assert area_under_curve(prediction, label) == 0.8125
    assert np.isnan(area_under_curve(prediction[:1], label[:1]))


def test_a_curve_cannot_be_written_to() -> None:
    curve = roc_curve(SCORES, POSITIVE)
    arrays = (curve.false_positive_rate, curve.true_positive_rate, curve.thresholds)
    assert not any(array.flags.writeable for array in arrays)


# Few values, so that ties are common.
samples = st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=80).filter(
    lambda rows: len({positive for _, positive in rows}) == 2
)


def split(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    scores, positive = zip(*rows, strict=True)
    return np.array(scores, float), np.array(positive)


@given(samples)
def test_area_does_not_change_when_scores_are_stretched_in_order(rows: list[tuple[int, bool]]) -> None:
    scores, positive = split(rows)
    for stretched in (np.exp(scores), scores**3, 1 / (1 + np.exp(-scores)), 1e-3 * scores - 7):
        assert area(stretched, positive) == area(scores, positive)


@given(samples)
def test_area_of_negated_scores_is_what_is_missing_to_1(rows: list[tuple[int, bool]]) -> None:
    scores, positive = split(rows)
    assert area(-scores, positive) == pytest.approx(1 - area(scores, positive), abs=1e-15)
    assert area(scores, ~positive) == area(-scores, positive)


@given(samples, st.randoms(use_true_random=False))
def test_the_order_of_the_samples_does_not_matter(rows: list[tuple[int, bool]], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = roc_curve(*split(rows)), roc_curve(*split(mixed))
    np.testing.assert_array_equal(one.true_positive_rate, other.true_positive_rate)
    np.testing.assert_array_equal(one.false_positive_rate, other.false_positive_rate)


@given(samples)
def test_the_curve_rises_from_0_0_to_1_1_and_its_trapezia_are_the_area(rows: list[tuple[int, bool]]) -> None:
    curve = roc_curve(*split(rows))
    x, y = curve.false_positive_rate, curve.true_positive_rate
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert (np.diff(x) >= 0).all()
    assert (np.diff(y) >= 0).all()
    assert (np.diff(curve.thresholds) < 0).all()
    assert np.sum(np.diff(x) * (y[1:] + y[:-1])) / 2 == pytest.approx(curve.area, abs=1e-14)


@pytest.fixture(scope="module")
def sklearn() -> Any:
    """scikit-learn's metrics."""
    return pytest.importorskip("sklearn.metrics", reason="scikit-learn, beside which these are measured, is missing")


@given(rows=samples)
def test_curve_and_area_are_those_of_scikit_learn(sklearn: Any, rows: list[tuple[int, bool]]) -> None:
    scores, positive = split(rows)
    curve = roc_curve(scores, positive)
    theirs = sklearn.roc_curve(positive, scores, drop_intermediate=False)
    for ours, other in zip(
        (curve.false_positive_rate, curve.true_positive_rate, curve.thresholds), theirs, strict=True
    ):
        np.testing.assert_allclose(ours, other, rtol=1e-15)
    assert curve.area == pytest.approx(sklearn.roc_auc_score(positive, scores), rel=1e-14)


@pytest.mark.parametrize("n_classes", [3, 4, 10])
def test_mean_area_of_several_classes_is_that_of_scikit_learn(sklearn: Any, n_classes: int) -> None:
    rng = np.random.default_rng(n_classes)
    classes = np.append(np.arange(n_classes), rng.integers(0, n_classes, 200))
    prediction = rng.dirichlet(np.ones(n_classes), len(classes)).round(2) + np.eye(n_classes)[classes]
    prediction /= prediction.sum(axis=1, keepdims=True)
    theirs = sklearn.roc_auc_score(classes, prediction, multi_class="ovr", average="macro")
    assert area_under_curve(prediction, np.eye(n_classes)[classes]) == pytest.approx(theirs, rel=1e-13)
