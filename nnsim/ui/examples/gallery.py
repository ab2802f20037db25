"""All examples over the window, in sections: to look through, to search, and to open with a click or Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from nnsim.model.examples import SECTIONS, Example
from nnsim.ui.appearance import Appearance
from nnsim.ui.examples.tile import ExampleTile
from nnsim.ui.theme import Size
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.tile_gallery import GalleryTile, GalleryWords, TileGallery


class ExampleGallery(TileGallery):
    """The examples. It closes when one is chosen.

    Signals
    -------
    chosen(Example) : the user wants this one
    """

    chosen = Signal(object)

    def __init__(self, examples: Sequence[Example], appearance: Appearance, parent: QWidget) -> None:
        self._theme_of = appearance
        self._signs: dict[bool, QIcon] = {}
        translate = QCoreApplication.translate
        said = GalleryWords(
            translate("ExampleGallery", "Examples"),
            translate("ExampleGallery", "Search the examples"),
            translate("ExampleGallery", "Close the examples"),
            translate("ExampleGallery", "No example is about “{0}”."),
        )
        titles = {
            "begin": translate("ExampleGallery", "Begin here"),
            "works": translate("ExampleGallery", "Works"),
            "wrong": translate("ExampleGallery", "Goes wrong: find out why"),
        }
        tiles = [ExampleTile(example, appearance, self._sign) for example in examples]
        sections: dict[str, list[GalleryTile]] = {titles[name]: [] for name in SECTIONS}
        for tile in tiles:
            sections[titles[tile.example.section]].append(tile)
        super().__init__("example", said, sections, Size.EXAMPLE_COLUMNS, appearance, parent)
        appearance.changed.connect(self._signs.clear)
        self.picked.connect(self._on_picked)

    def _on_picked(self, tile: GalleryTile) -> None:
        if isinstance(tile, ExampleTile):
            self.chosen.emit(tile.example)

    def _sign(self, works: bool) -> QIcon:
        """Drawn once for each theme, because drawing takes longer than all else of a tile."""
        if works not in self._signs:
            name, role = ("circle-check", "good") if works else ("triangle-alert", "bad")
            self._signs[works] = icon(name, self._theme_of.theme, role)
        return self._signs[works]
