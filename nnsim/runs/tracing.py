"""Every number of a step with chosen samples of a project."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnsim.data.dataset import Numbers, Rows
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.errors import SpecError
from nnsim.runs.run import Run


def trace_samples(run: Run, rows: Sequence[int]) -> Trace:
    """The step that training would make now with these samples as its batch. Changes nothing.

    Parameters
    ----------
    rows : rows of the data set, training or test samples, from 0; rows with missing values are none of it

    Raises
    ------
    SpecError : ``trace.no_such_sample``
    """
    prepared, data = run.prepared, run.trainer.data
    parts = (
        (prepared.train_rows, data.train_inputs, data.train_labels),
        (prepared.test_rows, data.test_inputs, data.test_labels),
    )
    found = [_sample(row, parts) for row in rows]
    inputs, labels = (np.stack(values) for values in zip(*found, strict=True))
    return trace(run.project.training, run.checkpoint(), inputs, labels)


def _sample(row: int, parts: Sequence[tuple[Rows, Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Inputs (n_inputs,) and label (outputs,) of a row; each part is (samples,) rows, their inputs and labels."""
    for known, inputs, labels in parts:
        places = np.flatnonzero(known == row)
        if len(places):
            return inputs[places[0]], labels[places[0]]
    everyone = np.concatenate([known for known, _, _ in parts])
    raise SpecError(
        "trace.no_such_sample",
        f"There is no sample {row} among the {len(everyone)} samples of the data.",
        where=f"sample {row}",
        hint=f"The first is {everyone.min()}, the last {everyone.max()}.",
    )
