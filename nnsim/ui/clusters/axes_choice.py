"""From where samples of many numbers are seen: along two inputs, or where they lie farthest apart."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.session.clusters import Pair
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import in_percent

ALL: Final = "all"
MOST_INPUTS: Final = 64
"""Of more no single ones are offered: nobody would look for the right two."""


class AxesChoice(QWidget):
    """Two menus; the second one only where single inputs are the axes.

    Signals
    -------
    picked() : the user looks from elsewhere
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._pair: Pair | None = None
        self.across = DropButton(self.tr("Across"), tip=self.tr("From where the samples are seen"))
        self.across.setObjectName("clusters_across")
        self.up = DropButton(self.tr("Up"), tip=self.tr("Which input is the axis that goes up"))
        self.up.setObjectName("clusters_up")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.HALF)
        row.addWidget(self.across)
        row.addWidget(self.up)
        self.across.chosen.connect(self._choose_across)
        self.up.chosen.connect(self._choose_up)

    @property
    def pair(self) -> Pair | None:
        """The inputs that are the axes; ``None``: the plane in which the samples lie farthest apart."""
        return self._pair

    def show_inputs(self, names: tuple[str, ...]) -> None:
        """Offer these inputs; of others the samples are seen from where they lie farthest apart."""
        if names == self._names:
            return
        self._names, self._pair = names, None
        together = Option(
            ALL,
            self.tr("all {0}").format(len(names)),
            self.tr("All inputs at once, seen from where the samples lie farthest apart (principal components)"),
        )
        single = [Option(str(number), name) for number, name in enumerate(names[:MOST_INPUTS])]
        self.across.set_options([together, *single])
        self.up.set_options(single)
        self._render()

    def direction_names(self, shares: NDArray[np.floating[Any]]) -> tuple[str, str]:
        """Names of the axes of the principal plane, with (2,) the part of the spread along each."""
        one, two = (in_percent(float(share), 2) for share in shares)
        return self.tr("direction 1: {0} % of the spread").format(one), self.tr("direction 2: {0} %").format(two)

    def _choose_across(self, name: str) -> None:
        if name == ALL:
            self._pair = None
        else:
            across = int(name)
            up = int(across == 0) if self._pair is None or self._pair[1] == across else self._pair[1]
            self._pair = (across, up)
        self._render()
        self.picked.emit()

    def _choose_up(self, name: str) -> None:
        if self._pair is not None:
            self._pair = (self._pair[0], int(name))
            self._render()
            self.picked.emit()

    def _render(self) -> None:
        pair = self._pair
        self.up.setVisible(pair is not None)
        if pair is None:
            self.across.set_current(ALL)
            return
        self.across.set_current(str(pair[0]), self._short(f"→ {self._names[pair[0]]}"))
        self.up.set_current(str(pair[1]), self._short(f"↑ {self._names[pair[1]]}"))

    def _short(self, name: str) -> str:
        """So that two long names have room beside each other; the axes tell all of them."""
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, Size.SEED + Size.FIELD)
