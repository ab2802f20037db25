"""What the network shows beside itself, as the user likes it: the same for every project."""

from __future__ import annotations

from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, Signal

Values = Literal["none", "selection", "hover", "all"]
VALUES: Final[tuple[Values, ...]] = get_args(Values)


class ViewOptions(QObject):
    """Whose numbers are written on the network, whether what changes much glows, and whether steps are animated.

    Signals
    -------
    changed() : one of the options is another
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: Values = "selection"
        self._glow = True
        self._motion = True

    @property
    def values(self) -> Values:
        """Whose weights and biases are written as numbers."""
        return self._values

    def set_values(self, values: Values) -> None:
        """Write the numbers of these."""
        if values != self._values:
            self._values = values
            self.changed.emit()

    @property
    def glow(self) -> bool:
        """Whether what changed most in the last epoch glows."""
        return self._glow

    def set_glow(self, glow: bool) -> None:
        """Let it glow, or not."""
        if glow != self._glow:
            self._glow = glow
            self.changed.emit()

    @property
    def motion(self) -> bool:
        """Whether a step of one sample or batch is shown as something that travels."""
        return self._motion

    def set_motion(self, motion: bool) -> None:
        """Show it, or not."""
        if motion != self._motion:
            self._motion = motion
            self.changed.emit()
