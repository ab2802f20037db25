"""Which theme the window wears, and the switch between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nnsim.ui.palette import palette
from nnsim.ui.stylesheet import stylesheet
from nnsim.ui.theme import DARK, LIGHT, Mode, words


class Appearance(QObject):
    """Which theme is shown now. Whoever paints by hand reads ``theme`` and repaints on ``changed``.

    Signals
    -------
    changed() : ``theme`` is another one
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system") -> None:
        super().__init__()
        self._mode: Mode = mode
        self.theme = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the user asked for."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Show the light or the dark theme, or follow the system."""
        self._mode = mode
        self._apply()

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        hints = QGuiApplication.styleHints()
        dark = self._mode == "dark" or (self._mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        self.theme = DARK if dark else LIGHT
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(self.theme))
            app.setFont(words())
            app.setStyleSheet(stylesheet(self.theme))
        self.changed.emit()
