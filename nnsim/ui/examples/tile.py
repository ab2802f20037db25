"""One example as a tile: what its data and its network look like, whether it works, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import known_of
from nnsim.model.examples import Example
from nnsim.ui.appearance import Appearance
from nnsim.ui.data import thumbnails
from nnsim.ui.examples import miniature
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.tile_gallery import GalleryTile
from nnsim.ui.widgets.tile_ground import paint_tile_ground

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ExampleTile(GalleryTile):
    """A picture with words. A click opens the example.

    Parameters
    ----------
    sign : gives the mark beside the word that says whether an example works
    """

    def __init__(
        self, example: Example, appearance: Appearance, sign: Callable[[bool], QIcon], parent: QWidget | None = None
    ) -> None:
        translate = QCoreApplication.translate
        self.label, self.reason, advice = (
            translate("examples", text) for text in (example.label, example.reason, example.advice)
        )
        self._verdict = translate("ExampleTile", "works") if example.works else translate("ExampleTile", "goes wrong")
        about = " ".join((example.name, self.label, self.reason, advice, self._verdict))
        super().__init__(f"{self.label}, {self._verdict}", about, Size.EXAMPLE, tip=advice, parent=parent)
        self.setObjectName(f"example_{example.name}")
        self.setAccessibleDescription(self.reason)
        self.example = example
        self._picture = thumbnails.thumbnail(known_of(example.project.data))
        self._columns = miniature.columns(example.project.network)
        self._sign = sign
        self._appearance = appearance
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as the reason is long, and at least as high as the others."""
        reason = QFontMetrics(_reason_font()).boundingRect(
            QRect(0, 0, self._text_width(), 10_000), _WRAPPED, self.reason
        )
        label = QFontMetrics(_label_font()).height()
        needed = 2 * Size.GAP + Size.PREVIEW[1] + Size.PAD + label + Size.TIGHT + reason.height()
        return QSize(Size.EXAMPLE, max(needed, self.least_height))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _text_width(self) -> int:
        return Size.EXAMPLE - 2 * Size.GAP

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, pictures, verdict and words."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self.hasFocus() or self.is_next
        paint_tile_ground(painter, self, theme, "accent" if ringed else "line")
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
