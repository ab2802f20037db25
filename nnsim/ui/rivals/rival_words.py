"""What is said of rivals of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.data.dataset import Task
from nnsim.runs.rivals import Rival, Score
from nnsim.ui.widgets.numbers import format_fixed, in_percent

translate = QCoreApplication.translate

_FELT: Final = 0.01
"""Of right answers, or of r²: less is not worth a word."""


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


@dataclass(frozen=True)
class Pair:
    """How good a rival is on the inputs, and with the features besides."""

    name: str
    raw: Score
    with_features: Score

    @property
    def gain(self) -> float:
        """What the features bring it: of right answers a share, else of r²."""
        return _worth(self.with_features) - _worth(self.raw)


def result_words(pairs: Sequence[Pair], network: Score | None, *, is_trained: bool) -> str:
    """Whom features help most, and whom they harm; and how far the network comes without. Nothing without pairs."""
    if not pairs:
        return ""
    best, worst = max(pairs, key=lambda one: one.gain), min(pairs, key=lambda one: one.gain)
    said = []
    if best.gain > _FELT:
        helped = translate("rivals", "The features help most here: {0}, {1} on the inputs, {2} with them.")
        said.append(_filled(helped, best))
    if worst.gain < -_FELT:
        harmed = translate("rivals", "They are of no help everywhere: {0}, {1} on the inputs, {2} with them.")
        alone = translate("rivals", "The features harm more than they help: {0}, {1} on the inputs, {2} with them.")
        said.append(_filled(harmed if said else alone, worst))
    if not said:
        said.append(translate("rivals", "The features change next to nothing here."))
    if network is not None and not is_trained:
        said.append(translate("rivals", "The network has not been trained yet."))
    elif network is not None:
        said.append(translate("rivals", "The network: {0} without them.").format(score_words(network)))
    return " ".join(said)


def _filled(said: str, pair: Pair) -> str:
    return said.format(pair.name, score_words(pair.raw), score_words(pair.with_features))


def _worth(score: Score) -> float:
    return score.get("accuracy", score.get("r2", 0.0))
