"""The pages of samples beside their copies."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.output.choice_page import ChoicePage
from nnsim.ui.output.sample_choice import view_or_leave
from nnsim.ui.plots.copies_plane import CopiesPlane
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.labels import Label


class CopiesPage(ChoicePage):
    """The samples with their copies, and the switch between those of training and of test."""

    def __init__(self, sheet: CopiesSheet, session: Session) -> None:
        name = QCoreApplication.translate("CopiesPage", "Samples that are looked at")
        super().__init__(sheet, name, "copies_part", self._show_part)
        self.sheet = sheet
        self._session = session
        self._data = session.prepared
        sheet.sample_clicked.connect(lambda row: view_or_leave(session, row))
        sheet.setToolTip(self.tr("Click one to see its numbers in the network, again to leave it"))
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_parts()

    def _show_part(self, part: str) -> None:
        self.sheet.show_part("train" if part == "train" else "test")

    def _on_snapshot_taken(self) -> None:
        if self._session.prepared is not self._data:
            self._data = self._session.prepared
            if not len(self._data.test_rows) or self.sheet.part == "train":
                self.sheet.show_part("test" if len(self._data.test_rows) else "train")
            self._render_parts()

    def _render_parts(self) -> None:
        """Without test samples there is nothing to choose."""
        training, test = Option("train", self.tr("training")), Option("test", self.tr("test"))
        has_test = len(self._data.test_rows) > 0
        self.set_options([training, test] if has_test else [training], self.sheet.part)


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
