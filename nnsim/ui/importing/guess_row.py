"""One thing that was guessed about a file: what it is, a menu of what else it could be, and whether it is a guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout

from nnsim.ui.table_sizes import TableSize
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.tips import in_lines
from nnsim.ui.widgets.translated import translated

_AS_GUESSED: Final = "+guess"
"""No delimiter, sheet or column can be called that."""


class GuessRow(QObject):
    """A row of a grid: label, menu, and “guessed” or “set”. What is set can be left to be guessed again.

    Parameters
    ----------
    name : of the menu's object
    label : what is guessed
    tip : what that means; the reason of the guess stands below it

    Signals
    -------
    chosen(object) : the user chose the option of that name; ``None``: as guessed
    """

    chosen = Signal(object)

    def __init__(self, name: str, label: str, tip: str, grid: QGridLayout) -> None:
        super().__init__(grid)
        self._tip = tip
        self.label = Label(label, "field", tip=tip)
        self.button = DropButton(label, tip=tip)
        self.button.setObjectName(name)
        self.label.setBuddy(self.button)
        self.mark = Label("", "caption", tip=tip)
        self.mark.setFixedWidth(TableSize.MARK)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = grid.rowCount()
        grid.addWidget(self.label, row, 0)
        grid.addWidget(self.button, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.mark, row, 2)
        self.button.chosen.connect(self._on_chosen)

    def show_guess(self, options: Sequence[Option], value: str, reason: str, *, is_set: bool) -> None:
        """Show what is understood now, and why."""
        again = (Option(_AS_GUESSED, self.tr("as guessed"), self.tr("Let nnsim find it out")),) if is_set else ()
        self.button.set_options((*options, *again))
        label = next((option.label for option in options if option.name == value), value)
        shown = self.button.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, TableSize.CHOICE)
        self.button.set_current(value, shown.replace("&", "&&"))
        self.mark.show_text(self.tr("set") if is_set else self.tr("guessed"))
        why = self.tr("You have chosen it.") if is_set else translated(reason)
        tip = in_lines("\n".join(filter(None, (self._tip, label if shown != label else "", why))))
        for widget in (self.label, self.button, self.mark):
            widget.setToolTip(tip)
        self.button.setAccessibleDescription(f"{self.mark.text()}. {why}")

    def set_visible(self, visible: bool) -> None:
        """Show the row, or leave it out where there is nothing to choose."""
        for widget in (self.label, self.button, self.mark):
            widget.setVisible(visible)

    def _on_chosen(self, name: str) -> None:
        self.chosen.emit(None if name == _AS_GUESSED else name)


def guess_grid() -> QGridLayout:
    """Where such rows go."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    return grid
