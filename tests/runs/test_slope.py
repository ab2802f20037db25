"""The slope of the loss along one weight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import DType, LayerSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.start import new_project
from nnsim.runs import slope
from nnsim.runs.run import Run
from nnsim.runs.slope import slope_of_weight


def a_run(dtype: DType = "float64", **hidden: object) -> Run:
    project = new_project("p", named_data("circle"), (4, 3), training=TrainSpec(learning_rate=0.1, batch_size=10))
    first = replace(project.network.layers[0], **hidden)  # type: ignore[arg-type]
    network = replace(project.network, layers=(first, *project.network.layers[1:]), dtype=dtype)
    made = Run(replace(project, network=network))
    made.train_epochs(3)
    return made


def loss_with(run: Run, layer: int, row: int, column: int, by: float) -> float:
    """The training loss with one weight moved."""
    parameters = run.trainer.network.parameters
    weight = blocks(run.project.network)[layer].matrix(parameters)
    weight[row, column] += by
    found = run.trainer.evaluate()[0][0]
    weight[row, column] -= by
    return found


@pytest.mark.parametrize("hidden", [{}, {"dropout": 0.5}, {"normalize": True}, {"muted": (1,)}], ids=str)
@pytest.mark.parametrize("place", [(0, 1, 2), (0, 2, 0), (1, 3, 1), (2, 0, 0), (2, 3, 0)], ids=str)
def test_the_slope_is_what_the_training_loss_does(hidden: dict[str, object], place: tuple[int, int, int]) -> None:
    run = a_run(**hidden)
    step = 1e-5
    expected = (loss_with(run, *place, step) - loss_with(run, *place, -step)) / (2 * step)
    assert slope_of_weight(run, *place) == pytest.approx(expected, rel=1e-5, abs=1e-9)


def test_a_network_in_single_precision_that_normalises_has_the_slope_of_the_same_one_in_double() -> None:
    single = a_run(dtype="float32", normalize=True)
    parameters = single.trainer.network.parameters
    double = a_run(normalize=True)
    np.copyto(double.trainer.network.parameters, parameters)
    places = [(0, row, column) for row in range(3) for column in range(4)]
    expected = [slope_of_weight(double, *place) for place in places]
    assert [slope_of_weight(single, *place) for place in places] == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_looking_changes_nothing_that_training_uses() -> None:
    run, other = a_run(), a_run()
    slope_of_weight(run, 0, 0, 0)
    run.train_epochs(1)
    other.train_epochs(1)
    assert np.array_equal(run.trainer.network.parameters, other.trainer.network.parameters)


def test_samples_in_chunks_count_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run()
    whole = slope_of_weight(run, 1, 0, 0)
    monkeypatch.setattr(slope, "chunk_samples", lambda _network: 7)
    assert slope_of_weight(run, 1, 0, 0) == pytest.approx(whole, rel=1e-12)


def test_of_very_many_samples_some_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run()
    whole = slope_of_weight(run, 1, 0, 0)
    monkeypatch.setattr(slope, "MOST_WORK", run.project.network.n_parameters * len(run.trainer.data.train_inputs) // 2)
    assert slope_of_weight(run, 1, 0, 0) == pytest.approx(whole, rel=1.0)
    assert slope_of_weight(run, 1, 0, 0) != whole


@pytest.mark.parametrize("place", [(-1, 0, 0), (3, 0, 0), (0, 3, 0), (0, 0, 4), (0, -1, 0)], ids=str)
def test_a_weight_that_is_not_there_is_refused(place: tuple[int, int, int]) -> None:
    with pytest.raises(SpecError) as refused:
        slope_of_weight(a_run(), *place)
    assert refused.value.code == "slope.no_such_weight"


def test_a_layer_without_weights_has_none() -> None:
    project = new_project("p", named_data("digits"), (4,))
    flatten = LayerSpec(0, kind="flatten")
    pictured = replace(project.network, layers=(flatten, *project.network.layers))
    if pictured.picture is None:
        pictured = replace(pictured, picture=(1, 8, 8))
    with pytest.raises(SpecError):
        slope_of_weight(Run(replace(project, network=pictured)), 0, 0, 0)
