"""Runs that are pinned, to be drawn beside the present one: a letter and a colour for each, and what is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnsim.model.stretch import Stretch
from nnsim.session.runs import RunLine
from nnsim.session.session import Session
from nnsim.ui.names import names_of
from nnsim.ui.plots.axes import Axes
from nnsim.ui.plots.curve_legend import draw_curve
from nnsim.ui.plots.curve_lines import CurveLines
from nnsim.ui.plots.loss_curves import Curve, recorded_curves
from nnsim.ui.plots.measures import BATCH, LOSS, RECORDED, Measure, measures
from nnsim.ui.plots.run_marks import LETTERS, run_colour
from nnsim.ui.theme import Size, Theme, words
from nnsim.ui.way_words import apart, way_told
from nnsim.ui.widgets.translated import translated

translate = QCoreApplication.translate

_POINTS: Final = 400
"""Of each curve: ten of them are drawn anew whenever an axis grows."""


class Missing(NamedTuple):
    """Why nothing is drawn: in two or three words, and in full."""

    short: str
    why: str


@dataclass(frozen=True, eq=False, slots=True)
class Pin:
    """One of them: the place that gives it letter and colour, and how it differs from the present run, in words.

    Parameters
    ----------
    has_other_loss : it was trained by another kind of loss, so that the losses of both cannot be compared
    """

    place: int
    line: RunLine
    unlike: str
    has_other_loss: bool

    def is_drawn(self, measure: str) -> bool:
        """Whether its curves may stand beside those of the present run, on the same axis."""
        return not (self.has_other_loss and measure in (LOSS, BATCH))

    @property
    def letter(self) -> str:
        """What stands at the end of its curves."""
        return LETTERS[self.place]

    @property
    def name(self) -> str:
        """What it is called."""
        return translated(self.line.name)

    def missing(self, measure: Measure, task: str) -> Missing | None:
        """Why it has no curve of a measure of the present run, which has to do ``task``; ``None`` if it has one."""
        if not self.is_drawn(measure.name):
            return Missing(
                translate("pinned_runs", "another loss"),
                translate("pinned_runs", "Not drawn: losses of different kinds cannot be compared."),
            )
        if measure.name == BATCH:
            return Missing(
                translate("pinned_runs", "no batches kept"),
                translate("pinned_runs", "Not drawn: single batches are kept of the run at work only."),
            )
        if measure.name != LOSS and (self.line.task != task or measure.name not in RECORDED.values()):
            return Missing(
                translate("pinned_runs", "no {0} kept").format(measure.label),
                translate("pinned_runs", "Not drawn: its record has the loss and the {0} only.").format(self._metric),
            )
        return None

    @property
    def _metric(self) -> str:
        return next(one.label for one in measures(self.line.task) if one.name == RECORDED[self.line.task])


class PinnedRuns:
    """Follows which runs are pinned. The present run is never among them: it is drawn as itself."""

    def __init__(self) -> None:
        self.pins: tuple[Pin, ...] = ()
        self._drawn = CurveLines(_POINTS)

    def drawn(self, measure: str) -> tuple[int, ...]:
        """The keys of those that can be drawn with a measure."""
        return tuple(pin.line.key for pin in self.pins if pin.is_drawn(measure))

    def take(self, session: Session) -> None:
        """See anew which they are, and what is different in each."""
        runs = session.runs
        present = next((line for line in runs if line.is_present), None)
        pinned = [line for line in runs if line.is_pinned and not line.is_present][: len(LETTERS)]
        self._drawn.clear()
        if present is None or not pinned:
            self.pins = ()
            return
        names, way = names_of(session), session.way_of_run(present.key)
        loss = present.project.training.loss
        self.pins = tuple(
            Pin(
                place,
                line,
                names.in_words(_unlike(line, present, session.way_of_run(line.key), way)),
                line.project.training.loss != loss,
            )
            for place, line in enumerate(pinned)
        )

    def curves(self, measure: str, task: str) -> list[tuple[Pin, tuple[Curve, ...]]]:
        """What their records have of a measure; nothing of those whose metric or kind of loss is another one."""
        return [
            (pin, recorded_curves(measure, pin.line.curves, f"{pin.line.key} "))
            for pin in self.pins
            if pin.is_drawn(measure) and (measure == LOSS or pin.line.task == task)
        ]

    def paint(
        self, painter: QPainter, theme: Theme, axes: Axes, drawn: list[tuple[Pin, tuple[Curve, ...]]], *, part: bool
    ) -> None:
        """Draw these curves, thinner than those of the present run, with a letter at the end of each training."""
        painter.save()
        painter.setClipRect(axes.area.adjusted(-1, -Size.CURVE, Size.CURVE, Size.CURVE))
        for pin, curves in drawn:
            for curve in curves:
                lines = self._drawn.of(axes, curve.key, curve.x, curve.y, part=part)
                draw_curve(painter, run_colour(theme, pin.place), lines, curve.look, Size.CURVE_PINNED)
        painter.restore()
        for pin, curves in drawn:
            for curve in curves[:1]:
                _paint_letter(painter, theme, axes, curve, pin)


def _unlike(line: RunLine, present: RunLine, way: Sequence[Stretch], present_way: Sequence[Stretch]) -> str:
    """What is different at the end, or else was different on the way."""
    told = ", ".join(map(translated, line.unlike(present)))
    on_the_way = way_told(apart(way, present_way))
    if told or on_the_way:
        return ", ".join(part for part in (told, on_the_way) if part)
    missing = way_told(apart(present_way, way))
    return missing and QCoreApplication.translate("PinnedRuns", "without {0}").format(missing)


def _paint_letter(painter: QPainter, theme: Theme, axes: Axes, curve: Curve, pin: Pin) -> None:
    """Beside the last point that is in sight, on a plate, so that it can be read on any curve."""
    inside = np.flatnonzero((curve.x <= axes.x.high) & np.isfinite(curve.y))
    if not len(inside):
        return
    row = inside[-1:]
    x, y = float(axes.across(curve.x[row])[0]), float(axes.down(curve.y[row])[0])
    if not axes.area.adjusted(-1, -1, 1, 1).contains(QPointF(x, y)):
        return
    font = words(Size.SMALL, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(pin.letter) + 2 * Size.TIGHT, metrics.height()
    left = min(x + Size.TIGHT, axes.area.right() - wide)
    top = min(max(y - high / 2, axes.area.top()), axes.area.bottom() - high)
    plate = QRectF(left, top, wide, high)
    painter.fillRect(plate, theme.colour("surface"))
    painter.setFont(font)
    painter.setPen(theme.colour("text"))  # a word; the colour is told by the line
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, pin.letter)
