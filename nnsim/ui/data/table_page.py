"""All samples as a table beside the DATA card, with what can be done to them."""

from __future__ import annotations

from typing import ParamSpec

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.pasted_numbers import may_be_thousands, number_of
from nnsim.data.prepare import Prepared
from nnsim.data.typed_cells import block_in
from nnsim.model import sample_edits
from nnsim.session.session import Edit, Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.shown_table import exact, shown_table
from nnsim.ui.data.table_model import USE, TableModel
from nnsim.ui.data.table_view import TableView
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.patience import patience

P = ParamSpec("P")
AS_IN_FILE = "+file"
"""No column can be called that and yet be sorted by: the columns are called by their numbers."""


class TablePage(QWidget):
    """A line of buttons, and the table. The sample in hand is marked here and viewed by whoever walks here.

    Signals
    -------
    closed() : the user wants the network back
    """

    closed = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_page")
        self._session, self._appearance = session, appearance
        self._shown: Prepared | None = None
        self._viewed: int | None = None
        self.cells = TableModel(self)
        self.view = TableView(self.cells, appearance)
        self.setFocusProxy(self.view)
        self._make_tools()
        self._lay_out()
        self._connect()
        self._render_icons()

    def render_facts(self) -> None:
        """Show the samples as they are; out of sight nothing is computed."""
        if self.isVisible() and self._shown is not self._session.prepared:
            self._shown, now = self._session.prepared, self.view.currentIndex()
            row, section = now.row(), now.column()
            self.cells.show_table(shown_table(self._session.project.data, self._shown))
            if row >= 0 and not self.view.currentIndex().isValid():  # rows have come or gone: stay as near as can be
                self.view.setCurrentIndex(self.cells.index(min(row, self.cells.rowCount() - 1), section))
            self._render_words()
        self._render_viewed()

    # --- what is done --------------------------------------------------------------------------------------------

    def _paste(self) -> None:
        block, now = block_in(QGuiApplication.clipboard().text()), self.view.currentIndex()
        if block and now.isValid() and self._may_edit():
            rows = [self.cells.row_at(now.row() + down) for down in range(len(block))]
            first = max(now.column() - 1, 0)
            if self._edit(sample_edits.set_cells, rows, first, block):
                there = [self.cells.place_of(row) for row in rows if row < self.cells.rowCount()]
                self.view.choose(there, first + 1, max(map(len, block)))

    def _on_typed(self, row: int, column: int, text: str) -> None:
        if not self._edit(sample_edits.set_cells, [row], column, ((text,),)):
            place = self.cells.place_of(row)
            # Only then the field has gone in which it was typed, and the frame has gone on to the row below.
            QTimer.singleShot(0, self, lambda: self._retype(place, column + 1, text))
        elif self.cells.is_number(column + 1) and may_be_thousands(text):
            said, plain = self.tr("{0} is taken as {1}, not as {2}"), text.strip()
            whole = plain.replace(",", "").replace(".", "")
            self.words.show_text(said.format(plain, exact(number_of(plain, None)), whole))

    def _retype(self, place: int, section: int, text: str) -> None:
        self.view.retype(place, section, text)
        self._on_walked(place)

    def _empty(self) -> None:
        rows_of = {section - 1: self.cells.rows_at(places) for section, places in self.view.chosen_by_column().items()}
        if rows_of and self._may_edit():
            self._edit(sample_edits.clear_cells, rows_of)
        elif not rows_of and len(self.view.chosen_places()):
            self.view.tell(self.tr("What a row is used for follows from the test share and the seed of the data."))

    def _add_row(self) -> None:
        table, now = self.cells.table, self.view.currentIndex()
        if table is None or not self._may_edit():
            return
        at = self.cells.row_at(now.row()) + 1 if now.isValid() else table.n_rows
        behind_all = table.n_rows
        if self._edit(sample_edits.add_row, at):
            at = behind_all if table.is_drawn else at
            self.view.setFocus()
            self.view.setCurrentIndex(self.cells.index(self.cells.place_of(at), USE + 1))

    def _delete_rows(self) -> None:
        rows = self.cells.rows_at(self.view.chosen_places()).tolist()
        if rows and self._may_edit():
            self._edit(sample_edits.delete_rows, rows)

    def _edit(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """Do an edit of the samples; of very many it is told that they are being worked out."""
        n_rows = 0 if self.cells.table is None else self.cells.table.n_rows
        said = self.tr("Working out {0} rows …", None, n_rows).format(format_count(n_rows))
        with patience(n_rows, self.words, said):
            is_done = self._session.apply(edit, *arguments, **named)
        self._render_words()
        return is_done

    def _may_edit(self) -> bool:
        return self.cells.table is not None and self.cells.table.is_editable

    def _sort_by_name(self, name: str) -> None:
        self._sort(None if name == AS_IN_FILE else int(name))

    def _sort(self, section: int | None) -> None:
        """By a column; once more the other way round, and then as in the file again."""
        is_again = section is not None and section == self.cells.sorted_by and not self.cells.is_out_of_order
        if is_again and self.cells.is_descending:
            section = None
        self.cells.sort_by(section, descending=is_again and section is not None)
        self._render_words()
        self._render_viewed()

    def _on_walked(self, place: int) -> None:
        sample = self.cells.sample_at(place)
        if sample is not None:
            self._viewed = sample
            self._session.view_sample(sample)

    # --- what is seen --------------------------------------------------------------------------------------------

    def _on_snapshot_taken(self) -> None:
        self._render_viewed()

    def _render_viewed(self) -> None:
        """Mark the sample in hand; if it was chosen elsewhere, bring it into sight."""
        if not self.isVisible() or self._shown is not self._session.prepared:
            return
        sample = self._session.viewing.row(self._session.prepared)
        place = -1 if sample is None else self.cells.place_of_sample(sample)
        self.view.show_viewed(place)
        if sample != self._viewed:
            self._viewed = sample
            if place >= 0:
                self.view.go_to(place)

    def _render_words(self) -> None:
        table = self.cells.table
        if table is None:
            return
        counts = zip(table.counts, (self.tr("{0} training"), self.tr("{0} test"), self.tr("{0} left out")), strict=True)
        parts = [words.format(format_count(count)) for count, words in counts if count]
        rows = (
            self.tr("1 row")
            if table.n_rows == 1
            else self.tr("{0} rows", None, table.n_rows).format(format_count(table.n_rows))
        )
        why = "" if table.is_editable else self.tr("They follow from a rule: to be read, not typed.")
        self.words.show_text("  ·  ".join((rows, *parts, *((why,) if why else ()))))
        for button in (self.add_row, self.delete_rows):
            button.setEnabled(table.is_editable)
        self.add_row.setToolTip(
            self.tr("A point more in the middle of the sheet, of the class of the current row  (Ins)")
            if table.is_drawn
            else self.tr("An empty row below the current one  (Ins)")
        )
        options = [Option(str(number), column.name) for number, column in enumerate(table.columns, USE + 1)]
        is_of_file = table.is_editable and not table.is_drawn
        unsorted = self.tr("as in the file") if is_of_file else self.tr("as made")
        first = (Option(AS_IN_FILE, unsorted), Option(str(USE), self.tr("what they are used for")))
        self.sorting.set_options((*first, *options))
        now = AS_IN_FILE if self.cells.sorted_by is None else str(self.cells.sorted_by)
        label = next(option.label for option in (*first, *options) if option.name == now)
        shown = self.sorting.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, Size.RUN_CHOICE // 2)
        said = self.tr("Sorted: {0}, then edited") if self.cells.is_out_of_order else self.tr("Sorted: {0}")
        self.sorting.set_current(now, said.format(f"{shown} {self.cells.sign}".rstrip().replace("&", "&&")))

    def _make_tools(self) -> None:
        self.words = ElidedLabel("", "note")
        self.words.setObjectName("table_page_words")
        self.sorting = DropButton(
            self.tr("Sorted by"), tip=self.tr("In which order the rows are shown; the table itself stays as it is")
        )
        self.sorting.setObjectName("table_sorting")
        self.add_row = Button(self.tr("Add a row"), "quiet")
        self.add_row.setObjectName("table_add_row")
        tip = self.tr("Delete the rows in which cells are chosen  (Ctrl+Del)")
        self.delete_rows = Button(self.tr("Delete rows"), "quiet", tip=tip)
        self.delete_rows.setObjectName("table_delete_rows")
        self.close_button = Button(self.tr("Back to the network"), tip=self.tr("Show all regions again  (Esc)"))
        self.close_button.setObjectName("table_close")

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(Size.HALF)
        tools.addWidget(self.words, 1)
        for button in (self.sorting, self.add_row, self.delete_rows, self.close_button):
            tools.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        whole.addLayout(tools)
        whole.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.cells.typed.connect(self._on_typed)
        self.view.pasted.connect(self._paste)
        self.view.emptied.connect(self._empty)
        self.view.rows_added.connect(self._add_row)
        self.view.rows_deleted.connect(self._delete_rows)
        self.view.walked.connect(self._on_walked)
        self.view.heads.sectionClicked.connect(self._sort)
        self.sorting.chosen.connect(self._sort_by_name)
        self.add_row.clicked.connect(self._add_row)
        self.delete_rows.clicked.connect(self._delete_rows)
        self.close_button.clicked.connect(self.closed)
        self._session.snapshot_taken.connect(self._on_snapshot_taken)
        self._appearance.changed.connect(self._render_icons)

    def _render_icons(self) -> None:
        self.add_row.setIcon(icon("plus", self._appearance.theme, "second"))
        self.delete_rows.setIcon(icon("trash-2", self._appearance.theme, "second"))

    def showEvent(self, event: QShowEvent) -> None:
        """What has happened out of sight is caught up with, and the frame stands at a cell to be typed into."""
        super().showEvent(event)
        self.render_facts()
        if not self.view.currentIndex().isValid():
            self.view.begin_at(USE + 1)
