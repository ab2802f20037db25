"""Formulas are typeset one in each turn of the event loop, so that nothing waits for them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.ui.widgets.formula import Formula

_KEPT = 400


class Typesetting(QObject):
    """Knows which formulas are ready; one that is not is made soon, and told.

    Signals
    -------
    ready() : another formula can be painted
    """

    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made: dict[tuple[str, float, str], Formula] = {}
        self._wanted: list[tuple[str, float, str]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one)

    def formula(self, latex: str, size_px: float, colour: str) -> Formula | None:
        """The formula, or nothing as long as it is not ready."""
        key = latex, float(size_px), colour
        if key not in self._made and key not in self._wanted:
            self._wanted.append(key)
            self._timer.start()
        return self._made.get(key)

    def finish(self) -> None:
        """Make all that are wanted now: for a picture that is not on the screen."""
        while self._wanted:
            self._make_one()

    def forget_wanted(self) -> None:
        """What is not ready is not needed any more."""
        self._wanted.clear()

    def _make_one(self) -> None:
        if not self._wanted:
            self._timer.stop()
            return
        if len(self._made) > _KEPT:
            self._made.clear()
        key = self._wanted.pop(0)
        self._made[key] = Formula(*key)
        self.ready.emit()
