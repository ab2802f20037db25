"""A row of small choices that are all in sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.flow import FlowLayout


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its name for the program, its label and its explanation for people, translated."""

    name: str
    label: str
    tip: str = ""
    spoken: str = ""
    """What a screen reader says if the label is a formula."""


class Chips(QWidget):
    """Chips in rows. What is chosen is shown by ``set_chosen`` alone: a click only asks.

    Parameters
    ----------
    name : what a screen reader says about the whole row
    look : ``chip`` (rounded corners) or ``pill`` (round ends)
    columns : 0 lets every chip be as wide as its text; otherwise that many equal columns
    prefix : of the object names of the chips, where another row offers the same names

    Signals
    -------
    clicked(str) : the user clicked the chip of that name
    """

    clicked = Signal(str)

    def __init__(
        self,
        name: str,
        look: Literal["chip", "pill"] = "chip",
        *,
        columns: int = 0,
        prefix: str = "chip",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._look = look
        self._options: tuple[Option, ...] = ()
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(columns, parent=self)
        self.setAccessibleName(name)

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these chips; nothing happens if they are shown already."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {option.name: self._made(option) for option in options}
        self.updateGeometry()

    def set_chosen(self, names: Collection[str]) -> None:
        """Show exactly these as chosen."""
        for name, chip in self._chips.items():
            chip.setChecked(name in names)

    def chosen(self) -> tuple[str, ...]:
        """Names of the chips that are shown as chosen."""
        return tuple(name for name, chip in self._chips.items() if chip.isChecked())

    def chip(self, name: str) -> Chip:
        """The chip of that name."""
        return self._chips[name]

    def _made(self, option: Option) -> Chip:
        chip = Chip(option.label, self._look, name=option.spoken or option.label, tip=option.tip)
        chip.setObjectName(f"{self._prefix}_{option.name}")
        chip.clicked.connect(lambda: self.clicked.emit(option.name))
        self._flow.addWidget(chip)
        chip.show()  # at once: a layout counts only what is shown, and Qt would show it after the next event
        return chip
