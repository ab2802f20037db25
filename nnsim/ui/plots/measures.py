"""What can be drawn over the epochs, by the names of ``Run.results``; and what each of it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from nnsim.data.dataset import Task

Scale = Literal["error", "share", "score"]
"""Of an error, which is small where all is well, and may be drawn in equal ratios; of a share of the samples, in
percent; of another number that is 1 where all is well."""

LOSS: Final = "loss"
BATCH: Final = "batch"
"""Beside those names: the loss of each batch."""
RECORDED: Final[dict[Task, str]] = {"classification": "accuracy", "regression": "rmse"}
"""The one beside the loss that every epoch records."""

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Measure:
    """One of them: its name for the program, its label and what it means for people.

    ``brief`` : for the title of a card, where the label is too long for it
    """

    name: str
    label: str
    tip: str
    scale: Scale = "error"
    brief: str = ""

    @property
    def title(self) -> str:
        """The label as a title."""
        return self.brief or self.label[:1].upper() + self.label[1:]

    @property
    def is_percent(self) -> bool:
        """Whether it is written in percent."""
        return self.scale == "share"

    @property
    def can_log(self) -> bool:
        """Whether equal ratios of it may take equal heights."""
        return self.scale == "error"


def measures(task: Task) -> tuple[Measure, ...]:
    """What there is of a task, the loss and what every epoch records first."""
    loss = Measure(
        "loss",
        translate("measures", "loss"),
        translate("measures", "What training makes small: the mean loss over all samples"),
    )
    return (loss, *(_of_classes() if task == "classification" else _of_numbers()))


def per_batch() -> Measure:
    """The loss of each batch."""
    return Measure(
        BATCH,
        translate("measures", "loss"),
        translate("measures", "The loss of each batch as training met it, before the update that it brought"),
    )


def _of_classes() -> tuple[Measure, ...]:
    return (
        Measure(
            "accuracy",
            translate("measures", "accuracy"),
            translate("measures", "Which share of the samples is answered rightly"),
            "share",
        ),
        Measure(
            "balanced_accuracy",
            translate("measures", "balanced accuracy"),
            translate("measures", "Accuracy as if each class had equally many samples: the mean of all recalls"),
            "share",
            translate("measures", "Balanced"),
        ),
        Measure(
            "precision",
            translate("measures", "precision"),
            translate("measures", "How much of what is taken for a class belongs to it; mean over the classes"),
            "share",
        ),
        Measure(
            "recall",
            translate("measures", "recall"),
            translate("measures", "How much of a class is recognised; mean over the classes"),
            "share",
        ),
        Measure(
            "f1",
            translate("measures", "F1"),
            translate("measures", "Precision and recall in one number, their harmonic mean; mean over the classes"),
            "share",
        ),
        Measure(
            "auc",
            translate("measures", "area under the curve"),
            translate(
                "measures",
                "How often a sample of a class gets a larger answer than one of another class: the area under the ROC\n"
                "curve, 1 if always, ½ by mere guessing; mean over the classes",
            ),
            "score",
            translate("measures", "AUC"),
        ),
    )


def _of_numbers() -> tuple[Measure, ...]:
    return (
        Measure(
            "rmse",
            translate("measures", "RMSE"),
            translate(
                "measures",
                "Root mean squared error: how far off a prediction typically is, in the unit of what is predicted\n"
                "(of copies: as the inputs are scaled)",
            ),
        ),
        Measure(
            "mae",
            translate("measures", "MAE"),
            translate("measures", "Mean absolute error: how far off a prediction is on average, without its sign"),
        ),
        Measure(
            "r2",
            translate("measures", "R²"),
            translate(
                "measures",
                "1 if every prediction is right, 0 if they are no better than always predicting the mean, below 0 if\n"
                "they are worse",
            ),
            "score",
        ),
    )
