"""Something that is on or off, said in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip


class Switch(Chip):
    """A button that says “on” or “off”, as wide as a field. A click only asks: what is so is shown by ``show_on``.

    Parameters
    ----------
    name : what is on or off; a screen reader says it together with the state

    Signals
    -------
    asked(bool) : the user wants it on, or off
    """

    asked = Signal(bool)

    def __init__(self, name: str, *, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", name=name, tip=tip, parent=parent)
        self._name = name
        self.setFixedWidth(Size.FIELD)
        self.clicked.connect(lambda: self.asked.emit(not self.isChecked()))
        self.show_on(False)

    def show_on(self, on: bool) -> None:
        """Show it as on, or as off."""
        translate = QCoreApplication.translate
        self.setChecked(on)
        self.setText(translate("Switch", "on") if on else translate("Switch", "off"))
        self.setAccessibleName(f"{self._name}: {self.text()}")
