"""The pages of samples beside their copies."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.engine.worst import Pick
from nnsim.session.session import Session
from nnsim.ui.output.part_page import PartPage
from nnsim.ui.output.sample_choice import view_or_leave
from nnsim.ui.plots.copies_plane import CopiesPlane
from nnsim.ui.plots.copies_sheet import CopiesSheet
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label


class CopiesPage(PartPage):
    """The samples with their copies, the switch between those of training and of test, and a menu of which."""

    def __init__(self, sheet: CopiesSheet, session: Session) -> None:
        name = QCoreApplication.translate("CopiesPage", "Samples that are looked at")
        super().__init__(sheet, sheet, session, name, "copies_part")
        self.sheet = sheet
        sheet.sample_clicked.connect(lambda row: view_or_leave(session, row))
        sheet.setToolTip(self.tr("Click one to see its numbers in the network, again to leave it"))
        self.picks = DropButton(self.tr("Which samples"))
        self.picks.setObjectName("copies_picks")
        self.picks.chosen.connect(self._choose_pick)
        self.put_beside_choice(self.picks)
        self._shown_session = session
        session.snapshot_taken.connect(self._render_picks)
        self._render_picks()

    def _choose_pick(self, pick: str) -> None:
        self.sheet.show_pick(cast("Pick", pick))
        self._render_picks()

    def _render_picks(self) -> None:
        """What the data have to choose from."""
        has_classes = bool(self._shown_session.prepared.known.classes)
        some = Option("classes", self.tr("each class"), self.tr("The first sample of each class that is known"))
        first = Option("first", self.tr("the first"), self.tr("Samples in the order of the data"))
        self.picks.set_options(
            [
                Option("worst", self.tr("the worst"), self.tr("The samples whose copies are worst")),
                some if has_classes else first,
                Option("chosen", self.tr("the chosen one"), self.tr("The sample whose numbers the network shows")),
            ]
        )
        pick = self.sheet.pick
        if pick not in ("worst", "chosen") and (pick == "classes") != has_classes:
            pick = "classes" if has_classes else "first"
            self.sheet.show_pick(pick)
        self.picks.set_current(pick)


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
