"""One region may take the whole of the window: for the projector, or to look closely."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.icons import icon


class Enlarging(QObject):
    """Gives each card a button in its corner that lets it take the room of all, and gives the room back.

    A double click on a card's header does the same, Esc goes back. The other cards are hidden meanwhile, so that nobody
    computes what they show.

    Parameters
    ----------
    regions : the rows of cards, one above the other
    rows : the cards of each row, side by side; all of them are ``Card``

    Signals
    -------
    changed() : another card is enlarged, or none
    """

    changed = Signal()

    def __init__(self, regions: QSplitter, rows: Sequence[QSplitter], appearance: Appearance) -> None:
        super().__init__(regions)
        self._regions, self._rows, self._appearance = regions, tuple(rows), appearance
        self._cards = {card: row for row in rows for card in _cards(row)}
        self._buttons: dict[Card, Button] = {}
        self._enlarged: Card | None = None
        self._kept: tuple[QByteArray, ...] = ()
        for card in self._cards:
            self._add_button(card)
            card.header.installEventFilter(self)
        appearance.changed.connect(self._render)
        self._render()

    @property
    def enlarged(self) -> Card | None:
        """The card that has all the room, if one has."""
        return self._enlarged

    def toggle(self, card: Card) -> None:
        """Give it all the room, or back what the others had."""
        self.shrink() if card is self._enlarged else self.enlarge(card)

    def toggle_at(self, widget: QWidget | None) -> None:
        """The same for the card in which ``widget`` is; outside of the cards it only goes back."""
        at = next((card for card in self._cards if widget is not None and card.isAncestorOf(widget)), None)
        if at is None:
            self.shrink()
        else:
            self.toggle(at)

    def enlarge(self, card: Card) -> None:
        """Give it all the room."""
        self.shrink()
        self._kept = tuple(splitter.saveState() for splitter in self._splitters())
        self._enlarged = card
        self._show_only(card)

    def shrink(self) -> None:
        """Give each card the room that it had."""
        if self._enlarged is not None:
            self._enlarged = None
            self._show_only(None)
            for splitter, state in zip(self._splitters(), self._kept, strict=True):
                splitter.restoreState(state)

    def arrangement(self) -> tuple[QByteArray, ...]:
        """The state of the regions and of each row when no card is enlarged."""
        return self._kept if self._enlarged is not None else tuple(one.saveState() for one in self._splitters())

    def _splitters(self) -> tuple[QSplitter, ...]:
        return self._regions, *self._rows

    def _show_only(self, chosen: Card | None) -> None:
        window = self._regions.window()
        keyboard: QWidget | None = window.focusWidget()
        for card, row in self._cards.items():
            card.setVisible(chosen is None or card is chosen)
            row.setVisible(chosen is None or row is self._cards[chosen])
        if chosen is not None and (keyboard is None or not chosen.isAncestorOf(keyboard)):
            window.setFocus()  # not the button's, so that Space still runs
        self._render()
        self.changed.emit()

    def _add_button(self, card: Card) -> None:
        button = Button("", "icon")
        button.setObjectName(f"enlarge_{card.objectName()}")
        button.setFixedSize(Size.HIT, Size.HIT)
        button.clicked.connect(lambda: self.toggle(card))
        card.add_to_corner(button)
        self._buttons[card] = button

    def _render(self) -> None:
        for card, button in self._buttons.items():
            is_large = card is self._enlarged
            button.setIcon(icon("minimize" if is_large else "maximize", self._appearance.theme, "second"))
            said = self.tr("Show all regions again  (Esc)") if is_large else self.tr("Give {0} the whole window  (F12)")
            button.setToolTip(said.format(card.accessibleName()))
            name = self.tr("Show all regions again") if is_large else self.tr("Enlarge {0}")
            button.setAccessibleName(name.format(card.accessibleName()))

    # overrides of Qt

    def eventFilter(self, header: QObject, event: QEvent) -> bool:
        """A double click on a header."""
        card = header.parent()
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(card, Card):
            self.toggle(card)
            return True
        return super().eventFilter(header, event)


def _cards(row: QSplitter) -> list[Card]:
    return [card for place in range(row.count()) if isinstance(card := row.widget(place), Card)]
