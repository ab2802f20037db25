"""What the mouse does on the network, one object for each gesture: it owns the mouse from press to release."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from nnsim.session.selection import Selection


class PointerTarget(Protocol):
    """What a gesture can do with the canvas."""

    def pan(self, by: QPoint) -> None:
        """Move the picture."""

    def part_at(self, at: QPoint) -> Selection | None:
        """What lies under a point."""

    def choose(self, part: Selection) -> None:
        """Select a part, and open it if it is a number."""


class Gesture(Protocol):
    """From press to release."""

    def move(self, at: QPoint) -> None:
        """The mouse is at another point."""

    def release(self, at: QPoint) -> None:
        """The button is up."""


class PressPart:
    """A click on a part selects it, unless the mouse leaves it before the button is up."""

    def __init__(self, target: PointerTarget, part: Selection) -> None:
        self._target = target
        self._part = part

    def move(self, at: QPoint) -> None:
        """Nothing to do."""

    def release(self, at: QPoint) -> None:
        """Select the part if the mouse is still on it."""
        if self._target.part_at(at) == self._part:
            self._target.choose(self._part)


class Drag:
    """The middle button moves the picture wherever it is pressed."""

    def __init__(self, target: PointerTarget, at: QPoint) -> None:
        self._target = target
        self._last = at

    def move(self, at: QPoint) -> None:
        """Move the picture along."""
        self._target.pan(at - self._last)
        self._last = at

    def release(self, at: QPoint) -> None:
        """Nothing is left to do."""


class PressEmpty(Drag):
    """A drag from an empty place moves the picture; a click there selects nothing."""

    def __init__(self, target: PointerTarget, at: QPoint) -> None:
        super().__init__(target, at)
        self._start = at
        self._dragging = False

    def move(self, at: QPoint) -> None:
        """Move the picture along, once it is more than a click."""
        if (at - self._start).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
        if self._dragging:
            super().move(at)

    def release(self, at: QPoint) -> None:
        """A click: select nothing."""
        if not self._dragging:
            self._target.choose(Selection())
