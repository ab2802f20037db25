"""One thing that stands in the way of a table: what, where, and the buttons that help."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from nnsim.data.choices import Problem
from nnsim.ui.appearance import Appearance
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.translated import sentence, translated


class ProblemLine(QFrame):
    """Says it in words; the cell can be shown, and each remedy is a button.

    Signals
    -------
    shown(Problem) : the user wants to see its cell
    mended(Choices) : the user wants the table read with these choices instead
    """

    shown = Signal(object)
    mended = Signal(object)

    def __init__(self, problem: Problem, number: int, appearance: Appearance, *, can_be_shown: bool) -> None:
        super().__init__()
        self.setObjectName(f"table_problem_{number}")
        self.setProperty("role", "banner")
        self.setProperty("severity", "error")
        self.problem = problem
        what = translated(problem.message)
        self.setAccessibleName(what)
        sign = Label()
        sign.setPixmap(
            icon("circle-x", appearance.theme, "bad").pixmap(QSize(Size.ICON, Size.ICON), self.devicePixelRatioF())
        )
        place = f"{problem.where}: " if problem.where else ""
        message, hint = Label(f"{place}{what}", "field"), Label(translated(problem.hint), "note")
        for label in (message, hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint.setVisible(bool(problem.hint))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(message)
        said.addWidget(hint)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(Size.MARGIN, Size.PAD, Size.GAP, Size.PAD)
        whole.setSpacing(Size.GAP)
        whole.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(said, 1)
        row: QLayout
        if len(problem.remedies) > 1:  # beside so many buttons the words would have no room
            row = FlowLayout(spacing_px=Size.GAP)
            said.addSpacing(Size.HALF)
            said.addLayout(row)
        else:
            row = QHBoxLayout()
            row.setSpacing(Size.GAP)
            whole.addLayout(row)
        for place_of, remedy in enumerate(problem.remedies):
            button = Button(sentence(remedy.label))
            button.setObjectName(f"table_remedy_{number}_{place_of}")
            button.clicked.connect(lambda _=False, choices=remedy.choices: self.mended.emit(choices))
            row.addWidget(button)
        self.show_cell = Button(self.tr("Show the cell"), "quiet")
        self.show_cell.setObjectName(f"table_problem_cell_{number}")
        self.show_cell.setVisible(can_be_shown)
        self.show_cell.clicked.connect(lambda: self.shown.emit(problem))
        row.addWidget(self.show_cell)


class ProblemLines(QWidget):
    """The first problems, one below the other.

    Signals
    -------
    shown(Problem), mended(Choices) : as of each line
    """

    shown = Signal(object)
    mended = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._problems: tuple[Problem, ...] = ()
        self._shown: frozenset[Problem] = frozenset()
        self._lines: list[ProblemLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Size.HALF)
        self.hide()
        appearance.changed.connect(self._render)

    def show_problems(self, problems: tuple[Problem, ...], in_sight: Collection[Problem]) -> None:
        """Tell these and no others; the cells of those that are ``in_sight`` can be shown."""
        if problems != self._problems or self._shown != frozenset(in_sight):
            self._problems, self._shown = problems, frozenset(in_sight)
            self._render()

    def has(self, widget: QWidget | None) -> bool:
        """Whether it is one of the buttons that help."""
        return widget is not None and self.isAncestorOf(widget)

    def _render(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        shown = self._problems[: TableSize.PROBLEMS]
        self._lines = [self._made(problem, number) for number, problem in enumerate(shown)]
        self.setVisible(bool(self._problems))

    def _made(self, problem: Problem, number: int) -> ProblemLine:
        line = ProblemLine(problem, number, self._appearance, can_be_shown=problem in self._shown)
        line.shown.connect(self.shown)
        line.mended.connect(self.mended)
        self._column.addWidget(line)
        return line
