"""ROC curves: how many of a class are found, and at the price of how many false alarms."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.roc import Decided, Roc, RocLook
from nnsim.engine.snapshot import View
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.axes import Axes, area_within, readout
from nnsim.ui.plots.curve_legend import draw_dashed, draw_solid
from nnsim.ui.plots.fit_plot import nearest
from nnsim.ui.plots.lines import segments
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import class_name, draw_ring
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Beats, Size, words
from nnsim.ui.widgets.numbers import format_number, format_part, in_percent

Numbers = NDArray[np.floating[Any]]

_WIDEST: Final = 2.0
"""How many times as wide as high the plot is at the most."""

Told = tuple[str, float, Decided | None, float, float]
"""Whose point it is, its threshold or what is decided, and both rates."""


class RocPlot(LiveSheet):
    """A curve for training, solid, and one for test, dashed: each point is a threshold; a dot where it stands."""

    BEAT = Beats.COUNTS

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._look = RocLook(1)
        self.setObjectName("roc_plot")
        self.setAccessibleName(self.tr("ROC curves"))
        self.setMouseTracking(True)
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self.render_snapshot()

    @property
    def look(self) -> RocLook:
        """Which class stands against all others."""
        return self._look

    @property
    def roc(self) -> Roc | None:
        """The curves; ``None`` before they are known."""
        found = self._session.snapshot.roc
        return found if found is not None and found.look == self._look else None

    def show_class(self, number: int) -> None:
        """Let another class stand against all others."""
        self._look = RocLook(number)
        if self.isVisible():
            self._watch()
        self.repaint_ground()
        self.render_snapshot()

    def views(self) -> tuple[View, ...]:
        """The curves of this class."""
        return (self._look,)

    def render_snapshot(self) -> None:
        """The curves."""
        self.setAccessibleDescription(self._in_words())
        self.update()

    @property
    def axes(self) -> Axes:
        """Both from 0 to 1."""
        x = Axis(0.0, 1.0, name=self.tr("false positive rate"), percent=True)
        y = Axis(0.0, 1.0, name=self.tr("true positive rate"), percent=True)
        room = area_within(self.width(), self.height(), x, y, name_below=True)
        width = round(min(room.width(), _WIDEST * room.height()))
        area = QRectF(round(room.left() + (room.width() - width) / 2), room.top(), width, room.height())
        return Axes(area, x, y, name_below=True)

    def _class(self) -> str:
        classes = self._session.prepared.dataset.classes
        number = self._look.positive
        return class_name(classes[number]) if number < len(classes) else str(number)

    def _areas(self, roc: Roc) -> list[tuple[str, bool]]:
        """The legend: name and area of each curve, and whether it is dashed."""
        entries = [(self.tr("training: area {0}").format(_area(roc.train.area)), False)]
        if len(roc.test.thresholds) > 1:
            entries.append((self.tr("test: area {0}").format(_area(roc.test.area)), True))
        return entries

    def _in_words(self) -> str:
        roc = self.roc
        if roc is None:
            return self.tr("Not computed yet.")
        areas = "; ".join(said for said, _ in self._areas(roc))
        return self.tr("{0} against all others; {1}. An area of 1 is perfect, ½ is guessing.").format(
            self._class(), areas
        )

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes, and the diagonal of those who guess."""
        axes = self.axes
        axes.paint(painter, self.theme)
        painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
        painter.drawLine(QLineF(axes.area.bottomLeft(), axes.area.topRight()))
        metrics, said = QFontMetricsF(words(Size.SMALL)), self.tr("guessing")
        painter.save()
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        painter.translate(axes.area.bottomLeft())
        painter.rotate(-math.degrees(math.atan2(axes.area.height(), axes.area.width())))
        painter.drawText(QPointF(2 * Size.GAP, -metrics.descent() - Size.TIGHT), said)
        painter.restore()

    def paint_live(self, painter: QPainter) -> None:
        """The curves, where the network stands on them, their areas, and the point under the hand."""
        roc = self.roc
        if roc is None:
            return
        axes = self.axes
        for curve, draw_line in ((roc.test, draw_dashed), (roc.train, draw_solid)):
            lines = segments(axes.across(curve.false_positive_rate), axes.down(curve.true_positive_rate))
            draw_line(painter, self.theme, lines)
        self._paint_decided(painter, axes, roc)
        self._paint_areas(painter, axes, roc)
        if self._hand is not None:
            places = self._places(axes, roc)
            found = nearest(places, self._hand)
            if found is not None:
                draw_ring(painter, self.theme, places[found])
                readout(painter, self.theme, self._hand, axes.area, self._told(self._points(roc)[found]))

    def _paint_decided(self, painter: QPainter, axes: Axes, roc: Roc) -> None:
        for decided, hollow in ((roc.train_decided, False), (roc.test_decided, True)):
            x, y = decided.false_positive_rate, decided.true_positive_rate
            if math.isfinite(x) and math.isfinite(y):
                at = QPointF(float(axes.across(np.array(x))), float(axes.down(np.array(y))))
                painter.setPen(QPen(self.theme.colour("accent"), Size.CURVE))
                painter.setBrush(self.theme.colour("surface" if hollow else "accent"))
                painter.drawEllipse(at, Size.DOT / 2, Size.DOT / 2)

    def _paint_areas(self, painter: QPainter, axes: Axes, roc: Roc) -> None:
        """In the corner below the curves, which a curve leaves free that is any good."""
        metrics = QFontMetricsF(words(Size.SMALL))
        painter.setFont(words(Size.SMALL))
        entries = self._areas(roc)
        piece, line = 2.0 * Size.GAP, metrics.height()
        widest = max(metrics.horizontalAdvance(said) for said, _ in entries)
        stands = self._stands(roc)
        left = axes.area.right() - Size.GAP - max(widest, metrics.horizontalAdvance(stands)) - piece - Size.HALF
        base = axes.area.bottom() - Size.GAP - len(entries) * line
        for said, dashed in entries:
            middle = base - metrics.capHeight() / 2
            (draw_dashed if dashed else draw_solid)(
                painter, self.theme, np.array([[left, middle, left + piece, middle]])
            )
            painter.drawText(QPointF(left + piece + Size.HALF, base), said)
            base += line
        painter.setPen(QPen(self.theme.colour("accent"), Size.CURVE))
        painter.setBrush(self.theme.colour("accent"))
        painter.drawEllipse(QPointF(left + piece / 2, base - metrics.capHeight() / 2), Size.DOT / 2, Size.DOT / 2)
        painter.setPen(self.theme.colour("text"))
        painter.drawText(QPointF(left + piece + Size.HALF, base), stands)

    def _stands(self, roc: Roc) -> str:
        if math.isnan(roc.threshold):
            return self.tr("largest output wins")
        return self.tr("threshold {0}").format(format_number(abs(roc.threshold)))

    # what is under the hand

    def _points(self, roc: Roc) -> list[Told]:
        """Everything that can be pointed at: where the network stands, then the points of both curves."""
        train, test = self.tr("training"), self.tr("test")
        points: list[Told] = [
            (name, math.nan, decided, decided.false_positive_rate, decided.true_positive_rate)
            for name, decided in ((train, roc.train_decided), (test, roc.test_decided))
        ]
        for name, curve in ((train, roc.train), (test, roc.test)):
            columns = (curve.thresholds, curve.false_positive_rate, curve.true_positive_rate)
            points += [(name, t, None, x, y) for t, x, y in zip(*(part.tolist() for part in columns), strict=True)]
        return points

    def _places(self, axes: Axes, roc: Roc) -> Numbers:
        """(n, 2) their pixels."""
        rates = np.array([point[3:] for point in self._points(roc)])
        return np.column_stack([axes.across(rates[:, 0]), axes.down(rates[:, 1])])

    def lines_under(self, at: QPointF) -> list[str]:
        """What is told of the point of a curve under a place in the widget; nothing where there is none."""
        roc = self.roc
        found = nearest(self._places(self.axes, roc), at) if roc is not None else None
        return [] if found is None or roc is None else self._told(self._points(roc)[found])

    def _told(self, point: Told) -> list[str]:
        """In plain words: what this threshold finds, and what it takes for the class by mistake."""
        name, threshold, decided, false_alarms, found = point
        where = self.tr("as decided now")
        if decided is None:
            where = self._counted(threshold)
        return [
            f"{name}, {where}",
            self.tr("found: {0} % of {1}").format(_percent(found), self._class()),
            self.tr("false alarms: {0} % of the others").format(_percent(false_alarms)),
        ]

    def _counted(self, threshold: float) -> str:
        """Which samples a point counts as the class; a single output speaks for the second class."""
        if math.isinf(threshold):
            return self.tr("no sample counts as {0}").format(self._class())
        if self.roc is not None and not math.isnan(self.roc.threshold) and self.roc.look.positive == 0:
            return self.tr("output at most {0}").format(format_number(0.0 - threshold))
        return self.tr("output at least {0}").format(format_number(threshold))

    def tip_at(self, at: QPointF) -> str:
        """What the axes mean."""
        if self.axes.area.contains(at):
            return ""
        return self.tr(
            "Each point of a curve is a threshold: samples whose score is at least so large count as {0}.\n"
            "True positive rate: which share of {0} is found. False positive rate: which share of the others is taken "
            "for it, too.\nThe area under the curve is the chance that one of {0} has a larger score than one of the "
            "others."
        ).format(self._class())


def _area(value: float) -> str:
    return "–" if math.isnan(value) else format_part(value, 3)


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else in_percent(share)
