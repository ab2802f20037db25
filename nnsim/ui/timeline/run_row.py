"""A run in the list: its name, what is different in it, how it went, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nnsim.session.runs import MOST_PINNED, RunLine
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.timeline.run_curve import RunCurve, Scale
from nnsim.ui.timeline.run_words import epochs_of, in_words, loss_of, metric_of, origin_of
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.translated import translated

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NameField(QLineEdit):
    """A name that can be typed over. Enter or leaving the field takes it, Esc brings the old one back.

    A name for which there is no room ends in … while nobody types in it; the tooltip has all of it.

    Signals
    -------
    named(str) : the user has given another name; empty if the name was taken away
    entered() : by Enter: nothing more is typed here
    """

    named = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "name")
        self._shown = ""
        self.editingFinished.connect(self._on_finished)

    def show_name(self, name: str) -> None:
        """Show ``name``, unless another is being typed."""
        self._shown = name
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def _on_finished(self) -> None:
        if self.isModified() and self.text() != self._shown:
            self.setModified(False)
            self.named.emit(self.text())
        self._show()

    def _show(self) -> None:
        """All of it to who types, else what there is room for."""
        text = self._shown
        if not self.hasFocus():
            # Qt keeps 2 px on either side of the text.
            room = self.contentsRect().width() - self.textMargins().left() - self.textMargins().right() - 4
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(self._shown if text != self._shown else "")
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All of the name is there to be typed over."""
        self._show()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take it, and show what there is room for."""
        super().focusOutEvent(event)
        if not self.isModified():
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the name to the new width."""
        super().resizeEvent(event)
        if not self.hasFocus():
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, while something has been typed, takes that back and nothing else."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._shown)
            self.selectAll()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()


class RunRow(QFrame):
    """One line of the list.

    Signals
    -------
    named(int, str), pinned(int, bool), opened(int), forgotten(int) : asked for, of the run with this key
    left(int, int) : an arrow key goes to the row above this one (−1), or below (1)
    """

    named = Signal(int, str)
    pinned = Signal(int, bool)
    opened = Signal(int)
    forgotten = Signal(int)
    left = Signal(int, int)

    def __init__(self, key: int, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._appearance = appearance
        self.setObjectName(f"run_{key}")
        self.mark = Label("", "strong")
        self.name = NameField()
        self.origin = ElidedLabel("", "note")
        self.curve = RunCurve(appearance)
        self.loss, self.score, self.epochs = Label("", "note"), Label("", "note"), Label("", "note")
        self.pin = Chip("", "icon", name=self.tr("Show in the loss plot"))
        self.open = Button(self.tr("Open"), "step")
        self.forget = Button("", "icon", name=self.tr("Delete this run"), tip=self.tr("Delete this run"))
        for part, name in (
            (self.name, "name"), (self.pin, "pin"), (self.open, "open"), (self.forget, "forget"),
        ):  # fmt: skip
            part.setObjectName(f"run_{key}_{name}")
            part.installEventFilter(self)
        self.name.named.connect(lambda name: self.named.emit(key, name))
        self.name.entered.connect(self.take_keyboard)
        self.pin.clicked.connect(lambda: self.pinned.emit(key, not self.pin.isChecked()))
        self.open.clicked.connect(lambda: self.opened.emit(key))
        self.forget.clicked.connect(lambda: self.forgotten.emit(key))
        self._lay_out()
        appearance.changed.connect(self._render_icons)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, Size.HALF, 0, Size.HALF)
        row.setSpacing(Size.GAP)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.mark)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.name)
        said.addWidget(self.origin)
        self.origin.setContentsMargins(Size.INDENT, 0, 0, 0)
        row.addLayout(said, 1)
        row.addWidget(self.curve)
        figures = QWidget()
        figures.setFixedWidth(Size.RUN_LOSS)
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self.loss, self.score, self.epochs):
            column.addWidget(label)
        row.addWidget(figures)
        for button in (self.pin, self.forget):
            button.setFixedSize(Size.CONTROL, Size.CONTROL)
        row.addWidget(self.pin)
        row.addWidget(self.open)
        row.addWidget(self.forget)

    def controls(self) -> tuple[QWidget, ...]:
        """What can take the keyboard, from left to right."""
        return self.name, self.pin, self.open, self.forget

    def take_keyboard(self, place: int = 1) -> None:
        """To the control at that place of ``controls``, or to the next that can be used; not to the name by itself."""
        controls = self.controls()
        usable = (part for part in (*controls[place:], *controls[1:]) if part.isEnabled())
        next(usable, self.name).setFocus(Qt.FocusReason.TabFocusReason)

    def show_line(self, line: RunLine, runs: Mapping[int, RunLine], scale: Scale) -> None:
        """Draw the run as it is; ``runs`` are all of the list."""
        self._row.setContentsMargins(min(line.depth, Size.RUN_LEVELS) * 2 * Size.GAP, Size.HALF, 0, Size.HALF)
        self._render_mark(line)
        self.name.show_name(translated(line.name))
        self.name.setAccessibleName(self.tr("Name of {0}").format(translated(line.name)))
        self.origin.show_text(origin_of(line, runs) or self.tr("the first one"))
        self.curve.show_curves(line.curves, scale)
        for label, text in ((self.loss, loss_of(line)), (self.score, metric_of(line)), (self.epochs, epochs_of(line))):
            label.show_text(text)
        self._render_pin(line, is_full=sum(run.is_pinned for run in runs.values()) >= MOST_PINNED)
        self.open.setEnabled(line.can_open)
        self.open.setToolTip(self._about_opening(line))
        self.forget.setEnabled(not line.is_present)
        reason = self.tr("This run is at work: open another one to delete it")
        self.forget.setToolTip(reason if line.is_present else self.tr("Delete this run"))
        self.setAccessibleName(in_words(line, runs))
        self.curve.setAccessibleName(in_words(line, runs))
        self._render_icons()

    def _render_mark(self, line: RunLine) -> None:
        """Whether it is at work, or a branch; from where rows are not indented any more on, also how deep it lies."""
        sign = "●" if line.is_present else "└" if line.branches else "○"
        is_deeper = line.depth > Size.RUN_LEVELS
        self.mark.show_text(f"{line.depth} {sign}" if is_deeper else sign)
        self.mark.setFixedWidth(max(Size.MARGIN, self.mark.sizeHint().width()))
        deep = self.tr("A branch of a branch …, {0} levels deep").format(line.depth) if is_deeper else ""
        self.mark.setToolTip("\n".join(filter(None, (self.tr("The run at work") if line.is_present else "", deep))))

    def _render_pin(self, line: RunLine, *, is_full: bool) -> None:
        self.pin.setChecked(line.is_pinned)
        self.pin.setEnabled(line.is_pinned or not is_full)
        if line.is_pinned:
            self.pin.setToolTip(self.tr("Shown in the loss plot, beside the present run"))
        elif is_full:
            self.pin.setToolTip(self.tr("{0} runs are shown in the loss plot: take one out first").format(MOST_PINNED))
        else:
            self.pin.setToolTip(self.tr("Show in the loss plot"))

    def _about_opening(self, line: RunLine) -> str:
        if line.is_present:
            return self.tr("This run is at work")
        if not line.can_open:
            return self.tr("Its weights were too large to be kept")
        return self.tr("Go to where this run ended, with its settings and data. Undo brings you back")

    def _render_icons(self) -> None:
        theme = self._appearance.theme
        self.pin.setIcon(icon("eye", theme, "accent" if self.pin.isChecked() else "second"))
        self.forget.setIcon(icon("trash-2", theme, "second", off="line"))

    def eventFilter(self, control: QObject, event: QEvent) -> bool:
        """Up and down go to another row, from whichever control; Qt would go to the next one, or scroll."""
        step = _STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if step is None or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(control, event)
        self.left.emit(self.key, step)
        return True
