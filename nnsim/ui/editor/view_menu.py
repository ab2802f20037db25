"""What the View menu offers about the network."""

from __future__ import annotations

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
