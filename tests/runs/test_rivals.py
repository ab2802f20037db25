"""Rivals of the network: beside scikit-learn called directly, the same each time, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnsim.data.hand_made import made
from nnsim.data.named import named_data
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.spec import DataSpec
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.errors import SpecError, UsageError
from nnsim.model.project import Project
from nnsim.runs import rivals
from nnsim.runs.learnt_instead import learnt_instead
from nnsim.runs.rivals import Fitted, Rival, RivalPlan, check_plan, fit_rivals, is_there
from nnsim.runs.run import Run

MISSING = "scikit-learn, from which the rivals come, is missing"
needs_sklearn = pytest.mark.skipif(not is_there(), reason=MISSING)


def fitted(plan: RivalPlan, spec: DataSpec) -> list[Fitted]:
    return list(fit_rivals(plan, spec, prepare(spec)))


def directly(rival: Rival) -> Any:
    """The estimator of classes as its own documentation makes it."""
    if rival == "linear":
        return pytest.importorskip("sklearn.linear_model", reason=MISSING).LogisticRegression(max_iter=2000)
    if rival == "tree":
        return pytest.importorskip("sklearn.tree", reason=MISSING).DecisionTreeClassifier(max_depth=3, random_state=5)
    if rival == "svm":
        return pytest.importorskip("sklearn.svm", reason=MISSING).SVC(kernel="poly", C=0.5)
    return pytest.importorskip("sklearn.naive_bayes", reason=MISSING).GaussianNB()


@needs_sklearn
@pytest.mark.parametrize("rival", ["linear", "tree", "svm", "bayes"])
def test_it_is_as_good_as_scikit_learn_called_directly(rival: Rival) -> None:
    spec = named_data("moons", seed=4, noise=0.4, n_samples=120)
    data = prepare(spec)
    plan = RivalPlan((rival,), ("x1^2", "x1*x2"), depth=3, kernel="poly", c=0.5, seed=5)
    raw, with_features = fitted(plan, spec)
    points = data.dataset.inputs
    more = np.column_stack([points[:, 0] ** 2, points[:, 0] * points[:, 1]])
    known = more[data.train_rows]
    more = (more - known.mean(axis=0)) / known.std(axis=0)
    parts: tuple[tuple[Fitted, Callable[[np.ndarray], np.ndarray]], ...] = (
        (raw, lambda rows: data.inputs_of(points[rows])),
        (with_features, lambda rows: np.column_stack([data.inputs_of(points[rows]), more[rows]])),
    )
    for one, numbers in parts:
        model = directly(rival).fit(numbers(data.train_rows), data.train_targets[:, 0].astype(int))
        assert one.train == {"accuracy": model.score(numbers(data.train_rows), data.train_targets[:, 0])}
        assert one.test == {"accuracy": model.score(numbers(data.test_rows), data.test_targets[:, 0])}
    assert (raw.features, raw.n_inputs, with_features.n_inputs) == ((), 2, 4)


@needs_sklearn
def test_quantities_are_told_in_their_units_and_as_scikit_learn_has_them() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model", reason=MISSING)
    metrics = pytest.importorskip("sklearn.metrics", reason=MISSING)
    spec = named_data("diabetes", seed=1)
    data = prepare(spec)
    found = {one.rival: one for one in fitted(RivalPlan(), spec)}
    assert set(found) == {"linear", "tree", "svm"}
    y = data.dataset.targets[:, 0]
    model = linear_model.LinearRegression().fit(data.train_inputs, y[data.train_rows])
    told, answers = found["linear"].test, model.predict(data.test_inputs)
    assert told is not None
    assert told["rmse"] == pytest.approx(np.sqrt(metrics.mean_squared_error(y[data.test_rows], answers)))
    assert told["r2"] == pytest.approx(metrics.r2_score(y[data.test_rows], answers))


@needs_sklearn
def test_several_quantities_are_learnt_together_and_without_test_samples_none_are_told() -> None:
    spec = named_data("encoder")
    found = {one.rival: one for one in fitted(RivalPlan(), spec)}
    assert found["linear"].train["r2"] == pytest.approx(1.0)
    assert {one.test for one in found.values()} == {None}
    assert all(one.plane is None for one in found.values())


@needs_sklearn
def test_the_straight_line_needs_squares_for_the_circle() -> None:
    raw, with_squares = fitted(RivalPlan(("linear",), ("x1^2", "x2^2")), named_data("circle"))
    assert raw.test is not None
    assert with_squares.test is not None
    assert raw.test["accuracy"] < 0.7
    assert with_squares.test["accuracy"] > 0.97
    plane = with_squares.plane
    assert plane is not None
    middle = rivals.GRID // 2
    assert plane[middle, middle] != plane[0, 0]  # inside and outside
    assert plane[0, 0] == plane[0, -1] == plane[-1, 0] == plane[-1, -1]


@needs_sklearn
def test_the_same_plan_gives_the_same_each_time() -> None:
    spec = named_data("spiral", n_samples=80, noise=0.3)
    plan = RivalPlan(features=("x1*x2",), seed=3)
    for one, again in zip(fitted(plan, spec), fitted(plan, spec), strict=True):
        assert (one.rival, one.train, one.test, one.size) == (again.rival, again.train, again.test, again.size)
        np.testing.assert_array_equal(one.plane, again.plane)


@needs_sklearn
def test_a_picture_of_the_plane_has_row_and_column_where_the_points_are() -> None:
    spec = named_data("plane", n_samples=60)
    data = prepare(spec)
    (line,) = fitted(RivalPlan(("linear",)), spec)
    x, y = data.extents
    slopes = np.linalg.lstsq(np.column_stack([data.dataset.inputs, np.ones(60)]), data.dataset.targets[:, 0])[0]
    assert line.plane is not None
    assert line.plane[0, -1] == pytest.approx(float(slopes @ [x.high, y.low, 1.0]))
    assert line.plane[-1, 0] == pytest.approx(float(slopes @ [x.low, y.high, 1.0]))


@needs_sklearn
def test_who_has_cancelled_gets_no_more() -> None:
    spec = named_data("circle", n_samples=40)
    asked = iter((False, False, True))
    found = list(fit_rivals(RivalPlan(features=("x1^2",)), spec, prepare(spec), lambda: next(asked)))
    assert [(one.rival, bool(one.features)) for one in found] == [("linear", False), ("linear", True)]


@needs_sklearn
def test_of_very_many_samples_some_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "MOST_ROWS", 30)
    (tree,) = fitted(RivalPlan(("tree",)), named_data("circle", n_samples=100))
    assert tree.n_rows == 30


@pytest.mark.skipif(is_there(), reason="scikit-learn is there, so nothing has to be told")
def test_without_scikit_learn_it_is_said_how_to_get_it_and_what_works_without() -> None:
    with pytest.raises(UsageError, match="pip install scikit-learn") as refused:
        fitted(RivalPlan(), named_data("circle", n_samples=20))
    assert "without hidden layers" in refused.value.hint


def one_class(spec: DataSpec) -> Prepared:
    data = prepare(spec)
    return replace(data, train_targets=np.zeros_like(data.train_targets))


@pytest.mark.parametrize(
    ("plan", "spec", "word"),
    [
        (RivalPlan(("bayes",)), named_data("plane", n_samples=20), "regression"),
        (RivalPlan(features=("x3",)), named_data("circle", n_samples=20), "x3"),
        (RivalPlan(depth=0), named_data("circle", n_samples=20), "depth"),
        (RivalPlan(c=0.0), named_data("circle", n_samples=20), "C is above 0"),
        (RivalPlan(), named_data("blobs", n_samples=20, goal="reconstruct"), "predict"),
    ],
    ids=["bayes", "feature", "depth", "c", "copies"],
)
def test_what_cannot_be_is_refused_with_a_word(plan: RivalPlan, spec: DataSpec, word: str) -> None:
    with pytest.raises(SpecError, match=word):
        check_plan(plan, spec, prepare(spec))


def test_samples_of_one_class_are_refused() -> None:
    spec = named_data("circle", n_samples=20)
    with pytest.raises(SpecError, match="one class"):
        check_plan(RivalPlan(), spec, one_class(spec))


def network_of(spec: DataSpec, *layers: LayerSpec) -> Run:
    network = NetworkSpec(len(prepare(spec).input_names), layers)
    return Run(Project("rivals", spec, network, TrainSpec(loss=Choice("cross_entropy"))))


def test_what_follows_from_the_inputs_by_a_sum_follows_from_a_linear_layer_too() -> None:
    spec = named_data("circle", n_samples=60)
    work = network_of(spec, LayerSpec(2, Choice("identity")), LayerSpec(1, Choice("sigmoid")))
    for one in learnt_instead(work, ("x1^2", "sin x1")):
        assert one.by_hidden == pytest.approx(one.by_inputs, abs=1e-9)


def test_r_squared_is_that_of_a_line_through_the_training_samples_told_of_the_test_samples() -> None:
    spec = named_data("circle", n_samples=60)
    work = network_of(spec, LayerSpec(5, Choice("tanh")), LayerSpec(1, Choice("sigmoid")))
    (told,) = learnt_instead(work, ("x1*x2",))
    data = work.prepared
    matrix = work.trainer.network.parameters[:15].reshape(3, 5)
    asked = []
    for rows in (data.train_rows, data.test_rows):
        inputs = data.inputs_of(data.dataset.inputs[rows])
        hidden = np.tanh(np.column_stack([inputs, np.ones(len(rows))]) @ matrix)
        asked.append(
            (np.column_stack([hidden, np.ones(len(rows))]), made("x1*x2", spec, data, data.dataset.inputs[rows]))
        )
    weights = np.linalg.lstsq(asked[0][0], asked[0][1], rcond=None)[0]
    right, answer = asked[1][1], asked[1][0] @ weights
    expected = 1.0 - ((right - answer) ** 2).sum() / ((right - right.mean()) ** 2).sum()
    assert told.by_hidden == pytest.approx(expected)


def test_a_network_without_hidden_layers_has_learnt_nothing_instead() -> None:
    spec = named_data("circle", n_samples=20)
    assert learnt_instead(network_of(spec, LayerSpec(1, Choice("sigmoid"))), ("x1^2",)) == ()
