"""Any sample can be traced by its row in the data, whichever part it fell into, and at little cost."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import TrainSpec
from nnsim.errors import SpecError
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.runs.tracing import trace_samples


def run_of_rows(n_rows: int, n_inputs: int = 3) -> Run:
    """Input j of row i is 10 i + j, what is to be predicted i."""
    rows = np.arange(float(n_rows))
    columns = [Column(f"x{j}", "number", 10 * rows + j) for j in range(n_inputs)]
    table = Table("rows.csv", (*columns, Column("y", "number", rows)))
    data = DataSpec(TableSource(table, ("y",), "regression"), test_fraction=0.3)
    return Run(new_project("rows", data, (2,), training=TrainSpec(learning_rate=1e-6)))


def test_samples_of_both_parts_come_in_the_order_they_were_asked_for() -> None:
    run = run_of_rows(40)
    rows = [int(run.prepared.test_rows[2]), int(run.prepared.train_rows[-1]), int(run.prepared.test_rows[0]), 0]
    found = trace_samples(run, rows)
    assert found.inputs.tolist() == [[10.0 * row, 10.0 * row + 1, 10.0 * row + 2] for row in rows]
    labels = run.prepared.target_scaling.undo(found.labels)
    np.testing.assert_allclose(labels[:, 0], rows, atol=1e-9)


@pytest.mark.parametrize("row", [-1, 40])
def test_a_row_that_never_was_is_refused(row: int) -> None:
    with pytest.raises(SpecError) as caught:
        trace_samples(run_of_rows(40), [0, row])
    assert caught.value.code == "trace.no_such_sample"
    assert caught.value.where == f"sample {row}"
    assert "among the 40 samples" in caught.value.message
    assert caught.value.hint == "The first is 0, the last 39."


def test_one_sample_of_many_takes_no_memory_for_the_others() -> None:
    run = Run(new_project("many", DataSpec(ToySource("circle", 100_000)), (2,)))
    last = int(run.prepared.train_rows[-1])
    trace_samples(run, [0])
    tracemalloc.start()
    trace_samples(run, [last])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < run.trainer.data.train_inputs.nbytes
