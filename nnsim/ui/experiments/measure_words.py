"""What runs are judged by, in words and numbers."""

from __future__ import annotations

from math import isfinite
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.session.findings import SMALLER_IS_BETTER, Measure
from nnsim.ui.widgets.numbers import NARROW_SPACE, digits_apart, format_number, in_percent
from nnsim.words import QT_TRANSLATE_NOOP

_NAMES: Final = {
    ("test", "loss"): QT_TRANSLATE_NOOP("measure_words", "test loss"),
    ("train", "loss"): QT_TRANSLATE_NOOP("measure_words", "training loss"),
    ("test", "accuracy"): QT_TRANSLATE_NOOP("measure_words", "test accuracy"),
    ("train", "accuracy"): QT_TRANSLATE_NOOP("measure_words", "training accuracy"),
    ("test", "balanced_accuracy"): QT_TRANSLATE_NOOP("measure_words", "test accuracy, classes weighed alike"),
    ("train", "balanced_accuracy"): QT_TRANSLATE_NOOP("measure_words", "training accuracy, classes weighed alike"),
    ("test", "precision"): QT_TRANSLATE_NOOP("measure_words", "test precision"),
    ("train", "precision"): QT_TRANSLATE_NOOP("measure_words", "training precision"),
    ("test", "recall"): QT_TRANSLATE_NOOP("measure_words", "test recall"),
    ("train", "recall"): QT_TRANSLATE_NOOP("measure_words", "training recall"),
    ("test", "f1"): QT_TRANSLATE_NOOP("measure_words", "test F1"),
    ("train", "f1"): QT_TRANSLATE_NOOP("measure_words", "training F1"),
    ("test", "auc"): QT_TRANSLATE_NOOP("measure_words", "test area under the ROC curve"),
    ("train", "auc"): QT_TRANSLATE_NOOP("measure_words", "training area under the ROC curve"),
    ("test", "rmse"): QT_TRANSLATE_NOOP("measure_words", "test error (RMSE)"),
    ("train", "rmse"): QT_TRANSLATE_NOOP("measure_words", "training error (RMSE)"),
    ("test", "mae"): QT_TRANSLATE_NOOP("measure_words", "test error (mean absolute)"),
    ("train", "mae"): QT_TRANSLATE_NOOP("measure_words", "training error (mean absolute)"),
    ("test", "r2"): QT_TRANSLATE_NOOP("measure_words", "test R²"),
    ("train", "r2"): QT_TRANSLATE_NOOP("measure_words", "training R²"),
}
_HELP: Final = {
    "loss": QT_TRANSLATE_NOOP("measure_words", "The number that training makes small, over all of these samples."),
    "accuracy": QT_TRANSLATE_NOOP("measure_words", "The share of samples whose class is found."),
    "balanced_accuracy": QT_TRANSLATE_NOOP("measure_words", "The mean of the shares that are found of each class."),
    "precision": QT_TRANSLATE_NOOP("measure_words", "Of those taken for a class, the share that belongs to it."),
    "recall": QT_TRANSLATE_NOOP("measure_words", "Of those that belong to a class, the share that is found."),
    "f1": QT_TRANSLATE_NOOP("measure_words", "The harmonic mean of precision and recall."),
    "auc": QT_TRANSLATE_NOOP(
        "measure_words", "How often a sample of the class gets a higher score than one that is not of it."
    ),
    "rmse": QT_TRANSLATE_NOOP("measure_words", "The root of the mean squared error, in the unit of the predictions."),
    "mae": QT_TRANSLATE_NOOP("measure_words", "How far off a prediction is on average, in its unit."),
    "r2": QT_TRANSLATE_NOOP("measure_words", "1 is perfect, 0 is no better than always predicting the mean."),
}


def measure_name(measure: Measure) -> str:
    """``test accuracy``, in the user's language."""
    return QCoreApplication.translate("measure_words", _NAMES.get((measure.part, measure.name), measure.name))


def measure_help(measure: Measure) -> str:
    """What it says, in one sentence; empty if nobody knows."""
    said = _HELP.get(measure.name, "")
    return QCoreApplication.translate("measure_words", said) if said else ""


def capitalized(text: str) -> str:
    """With a capital at the front."""
    return text[:1].upper() + text[1:]


def measured(measure: Measure, value: float, digits: int = 3) -> str:
    """A value with its unit: ``98.5 %``, ``0.0321``."""
    if not isfinite(value):
        return QCoreApplication.translate("measure_words", "diverged")
    if measure.is_share:
        return f"{in_percent(value, digits)}{NARROW_SPACE}%"
    whole = () if measure.name in SMALLER_IS_BETTER else (1.0,)
    return format_number(value, digits_apart((value, *whole), format_number, digits))


def lasting(seconds: float) -> str:
    """A length of time that nobody needs to know exactly: ``8 s``, ``3 min``, ``2 h 5 min``."""
    if seconds < 59.5:
        return QCoreApplication.translate("measure_words", "{0} s").format(max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("measure_words", "{0} min").format(minutes)
    return QCoreApplication.translate("measure_words", "{0} h {1} min").format(minutes // 60, minutes % 60)
