"""The page of the worst answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.ui.output.choice_page import ChoicePage
from nnsim.ui.plots.worst_sheet import WorstSheet
from nnsim.ui.widgets.chips import Option


class WorstPage(ChoicePage):
    """The samples and the switch between those of training and of test."""

    def __init__(self, sheet: WorstSheet) -> None:
        name = QCoreApplication.translate("WorstPage", "Samples that are looked at")
        super().__init__(sheet, name, "worst_part", self._show_part)
        self.sheet = sheet
        self.set_options([Option("train", self.tr("training")), Option("test", self.tr("test"))], sheet.part)

    def _show_part(self, part: str) -> None:
        self.sheet.show_part("train" if part == "train" else "test")
