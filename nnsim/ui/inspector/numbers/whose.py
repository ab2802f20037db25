"""Whose step is told, in words: the samples, and what the network sees of a sample's numbers."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.data.prepare import Prepared
from nnsim.engine.trace import Trace
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.marks import class_name
from nnsim.ui.widgets.numbers import format_count, format_number

translate = QCoreApplication.translate

MOST_COLUMNS: Final = 16
"""Of more columns the numbers of a sample are neither typed nor told one by one."""
_MOST_ROWS: Final = 24
"""Of a larger batch the first and the last sample are named."""


def whose_step(prepared: Prepared, traced: Trace, digits: int) -> str:
    """Which samples it is; of one also its numbers and its label, as the data and as the network have them."""
    look, rows = traced.look, traced.rows
    count = len(traced.labels)
    if count > 1:
        numbers = [format_count(row + 1) for row in rows]
        if len(numbers) > _MOST_ROWS:
            numbers = [*numbers[: _MOST_ROWS - 1], "…", numbers[-1]]
        said = translate("whose", "Step of the batch that comes next, samples {0}.")
        if not look.batch:
            said = translate("whose", "Step of samples {0}.")
        return said.format(", ".join(numbers))
    if not rows:
        return _one(prepared, translate("whose", "Step of a typed sample"), look.typed, look.target, digits)
    name = translate("whose", "Step of sample {0}").format(format_count(rows[0] + 1))
    dataset = prepared.dataset
    return _one(prepared, name, tuple(dataset.inputs[rows[0]]), tuple(dataset.targets[rows[0]]), digits)


def _one(prepared: Prepared, name: str, inputs: tuple[float, ...], target: tuple[float, ...], digits: int) -> str:
    """``Step of sample 12: x₁ 1.5, scaled 0.246; x₂ 3, scaled −1.2; label setosa.``"""
    told = [] if len(inputs) > MOST_COLUMNS else told_inputs(prepared, inputs, digits)
    if len(target) <= MOST_COLUMNS and not prepared.is_reconstruction:
        told.append(_label(prepared, target, digits))
    return f"{name}: {'; '.join(told)}." if told else f"{name}."


def _label(prepared: Prepared, target: tuple[float, ...], digits: int) -> str:
    dataset, scaling = prepared.dataset, prepared.target_scaling
    if dataset.classes:
        return translate("whose", "label {0}").format(class_name(dataset.classes[int(target[0])]))
    said = ", ".join(format_number(value, digits) for value in target)
    if scaling.kind == "none":
        return translate("whose", "label {0}").format(said)
    aims = ", ".join(format_number(float(value), digits) for value in scaling.apply(np.array([target]))[0])
    return translate("whose", "label {0}, scaled {1}").format(said, aims)


def told_inputs(prepared: Prepared, inputs: tuple[float, ...], digits: int) -> list[str]:
    """``x₁ 1.5, scaled 0.246``: every column of a sample in the units of the data, and what the network sees of it."""
    seen = scaled_inputs(prepared, inputs)
    told = []
    for column, (name, value) in enumerate(zip(prepared.dataset.input_names, inputs, strict=True)):
        said = f"{pretty_input(name)} {format_number(float(value), digits)}"
        told.append(f"{said}, {scaled_words(seen[column], digits)}" if column in seen else said)
    return told


def scaled_words(value: float, digits: int) -> str:
    """``scaled 0.246``."""
    return translate("whose", "scaled {0}").format(format_number(value, digits))


def scaled_inputs(prepared: Prepared, inputs: tuple[float, ...]) -> dict[int, float]:
    """What the network sees of the columns that are its inputs, by column; empty where nothing is scaled."""
    names = prepared.dataset.input_names
    if prepared.input_scaling.kind == "none" or len(inputs) != len(names):
        return {}
    seen = dict(zip(prepared.input_names, prepared.inputs_of(np.array([inputs]))[0].tolist(), strict=True))
    return {column: seen[name] for column, name in enumerate(names) if name in seen}
