"""A sweep as a table with one row for each run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from nnsim.runs.sweep import Outcome, Sweep
from nnsim.runs.sweep_settings import worded


def table_of_runs(sweep: Sweep, outcomes: Sequence[Outcome]) -> str:
    """Settings, seed, epochs, ending, place of a divergence, then loss and metrics; empty where there is no number."""
    found = dict.fromkeys(
        (part, name) for outcome in outcomes for part, values in outcome.results.items() for name in values
    )
    columns = sorted(found, key=lambda column: column[0] == "test")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = [axis.setting for axis in sweep.axes]
    writer.writerow((*names, "seed", "epochs", "ending", "where", *(f"{part}_{name}" for part, name in columns)))
    for outcome in outcomes:
        numbers = (outcome.results.get(part, {}).get(name) for part, name in columns)
        shown = ("" if number is None else repr(float(number)) for number in numbers)
        values = map(worded, outcome.values)
        writer.writerow((*values, outcome.seed, outcome.epochs, outcome.ending, outcome.where, *shown))
    return text.getvalue()
