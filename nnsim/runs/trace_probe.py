"""Every number of a step with the samples that somebody looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnsim.data.dataset import Numbers, Rows
from nnsim.data.prepare import Prepared
from nnsim.engine.trace import Trace, TraceLook
from nnsim.engine.tracing import trace
from nnsim.engine.trainer import Trainer
from nnsim.runs.labels import labels


def trace_of(look: TraceLook, trainer: Trainer, prepared: Prepared, *, in_hand: int | TraceLook | None = None) -> Trace:
    """The step that training would make now with these samples as its batch. Changes nothing.

    Where none of the samples is there, or what is typed is no row of these data, it is that of the
    sample in hand.

    Parameters
    ----------
    in_hand : the row that somebody has chosen to see, or what they have drawn; ``None`` is the sample that training has
        looked at last
    """
    if look.typed and prepared.fits(look.typed, look.target):
        return _told(look, look, trainer, prepared)
    found = _found(prepared.train_rows[trainer.rows_of_batch()] if look.batch else look.rows, trainer, prepared)
    if not found.rows and isinstance(in_hand, TraceLook):
        return _told(look, in_hand, trainer, prepared)
    if not found.rows and isinstance(in_hand, int):
        found = _found((in_hand,), trainer, prepared)
    if not found.rows:
        found = _found((int(prepared.train_rows[trainer.viewed_row]),), trainer, prepared)
    traced = trace(trainer.training, trainer.checkpoint(), found.inputs, found.labels)
    return replace(traced, rows=found.rows, look=look)


def _told(look: TraceLook, typed: TraceLook, trainer: Trainer, prepared: Prepared) -> Trace:
    """The step of a sample that is none of the data."""
    return replace(trace(trainer.training, trainer.checkpoint(), *typed_sample(typed, trainer, prepared)), look=look)


def sample_of(row: int, trainer: Trainer, prepared: Prepared) -> tuple[Numbers, Numbers] | None:
    """Inputs (n_inputs,) and label (outputs,) of a row of the data set; ``None`` if it is no sample of it."""
    found = _found((row,), trainer, prepared)
    return (found.inputs[0], found.labels[0]) if found.rows else None


class _Found(NamedTuple):
    """Rows of the data set that are samples: inputs (rows, n_inputs), labels (rows, outputs)."""

    rows: tuple[int, ...]
    inputs: Numbers
    labels: Numbers


def _found(rows: Sequence[int] | Rows, trainer: Trainer, prepared: Prepared) -> _Found:
    """Those of the rows that are there, in their order; all at once, for there may be thousands."""
    data, wanted = trainer.data, np.asarray(rows, np.intp)
    is_there = np.zeros(len(wanted), bool)
    inputs = np.empty((len(wanted), data.train_inputs.shape[1]), data.train_inputs.dtype)
    label = np.empty((len(wanted), data.train_labels.shape[1]), data.train_labels.dtype)
    for known, its_inputs, its_labels in (
        (prepared.train_rows, data.train_inputs, data.train_labels),
        (prepared.test_rows, data.test_inputs, data.test_labels),
    ):
        if len(known):
            place = np.searchsorted(known, wanted).clip(max=len(known) - 1)  # rows are ascending
            is_here = known[place] == wanted
            inputs[is_here], label[is_here] = its_inputs[place[is_here]], its_labels[place[is_here]]
            is_there |= is_here
    return _Found(tuple(wanted[is_there].tolist()), inputs[is_there], label[is_there])


def stacked(samples: Iterable[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """(samples, n_inputs) and (samples, outputs)."""
    inputs, label = (np.stack(values) for values in zip(*samples, strict=True))
    return inputs, label


def typed_sample(look: TraceLook, trainer: Trainer, prepared: Prepared) -> tuple[Numbers, Numbers]:
    """What the network sees of a typed sample (1, n_inputs), and what it should answer (1, outputs)."""
    targets = np.array([look.target])
    if not prepared.dataset.classes:
        targets = prepared.target_scaling.apply(targets)
    label = labels(prepared.dataset, targets, trainer.network.spec.output, trainer.training.loss)
    return prepared.inputs_of(np.array([look.typed])), label
