"""Samples that the network answers worst, or others of interest: what all pictures of them share."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import View
from nnsim.engine.worst import Worst, WorstLook
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.theme import Beats, Size, words

Part = Literal["train", "test"]


class WorstSamples(LiveSheet):
    """A headline, and a cell for each sample that has room; more is told of the one under the hand, a click chooses it.

    A sheet of its own says where its ``cells`` are, paints them in ``paint_samples`` and tells of them in words.

    Signals
    -------
    sample_clicked(int) : the user clicked the sample in that row of the data set, or −1 beside all of them
    """

    sample_clicked = Signal(int)

    BEAT = Beats.COUNTS

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._look = WorstLook("test")
        self._worst: Worst | None = None
        self._data = session.prepared
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)

    @property
    def part(self) -> Part:
        """Among which samples is looked."""
        return self._look.part

    @property
    def worst(self) -> Worst | None:
        """What is shown; ``None`` before it is known."""
        return self._worst

    def show_part(self, part: Part) -> None:
        """Look among the samples of training or of test."""
        self.look_for(replace(self._look, part=part))

    def look_for(self, look: WorstLook) -> None:
        """Show the samples that were asked for."""
        self._look = look
        if self.isVisible():
            self._watch()
        self.render_snapshot()

    def views(self) -> tuple[View, ...]:
        """The worst of these samples, and the one that is shown in the network."""
        return (self._look, "sample")

    def render_snapshot(self) -> None:
        """Which they are now."""
        self._data = self._session.prepared  # of what is drawn, until the next is: an edit may come in between
        worst = self._session.snapshot.worst
        fits = worst is not None and worst.look == self._look and self.is_of_data(worst)
        self._worst = worst if fits else None
        self.setAccessibleDescription(self._in_words())
        self.update()

    def is_of_data(self, worst: Worst) -> bool:
        """Whether these are samples of the data in hand: a snapshot may still be of others."""
        return bool(worst.rows.max(initial=0) < self._data.dataset.n_samples)

    # in words

    def headline(self, worst: Worst) -> str:
        """How many of how many these are; here that there are none."""
        return self.tr("no test samples") if worst.look.part == "test" else self.tr("no samples")

    def told(self, place: int) -> tuple[str, str]:
        """Which sample it is, and how wrong the answer."""
        raise NotImplementedError

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the sample under a place in the widget; nothing where there is none."""
        raise NotImplementedError

    def _in_words(self) -> str:
        if self._worst is None:
            return self.tr("Not computed yet.")
        said = "; ".join(" ".join(self.told(place)) for place in range(min(5, len(self._worst.rows))))
        return f"{self.headline(self._worst)}: {said}"

    # geometry

    def cells(self) -> list[QRectF]:
        """Where each of those that have room stands."""
        raise NotImplementedError

    def frame_of(self, cell: QRectF, width: float) -> QRectF:
        """Where a line of that width around a cell lies."""
        return cell.adjusted(width / 2, width / 2, -width / 2, -width / 2)

    def _line(self) -> float:
        return QFontMetricsF(words(Size.SMALL)).height()

    @staticmethod
    def _under(at: QPointF, cells: list[QRectF]) -> int | None:
        return next((place for place, cell in enumerate(cells) if cell.contains(at)), None)

    # painting

    def paint_samples(self, painter: QPainter, worst: Worst, cells: list[QRectF]) -> None:
        """Paint what stands in the cells."""
        raise NotImplementedError

    def paint_live(self, painter: QPainter) -> None:
        """How many there are, the samples, and more of the one under the hand."""
        worst = self._worst
        if worst is None:
            return
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        high = self._line() if len(worst.rows) else float(self.height())
        painter.drawText(QRectF(0, 0, self.width(), high), wrapped, self.headline(worst))
        cells = self.cells()
        self.paint_samples(painter, worst, cells)
        self._paint_chosen(painter, worst, cells)
        found = None if self._hand is None else self._under(self._hand, cells)
        if found is not None and self._hand is not None:
            self._frame(painter, cells[found], Size.THIN)
            readout(painter, self.theme, self._hand, QRectF(self.rect()), self.lines_under(self._hand))

    def _paint_chosen(self, painter: QPainter, worst: Worst, cells: list[QRectF]) -> None:
        """The frame around the one whose numbers the network shows."""
        view = self._session.snapshot.sample_view
        if view is not None and view.is_marked:
            for place in np.flatnonzero(worst.rows[: len(cells)] == view.row).tolist():
                self._frame(painter, cells[place], Size.RING)

    def _frame(self, painter: QPainter, cell: QRectF, width: float) -> None:
        painter.setPen(QPen(self.theme.colour("accent"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.frame_of(cell, width), Size.CELL_RADIUS, Size.CELL_RADIUS)

    # overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample is meant."""
        if event.button() == Qt.MouseButton.LeftButton:
            found = self._under(event.position(), self.cells())
            self.sample_clicked.emit(-1 if found is None or self._worst is None else int(self._worst.rows[found]))
