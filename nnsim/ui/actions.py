"""Everything that menus and keys can do, each with its name, keys and icon in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Mode
from nnsim.ui.widgets.history_keys import REDO
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words

_ICONS: Final = {
    "new": "file-plus",
    "open": "folder-open",
    "examples": "graduation-cap",
    "save": "save",
    "import_table": "table",
    "open_pictures": "images",
    "draw_points": "pencil",
    "undo": "undo-2",
    "redo": "redo-2",
    "reset": "rotate-ccw",
    "copy_picture": "copy",
    "export_picture": "image",
    "enlarge": "maximize",
    "theme_light": "sun",
    "theme_dark": "moon",
    "theme_system": "monitor",
    "shortcuts": "keyboard",
    "about": "info",
}

Keys = QKeySequence.StandardKey | str | None


class History(Protocol):
    """Steps of undo that are not the project's."""

    history_changed: SignalInstance

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        ...

    @property
    def can_redo(self) -> bool:
        """Whether there is one to do again."""
        ...

    def undo(self) -> None:
        """Take the last step back."""
        ...

    def redo(self) -> None:
        """Do it again."""
        ...


@runtime_checkable
class HasHistory(Protocol):
    """A page whose choices are no part of the project, and are undone by themselves."""

    @property
    def own_history(self) -> History:
        """Its steps."""
        ...


class Actions(QObject):
    """The actions of one window. File actions are connected by the window, the others act on the session."""

    def __init__(self, session: Session, appearance: Appearance, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._appearance = appearance
        self._window = window
        self._all: dict[str, QAction] = {}
        self._history: History | None = None
        standard = QKeySequence.StandardKey
        self.new = self._add("new", self.tr("&New"), standard.New)
        self.open = self._add("open", self.tr("&Open…"), standard.Open)
        self.examples = self._add("examples", self.tr("E&xamples…"), "Ctrl+E")
        self.save = self._add("save", self.tr("&Save"), standard.Save)
        self.save_as = self._add("save_as", self.tr("Save &as…"), "Ctrl+Shift+S")
        self.import_table = self._add("import_table", self.tr("Open a &table…"), "Ctrl+I")
        self.open_pictures = self._add("open_pictures", self.tr("Open a folder of p&ictures…"), "Ctrl+Shift+I")
        self.paste_table = self._add("paste_table", self.tr("&Paste a table"), "Ctrl+Shift+V")
        self.data_table = self._add("data_table", self.tr("All &samples as a table"), "Ctrl+T")
        self.draw_points = self._add("draw_points", self.tr("&Draw points"), "D")
        self.export_picture = self._add("export_picture", self.tr("&Export network picture…"), "Ctrl+Shift+E")
        self.print = self._add("print", self.tr("&Print network…"), standard.Print)
        self.worksheet = self._add("worksheet", self.tr("&Worksheet…"), "Ctrl+Shift+W")
        self.save_weights = self._add("save_weights", self.tr("All weights as &CSV…"))
        self.load_weights = self._add("load_weights", self.tr("Weights &from CSV…"))
        self.quit = self._add("quit", self.tr("&Quit"), "Ctrl+Q")
        self.undo = self._add("undo", self.tr("&Undo"), standard.Undo, lambda: (self._history or session).undo())
        self.redo = self._add("redo", self.tr("&Redo"), "Ctrl+Shift+Z", lambda: (self._history or session).redo())
        self.redo.setShortcuts([QKeySequence(keys) for keys in REDO])
        self.copy_picture = self._add("copy_picture", self.tr("&Copy network as picture"), "Ctrl+Shift+C")
        self.run = self._add("run", self.tr("&Run or pause"), "Space", self._run_or_pause)
        self.step_sample = self._add("step_sample", self.tr("Step one &sample"), "S", lambda: session.step_sample())
        self.step_batch = self._add("step_batch", self.tr("Step one &batch"), "B", lambda: session.step_batch())
        self.step_epoch = self._add("step_epoch", self.tr("Step one &epoch"), "E", lambda: session.step_epoch())
        self.reset = self._add("reset", self.tr("&Reset to the first weights"), "Ctrl+R", lambda: session.reset())
        self.runs = self._add("runs", self.tr("R&uns…"), "Ctrl+L")
        self.zoom_in = self._add("zoom_in", self.tr("Zoom &in on the network"), standard.ZoomIn)
        self.zoom_in.setShortcuts([self.zoom_in.shortcut(), QKeySequence("Ctrl+=")])  # + without Shift
        self.zoom_out = self._add("zoom_out", self.tr("Zoom &out"), standard.ZoomOut)
        self.zoom_fit = self._add("zoom_fit", self.tr("Show &all of the network"), "Ctrl+0")
        self.experiments = {
            name: self._add(f"experiment_{name}", text, keys)
            for name, text, keys in (
                ("side_by_side", self.tr("Side &by side"), "Ctrl+1"),
                ("seeds", self.tr("&Seeds"), "Ctrl+2"),
                ("sweep", self.tr("S&weep"), "Ctrl+3"),
                ("one_weight", self.tr("&One weight"), "Ctrl+4"),
                ("two_weights", self.tr("&Two weights"), "Ctrl+5"),
                ("network_loss", self.tr("&Loss of the network"), "Ctrl+6"),
                ("batches", self.tr("&Batches"), "Ctrl+7"),
                ("clusters", self.tr("&Clustering"), "Ctrl+8"),
                ("rivals", self.tr("&Raw against features"), "Ctrl+9"),
            )
        }
        self.leave_experiments = self._add("leave_experiments", self.tr("Back to the &network"))
        self.explain = self._add("explain", self.tr("&What is this?"), "F1")
        self.shortcuts = self._add("shortcuts", self.tr("&Keys"), "Ctrl+/")
        self.about = self._add("about", self.tr("&About nnsim"))
        self.next_region = self._add("next_region", self.tr("Keyboard to the &next region"), "F6")
        self.region_before = self._add("region_before", self.tr("Keyboard to the region &before"), "Shift+F6")
        self.enlarge = self._add("enlarge", self.tr("En&large the region in hand, or show all"), "F12")
        self.full_screen = self._add("full_screen", self.tr("&Full screen"), "F11", self._toggle_full_screen)
        self.themes = self._theme_actions()
        session.project_changed.connect(self._on_project_changed)
        session.document_changed.connect(self._on_document_changed)
        appearance.changed.connect(self._on_appearance_changed)
        self._render_history()
        self._render_saving()
        self._render_icons()

    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of the menus."""
        return tuple(self._all.values())

    def show_network(self, shown: bool) -> None:
        """Whether the network is in sight, so that it can be run and zoomed, or the experiments, which can be left."""
        run = (self.run, self.step_sample, self.step_batch, self.step_epoch, self.reset)
        for action in (*run, self.runs, self.zoom_in, self.zoom_out, self.zoom_fit):
            action.setEnabled(shown)
        self.leave_experiments.setEnabled(not shown)

    def follow_history(self, history: History | None) -> None:
        """Undo and redo what is done there, and nothing of the project behind it; ``None``: the project's."""
        if history is self._history:
            return
        if self._history is not None:
            self._history.history_changed.disconnect(self._render_history)
        self._history = history
        if history is not None:
            history.history_changed.connect(self._render_history)
        self._render_history()

    def _add(self, name: str, text: str, keys: Keys = None, verb: Callable[[], object] | None = None) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(name)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
            action.setToolTip(f"{action.text().replace('&', '')}  ({action.shortcut().toString()})")
        if verb is not None:
            action.triggered.connect(lambda _checked=False: verb())
        self._window.addAction(action)
        self._all[name] = action
        return action

    def _theme_actions(self) -> tuple[QAction, ...]:
        group = QActionGroup(self)
        modes: tuple[tuple[Mode, str], ...] = (
            ("system", self.tr("As the &system")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        )
        made = []
        for mode, text in modes:
            action = self._add(f"theme_{mode}", text, None, partial(self._appearance.set_mode, mode))
            action.setCheckable(True)
            action.setData(mode)
            group.addAction(action)
            made.append(action)
        return tuple(made)

    def _run_or_pause(self) -> None:
        if self._session.run_state == "running":
            self._session.pause()
        else:
            self._session.run()

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _on_project_changed(self, _change: Change) -> None:
        self._render_history()

    def _on_document_changed(self) -> None:
        self._render_saving()

    def _on_appearance_changed(self) -> None:
        self._render_icons()

    def _render_history(self) -> None:
        if self._history is not None:
            self.undo.setEnabled(self._history.can_undo)
            self.redo.setEnabled(self._history.can_redo)
            self.undo.setText(self.tr("&Undo on this page"))
            self.redo.setText(self.tr("&Redo on this page"))
            return
        for action, change, plain, named in (
            (self.undo, self._session.undoable, self.tr("&Undo"), self.tr("&Undo: {0}")),
            (self.redo, self._session.redoable, self.tr("&Redo"), self.tr("&Redo: {0}")),
        ):
            action.setEnabled(change is not None)
            action.setText(plain if change is None else named.format(describe(change)))

    def _render_saving(self) -> None:
        self.save.setEnabled(self._session.modified or self._session.path is None)

    def _render_icons(self) -> None:
        for name, file in _ICONS.items():
            self._all[name].setIcon(icon(file, self._appearance.theme, "second"))
        for action in self.themes:
            action.setChecked(action.data() == self._appearance.mode)


def describe(change: Change) -> str:
    """What a change did, in the user's language."""
    return translated(Words(change.label, *change.arguments, context="edits"))
