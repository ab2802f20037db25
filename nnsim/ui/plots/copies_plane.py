"""Points of the plane and where the network puts them when they are to come out where they went in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import Fit
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import pretty_input
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.fit_plot import nearest
from nnsim.ui.plots.lines import draw
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import draw_ring
from nnsim.ui.plots.plane_frame import PlaneFrame, frame_within
from nnsim.ui.plots.sample_stamps import SampleStamps
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size
from nnsim.ui.widgets.numbers import format_count, format_number

Numbers = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]


def points_that_come_out(prepared: Prepared) -> tuple[int, ...]:
    """Which outputs are the two coordinates of the plane; none if there is no plane, or if they are no outputs."""
    data, extents = prepared.dataset, prepared.extents
    names = [data.input_names[extent.column] for extent in extents]
    if not prepared.is_reconstruction or len(names) != 2 or not set(names) <= set(data.target_names):
        return ()
    return tuple(data.target_names.index(name) for name in names)


class CopiesPlane(LiveSheet):
    """A line from each sample to its copy, a dot.

    Signals
    -------
    sample_clicked(int) : the user clicked the sample in that row of the data set, or −1 beside all of them
    """

    sample_clicked = Signal(int)

    VIEWS = ("fit", "sample")

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._data = session.prepared
        self._columns = points_that_come_out(self._data)
        self._fit: Fit | None = None
        self._x, self._y = Axis(-1.0, 1.0), Axis(-1.0, 1.0)
        self._stamps = SampleStamps()
        self._dot: tuple[object, QPixmap] | None = None
        self.setObjectName("copies_plane")
        self.setAccessibleName(self.tr("Samples of the plane and their copies"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self._measure()
        self.render_snapshot()

    @property
    def fit(self) -> Fit | None:
        """What is drawn; ``None`` before it is known."""
        return self._fit

    def _measure(self) -> None:
        names, extents = self._data.dataset.input_names, self._data.extents
        if len(extents) == 2:
            self._x, self._y = (
                Axis(extent.low, extent.high, name=pretty_input(names[extent.column])) for extent in extents
            )
        self.repaint_ground()

    def render_snapshot(self) -> None:
        """Take up other data, and where the copies are now."""
        if self._session.prepared is not self._data:
            self._data = self._session.prepared
            self._columns = points_that_come_out(self._data)
            self._measure()
        fit = self._session.snapshot.fit
        self._fit = fit if fit is not None and self._columns and self._holds(fit) else None
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _holds(self, fit: Fit) -> bool:
        """Whether it is of the data in hand."""
        data = self._data.dataset
        last = max(fit.train_rows.max(initial=0), fit.test_rows.max(initial=0))
        return bool(last < data.n_samples) and fit.train_predicted.shape[1] == data.targets.shape[1]

    def _in_words(self) -> str:
        if self._fit is None:
            return self.tr("Not computed yet.")
        starts, ends, _ = self.ways()
        typical = float(np.sqrt(np.mean(np.square(ends - starts).sum(axis=1)))) if len(starts) else 0.0
        said = self.tr("{0} samples; a copy lies {1} from its sample, root mean square.")
        return said.format(format_count(len(starts)), format_number(typical))

    def ways(self) -> tuple[Numbers, Numbers, Rows]:
        """(n, 2) samples and (n, 2) copies in the units of the axes, and (n,) their rows; training first."""
        fit = self._fit
        if fit is None:
            return np.empty((0, 2)), np.empty((0, 2)), np.empty(0, np.intp)
        columns = list(self._columns)
        starts = np.concatenate([fit.train_true, fit.test_true])[:, columns]
        ends = np.concatenate([fit.train_predicted, fit.test_predicted])[:, columns]
        return starts, ends, np.concatenate([fit.train_rows, fit.test_rows])

    def frame(self) -> PlaneFrame:
        """The square of the plane and its axes."""
        return frame_within(self.width(), self.height(), self._x, self._y)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The numbers and names of both inputs."""
        self.frame().paint_empty(painter, self.theme)

    def paint_live(self, painter: QPainter) -> None:
        """The ways, the copies, the samples, and what is said of the one under the hand."""
        fit = self._fit
        if fit is None:
            return
        frame = self.frame()
        starts, ends, rows = self.ways()
        placed, copies = frame.place(starts), frame.place(ends)
        painter.save()
        painter.setClipRect(frame.area)
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        draw(painter, np.column_stack([placed, copies]))
        known, n_train = self._data.known, len(fit.train_rows)
        self._stamps.draw(painter, self.theme, known, rows[:n_train], placed[:n_train], hollow=False)
        self._stamps.draw(painter, self.theme, known, rows[n_train:], placed[n_train:], hollow=True)
        draw_stamps(painter, self._dots(painter), copies)
        painter.restore()
        self._paint_chosen(painter, rows, placed)
        found = None if self._hand is None else nearest(placed, self._hand)
        if found is not None and self._hand is not None:
            draw_ring(painter, self.theme, placed[found])
            readout(painter, self.theme, self._hand, QRectF(self.rect()), self._told(found))

    def _dots(self, painter: QPainter) -> QPixmap:
        """A copy: a dot with a rim, which is seen on every colour."""
        key = self.theme, painter.device().devicePixelRatioF()
        if self._dot is None or self._dot[0] != key:

            def paint(at: QPainter) -> None:
                at.setPen(QPen(self.theme.colour("surface"), Size.THIN))
                at.setBrush(self.theme.colour("text"))
                at.drawEllipse(QPointF(0, 0), Size.DOT / 4, Size.DOT / 4)

            self._dot = key, stamp(round(Size.DOT), key[1], paint)
        return self._dot[1]

    def _paint_chosen(self, painter: QPainter, rows: Rows, placed: Numbers) -> None:
        view = self._session.snapshot.sample_view
        if view is not None and view.is_marked:
            for place in placed[rows == view.row]:
                draw_ring(painter, self.theme, place)

    def _told(self, found: int) -> list[str]:
        starts, ends, rows = self.ways()
        lines = [self.tr("sample {0}").format(format_count(int(rows[found]) + 1))]
        for axis, start, end in zip((self._x, self._y), starts[found].tolist(), ends[found].tolist(), strict=True):
            lines.append(f"{axis.name} {format_number(start)} → {format_number(end)}")
        return [*lines, self.tr("{0} apart").format(format_number(float(np.hypot(*(ends[found] - starts[found])))))]

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the sample under a place in the widget; nothing where there is none."""
        found = nearest(self.frame().place(self.ways()[0]), at)
        return [] if found is None else self._told(found)

    # overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample is meant."""
        if event.button() == Qt.MouseButton.LeftButton:
            starts, _, rows = self.ways()
            found = nearest(self.frame().place(starts), event.position())
            self.sample_clicked.emit(-1 if found is None else int(rows[found]))
