"""The record of a run as a file: one line for each point, from epoch 0, before the first step.

Every epoch has a point, but in a run of more than 100,000 epochs (``engine/record.py``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from math import isnan
from pathlib import Path

from nnsim.cli.output import json_line
from nnsim.data.dataset import Task
from nnsim.engine.snapshot import Curves
from nnsim.storage.atomic import replace_bytes

METRIC = {"classification": "accuracy", "regression": "rmse"}


def write_lines(path: Path, curves: Curves, task: Task) -> None:
    """JSON lines: ``{"epoch": 0, "train": {"loss": …, "accuracy": …}, "test": {…}}``; no test data, empty test."""
    text = "".join(json_line(point) + "\n" for point in _points(curves, METRIC[task]))
    replace_bytes(path, text.encode("ascii"))


def write_csv(path: Path, curves: Curves, task: Task) -> None:
    """A table with columns ``epoch, train_loss, train_accuracy, test_loss, test_accuracy``."""
    metric = METRIC[task]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("epoch", "train_loss", f"train_{metric}", "test_loss", f"test_{metric}"))
    rows = zip(curves.epoch, curves.train_loss, curves.train_metric, curves.test_loss, curves.test_metric, strict=True)
    for epoch, *values in rows:
        writer.writerow((int(epoch), *("" if isnan(value) else repr(float(value)) for value in values)))
    replace_bytes(path, text.getvalue().encode("ascii"))


def _points(curves: Curves, metric: str) -> Iterator[dict[str, object]]:
    for index in range(len(curves)):
        test_loss = float(curves.test_loss[index])
        test = {"loss": test_loss, metric: float(curves.test_metric[index])}
        yield {
            "epoch": int(curves.epoch[index]),
            "train": {"loss": float(curves.train_loss[index]), metric: float(curves.train_metric[index])},
            "test": {} if isnan(float(curves.test_metric[index])) and isnan(test_loss) else test,
        }
