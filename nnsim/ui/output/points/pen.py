"""What is in the hand that draws: the tool, the class or the quantity, and how wide it sprays."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

Tool = Literal["look", "draw", "spray", "move", "delete"]
TOOLS: Final[tuple[Tool, ...]] = ("draw", "spray", "move", "delete")

LEAST_WIDTH: Final = 0.04
MOST_WIDTH: Final = 0.3
_USUAL_WIDTH: Final = 0.12


class Pen(QObject):
    """One for all pictures of a card. It says what it does; pictures and the row of tools follow.

    Signals
    -------
    changed() : something about it is another

    Attributes
    ----------
    tool : ``look`` means that the hand does not draw
    number : of the class that it draws
    value : the quantity that it draws in the plane
    width : radius of what it sprays and wipes, as a share of the picture's side
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool: Tool = "look"
        self.number = 0
        self.value = 1.0
        self.width = _USUAL_WIDTH
        self._last: Tool = "draw"

    @property
    def draws(self) -> bool:
        """Whether it does anything to points."""
        return self.tool != "look"

    def take(self, tool: Tool) -> None:
        """Take another tool."""
        if tool != self.tool:
            self.tool = tool
            self._last = tool if tool != "look" else self._last
            self.changed.emit()

    def toggle(self) -> None:
        """Take up the tool of the last time, or only look."""
        self.take("look" if self.draws else self._last)

    def draw_class(self, number: int) -> None:
        """Draw points of this class from now on; who moves or wipes goes on drawing, too."""
        self.number = number
        if self.tool in ("look", "delete"):
            self.tool = self._last = "draw"
        self.changed.emit()

    def draw_value(self, value: float) -> None:
        """Draw points with this quantity from now on."""
        self.value = value
        self.changed.emit()

    def set_width(self, width: float) -> None:
        """Spray and wipe so wide from now on."""
        self.width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
        self.changed.emit()
