"""Light or dark at a click."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon


class ThemeSwitch(Button):
    """Shows the theme that a click leads to."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", "icon", parent=parent)
        self.setObjectName("theme_switch")
        self._appearance = appearance
        self.clicked.connect(lambda: appearance.set_mode("light" if appearance.theme.dark else "dark"))
        appearance.changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        theme = self._appearance.theme
        self.setIcon(icon("sun" if theme.dark else "moon", theme, "second"))
        words = self.tr("Light theme") if theme.dark else self.tr("Dark theme")
        self.setToolTip(words)
        self.setAccessibleName(words)
