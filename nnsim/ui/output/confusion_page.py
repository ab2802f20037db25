"""The page of the confusion matrix."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.session.session import Session
from nnsim.ui.output.part_page import PartPage
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix


class ConfusionPage(PartPage):
    """The matrix and the switch between the samples it counts."""

    def __init__(self, matrix: ConfusionMatrix, session: Session) -> None:
        name = QCoreApplication.translate("ConfusionPage", "Samples that are counted")
        super().__init__(matrix, matrix, session, name, "confusion_part")
        self.matrix = matrix
