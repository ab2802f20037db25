"""The icons in ``resources/icons``, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from nnsim import paths
from nnsim.ui.theme import Size, Theme

_SCALES: Final = (1, 2, 3, 4)
"""Up to 200 % at twice the size, so that nothing is ever blown up."""


def icon(name: str, theme: Theme, role: str = "text", *, solid: bool = False, off: str = "disabled") -> QIcon:
    """The icon in the theme's colour ``role``; raises ``FileNotFoundError`` if it was not shipped.

    ``solid`` fills its shapes, for the few that are pressed as often as Run; ``off`` is the role where it is disabled.
    """
    made = QIcon()
    for mode, mode_role in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, off)):
        for image in _images(name, getattr(theme, mode_role), solid):
            made.addPixmap(QPixmap.fromImage(image), mode)
    return made


def drawing(name: str, colour: str, *, solid: bool = False) -> bytes:
    """The icon as SVG in a colour such as ``#18202B``; raises ``FileNotFoundError`` if it was not shipped."""
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    if solid:
        source = source.replace('fill="none"', 'fill="currentColor"')
    return source.replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def _images(name: str, colour: str, solid: bool) -> tuple[QImage, ...]:
    """In all scales. Images and no pixmaps, which may not outlive the application."""
    renderer = QSvgRenderer(QByteArray(drawing(name, colour, solid=solid)))
    return tuple(_drawn(renderer, Size.ICON * scale) for scale in _SCALES)


def _drawn(renderer: QSvgRenderer, side_px: int) -> QImage:
    drawn = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return drawn
