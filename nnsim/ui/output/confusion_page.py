"""The page of the confusion matrix."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.ui.output.choice_page import ChoicePage
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix
from nnsim.ui.widgets.chips import Option


class ConfusionPage(ChoicePage):
    """The matrix and the switch between the samples it counts."""

    def __init__(self, matrix: ConfusionMatrix) -> None:
        name = QCoreApplication.translate("ConfusionPage", "Samples that are counted")
        super().__init__(matrix, name, "confusion_part", self._show_part)
        self.matrix = matrix
        self.set_options([Option("train", self.tr("training")), Option("test", self.tr("test"))], matrix.part)

    def _show_part(self, part: str) -> None:
        self.matrix.show_part("train" if part == "train" else "test")
