"""The same heights as a map, as a relief, or as both side by side."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.ui.descent.height_relief import HeightRelief
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option


class MapAndRelief(QWidget):
    """The two pictures, and the chips (for the header of the card) that choose between them."""

    def __init__(self, plot: QWidget, relief: HeightRelief, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_pictures")
        self._plot, self._relief = plot, relief
        self.chips = Chips(self.tr("Picture"), columns=3, prefix=f"{name}_picture")
        self.chips.setFixedWidth(3 * Size.CELL + 2 * Size.GAP)
        self.chips.setObjectName(f"{name}_picture_choice")
        self.chips.set_options(
            (
                Option("map", self.tr("map"), self.tr("From above, with lines of equal height")),
                Option("relief", self.tr("relief"), self.tr("As a landscape that can be turned")),
                Option("both", self.tr("both"), self.tr("Side by side")),
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(plot, 1)
        row.addWidget(relief, 1)
        self.chips.clicked.connect(self.choose)
        self.choose("map")

    def choose(self, name: str) -> None:
        """Show ``map``, ``relief`` or ``both``."""
        self.chips.set_chosen([name])
        self._plot.setVisible(name != "relief")
        self._relief.setVisible(name != "map")
