"""Every number of a step with chosen samples of a project."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnsim.engine.trace import Trace, trace
from nnsim.errors import SpecError
from nnsim.runs.run import Run


def trace_samples(run: Run, rows: Sequence[int]) -> Trace:
    """The step that training would make now with these samples as its batch. Changes nothing.

    Parameters
    ----------
    rows : rows of the data set, training or test samples, from 0

    Raises
    ------
    SpecError : ``trace.no_such_sample``, also for a row that was left out because of missing values
    """
    prepared, data = run.prepared, run.trainer.data
    place = {int(row): number for number, row in enumerate([*prepared.train_rows, *prepared.test_rows])}
    missing = [row for row in rows if row not in place]
    if missing:
        raise SpecError(
            "trace.no_such_sample",
            f"There is no sample {missing[0]} among the {len(place)} samples of the data.",
            where=f"sample {missing[0]}",
            hint=f"The first is {min(place)}, the last {max(place)}.",
        )
    places = [place[row] for row in rows]
    inputs = np.concatenate([data.train_inputs, data.test_inputs])[places]
    labels = np.concatenate([data.train_labels, data.test_labels])[places]
    return trace(run.project.training, run.checkpoint(), inputs, labels)
