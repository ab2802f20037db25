"""The line that says that a toy set has become points of one's own, and that it can be had back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnsim.data.spec import ToySource
from nnsim.data.toys import toy_called
from nnsim.session.session import Session
from nnsim.ui.theme import Size, Theme, words


def what_was(session: Session) -> str:
    """That the last step has made a toy set points of one's own, and that it can be taken back; else empty."""
    undoable = session.undoable
    if undoable is None or not undoable.is_of_points:
        return ""
    before = next(iter(session.earlier), None)
    if before is None or not isinstance(before.data.source, ToySource):
        return ""
    called = QCoreApplication.translate("data", toy_called(before.data.source.kind).label)
    said = QCoreApplication.translate("DrawSheet", "These are your own points now. Undo brings “{0}” back.")
    return said.format(called)


def paint_note(painter: QPainter, theme: Theme, area: QRectF, note: str) -> None:
    """At the foot of the picture, out of the hand's way."""
    inset = Size.HALF
    painter.setFont(words(Size.SMALL))
    wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
    room = area.adjusted(3 * inset, 0, -3 * inset, -2 * inset)
    box = painter.boundingRect(room, wrapped, note)
    box.moveBottom(room.bottom())
    painter.setPen(QPen(theme.colour("line"), Size.THIN))
    painter.setBrush(theme.colour("surface"))
    plate = box.adjusted(-2 * inset, -inset, 2 * inset, inset)
    painter.drawRoundedRect(plate, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, wrapped, note)
