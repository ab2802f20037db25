"""The preview of a folder of pictures: for each class some of them, and below each what the network is to see of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.data.choices import ClassLook, FolderLook
from nnsim.ui.appearance import Appearance
from nnsim.ui.table_sizes import PictureSize
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.numbers import format_count


class ClassRow(QFrame):
    """The name of a class, how many pictures it has, and two lines: as they are, and as they go in."""

    def __init__(self, look: ClassLook, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("class_row")
        self.setProperty("role", "plain")
        self._look, self._appearance = look, appearance
        self._before = [_image(picture) for picture in look.before]
        self._after = [_image(_in_colours(picture)) for picture in look.after]
        title = ElidedLabel(look.name, "heading")
        title.setToolTip(look.name)
        count = Label(self._counted(), "note")
        words_beside = QVBoxLayout(self)
        words_beside.setContentsMargins(Size.MARGIN, Size.GAP, 0, Size.GAP)
        words_beside.setSpacing(0)
        for label in (title, count):
            label.setFixedWidth(PictureSize.CLASS - Size.MARGIN)
            words_beside.addWidget(label)
        words_beside.addStretch(1)
        self.setAccessibleName(f"{look.name}: {self._counted()}")
        self.setFixedHeight(2 * (PictureSize.TILE + Size.HALF) + 2 * Size.GAP)
        appearance.changed.connect(self.update)

    @property
    def look(self) -> ClassLook:
        """What is shown."""
        return self._look

    def _counted(self) -> str:
        if self._look.n_files < self._look.n_found:
            return self.tr("{0} of {1} pictures").format(
                format_count(self._look.n_files), format_count(self._look.n_found)
            )
        if self._look.n_files == 1:
            return self.tr("1 picture")
        return self.tr("{0} pictures").format(format_count(self._look.n_files))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many pictures as there is room for, whole ones only."""
        super().paintEvent(event)
        theme = self._appearance.theme
        with QPainter(self) as painter:
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.setPen(theme.colour("second"))
            painter.setFont(words(Size.SMALL))
            lines = ((self.tr("in the file"), self._before, True), (self.tr("goes in"), self._after, False))
            top = float(Size.GAP)
            for said, images, is_smooth in lines:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
                room = QRectF(PictureSize.CLASS, top, PictureSize.LINE_WORDS, PictureSize.TILE)
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
                left = room.right()
                for image in images:
                    if left + PictureSize.TILE > self.width() - Size.GAP:
                        break
                    _paint(painter, image, QRectF(left, top, PictureSize.TILE, PictureSize.TILE))
                    left += PictureSize.TILE + Size.GAP
                top += PictureSize.TILE + Size.HALF

    def sizeHint(self) -> QSize:
        """Room for a few pictures."""
        return QSize(PictureSize.CLASS + PictureSize.LINE_WORDS + 4 * PictureSize.TILE, self.height())


class ClassRows(QScrollArea):
    """A row for each class, in a column that scrolls."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_preview")
        self.setAccessibleName(self.tr("Preview of the pictures, class by class"))
        self._appearance = appearance
        self._look: FolderLook | None = None
        self.rows: list[ClassRow] = []
        self._column = QWidget()
        self._column.setProperty("role", "scrolled")
        self._rows = QVBoxLayout(self._column)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_look(self, look: FolderLook | None) -> None:
        """Show these classes."""
        if look is self._look:
            return
        self._look = look
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [] if look is None else [ClassRow(each, self._appearance) for each in look.classes]
        for place, row in enumerate(self.rows):
            self._rows.insertWidget(place, row)


def _in_colours(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(height, width, 3) of (channels, height, width)."""
    return np.moveaxis(np.broadcast_to(picture, (3, *picture.shape[1:])), 0, 2)


def _image(picture: NDArray[np.uint8]) -> QImage:
    lines = np.ascontiguousarray(picture)
    height, width = lines.shape[:2]
    return QImage(lines.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _paint(painter: QPainter, image: QImage, room: QRectF) -> None:
    """The whole picture in the middle of its room, enlarged if it is small."""
    scale = min(room.width() / image.width(), room.height() / image.height())
    box = QRectF(QPointF(0, 0), image.size().toSizeF() * scale)
    box.moveCenter(room.center())
    painter.drawImage(box, image)
