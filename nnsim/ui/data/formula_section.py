"""The formula that made-up data follow, and the range of x, to be typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nnsim.data.formula_values import written
from nnsim.data.formula_words import LONGEST
from nnsim.data.formulas import formula_of
from nnsim.data.spec import ToySource
from nnsim.data.toy_checks import FARTHEST
from nnsim.data.toys import make, toy_called
from nnsim.errors import SpecError
from nnsim.model import toy_edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.history_keys import redoes, undoes
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.number_field import KeyboardHome, NumberField
from nnsim.ui.widgets.tips import in_lines
from nnsim.ui.widgets.translated import sentence, translated


class FormulaField(QLineEdit):
    """A formula. Enter or leaving takes it if it can be used, Esc brings the old one back and gives the keyboard back.

    After Enter the keyboard stays, for another formula is tried next: its letters must not run the network.

    Parameters
    ----------
    judge : raises ``SpecError`` if a formula cannot be used

    Signals
    -------
    edited(str) : the user made it another one; never emitted by ``set_formula``
    judged(object) : what is wrong with what is typed, a ``SpecError``, or ``None``
    """

    edited = Signal(str)
    judged = Signal(object)

    def __init__(self, judge: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._formula = ""
        self.setProperty("role", "number")
        self.setAccessibleName(self.tr("Formula: y ="))
        self.setMaxLength(LONGEST)
        self.setMinimumHeight(Size.HIT)
        self.setToolTip(
            in_lines(
                self.tr(
                    "y in x, or in x1 and x2. Possible are numbers, + − · / ^, brackets, π, e, and sin, cos, tan, exp, "
                    "ln, sqrt, abs, sign, min(a; b), max(a; b). 2x is 2·x; x^2 is x²."
                )
            )
        )
        self.textEdited.connect(self._render_validity)
        self.editingFinished.connect(self.take)

    def set_formula(self, formula: str) -> None:
        """Show this one, unless another is being typed."""
        self._formula = formula
        if not self.isModified():
            self._restore()

    def problem(self) -> SpecError | None:
        """Why what is typed cannot be used; ``None`` if it can."""
        try:
            self._judge(self.text())
        except SpecError as error:
            return error
        return None

    def take(self) -> None:
        """Take what is typed, if it can be used."""
        if not self.isModified() or self.problem() is not None:
            return
        typed = self.text().strip()
        is_other, self._formula = typed != self._formula, typed
        self._restore()
        if is_other:
            self.edited.emit(typed)

    def _restore(self) -> None:
        if self.text() != self._formula:
            self.setText(self._formula)
        self.setModified(False)
        self._render_validity()

    def _render_validity(self) -> None:
        problem = self.problem() if self.isModified() else None
        self.setAccessibleDescription("" if problem is None else translated(problem.message))
        set_look(self, "invalid", problem is not None)
        self.judged.emit(problem)

    def _give_back(self) -> None:
        window = self.window()
        if isinstance(window, KeyboardHome):
            window.take_keyboard()

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc and undo belong to the field only while there is something to bring back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if (undoes(event) or redoes(event)) and not self.isModified():
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_Escape and self.isModified():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the formula and marks all of it; Esc brings the old one back and gives the keyboard back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            if not self.isModified():
                self.selectAll()
        elif event.key() == Qt.Key.Key_Escape:
            self._restore()
            self._give_back()
        elif (undoes(event) or redoes(event)) and not self.isModified():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Bring the old formula back if the new one cannot be used."""
        super().focusOutEvent(event)
        if self.isModified() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()


class FormulaSection(QWidget):
    """``y =`` with how it was read or what is wrong with it below, and from where to where x goes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.field = FormulaField(self._judge)
        self.field.setObjectName("formula")
        self._note = Label("", "note")
        self._note.setObjectName("formula_note")
        self._note.setWordWrap(True)
        tip = self.tr("The points lie in this range of x, evenly spread.")
        self.low = NumberField(self.tr("x from"), -FARTHEST, FARTHEST, tip=tip)
        self.high = NumberField(self.tr("x to"), -FARTHEST, FARTHEST, tip=tip)
        self.low.setObjectName("formula_low")
        self.high.setObjectName("formula_high")
        self._range = Label(self.tr("x from"), "field", tip=tip)
        self._lay_out(tip)
        self.field.edited.connect(lambda formula: session.apply(toy_edits.set_formula, formula))
        self.field.judged.connect(self._render_note)
        self.low.edited.connect(self._on_range_edited)
        self.high.edited.connect(self._on_range_edited)

    def _lay_out(self, tip: str) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(Size.GAP // 2)
        label = Label("y =", "field")
        label.setBuddy(self.field)
        first.addWidget(label)
        first.addWidget(self.field, 1)
        for field in (self.low, self.high):
            field.setFixedWidth(Size.SEED)
        second.addWidget(self._range, 1)
        second.addWidget(self.low)
        second.addWidget(Label(self.tr("to"), "field", tip=tip))
        second.addWidget(self.high)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Size.GAP // 2)
        column.setSpacing(Size.GAP // 2)
        column.addLayout(first)
        column.addWidget(self._note)
        column.addLayout(second)

    def render_facts(self) -> None:
        """Show the project as it is."""
        source = self._source()
        self.setVisible(source is not None)
        if source is None:
            return
        self.field.set_formula(source.formula)
        self.low.set_value(source.low)
        self.high.set_value(source.high)
        is_plane = formula_of(source.formula).n_inputs > 1
        self._range.show_text(self.tr("x₁, x₂ from") if is_plane else self.tr("x from"))

    def _source(self) -> ToySource | None:
        """The data in hand, if they follow a formula."""
        source = self._session.project.data.source
        return source if isinstance(source, ToySource) and toy_called(source.kind).is_formula else None

    def _judge(self, text: str) -> None:
        source = self._source()
        if source is not None:
            make(replace(source, formula=text))

    def _render_note(self, problem: SpecError | None) -> None:
        if problem is not None:
            where, why, hint = sentence(problem.where), translated(problem.message), translated(problem.hint)
            self._note.show_text(f"{where}: {why} {hint}")
            return
        if not self.field.text():
            return  # nothing has been shown yet
        formula = formula_of(self.field.text())
        self._note.show_text(self.tr("read as y = {0}").format(written(formula.node, formula.n_inputs)))

    def _on_range_edited(self) -> None:
        self._session.apply(toy_edits.set_range, self.low.value(), self.high.value())
        # A refusal changes no project, but the field has taken the number already.
        self.render_facts()
