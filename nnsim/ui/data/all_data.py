"""All data that can be chosen, over the window, under the headings of their groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.data.spec import Source, ToySource
from nnsim.data.toys import toy_called, usual_source
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.exhibits import asked_picture, exhibits_by_group
from nnsim.ui.data.gallery import Exhibit, paint_picture
from nnsim.ui.data.made_up_row import MadeUpRow
from nnsim.ui.data.thumbnails import Thumbnail
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.tile_gallery import GalleryTile, GalleryWords, TileGallery
from nnsim.ui.widgets.tile_ground import paint_tile_ground

_WRAPPED: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


_FIRST: Final = "spiral"
"""Whose usual number of points and noise are offered while the data in hand are not made up."""


class DataTile(GalleryTile):
    """A picture with name and explanation beside it; the one in hand has a frame in the accent colour."""

    def __init__(self, exhibit: Exhibit, heading: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        about = " ".join((exhibit.name, exhibit.label, exhibit.tip, heading))
        super().__init__(exhibit.label, about, Size.DATA_TILE, tip=exhibit.source, parent=parent)
        self.setObjectName(f"data_{exhibit.name}")
        self.setAccessibleDescription(exhibit.tip)
        self.exhibit = exhibit
        self._appearance = appearance
        appearance.changed.connect(self.update)

    def show_picture(self, picture: Thumbnail) -> None:
        """Have another picture, of other points by the same rule."""
        self.exhibit = replace(self.exhibit, picture=picture)
        self.update()

    def set_chosen(self, is_chosen: bool) -> None:
        """Whether these are the data in hand."""
        self.is_chosen = is_chosen
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the explanation is long, and at least as high as the others."""
        text = QFontMetrics(_text_font()).boundingRect(QRect(0, 0, _text_width(), 10_000), _WRAPPED, self.exhibit.tip)
        needed = 2 * Size.GAP + QFontMetrics(_label_font()).height() + Size.TIGHT + text.height()
        return QSize(Size.DATA_TILE, max(needed, Size.TILE + 2 * Size.GAP, self.least_height))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, picture and words."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() or self.is_next
        paint_tile_ground(painter, self, theme, "text" if ringed else "accent" if self.is_chosen else "line")
        paint_picture(painter, QRectF(Size.GAP, Size.GAP, Size.TILE, Size.TILE), self.exhibit, theme)
        left = Size.GAP + Size.TILE + Size.PAD
        painter.setFont(_label_font())
        painter.setPen(theme.colour("text"))
        label = QRectF(left, Size.GAP, _text_width(), painter.fontMetrics().height())
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.exhibit.label)
        painter.setFont(_text_font())
        painter.setPen(theme.colour("second"))
        below = label.bottom() + Size.TIGHT
        painter.drawText(QRectF(left, below, _text_width(), self.height() - below), _WRAPPED, self.exhibit.tip)
        painter.end()


class AllData(TileGallery):
    """All data as tiles. It closes when one is chosen.

    Above them is asked how many points and how much noise a made-up set is to have, which the pictures show at once.

    Parameters
    ----------
    own : tables of one's own that were in hand lately

    Signals
    -------
    chosen(str) : the user wants the data of this name, or ``TABLE``
    """

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, own: tuple[Exhibit, ...] = ()) -> None:
        translate = QCoreApplication.translate
        said = GalleryWords(
            translate("AllData", "All data"),
            translate("AllData", "Search the data"),
            translate("AllData", "Close the data"),
            translate("AllData", "No data are about “{0}”."),
        )
        self.own = own
        self._made = {
            heading: [DataTile(exhibit, heading, appearance) for exhibit in exhibits]
            for heading, exhibits in exhibits_by_group(own).items()
        }
        self.asked = MadeUpRow()
        self._seed = 0
        super().__init__("dataset", said, self._made, Size.EXAMPLE_COLUMNS, appearance, parent, self.asked)
        self.asked.edited.connect(self._render_pictures)
        self.picked.connect(self._on_picked)

    def set_chosen(self, name: str, source: Source) -> None:
        """Frame the tile of that name and no other; made-up sets are asked for what ``source`` has, if it is one."""
        begun = source if isinstance(source, ToySource) else usual_source(toy_called(_FIRST))
        self._seed = begun.seed
        self.asked.show_source(begun)
        self._render_pictures()
        for tiles in self._made.values():
            for tile in tiles:
                tile.set_chosen(tile.exhibit.name == name)

    def _render_pictures(self) -> None:
        """Each made-up set as it would be with what is asked for."""
        for tiles in self._made.values():
            for tile in tiles:
                picture = asked_picture(tile.exhibit.name, self.asked.n_samples, self.asked.noise, self._seed)
                if picture is not None:
                    tile.show_picture(picture)

    def _on_picked(self, tile: GalleryTile) -> None:
        if isinstance(tile, DataTile):
            self.chosen.emit(tile.exhibit.name)


def _text_width() -> int:
    return Size.DATA_TILE - 2 * Size.GAP - Size.TILE - Size.PAD


def _label_font() -> QFont:
    return words(Size.BODY, QFont.Weight.DemiBold)


def _text_font() -> QFont:
    return words(Size.SMALL)
