"""The page of the confusion matrix."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.output.confusion_matrix import ConfusionMatrix
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option


class ConfusionPage(QWidget):
    """The matrix and the switch between the samples it counts."""

    def __init__(self, matrix: ConfusionMatrix) -> None:
        super().__init__()
        self.matrix = matrix
        self.part = Chips(self.tr("Samples that are counted"))
        self.part.setObjectName("confusion_part")
        self.part.set_options([Option("train", self.tr("training")), Option("test", self.tr("test"))])
        self.part.set_chosen([matrix.part])
        self.part.clicked.connect(self._show_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.part)
        column.addWidget(matrix, 1)

    def _show_part(self, part: str) -> None:
        self.matrix.show_part("train" if part == "train" else "test")
        self.part.set_chosen([part])
