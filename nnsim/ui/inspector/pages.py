"""The pages of the INSPECTOR card: the weights of a layer, and the numbers of a step. One is in sight."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.chips import Option


class Page(Protocol):
    """A widget that has a line for the card's header."""

    note_changed: SignalInstance

    def note(self) -> str:
        """The line."""


class InspectorPages(QWidget):
    """A stack of pages. To add one: its option and its widget, by ``add``. Its chip then stands in the card's header.

    Signals
    -------
    note_changed(str) : the line for the card's header is another
    """

    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector-pages")
        self._pages: dict[str, tuple[Option, QWidget, Page]] = {}
        self._shown = ""
        self._column = QVBoxLayout(self)  # a stack would ask for the height that a page would like
        self._column.setContentsMargins(0, 0, 0, 0)
        self.chips: dict[str, Chip] = {}

    def add(self, option: Option, page: QWidget, noted: Page) -> None:
        """Put a page behind the others; the first is in sight. ``noted`` is the same page."""
        self._pages[option.name] = option, page, noted
        page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # they scroll
        page.setVisible(not self._shown)
        self._column.addWidget(page, 1)
        noted.note_changed.connect(lambda _note: self._on_note(option.name))
        chip = Chip(option.label, tip=option.tip)
        chip.setObjectName(f"inspector_{option.name}")
        chip.clicked.connect(lambda: self._choose(option.name))
        self.chips[option.name] = chip
        if not self._shown:
            self.show_page(option.name)

    def _choose(self, name: str) -> None:
        """Bring a page into sight, and the keyboard to it: its keys, and what F12 enlarges, are those of this page."""
        by_key = self.chips[name].hasFocus()  # before: Qt may give it the keyboard of what goes out of sight
        self.show_page(name)
        if not by_key:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    @property
    def shown(self) -> str:
        """The name of the page in sight."""
        return self._shown

    def page(self, name: str) -> QWidget:
        """The widget of a page."""
        return self._pages[name][1]

    def show_page(self, name: str) -> None:
        """Bring a page into sight."""
        self._shown = name
        page = self.page(name)
        for own, (_, other, _) in self._pages.items():
            other.setVisible(own == name)
        self.setFocusProxy(page)
        for own, chip in self.chips.items():
            chip.setChecked(own == name)
        self.note_changed.emit(self.note())

    def note(self) -> str:
        """That of the page in sight."""
        return self._pages[self._shown][2].note() if self._shown else ""

    def _on_note(self, name: str) -> None:
        if name == self._shown:
            self.note_changed.emit(self.note())

    # -------------------------------------------------------- Qt's own names

    def minimumSizeHint(self) -> QSize:
        """The same for all pages, so that the cards above do not move when another comes into sight."""
        return QSize(*SheetSize.PAGE_LEAST)
