"""The two rooms of the window, of which one is seen: that of the network, and that of the experiments."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.actions import Actions
from nnsim.ui.experiments.room import ExperimentsRoom


class Rooms(QStackedWidget):
    """Leads from one to the other, and gives the keyboard along.

    Keys that run, step and zoom are the network's: in the experiments they rest. Another project in hand, such as a run
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

    def take_keyboard(self) -> None:
        """Let what the window works on have the keyboard."""
        if self.in_experiments:
            self._experiments.take_keyboard()
        else:
            self._home.setFocus()

    def _show(self, room: QWidget) -> None:
        self.setCurrentWidget(room)
        self._does.show_network(not self.in_experiments)
        self.take_keyboard()

    def _on_project_changed(self, change: Change) -> None:
        if change.is_other_project and self.in_experiments:
            self._show(self._network)
