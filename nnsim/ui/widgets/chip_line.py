"""Choices in a single line: those that fit stand in sight, the others in a menu behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton


class MoreButton(DropButton):
    """The menu at the end of the line, lit while something from it is chosen."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__(name, role=role)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """Leave the state to the facts."""


class ChipLine(QWidget):
    """Chips in one line, as many as fit. What is chosen is shown by ``set_chosen`` alone: a click only asks.

    Parameters
    ----------
    name : what a screen reader says about the whole line
    object_name : of the line; those of its chips begin with it

    Signals
    -------
    clicked(str) : the user wants the option of that name
    """

    clicked = Signal(str)

    def __init__(
        self, name: str, object_name: str, look: Literal["chip", "pill"] = "chip", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._options: tuple[Option, ...] = ()
        self._chips: dict[str, Chip] = {}
        self._chosen = ""
        self.more = MoreButton(name, look)
        self.more.setParent(self)
        self.more.chosen.connect(self.clicked)
        self.setObjectName(object_name)
        self.more.setObjectName(f"{object_name}_more")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; nothing happens if they are offered already."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips = {option.name: self._made(option) for option in options}
        self._arrange()
        self.updateGeometry()

    def set_chosen(self, name: str) -> None:
        """Show this one as chosen."""
        self._chosen = name
        for own, chip in self._chips.items():
            chip.setChecked(own == name)
        self._arrange()

    def chosen(self) -> str:
        """The name of the option that is shown as chosen."""
        return self._chosen

    def chip(self, name: str) -> Chip:
        """The chip of that name; hidden if it had no room."""
        return self._chips[name]

    def in_menu(self) -> tuple[str, ...]:
        """Names of the options that had no room in the line."""
        return tuple(name for name, chip in self._chips.items() if chip.isHidden())

    def _made(self, option: Option) -> Chip:
        chip = Chip(option.label, self._look, name=option.spoken or option.label, tip=option.tip, parent=self)
        chip.setObjectName(f"{self.objectName()}_{option.name}")
        chip.clicked.connect(lambda: self.clicked.emit(option.name))
        return chip

    def _arrange(self) -> None:
        """Place what fits; if that is not all, the menu takes the end of the line."""
        widths = {name: chip.sizeHint().width() for name, chip in self._chips.items()}
        room = self.width()
        fitting = list(widths)
        if _length(widths.values()) > room:
            self._render_more([])  # so wide it is at the least
            while fitting and _length([*(widths[name] for name in fitting), self._width_of_more(fitting)]) > room:
                fitting.pop()
        left = 0
        for name, chip in self._chips.items():
            chip.setVisible(name in fitting)
            if name in fitting:
                chip.setGeometry(left, 0, widths[name], Size.CHIP)
                left += widths[name] + Size.HALF
        rest = [option for option in self._options if option.name not in fitting]
        self.more.setVisible(bool(rest))
        self._render_more(rest)
        self.more.setGeometry(left, 0, min(self.more.sizeHint().width(), max(room - left, Size.HIT)), Size.CHIP)

    def _width_of_more(self, fitting: Sequence[str]) -> int:
        """The menu says what is chosen if that is in it. It has room for the longest: so no choice moves a chip."""
        rest = [option for option in self._options if option.name not in fitting]
        self.more.set_options(rest)
        widths = []
        for label in (self.tr("More"), *(option.label for option in rest)):
            self.more.set_current("", label)
            widths.append(self.more.sizeHint().width())
        return max(widths)

    def _render_more(self, rest: Sequence[Option]) -> None:
        self.more.set_options(rest)
        chosen = next((option for option in rest if option.name == self._chosen), None)
        self.more.set_current(self._chosen, self.tr("More") if chosen is None else chosen.label)
        self.more.setChecked(chosen is not None)
        self.more.setToolTip("\n".join(option.spoken or option.label for option in rest))

    # overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for others."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        """All chips in one line."""
        return QSize(_length(chip.sizeHint().width() for chip in self._chips.values()), Size.CHIP)

    def minimumSizeHint(self) -> QSize:
        """The menu alone."""
        return QSize(self.more.sizeHint().width() if self._options else 0, Size.CHIP)


def _length(widths: Iterable[int]) -> int:
    """Of a line of chips with their gaps."""
    found = list(widths)
    return sum(found) + Size.HALF * max(len(found) - 1, 0)
