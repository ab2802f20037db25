"""The button and the menu with all that can be done with the chosen weights, and the keys for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.session.session import Session
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_popover import BlockPopover, Deed
from nnsim.ui.inspector.block_words import all_locked_words, block_title, stayed_words
from nnsim.ui.names import names_of
from nnsim.ui.widgets.button import Button, forget_pointer

_Held = Qt.KeyboardModifier
_NOT_FOR_SIGNS: Final = _Held.ControlModifier | _Held.AltModifier | _Held.MetaModifier
"""On some keyboards * needs another of these keys, such as AltGr: what counts is the sign that comes of it."""
_LETTERS: Final[dict[str, Deed]] = {"*": "scale", "=": "fill", "r": "draw"}


class BlockMenu(QObject):
    """One menu for the button, for the pointer and for the menu key, filled when it is asked for.

    Attributes
    ----------
    files : what can be done with all weights of all layers, at its end
    """

    def __init__(self, session: Session, choice: BlockChoice, deeds: BlockDeeds, matrix: QWidget) -> None:
        super().__init__(matrix)
        self._session = session
        self._choice = choice
        self._deeds = deeds
        self._matrix = matrix
        self.files: Sequence[QAction] = ()
        self.button = Button(
            self.tr("Edit ▾"),
            "drop",
            name=self.tr("Edit the chosen weights"),
            tip=self.tr(
                "Scale, add, set, draw anew, hold, cut, copy, paste: the chosen weights, or else all of the layer"
            ),
        )
        self.button.setObjectName("block-edit")
        self.menu = QMenu(self.button)
        self.menu.setObjectName("block-menu")
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.aboutToHide.connect(lambda: forget_pointer(self.button))
        self.button.setMenu(self.menu)
        self.popover = BlockPopover(session, deeds, self.button)

    def open_at(self, place: QPoint) -> None:
        """Open the menu at a place on the screen."""
        self.menu.popup(place)

    def take(self, event: QKeyEvent) -> None:
        """Do what a key means for the chosen weights, and accept it if it means anything."""
        deed = self._meant(event)
        if deed is not None:
            event.accept()
            at_once = self._deeds.clear, self._deeds.toggle_held, self._deeds.toggle_cut, self._deeds.paste
            if deed in at_once and self._deeds.obstacle:
                self._deeds.tell(self._deeds.obstacle)
            else:
                deed()

    def open_popover(self, deed: Deed) -> None:
        """Ask for the number of a deed."""
        if self._deeds.may_put_numbers():
            self.popover.open_for(deed, self.button)

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        for keys, verb in (
            (QKeySequence.StandardKey.Copy, self._deeds.copy),
            (QKeySequence.StandardKey.Paste, self._deeds.paste),
            (QKeySequence.StandardKey.SelectAll, self._choice.choose_all),
        ):
            if event.matches(keys):
                return verb
        if event.modifiers() & _NOT_FOR_SIGNS:
            return None
        if event.key() == Qt.Key.Key_Delete:
            return self._deeds.clear
        letter = event.text().lower()
        if letter in _LETTERS:
            return partial(self.open_popover, _LETTERS[letter])
        return {"h": self._deeds.toggle_held, "x": self._deeds.toggle_cut}.get(letter)

    def _fill(self) -> None:
        self.menu.clear()
        cells = self._deeds.cells
        if cells is None:
            self._add(self.tr("This layer has no weights"), "", lambda: None).setEnabled(False)
            return
        project = self._session.project
        title = self._add(block_title(project, names_of(self._session), cells), "", lambda: None)
        title.setEnabled(False)
        self._fill_numbers()
        self.menu.addSeparator()
        self._fill_locks()
        self.menu.addSeparator()
        self._fill_clipboard()
        self.menu.addSeparator()
        self.menu.addActions(self.files)

    def _fill_numbers(self) -> None:
        deeds: tuple[tuple[str, str, Deed], ...] = (
            (self.tr("Scale by…"), "*", "scale"),
            (self.tr("Add…"), "", "add"),
            (self.tr("Set to…"), "=", "fill"),
            (self.tr("Draw anew…"), "R", "draw"),
        )
        actions = [self._add(text, keys, partial(self.open_popover, deed)) for text, keys, deed in deeds]
        actions.append(self._add(self.tr("Set to 0"), self.tr("Del"), self._deeds.clear))
        cells, quantity = self._deeds.cells, self._deeds.quantity
        possible = self._deeds.can_change()
        tip = "" if cells is None else stayed_words(self._session.project, cells) if possible else all_locked_words()
        for action in actions:
            action.setEnabled(possible and not quantity)
            if quantity or tip:
                action.setToolTip(self._only_values() if quantity else tip)

    def _fill_locks(self) -> None:
        held = self.tr("Let them learn again") if self._deeds.are_held else self.tr("Hold: no step changes them")
        self._add(held, "H", self._deeds.toggle_held)
        cut = self.tr("Put these links back") if self._deeds.are_cut else self.tr("Cut these links")
        action = self._add(cut, "X", self._deeds.toggle_cut)
        action.setToolTip(
            self.tr("With the weights they were cut with; after a reset or in an opened file with first weights.")
            if self._deeds.are_cut
            else self.tr("Their weights become 0 and stay 0. Undo brings them back.")
        )

    def _fill_clipboard(self) -> None:
        self._add(self.tr("Copy"), self.tr("Ctrl+C"), self._deeds.copy).setToolTip(
            self.tr("For a spreadsheet: numbers between tabs, with the decimal sign of this computer’s language")
        )
        self._add(self.tr("Copy with names"), "", partial(self._deeds.copy, with_names=True))
        paste = self._add(self.tr("Paste"), self.tr("Ctrl+V"), self._deeds.paste)
        paste.setEnabled(not self._deeds.quantity)
        paste.setToolTip(
            self._only_values()
            if self._deeds.quantity
            else self.tr(
                "Numbers of a spreadsheet, into the chosen cells or from a single one on to the right and down"
            )
        )
        self._add(self.tr("Select all"), self.tr("Ctrl+A"), self._choice.choose_all)

    def _only_values(self) -> str:
        return self.tr("“{0}” is shown: only values can be changed").format(self._deeds.quantity)

    def _add(self, text: str, keys: str, verb: Callable[[], object]) -> QAction:
        action = self.menu.addAction(f"{text}\t{keys}" if keys else text)
        action.setToolTip(text)
        action.triggered.connect(lambda _checked=False: verb())
        return action
