"""Opening, saving and importing: the only dialogs there are, and what was open lately."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QMimeData, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from nnsim.data.choices import Pasted
from nnsim.errors import NnsimError, StorageError
from nnsim.model.change import Change
from nnsim.model.examples import Example
from nnsim.model.kept_run import LeftOut
from nnsim.model.start import first_project
from nnsim.session.session import Session
from nnsim.storage import example_files, preferences, recovery
from nnsim.storage.stamp import Stamp
from nnsim.ui.actions import Actions
from nnsim.ui.appearance import Appearance
from nnsim.ui.examples.gallery import ExampleGallery
from nnsim.ui.left_out_runs import agrees_to_lose, tell_left_out
from nnsim.ui.tables import PATTERNS, TABLE_SUFFIXES, Tables, holds_table, is_table, local_files
from nnsim.ui.widgets.banner import Banner

PROJECT_SUFFIX = ".nnsim"
_PACKED: Final = b"PK"
"""How projects begin, which are packed."""
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What a file may not be called on one system or another; an example may."""


_UNKNOWN: Final = Stamp(0, "")
"""What no file is: who saves to one of which nothing was noted is asked."""


class Documents(QObject):
    """Moves projects and tables between the session and the disk.

    Signals
    -------
    brought_back(str) : the session now holds the recovered work of this id
    example_shown() : the session now holds an example
    """

    brought_back = Signal(str)
    example_shown = Signal()

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        actions: Actions,
        banner: Banner,
        tables: Tables,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._appearance = appearance
        self._banner, self._tables = banner, tables
        self._window = window
        self._suggested: Path | None = None
        self._gallery: ExampleGallery | None = None
        self._written: example_files.Written = ()
        self._advice: int | None = None
        self.recent = QMenu(self.tr("Open &recent"), window)
        self.recent.setObjectName("menu_recent")
        self.recent.aboutToShow.connect(self._render_recent)
        self.unsaved = QMenu(self.tr("&Unsaved work"), window)
        self.unsaved.setObjectName("menu_unsaved")
        self.unsaved.aboutToShow.connect(self._render_unsaved)
        actions.new.triggered.connect(lambda: self._session.new(first_project()))
        actions.open.triggered.connect(self._choose_project)
        actions.save.triggered.connect(self.save)
        actions.save_as.triggered.connect(self.save_as)
        actions.import_table.triggered.connect(tables.choose)
        actions.open_pictures.triggered.connect(tables.choose_folder)
        actions.paste_table.triggered.connect(tables.paste)
        session.project_changed.connect(self._on_project_changed)

    def open(self, path: Path) -> bool:
        """Open a project, or look at a table that may become the data of the project in hand."""
        if is_table(path):
            self._tables.open(path)
            self._remember(path)
            return True
        self._tables.folder = str(path.parent)
        if _is_strange(path):
            self._tell_strange(path.name)
            return False
        if not self._session.open(path):
            return False
        self._banner.hide()
        self._remember(path)
        if self._session.left_out_runs:
            tell_left_out(self._banner, path.name, self._session.left_out_runs)
        return True

    def _tell_strange(self, name: str) -> None:
        self._banner.show_message(
            "error",
            self.tr("{0} is neither a project nor a table.").format(name),
            self.tr(
                "Choose a project (.nnsim), a table (such as .csv, .txt, .xlsx), or pictures in arrays (.npz, IDX). "
                "Nothing has changed."
            ),
        )

    def bring_back(self, left: recovery.Recovered) -> bool:
        """Go on with work that was not saved when its window went."""
        wrong: list[LeftOut] = []
        try:
            work = recovery.restore(left.id, wrong.append)
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        file = left.original if left.original is not None and left.original.exists() else None
        as_read = None if file is None else left.as_read or _UNKNOWN
        if not self._session.recover(work.project, work.runs, file, as_read, (*left.left_out, *wrong)):
            return False
        self._suggested = left.original
        self.brought_back.emit(left.id)
        if wrong:
            tell_left_out(self._banner, left.name, wrong)
            return True
        self._banner.show_message(
            "info",
            self.tr("Your unsaved work is back: {0}").format(self._session.title),
            self.tr("It has not been saved to a file yet. File, New starts afresh.")
            if file is None
            else self.tr("{0} does not hold these changes yet: File, Save puts them there.").format(file.name),
        )
        return True

    def save(self) -> bool:
        """Save to the file in hand; ask for one if there is none."""
        return self.save_as() if self._session.path is None else self._save(self._session.path)

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        title = self._session.title
        title = Path(title).stem if Path(title).suffix.lower() in TABLE_SUFFIXES else title
        name = _FORBIDDEN.sub(" ", title).strip(" .") or self.tr("project")
        folder = Path(self._tables.folder) if self._tables.folder else Path.home()
        suggested = self._session.path or self._suggested or folder / f"{name}{PROJECT_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save project"), str(suggested), self.tr("nnsim projects (*.nnsim)")
        )
        if not chosen:
            return False
        path = Path(chosen)
        return self._save(path if path.suffix else path.with_suffix(PROJECT_SUFFIX))

    def show_examples(self, anchor: QWidget, *, by_keyboard: bool = False) -> None:
        """Let the user choose an example, in a gallery below ``anchor``."""
        written = example_files.written()
        if self._gallery is None or written != self._written:
            self._gallery, self._written = self._made_gallery(), written
        self._gallery.open_at(anchor, by_keyboard=by_keyboard)

    def _made_gallery(self) -> ExampleGallery:
        """Of all examples there are now; those that cannot be read are told."""
        if self._gallery is not None:
            self._gallery.setParent(None)
            self._gallery.deleteLater()
        found = example_files.found()
        for error in found.refused:
            self._banner.show_error(error)
        gallery = ExampleGallery(found.examples, self._appearance, self._window)
        gallery.chosen.connect(self._show_example)
        return gallery

    def openable(self, dropped: QMimeData) -> bool:
        """Whether what is dragged here is a file that can be opened, or cells of a table."""
        files = local_files(dropped)
        can_open = any(path.suffix.lower() == PROJECT_SUFFIX or is_table(path) for path in files)
        return can_open or (not files and holds_table(dropped))

    def open_dropped(self, dropped: QMimeData) -> None:
        """Open the first file of what was dropped, or look at its cells."""
        files = local_files(dropped)
        if files:
            self.open(files[0])
        else:
            self._tables.open(Pasted(dropped.text(), self._tables.free_name(self.tr("Dropped cells"))))

    def _choose_project(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open project or table"),
            self._tables.folder,
            self.tr("Projects and tables ({0});;All files (*)").format(f"*{PROJECT_SUFFIX} {PATTERNS}"),
        )
        if chosen:
            self.open(Path(chosen))

    def _save(self, path: Path) -> bool:
        left_out = self._session.left_out_runs if path == self._session.path else ()
        if left_out and not agrees_to_lose(self._window, path.name, left_out):
            return False
        saved = self._session.save(path, may_overwrite=self._agrees_to_overwrite)
        if saved:
            self._remember(path)
            self._tell_saved(path.name)
        return saved

    def _tell_saved(self, name: str) -> None:
        if not self._session.has_lost_runs:
            self._banner.show_message("info", self.tr("Saved: {0}").format(name))
            return
        self._banner.show_message(
            "warning",
            self.tr("Saved without its runs: {0}").format(name),
            self.tr(
                "With them the file could not be opened again: they are too large, or one of them is wrong. They are "
                "here while the project is open: "
                "delete some in the list of runs (Ctrl+L), then save again."
            ),
        )

    def _agrees_to_overwrite(self, error: StorageError) -> bool:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Changed by another program"), str(error))
        box.setParent(self._window, box.windowFlags())
        overwrite = box.addButton(self.tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is overwrite

    def _remember(self, path: Path) -> None:
        try:
            preferences.save(preferences.load().with_recent(path))
        except NnsimError as error:
            self._banner.show_error(error)

    def _show_example(self, example: Example) -> None:
        label, advice = (QCoreApplication.translate("examples", text) for text in (example.label, example.advice))
        if self._session.show_example(example.project, label):
            self._advice = self._banner.show_message("info", label, advice, stays=True)
            self.example_shown.emit()

    def _on_project_changed(self, change: Change) -> None:
        """What was advised for an example is of no use to another project."""
        if self._advice is not None and change.is_other_project:
            self._banner.withdraw(self._advice)
            self._advice = None

    def _render_unsaved(self) -> None:
        self.unsaved.clear()
        for left in recovery.recovered():
            when = QDateTime.fromSecsSinceEpoch(int(left.saved_at))
            shown = QLocale().toString(when, QLocale.FormatType.ShortFormat)
            action = self.unsaved.addAction(f"{left.name}  ({shown})")
            action.triggered.connect(lambda _checked=False, left=left: self.bring_back(left))
        if self.unsaved.isEmpty():
            self.unsaved.addAction(self.tr("Nothing: all work is saved or open")).setEnabled(False)

    def _render_recent(self) -> None:
        self.recent.clear()
        for text in preferences.load().recent:
            action = QAction(text, self.recent)
            action.setEnabled(Path(text).exists())
            action.triggered.connect(lambda _checked=False, text=text: self.open(Path(text)))
            self.recent.addAction(action)
        if self.recent.isEmpty():
            nothing = self.recent.addAction(self.tr("Nothing yet"))
            nothing.setEnabled(False)


def _is_strange(path: Path) -> bool:
    """Whether a file that is not called as projects are is none by its first bytes either."""
    if path.suffix.lower() == PROJECT_SUFFIX:
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_PACKED)) != _PACKED
    except OSError:
        return False
