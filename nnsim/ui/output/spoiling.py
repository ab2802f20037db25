"""What can be done to a drawing so that the network fails: turn it, resize it, push it, add noise."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.drawing import Drawing
from nnsim.data.strokes import Moved
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.slider_scale import LinearScale
from nnsim.ui.widgets.value_slider import ValueSlider

_TURN: Final = LinearScale(-180.0, 180.0, 5.0)
_SIZE: Final = LinearScale(0.4, 1.6, 0.05)
_NOISE: Final = LinearScale(0.0, 1.0, 0.02)
_PERCENT: Final = NumberFormat(percent=True, digits=3)


class _Short(ValueSlider):
    """Of numbers so short that three of them stand side by side in a small card."""

    def _field_width(self) -> int:
        return 2 * Size.HIT


class Spoiling(QWidget):
    """Three sliders. They show the drawing in hand, and ask for another.

    Signals
    -------
    wanted(Drawing) : the user wants it so
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing()
        self.turn = _Short(self.tr("Turn"), _TURN, tip=self.tr("Turned clockwise about the middle, in degrees"))
        self.turn.setObjectName("pad_turn")
        self.turn.edited.connect(lambda value: self._move(turned_deg=value))
        self.size_ = _Short(
            self.tr("Size"), _SIZE, number_format=_PERCENT, tip=self.tr("Larger or smaller, lines as well")
        )
        self.size_.setObjectName("pad_size")
        self.size_.edited.connect(lambda value: self._move(size=value))
        self.noise = _Short(
            self.tr("Noise"),
            _NOISE,
            number_format=_PERCENT,
            tip=self.tr("Adds to each pixel a random number, typically so large a share of full ink"),
        )
        self.noise.setObjectName("pad_noise")
        self.noise.edited.connect(lambda value: self.wanted.emit(replace(self._drawing, noise=value)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.MARGIN)
        for slider in (self.turn, self.size_, self.noise):
            slider.setMinimumWidth(1)  # its words have room enough in a third of a small card
            row.addWidget(slider, 1)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show what is done to it."""
        self._drawing = drawing
        self.turn.set_value(drawing.move.turned_deg)
        self.size_.set_value(drawing.move.size)
        self.noise.set_value(drawing.noise)

    def _move(self, *, turned_deg: float | None = None, size: float | None = None) -> None:
        move = self._drawing.move
        turned = move.turned_deg if turned_deg is None else turned_deg
        self.wanted.emit(
            replace(self._drawing, move=replace(move, turned_deg=turned, size=move.size if size is None else size))
        )


def pushed(drawing: Drawing, by: QPoint) -> Drawing:
    """The drawing so many pixels farther to the right and down."""
    move = drawing.move
    return replace(drawing, move=Moved(move.right + by.x(), move.down + by.y(), move.turned_deg, move.size))
