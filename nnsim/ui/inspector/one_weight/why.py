"""Why a weight changes: what each sample of the batch has in its gradient, and the way from there to the change."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.one_weight.part_bars import PartBars
from nnsim.ui.inspector.one_weight.told import WeightTold
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.plots.marks import class_name
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count

MOST_LIT: Final = 40
"""So many samples have rings in the data plot: those that pull most."""
LEAST_LIT: Final = 0.05
"""… and only those that pull at least this share of the strongest."""


class WhySection(QWidget):
    """Bars, a sentence, and, where there is room, the equations of the optimizer in numbers."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._told: WeightTold | None = None
        self.setObjectName("weight_why")
        self.bars = PartBars(appearance)
        self.bars.pointed.connect(self._point)
        self.bars.picked.connect(self._pick)
        self.summary = Label("", "note")
        self.summary.setObjectName("weight_summary")
        self.summary.setWordWrap(True)
        self.way = Label("", "number")
        self.way.setObjectName("weight_way")
        self.way.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(self.bars, 1)
        column.addWidget(self.summary)
        column.addWidget(self.way)
        self.setFocusProxy(self.bars)

    def start_anew(self) -> None:
        """Another weight, or another network."""
        self.bars.start_scale_anew()

    def show_weight(self, told: WeightTold) -> None:
        """Show this step of this weight."""
        self._told = told
        self.bars.show_parts(told.parts.parts, self._named)
        self._render_summary()
        way = told.way()
        equations = "\n".join(written for written, _ in way)
        self.way.show_text(equations)
        coupling = told.coupling()
        explained = [f"{written}\n{said}" for written, said in way]
        self.summary.setToolTip("\n\n".join([told.summary(), *([coupling] if coupling else []), *explained]))
        self.way.setToolTip("\n\n".join(explained))
        self._light()

    def _render_summary(self) -> None:
        told = self._told
        if told is not None:
            self.summary.show_text(told.short() if self.height() < OneWeightSize.LOW else told.summary())

    def _light(self) -> None:
        told = self._told
        if told is None or not self.isVisible():
            return
        parts, rows = told.parts.parts, told.parts.rows
        sizes = np.abs(parts)
        strongest = np.argsort(-sizes, kind="stable")[:MOST_LIT]
        strongest = strongest[sizes[strongest] >= LEAST_LIT * sizes.max()]
        if len(rows) == len(parts):
            lit = tuple(rows[place] for place in strongest)
            letter = told.name[0]
            meaning = self.tr("{0} down").format(letter), self.tr("{0} up").format(letter)
            self._session.spotlight.light(lit, parts[strongest], meaning)
        self._point(self.bars.pointed_at)  # in another step, or of another weight, the bar is that of another sample

    def _named(self, place: int) -> list[str]:
        """What is said of a bar: the sample, its label, its part."""
        told, data = self._told, self._session.prepared.known
        if told is None or place >= len(told.parts.parts):
            return []
        lines = [self.tr("part {0}").format(told.signed(float(told.parts.parts[place])))]
        row = self._row(place)
        if row is None or row >= data.n_samples:
            return lines
        label = class_name(data.classes[int(data.targets[row, 0])]) if data.classes else ""
        if row == self._session.viewing.row(self._session.prepared):
            lines.append(self.tr("now the sample in hand"))
        return [self.tr("sample {0}").format(format_count(row + 1)), *([label] if label else []), *lines]

    def _row(self, place: int) -> int | None:
        rows = () if self._told is None else self._told.parts.rows
        return rows[place] if 0 <= place < len(rows) else None

    def _point(self, place: int) -> None:
        self._session.spotlight.point_at(self._row(place))

    def _pick(self, place: int) -> None:
        row = self._row(place)
        if row is not None:
            self._session.view_sample(row)
            self.bars.update()

    # -------------------------------------------------------- Qt's own names

    def showEvent(self, event: QShowEvent) -> None:
        """Light the samples."""
        super().showEvent(event)
        self._light()

    def hideEvent(self, event: QHideEvent) -> None:
        """Light none any longer."""
        super().hideEvent(event)
        self._session.spotlight.put_out()
        self._told = None  # of all samples these are many numbers; shown again, it is told anew

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little height the equations give way: the tooltip of the sentence has them."""
        super().resizeEvent(event)
        self.way.setVisible(self.height() >= OneWeightSize.TALL)
        self._render_summary()
