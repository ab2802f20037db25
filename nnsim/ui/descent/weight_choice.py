"""Choosing one weight of the network: its layer, where it comes from, where it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.weight_place import WeightPlace
from nnsim.session.selection import Selection, selection_of
from nnsim.ui.names import Names
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label

_BEGINNING: Final = WeightPlace(0, 0, 0)


def nearest(part: Selection, network: NetworkSpec) -> WeightPlace:
    """The link or bias itself, or the nearest that the network has; its first layer with weights if there is none.

    A bias stays a bias and a link a link, however many neurons there are before them.
    """
    found = blocks(network)
    layers = [layer for layer, block in enumerate(found) if block.shape[0] * block.n_to]
    layer = part.layer if part.layer in layers else layers[0]
    block = found[layer]
    row = block.n_from if part.kind == "bias" and block.bias else min(part.row, block.n_from - 1)
    return WeightPlace(layer, row, min(part.column, block.n_to - 1))


class WeightChoice(QWidget):
    """Three menus below a title: layer, from, to. It shows what it is told; a choice only asks.

    Signals
    -------
    chosen(WeightPlace) : the user wants this weight
    """

    chosen = Signal(object)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Names | None = None
        self.place = _BEGINNING
        self.setObjectName(f"weight_choice_{name}")
        self.setAccessibleName(title)
        self.menus = {
            "layer": DropButton(self.tr("{0}: layer").format(title), tip=self.tr("The layer that it leads to")),
            "row": DropButton(self.tr("{0}: from").format(title), tip=self.tr("The neuron that it comes from")),
            "column": DropButton(self.tr("{0}: to").format(title), tip=self.tr("The neuron that it leads to")),
        }
        row = QHBoxLayout()
        row.setSpacing(Size.HALF)
        for part, menu in self.menus.items():
            menu.setObjectName(f"weight_choice_{name}_{part}")
            menu.setMinimumHeight(Size.CHIP)
            menu.menu().aboutToShow.connect(lambda part=part: self._offer(part))
            menu.chosen.connect(lambda number, part=part: self._choose(part, int(number)))
            if part == "column":
                row.addWidget(Label("→", "note"))
            row.addWidget(menu)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.TIGHT)
        whole.addWidget(Label(title, "note"))
        whole.addLayout(row)

    def show_weight(self, names: Names, place: WeightPlace) -> None:
        """Show this weight of this network."""
        self._names, self.place = names, place
        for part, number in zip(self.menus, self.place, strict=True):
            self.menus[part].set_current(str(number), self._label(part, number))

    def _label(self, part: str, number: int) -> str:
        names, layer = self._names, self.place.layer
        if names is None:
            return ""
        if part == "layer":
            return f"W{number + 1}"
        if part == "column":
            return names.short(layer, number)
        return self.tr("bias") if number == blocks(names.network)[layer].n_from else names.source(layer, number)

    def _offer(self, part: str) -> None:
        """Only now: an entry for each of a thousand neurons need not follow every edit."""
        if self._names is None:
            return
        found = blocks(self._names.network)
        rows, columns = found[self.place.layer].shape
        numbers = {
            "layer": [layer for layer, block in enumerate(found) if block.n_to],
            "row": list(range(rows)),
            "column": list(range(columns)),
        }[part]
        self.menus[part].set_options([Option(str(number), self._label(part, number)) for number in numbers])
        self.show_weight(self._names, self.place)

    def _choose(self, part: str, number: int) -> None:
        if self._names is None:
            return
        chosen = self.place._replace(**{part: number})
        if part == "layer":
            chosen = nearest(replace(selection_of(self.place, self._names.network), layer=number), self._names.network)
        self.chosen.emit(chosen)
