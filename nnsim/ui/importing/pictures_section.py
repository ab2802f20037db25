"""How pictures of a folder are made alike: size, colour, shape, light and dark, how many; each guessed or plain."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.data.choices import Choices, Preview
from nnsim.ui.importing.guess_row import GuessRow, guess_grid
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.numbers import format_count

_COUNTS: Final = (20, 50, 100, 200, 500, 1_000)
_ALL: Final = "all"


class PicturesSection(QWidget):
    """A row for each choice.

    Signals
    -------
    chosen(Choices) : the user wants the pictures made like that
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices()
        header = Header(self.tr("How pictures are made alike"))
        header.setToolTip(self.tr("The network has one input for each number of a picture, so all need the same size"))
        grid = guess_grid()
        row = partial(GuessRow, grid=grid)
        self.part = row(
            "pictures_part", self.tr("Folder"), self.tr("Several folders hold classes: which of them is read")
        )
        tip = self.tr("Across × down. Each pixel of the small picture is the mean of the area that it covers.")
        self.shape = row("pictures_size", self.tr("Size in pixels"), tip)
        tip = self.tr("Grey is one number for each pixel; in colour three go in, for red, green and blue.")
        self.colour = row("pictures_colour", self.tr("Colour"), tip)
        tip = self.tr("What is done with pictures that are wider or higher than that shape")
        self.fit = row("pictures_fit", self.tr("Other shapes"), tip)
        tip = self.tr("Inverted, light becomes dark: ink on paper becomes light on dark, as the digits of MNIST are.")
        self.light = row("pictures_light", self.tr("Light and dark"), tip)
        tip = self.tr("Fewer are quicker to learn; as many of each class make a fair test.")
        self.count = row("pictures_count", self.tr("Of each class"), tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(header)
        column.addLayout(grid)
        self.part.chosen.connect(self._choose_part)
        self.shape.chosen.connect(lambda name: self._choose(shape=None if name is None else _shape(name)))
        self.colour.chosen.connect(lambda name: self._choose(colour=None if name is None else name == "colour"))
        self.fit.chosen.connect(lambda name: self._choose(fit=name))
        self.light.chosen.connect(lambda name: self._choose(inverted=name == "inverted"))
        self.count.chosen.connect(lambda name: self._choose(most_per_class=None if name in {None, _ALL} else int(name)))

    def show_preview(self, preview: Preview, choices: Choices) -> None:
        """Show what is understood of a folder of pictures."""
        self._choices, look = choices, preview.pictures
        if look is None:
            return
        self.part.set_visible(preview.sheet is not None)
        if preview.sheet is not None:
            parts = [Option(part, part.replace("&", "&&")) for part in preview.sheets]
            self.part.show_guess(parts, preview.sheet.value, preview.sheet.reason, is_set=preview.sheet.is_asked)
        shapes = [Option(_name(shape), _name(shape)) for shape in look.shapes]
        self.shape.show_guess(shapes, _name(look.shape.value), look.shape.reason, is_set=look.shape.is_asked)
        colours = (Option("grey", self.tr("grey")), Option("colour", self.tr("in colour")))
        value = "colour" if look.colour.value else "grey"
        self.colour.show_guess(colours, value, look.colour.reason, is_set=look.colour.is_asked)
        self.fit.show_guess(self._fits(), look.fit.value, look.fit.reason, is_set=look.fit.is_asked)
        self._show_plain(choices)

    def _show_plain(self, choices: Choices) -> None:
        """What is as it is unless somebody asks."""
        lights = (Option("plain", self.tr("as they are")), Option("inverted", self.tr("inverted")))
        asked = choices.pictures
        usual = self.tr("Nothing is changed unless you ask for it.")
        self.light.show_guess(lights, "inverted" if asked.inverted else "plain", usual, is_set=asked.inverted)
        counts = sorted({*_COUNTS, *(() if asked.most_per_class is None else (asked.most_per_class,))})
        options = [Option(str(count), self.tr("at most {0}").format(format_count(count))) for count in counts]
        value = _ALL if asked.most_per_class is None else str(asked.most_per_class)
        self.count.show_guess(
            (Option(_ALL, self.tr("all")), *options), value, usual, is_set=asked.most_per_class is not None
        )

    def _fits(self) -> tuple[Option, ...]:
        return (
            Option("fit", self.tr("filled up"), self.tr("What is missing gets the colour of the picture's rim.")),
            Option("crop", self.tr("cut off"), self.tr("What is too long is cut off at both ends.")),
            Option("stretch", self.tr("stretched"), self.tr("The picture is drawn out of shape.")),
        )

    def _choose_part(self, name: str | None) -> None:
        self.chosen.emit(replace(self._choices, sheet=name))

    def _choose(self, **changed: object) -> None:
        pictures = replace(self._choices.pictures, **changed)  # type: ignore[arg-type]  # the callers name real fields
        self.chosen.emit(replace(self._choices, pictures=pictures))


def _name(shape: tuple[int, int]) -> str:
    """``28 × 20``: across and down."""
    return f"{shape[1]} × {shape[0]}"


def _shape(name: str) -> tuple[int, int]:
    width, _, height = name.partition(" × ")
    return int(height), int(width)
