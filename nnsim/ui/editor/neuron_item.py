"""A neuron: its face, its frame, its bias, and its value if there is no face to draw."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.ui import theme as look
from nnsim.ui.editor.faces import Atlas
from nnsim.ui.ink import readable_on
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme
from nnsim.ui.widgets.numbers import format_fixed, format_number

_KEEPS = 4.0
"""Dots of a frame in a picture for keeps, for each pixel of the canvas."""
_MOST_FRAMES = 64
"""Kept; every scale of a pinch would else leave some behind."""
VEIL = 0.7
_ROOM_FOR_TEXT, _ROOM_FOR_DECIMALS = 26, 34
_SIGN = 0.6 * Size.TINY
"""Width of a sign of a number on a neuron."""
_ROOM = 4
"""Around the face, for the frame of the selected neuron."""


class Frames:
    """Frames of neurons as pictures, drawn once for each theme, size and resolution: pasting is far cheaper.

    ``for_keeps`` : the picture that is being drawn may be looked at closely
    """

    def __init__(self, theme: Theme) -> None:
        self._made: dict[tuple[float, str, float], QPixmap] = {}
        self.for_keeps = False
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.theme = theme
        self._made.clear()
        self.badges = [QColor(int(red), int(green), int(blue)) for red, green, blue in theme.heat()]
        self.inks = [readable_on(colour, theme) for colour in self.badges]
        self.badge_pen = QPen(theme.colour("faint"), 0.75)
        self.bad = theme.colour("bad")

    def frame(self, side: float, kind: str, scale: float) -> QPixmap:
        """The frame of kind ``plain``, ``hovered`` or ``selected``, and the corners that round the face."""
        key = side, kind, max(scale, _KEEPS) if self.for_keeps else scale
        if len(self._made) > _MOST_FRAMES:
            self._made.clear()
        if key not in self._made:
            self._made[key] = self._draw(*key)
        return self._made[key]

    def _draw(self, side: float, kind: str, scale: float) -> QPixmap:
        whole = side + 2 * _ROOM
        pixmap = QPixmap(round(whole * scale), round(whole * scale))
        pixmap.setDevicePixelRatio(pixmap.width() / whole)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(float(NetworkSize.NEURON_RADIUS), side / 4)
        face = QRectF(_ROOM, _ROOM, side, side)
        corners, inner = QPainterPath(), QPainterPath()
        corners.addRect(face)
        inner.addRoundedRect(face, radius, radius)
        painter.fillPath(corners.subtracted(inner), self.theme.colour("surface"))
        grow = 0.5 if kind == "plain" else 0.25 if kind == "hovered" else 1.0
        role, width = {
            "plain": ("line", 1.0),
            "hovered": ("second", 1.5),
            "selected": ("accent", 3.0 if side > NetworkSize.NEURON_OPEN else 2.0),
        }[kind]
        painter.setPen(QPen(self.theme.colour(role), width))
        painter.drawRoundedRect(face.adjusted(-grow + 0.5, -grow + 0.5, grow - 0.5, grow - 0.5), radius, radius)
        painter.end()
        return pixmap


class NeuronItem(QGraphicsItem):
    """One neuron. It draws; what it shows is set from outside.

    ``kind`` names its frame; ``bias`` is an index into the heat colours, or ``None`` without a bias;
    ``text`` is its value where there is no face, with the heat index of the ground it stands on;
    ``muted`` crosses it out.
    """

    def __init__(
        self, centre: QPointF, side: float, atlas: Atlas, index: int, frames: Frames, *, has_badge: bool = True
    ) -> None:
        super().__init__()
        self.setPos(centre)
        self._atlas = atlas
        self._index = index
        self._frames = frames
        half = side / 2
        self.side = side
        self._face = QRectF(-half, -half, side, side)
        self._at = QPointF(-half - _ROOM, -half - _ROOM)
        radius = max(NetworkSize.BADGE * min(1.0, side / NetworkSize.NEURON + 0.25), 5.0) / 2
        self._badge = QRectF(-half - radius, half - radius, 2 * radius, 2 * radius)
        self._bounds = QRectF(-half, -half, side, side).adjusted(-_ROOM - 2, -_ROOM - 2, _ROOM + 2, _ROOM + 2)
        self._has_badge = has_badge
        self.kind = "plain"
        self.bias: int | None = None
        self.text = ""
        self.ground = 128
        self.broken = False
        self.muted = False

    def boundingRect(self) -> QRectF:
        """The face, its frame and the mark of the bias."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paste the face and its frame."""
        part = self._atlas.part(self._index)
        if self._frames.for_keeps:  # an SVG does not take a part of a picture
            painter.drawImage(self._face, self._atlas.image.copy(part))
        else:
            painter.drawImage(self._face, self._atlas.image, QRectF(part))
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatio()
        painter.drawPixmap(self._at, self._frames.frame(self.side, self.kind, scale))
        if self.text or self.broken:
            self._paint_text(painter)
        if self.bias is not None and self._has_badge:
            painter.setPen(self._frames.badge_pen)
            painter.setBrush(self._frames.badges[self.bias])
            painter.drawEllipse(self._badge)
        if self.muted:
            self._paint_muted(painter)

    def _paint_muted(self, painter: QPainter) -> None:
        """Pale under a cross: it is there, and counts for nothing."""
        theme = self._frames.theme
        veil = theme.colour("surface")
        veil.setAlphaF(VEIL)
        radius = min(float(NetworkSize.NEURON_RADIUS), self.side / 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(self._face, radius, radius)
        inner = self._face.adjusted(radius, radius, -radius, -radius)
        painter.setPen(QPen(theme.colour("text"), Size.CURVE))
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.bottomLeft(), inner.topRight())

    def _paint_text(self, painter: QPainter) -> None:
        painter.setFont(look.numbers(Size.TINY))
        painter.setPen(self._frames.bad if self.broken else self._frames.inks[self.ground])
        painter.drawText(self._face, Qt.AlignmentFlag.AlignCenter, "NaN" if self.broken else self.text)


def shortly(value: float, side: float) -> str:
    """An activation in the few signs that fit on a neuron; empty if none would."""
    if side < _ROOM_FOR_TEXT:
        return ""
    if abs(value) < 9.995:
        return format_fixed(value, 2 if side >= _ROOM_FOR_DECIMALS else 1)
    most = int((side - 2 * Size.TIGHT) / _SIGN)
    return next((text for text in (format_number(value, 2), format_number(value, 1)) if len(text) <= most), "…")
