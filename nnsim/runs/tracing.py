"""Every number of a step with chosen samples of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.engine.trace import Trace
from nnsim.engine.tracing import trace
from nnsim.errors import SpecError
from nnsim.runs.run import Run
from nnsim.runs.trace_probe import sample_of, stacked
from nnsim.words import QT_TRANSLATE_NOOP, Words


def trace_samples(run: Run, rows: Sequence[int]) -> Trace:
    """The step that training would make now with these samples as its batch. Changes nothing.

    Parameters
    ----------
    rows : rows of the data set, training or test samples, from 0; rows with missing values are none of it

    Raises
    ------
    SpecError : ``trace.no_such_sample``
    """
    inputs, labels = stacked([_sample(row, run) for row in rows])
    return replace(trace(run.project.training, run.checkpoint(), inputs, labels), rows=tuple(rows))


def _sample(row: int, run: Run) -> tuple[Numbers, Numbers]:
    """Inputs (n_inputs,) and label (outputs,) of a row."""
    found = sample_of(row, run.trainer, run.prepared)
    if found is not None:
        return found
    everyone = np.concatenate([run.prepared.train_rows, run.prepared.test_rows])
    raise SpecError(
        "trace.no_such_sample",
        Words(
            QT_TRANSLATE_NOOP("errors", "There is no sample {0} among the {1} samples of the data."), row, len(everyone)
        ),
        where=f"sample {row}",
        hint=Words(QT_TRANSLATE_NOOP("errors", "The first is {0}, the last {1}."), everyone.min(), everyone.max()),
    )
