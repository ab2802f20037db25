"""One run among those that lie together: which it is, what came of it, and the button that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.session.findings import Score
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.labels import ElidedLabel, Label

MOST_CHIPS: Final = 24


class RunPicker(QWidget):
    """Chips with the seeds of the runs that lie in one bar or cell, and “Open this run”.

    Signals
    -------
    chosen(int) : the user chose a run, by its number in the plan
    opened(int) : the user wants it as the project in hand
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{kind}_picker")
        self._number: int | None = None
        self._caption = Label("", "note")
        self.chips = Chips(self.tr("Seeds"))
        self.chips.setObjectName(f"{kind}_seeds")
        self._more = Label("", "note")
        self.words = ElidedLabel("", "field")
        self.words.setObjectName(f"{kind}_run")
        self.button = Button(
            self.tr("Open this run"),
            tip=self.tr("Make it the project in hand, with the weights it has learnt. One step of undo  (Enter)"),
        )
        self.button.setObjectName(f"{kind}_open")
        self._lay_out()
        self.chips.clicked.connect(lambda name: self.chosen.emit(int(name.removeprefix(f"{kind}_run_"))))
        self.button.clicked.connect(self._on_clicked)
        self._kind = kind
        self.show_run(None, (), "", "")

    def show_run(self, chosen: Score | None, beside: Sequence[Score], caption: str, words: str) -> None:
        """Show the run that is chosen among those ``beside`` it; ``caption`` says what they are, ``words`` about it."""
        self._number = None if chosen is None else chosen.number
        shown = _around(chosen, beside)
        self.chips.set_options([Option(f"{self._kind}_run_{score.number}", str(score.seed)) for score in shown])
        self.chips.set_chosen([f"{self._kind}_run_{self._number}"])
        self._caption.show_text(caption)
        left = len(beside) - len(shown)
        self._more.show_text(self.tr("and {0} more").format(left) if left else "")
        self.words.show_text(words)
        self.setEnabled(chosen is not None)

    def show_opening(self, *, can_open: bool, why_not: str = "") -> None:
        """Whether a run can be opened now."""
        self.button.setEnabled(can_open)
        self.button.setStatusTip(why_not)

    def _on_clicked(self) -> None:
        if self._number is not None:
            self.opened.emit(self._number)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(Size.GAP)
        above.addWidget(self._caption)
        above.addWidget(self.chips, 1)
        above.addWidget(self._more)
        below.addWidget(self.words, 1)
        below.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.HALF)
        whole.addLayout(above)
        whole.addLayout(below)


def _around(chosen: Score | None, beside: Sequence[Score]) -> Sequence[Score]:
    """As many as there is room for, the chosen one among them."""
    place = next((place for place, one in enumerate(beside) if chosen is not None and one.number == chosen.number), 0)
    first = min(max(place - MOST_CHIPS // 2, 0), max(len(beside) - MOST_CHIPS, 0))
    return beside[first : first + MOST_CHIPS]
