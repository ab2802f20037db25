"""A rounded surface with a title."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import ElidedLabel, Label


class Header(QWidget):
    """A title in capitals at the left, a note at the right, and room for buttons behind it.

    Where buttons would be cut off, the title gives way.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, "title")
        self._at_corner = 0
        self.note = ElidedLabel("", "note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.GAP)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note, 1)

    def set_note(self, text: str) -> None:
        """Show ``text`` at the right."""
        self.note.show_text(text)

    def spare(self) -> tuple[QRect, QRect]:
        """Where no word stands between title and note; and all between the title and the buttons, with the note."""
        whole = self.note.geometry()
        words = self.note.fontMetrics().horizontalAdvance(self.note.full_text())
        return whole.adjusted(0, 0, -words - Size.GAP, 0), whole

    def add(self, widget: QWidget) -> None:
        """Put a button or a chip behind the note, before the corner."""
        self._row.insertWidget(self._row.count() - self._at_corner, widget)

    def add_to_corner(self, widget: QWidget) -> None:
        """Put a button at the very right, behind what is added later, too."""
        self._row.addWidget(widget)
        self._at_corner += 1

    def _make_way(self) -> None:
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        widgets = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        buttons = [one.sizeHint().width() for one in widgets if one not in (self.title, self.note) and one.isVisible()]
        needed = self.title.sizeHint().width() + sum(buttons) + self._row.spacing() * (len(buttons) + 1)
        self.title.setVisible(needed <= self.width())

    # -------------------------------------------------------- Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether there is room for the title."""
        super().resizeEvent(event)
        self._make_way()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how wide the stylesheet makes what stands in it."""
        super().showEvent(event)
        self._make_way()


class CardRow(QHBoxLayout):
    """Cards beside each other over all of a page: the second takes the width that the others leave."""

    def __init__(self, page: QWidget, *cards: Card) -> None:
        super().__init__(page)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(Size.GAP)
        for place, card in enumerate(cards):
            self.addWidget(card, 1 if place == 1 else 0)


class Card(QFrame):
    """A panel of the window: header above, ``body`` below. The body's margins may be narrowed for what scrolls.

    Parameters
    ----------
    title : in ordinary spelling; the card shows it in capitals
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self._has_more = False
        self.header = Header(title)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        self.body.setSpacing(Size.GAP)
        self._top = QVBoxLayout()
        self._top.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        self._top.addWidget(self.header)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, Size.MARGIN - 2, 0, Size.MARGIN)
        self._whole.setSpacing(Size.GAP)
        self._whole.addLayout(self._top)
        self._whole.addLayout(self.body, 1)

    def add_to_header(self, widget: QWidget) -> None:
        """Put a button behind the note. The title stays as high as those of the cards beside it."""
        self.header.add(widget)
        self._make_room()

    def add_to_corner(self, widget: QWidget) -> None:
        """Put a button at the very right of the header; it may stand nearer to the edge than words do."""
        self.header.add_to_corner(widget)
        self._top.setContentsMargins(Size.MARGIN, 0, Size.PAD, 0)
        self._make_room()

    def _make_room(self) -> None:
        self._has_more = True
        above = (self.header.sizeHint().height() - self.header.title.sizeHint().height()) // 2
        self._whole.setContentsMargins(0, max(Size.MARGIN - 2 - above, Size.TIGHT), 0, Size.MARGIN)
        self._whole.setSpacing(Size.HALF)

    def set_note(self, text: str) -> None:
        """Show ``text`` at the right of the title."""
        self.header.set_note(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how high the stylesheet makes what stands in the header."""
        super().showEvent(event)
        if self._has_more:
            self._make_room()
