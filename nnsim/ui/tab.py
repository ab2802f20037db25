"""Where Tab goes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QWidget


class FocusRing(QFrame):
    """The ring around a picture or a table that Tab has reached, for as long as the keyboard is there."""

    def __init__(self, around: QAbstractScrollArea) -> None:
        super().__init__(around)
        self.setProperty("role", "ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(around.rect())
        around.installEventFilter(self)
        self.show()

    def eventFilter(self, around: QObject, event: QEvent) -> bool:
        """Go with the keyboard, and keep to the edge."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
            self.deleteLater()
        elif event.type() == QEvent.Type.Resize and isinstance(around, QWidget):
            self.setGeometry(around.rect())
        return super().eventFilter(around, event)


def stops(window: QWidget, regions: Sequence[QWidget]) -> list[QWidget]:
    """What can take the keyboard now, region by region; then what is in none of them, such as a banner.

    Qt appends to its own order whatever is made later, wherever it stands; so only within a region is that order kept.
    """
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if _takes_keyboard(widget, window):
            chain.append(widget)
        widget = widget.nextInFocusChain()

    def place(widget: QWidget) -> int:
        inside = (number for number, region in enumerate(regions) if region is widget or region.isAncestorOf(widget))
        return next(inside, len(regions))

    return sorted(chain, key=place)


def move(window: QWidget, regions: Sequence[QWidget], forward: bool) -> bool:
    """Give the keyboard to the next stop, or the one before, and bring it into sight."""
    order = stops(window, regions)
    if not order:
        return False
    now = window.focusWidget()
    step = 1 if forward else -1
    at = order.index(now) + step if now in order else (0 if forward else -1)
    chosen = order[at % len(order)]
    chosen.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _show(chosen)
    if isinstance(chosen, QAbstractScrollArea):
        FocusRing(chosen)
    return True


def _takes_keyboard(widget: QWidget, window: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return wants and widget.isVisibleTo(window) and widget.isEnabled() and widget.window() is window


def _show(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
