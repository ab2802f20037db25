"""What is too much is refused from its description, before any memory is taken."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import LayerSpec, NetworkSpec, TrainSpec
from nnsim.errors import InputError, SpecError, TableError
from nnsim.model import data_edits, edits
from nnsim.model.budget import check_room
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.run import Run


def layers(*sizes: int) -> tuple[LayerSpec, ...]:
    return tuple(LayerSpec(size, key=key) for key, size in enumerate(sizes, 1))


def pictures(n_rows: int) -> DataSpec:
    """The shape of 28 × 28 pixels, in the memory of one column."""
    column = np.zeros(n_rows)
    columns = tuple(Column(f"p{i}", "number", column) for i in range(785))
    return DataSpec(TableSource(Table("pictures", columns), ("p784",), "classification"))


def refusal(act: Callable[[], object], kind: type[InputError] = SpecError) -> InputError:
    tracemalloc.start()
    try:
        with pytest.raises(kind) as caught:
            act()
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.hint
    return caught.value


def test_a_small_file_that_asks_for_everything_is_refused_at_once() -> None:
    network = NetworkSpec(2, layers(10_000, 1))
    error = refusal(lambda: Run(Project("trap", DataSpec(ToySource("circle", 1_000_000)), network, TrainSpec())))
    assert error.code == "spec.too_large"
    assert "1,000,000 samples" in error.message
    assert "fewer samples or fewer neurons" in error.hint


@pytest.mark.parametrize("sizes", [(10_000, 2_000, 1), (10_000, 10_000, 1)])
def test_a_network_that_is_too_large_by_itself_is_refused(sizes: tuple[int, ...]) -> None:
    data = named_data("xor_table")
    error = refusal(lambda: Run(Project("trap", data, NetworkSpec(2, layers(*sizes)), TrainSpec())))
    assert error.code in ("spec.too_many_neurons", "spec.too_many_parameters")
    assert "fewer neurons" in error.hint


def test_a_whole_training_set_in_one_batch_must_fit_into_memory() -> None:
    data, network = pictures(60_000), NetworkSpec(784, layers(1024, 1024, 10))
    check_room(data, network, TrainSpec(batch_size=128))
    with pytest.raises(SpecError, match="60,000 samples in a batch") as caught:
        check_room(data, network, TrainSpec(batch_size=None))
    assert "smaller batch" in caught.value.hint


def test_labels_of_text_columns_count_before_they_become_columns() -> None:
    labels = tuple(f"{number:03}" for number in range(100))
    values = np.zeros(20_000)
    columns = tuple(Column(f"c{i}", "category", values, labels) for i in range(100))
    target = Column("y", "number", values)
    data = DataSpec(TableSource(Table("texts", (*columns, target)), ("y",), "regression"))
    error = refusal(lambda: prepare(data), TableError)
    assert error.code == "table.too_large"
    assert "200,000,000 numbers" in error.message
    error = refusal(lambda: Run(Project("t", data, NetworkSpec(10_000, layers(1)), TrainSpec())), InputError)
    assert error.code in ("table.too_large", "spec.too_large")


def test_what_people_do_is_allowed() -> None:
    training = TrainSpec()
    check_room(named_data("circle"), NetworkSpec(2, layers(10_000, 1)), training)
    check_room(
        DataSpec(ToySource("circle", 1_000_000)), NetworkSpec(2, layers(8, 8, 1)), replace(training, batch_size=None)
    )
    check_room(named_data("digits"), NetworkSpec(64, layers(1024, 1024, 10)), replace(training, batch_size=None))


def test_edits_in_the_window_are_refused_and_change_nothing() -> None:
    work = Experiment(new_project("circle", named_data("circle"), (4, 4)))
    before = work.project
    for edit, arguments in ((edits.resize_layer, (0, 10_000)), (data_edits.set_samples, (100_000,))):
        work = Experiment(edit(before, *arguments).project)
        other = {
            edits.resize_layer: (data_edits.set_samples, (100_000,)),
            data_edits.set_samples: (edits.resize_layer, (0, 10_000)),
        }
        act, more = other[edit]
        project = work.project
        with pytest.raises(SpecError) as caught:
            work.apply(lambda now, act=act, more=more: act(now, *more))
        assert caught.value.code == "spec.too_large"
        assert work.project.network == project.network
        assert work.project.data == project.data
    wide = Experiment(edits.resize_layer(before, 0, 10_000).project)
    error = refusal(lambda: wide.apply(lambda now: edits.resize_layer(now, 1, 10_000)))
    assert error.code in ("spec.too_many_neurons", "spec.too_many_parameters")
