"""What a function is where all begin, and how low each optimizer has come."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.terrains import Terrain
from nnsim.ui.descent.terrain_plot import WEIGHTS, Way
from nnsim.ui.descent.words import equal, factor, told
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_number
from nnsim.ui.widgets.scrolled_column import ScrolledCard

FORMULAS: Final = {
    "valley": ("½ (w₁² + 100 w₂²)", "w₁", "100 w₂"),
    "rosenbrock": ("(1 − w₁)² + 100 (w₂ − w₁²)²", "−2 (1 − w₁) − 400 w₁ (w₂ − w₁²)", "200 (w₂ − w₁²)"),
    "saddle": ("½ (w₁² − w₂²)", "w₁", "−w₂"),
}
"""A function and its two derivatives, as one writes them."""

_LINE: Final = 34
"""So many characters of a formula have room in a line."""


class Arrivals(ScrolledCard):
    """The numbers beside the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("descent_words", "In numbers"), Size.SUMS, Size.TIGHT, parent)
        self.setObjectName("two_weights_numbers")
        self.scrolled.setObjectName("two_weights_numbers_scroll")
        self.here = self._label("here", self.tr("Where all begin"), "mono")
        self.first = self._label("first", self.tr("First step of gradient descent"), "mono")
        self.ends = self._label("ends", self.tr("How low each has come"), "mono")
        for label in (self.here, self.first, self.ends):
            self.column.addWidget(Label(label.accessibleName(), "note"))
            self.column.addWidget(label)
        self.column.addStretch(1)

    def _label(self, name: str, title: str, role: str) -> Label:
        label = Label("", role)
        label.setObjectName(f"two_weights_{name}")
        label.setAccessibleName(title)
        label.setWordWrap(True)
        label.setContentsMargins(0, 0, 0, Size.GAP)
        return label

    def show_ways(
        self, name: str, terrain: Terrain, start: tuple[float, float], rate: float, ways: Sequence[Way], steps: int
    ) -> None:
        """Write out the beginning, the first step with ``rate``, and where each way is after so many steps."""
        x, y = start
        height = float(terrain.height(np.array(x), np.array(y)))
        across, up = terrain.slope(np.array(start)).tolist()
        f, by_x, by_y = FORMULAS[name]
        sums = (("f", f, height), ("∂f/∂w₁", by_x, across), ("∂f/∂w₂", by_y, up))
        lines = [f"w₁ = {told(x)}, w₂ = {told(y)}"]
        for sign, formula, value in sums:
            of = [number for sign_of, number in zip(WEIGHTS, start, strict=True) if sign_of in formula]
            written = f"{sign} = {formula}"
            if len(written) > _LINE:
                written = f"{sign} =\n  {formula}"
            lines.append(f"{written}\n  {equal(value, *of)}")
        self.here.show_text("\n".join(lines))
        self.first.show_text(
            f"w₁ − η · ∂f/∂w₁\n  {_first_step(x, rate, across)}\nw₂ − η · ∂f/∂w₂\n  {_first_step(y, rate, up)}"
        )
        self.ends.show_text("\n".join(self._end_words(terrain, way, steps) for way in ways) or "–")

    def _end_words(self, terrain: Terrain, way: Way, steps: int) -> str:
        place = min(steps, len(way.points) - 1)
        x, y = way.points[place].tolist()
        with np.errstate(over="ignore", invalid="ignore"):
            height = float(terrain.height(np.array(x), np.array(y)))
        if place < steps or not isfinite(height):
            return self.tr("{0}\n  diverged after {1} steps").format(way.name, place)
        low, at_x, at_y = (format_number(number, 3) for number in (height, x, y))
        return self.tr("{0}\n  f = {1}\n  at ({2}, {3})").format(way.name, low, at_x, at_y)


def _first_step(begun: float, rate: float, slope: float) -> str:
    """``= 1 − 0.01 · 2`` and below it what that comes to."""
    after = begun - rate * slope
    return f"= {told(begun)} − {told(rate)} · {factor(slope)}\n  {equal(after, begun, rate, slope)}"
