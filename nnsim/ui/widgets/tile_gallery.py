"""Tiles over the window, in sections: to look through, to search, and to choose with a click or Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.popover import Popover
from nnsim.ui.widgets.scrolled_column import ScrolledColumn

_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class GalleryTile(Button):
    """A picture with words. A click chooses it; arrows and letters are for the gallery to follow.

    Parameters
    ----------
    name : what a screen reader says
    about : the words by which it is found
    width : of all tiles of its gallery

    Attributes
    ----------
    is_next : whether it is the one that Enter in the search would choose
    is_chosen : whether it is what is in hand

    Signals
    -------
    arrow_pressed(int) : the key of an arrow
    typed(str) : letters that are meant for the search
    """

    arrow_pressed = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str, about: str, width: int, *, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "", name=name, tip=tip, parent=parent)
        self._name, self._about = name.casefold(), about.casefold()
        self.tile_width = width
        self.is_next = self.is_chosen = False
        self.least_height = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def is_about(self, search: str) -> bool:
        """Whether every word of ``search`` is among the tile's."""
        return all(word in self._about for word in search.casefold().split())

    def is_called(self, search: str) -> bool:
        """Whether every word of ``search`` is in its name, which counts for more."""
        return all(word in self._name for word in search.casefold().split())

    def set_next(self, is_next: bool) -> None:
        """Whether Enter in the search would choose it."""
        self.is_next = is_next
        self.update()

    def set_height(self, height: int) -> None:
        """Be as high as the others."""
        self.least_height = height
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters are told; Enter and Space press."""
        if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.arrow_pressed.emit(event.key())
        elif event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class SearchField(QLineEdit):
    """Where to type what one looks for; ↓ leads to the tiles, Enter chooses the best hit.

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


@dataclass(frozen=True, slots=True)
class GalleryWords:
    """What a gallery says: its title, what its search and its cross do, and that nothing is about ``{0}``."""

    title: str
    search: str
    close: str
    nothing: str


class TileGallery(Popover):
    """Tiles in rows, section by section. It closes when one is chosen.

    Parameters
    ----------
    name : what the names of its parts begin with
    sections : tiles under their headings, in order
    columns : tiles in a row
    choices : what can be chosen for all of them, between head and tiles

    Signals
    -------
    picked(GalleryTile) : the user wants this one
    """

    picked = Signal(object)

    def __init__(
        self,
        name: str,
        said: GalleryWords,
        sections: Mapping[str, Sequence[GalleryTile]],
        columns: int,
        appearance: Appearance,
        parent: QWidget,
        choices: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._said, self._appearance, self._columns_in_row, self._choices = said, appearance, columns, choices
        self.setObjectName(f"{name}_gallery")
        self.setAccessibleName(said.title)
        self.search = SearchField()
        self.search.setObjectName(f"{name}_search")
        self.search.setAccessibleName(said.search)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setFixedWidth(Size.SEARCH)
        self.search.textChanged.connect(self._render_found)
        self.search.returnPressed.connect(self._pick_best)
        self.search.left.connect(lambda: self._go_to(0))
        self.leave = Button(role="icon", name=said.close, tip=self.tr("{0}  (Esc)").format(said.close))
        self.leave.setObjectName(f"{name}s_close")
        self.leave.clicked.connect(self.close)
        self._nothing = Label("", "note")
        self._tiles = [tile for tiles in sections.values() for tile in tiles]
        height = max((tile.sizeHint().height() for tile in self._tiles), default=0)
        for tile in self._tiles:
            self._follow(tile, height)
        self._sections = [(self._section(title, tiles), tiles) for title, tiles in sections.items()]
        self._area = self._scrolled(name)
        self._lay_out()
        appearance.changed.connect(self._render_icon)
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
            self._show_chosen()

    def tiles(self) -> list[GalleryTile]:
        """Those that are shown, in order."""
        return [tile for tile in self._tiles if not tile.isHidden()]

    def _show_chosen(self) -> None:
        """Bring what is in hand into sight, however far down it is."""
        chosen = next((tile for tile in self.tiles() if tile.is_chosen), None)
        if chosen is not None:
            self._area.ensureWidgetVisible(chosen, 0, 2 * Size.CONTROL)

    def _room_below(self, anchor: QWidget) -> int:
        """What the tiles may take so that the anchor stays in sight and all of it is within the window."""
        below = anchor.mapToGlobal(anchor.rect().bottomLeft()).y()
        frame = Size.CONTROL + Size.GAP + 3 * Size.MARGIN
        frame += self._choices.sizeHint().height() + Size.GAP if self._choices is not None else 0
        window = anchor.window()
        bottom = window.mapToGlobal(window.rect().bottomLeft()).y() - Size.MARGIN
        return min(anchor.screen().availableGeometry().bottom(), bottom) - below - frame

    def _follow(self, tile: GalleryTile, height: int) -> None:
        tile.set_height(height)
        tile.clicked.connect(lambda: self._pick(tile))
        tile.arrow_pressed.connect(lambda key: self._move(tile, key))
        tile.typed.connect(self._type)

    def _section(self, title: str, tiles: Sequence[GalleryTile]) -> QWidget:
        made = QWidget()
        made.setAccessibleName(title)
        whole = QVBoxLayout(made)
        whole.setContentsMargins(0, 0, 0, Size.MARGIN)
        whole.setSpacing(Size.GAP)
        whole.addWidget(Label(title, "heading"))
        flow = FlowLayout(columns=self._columns_in_row, spacing_px=Size.GAP)
        for tile in tiles:
            flow.addWidget(tile)
        whole.addLayout(flow)
        return made

    def _scrolled(self, name: str) -> ScrolledColumn:
        area = ScrolledColumn(0)
        area.setObjectName(f"{name}_area")
        area.column.addWidget(self._nothing)
        for section, _ in self._sections:
            area.column.addWidget(section)
        area.column.addStretch(1)
        columns = self._columns_in_row
        width = max((tile.tile_width for tile in self._tiles), default=0)
        area.inside.setFixedWidth(columns * width + (columns - 1) * Size.GAP)
        area.setFixedWidth(area.inside.width() + Size.SCROLL + Size.HALF)
        return area

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._said.title, "title"))
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(self.leave)
        head.addSpacing(Size.SCROLL + Size.HALF)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        whole.addLayout(head)
        if self._choices is not None:
            whole.addWidget(self._choices)
        whole.addWidget(self._area)
        self.add_column(content)
        for before, after in pairwise((self.search, *self._tiles, self.leave)):
            self.setTabOrder(before, after)

    def _render_icon(self) -> None:
        self.leave.setIcon(icon("x", self._appearance.theme, "second"))

    def _pick(self, tile: GalleryTile) -> None:
        self.close()
        self.picked.emit(tile)

    def _best(self) -> GalleryTile | None:
        """The first that is called what is searched for, else the first that is about it; none without a search."""
        search, shown = self.search.text().strip(), self.tiles()
        if not search or not shown:
            return None
        return next((tile for tile in shown if tile.is_called(search)), shown[0])

    def _pick_best(self) -> None:
        best = self._best()
        if best is not None:
            self._pick(best)

    def _type(self, letters: str) -> None:
        self.search.setFocus()
        self.search.insert(letters)

    def _render_found(self, search: str) -> None:
        for tile in self._tiles:
            tile.setVisible(tile.is_about(search))
        shown = self.tiles()
        for section, tiles in self._sections:
            section.setVisible(any(tile in shown for tile in tiles))
        self._nothing.setVisible(not shown)
        self._nothing.show_text(self._said.nothing.format(search))
        best = self._best()
        for tile in self._tiles:
            tile.set_next(tile is best)

    def _go_to(self, index: int) -> None:
        shown = self.tiles()
        if shown:
            chosen = shown[max(0, min(index, len(shown) - 1))]
            chosen.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(chosen, 0, 2 * Size.CONTROL)

    def _move(self, tile: GalleryTile, key: int) -> None:
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

    def _middle(self, tile: GalleryTile) -> tuple[int, int]:
        """In the gallery."""
        middle = tile.mapTo(self, tile.rect().center())
        return middle.x(), middle.y()
