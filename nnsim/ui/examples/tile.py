"""One example as a tile: what its data and its network look like, whether it works, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import known_of
from nnsim.model.examples import Example
from nnsim.ui.appearance import Appearance
from nnsim.ui.data import thumbnails
from nnsim.ui.examples import miniature
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.button import Button

_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ExampleTile(Button):
    """A picture with words. A click opens the example; arrows and letters are for the gallery to follow.

    Parameters
    ----------
    sign : gives the mark beside the word that says whether an example works

    Signals
    -------
    arrow_pressed(int) : the key of an arrow
    typed(str) : letters that are meant for the search
    """

    arrow_pressed = Signal(int)
    typed = Signal(str)

    def __init__(
        self, example: Example, appearance: Appearance, sign: Callable[[bool], QIcon], parent: QWidget | None = None
    ) -> None:
        translate = QCoreApplication.translate
        self.label, self.reason, advice = (
            translate("examples", text) for text in (example.label, example.reason, example.advice)
        )
        self._verdict = translate("ExampleTile", "works") if example.works else translate("ExampleTile", "goes wrong")
        super().__init__("", "", name=f"{self.label}, {self._verdict}", tip=advice, parent=parent)
        self.setObjectName(f"example_{example.name}")
        self.setAccessibleDescription(self.reason)
        self.example = example
        self._words = " ".join((example.name, self.label, self.reason, advice, self._verdict)).casefold()
        self._picture = thumbnails.thumbnail(known_of(example.project.data))
        self._columns = miniature.columns(example.project.network)
        self._sign = sign
        self._height = 0
        self._appearance = appearance
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self.update)

    def is_about(self, search: str) -> bool:
        """Whether every word of ``search`` is among the tile's."""
        return all(word in self._words for word in search.casefold().split())

    def set_height(self, height: int) -> None:
        """Be as high as the others."""
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as the reason is long, and at least as high as the others."""
        reason = QFontMetrics(_reason_font()).boundingRect(
            QRect(0, 0, self._text_width(), 10_000), _WRAPPED, self.reason
        )
        label = QFontMetrics(_label_font()).height()
        needed = 2 * Size.GAP + Size.PREVIEW[1] + Size.PAD + label + Size.TIGHT + reason.height()
        return QSize(Size.EXAMPLE, max(needed, self._height))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _text_width(self) -> int:
        return Size.EXAMPLE - 2 * Size.GAP

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters are told; Enter and Space press."""
        if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.arrow_pressed.emit(event.key())
        elif event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, pictures, verdict and words."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = Size.RING if self.hasFocus() else 1
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "line"), width))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "field"))
        painter.drawRoundedRect(frame, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        side, height = Size.PREVIEW
        left, top = Size.GAP, Size.GAP
        thumbnails.paint(painter, QRectF(left, top, height, height), self._picture, theme)
        miniature.paint(painter, QRectF(left + height + 2 * Size.GAP, top, side, height), self._columns, theme)
        self._paint_verdict(painter)
        self._paint_words(painter, top + height + Size.PAD)
        painter.end()

    def _paint_verdict(self, painter: QPainter) -> None:
        painter.setFont(words(Size.SMALL, QFont.Weight.DemiBold))
        width = painter.fontMetrics().horizontalAdvance(self._verdict)
        left = self.width() - Size.GAP - width
        painter.setPen(self._appearance.theme.colour("text"))
        line = QRectF(left, Size.GAP, width + 1, Size.ICON)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._verdict)
        place = QRect(left - Size.ICON - Size.HALF, Size.GAP, Size.ICON, Size.ICON)
        self._sign(self.example.works).paint(painter, place)

    def _paint_words(self, painter: QPainter, top: int) -> None:
        theme = self._appearance.theme
        painter.setFont(_label_font())
        painter.setPen(theme.colour("text"))
        height = painter.fontMetrics().height()
        room = QRectF(Size.GAP, top, self._text_width(), height)
        painter.drawText(room, _WRAPPED, self.label)
        painter.setFont(_reason_font())
        painter.setPen(theme.colour("second"))
        below = room.bottom() + Size.TIGHT
        painter.drawText(QRectF(Size.GAP, below, self._text_width(), self.height() - below), _WRAPPED, self.reason)


def _label_font() -> QFont:
    return words(Size.BODY, QFont.Weight.DemiBold)


def _reason_font() -> QFont:
    return words(Size.SMALL)
