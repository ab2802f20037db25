"""The features of the plane as tiles: each shows the number it is over the plane, in the colours of the neurons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from nnsim.data.dataset import Numbers
from nnsim.data.features import compute
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import fit
from nnsim.data.spec import DataSpec, ScalingKind
from nnsim.ui.appearance import Appearance
from nnsim.ui.growing_scale import place
from nnsim.ui.inputs.choice import InputChoice, what_others_mean, why_last
from nnsim.ui.inputs.tick import paint_tick
from nnsim.ui.names import pretty_input
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.tile_ground import paint_tile_ground

_COLUMNS: Final = 4
_POINTS: Final = 32
"""Points of a picture across and down."""
_OFF: Final = 0.45
"""Strength of the picture of what is left out."""
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


def over_plane(name: str, prepared: Prepared, kind: ScalingKind) -> Numbers:
    """A feature as the network sees it, over the range of the data, in shares of its largest magnitude.

    Parameters
    ----------
    prepared : points of one or two coordinates
    kind : how inputs are scaled

    Returns
    -------
    (points, points), row 0 is the top
    """
    extents = prepared.extents
    scaling = fit(kind, compute((name,), prepared.dataset.inputs[prepared.train_rows]))
    across = np.linspace(extents[0].low, extents[0].high, _POINTS)
    upright = extents[min(1, len(extents) - 1)]
    up = np.linspace(upright.high, upright.low, _POINTS)
    x, y = np.meshgrid(across, up)
    points = np.column_stack((x.ravel(), y.ravel())[: len(extents)])
    values = scaling.apply(compute((name,), points)).reshape(_POINTS, _POINTS)
    return np.asarray(values / (np.abs(values).max() or 1.0))


class FeatureTile(Chip):
    """One feature: its picture, its name, and a tick if the network sees it."""

    def __init__(self, name: str, values: Numbers, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent=parent)
        self.setObjectName(f"input_{name}")
        self.name = name
        self._values = values
        self._appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self.update)

    def show_on(self, *, on: bool, fixed: str) -> None:
        """Show whether the network sees it; ``fixed`` is why that cannot be changed."""
        label = pretty_input(self.name)
        self.setChecked(on)
        self.setEnabled(not fixed)
        asked = self.tr("Leave {0} out") if on else self.tr("Let the network see {0}")
        self.setToolTip(fixed or f"{asked.format(label)}\n{what_others_mean()}")
        self.setAccessibleName((self.tr("Input {0}: on") if on else self.tr("Input {0}: off")).format(self.name))
        self.update()

    def places(self) -> tuple[QRectF, QRectF]:
        """Where the picture and the name stand: however wide the tile, the name has its line below the picture."""
        low = self.height() - float(Size.ICON + Size.PAD)
        picture = QRectF(Size.PAD, Size.PAD, self.width() - 2.0 * Size.PAD, low - Size.PAD)
        return picture, QRectF(0, low, self.width(), self.height() - low - Size.TIGHT)

    def sizeHint(self) -> QSize:
        """Room for the picture and the name below it."""
        return QSize(Size.FEATURE_TILE, Size.FEATURE_TILE + Size.ICON)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the tile that they point at."""
        if event.key() in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, picture, name and tick."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        on, ringed = self.isChecked(), self.hasFocus()
        line, ground = "text" if ringed else "accent" if on else "line", "accent_soft" if on else "field"
        paint_tile_ground(painter, self, theme, line, ground)
        picture, below = self.places()
        painter.setOpacity(1.0 if on else _OFF)
        painter.drawImage(picture, self._picture())
        painter.setOpacity(1.0)
        painter.setPen(theme.colour("text" if on else "second"))
        painter.setFont(words(Size.NOTE, QFont.Weight.DemiBold if on else QFont.Weight.Normal))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, pretty_input(self.name))
        paint_tick(painter, QPointF(self.width() - Size.MARGIN, Size.MARGIN), theme, on=on)
        painter.end()

    def _picture(self) -> QImage:
        indices = place(self._values, 1.0)
        pixels = np.ascontiguousarray(self._appearance.theme.heat()[indices])
        height, width = indices.shape
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class FeatureTiles(QWidget):
    """All features that points of the data have. Arrows walk over them, Space switches.

    Signals
    -------
    toggled(str) : the user wants to put this one in, or leave it out
    """

    toggled = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Inputs"))
        self._appearance = appearance
        self._shown: DataSpec | None = None
        self.tiles: dict[str, FeatureTile] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Size.GAP)

    def show_choice(self, choice: InputChoice, data: DataSpec, prepared: Prepared) -> None:
        """Show which there are, over the range of the data, and which are chosen."""
        shown = replace(data, inputs=())
        if shown != self._shown:
            self._shown = shown
            self._make({name: over_plane(name, prepared, data.scaling) for name in choice.available})
        for name, tile in self.tiles.items():
            tile.show_on(on=name in choice.chosen, fixed=choice.locked or (why_last() if choice.is_last(name) else ""))

    def _make(self, pictures: Mapping[str, Numbers]) -> None:
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = {name: FeatureTile(name, values, self._appearance) for name, values in pictures.items()}
        for number, tile in enumerate(self.tiles.values()):
            tile.clicked.connect(lambda _=False, name=tile.name: self.toggled.emit(name))
            self._grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)
            tile.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; who stands at an edge stays there."""
        tiles = list(self.tiles.values())
        at = next((number for number, tile in enumerate(tiles) if tile.hasFocus()), None)
        step = _STEPS.get(Qt.Key(event.key()))
        if at is None or step is None:
            super().keyPressEvent(event)
            return
        there = at + step
        while 0 <= there < len(tiles) and not tiles[there].isEnabled():
            there += step
        if 0 <= there < len(tiles):
            tiles[there].setFocus(Qt.FocusReason.OtherFocusReason)
