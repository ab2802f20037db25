"""What is said of rivals of the network."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.data.dataset import Task
from nnsim.runs.rivals import Rival, Score
from nnsim.ui.widgets.numbers import format_fixed, in_percent

translate = QCoreApplication.translate


def rival_name(rival: Rival, task: Task) -> str:
    """What it is called."""
    if rival == "linear":
        line = translate("rivals", "Logistic regression")
        return line if task == "classification" else translate("rivals", "Linear regression")
    names = {
        "tree": translate("rivals", "Decision tree"),
        "svm": translate("rivals", "SVM"),
        "bayes": translate("rivals", "Naive Bayes"),
    }
    return names[rival]


def rival_tip(rival: Rival) -> str:
    """How it decides, in a sentence."""
    tips = {
        "linear": translate("rivals", "A weighted sum of the numbers: a straight line as boundary"),
        "tree": translate("rivals", "Questions to one number at a time: is it larger than …?"),
        "svm": translate("rivals", "Support vector machine: the boundary that stays farthest from the samples"),
        "bayes": translate(
            "rivals", "Each class a bell curve of each number, as if numbers had nothing to do with each other"
        ),
    }
    return tips[rival]


def score_words(score: Score | None) -> str:
    """``98.5 %``, or r² with two decimals."""
    if score is None:
        return "–"
    if "accuracy" in score:
        return translate("rivals", "{0} %").format(in_percent(score["accuracy"]))
    return format_fixed(score["r2"], 2)


def share_of(score: Score) -> float:
    """How long its bar is, 0 to 1: right answers, or r², which has no bar below 0."""
    return min(max(score.get("accuracy", score.get("r2", 0.0)), 0.0), 1.0)


def result_words(raw: Score, with_features: Score, network: Score | None, task: Task, *, is_trained: bool) -> str:
    """What features do for the straight line, and that the network gets on without."""
    first = translate("rivals", "{0}: {1} on the inputs, {2} with the features.").format(
        rival_name("linear", task), score_words(raw), score_words(with_features)
    )
    if network is None:
        return first
    if not is_trained:
        return f"{first} " + translate("rivals", "The network has not been trained yet.")
    return f"{first} " + translate("rivals", "The network: {0} without them.").format(score_words(network))
