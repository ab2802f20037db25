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
from nnsim.engine.build import build_network
from nnsim.engine.evaluation import COPIES, cells_of_sample
from nnsim.engine.network import Backward, Forward
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
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


FILTERS = LayerSpec(32, kind="conv2d", key=1)
SMALLER = LayerSpec(0, bias=False, kind="max_pool2d", kernel=2, stride=2, key=2)
ROW = LayerSpec(0, bias=False, kind="flatten", key=3)


def on_pictures(*hidden: LayerSpec) -> NetworkSpec:
    return NetworkSpec(784, (*hidden, ROW, LayerSpec(10, key=4)), picture=(1, 28, 28))


def test_patches_of_a_convolution_count_beside_the_answers() -> None:
    # 784 inputs; 32 filters at 26 × 26 places; the same in a row; 10 answers; for each place 9 pixels and a 1, once
    assert cells_of_sample(on_pictures(FILTERS)) == 784 + 2 * 32 * 676 + 10 + -(-10 * 676 // 3)
    # the second convolution looks at 9 pixels of 32 channels at 24 × 24 places
    second = replace(FILTERS, key=5)
    more = cells_of_sample(on_pictures(FILTERS, second)) - cells_of_sample(
        NetworkSpec(784, (FILTERS,), picture=(1, 28, 28))
    )
    assert more == 2 * 32 * 576 + 10 + -(-(10 * 676 + 289 * 576) // 3) - -(-10 * 676 // 3)


def test_a_batch_of_pictures_must_fit_into_memory_with_its_patches() -> None:
    network = on_pictures(FILTERS, SMALLER, replace(FILTERS, key=5))
    check_room(pictures(2_000), network, TrainSpec(batch_size=128))
    with pytest.raises(SpecError, match="2,000 samples in a batch") as caught:
        check_room(pictures(2_000), network, TrainSpec(batch_size=None))
    assert caught.value.code == "spec.too_large"


def test_a_step_takes_no_more_memory_than_the_budget_says() -> None:
    network = on_pictures(replace(FILTERS, size=8), SMALLER)
    spec = replace(network, layers=(*network.layers[:-1], replace(network.output, activation=Choice("softmax"))))
    built = build_network(spec, Choice("cross_entropy"))
    table = built.table(np.zeros((64, 784)), np.zeros((64, 10)))
    tracemalloc.start()
    Backward(Forward(built, table))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.1 * 64 * COPIES * cells_of_sample(spec) * 8


def test_the_many_neurons_of_a_picture_are_allowed_and_those_of_a_plane_are_not() -> None:
    check_room(pictures(100), on_pictures(FILTERS), TrainSpec())
    row = NetworkSpec(7, (*(replace(FILTERS, kernel=1, size=5_000, key=key) for key in (1, 2)), ROW), picture=(1, 1, 7))
    error = refusal(lambda: check_room(named_data("circle"), row, TrainSpec()))
    assert error.code == "spec.too_many_neurons"
