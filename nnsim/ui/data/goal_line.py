"""What is learnt of the samples: to predict, or to give the inputs back."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.spec import Goal
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.labels import Label


class GoalLine(QWidget):
    """“Learns: [the class] [a copy of the inputs]”."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        tip = self.tr("Learns: what should come out of the network for each sample.")
        self.choice = Chips(self.tr("What is learnt"), prefix="goal")
        self.choice.setObjectName("goal")
        self.choice.clicked.connect(lambda goal: session.apply(data_edits.set_goal, cast("Goal", goal)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP // 2)
        row.addWidget(Label(self.tr("Learns:"), "field", tip=tip))
        row.addWidget(self.choice, 1)

    def render_facts(self) -> None:
        """Show the project as it is."""
        known = self._session.prepared.known
        answer = self.tr("number") if not known.classes else self.tr("class")
        if len(known.classes) == 1:
            answer = self.tr("a column")
        self.choice.set_options(
            [
                Option("predict", answer, self.tr("Learn to tell what is known of each sample from its inputs")),
                Option(
                    "reconstruct",
                    self.tr("copy of inputs"),
                    self.tr(
                        "Learn to give the inputs back (an autoencoder). A narrow hidden layer has to say in few "
                        "numbers what makes up a sample; what else is known of it is not learnt and only colours it."
                    ),
                ),
            ]
        )
        self.choice.set_chosen([self._session.project.data.goal])
