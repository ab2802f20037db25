"""The rooms of the window, of which one is seen: that of the network, that of the experiments, or a sheet over them."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.actions import Actions, HasHistory, History
from nnsim.ui.experiments.room import ExperimentsRoom
from nnsim.ui.widgets.number_field import KeyboardHome


class Rooms(QStackedWidget):
    """Leads from one to the other, and gives the keyboard along.

    A sheet takes the place of either until it is left, as to open a table.

    Keys that run, step and zoom are the network's: in the experiments they rest; undo and redo are those of a page that
    has its own. Another project in hand, such as a run
    of an experiment that was opened, is shown in its room.

    Parameters
    ----------
    network : all of the room of the network
    home : what has the keyboard there
    """

    def __init__(
        self, session: Session, does: Actions, network: QWidget, home: QWidget, experiments: ExperimentsRoom
    ) -> None:
        super().__init__()
        self.setObjectName("rooms")
        self._does, self._network, self._home, self._experiments = does, network, home, experiments
        self._below: QWidget = network
        self.addWidget(network)
        self.addWidget(experiments)
        experiments.left.connect(self.leave_experiments)
        experiments.page_chosen.connect(self.open_experiment)
        does.leave_experiments.triggered.connect(self.leave_experiments)
        session.project_changed.connect(self._on_project_changed)
        does.show_network(True)

    @property
    def in_experiments(self) -> bool:
        """Whether the room of the experiments is seen."""
        return self.currentWidget() is self._experiments

    @property
    def sheet(self) -> QWidget | None:
        """The sheet that is seen, if one is."""
        shown = self.currentWidget()
        return None if shown in (self._network, self._experiments) else shown

    @property
    def experiment(self) -> str:
        """The page that was seen last."""
        return self._experiments.page

    def fill_menu(self, menu: QMenu) -> None:
        """An entry for each page, and the way back."""
        for name, action in self._does.experiments.items():
            action.setVisible(name in {option.name for option in self._experiments.pages()})
        for option in self._experiments.pages():
            action = self._does.experiments[option.name]
            action.setStatusTip(option.tip)
            action.triggered.connect(lambda _checked=False, name=option.name: self.open_experiment(name))
            menu.addAction(action)
        menu.menuAction().setVisible(bool(self._experiments.pages()))
        menu.addSeparator()
        menu.addAction(self._does.leave_experiments)

    def open_experiment(self, name: str = "") -> None:
        """Show a page of the experiments; without a name the one that was seen last."""
        self._experiments.show_page(name)
        self._show(self._experiments)

    def leave_experiments(self) -> None:
        """Show the network."""
        self._show(self._network)

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a sheet, which takes the keyboard by itself (``take_keyboard``)."""
        if self.indexOf(sheet) < 0:
            self.addWidget(sheet)
        if self.sheet is None:
            self._below = self._experiments if self.in_experiments else self._network
        self._show(sheet)

    def leave_sheet(self) -> None:
        """Show what was seen before the sheet."""
        if self.sheet is not None:
            self._show(self._below)

    def take_keyboard(self) -> None:
        """Let what the window works on have the keyboard."""
        sheet = self.sheet
        if self.in_experiments:
            self._experiments.take_keyboard()
        elif isinstance(sheet, KeyboardHome):
            sheet.take_keyboard()
        else:
            self._home.setFocus()

    def _show(self, room: QWidget) -> None:
        self.setCurrentWidget(room)
        self._does.show_network(room is self._network)
        page = self._experiments.shown_page if self.in_experiments else None
        self._does.follow_history(_history_of(page))
        self.take_keyboard()

    def _on_project_changed(self, change: Change) -> None:
        if change.is_other_project and self.currentWidget() is not self._network:
            self._show(self._network)


def _history_of(page: object) -> History | None:
    """Steps of undo that a page has for itself."""
    return page.own_history if isinstance(page, HasHistory) else None
