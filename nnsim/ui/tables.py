"""Tables of one's own: where they come from, the sheet on which each is looked at first, and what is said after it."""

from __future__ import annotations

from dataclasses import replace
from os.path import isdir
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.data.choices import Pasted
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.picture_tables import is_called_so
from nnsim.data.spec import TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.data.tables import Table
from nnsim.data.written_tables import MOST_WRITTEN, choices_for, written
from nnsim.decoding.qt_decoder import QtDecoder
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.sheet import TableSheet
from nnsim.ui.rooms import Rooms
from nnsim.ui.widgets.banner import Banner

FEW_ROWS: Final = 10
"""With fewer rows a table is taken with a word of warning."""
TABLE_SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab", ".txt", ".xls", ".xlsx", ".xlsm"})
PATTERNS: Final = " ".join([*(f"*{suffix}" for suffix in sorted(TABLE_SUFFIXES)), "*.npz", "*-ubyte", "*-ubyte.gz"])


class Tables(QObject):
    """Leads a file, or what is on the clipboard, to the sheet, and the table from there into the project.

    How a table was read is remembered for as long as the program holds it, so that the sheet can be opened once more;
    one that was edited by hand, or came with a project, is looked at as it stands.

    Parameters
    ----------
    rooms : where the sheet is shown, which is made when it is first needed

    Attributes
    ----------
    folder : where a file was opened last, for the next time; empty at first

    Signals
    -------
    sheet_made(TableSheet) : there is one now
    """

    sheet_made = Signal(object)

    def __init__(self, session: Session, appearance: Appearance, banner: Banner, rooms: Rooms, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._appearance, self._banner = session, appearance, banner
        self._rooms, self._window = rooms, window
        self._sheet: TableSheet | None = None
        self.folder = ""
        self._plans: WeakKeyDictionary[Table, TablePlan] = WeakKeyDictionary()

    @property
    def sheet(self) -> TableSheet:
        """Where a table is looked at."""
        if self._sheet is None:
            self._sheet = TableSheet(self._session, self._appearance)
            self.sheet_made.emit(self._sheet)
            self._sheet.left.connect(self._rooms.leave_sheet)
            self._sheet.other_wanted.connect(lambda is_folder: self.choose_folder() if is_folder else self.choose())
            self._sheet.used.connect(self._on_used)
        return self._sheet

    def choose(self) -> None:
        """Ask for a file and look at it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a table"), self.folder, self.tr("Tables ({0});;All files (*)").format(PATTERNS)
        )
        if chosen:
            self.open(Path(chosen))

    def choose_folder(self) -> None:
        """Ask for a folder of pictures and look at it."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open a folder with a folder for each class"), self.folder
        )
        if chosen:
            self.open(Path(chosen))

    def open(self, source: Path | Pasted) -> None:
        """Look at a table, or at a folder of pictures."""
        if isinstance(source, Path):
            self.folder = str(source.parent)
        if isinstance(source, Path) and isdir(source):  # of what may not be looked at, the sheet tells it
            self._show(TablePlan(PictureFolder(source, QtDecoder())))
        else:
            self._show(TablePlan(source))

    def paste(self) -> None:
        """Look at the table on the clipboard, or at the file that was copied."""
        copied = QGuiApplication.clipboard().mimeData()
        files = local_files(copied)
        if files and is_table(files[0]):
            self.open(files[0])
        elif holds_table(copied):
            self.open(Pasted(copied.text(), self.free_name(self.tr("Pasted table"))))
        else:
            self._banner.show_message(
                "info",
                self.tr("There is no table on the clipboard."),
                self.tr("Choose the cells in your spreadsheet, with the names above them, and copy them."),
            )

    def free_name(self, name: str) -> str:
        """A name for a table without a file; with a number if another one is called so."""
        known = {own.table.name for own in self._session.own_tables.tables}
        names = (name, *(f"{name} {number}" for number in range(2, len(known) + 3)))
        return next(one for one in names if one not in known)

    def reopen(self) -> None:
        """Look at the table in hand once more, with all that was chosen, and with what was typed into it."""
        data = self._session.project.data
        if not isinstance(data.source, TableSource):
            self.choose()
            return
        table = data.source.table
        plan = self._plans.get(table)
        if plan is None and table.n_rows * len(table.columns) > MOST_WRITTEN:
            self._tell_too_large(table.name)
            return
        self._show((plan or TablePlan(written(table), choices_for(table))).as_in(data))

    def _tell_too_large(self, name: str) -> None:
        self._banner.show_message(
            "info",
            self.tr("How {0} was read is not kept any more.").format(name),
            self.tr("Open its file again: File, Open. What was changed by hand is not in it."),
        )

    def _show(self, plan: TablePlan) -> None:
        self._banner.hide()
        self._rooms.open_sheet(self.sheet)
        self.sheet.open(plan)  # in its place already: to be put there hides it, and what is hidden reads nothing

    def _on_used(self, plan: TablePlan, table: Table) -> None:
        self._plans[table] = replace(plan, former=None)  # or each table would keep the one before it alive
        self._rooms.leave_experiments()  # wherever the sheet was opened: it is for the network
        self._tell_used(plan.source.name)

    def _tell_used(self, name: str) -> None:
        few, undo = self._few_words(), self.tr("Undo brings the former data back.")
        said = self.tr("{0} is learnt from now on.").format(name)
        self._banner.show_message("warning" if few else "info", said, " ".join(filter(None, (few, undo))))

    def _few_words(self) -> str:
        """What cannot be found out from so few rows; empty if they are enough to learn and to test."""
        n_rows = self._session.prepared.dataset.n_samples
        if n_rows == 1:
            return self.tr("It has a single row: none is left for testing, so nothing tells how others are answered.")
        if n_rows < FEW_ROWS:
            return self.tr("It has {0} rows only: a result says little about others.", None, n_rows).format(n_rows)
        return ""


def holds_table(data: QMimeData) -> bool:
    """Whether what is dragged or copied is text of several lines, as cells are."""
    return data.hasText() and len(data.text().strip().splitlines()) > 1


def is_table(path: Path) -> bool:
    """Whether a file is called as tables are, or as pictures in arrays are, or is a folder, of pictures then."""
    return path.suffix.lower() in TABLE_SUFFIXES or is_called_so(path) or isdir(path)


def local_files(data: QMimeData) -> list[Path]:
    """The files that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
