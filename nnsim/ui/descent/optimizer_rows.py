"""Which optimizers go down, each with a learning rate of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.terrains import Terrain
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.rate_bar import LEAST_RATE, MOST_RATE
from nnsim.ui.descent.terrain_plot import draw_optimizer_mark
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.number_field import NumberField

USUAL: Final = ("sgd", "momentum", "adam")
_BY_SLOPE: Final = ("sgd", "momentum", "nesterov")
"""Their steps are as long as the slope is steep; those of the others hardly depend on it."""
_STRIDE: Final = 0.01
"""The usual step of the others, as a part of the width of the map."""
_ADAGRAD: Final = 10.0
"""Its steps become shorter from the first on, so it begins with longer ones."""

translate = QCoreApplication.translate


def usual_rate(optimizer: str, terrain: Terrain) -> float:
    """A learning rate with which an optimizer gets on there."""
    if optimizer in _BY_SLOPE:
        return terrain.usual_rate
    stride = _STRIDE * (terrain.across[1] - terrain.across[0])
    return float(f"{stride * (_ADAGRAD if optimizer == 'adagrad' else 1.0):.6g}")


class OptimizerRows(QWidget):
    """For each optimizer of the catalog its mark, a chip that takes it in or leaves it out, and its learning rate.

    Signals
    -------
    edited() : the user chose others, or another learning rate
    """

    edited = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("two_weights_optimizers")
        self.setAccessibleName(self.tr("Optimizers"))
        self.chips: dict[str, Chip] = {}
        self.fields: dict[str, NumberField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Size.PAD)
        grid.setVerticalSpacing(Size.HALF)
        grid.setColumnStretch(1, 1)
        for place, entry in enumerate(OPTIMIZERS):
            label, help_ = translate("catalog", entry.label), translate("catalog", entry.help)
            chip = Chip(label, tip=help_)
            chip.setObjectName(f"two_weights_optimizer_{entry.name}")
            chip.setChecked(entry.name in USUAL)
            # It gives way to the field, so that in a wide font no row is wider than the card.
            chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(partial(self._toggle, entry.name))
            rate = self.tr("Learning rate η of {0}").format(label)
            field = NumberField(rate, LEAST_RATE, MOST_RATE, tip=rate)
            field.setObjectName(f"two_weights_rate_{entry.name}")
            field.setFixedWidth(Size.RATE)
            field.edited.connect(lambda _rate: self.edited.emit())
            self.chips[entry.name], self.fields[entry.name] = chip, field
            grid.addWidget(Mark(appearance, place), place, 0)
            grid.addWidget(chip, place, 1)
            grid.addWidget(field, place, 2)

    @property
    def chosen(self) -> Mapping[str, float]:
        """The learning rate of each optimizer that goes down, in the order of the catalog."""
        return {name: self.fields[name].value() for name, chip in self.chips.items() if chip.isChecked()}

    def show_choice(self, chosen: Collection[str], rates: Mapping[str, float]) -> None:
        """Let these optimizers go down, and show a learning rate for each of all."""
        for name, chip in self.chips.items():
            chip.setChecked(name in chosen)
            self.fields[name].set_value(rates[name])

    def propose(self, terrain: Terrain) -> None:
        """Learning rates that suit this function."""
        for name, field in self.fields.items():
            field.set_value(usual_rate(name, terrain))

    def _toggle(self, name: str) -> None:
        self.chips[name].setChecked(not self.chips[name].isChecked())
        self.edited.emit()


class Mark(QWidget):
    """The mark of a place, as it stands at the end of a way."""

    def __init__(self, appearance: Appearance, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._place = appearance, place
        self.setFixedSize(self.sizeHint())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        appearance.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_optimizer_mark(painter, self._appearance.theme, self.rect().toRectF().center(), self._place)
        painter.end()

    def sizeHint(self) -> QSize:
        """The mark and some air."""
        return QSize(round(Size.RUN_MARK) + Size.HALF, round(Size.RUN_MARK) + Size.HALF)
