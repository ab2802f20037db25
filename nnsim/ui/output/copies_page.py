"""The pages of samples beside their copies."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.output.part_page import PartPage
from nnsim.ui.output.sample_choice import view_or_leave
from nnsim.ui.plots.copies_plane import CopiesPlane
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label


class CopiesPage(PartPage):
    """The samples with their copies, and the switch between those of training and of test."""

    def __init__(self, sheet: CopiesSheet, session: Session) -> None:
        name = QCoreApplication.translate("CopiesPage", "Samples that are looked at")
        super().__init__(sheet, sheet, session, name, "copies_part")
        self.sheet = sheet
        sheet.sample_clicked.connect(lambda row: view_or_leave(session, row))
        sheet.setToolTip(self.tr("Click one to see its numbers in the network, again to leave it"))


class CopiesPlanePage(QWidget):
    """The plane, and above it what its lines are."""

    def __init__(self, plane: CopiesPlane, session: Session) -> None:
        super().__init__()
        self.plane = plane
        plane.sample_clicked.connect(lambda row: view_or_leave(session, row))
        plane.setToolTip(self.tr("Click one to see its numbers in the network, again to leave it"))
        said = Label(self.tr("A line leads from each sample to its copy, the dot."), "note")
        said.setObjectName("copies_plane_words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(said)
        column.addWidget(plane, 1)
