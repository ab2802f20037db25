"""A picture of the answers that can be looked at in more than one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option


class ChoicePage(QWidget):
    """The picture, and above it chips for what it shows; no chips where there is nothing to choose.

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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.choice)
        column.addWidget(picture, 1)

    def set_options(self, options: Sequence[Option], chosen: str) -> None:
        """Offer other things to look at."""
        self.choice.set_options(options)
        self.choice.set_chosen([chosen])
        self.choice.setVisible(len(options) > 1)

    def _on_clicked(self, name: str) -> None:
        self._show(name)
        self.choice.set_chosen([name])
