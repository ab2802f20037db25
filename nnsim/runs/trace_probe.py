"""Every number of a step with the samples that somebody looks at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.prepare import Prepared
from nnsim.engine.trace import Trace, TraceLook
from nnsim.engine.tracing import trace
from nnsim.engine.trainer import Trainer
from nnsim.runs.labels import labels


def trace_of(look: TraceLook, trainer: Trainer, prepared: Prepared, *, in_hand: int | None = None) -> Trace:
    """The step that training would make now with these samples as its batch. Changes nothing.

    Where none of the samples is there, or what is typed is no row of these data, it is that of the
    sample in hand.

    Parameters
    ----------
    in_hand : the row that somebody has chosen to see; ``None`` is the sample that training has looked at last
    """
    if look.typed and prepared.fits(look.typed, look.target):
        return replace(trace(trainer.training, trainer.checkpoint(), *_typed(look, trainer, prepared)), look=look)
    rows = tuple(prepared.train_rows[trainer.rows_of_batch()].tolist()) if look.batch else look.rows
    found = _samples(rows, trainer, prepared)
    if not found and in_hand is not None:
        rows = (in_hand,)
        found = _samples(rows, trainer, prepared)
    if not found:
        rows = (int(prepared.train_rows[trainer.viewed_row]),)
        found = [(trainer.data.train_inputs[trainer.viewed_row], trainer.data.train_labels[trainer.viewed_row])]
    traced = trace(trainer.training, trainer.checkpoint(), *stacked(found))
    known = {*prepared.train_rows.tolist(), *prepared.test_rows.tolist()} if len(found) < len(rows) else set(rows)
    return replace(traced, rows=tuple(row for row in rows if row in known), look=look)


def sample_of(row: int, trainer: Trainer, prepared: Prepared) -> tuple[Numbers, Numbers] | None:
    """Inputs (n_inputs,) and label (outputs,) of a row of the data set; ``None`` if it is no sample of it."""
    data = trainer.data
    parts = (
        (prepared.train_rows, data.train_inputs, data.train_labels),
        (prepared.test_rows, data.test_inputs, data.test_labels),
    )
    for known, inputs, label in parts:
        place = int(np.searchsorted(known, row))  # rows are ascending
        if place < len(known) and known[place] == row:
            return inputs[place], label[place]
    return None


def _samples(rows: Iterable[int], trainer: Trainer, prepared: Prepared) -> list[tuple[Numbers, Numbers]]:
    """Those that are there."""
    return [sample for row in rows if (sample := sample_of(row, trainer, prepared)) is not None]


def stacked(samples: Iterable[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """(samples, n_inputs) and (samples, outputs)."""
    inputs, label = (np.stack(values) for values in zip(*samples, strict=True))
    return inputs, label


def _typed(look: TraceLook, trainer: Trainer, prepared: Prepared) -> tuple[Numbers, Numbers]:
    """What the network sees of a typed sample, and what it should answer."""
    targets = np.array([look.target])
    if not prepared.dataset.classes:
        targets = prepared.target_scaling.apply(targets)
    label = labels(prepared.dataset, targets, trainer.network.spec.output, trainer.training.loss)
    return prepared.inputs_of(np.array([look.typed])), label
