"""A small warning sign where something is possible but wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon


class DoubtButton(Button):
    """Not there until there is something to say; a click or Enter asks for all of it."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(role="icon", name=self.tr("Doubtful"), tip=self.tr("Nothing is doubtful"), parent=parent)
        self._appearance = appearance
        self.setFixedSize(Size.HIT, Size.HIT)
        appearance.changed.connect(self._render_icon)
        self._render_icon()
        self.hide()

    def tell(self, message: str) -> None:
        """Say in short what is doubtful, in the user's language."""
        self.setAccessibleName(self.tr("Doubtful: {0}").format(message))
        self.setToolTip(self.tr("{0}\nClick for the reason and what would help.").format(message))

    def _render_icon(self) -> None:
        self.setIcon(icon("triangle-alert", self._appearance.theme, "warning"))
