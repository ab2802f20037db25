"""All examples over the window, in sections: to look through, to search, and to open with a click or Enter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from nnsim.model.examples import SECTIONS, Example, Section
from nnsim.ui.appearance import Appearance
from nnsim.ui.examples.tile import ExampleTile
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.popover import Popover


class SearchField(QLineEdit):
    """Where to type what one looks for; ↓ leads to the tiles, Enter opens the first.

    Signals
    -------
    left() : the keyboard is to go on to the tiles
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes on."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ExampleGallery(Popover):
    """Tiles in rows, section by section. It closes when one is chosen.

    Signals
    -------
    chosen(Example) : the user wants this one
    """

    chosen = Signal(object)

    def __init__(self, examples: Sequence[Example], appearance: Appearance, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("example_gallery")
        self.setAccessibleName(self.tr("Examples"))
        self.search = SearchField()
        self.search.setObjectName("example_search")
        self.search.setAccessibleName(self.tr("Search the examples"))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setFixedWidth(Size.SEARCH)
        self.search.textChanged.connect(self._render_found)
        self.search.returnPressed.connect(self._open_first)
        self.search.left.connect(lambda: self._go_to(0))
        self.leave = Button(role="icon", name=self.tr("Close the examples"), tip=self.tr("Close the examples  (Esc)"))
        self.leave.setObjectName("examples_close")
        self.leave.clicked.connect(self.close)
        self._nothing = Label("", "note")
        self._appearance = appearance
        self._signs: dict[bool, QIcon] = {}
        appearance.changed.connect(self._signs.clear)
        appearance.changed.connect(self._render_icon)
        self._tiles = [self._tile(example) for example in examples]
        height = max((tile.sizeHint().height() for tile in self._tiles), default=0)
        for tile in self._tiles:
            tile.set_height(height)
        self._sections = {section: self._section(section) for section in SECTIONS}
        self._area = self._scrolled()
        self._lay_out()
        self._render_icon()
        self._render_found("")

    def open_at(self, anchor: QWidget, *, by_keyboard: bool) -> None:
        """Show all below ``anchor``; who came by keyboard goes on with the arrows, others may type at once."""
        self.search.clear()
        self._area.verticalScrollBar().setValue(0)
        low, high = Size.EXAMPLES_HEIGHT
        self._area.setFixedHeight(max(low, min(high, self._room_below(anchor))))
        self.open_below(anchor)
        if by_keyboard:
            self._go_to(0)
        else:
            self.search.setFocus()

    def _room_below(self, anchor: QWidget) -> int:
        """What the tiles may take so that the anchor stays in sight and all of it is within the window."""
        below = anchor.mapToGlobal(anchor.rect().bottomLeft()).y()
        frame = Size.CONTROL + Size.GAP + 3 * Size.MARGIN
        window = anchor.window()
        bottom = window.mapToGlobal(window.rect().bottomLeft()).y() - Size.MARGIN
        return min(anchor.screen().availableGeometry().bottom(), bottom) - below - frame

    def tiles(self) -> list[ExampleTile]:
        """Those that are shown, in order."""
        return [tile for tile in self._tiles if not tile.isHidden()]

    def _sign(self, works: bool) -> QIcon:
        """Drawn once for each theme, because drawing takes longer than all else of a tile."""
        if works not in self._signs:
            name, role = ("circle-check", "good") if works else ("triangle-alert", "bad")
            self._signs[works] = icon(name, self._appearance.theme, role)
        return self._signs[works]

    def _render_icon(self) -> None:
        self.leave.setIcon(icon("x", self._appearance.theme, "second"))

    def _tile(self, example: Example) -> ExampleTile:
        tile = ExampleTile(example, self._appearance, self._sign)
        tile.clicked.connect(lambda: self._choose(example))
        tile.arrow_pressed.connect(lambda key: self._move(tile, key))
        tile.typed.connect(self._type)
        return tile

    def _section(self, section: Section) -> QWidget:
        titles = {
            "begin": self.tr("Begin here"),
            "works": self.tr("Works"),
            "wrong": self.tr("Goes wrong: find out why"),
        }
        made = QWidget()
        made.setAccessibleName(titles[section])
        whole = QVBoxLayout(made)
        whole.setContentsMargins(0, 0, 0, Size.MARGIN)
        whole.setSpacing(Size.GAP)
        whole.addWidget(Label(titles[section], "heading"))
        flow = FlowLayout(columns=Size.EXAMPLE_COLUMNS, spacing_px=Size.GAP)
        for tile in self._tiles:
            if tile.example.section == section:
                flow.addWidget(tile)
        whole.addLayout(flow)
        return made

    def _scrolled(self) -> QScrollArea:
        column = QWidget()
        column.setProperty("role", "scrolled")
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._nothing)
        for section in self._sections.values():
            inner.addWidget(section)
        inner.addStretch(1)
        columns = Size.EXAMPLE_COLUMNS
        column.setFixedWidth(columns * Size.EXAMPLE + (columns - 1) * Size.GAP)
        area = QScrollArea()
        area.setObjectName("example_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(column.width() + Size.SCROLL + Size.HALF)
        return area

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Examples"), "title"))
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(self.leave)
        head.addSpacing(Size.SCROLL + Size.HALF)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        whole.addLayout(head)
        whole.addWidget(self._area)
        self.add_column(content)
        for before, after in pairwise((self.search, *self._tiles, self.leave)):
            self.setTabOrder(before, after)

    def _choose(self, example: Example) -> None:
        self.close()
        self.chosen.emit(example)

    def _open_first(self) -> None:
        if self.search.text().strip() and self.tiles():
            self._choose(self.tiles()[0].example)

    def _type(self, letters: str) -> None:
        self.search.setFocus()
        self.search.insert(letters)

    def _render_found(self, search: str) -> None:
        for tile in self._tiles:
            tile.setVisible(tile.is_about(search))
        for name, section in self._sections.items():
            section.setVisible(any(tile.example.section == name for tile in self.tiles()))
        self._nothing.setVisible(not self.tiles())
        self._nothing.show_text(self.tr("No example is about “{0}”.").format(search))

    def _go_to(self, index: int) -> None:
        shown = self.tiles()
        if shown:
            chosen = shown[max(0, min(index, len(shown) - 1))]
            chosen.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(chosen, 0, 2 * Size.CONTROL)

    def _move(self, tile: ExampleTile, key: int) -> None:
        """Left and right go through all tiles; up and down to the nearest in the next row, and up to the search."""
        shown = self.tiles()
        at = shown.index(tile)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_to(at + (1 if key == Qt.Key.Key_Right else -1))
            return
        here = self._middle(tile)
        down = key == Qt.Key.Key_Down
        rows = sorted({self._middle(other)[1] for other in shown})
        row = rows.index(here[1]) + (1 if down else -1)
        if row < 0:
            self.search.setFocus()
        elif row < len(rows):
            candidates = [other for other in shown if self._middle(other)[1] == rows[row]]
            nearest = min(candidates, key=lambda other: abs(self._middle(other)[0] - here[0]))
            self._go_to(shown.index(nearest))

    def _middle(self, tile: ExampleTile) -> tuple[int, int]:
        """In the gallery."""
        middle = tile.mapTo(self, tile.rect().center())
        return middle.x(), middle.y()
