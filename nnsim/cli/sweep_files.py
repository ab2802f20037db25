"""A sweep as facts for scripts, as JSON, or as the table of its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nnsim.cli.output import json_line
from nnsim.runs.spread import GOOD_ACCURACY, Cell, Quartiles, cells, metric_of
from nnsim.runs.sweep import Outcome, Sweep
from nnsim.runs.sweep_settings import Value, worded
from nnsim.runs.sweep_table import table_of_runs
from nnsim.storage.atomic import replace_bytes


def facts_of_sweep(sweep: Sweep, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What was varied, how each setting did, and every run; ``good`` is the share with such an accuracy."""
    metric = metric_of(outcomes)
    return {
        "axes": [{"setting": axis.setting, "values": [_plain(value) for value in axis.values]} for axis in sweep.axes],
        "seeds": sweep.seeds,
        "epochs": sweep.epochs,
        "good_accuracy": GOOD_ACCURACY,
        "cells": [_cell_facts(sweep, cell, metric) for cell in cells(sweep, outcomes)],
        "runs": [_run_facts(sweep, outcome) for outcome in outcomes],
    }


def write_sweep(path: Path, sweep: Sweep, outcomes: Sequence[Outcome], facts: Mapping[str, Any]) -> None:
    """Write ``facts`` as JSON, or the runs as a table, as the ending of the name says."""
    text = json_line(facts) + "\n" if path.suffix.lower() == ".json" else table_of_runs(sweep, outcomes)
    replace_bytes(path, text.encode("utf-8"))


def _cell_facts(sweep: Sweep, cell: Cell, metric: str) -> dict[str, Any]:
    return {
        "settings": _settings(sweep, cell.values),
        "runs": cell.runs,
        "loss": _quartile_facts(cell.loss),
        metric: _quartile_facts(cell.metric),
        "good": cell.good,
        "diverged": cell.diverged,
    }


def _quartile_facts(quartiles: Quartiles) -> dict[str, float]:
    return {"low": quartiles.low, "median": quartiles.median, "high": quartiles.high}


def _run_facts(sweep: Sweep, outcome: Outcome) -> dict[str, Any]:
    return {
        "settings": _settings(sweep, outcome.values),
        "seed": outcome.seed,
        "epochs": outcome.epochs,
        "ending": outcome.ending,
        "where": outcome.where,
        "train": outcome.results.get("train", {}),
        "test": outcome.results.get("test", {}),
    }


def _settings(sweep: Sweep, values: tuple[Value, ...]) -> dict[str, Any]:
    return {axis.setting: _plain(value) for axis, value in zip(sweep.axes, values, strict=True)}


def _plain(value: Value) -> float | str:
    """A number as it is, anything else in the words in which it is typed."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else worded(value)
