"""What is said about a run."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nnsim.session.runs import RunLine
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent
from nnsim.ui.widgets.translated import translated

translate = QCoreApplication.translate


def differences_of(line: RunLine, other: RunLine) -> str:
    """What is different in ``line``, in one line; empty if nothing is."""
    return "; ".join(translated(words) for words in line.unlike(other))


def origin_of(line: RunLine, runs: Mapping[int, RunLine]) -> str:
    """Where a run comes from, and what is different in it; ``runs`` are all by their keys."""
    parent = runs.get(line.parent)
    if parent is None:
        return ""
    differences, name, epoch = differences_of(line, parent), translated(parent.name), format_count(line.from_epoch)
    if line.branches and differences:
        return translate("run_words", "from epoch {0} of {1}: {2}").format(epoch, name, differences)
    if line.branches:
        return translate("run_words", "from epoch {0} of {1}, with its settings").format(epoch, name)
    if differences:
        return translate("run_words", "unlike {0}: {1}").format(name, differences)
    return translate("run_words", "with the settings of {0}").format(name)


def epochs_of(line: RunLine) -> str:
    """How far it went, and so of which moment its loss and its metric are."""
    epoch = int(line.last("epoch")) if len(line.curves) else line.epoch
    if epoch == 0:
        return translate("run_words", "before the first epoch")
    return translate("run_words", "end of epoch {0}").format(format_count(epoch))


def loss_of(line: RunLine) -> str:
    """Its last loss: of the test samples, or of the training samples where there are no others."""
    test, train = line.last("test_loss"), line.last("train_loss")
    if math.isfinite(test):
        return translate("run_words", "test loss {0}").format(format_number(test))
    return "" if math.isnan(train) else translate("run_words", "loss {0}").format(format_number(train))


def metric_of(line: RunLine) -> str:
    """Its last accuracy, or its root mean squared error."""
    test = line.last("test_metric")
    value = line.last("train_metric") if math.isnan(test) else test
    if math.isnan(value):
        return ""
    if line.task == "classification":
        return translate("run_words", "accuracy {0} %").format(in_percent(value))
    return translate("run_words", "RMSE {0}").format(format_number(value))


def in_words(line: RunLine, runs: Mapping[int, RunLine]) -> str:
    """All of it in one sentence, for who cannot see it."""
    said = [epochs_of(line), loss_of(line), metric_of(line), origin_of(line, runs)]
    if line.is_present:
        said.insert(0, translate("run_words", "the present run"))
    return f"{translated(line.name)}: {', '.join(part for part in said if part)}"
