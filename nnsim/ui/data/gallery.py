"""The data sets to choose from, each as a small picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.data.thumbnails import Thumbnail, paint
from nnsim.ui.theme import Size, Theme, words
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.tile_ground import paint_tile_ground

TABLE = "+table"
PICTURES = "+pictures"
"""Name of the tile that asks for a file; no data set can be called that."""
DRAW = "+draw"
DRAW_CURVE = "+curve"
"""And of those with which points are drawn by hand: in the plane, and over one input."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One tile: its name for the program, its label and explanation for people, its picture or else its words.

    Parameters
    ----------
    caption, sign : what stands there instead of a picture: a word, and a large sign above it
    source : where a table comes from, and its licence
    """

    name: str
    label: str
    tip: str
    picture: Thumbnail | None = None
    caption: str = ""
    sign: str = ""
    source: str = ""


class Tile(Chip):
    """A picture to click; the chosen one has a frame in the accent colour."""

    def __init__(self, exhibit: Exhibit, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent=parent)
        self._appearance = appearance
        self.show_exhibit(exhibit)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self.update)

    def show_exhibit(self, exhibit: Exhibit) -> None:
        """Stand for these data."""
        self.exhibit = exhibit
        self.setObjectName(f"tile_{exhibit.name}")
        self.setAccessibleName(exhibit.label)
        self.setToolTip("\n".join(part for part in (exhibit.label, exhibit.tip, exhibit.source) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(Size.TILE, Size.TILE)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, picture and frame."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, ringed = self.isChecked(), self.hasFocus()
        paint_tile_ground(painter, self, theme, "text" if ringed else "accent" if chosen else "line")
        paint_picture(painter, QRectF(self.rect()), self.exhibit, theme)
        painter.end()


def paint_picture(painter: QPainter, box: QRectF, exhibit: Exhibit, theme: Theme) -> None:
    """Draw the picture of the data into ``box``, or the words that stand for one."""
    if exhibit.picture is not None:
        inset = Size.GAP / 2 + 1
        paint(painter, box.adjusted(inset, inset, -inset, -inset), exhibit.picture, theme)
        return
    centre = Qt.AlignmentFlag.AlignCenter
    painter.setPen(theme.colour("accent"))
    painter.setFont(words(Size.TITLE, painter.font().Weight.DemiBold))
    painter.drawText(box.adjusted(0, 0, 0, -box.height() / 3), centre, exhibit.sign)
    painter.setPen(theme.colour("text"))
    painter.setFont(words(Size.SMALL, painter.font().Weight.Medium))
    painter.drawText(box.adjusted(0, box.height() / 3, 0, 0), centre, exhibit.caption)


class Gallery(QWidget):
    """The data that are asked for most, in rows. Others take the place of those before the last: other data that are
    in hand, and the table of one's own that was in hand last.

    Parameters
    ----------
    find : the tile of data that are not among ``exhibits``

    Signals
    -------
    clicked(str) : the user clicked the tile of that name
    """

    clicked = Signal(str)

    def __init__(
        self,
        exhibits: Sequence[Exhibit],
        find: Callable[[str], Exhibit],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Data sets"))
        self._find = find
        flow = FlowLayout(columns=Size.TILES, spacing_px=Size.TILE_GAP, parent=self)
        *first, last = (Tile(exhibit, appearance) for exhibit in exhibits)
        self._give_way = first[-1], first[-2]
        self._guest, self._own = Tile(last.exhibit, appearance), Tile(last.exhibit, appearance)
        self._guest.setObjectName("tile_guest")  # until they are called like the data that they stand for
        self._own.setObjectName("tile_own")
        self._guest.hide()
        self._own.hide()
        self._chosen, self._own_name = "", ""
        self._tiles = {tile.exhibit.name: tile for tile in (*first, last)}
        for tile in (*first, self._guest, self._own, last):
            tile.clicked.connect(lambda _=False, tile=tile: self.clicked.emit(tile.exhibit.name))
            flow.addWidget(tile)

    def set_chosen(self, name: str) -> None:
        """Frame the tile of that name and no other."""
        is_own = name == self._own_name
        is_guest = name not in self._tiles and not is_own
        if is_guest and self._guest.exhibit.name != name:
            self._guest.show_exhibit(self._find(name))
        self._chosen = name
        self._guest.setVisible(is_guest or (self._guest.isVisibleTo(self) and name not in self._give_way_names()))
        self._guest.setChecked(is_guest)
        self._own.setChecked(is_own)
        for other, tile in self._tiles.items():
            tile.setChecked(other == name)
        self._make_room()

    def show_own(self, exhibit: Exhibit | None) -> None:
        """Have a tile for a table of one's own, or none."""
        self._own.setVisible(exhibit is not None)
        self._own_name = "" if exhibit is None else exhibit.name
        if exhibit is not None:
            self._own.show_exhibit(exhibit)
        self._make_room()

    def _make_room(self) -> None:
        """As many tiles give way as others have come; the one that is chosen last."""
        n_more = self._guest.isVisibleTo(self) + self._own.isVisibleTo(self)
        give_way = sorted(self._give_way, key=lambda tile: tile.exhibit.name == self._chosen)
        for number, tile in enumerate(give_way):
            tile.setVisible(number >= n_more)

    def _give_way_names(self) -> set[str]:
        return {tile.exhibit.name for tile in self._give_way}

    def tile(self, name: str) -> Tile:
        """The tile of that name."""
        return self._own if name == self._own_name else self._tiles.get(name, self._guest)
