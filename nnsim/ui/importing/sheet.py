"""The sheet on which a table is opened: what is understood of it, and the choices, before it becomes the data."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from nnsim.data.choices import Choices, ColumnKind, Preview
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.previewing import MOST_SHOWN
from nnsim.data.reading_problems import problem_of
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.errors import NnsimError
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.session.table_reading import TableRead, TableReading
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.choices_card import ChoicesCard
from nnsim.ui.importing.class_rows import ClassRows
from nnsim.ui.importing.preview_view import PreviewView
from nnsim.ui.importing.problem_line import ProblemLines
from nnsim.ui.importing.summary import Understood, awaits_target, targets_of, understood
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.numbers import format_count, in_percent_fixed
from nnsim.ui.widgets.patience import patience


class TableSheet(QWidget):
    """A bar with the way back and “Use this table”; below it the preview, and the choices beside it.

    Nothing is changed before the table is used; then it is one step of undo.

    Signals
    -------
    used(TablePlan, Table) : the table is the data of the project now
    left() : the user does not want it after all
    other_wanted(bool) : the user wants to choose another file, or another folder of pictures
    """

    used = Signal(object, object)
    left = Signal()
    other_wanted = Signal(bool)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_sheet")
        self.setAccessibleName(self.tr("Open a table"))
        self._session, self._appearance = session, appearance
        self._plan: TablePlan | None = None
        self._preview = Preview("")
        self._understood = Understood("", (), ())
        self._is_asked_for = False
        self._reading = TableReading(session, self)
        self._make_bar()
        self.words = Label("", "heading")
        self.words.setObjectName("table_words")
        self.words.setWordWrap(True)
        self.preview = PreviewView(appearance)
        self.pictures = ClassRows(appearance)
        self.choices = ChoicesCard(appearance)
        self._foot = Label("", "note")
        self._foot.setObjectName("table_foot")
        self._problems = ProblemLines(appearance)
        self.other = Button(self.tr("Choose another file…"))
        self.other.setObjectName("table_other")
        self.other.clicked.connect(lambda: self.other_wanted.emit(self._is_folder()))
        self._lay_out()
        self._connect()

    def open(self, plan: TablePlan) -> None:
        """Show what is understood of a table."""
        self._is_asked_for = False
        self._preview = Preview(plan.source.name)
        self._name.show_text(plan.source.name)
        self._take(plan)

    def cancel(self) -> None:
        """Stop reading, or leave."""
        is_reading = self._is_asked_for and self._reading.is_busy
        self._reading.cancel()
        self._is_asked_for = False
        self._render()
        if not is_reading:
            self.left.emit()

    def use(self) -> None:
        """Make the table the data of the project, once all of it is read."""
        if self._plan is None or self._is_asked_for or not self.use_button.isEnabled():
            return
        self._is_asked_for = True
        if self._preview.is_whole and self._preview.table is not None:
            table = replace(self._preview.table, notices=self._preview.notices)
            self._use_read(self._plan, self._plan.data(table))
        else:
            self._reading.read(self._with_known_columns(self._plan))
        self._render()

    def take_keyboard(self) -> None:
        """Enter uses the table at once."""
        (self.use_button if self.use_button.isEnabled() else self).setFocus()

    def _keyboard(self) -> QWidget | None:
        """What has the keyboard, or will have it when its window is at work again."""
        return self.window().focusWidget()

    def _take(self, plan: TablePlan) -> None:
        """Go on with another plan; the file is looked at anew if it is to be read otherwise."""
        before, self._plan = self._plan, plan
        if self._is_asked_for:  # it was to be read as it was before
            self._reading.cancel()
            self._is_asked_for = False
        if (
            before is not None
            and (before.source, before.choices) == (plan.source, plan.choices)
            and self._preview.columns
        ):
            self._on_previewed(self._preview)
            return
        self._reading.look(plan.source, plan.choices)
        self._render()

    def _choose_reading(self, choices: Choices) -> None:
        if self._plan is not None:
            self._take(replace(self._plan, choices=choices))

    def _choose_kind(self, column: str, kind: ColumnKind | None) -> None:
        if self._plan is not None:
            self._choose_reading(self._plan.choices.with_kind(column, kind))

    def _choose_target(self, column: str) -> None:
        if self._plan is not None:
            self._take(self._plan.for_targets((column,)))

    def _with_known_columns(self, plan: TablePlan) -> TablePlan:
        """Without kinds of columns that there are not, since the file is read otherwise."""
        names = {column.name for column in self._preview.columns}
        kinds = tuple(pair for pair in plan.choices.kinds if pair[0] in names)
        return replace(plan, choices=replace(plan.choices, kinds=kinds))

    def _on_previewed(self, preview: Preview) -> None:
        self._preview = preview
        if self._plan is not None:
            if preview.columns:
                self._plan = replace(self._plan, scaling=self._plan.scaling or preview.scaling)
            self._understood = understood(self._plan, preview)
        self._render()
        if self._keyboard() is self:
            self.take_keyboard()

    def _on_done(self, read: TableRead) -> None:
        if self._plan is not None:
            self._use_read(self._plan, read.data)
        self._render()

    def _use_read(self, plan: TablePlan, data: DataSpec) -> None:
        self._is_asked_for = False
        if not isinstance(data.source, TableSource):
            return
        table = data.source.table
        with patience(table.n_rows, self._said, self.tr("Taking it over …")):
            is_done = self._session.apply(data_edits.use_data, data)
        if is_done:
            self.used.emit(plan, table)

    def _on_failed(self, error: NnsimError) -> None:
        """What is wrong farther down is told like what is wrong at the beginning, with what would help."""
        self._is_asked_for = False
        if self._plan is not None:
            problem = problem_of(error, self._plan.choices, self._preview)
            self._understood = replace(self._understood, problems=(problem,))
        self._render()

    def _look_again(self) -> None:
        if self._plan is not None:
            self.open(self._plan)

    def _on_progressed(self, share: float) -> None:
        """The bar and the number are one; a look has neither before it knows how far it is."""
        if not self._is_asked_for and share in (0.0, 1.0):
            return
        self._progress.setRange(0, 100)
        self._progress.setValue(round(100 * share))
        self._said.show_text(self.tr("{0} % read").format(in_percent_fixed(share, 0)))

    # --- what is seen --------------------------------------------------------------------------------------------

    def _render(self) -> None:
        plan, preview = self._plan, self._preview
        if plan is None:
            return
        is_busy = self._reading.is_busy
        is_folder = self._is_folder()
        self._render_preview(preview, is_folder=is_folder)
        self.choices.show_facts(plan, preview, self._understood.notices)
        self.words.show_text(
            self._understood.words if not is_busy or self._is_asked_for else self._looking(is_folder=is_folder)
        )
        problems = () if is_busy else self._understood.problems
        if self._problems.has(self._keyboard()):
            self.setFocus()  # else Qt gives it to Cancel when the pressed button goes, and Space would throw all away
        in_sight = [problem for problem in problems if self.preview.cells.place_of(problem).isValid()]
        self._problems.show_problems(problems, in_sight)
        self._render_foot()
        for widget in (self._progress, self._said):
            widget.setVisible(is_busy)
        self._progress.setRange(0, 100 if self._is_asked_for else 0)
        self._said.show_text("")
        is_good = not is_busy and bool(preview.columns) and not self._understood.problems
        if self._keyboard() is self.use_button and not is_good:
            self.setFocus()  # else Qt gives the keyboard to Cancel, and a second Enter would do that
        self.use_button.setEnabled(is_good)
        is_nothing = not is_busy and bool(self._understood.problems) and _tells_nothing(preview)
        self.other.setVisible(is_nothing)
        for part in (self._card, self.choices):
            part.setVisible(not is_nothing)
        self.choices.setEnabled(not (is_busy and self._is_asked_for))

    def _render_preview(self, preview: Preview, *, is_folder: bool) -> None:
        """The first rows of a table, or some pictures of each class; and what both are called."""
        self.pictures.setVisible(is_folder)
        self.preview.setVisible(not is_folder)
        self.pictures.show_look(preview.pictures)
        seen, are_known = Preview("") if is_folder else preview, self._plan is not None and self._plan.goal != "predict"
        self.preview.cells.show_preview(seen, self._targets(), self._understood.idle, are_known=are_known)
        title = self.tr("Open a folder of pictures") if is_folder else self.tr("Open a table")
        self._title.show_text(title)
        self.setAccessibleName(title)
        self.other.setText(self.tr("Choose another folder…") if is_folder else self.tr("Choose another file…"))
        self.use_button.setText(self.tr("Use these pictures") if is_folder else self.tr("Use this table"))

    def _is_folder(self) -> bool:
        return self._plan is not None and isinstance(self._plan.source, PictureFolder)

    def _looking(self, *, is_folder: bool) -> str:
        return self.tr("Looking at the pictures …") if is_folder else self.tr("Looking at the file …")

    def _targets(self) -> tuple[str, ...]:
        table = self._preview.table
        if self._plan is None or table is None or awaits_target(self._plan, self._preview):
            return ()
        return targets_of(self._plan, table)

    def _render_foot(self) -> None:
        shown, table = len(self._preview.rows), self._preview.table
        if self._preview.pictures is not None:
            said = "" if self._preview.is_whole else self.tr("Some of each class; all are read when they are used")
        elif table is not None and self._preview.is_whole and table.n_rows > shown:
            said = self.tr("The first {0} of {1} rows").format(format_count(shown), format_count(table.n_rows))
        elif self._understood.problems and not self._preview.is_whole:
            # Of fewer rows nobody knows whether they are all.
            said = self.tr("The first {0} rows").format(format_count(shown)) if shown == MOST_SHOWN else ""
        elif shown and not self._preview.is_whole:
            said = self.tr("The first {0} rows; the others are read when the table is used").format(format_count(shown))
        else:
            said = ""
        n_more = len(self._understood.problems) - TableSize.PROBLEMS
        more = self.tr("{0} more problems").format(format_count(n_more)) if n_more > 1 else ""
        more = self.tr("1 more problem") if n_more == 1 else more
        self._foot.show_text(" · ".join(filter(None, (said, more))))

    def _make_bar(self) -> None:
        self.bar = QFrame()
        self.bar.setProperty("role", "bar")
        self.bar.setFixedHeight(Size.BAR)
        self.back = Button(f"←  {self.tr('Cancel')}", name=self.tr("Cancel"))
        self.back.setObjectName("table_cancel")
        self.back.setToolTip(self.tr("Back, and nothing changes  (Esc)"))
        self._name = ElidedLabel("", "field", where=Qt.TextElideMode.ElideMiddle)
        self.again = Button(role="icon", name=self.tr("Look again"))
        self.again.setObjectName("table_again")
        self.again.setToolTip(self.tr("Look again, after the file was changed by another program"))
        self._progress = QProgressBar()
        self._progress.setObjectName("table_progress")
        self._progress.setAccessibleName(self.tr("How much of the table is read"))
        self._progress.setFixedWidth(Size.SEARCH)
        self._said = Label("", "note")
        self.use_button = Button(self.tr("Use this table"), "primary")
        self.use_button.setObjectName("table_use")
        self.use_button.setToolTip(self.tr("It becomes the data of the project; Undo brings the former back  (Enter)"))
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        row.setSpacing(Size.MARGIN)
        row.addWidget(self.back)
        self._title = Label(self.tr("Open a table"), "heading")
        row.addWidget(self._title)
        row.addWidget(self.again)
        row.addWidget(self._name, 1)
        row.addWidget(self._said)
        row.addWidget(self._progress)
        row.addWidget(self.use_button)

    def _lay_out(self) -> None:
        self._card = QFrame()
        self._card.setProperty("role", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.preview)
        inside.addWidget(self.pictures)
        left = QVBoxLayout()
        left.setSpacing(Size.GAP)
        left.addWidget(self.words)
        left.addWidget(self._problems)
        left.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self._card, 1)
        left.addWidget(self._foot)
        left.addStretch(0)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(Size.MARGIN, Size.MARGIN, Size.MARGIN, Size.MARGIN)
        row.setSpacing(Size.GAP)
        row.addLayout(left, 1)
        row.addWidget(self.choices)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.cancel)
        self.again.clicked.connect(self._look_again)
        self._appearance.changed.connect(self._render_icons)
        self._render_icons()
        self.use_button.clicked.connect(self.use)
        self.preview.kind_chosen.connect(self._choose_kind)
        self.preview.target_chosen.connect(self._choose_target)
        self.choices.plan_chosen.connect(self._take)
        self.choices.reading_chosen.connect(self._choose_reading)
        self._problems.mended.connect(self._choose_reading)
        self._problems.shown.connect(self.preview.show_problem)
        self._reading.previewed.connect(self._on_previewed)
        self._reading.progressed.connect(self._on_progressed)
        self._reading.done.connect(self._on_done)
        self._reading.failed.connect(self._on_failed)

    def _render_icons(self) -> None:
        self.again.setIcon(icon("rotate-ccw", self._appearance.theme, "second"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Who goes elsewhere does not want the table any more: another project may be in hand when it is read."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._reading.cancel()
            self._is_asked_for = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses the table, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.use()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)


def _tells_nothing(preview: Preview) -> bool:
    """Whether nothing of the file could be understood, so that there is nothing to show and nothing to choose."""
    asked = (preview.delimiter, preview.decimal, preview.encoding, preview.has_header, preview.sheet, preview.pictures)
    is_open = any(part is not None for part in asked) or any(problem.remedies for problem in preview.problems)
    return not (preview.rows or preview.columns or preview.gaps or is_open)
