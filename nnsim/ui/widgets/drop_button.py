"""A word with ▾ that opens a menu of what else it could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button, forget_pointer
from nnsim.ui.widgets.chips import Option


class DropButton(Button):
    """Shows the current choice; its menu holds all, each with its explanation as tooltip.

    Parameters
    ----------
    name : what is chosen, such as “Optimizer”; a screen reader says it together with the choice

    Signals
    -------
    chosen(str) : the user chose the option of that name, perhaps the current one again
    """

    chosen = Signal(str)

    def __init__(self, name: str, *, tip: str = "", role: str = "drop", parent: QWidget | None = None) -> None:
        super().__init__("", role, name=name, tip=tip, parent=parent)
        self._name = name
        self._actions: dict[str, QAction] = {}
        self._options: tuple[Option, ...] = ()
        self._more: tuple[QAction, ...] = ()
        self._current = ""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.triggered.connect(self._on_triggered)
        menu.aboutToHide.connect(lambda: forget_pointer(self))
        self.setMenu(menu)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; nothing happens if they are offered already."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self.menu().clear()
        self._actions = {option.name: self._action(option) for option in options}
        self._add_more()

    def set_more(self, actions: Iterable[QAction]) -> None:
        """Let these stand below the options; what they do is their own."""
        more = tuple(actions)
        if more == self._more:
            return
        menu = self.menu()
        for action in menu.actions()[len(self._actions) :]:
            menu.removeAction(action)
            if action not in self._more:
                action.deleteLater()  # the line
        self._more = more
        self._add_more()

    def _add_more(self) -> None:
        if self._more:
            self.menu().addSeparator()
            self.menu().addActions(list(self._more))

    def set_current(self, name: str, label: str | None = None) -> None:
        """Show ``label`` (the option's own by default) and mark the option in the menu."""
        self._current = name
        self._render_marks()
        known = next((option.label for option in self._options if option.name == name), name)
        shown = known if label is None else label
        self.setText(f"{shown} ▾".lstrip())
        self.setAccessibleName(f"{self._name}: {shown}" if shown else self._name)

    def set_impossible(self, reasons: Mapping[str, str]) -> None:
        """Offer these options with … behind them and the reason as tooltip: who chooses one is told what would help."""
        for option in self._options:
            reason, action = reasons.get(option.name, ""), self._actions[option.name]
            action.setText(f"{option.label} …" if reason else option.label)
            action.setToolTip(reason or option.tip or option.label)

    def _on_triggered(self, action: QAction) -> None:
        if action in self._more:
            return
        self.chosen.emit(action.data())
        self._render_marks()  # Qt has marked what was clicked, which may have been refused

    def _render_marks(self) -> None:
        for name, action in self._actions.items():
            action.setChecked(name == self._current)

    def _action(self, option: Option) -> QAction:
        action = self.menu().addAction(option.label)
        action.setData(option.name)
        action.setToolTip(option.tip or option.label)
        action.setCheckable(True)
        return action

    def sizeHint(self) -> QSize:
        """As wide as its text: Qt would add room for an arrow of its own."""
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + Size.DROP_AIR, hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()
