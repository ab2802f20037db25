"""Undo and redo of a page whose settings are no part of the project: what is set there is a frozen value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

Value = TypeVar("Value")

MOST_PAST: Final = 200
"""Steps of undo."""


class PageHistory(QObject, Generic[Value]):
    """Values that a page has had. The page notes each one after it was set, and is told which one to show again.

    Parameters
    ----------
    now : the page as it is at first
    show : shows a value, and notes nothing

    Signals
    -------
    history_changed() : there is more or less to undo
    """

    history_changed = Signal()

    def __init__(self, now: Value, show: Callable[[Value], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now, self._show = now, show
        self._past: list[Value] = []
        self._future: list[Value] = []
        self._gesture = ""

    def watch(self, *widgets: QWidget) -> None:
        """Know when a gesture on these begins: every press of a button or a key is one, as long as it is held."""
        for widget in widgets:
            widget.installEventFilter(self)

    def begin_gesture(self) -> None:
        """What is noted from now on is another step than what was noted last."""
        self._gesture = ""

    def begin_anew(self, value: Value) -> None:
        """The page is about something else: there is nothing to go back to."""
        self._now, self._gesture, self._past, self._future = value, "", [], []
        self.history_changed.emit()

    @property
    def can_undo(self) -> bool:
        """Whether the page has been another."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether anything has been undone."""
        return bool(self._future)

    def note(self, value: Value, gesture: str = "") -> None:
        """The page is another. All that one ``gesture`` sets, such as a point that is dragged, is one step."""
        if value == self._now:
            return
        if not gesture or gesture != self._gesture or not self._past:
            self._past = [*self._past, self._now][-MOST_PAST:]
        self._now, self._gesture, self._future = value, gesture, []
        self.history_changed.emit()

    def undo(self) -> None:
        """Show the page as it was before the last step."""
        self._travel(self._past, self._future)

    def redo(self) -> None:
        """Show it as it was before that was undone."""
        self._travel(self._future, self._past)

    def _travel(self, source: list[Value], target: list[Value]) -> None:
        if not source:
            return
        target.append(self._now)
        self._now, self._gesture = source.pop(), ""
        self._show(self._now)
        self.history_changed.emit()

    # overrides of Qt

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Another press is another gesture."""
        if event.type() == QEvent.Type.MouseButtonPress or (isinstance(event, QKeyEvent) and _is_pressed(event)):
            self.begin_gesture()
        return False


def _is_pressed(event: QKeyEvent) -> bool:
    """Whether a key goes down that is not held, and that does not take a drag back."""
    is_down = event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
    return is_down and event.key() != Qt.Key.Key_Escape
