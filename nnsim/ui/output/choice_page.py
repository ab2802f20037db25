"""A picture of the answers that can be looked at in more than one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.drop_button import DropButton

MOST_CHIPS: Final = 8
"""More would take the room of the picture."""


class ChoicePage(QWidget):
    """The picture, and above it chips for what it shows, or a menu of very many; nothing where there is no choice.

    Parameters
    ----------
    name, object_name : of the chips, for screen readers and for tests
    show : told the name of the option that the user has chosen
    """

    def __init__(self, picture: QWidget, name: str, object_name: str, show: Callable[[str], None]) -> None:
        super().__init__()
        self._show = show
        self.choice = Chips(name, prefix=object_name)
        self.choice.setObjectName(object_name)
        self.choice.clicked.connect(self._on_clicked)
        self.menu = DropButton(name)
        self.menu.setObjectName(f"{object_name}_menu")
        self.menu.chosen.connect(self._on_clicked)
        self.menu.hide()
        self._is_menu = False
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Size.GAP)
        self._line.addWidget(self.choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addLayout(self._line)
        column.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(picture, 1)

    def put_beside_choice(self, widget: QWidget) -> None:
        """Let this stand at the right of the chips."""
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)

    def set_options(self, options: Sequence[Option], chosen: str) -> None:
        """Offer other things to look at."""
        self._is_menu = len(options) > MOST_CHIPS
        self.choice.set_options([] if self._is_menu else options)
        self.menu.set_options(options if self._is_menu else [])
        self._mark(chosen)
        self.choice.setVisible(len(options) > 1 and not self._is_menu)
        self.menu.setVisible(self._is_menu)

    def _on_clicked(self, name: str) -> None:
        self._show(name)
        self._mark(name)

    def _mark(self, name: str) -> None:
        if self._is_menu:
            self.menu.set_current(name)
        else:
            self.choice.set_chosen([name])
