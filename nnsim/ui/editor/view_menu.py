"""What the View menu offers about the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.ui.editor.view_options import Values, ViewOptions


class ValuesMenu(QMenu):
    """Whose weights and biases are written as numbers."""

    def __init__(self, options: ViewOptions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("&Values on the network"))
        self.setObjectName("menu_values")
        self._options = options
        words: dict[Values, str] = {
            "none": self.tr("&None"),
            "selection": self.tr("Of what is &selected"),
            "hover": self.tr("Of what the &pointer is over"),
            "all": self.tr("&All that have room"),
        }
        group = QActionGroup(self)
        for values in get_args(Values):
            action = self.addAction(words[values])
            action.setObjectName(f"values_{values}")
            action.setCheckable(True)
            action.setData(values)
            group.addAction(action)
        group.triggered.connect(self._on_triggered)
        options.changed.connect(self._render)
        self._render()

    def _on_triggered(self, action: QAction) -> None:
        self._options.set_values(action.data())

    def _render(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == self._options.values)


class ViewSwitches(QActionGroup):
    """What the network shows or does not: each of its actions for itself."""

    def __init__(self, options: ViewOptions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._options = options
        self.glow = self._switch("view_glow", self.tr("&Glow: what changed most in the last epoch"), options.set_glow)
        self.motion = self._switch("view_motion", self.tr("Ani&mate steps"), options.set_motion)
        options.changed.connect(self._render)
        self._render()

    def _switch(self, name: str, text: str, choose: Callable[[bool], None]) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setCheckable(True)
        action.triggered.connect(choose)
        self.addAction(action)
        return action

    def _render(self) -> None:
        self.glow.setChecked(self._options.glow)
        self.motion.setChecked(self._options.motion)
