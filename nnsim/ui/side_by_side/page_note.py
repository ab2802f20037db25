"""A line for what there is to say about the comparison, with what helps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.errors import InputError
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.translated import translated


class PageNote(QWidget):
    """Gone while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_note")
        self.words = Label("", "strong")
        self.words.setObjectName("side_note_words")
        self.words.setWordWrap(True)
        text = QCoreApplication.translate("PageNote", "Compare it as it is now")
        self.renew = Button(text, tip=self.tr("New runs of the project in hand take the place of these"))
        self.renew.setObjectName("side_renew")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.MARGIN)
        row.addWidget(self.words, 1)
        row.addWidget(self.renew)
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self._say("", helps=False)

    def tell(self, problem: str) -> None:
        """Say what is in the way."""
        self._say(problem, helps=False)

    def tell_error(self, error: InputError) -> None:
        """Say why something could not be done."""
        parts = [translated(part) for part in (error.message, error.hint) if part]
        self._say(" ".join(parts), helps=False)

    def tell_outdated(self) -> None:
        """Say that the project is another now."""
        said = self.tr("The project in hand has been changed since. These runs go on as they were set up.")
        self._say(said, helps=True)

    def tell_kept(self, letter: str) -> None:
        """Say what was done."""
        said = self.tr("Run {0} is the project in hand now. Esc leads to it, undo takes it back.")
        self._say(said.format(letter), helps=False)

    def _say(self, text: str, *, helps: bool) -> None:
        self.words.show_text(text)
        self.renew.setVisible(helps)
        self.setVisible(bool(text))
