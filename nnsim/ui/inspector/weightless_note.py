"""What stands in place of the numbers of a layer that has none: what the layer does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import LayerSpec
from nnsim.ui.appearance import Appearance
from nnsim.ui.widgets.empty_note import EmptyNote

_ICON: Final = "grid-3x3"


class WeightlessNote(EmptyNote):
    """``Hidden 2 has no weights``, and a sentence about its kind."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(_ICON, "", "", appearance, parent)
        self.setObjectName("no-weights")

    def show_layer(self, name: str, layer: LayerSpec) -> None:
        """Tell what a layer of this kind does."""
        explained = QCoreApplication.translate("catalog", LAYER_KINDS.entry(layer.kind).help)
        self.show_text(self.tr("{0} has no weights").format(name), explained)
