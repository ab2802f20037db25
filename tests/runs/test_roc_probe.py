"""ROC curves of a run as it is now."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.ranking import roc_curve
from nnsim.engine.roc import Roc, RocLook
from nnsim.engine.spec import TrainSpec
from nnsim.model.start import new_project
from nnsim.runs.roc_probe import MOST_POINTS, roc_of
from nnsim.runs.run import Run


def a_run(data: str = "circle", epochs: int = 5, hidden: tuple[int, ...] = (3,)) -> Run:
    made = Run(new_project("p", named_data(data), hidden, training=TrainSpec(learning_rate=0.05)))
    made.train_epochs(epochs)
    return made


def seen(run: Run, positive: int) -> Roc:
    found = run.snapshot((RocLook(positive),)).roc
    assert found is not None
    return found


def test_the_area_is_that_of_the_results() -> None:
    run = a_run()
    roc, results = seen(run, 1), run.results()
    assert roc.train.area == pytest.approx(results["train"]["auc"])
    assert roc.test.area == pytest.approx(results["test"]["auc"])


def test_either_of_two_classes_has_the_same_area() -> None:
    run = a_run()
    assert seen(run, 0).train.area == seen(run, 1).train.area


def test_the_point_where_the_network_stands_is_that_of_the_confusion_matrix() -> None:
    run = a_run()
    counts = run.snapshot(("confusion",)).confusion
    assert counts is not None
    for positive in (0, 1):
        for roc_part, matrix in (("train_decided", counts.train), ("test_decided", counts.test)):
            decided = getattr(seen(run, positive), roc_part)
            other = 1 - positive
            assert decided.true_positive_rate == matrix[positive, positive] / matrix[positive].sum()
            assert decided.false_positive_rate == matrix[other, positive] / matrix[other].sum()


def test_with_one_output_that_point_lies_on_the_curve_at_its_threshold() -> None:
    run = a_run()
    roc = seen(run, 1)
    assert roc.threshold == 0.5
    prediction, _ = run.trainer.predictions()
    whole = roc_curve(prediction[:, 0], run.trainer.data.train_labels[:, 0] == 1.0)
    points = set(zip(whole.false_positive_rate.tolist(), whole.true_positive_rate.tolist(), strict=True))
    assert (roc.train_decided.false_positive_rate, roc.train_decided.true_positive_rate) in points


def test_of_three_classes_each_stands_against_the_others() -> None:
    run = a_run("iris", 20)
    areas = [seen(run, number).train.area for number in range(3)]
    assert np.mean(areas) == pytest.approx(run.results()["train"]["auc"])
    assert np.isnan(seen(run, 0).threshold)


def test_what_there_is_no_curve_for_is_none() -> None:
    assert a_run().snapshot((RocLook(2),)).roc is None
    assert a_run("sine").snapshot((RocLook(1),)).roc is None
    assert a_run().snapshot().roc is None


def drawn(scores: np.ndarray, positive: np.ndarray) -> Roc:
    label = positive.astype(float)[:, None]
    found = roc_of(RocLook(1), (scores[:, None], scores[:0, None]), (label, label[:0]), 0.5, 2)
    assert found is not None
    return found


def test_points_on_straight_lines_are_left_out_and_nothing_else_changes() -> None:
    rng = np.random.default_rng(0)
    scores, positive = rng.integers(0, 20, 300) / 20, rng.random(300) < 0.4
    whole, found = roc_curve(scores, positive), drawn(scores, positive)
    assert found.train.area == whole.area
    assert len(found.train.thresholds) <= len(whole.thresholds)
    assert set(found.train.thresholds) <= set(whole.thresholds)
    x = np.linspace(0, 1, 999)
    curves = [np.interp(x, one.false_positive_rate, one.true_positive_rate) for one in (whole, found.train)]
    assert curves[0] == pytest.approx(curves[1])


def test_very_many_points_are_thinned_but_the_area_is_exact() -> None:
    rng = np.random.default_rng(0)
    scores, positive = rng.random(20_000), rng.random(20_000) < 0.5
    found = drawn(scores, positive)
    assert len(found.train.thresholds) == MOST_POINTS
    assert found.train.area == roc_curve(scores, positive).area
    assert (found.train.false_positive_rate[-1], found.train.true_positive_rate[-1]) == (1.0, 1.0)


def test_without_test_samples_there_is_nothing_to_see_of_them() -> None:
    found = drawn(np.array([0.1, 0.9]), np.array([False, True]))
    assert np.isnan(found.test.area)
    assert np.isnan(found.test_decided.true_positive_rate)


@pytest.mark.parametrize("levels", [3, 10, 10_000])
def test_points_and_area_are_those_of_scikit_learn_with_ties_and_without(levels: int) -> None:
    metrics: Any = pytest.importorskip(
        "sklearn.metrics", reason="scikit-learn, beside which this is measured, is missing"
    )
    rng = np.random.default_rng(levels)
    scores, positive = rng.integers(0, levels, 400) / levels, rng.random(400) < 0.3
    x, y, thresholds = metrics.roc_curve(positive, scores, drop_intermediate=True)
    found = drawn(scores, positive).train
    assert found.area == pytest.approx(metrics.roc_auc_score(positive, scores), abs=1e-15)
    theirs = dict(zip(thresholds.tolist(), zip(x.tolist(), y.tolist(), strict=True), strict=True))
    for threshold, *rates in zip(
        found.thresholds.tolist(),
        found.false_positive_rate.tolist(),
        found.true_positive_rate.tolist(),
        strict=True,
    ):
        assert theirs[threshold] == pytest.approx(tuple(rates))
