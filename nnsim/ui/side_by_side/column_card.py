"""The card of one run: its letter and value, its picture, its numbers, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.runs.contrasts import Contrast
from nnsim.session.abreast import LETTERS
from nnsim.session.column import Column
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.run_marks import RunBadge
from nnsim.ui.side_by_side.column_picture import made_picture
from nnsim.ui.side_by_side.standings import metric_words, standing
from nnsim.ui.side_by_side.value_control import ValueControl
from nnsim.ui.theme import Size
from nnsim.ui.value_words import setting_words, value_words
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.numbers import steady
from nnsim.ui.widgets.stop_words import stop_words


class ColumnCard(QFrame):
    """Shows a column; knows its place only to be called by its letter.

    Signals
    -------
    value_edited(object), kept(), removed(), swapped() : the user wants that of this run; swapped with the one behind
    """

    value_edited = Signal(object)
    kept = Signal()
    removed = Signal()
    swapped = Signal()

    def __init__(
        self, column: Column, contrast: Contrast, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.column, self._contrast, self._appearance = column, contrast, appearance
        self._name = f"side_{column.snapshot.run_id}"
        self.setProperty("role", "card")
        self.setObjectName(f"{self._name}_card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # all are equally wide
        self.badge = RunBadge(appearance)
        self.value = ValueControl(contrast)
        self.value.control.setObjectName(f"{self._name}_value")
        self.value.show_value(column.value)
        self.setting = Label(setting_words(contrast), "strong")
        self.ahead = Label("", "strong", tip=self.tr("It has the best numbers so far"))
        self.state = ElidedLabel("", "note")
        self.picture = made_picture(column, appearance)
        self.keep = self._button("keep", self.tr("Keep this one"))
        self.swap = self._button("swap", "⇄", "quiet")
        self.remove = self._button("remove", "", "icon")
        self._numbers = [Label("–", "mono") for _ in range(4)]
        self._lay_out()
        self.value.edited.connect(self.value_edited.emit)
        self.keep.clicked.connect(self.kept.emit)
        self.swap.clicked.connect(self.swapped.emit)
        self.remove.clicked.connect(self.removed.emit)
        appearance.changed.connect(self._render_icons)
        self._render_icons()

    def show_place(self, place: int, count: int, fewest: int) -> None:
        """Where it stands, among how many; so few at least stay."""
        letter = LETTERS[place]
        self.badge.show_place(place)
        self.setAccessibleName(self.tr("Run {0}").format(letter))
        said = f"{setting_words(self._contrast)} {value_words(self._contrast, self.column.value)}"
        self.badge.setToolTip(said)
        self.value.control.setAccessibleName(self.tr("{0} of run {1}").format(setting_words(self._contrast), letter))
        self.keep.setToolTip(
            self.tr("Run {0} becomes the project in hand, with its weights and its record. Undo takes it back.")
            .format(letter)
        )  # fmt: skip
        self.keep.setAccessibleName(self.tr("Keep run {0}").format(letter))
        self.remove.setAccessibleName(self.tr("Remove run {0}").format(letter))
        self.remove.setToolTip(self.tr("Remove run {0}").format(letter))
        self.remove.setVisible(count > fewest)
        self.swap.setVisible(place < count - 1)
        if place < count - 1:
            tip = self.tr("Swap runs {0} and {1}").format(letter, LETTERS[place + 1])
            self.swap.setToolTip(tip)
            self.swap.setAccessibleName(tip)

    def render_numbers(self, mark: str) -> None:
        """The newest numbers, and how the run stands; ``mark`` says that it is ahead."""
        now = standing(self.column)
        is_share = bool(self.column.prepared.dataset.classes)
        losses = (steady(now.train_loss), steady(now.test_loss))
        metrics = (metric_words(value, is_share=is_share) for value in (now.train_metric, now.test_metric))
        for label, text in zip(self._numbers, (*losses, *metrics), strict=True):
            label.show_text(text)
        self.ahead.show_text(mark)
        self.ahead.setVisible(bool(mark))
        said = self.tr("{0} {1}: training loss {2}, test loss {3}")
        value = value_words(self._contrast, self.column.value)
        self.setAccessibleDescription(said.format(setting_words(self._contrast), value, *losses))
        self.state.show_text(self._state_words())

    def _state_words(self) -> str:
        failure, stopped = self.column.failure, self.column.stopped
        if failure is not None:
            return self.tr("✕ numbers out of range in epoch {0}").format(self.column.snapshot.epoch + 1)
        if stopped is not None:
            return stop_words(stopped, self.column.project.training.stop)
        return self.tr("the project as it is") if self.column.is_present else ""

    def _button(self, name: str, text: str, role: str = "") -> Button:
        button = Button(text, role)
        button.setObjectName(f"{self._name}_{name}")
        return button

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(Size.GAP)
        for widget in (self.badge, self.setting):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        for control in (self.value, self.swap, self.remove):
            self._head.addWidget(control)
        below = QHBoxLayout()
        below.setSpacing(Size.GAP)
        below.addWidget(self.ahead)
        below.addWidget(self.state, 1)
        for label in (self.ahead, self.state):
            label.setFixedHeight(Size.ICON)
        foot = QHBoxLayout()
        foot.setSpacing(Size.GAP)
        foot.addLayout(self._table(), 1)
        foot.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Size.MARGIN, Size.GAP, Size.MARGIN, Size.GAP)
        whole.setSpacing(Size.HALF)
        whole.addLayout(self._head)
        whole.addLayout(below)
        whole.addWidget(self.picture, 1)
        whole.addLayout(foot)

    def _table(self) -> QGridLayout:
        """Loss and metric of training and of test."""
        table = QGridLayout()
        table.setHorizontalSpacing(Size.GAP)
        table.setVerticalSpacing(Size.TIGHT)
        metric = self.tr("accuracy") if self.column.prepared.dataset.classes else self.tr("RMSE")
        heads = [Label(text, "caption") for text in (self.tr("training"), self.tr("test"))]
        for place, head in enumerate(heads):
            table.addWidget(head, 0, 1 + place)
        for row, text in enumerate((self.tr("loss"), metric)):
            table.addWidget(Label(text, "caption"), 1 + row, 0)
            for place in range(2):
                table.addWidget(self._numbers[2 * row + place], 1 + row, 1 + place)
        self._of_training = (heads[0], self._numbers[0], self._numbers[2])
        table.setColumnStretch(3, 1)
        return table

    def _render_icons(self) -> None:
        self.remove.setIcon(icon("x", self._appearance.theme, "second"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what is said elsewhere too gives way: the setting, then words."""
        super().resizeEvent(event)
        is_narrow = self.width() < Size.SIDE_NARROW
        self.keep.setText(self.tr("Keep") if is_narrow else self.tr("Keep this one"))
        for label in self._of_training:
            label.setVisible(self.width() >= Size.SIDE_NARROWEST)
        # With both buttons, whether it has them or not: it is to look like those beside it.
        taken = (self.badge, self.value, self.swap, self.remove)
        needed = sum(widget.sizeHint().width() + Size.GAP for widget in taken) + self.setting.sizeHint().width()
        self.setting.setVisible(needed <= self.width() - 2 * Size.MARGIN)
