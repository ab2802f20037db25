"""Where the banner lies: over the titles of the cards, so that nothing moves when it comes or goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QWidget

from nnsim.ui.widgets.banner import Banner

_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class BannerPlace(QObject):
    """Lays the banner over the title of the first card; over that of the next ones, too, if its words need the width.

    Parameters
    ----------
    ground : what the banner lies on; no layout of it knows the banner
    cards : side by side, from left to right
    other : what it lies on while the cards are out of sight
    """

    def __init__(self, banner: Banner, ground: QWidget, cards: Sequence[QWidget], other: QWidget) -> None:
        super().__init__(banner)
        self._banner = banner
        self._ground = ground
        self._cards = tuple(cards)
        self._other = other
        banner.setParent(ground)
        banner.hide()
        banner.told.connect(self._place)
        for widget in (*self._cards, other, banner):
            widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        """Go with the cards, also while the window is not shown yet; what is told before that is placed again then."""
        is_due = event.type() == QEvent.Type.Show if widget is self._banner else event.type() in _MOVES
        if is_due and not self._banner.isHidden():
            self._place()
        return super().eventFilter(widget, event)

    def _place(self) -> None:
        cards = self._cards if self._cards[0].isVisibleTo(self._ground) else (self._other,)
        left_top = cards[0].mapTo(self._ground, QPoint(0, 0))
        width = 0
        for card in cards:
            width = card.mapTo(self._ground, card.rect().topRight()).x() + 1 - left_top.x()
            if self._banner.needs() <= width:
                break
        self._banner.setGeometry(left_top.x(), left_top.y(), width, self._banner.fit(width))
        self._banner.raise_()
