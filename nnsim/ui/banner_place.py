"""Where the banner lies: in the head of a card. Nothing moves when it comes or goes, and next to nothing is hidden.

What is told in few words stands between the title of the card and its note. What needs more lies over the note, in one
line or in two; what does not fit there either, over the titles of the cards.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.card import Card

_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class BannerPlace(QObject):
    """Lays the banner into the head of the first card; over those of the next ones, too, if its words are very many.

    Parameters
    ----------
    ground : what the banner lies on; no layout of it knows the banner
    cards : side by side, from left to right
    other : what it lies on while the cards are out of sight; ``add_other`` names more, of which cards have it in
        their heads
    """

    def __init__(self, banner: Banner, ground: QWidget, cards: Sequence[Card], other: QWidget) -> None:
        super().__init__(banner)
        self._banner = banner
        self._ground = ground
        self._cards = tuple(cards)
        self._others = [other]
        banner.setParent(ground)
        banner.hide()
        banner.told.connect(self._place)
        for widget in (*self._cards, self._cards[0].header, other, banner):
            widget.installEventFilter(self)

    def add_other(self, other: QWidget) -> None:
        """It lies on this while that is in sight instead of the cards."""
        self._others.append(other)
        other.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        """Go with the cards, also while the window is not shown yet; what is told before that is placed again then."""
        is_due = event.type() == QEvent.Type.Show if widget is self._banner else event.type() in _MOVES
        if is_due and not self._banner.isHidden():
            self._place()
        return super().eventFilter(widget, event)

    def _place(self) -> None:
        seen: list[QWidget] = [card for card in self._cards if card.isVisibleTo(self._ground)]
        if self._cards[0] not in seen:
            seen = [next((one for one in self._others if one.isVisibleTo(self._ground)), self._others[0])]
        head = self._in_head(seen[0]) if isinstance(seen[0], Card) else None
        self._banner.setGeometry(head or self._over(seen))
        self._banner.raise_()

    def _in_head(self, card: Card) -> QRect | None:
        """Beside the title, where nothing of what is below it is hidden; ``None`` if it does not fit there."""
        needs, lowest = self._banner.needs(), card.body.geometry().top()
        gap, whole = card.header.spare()
        width = needs if needs <= gap.width() else whole.width()  # of a note that it lies over nothing peeps out
        height = self._banner.fit(width)
        middle = card.header.mapTo(card, whole.center())
        left_top = QPoint(card.header.mapTo(card, whole.topLeft()).x(), middle.y() + 1 - (height + 1) // 2)
        if left_top.y() + height > lowest:
            return None
        return QRect(card.mapTo(self._ground, left_top), QSize(width, height))

    def _over(self, widgets: Sequence[QWidget]) -> QRect:
        """Along the top of as many of some widgets as its words need."""
        left_top = widgets[0].mapTo(self._ground, QPoint(0, 0))
        width = 0
        for widget in widgets:
            width = widget.mapTo(self._ground, widget.rect().topRight()).x() + 1 - left_top.x()
            if self._banner.needs() <= width:
                break
        return QRect(left_top.x(), left_top.y(), width, self._banner.fit(width))
