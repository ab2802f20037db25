"""A picture with the samples in it, for one input or two."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import Snapshot, View
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.lit_key import paint_lit_key
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import Crosses, draw_lit, draw_ring, mark_size
from nnsim.ui.plots.stamps import draw_stamps, stamp
from nnsim.ui.theme import Size

Numbers = NDArray[np.floating[Any]]


class SamplePlot(LiveSheet):
    """Samples on a layer of their own, crosses through mistakes, and the ring around the sample under way.

    The samples do not change while a run goes on: they are painted once. What the network answers is painted by the
    picture itself, which says in ``_measure_data`` where the samples are (``_points``, (n, 2) in units of its axes).
    """

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._prepared = session.prepared
        self._samples: QPixmap | None = None
        self._points: Numbers = np.empty((0, 2))
        self._mark_size = Size.MARK
        self._target = 0
        self._marks_mistakes = False
        self._crosses = Crosses()
        self._is_in_hand = False
        session.hand.changed.connect(self._on_grab_changed)
        session.spotlight.changed.connect(self.update)

    @property
    def dataset(self) -> Dataset:
        """The samples shown."""
        return self._prepared.dataset

    def show_target(self, target: int) -> None:
        """Show another of the quantities that are predicted."""
        self._target = target
        self._measure_data()
        self._render_answers()

    def _take_target(self) -> int:
        """The quantity that is shown, if these data have so many; else the first."""
        self._target = self._target if self._target < self.dataset.targets.shape[1] else 0
        return self._target

    def take_in_hand(self, on: bool) -> None:
        """Samples are moved by hand, which paints them often, or no longer."""
        if on != self._is_in_hand:
            self._is_in_hand = on
            self.repaint_samples()

    def repaint_samples(self) -> None:
        """The samples are elsewhere, or look otherwise."""
        self._samples = None
        self.update()

    def mark_mistakes(self, on: bool) -> None:
        """Cross out the samples that are taken for another class than theirs."""
        self._marks_mistakes = on
        if self.isVisible():
            self._watch()
        self.update()

    def views(self) -> tuple[View, ...]:
        """Mistakes too, while they are marked."""
        return (*self.VIEWS, "mistakes") if self._marks_mistakes else self.VIEWS

    def render_snapshot(self) -> None:
        """Take up other data, if they have as many inputs as this picture, and then the answers."""
        prepared = self._session.prepared
        if prepared is not self._prepared and len(prepared.extents) == len(self._prepared.extents):
            self._prepared = prepared
            self._measure_data()
        self._render_answers()

    def _on_grab_changed(self) -> None:
        grab = self._session.hand.grab
        self._render_ghost(None if grab is None else grab.before)
        self.update()

    def _render_ghost(self, before: Snapshot | None) -> None:
        """Keep in sight what the network answered when someone took hold of a weight; ``None``: let go."""

    def _measure_data(self) -> None:
        """Lay axes and points out for the samples as they are now."""

    def _render_answers(self) -> None:
        """Take up what the network answers."""

    def place(self, points: Numbers) -> Numbers:
        """(n, 2) pixels of (n, 2) points in the units of the axes."""
        raise NotImplementedError

    def units_at(self, at: QPointF) -> tuple[float, float]:
        """The numbers of both axes at a place in the widget."""
        raise NotImplementedError

    def places_of_samples(self) -> Numbers:
        """(samples, 2) pixels of all of them, by their rows in the data set."""
        return self.place(self._points)

    def picture_area(self) -> QRectF:
        """Where samples lie."""
        raise NotImplementedError

    def _places(self, rows: NDArray[np.intp]) -> Numbers:
        """(n, 2) pixels of rows of the data set; a snapshot of other data may name rows that are not there."""
        return self.place(self._points[rows[rows < len(self._points)]])

    # painting

    def _paint_samples(self, painter: QPainter) -> None:
        """Lay the samples over what is painted; they are painted anew only when something about them has changed."""
        if self._samples is None or self._samples.devicePixelRatio() != self.devicePixelRatioF():
            self._samples = self.layer(self.size())
            marking = QPainter(self._samples)
            marking.setRenderHint(QPainter.RenderHint.Antialiasing)
            try:
                self._paint_marks(marking)
            finally:
                marking.end()
        painter.drawPixmap(0, 0, self._samples)

    def _paint_marks(self, painter: QPainter) -> None:
        """A mark for each sample."""
        self._mark_size = mark_size(self.dataset.n_samples)
        for rows, hollow in ((self._prepared.train_rows, False), (self._prepared.test_rows, True)):
            places, targets = self._places(rows), self.dataset.targets[rows, self._target]
            if self._is_in_hand:
                self._stamp_marks(painter, places, self._alike(targets), hollow=hollow)
                continue
            for (x, y), target in zip(places.tolist(), targets.tolist(), strict=True):
                self._paint_mark(painter, x, y, target, hollow=hollow)

    def _stamp_marks(self, painter: QPainter, places: Numbers, targets: Numbers, *, hollow: bool) -> None:
        """The same in a tenth of the time, and not quite as sharp."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side, ratio = round(self._mark_size) + 4, self.devicePixelRatioF()
        for target in np.unique(targets).tolist():
            paint = partial(self._paint_mark, x=0.0, y=0.0, target=target, hollow=hollow)
            draw_stamps(painter, stamp(side, ratio, paint), places[targets == target])

    def _alike(self, targets: Numbers) -> Numbers:
        """(n,) the same number for samples whose marks look alike, or nearly so: the target of one of them."""
        return targets

    def _paint_mark(self, painter: QPainter, x: float, y: float, target: float, *, hollow: bool) -> None:
        """The mark of one sample."""

    def _paint_marked(self, painter: QPainter) -> None:
        """Rings around what is lit, crosses through mistakes, and the ring around the sample under way."""
        self._paint_lit(painter)
        snapshot = self._session.snapshot
        if self._marks_mistakes and snapshot.mistakes is not None:
            rows = np.concatenate([snapshot.mistakes.train, snapshot.mistakes.test])
            self._crosses.draw(painter, self.theme, self._places(rows))
        view = snapshot.sample_view
        if view is not None and view.is_marked:
            for place in self._places(np.array([view.row])):
                draw_ring(painter, self.theme, place)

    def _paint_lit(self, painter: QPainter) -> None:
        spotlight = self._session.spotlight
        is_here = spotlight.rows < len(self._points)
        places = self.place(self._points[spotlight.rows[is_here]])
        for place, weight in zip(places, spotlight.weights[is_here].tolist(), strict=True):
            draw_lit(painter, self.theme, place, weight)
        if len(places) and all(spotlight.meaning):
            paint_lit_key(painter, self.theme, self.picture_area(), spotlight.meaning)
        if spotlight.pointed is not None:
            for place in self._places(np.array([spotlight.pointed])):
                draw_ring(painter, self.theme, place)

    # overrides of Qt

    def repaint_ground(self) -> None:
        """Another size moves the samples too."""
        self._samples = None
        super().repaint_ground()
