"""The page on which one draws a sample: every stroke goes through the network at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.dataset import Numbers
from nnsim.data.drawing import Drawing
from nnsim.data.picture_habits import PictureHabits, habits_of
from nnsim.data.prepare import Prepared
from nnsim.data.spec import Source, TableSource
from nnsim.data.strokes import Stroke
from nnsim.engine.trace import TraceLook
from nnsim.model import table_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.drawing_pad import DrawingPad
from nnsim.ui.output.seen_picture import SeenPicture
from nnsim.ui.output.spoiling import Spoiling, pushed
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.answer_bars import AnswerBars
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.numbers import format_count, format_number
from nnsim.ui.widgets.tips import in_lines

_PENS: Final = (("thin", 0.6), ("like", 1.0), ("thick", 1.7))
"""Widths of the pen, as shares of the lines in the data."""


@dataclass(frozen=True)
class _Added:
    """A drawing that became a sample of class ``number``, and the data before it did."""

    drawing: Drawing
    number: int
    before: Source


class DrawPage(QWidget):
    """Pad and bars beside each other, below them the verdict, what the network sees, the tools, and what spoils.

    What is drawn becomes the sample in hand, so that the network lights up and its numbers can be looked at everywhere.
    It stays so until another sample is chosen; the next stroke takes it up again. What has been added to the data
    comes back to empty paper when undo takes it out.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._prepared: Prepared | None = None
        self._habits: PictureHabits | None = None
        self._drawing = Drawing()
        self._pixels: Numbers = np.empty(0)
        self._class, self._pen, self._erases = 0, "like", False
        self._taken = 0
        self._told = ""
        self._added: list[_Added] = []
        self.setObjectName("draw_page")
        self.pad = DrawingPad(appearance)
        self.pad.drawn.connect(self._on_drawn)
        self.pad.nudged.connect(lambda right, down: self._take_up(pushed(self._drawing, QPoint(right, down))))
        self.bars = AnswerBars(session, appearance)
        self.verdict = ElidedLabel("", "strong")
        self.verdict.setObjectName("pad_verdict")
        self.seen = SeenPicture(appearance)
        self._make_tools()
        self.spoiling = Spoiling()
        self.spoiling.wanted.connect(self._take_up)
        self._lay_out()
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_data()

    def _make_tools(self) -> None:
        self.meant = DropButton(self.tr("What is drawn"), tip=self.tr("What it should be: the loss and the label"))
        self.meant.setObjectName("pad_meant")
        self.meant.chosen.connect(self._mean)
        self.pen = DropButton(self.tr("Pen"), tip=self.tr("How thick the lines are, beside those of the data"))
        self.pen.setObjectName("pad_pen")
        self.pen.chosen.connect(self._take_pen)
        named = {"thin": self.tr("Thin pen"), "like": self.tr("Pen"), "thick": self.tr("Thick pen")}
        self.pen.set_options([Option(name, named[name]) for name, _ in _PENS])
        self.eraser = self._chip("pad_eraser", self.tr("Eraser"), self.tr("Take away; the right button does, too"))
        self.eraser.clicked.connect(lambda: self._hold(erases=not self._erases))
        self.fit = self._chip("pad_fit", self.tr("Fit"), "")
        self.fit.clicked.connect(lambda: self._take_up(replace(self._drawing, fitted=not self._drawing.fitted)))
        self.clear = self._button("pad_clear", self.tr("Clear"), self.tr("Empty paper, nothing turned  (Delete)"))
        self.clear.clicked.connect(lambda: self._take_up(Drawing(fitted=self._drawing.fitted)))
        self.sample = self._button(
            "pad_sample",
            self.tr("A sample"),
            self.tr("Put the next sample of the data on the pad, to change it until it is taken for something else"),
        )
        self.sample.clicked.connect(self._take_sample)
        self.add = self._button(
            "pad_add",
            "",
            self.tr(
                "Take what is drawn into the data, as what you say it is; training goes on with it. Undo takes it out "
                "and puts the drawing back."
            ),
        )
        self.add.clicked.connect(self._add)

    def _chip(self, name: str, said: str, tip: str) -> Chip:
        chip = Chip(said, tip=tip)
        chip.setObjectName(name)
        return chip

    def _button(self, name: str, said: str, tip: str) -> Button:
        button = Button(said, "chip", tip=tip)
        button.setObjectName(name)
        return button

    def _arrows(self) -> QWidget:
        """Four buttons that push all that is drawn by a pixel."""
        arrows = QWidget()
        row = QHBoxLayout(arrows)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.TIGHT)
        for name, sign, said, right, down in (
            ("left", "←", self.tr("Push to the left"), -1, 0),
            ("up", "↑", self.tr("Push up"), 0, -1),
            ("down", "↓", self.tr("Push down"), 0, 1),
            ("right", "→", self.tr("Push to the right"), 1, 0),
        ):
            tip = self.tr("{0} by a pixel  (Shift and an arrow on the pad)").format(said)
            button = Button(sign, "chip", name=said, tip=tip)
            button.setObjectName(f"pad_push_{name}")
            button.setFixedSize(Size.CHIP, Size.CHIP)
            by = QPoint(right, down)
            button.clicked.connect(lambda _on=False, by=by: self._take_up(pushed(self._drawing, by)))
            row.addWidget(button)
        return arrows

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(Size.GAP)
        upper.addWidget(self.pad, 3)
        upper.addWidget(self.bars, 2)
        self._label = Label(self.tr("You draw a"), "note")
        tools = FlowLayout()
        for widget in (
            self._label,
            self.meant,
            self.pen,
            self.eraser,
            self.clear,
            self.sample,
            self.fit,
            self.add,
            self._arrows(),
        ):
            widget.setMinimumHeight(Size.CHIP)  # in one line whatever they are
            tools.addWidget(widget)
        lower = QHBoxLayout()
        lower.setSpacing(Size.GAP)
        lower.addWidget(self.seen)
        lower.addLayout(tools, 1)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.HALF)
        whole.addLayout(upper, 1)
        whole.addWidget(self.verdict)
        whole.addLayout(lower)
        whole.addWidget(self.spoiling)

    # ------------------------------------------------------------------ facts

    @property
    def drawing(self) -> Drawing:
        """What is on the pad."""
        return self._drawing

    @property
    def habits(self) -> PictureHabits | None:
        """Those of the data's pictures; ``None`` if the data are none."""
        return self._habits

    # --------------------------------------------------------------- gestures

    def _on_drawn(self, strokes: tuple[Stroke, ...]) -> None:
        ground = self._drawing.ground
        empty = Drawing(fitted=self._drawing.fitted)
        self._take_up(empty if not strokes and ground is None else replace(self._drawing, strokes=strokes))

    def _take_up(self, drawing: Drawing) -> None:
        """Have another drawing, and let the network see it."""
        self._drawing, self._told = drawing, ""
        self._render_drawing()
        self._show_network()

    def _show_network(self) -> None:
        habits, prepared = self._habits, self._session.prepared
        if habits is None or prepared is not self._prepared:
            return
        if self._drawing.is_empty:
            if self._session.viewing.drawn(prepared) is not None:
                self._session.view_sample(None)
            return
        pixels = self._pixels
        target = (float(self._class),)
        if not prepared.dataset.classes:
            target = tuple(prepared.copies_of(pixels[None, :])[0].tolist())
        self._session.view_sample(TraceLook(typed=tuple(pixels.tolist()), target=target))

    def _mean(self, name: str) -> None:
        self._class = int(name)
        self._render_meant()
        self._show_network()

    def _take_pen(self, name: str) -> None:
        self._pen = name
        self._hold(erases=False)

    def _hold(self, *, erases: bool) -> None:
        self._erases = erases
        self._render_pen()

    def _take_sample(self) -> None:
        """The one in hand, or else the next of those that are tested."""
        prepared, habits = self._session.prepared, self._habits
        if habits is None or prepared is not self._prepared:
            return
        row = self._session.viewing.row(prepared)
        if row is None:
            rows = prepared.test_rows if len(prepared.test_rows) else prepared.train_rows
            row = int(rows[self._taken % len(rows)])
            self._taken += 1
        if prepared.dataset.classes:
            self._class = int(prepared.dataset.targets[row, 0])
            self._render_meant()
        self._take_up(Drawing(ground=habits.ink_of(prepared.dataset.inputs[row]), fitted=self._drawing.fitted))

    def _add(self) -> None:
        """Make a sample of it, and take empty paper for the next."""
        if not self._can_add():
            return
        name = self._session.prepared.dataset.classes[self._class]
        drawing, before = self._drawing, self._session.project.data.source
        if self._session.apply(table_edits.add_sample, tuple(self._pixels.tolist()), self._class):
            self._added.append(_Added(drawing, self._class, before))
            self._render_data()  # or the empty paper would not be that of the data in hand
            self._take_up(Drawing(fitted=self._drawing.fitted))
            n_samples = format_count(self._session.prepared.dataset.n_samples)
            self._told = self.tr("Added as {0}: sample {1}. Undo takes it out.").format(name, n_samples)
            self._render_verdict()

    def _can_add(self) -> bool:
        """Whether there is something to add, and a table with classes to which it can be added."""
        is_table = isinstance(self._session.project.data.source, TableSource)
        return is_table and bool(self._session.prepared.dataset.classes) and not self._drawing.is_empty

    # ---------------------------------------------------------------- drawing

    def _on_snapshot_taken(self) -> None:
        self._render_data()
        if self.isVisible() and self._session.rota.is_due(self.bars.objectName()):
            self._render_verdict()

    def _render_data(self) -> None:
        """Other data have other paper; a drawing stays if it fits on it."""
        prepared = self._session.prepared
        if prepared is self._prepared:
            return
        self._prepared, before = prepared, self._habits
        self._habits = habits_of(prepared)
        habits, classes = self._habits, prepared.dataset.classes
        if habits is not None:
            self.pad.show_paper(habits.shape)
        if habits is None or before is None or before.shape != habits.shape:
            self._drawing, self._taken = Drawing(fitted=self._drawing.fitted), 0
            self._added.clear()
        self._take_back()
        self._class = self._class if self._class < len(classes) else 0
        self.meant.set_options([Option(str(number), name) for number, name in enumerate(classes)])
        for widget in (self._label, self.meant, self.add):
            widget.setVisible(bool(classes))
        self._render_meant()
        self._render_pen()
        self._render_drawing()
        self._render_verdict()

    def _take_back(self) -> None:
        """Put back on empty paper what undo has just taken out of the data."""
        last = self._added[-1] if self._added else None
        if last is None or self._session.project.data.source is not last.before:
            return
        self._added.pop()
        if self._drawing.is_empty:
            self._drawing, self._class = last.drawing, last.number
            self._told = self.tr("Out of the data, back on the pad. Draw on to see the answer.")

    def _render_meant(self) -> None:
        self.meant.set_current(str(self._class))
        classes = self._session.prepared.dataset.classes
        self.add.setText(self.tr("Add as {0}").format(classes[self._class]) if classes else "")

    def _render_pen(self) -> None:
        self.pen.set_current(self._pen)
        self.eraser.setChecked(self._erases)
        if self._habits is not None:
            self.pad.show_pen(self._habits.pen * dict(_PENS)[self._pen], erases=self._erases)

    def _render_drawing(self) -> None:
        drawing, habits = self._drawing, self._habits
        self.pad.show_drawing(drawing.strokes, drawing.ground)
        self.spoiling.show_drawing(drawing)
        self.fit.setChecked(drawing.fitted and drawing.ground is None)
        self.fit.setEnabled(drawing.ground is None)
        self.add.setEnabled(self._can_add())
        if habits is None:
            return
        largest = max(abs(habits.ground), abs(habits.ink)) or 1.0
        self._pixels = drawing.pixels(habits)
        self.seen.show_pixels(self._pixels.reshape(habits.shape) / largest)
        self.fit.setToolTip(in_lines(self._fit_said(habits)))

    def _fit_said(self, habits: PictureHabits) -> str:
        """What is done to a drawing, in the numbers of these data."""
        if self._drawing.ground is not None:
            return self.tr("A sample of the data stands already where samples stand.")
        said = self.tr(
            "Draw anywhere: what you draw is moved and resized until it stands like the samples of the data, at most "
            "{0} pixels wide and {1} high; lines are {2} pixels thick, as theirs are. Switch it off and draw small or "
            "in a corner: the network has never seen that."
        )
        width, height = (format_number(size, 2) for size in habits.size)
        return said.format(width, height, format_number(habits.pen, 2))

    def _render_verdict(self) -> None:
        """What the network says of it, or which sample is shown instead."""
        self.bars.render_snapshot()
        row = self._session.viewing.row(self._session.prepared)
        if self._told or self._drawing.is_empty:
            self.verdict.show_text(self._told or self.tr("Each stroke goes through the network at once."))
        elif row is not None:
            said = self.tr("Sample {0} is in hand now; draw on to come back.")
            self.verdict.show_text(said.format(format_count(row + 1)))
        else:
            self.verdict.show_text(self.bars.verdict)

    # -------------------------------------------------------- Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little height the sliders give way to the pad: the enlarged region has them."""
        super().resizeEvent(event)
        self.spoiling.setVisible(self.height() >= PlotSize.PAD_SPOILING_FROM)

    def heightForWidth(self, width: int) -> int:
        """Out of sight the least, without the sliders: it must not take the room of what stands below it."""
        if self.isVisible():
            return super().heightForWidth(width)
        least = self._whole.totalMinimumHeightForWidth(width)
        return least if self.spoiling.isHidden() else least - self.spoiling.minimumSizeHint().height() - Size.HALF

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._render_data()
        self._render_verdict()
