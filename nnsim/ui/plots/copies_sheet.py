"""Samples beside what the network makes of them when their inputs are to come out again: the worst, or others."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.pixels import as_picture, picture_shape
from nnsim.data.prepare import Prepared
from nnsim.engine.worst import Pick, Worst
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.marks import class_name
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.worst_samples import WorstSamples
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_count, format_number

Numbers = NDArray[np.floating[Any]]

_DIGITS: Final = 3
_COLUMNS_TOLD: Final = 8
"""Of a sample with more inputs not all are told."""
_BELOW_NUMBERS: Final = 0.45
"""Strength of colours with numbers on them, so that these are read in both themes."""


class _Scales:
    """What the full colour stands for: of pictures the largest pixel, else for each column its largest number."""

    def __init__(self, data: Prepared) -> None:
        targets = data.dataset.targets
        self.size = picture_shape(data.dataset.target_names) if data.is_reconstruction else None
        self.largest = float(np.abs(targets).max(initial=0.0)) or 1.0
        columns = np.abs(targets).max(axis=0, initial=0.0)
        self._columns: Numbers = np.where(columns > 0.0, columns, 1.0)
        ranges = np.ptp(targets, axis=0)
        self._ranges: Numbers = np.where(ranges > 0.0, ranges, 1.0)

    def shades(self, original: Numbers, copy: Numbers, difference: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """(outputs,) each, as shares of the largest number of the column; the difference as one of its range."""
        return original / self._columns, copy / self._columns, difference / self._ranges


class CopiesSheet(WorstSamples):
    """Original, copy and difference of each: as pictures, or as rows of numbers."""

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._scaled, self._scales = self._data, _Scales(self._data)
        self.setObjectName("copies_sheet")
        self.setAccessibleName(self.tr("Samples and their copies"))
        self.show_part("test" if len(self._data.test_rows) else "train")

    @property
    def pick(self) -> Pick:
        """Which samples are shown."""
        return self._look.pick

    def show_pick(self, pick: Pick) -> None:
        """Show the worst, one of each class, the first ones, or the one that was chosen anywhere in the window."""
        self.look_for(replace(self._look, pick=pick, row=-1))

    def _follow_choice(self) -> None:
        """Look for the sample whose numbers the network shows, if somebody has chosen it."""
        view = self._session.snapshot.sample_view
        row = view.row if view is not None and view.is_marked else -1
        if self._look.pick == "chosen" and row != self._look.row:
            self._look = replace(self._look, row=row)
            self._watch()

    def is_of_data(self, worst: Worst) -> bool:
        """Whether it is, and of as many numbers as the data have."""
        return super().is_of_data(worst) and worst.predictions.shape[1] == self._data.dataset.targets.shape[1]

    def render_snapshot(self) -> None:
        """Which they are now; other data have other scales."""
        if self._session.prepared is not self._scaled:
            self._scaled = self._session.prepared
            self._scales = _Scales(self._scaled)
        self._follow_choice()
        super().render_snapshot()

    def headline(self, worst: Worst) -> str:
        """``the 12 worst copies of 150 samples``."""
        if worst.look.pick == "chosen":
            return self._headline_of_chosen(worst)
        if not worst.n_samples:
            return super().headline(worst)
        if worst.n_samples == 1:
            return self.tr("the copy of the only sample")
        shown, of = len(self.cells()), format_count(worst.n_samples)
        if worst.look.pick == "classes" and self._data.known.classes:
            all_of_them = self.tr("one of each class")
            some = self.tr("one of each class, {0} of {1} have room")
            return all_of_them if shown == len(worst.rows) else some.format(shown, len(worst.rows))
        if worst.look.pick != "worst":
            return self.tr("the first {0} of {1} samples").format(format_count(shown), of)
        if shown == 1:
            return self.tr("the worst copy of {0} samples").format(of)
        return self.tr("the {0} worst copies of {1} samples").format(format_count(shown), of)

    def _headline_of_chosen(self, worst: Worst) -> str:
        if len(worst.rows):
            return self.tr("the sample whose numbers the network shows")
        return self.tr("Choose a sample: click one among the worst, in Layers, or in the table of all samples.")

    def told(self, place: int) -> tuple[str, str]:
        """``sample 12: setosa`` and ``loss 0.03``."""
        if self._worst is None:
            return "", ""
        row = int(self._worst.rows[place])
        sample, known = self.tr("sample {0}").format(format_count(row + 1)), self._data.known
        if len(known.classes) > 1:
            sample += f": {class_name(known.classes[int(known.targets[row, 0])])}"
        return sample, self.tr("loss {0}").format(format_number(float(self._worst.losses[place]), 2))

    def triple(self, place: int) -> tuple[Numbers, Numbers, Numbers]:
        """(outputs,) original, copy, and copy − original, in the units of the data; of one that is shown."""
        if self._worst is None:
            return np.empty(0), np.empty(0), np.empty(0)
        original = self._data.dataset.targets[int(self._worst.rows[place])]
        copy = self._worst.predictions[place]
        return original, copy, copy - original

    # geometry

    def _top(self) -> float:
        """Below the headline and the words above the columns."""
        return 2 * self._line() + Size.GAP

    def _label_width(self) -> float:
        metrics = QFontMetricsF(words(Size.SMALL))
        longest = max(self._titles()[2], self.tr("sample {0}").format("0000"), key=len)
        return metrics.horizontalAdvance(longest) + Size.GAP

    def _titles(self) -> tuple[str, str, str]:
        return self.tr("original"), self.tr("copy"), self.tr("difference")

    def cells(self) -> list[QRectF]:
        """Where each of those that have room stands."""
        found = 0 if self._worst is None else len(self._worst.rows)
        high, across = self._cell_height(), self._across()
        rows = max(int((self.height() - self._top()) / high), 1)
        wide = self.width() / across
        return [
            QRectF(place % across * wide, self._top() + place // across * high, wide, high)
            for place in range(min(found, rows * across))
        ]

    def _across(self) -> int:
        """Samples beside each other; rows of numbers take all the width."""
        if self._scales.size is None or self._look.pick == "chosen":
            return 1
        return max(int(self.width() / (3 * PlotSize.COPY_PICTURE + 2 * Size.HALF + Size.MARGIN)), 1)

    def _cell_height(self) -> float:
        if self._scales.size is None:
            return 3 * self._row_height() + Size.GAP
        return self._side() + self._line() + Size.GAP

    def _row_height(self) -> float:
        return self._line() + Size.TIGHT

    def _side(self) -> float:
        """Of a picture: as large as the width allows, or so much smaller that a further row fits below."""
        wide = self.width() / self._across() - Size.MARGIN - 2 * Size.HALF
        largest, high = min(wide / 3, PlotSize.COPY_LARGEST), self.height() - self._top()
        rows = 1 if self._look.pick == "chosen" else max(ceil(high / (largest + self._line() + Size.GAP)), 1)
        fitting = high / rows - self._line() - Size.GAP
        return float(int(min(largest, fitting) if fitting >= PlotSize.COPY_PICTURE else largest))

    def _pictures(self, cell: QRectF) -> list[QRectF]:
        """Where the three pictures of a sample stand."""
        side = self._side()
        left = cell.left() + (cell.width() - 3 * side - 2 * Size.HALF) / 2
        return [QRectF(round(left + k * (side + Size.HALF)), cell.top(), side, side) for k in range(3)]

    def _column(self, cell: QRectF) -> float:
        """The width of a number in a row of them."""
        return (cell.width() - self._label_width()) / max(len(self._data.dataset.target_names), 1)

    # painting

    def paint_samples(self, painter: QPainter, worst: Worst, cells: list[QRectF]) -> None:
        """Titles, and three pictures or three rows for each."""
        paint = self._paint_numbers if self._scales.size is None else self._paint_pictures
        self._paint_titles(painter, cells)
        for place, cell in enumerate(cells):
            paint(painter, place, cell)

    def frame_of(self, cell: QRectF, width: float) -> QRectF:
        """Nearer to what stands above than to what stands below."""
        return cell.adjusted(1, 1 - Size.HALF, -1, -1 - Size.HALF)

    def _paint_titles(self, painter: QPainter, cells: list[QRectF]) -> None:
        """What stands below: of pictures which is which, of numbers the columns."""
        if not cells:
            return
        top, line = self._top() - self._line() - Size.HALF, self._line()
        metrics, centre = QFontMetricsF(painter.font()), Qt.AlignmentFlag.AlignHCenter
        if self._scales.size is not None:
            for cell in cells[: self._across()]:
                original, copy, _ = self._titles()
                for title, box in zip((original, copy, self.tr("error")), self._pictures(cell), strict=True):
                    painter.drawText(QRectF(box.left() - Size.HALF, top, box.width() + Size.GAP, line), centre, title)
            return
        wide = self._column(cells[0])
        names = [pretty_input(name) for name in self._data.dataset.target_names]
        if wide < PlotSize.COPY_NUMBER and max(map(metrics.horizontalAdvance, names)) > wide:
            return  # of each but a letter would be left; the hand tells them
        for number, name in enumerate(names):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide - Size.TIGHT)
            painter.drawText(QRectF(self._label_width() + number * wide, top, wide, line), centre, shown)

    def _paint_pictures(self, painter: QPainter, place: int, cell: QRectF) -> None:
        size = self._scales.size
        if size is None:
            return
        original, copy, difference = (as_picture(one / self._scales.largest, size) for one in self.triple(place))
        if size[0] > 1:
            difference = difference.mean(axis=0)  # of colours no single one is more or less
        for picture, box in zip((original, copy, difference), self._pictures(cell), strict=True):
            paint_pixels(painter, self.theme, box_within(box, size), picture)
        below = QRectF(cell.left(), cell.top() + self._side() + Size.TIGHT, cell.width(), self._line())
        painter.setPen(self.theme.colour("second"))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.told(place)[0])

    def _paint_numbers(self, painter: QPainter, place: int, cell: QRectF) -> None:
        """Three rows: colours for the numbers, and the numbers too where they have room."""
        wide, high, left = self._column(cell), self._row_height(), self._label_width()
        shown = self._scales.shades(*self.triple(place))
        labels = (self.told(place)[0].partition(": ")[0], *self._titles()[1:])
        upright = Qt.AlignmentFlag.AlignVCenter
        for row, (label, values, shades) in enumerate(zip(labels, self.triple(place), shown, strict=True)):
            top = cell.top() + row * high
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("text" if row == 0 else "second"))
            painter.drawText(QRectF(cell.left(), top, left, high), Qt.AlignmentFlag.AlignLeft | upright, label)
            strip = QRectF(cell.left() + left, top, wide * len(values), high - 1)
            has_numbers = wide >= PlotSize.COPY_NUMBER
            paint_pixels(painter, self.theme, strip, shades[None, :] * (_BELOW_NUMBERS if has_numbers else 1.0))
            if wide >= PlotSize.COPY_PARTED:
                self._paint_gaps(painter, strip, len(values))
            if has_numbers:
                self._paint_values(painter, strip, wide, values)

    def _paint_gaps(self, painter: QPainter, strip: QRectF, n_columns: int) -> None:
        """A line of paper between two columns."""
        painter.setPen(QPen(self.theme.colour("surface"), Size.THIN))
        for number in range(1, n_columns):
            across = round(strip.left() + number * strip.width() / n_columns) + 0.5
            painter.drawLine(QPointF(across, strip.top()), QPointF(across, strip.bottom()))

    def _paint_values(self, painter: QPainter, strip: QRectF, wide: float, values: Numbers) -> None:
        painter.setFont(numbers(Size.SMALL))
        painter.setPen(self.theme.colour("text"))
        for number, value in enumerate(values.tolist()):
            box = QRectF(strip.left() + number * wide, strip.top(), wide, strip.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, format_number(value, _DIGITS))

    # what is under the hand

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the sample under a place in the widget, and of the number there; nothing beside all."""
        cells = self.cells()
        found = self._under(at, cells)
        if found is None or self._worst is None:
            return []
        sample, loss = self.told(found)
        known, row = self._data.known, int(self._worst.rows[found])
        is_known = len(known.classes) > 1
        told = [self.tr("is {0}").format(class_name(known.classes[int(known.targets[row, 0])]))] if is_known else []
        number = self._number_at(at, cells[found])
        names, shown = self._data.dataset.target_names, range(len(self._data.dataset.target_names))
        chosen = list(shown)[:_COLUMNS_TOLD] if number is None else self._channels(number)
        return [sample.partition(": ")[0], *told, loss, *(self._pair(found, one, names[one]) for one in chosen)]

    def _pair(self, place: int, number: int, name: str) -> str:
        """``length 5.1 → 4.87``."""
        original, copy, _ = (format_number(float(values[number]), _DIGITS) for values in self.triple(place))
        return f"{pretty_input(name)} {original} → {copy}"

    def _channels(self, number: int) -> list[int]:
        """The numbers of a pixel: in colour three."""
        size = self._scales.size
        return [number] if size is None else [number + channel * size[1] * size[2] for channel in range(size[0])]

    def _number_at(self, at: QPointF, cell: QRectF) -> int | None:
        """Which of the numbers of a sample a place is at; of a picture the pixel, in colour its red."""
        size = self._scales.size
        if size is None:
            number = int((at.x() - cell.left() - self._label_width()) // self._column(cell))
            return number if 0 <= number < len(self._data.dataset.target_names) else None
        for room in self._pictures(cell):
            box = box_within(room, size)
            if box.contains(at):
                across = min(int((at.x() - box.left()) / box.width() * size[2]), size[2] - 1)
                down = min(int((at.y() - box.top()) / box.height() * size[1]), size[1] - 1)
                return down * size[2] + across
        return None
