"""Where Tab goes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QWidget

from nnsim.ui.theme import Size


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
    """What can take the keyboard now, region by region, as one reads; then what is in none of them, such as a banner.

    Qt's own order appends whatever is made later, wherever it stands. (And PySide takes what ``nextInFocusChain``
    gives for a child of what it was asked of: when that goes, the next one's menus are told to be deleted.)
    """
    chain = [widget for widget in window.findChildren(QWidget) if _takes_keyboard(widget, window)]
    chain.sort(key=lambda widget: _reading_place(widget, window))
    return sorted(chain, key=lambda widget: _region_of(widget, regions))


def _region_of(widget: QWidget, regions: Sequence[QWidget]) -> int:
    """Which of the regions it is in; behind the last one if it is in none."""
    inside = (number for number, region in enumerate(regions) if region is widget or region.isAncestorOf(widget))
    return next(inside, len(regions))


def _reading_place(widget: QWidget, window: QWidget) -> tuple[int, int]:
    """As if nothing were scrolled: what is brought into sight on the way must not change what comes next."""
    middle, above = widget.mapTo(window, widget.rect().center()), widget.parentWidget()
    while above is not None and above is not window:
        inside = above.widget() if isinstance(above, QScrollArea) else None
        if inside is not None:
            middle -= inside.pos()
        above = above.parentWidget()
    return middle.y() // Size.CONTROL, middle.x()


def move(window: QWidget, regions: Sequence[QWidget], forward: bool) -> bool:
    """Give the keyboard to the next stop, or the one before, and bring it into sight."""
    order = stops(window, regions)
    if not order:
        return False
    now = window.focusWidget()
    step = 1 if forward else -1
    at = order.index(now) + step if now in order else (0 if forward else -1)
    _go_to(order[at % len(order)], forward)
    return True


def jump(window: QWidget, regions: Sequence[QWidget], forward: bool) -> None:
    """Give the keyboard to the first stop of the next region that has any, or of the one before."""
    firsts: dict[int, QWidget] = {}
    for widget in stops(window, regions):
        firsts.setdefault(_region_of(widget, regions), widget)
    if not firsts:
        return
    now, here = window.focusWidget(), len(regions)
    if now is not None:
        here = _region_of(now, regions)
    order = sorted(
        firsts, key=lambda region: (region - here - 1 if forward else here - region - 1) % (len(regions) + 1)
    )
    _go_to(firsts[order[0]], forward)


def _go_to(chosen: QWidget, forward: bool) -> None:
    chosen.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _show(chosen)
    if isinstance(chosen, QAbstractScrollArea):
        FocusRing(chosen)


def _takes_keyboard(widget: QWidget, window: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return wants and widget.isVisibleTo(window) and widget.isEnabled() and widget.window() is window


def _show(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
