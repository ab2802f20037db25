"""The page of the worst answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.session.session import Session
from nnsim.ui.output.part_page import PartPage
from nnsim.ui.output.sample_choice import view_or_leave
from nnsim.ui.plots.worst_sheet import WorstSheet


class WorstPage(PartPage):
    """The samples and the switch between those of training and of test."""

    def __init__(self, sheet: WorstSheet, session: Session) -> None:
        name = QCoreApplication.translate("WorstPage", "Samples that are looked at")
        super().__init__(sheet, sheet, session, name, "worst_part")
        self.sheet = sheet
        sheet.sample_clicked.connect(lambda row: view_or_leave(session, row))
        sheet.setToolTip(self.tr("Click one to see its numbers in the network, again to leave it"))
