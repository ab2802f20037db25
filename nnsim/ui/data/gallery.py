"""The data sets to choose from, each as a small picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.data.thumbnails import Thumbnail, paint
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.flow import FlowLayout

TABLE = "+table"
"""Name of the tile that asks for a file; no data set can be called that."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One tile: its name for the program, its label and explanation for people, its picture or else its words."""

    name: str
    label: str
    tip: str
    picture: Thumbnail | None = None
    caption: str = ""


class Tile(Chip):
    """A picture to click; the chosen one has a frame in the accent colour."""

    def __init__(self, exhibit: Exhibit, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", "", name=exhibit.label, tip=f"{exhibit.label}\n{exhibit.tip}", parent=parent)
        self.setObjectName(f"tile_{exhibit.name}")
        self._exhibit = exhibit
        self._appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self.update)

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
        width = Size.RING if chosen or ringed else 1
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.colour("text" if ringed else "accent" if chosen else "line"), width))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "field"))
        painter.drawRoundedRect(frame, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        inset = Size.GAP / 2 + 1
        if self._exhibit.picture is not None:
            paint(painter, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), self._exhibit.picture, theme)
        else:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        box = QRectF(self.rect())
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme.colour("accent"))
        painter.setFont(words(Size.TITLE, painter.font().Weight.DemiBold))
        painter.drawText(box.adjusted(0, 0, 0, -box.height() / 3), centre, "+")
        painter.setPen(theme.colour("text"))
        painter.setFont(words(Size.SMALL, painter.font().Weight.Medium))
        painter.drawText(box.adjusted(0, box.height() / 3, 0, 0), centre, self._exhibit.caption)


class Gallery(QWidget):
    """Tiles in rows.

    Signals
    -------
    clicked(str) : the user clicked the tile of that name
    """

    clicked = Signal(str)

    def __init__(self, exhibits: Sequence[Exhibit], appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Data sets"))
        flow = FlowLayout(columns=Size.TILES, spacing_px=Size.TILE_GAP, parent=self)
        self._tiles: dict[str, Tile] = {}
        for exhibit in exhibits:
            tile = Tile(exhibit, appearance)
            tile.clicked.connect(lambda _=False, name=exhibit.name: self.clicked.emit(name))
            self._tiles[exhibit.name] = tile
            flow.addWidget(tile)

    def set_chosen(self, name: str) -> None:
        """Frame the tile of that name and no other."""
        for other, tile in self._tiles.items():
            tile.setChecked(other == name)

    def tile(self, name: str) -> Tile:
        """The tile of that name."""
        return self._tiles[name]
