"""What a pin on the run at work will do, as long as nothing of it can be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.session.runs import RunLine
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.translated import translated


class PinPromise(QWidget):
    """Says that the pinned run stays when another starts, and offers the one that it was compared with in mind.

    That is the run which was left when the present one began. It is there only while no other run is drawn.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left: int | None = None
        self._is_wanted, self._is_low = False, False
        self.words = ElidedLabel("", "note")
        self.offer = Button("", "chip", name=self.tr("Draw the run that was left, too"))
        self.offer.setObjectName("pin_left_run")
        self.offer.setFixedHeight(Size.HIT)
        self.offer.clicked.connect(self._pin_left_run)
        self.setObjectName("pin_promise")
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.HALF, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.offer)
        self.hide()

    def show_runs(self, runs: tuple[RunLine, ...]) -> None:
        """Say it of the present run, if it is pinned and no other is."""
        present = next((run for run in runs if run.is_present), None)
        self._is_wanted = present is not None and [run.key for run in runs if run.is_pinned] == [present.key]
        if present is not None and self._is_wanted:
            left = next((run for run in runs if run.key == present.parent), None)
            self._left = None if left is None else left.key
            self.words.show_text(self.tr("{0} stays here when another run starts").format(translated(present.name)))
            self.offer.setVisible(left is not None)
            if left is not None:
                self.offer.setText(self.tr("Draw “{0}” too").format(translated(left.name)))
                self.offer.setAccessibleName(self.offer.text())
                self.offer.setToolTip(self.tr("The run that was left when this one began"))
        self._render_room()

    def give_way(self, is_low: bool) -> None:
        """Leave the room to the curves where there is little of it."""
        self._is_low = is_low
        self._render_room()

    def _pin_left_run(self) -> None:
        if self._left is not None:
            self._session.pin_run(self._left)

    def _render_room(self) -> None:
        self.setVisible(self._is_wanted and not self._is_low)
