"""What the network answers to one sample: a bar for each class, or the copy that comes out."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.pixels import as_picture, picture_shape
from nnsim.engine.snapshot import SampleView, View
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.marks import class_colour
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.surface import gives_shares
from nnsim.ui.theme import Beats, Size, numbers, words
from nnsim.ui.widgets.numbers import format_fixed, in_percent_fixed

Numbers = NDArray[np.floating[Any]]

_TOLD: Final = 3
_LEAST_TOLD: Final = 0.005
"""So many classes are told in words, if a share of theirs is not nothing."""


class AnswerBars(LiveSheet):
    """Of the sample that is drawn, live; of any other sample it shows nothing. The scale is fixed: from no to yes."""

    VIEWS: ClassVar[tuple[View, ...]] = ("sample",)
    BEAT = Beats.ANSWER

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._facts = session
        self._shown: SampleView | None = None
        self.setObjectName("answer_bars")
        self.setAccessibleName(self.tr("What the network answers"))
        self.setMinimumSize(PlotSize.ANSWER_BARS, PlotSize.PAD_LEAST)

    @property
    def answers(self) -> Numbers:
        """(classes,) the outputs, of a single output that of either class; nothing while nothing drawn is shown."""
        if self._shown is None:
            return np.empty(0)
        outputs = self._shown.activations[-1]
        if len(outputs) > 1 or not self._session.prepared.dataset.classes:
            return outputs
        low, high = self._facts.class_ends
        return np.array([low + high - outputs[0], outputs[0]])

    @property
    def verdict(self) -> str:
        """``It says 7 with 62 %, 1 with 30 %.``"""
        classes, answers = self._session.prepared.dataset.classes, self.answers
        if not classes or not len(answers):
            return ""
        if not np.isfinite(answers).all():
            return self.tr("It says nothing: its numbers have run away.")
        best = np.argsort(-answers, kind="stable")[:_TOLD].tolist()
        least = _LEAST_TOLD if self._are_shares() else np.inf
        told = [self._told(k) for k in best[:1]] + [self._told(k) for k in best[1:] if answers[k] >= least]
        return self.tr("It says {0}.").format(", ".join(told))

    def _told(self, number: int) -> str:
        name = self._session.prepared.dataset.classes[number]
        return self.tr("{0} with {1}").format(name, self._written(number))

    def _written(self, number: int) -> str:
        value = float(self.answers[number])
        return f"{in_percent_fixed(value, 0)} %" if self._are_shares() else format_fixed(value, 2)

    def _are_shares(self) -> bool:
        return gives_shares(self._session.snapshot.network.layers[-1].activation.name)

    def render_snapshot(self) -> None:
        """Take up the newest answer to what is drawn."""
        view, drawn = self._session.snapshot.sample_view, self._facts.viewing.drawn(self._session.prepared)
        is_it = view is not None and view.is_drawn and drawn is not None
        self._shown = view if is_it and self._fits(view) else None
        self.setAccessibleDescription(self.verdict)
        self.update()

    def _fits(self, view: SampleView | None) -> bool:
        n_classes = len(self._session.prepared.dataset.classes)
        return view is not None and (n_classes in (0, len(view.activations[-1])) or len(view.activations[-1]) == 1)

    # --------------------------------------------------------------- painting

    def rows(self) -> list[tuple[int, QRectF]]:
        """Which classes have a bar, and where; if not all have room, those that are answered most."""
        classes = self._session.prepared.dataset.classes
        line = QFontMetricsF(words(Size.SMALL)).height()
        room = max(int(self.height() / line), 1)
        chosen = list(range(len(classes)))
        if len(chosen) > room:
            order = np.argsort(-self.answers, kind="stable").tolist() if len(self.answers) else chosen
            chosen = sorted(order[:room])  # in their order, so that none jumps
        high = min(self.height() / max(len(chosen), 1), 2 * line)
        top = (self.height() - high * len(chosen)) / 2
        return [(number, QRectF(0, top + k * high, self.width(), high)) for k, number in enumerate(chosen)]

    def paint_live(self, painter: QPainter) -> None:
        """The bars, or the copy."""
        if self._session.prepared.dataset.classes:
            self._paint_bars(painter)
        else:
            self._paint_copy(painter)

    def _paint_bars(self, painter: QPainter) -> None:
        classes, answers = self._session.prepared.dataset.classes, self.answers
        metrics = QFontMetricsF(words(Size.SMALL, QFont.Weight.DemiBold))
        names = min(max(metrics.horizontalAdvance(name) for name in classes), self.width() / 3) + Size.GAP
        numbers_wide = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance("−0.00 %")
        low, high = self._facts.class_ends
        upright = Qt.AlignmentFlag.AlignVCenter
        winner = int(answers.argmax()) if len(answers) and np.isfinite(answers).all() else -1
        for number, row in self.rows():
            is_first = number == winner
            painter.setFont(words(Size.SMALL, QFont.Weight.DemiBold if is_first else QFont.Weight.Normal))
            painter.setPen(self.theme.colour("text" if is_first else "second"))
            name = painter.fontMetrics().elidedText(classes[number], Qt.TextElideMode.ElideRight, int(names))
            painter.drawText(QRectF(0, row.top(), names, row.height()), Qt.AlignmentFlag.AlignLeft | upright, name)
            thick = min(row.height() - Size.HALF, PlotSize.ANSWER_BAR)
            groove = QRectF(names, row.center().y() - thick / 2, self.width() - names - numbers_wide, thick)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("line"))
            painter.drawRect(groove)
            if winner < 0:
                continue
            share = min(max((float(answers[number]) - low) / (high - low), 0.0), 1.0)
            painter.setBrush(class_colour(self.theme, number))
            painter.drawRect(QRectF(groove.left(), groove.top(), groove.width() * share, thick))
            painter.setFont(numbers(Size.SMALL))
            painter.setPen(self.theme.colour("text" if is_first else "second"))
            place = QRectF(groove.right(), row.top(), numbers_wide, row.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | upright, self._written(number))

    def _paint_copy(self, painter: QPainter) -> None:
        shape = picture_shape(self._session.prepared.dataset.target_names)
        if shape is None:
            return
        line = QFontMetricsF(words(Size.SMALL)).height()
        box = box_within(QRectF(0, line, self.width(), self.height() - line), shape)
        if self._shown is not None:
            copy = self._session.prepared.predictions_in_units(self.answers[None, :])[0]
            largest = float(np.abs(self._session.prepared.dataset.targets).max(initial=0.0)) or 1.0
            paint_pixels(painter, self.theme, box, as_picture(copy / largest, shape))
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setFont(words(Size.SMALL))
        above = QRectF(box.left(), box.top() - line, box.width(), line)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self.tr("what comes out"))

    def sizeHint(self) -> QSize:
        """Room for ten classes."""
        return QSize(PlotSize.PAD, PlotSize.PAD)
