"""The samples that the network answers worst: as pictures if they are pictures, else in rows."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from nnsim.data.pixels import as_picture, picture_shape
from nnsim.data.prepare import Prepared
from nnsim.engine.worst import Worst
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.marks import class_name, draw_mark, mark_path
from nnsim.ui.plots.pixel_picture import paint_pixels
from nnsim.ui.plots.surface import gives_shares
from nnsim.ui.plots.worst_samples import WorstSamples
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent

Numbers = NDArray[np.floating[Any]]

_COLUMNS_TOLD: Final = 8
"""Of a sample with more inputs not all are told."""
_DIGITS: Final = 3
_LOOKED_THROUGH: Final = 24
_TIMES: Final = (3.0, 2.0, 1.5, 1.0)
"""Pictures are so many times as large if at least so many of them have room."""


class WorstSheet(WorstSamples):
    """What each sample is, what it is taken for, and how surely."""

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._measured: tuple[Prepared, list[int], float] | None = None
        self.setObjectName("worst_sheet")
        self.setAccessibleName(self.tr("Samples that are answered worst"))
        self.render_snapshot()

    def headline(self, worst: Worst) -> str:
        """``5 of 60 wrong; the 12 largest losses``."""
        if not worst.n_samples:
            return super().headline(worst)
        shown, of_all = format_count(len(self.cells())), format_count(worst.n_samples)
        if not self._data.dataset.classes:
            return self.tr("the {0} largest losses of {1} samples").format(shown, of_all)
        said = self.tr("{0} of {1} wrong; the {2} largest losses")
        return said.format(format_count(worst.n_wrong), of_all, shown)

    # what is told of a sample

    def told(self, place: int) -> tuple[str, str]:
        """``sample 12`` and ``setosa → virginica  ·  88 %``; of a quantity ``3.2, predicted 1.1``."""
        worst, data = self._worst, self._data.dataset
        if worst is None:
            return "", ""
        row = int(worst.rows[place])
        sample = self.tr("sample {0}").format(format_count(row + 1))
        prediction = worst.predictions[place]
        if not data.classes:
            values = (
                ", ".join(format_number(float(one), _DIGITS) for one in two) for two in (data.targets[row], prediction)
            )
            return sample, self.tr("{0}, predicted {1}").format(*values)
        return sample, f"{self._verdict(place)}  ·  {self._sureness(prediction, int(worst.classes[place]))}"

    def _verdict(self, place: int) -> str:
        """``setosa → virginica``, or ``setosa ✓`` if it is right after all."""
        worst, data = self._worst, self._data.dataset
        if worst is None:
            return ""
        true, taken = int(data.targets[int(worst.rows[place]), 0]), int(worst.classes[place])
        return f"{data.classes[true]} ✓" if true == taken else f"{data.classes[true]} → {self._named(taken)}"

    def _named(self, number: int) -> str:
        classes = self._data.dataset.classes
        return classes[number] if number < len(classes) else str(number)

    def _sureness(self, prediction: Numbers, taken: int) -> str:
        """How sure the network is of what it says: in percent if its answers are shares."""
        value = float(prediction[taken] if len(prediction) > 1 else prediction[0])
        if not gives_shares(self._session.snapshot.network.output.activation.name):
            return format_number(value, _DIGITS)
        share = value if len(prediction) > 1 or taken == 1 else 1 - value
        return f"{in_percent(share, 2)} %"

    # geometry

    def _size(self) -> tuple[int, int, int] | None:
        """Channels, height and width of a sample in pixels, if it is a picture."""
        return picture_shape(self._data.available_inputs)

    def cells(self) -> list[QRectF]:
        """Where each of those that have room stands."""
        n_found = 0 if self._worst is None else len(self._worst.rows)
        top = self._line() + Size.HALF
        if self._size() is None:
            height = float(Size.HIT)
            rows = min(n_found, max(int((self.height() - top) / height), 1))
            return [QRectF(0, top + row * height, self.width(), height) for row in range(rows)]
        side = self._side(n_found)
        rows, columns = self._room_for(side)
        high, wide = side + 2 * self._line() + Size.GAP, self.width() / columns
        return [
            QRectF(place % columns * wide, top + place // columns * high, wide, high)
            for place in range(min(n_found, rows * columns))
        ]

    def _side(self, n_found: int) -> float:
        """Of a picture: the larger, the more room there is for as many as one looks through."""
        wanted = min(n_found, _LOOKED_THROUGH)
        sides = (PlotSize.WORST_PICTURE * times for times in _TIMES)
        return next((side for side in sides if np.prod(self._room_for(side)) >= wanted), float(PlotSize.WORST_PICTURE))

    def _room_for(self, side: float) -> tuple[int, int]:
        """Rows and columns of pictures of that side."""
        high = side + 2 * self._line() + Size.GAP
        wide = side + PlotSize.WORST_CELL - PlotSize.WORST_PICTURE
        room = self.height() - self._line() - Size.HALF
        return max(int(room / high), 1), max(int(self.width() / wide), 1)

    # painting

    def paint_samples(self, painter: QPainter, worst: Worst, cells: list[QRectF]) -> None:
        """A row or a picture for each."""
        size = self._size()
        for place, cell in enumerate(cells):
            if size is None:
                self._paint_row(painter, place, cell)
            else:
                self._paint_picture(painter, place, cell, size)

    def _paint_row(self, painter: QPainter, place: int, cell: QRectF) -> None:
        worst, data = self._worst, self._data.dataset
        if worst is None:
            return
        metrics = QFontMetricsF(words(Size.SMALL))
        sample, said = self.told(place)
        left = cell.left()
        if data.classes:
            number = int(data.targets[int(worst.rows[place]), 0])
            at = QPointF(left + Size.MARK, cell.center().y())
            draw_mark(painter, self.theme, mark_path(number), at, self.theme.sample(number))
            left += 2 * Size.MARK + Size.HALF
        loss = format_number(float(worst.losses[place]), 2)
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("text"))
        longest = self.tr("sample {0}").format(format_count(data.n_samples)), self.tr("loss {0}").format("0.0001")
        widths = [metrics.horizontalAdvance(word) + Size.GAP for word in longest]
        middle = QRectF(left, cell.top(), cell.right() - Size.HALF - left - sum(widths), cell.height())
        upright = Qt.AlignmentFlag.AlignVCenter
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, middle.width())
        painter.drawText(middle, Qt.AlignmentFlag.AlignLeft | upright, shown)
        painter.setPen(self.theme.colour("second"))
        painter.drawText(middle.translated(middle.width(), 0), Qt.AlignmentFlag.AlignLeft | upright, sample)
        within = cell.adjusted(0, 0, -Size.HALF, 0)  # the frame of the one that is looked at stands around it
        painter.drawText(within, Qt.AlignmentFlag.AlignRight | upright, self.tr("loss {0}").format(loss))

    def _paint_picture(self, painter: QPainter, place: int, cell: QRectF, size: tuple[int, int, int]) -> None:
        worst = self._worst
        if worst is None:
            return
        _, height, width = size
        side = cell.height() - 2 * self._line() - Size.GAP
        scale = side / max(height, width)
        box = QRectF(0, 0, round(width * scale), round(height * scale))
        box.moveCenter(QPointF(round(cell.center().x()), cell.top() + Size.HALF + side / 2))
        paint_pixels(painter, self.theme, box, self._pixels(int(worst.rows[place]), size))
        line = self._line()
        taken = int(worst.classes[place]) if len(worst.classes) else 0
        said = (
            (self._verdict(place), self._sureness(worst.predictions[place], taken))
            if len(worst.classes)
            else (self.told(place)[1], format_number(float(worst.losses[place]), 2))
        )
        below = QRectF(cell.left(), cell.top() + Size.HALF + side + Size.TIGHT, cell.width(), line)
        for text, colour, font in ((said[0], "text", words(Size.SMALL)), (said[1], "second", numbers(Size.SMALL))):
            painter.setFont(font)
            painter.setPen(self.theme.colour(colour))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, cell.width() - Size.HALF)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
            below.translate(0, line)

    def _pixels(self, row: int, size: tuple[int, int, int]) -> Numbers:
        """(height, width), in colour (3, height, width), 0 to 1, as a share of the largest pixel of all samples."""
        prepared = self._data
        if self._measured is None or self._measured[0] is not prepared:
            place = {name: column for column, name in enumerate(prepared.dataset.input_names)}
            columns = [place[name] for name in prepared.available_inputs]
            largest = float(np.abs(prepared.dataset.inputs[:, columns]).max(initial=0.0)) or 1.0
            self._measured = prepared, columns, largest
        _, columns, largest = self._measured
        return as_picture(prepared.dataset.inputs[row, columns] / largest, size)

    # what is under the hand

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the sample under a place in the widget; nothing where there is none."""
        found = self._under(at, self.cells())
        return [] if found is None else self.lines_of(found)

    def lines_of(self, place: int) -> list[str]:
        """All that is told of a sample."""
        worst, data = self._worst, self._data.dataset
        if worst is None:
            return []
        row = int(worst.rows[place])
        sample, said = self.told(place)
        lines = [sample, said, self.tr("loss {0}").format(format_number(float(worst.losses[place]), _DIGITS))]
        if data.classes:
            true = class_name(data.classes[int(data.targets[row, 0])])
            lines[1:2] = [
                self.tr("is {0}").format(true),
                self.tr("taken for {0}").format(class_name(self._named(int(worst.classes[place])))),
                *self._share_of_true(worst.predictions[place], int(data.targets[row, 0])),
            ]
        if self._size() is None:
            told = list(zip(data.input_names, data.inputs[row].tolist(), strict=True))[:_COLUMNS_TOLD]
            lines += [f"{pretty_input(name)} {format_number(value, _DIGITS)}" for name, value in told]
        return lines

    def _share_of_true(self, prediction: Numbers, true: int) -> list[str]:
        """What share it gives to the right class."""
        if not gives_shares(self._session.snapshot.network.output.activation.name):
            return []
        return [self.tr("right class {0}").format(self._sureness(prediction, true))]
