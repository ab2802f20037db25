"""The runs of the project as a tree: named, compared, opened, and chosen for the loss plot."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QElapsedTimer, QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.session.runs import RunLine
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Duration, Size
from nnsim.ui.timeline.run_comparison import RunComparison
from nnsim.ui.timeline.run_curve import scale_of
from nnsim.ui.timeline.run_row import RunRow
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.popover import Popover
from nnsim.ui.widgets.scrolled_column import ScrolledColumn
from nnsim.ui.widgets.translated import translated


class RunsPopover(Popover):
    """A row for each run, a branch below the run it has left; then two of them compared in words."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(self.tr("Runs"), parent)
        self.setObjectName("runs_popover")
        self._session, self._appearance = session, appearance
        self.rows: dict[int, RunRow] = {}
        self._known: dict[int, RunLine] = {}
        self._was_forgotten = False
        self._lately = QElapsedTimer()
        self._lately.start()
        self.comparison = RunComparison(session.way_of_run)
        self.gone = Label("", "note")
        self.back = Button(self.tr("Bring back"), "step", name=self.tr("Bring back the run that was deleted"))
        self.back.setObjectName("runs_bring_back")
        self.back.clicked.connect(self._bring_back)
        self._lay_out()
        self.undo_pressed.connect(self._undo)
        self.redo_pressed.connect(session.redo)
        session.runs_changed.connect(self._on_changed)
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setFixedWidth(Size.RUNS[0])
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(Label(self.tr("Runs"), "title"))
        note = Label(
            self.tr(
                "Reset, another seed, other data and “Continue from here” leave a run behind. All of them stay in the "
                "project file. Click a name to give another one."
            ),
            "note",
        )
        note.setWordWrap(True)
        column.addWidget(note)
        self.area = ScrolledColumn(0)
        self.area.setObjectName("runs_scroll")
        self._lines = self.area.column
        self._lines.setContentsMargins(0, 0, Size.SCROLL, 0)
        column.addWidget(self.area)
        self._gone = QWidget()
        row = QHBoxLayout(self._gone)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.gone, 1)
        row.addWidget(self.back)
        column.addWidget(self._gone)
        column.addWidget(self.comparison)
        self.add_column(content)

    def open_at(self, button: QWidget, *, by_keyboard: bool = False) -> None:
        """Show all as it is now, above ``button``."""
        self.render_runs()
        by_keyboard = by_keyboard or button.hasFocus()
        self.open_below(button)
        if by_keyboard:
            self.rows[self._session.run_key].take_keyboard()
        self.area.ensureWidgetVisible(self.rows[self._session.run_key])

    def _line(self, key: int) -> RunLine:
        return self._known[key]

    def render_runs(self) -> None:
        """Draw all runs."""
        lines = self._session.runs
        self._known = {line.key: line for line in lines}
        self._keep_rows([line.key for line in lines])
        scale = scale_of([line.curves for line in lines])
        for line in lines:
            self.rows[line.key].show_line(line, self._known, scale)
        self.comparison.show_runs(lines)
        gone = self._session.forgotten_run
        self._gone.setVisible(gone is not None)
        self.gone.show_text("" if gone is None else self.tr("{0} was deleted.").format(translated(gone.name)))
        high = sum(row.sizeHint().height() for row in self.rows.values())
        self.area.setFixedHeight(min(high, Size.RUNS[1]))
        self.adjustSize()

    def _keep_rows(self, keys: list[int]) -> None:
        """A row for each run in this order; those that stay keep what is being typed."""
        for key in self.rows.keys() - set(keys):
            row = self.rows.pop(key)
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, key in enumerate(keys):
            if key not in self.rows:
                self.rows[key] = self._row(key)
            if self._lines.indexOf(self.rows[key]) != place:
                self._lines.insertWidget(place, self.rows[key])
        rows = [control for key in keys for control in self.rows[key].controls()]
        for before, after in pairwise((*rows, self.back, self.comparison.one, self.comparison.other)):
            self.setTabOrder(before, after)

    def _row(self, key: int) -> RunRow:
        session = self._session
        row = RunRow(key, self._appearance)
        row.named.connect(session.name_run)
        row.pinned.connect(lambda key, pinned: session.pin_run(key) if pinned else session.unpin_run(key))
        row.opened.connect(self._open)
        row.forgotten.connect(self._forget)
        row.left.connect(self._go)
        return row

    def _go(self, key: int, step: int) -> None:
        """Give the keyboard to the same control in the row above or below."""
        keys, here = list(self._known), self.focusWidget()
        column = next((place for place, part in enumerate(self.rows[key].controls()) if part is here), 1)
        row = self.rows[keys[max(0, min(keys.index(key) + step, len(keys) - 1))]]
        row.take_keyboard(column)
        self.area.ensureWidgetVisible(row)

    def _forget(self, key: int) -> None:
        self._session.forget_run(key)
        self._was_forgotten = True

    def _undo(self) -> None:
        """What was done last: right after a deletion that is brought back, else the last edit undone."""
        if self._was_forgotten and self._session.forgotten_run is not None:
            self._bring_back()
        else:
            self._session.undo()

    def _bring_back(self) -> None:
        self._was_forgotten = False
        self._session.bring_run_back()

    def _open(self, key: int) -> None:
        self.hide()
        self._session.open_run(key, translated(self._line(key).name))

    def _on_project_changed(self) -> None:
        self._was_forgotten = False
        self._on_changed()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.render_runs()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._lately.elapsed() >= Duration.RATE:
            self._lately.start()
            self.render_runs()

    def _corner(self, button: QWidget) -> QPoint:
        """Above the strip, its right edge at that of the button."""
        return button.mapToGlobal(QPoint(button.width() - self.width(), -self.height() - Size.GAP))
