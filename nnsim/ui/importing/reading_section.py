"""How the file is read: delimiter, decimal mark, encoding, first line, sheet; each guessed, each to be changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.data.bags import WORDS
from nnsim.data.cells import Decimal
from nnsim.data.choices import Choices, Guess, Preview
from nnsim.data.encodings import encoding_title
from nnsim.ui.importing.guess_row import GuessRow, guess_grid
from nnsim.ui.table_words import bag_called, bag_name, bag_options
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Option

_ENCODINGS: Final = (
    "utf-8",
    "cp1252",
    "iso-8859-15",
    "cp1250",
    "cp1251",
    "utf-16",
    "mac-roman",
    "shift_jis",
    "gb18030",
)
_APART: Final = "apart"
"""In front of the decimal mark where thousands are set apart."""


class ReadingSection(QWidget):
    """A row for each guess about the file; those that make no sense for it are left out.

    Signals
    -------
    chosen(Choices) : the user wants it read with these
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices()
        self._first_line = 1
        self._header = Header(self.tr("How it is read"))
        self._header.setToolTip(self.tr("A file does not say everything about itself: point at a guess for its reason"))
        grid = guess_grid()
        row = partial(GuessRow, grid=grid)
        self.delimiter = row(
            "table_delimiter", self.tr("Separated by"), self.tr("The sign between two cells of a line")
        )
        self.decimal = row(
            "table_decimal",
            self.tr("Decimal mark"),
            self.tr("The sign in front of the decimals, and whether the other one sets thousands apart"),
        )
        self.header = row(
            "table_header", self.tr("First line"), self.tr("Whether the first line holds names or values already")
        )
        self.encoding = row(
            "table_encoding",
            self.tr("Encoding"),
            self.tr("Which signs the bytes of the file stand for: it matters for ä, é, ш"),
        )
        self.sheet = row("table_sheet", self.tr("Sheet"), self.tr("Which sheet of the workbook"))
        tip = self.tr("A text goes in as a bag of words: how often each of the most frequent words stands in it")
        self.texts = row("table_texts", self.tr("In texts count"), tip)
        tip = self.tr("Words in cells that have no value, besides such as n/a, ?, - and empty ones")
        self.gaps = row("table_gaps", self.tr("Taken as missing"), tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(self._header)
        column.addLayout(grid)
        self.delimiter.chosen.connect(lambda name: self._choose(delimiter=name))
        self.decimal.chosen.connect(self._choose_marks)
        self.encoding.chosen.connect(lambda name: self._choose(encoding=name))
        self.header.chosen.connect(self._choose_head)
        self.texts.chosen.connect(self._choose_bag)
        self.gaps.chosen.connect(self._choose_gaps)
        self.sheet.chosen.connect(lambda name: self._choose(sheet=name))

    def show_preview(self, preview: Preview, choices: Choices) -> None:
        """Show what is understood of the file."""
        self._choices = choices
        guesses = (preview.delimiter, preview.encoding, preview.has_header, preview.sheet)
        self._header.setVisible(bool(choices.gaps) or any(guess is not None for guess in guesses))
        self._show(self.delimiter, preview.delimiter, self._delimiters())
        self._show_marks(preview, choices)
        self._show(self.encoding, preview.encoding, tuple(Option(name, encoding_title(name)) for name in _ENCODINGS))
        self._show(self.sheet, preview.sheet, tuple(Option(name, name) for name in preview.sheets))
        self._show_texts(preview, choices)
        self._show_head(preview, choices)
        self.gaps.set_visible(bool(choices.gaps))
        words = tuple(Option(f"-{word}", self.tr("no longer {0}").format(word)) for word in choices.gaps)
        self.gaps.show_guess(words, ", ".join(choices.gaps), "", is_set=True)

    def _show_marks(self, preview: Preview, choices: Choices) -> None:
        """The decimal mark, with thousands or without."""
        guess = preview.decimal
        self.decimal.set_visible(guess is not None)
        if guess is None:
            return
        apart = self.tr("Thousands may be set apart, also by spaces: 1 234")
        marks = (
            Option(".", self.tr("point  1.5")),
            Option(",", self.tr("comma  1,5")),
            Option(_APART + ".", self.tr("point  1,234.5"), apart),
            Option(_APART + ",", self.tr("comma  1.234,5"), apart),
        )
        name = (_APART if choices.has_thousands else "") + guess.value
        is_set = guess.is_asked or choices.has_thousands
        self.decimal.show_guess(marks, name, guess.reason, is_set=is_set)

    def _choose_marks(self, name: str | None) -> None:
        self._choose(decimal=name and name[-1], has_thousands=name is not None and name.startswith(_APART))

    def _choose_gaps(self, name: str | None) -> None:
        """Take a word back, or all."""
        kept = () if name is None else tuple(word for word in self._choices.gaps if f"-{word}" != name)
        self._choose(gaps=kept)

    def _show_head(self, preview: Preview, choices: Choices) -> None:
        """What the first line holds, or that which is the first below those that are skipped."""
        header = preview.has_header
        self.header.set_visible(header is not None)
        if header is None:
            return
        heads = [Option("names", self.tr("names")), Option("values", self.tr("values"))]
        if preview.first_line is not None:
            self._first_line = preview.first_line
            heads.append(Option("title", self.tr("a title: skip it"), self.tr("The table begins below this line")))
        if choices.n_above:
            below = self.tr(" in line {0}").format(self._first_line)
            heads[:2] = (Option(head.name, head.label + below) for head in heads[:2])
        is_set = header.is_asked or choices.n_above > 0
        self.header.show_guess(heads, "names" if header.value else "values", header.reason, is_set=is_set)

    def _choose_head(self, name: str | None) -> None:
        if name == "title":
            self._choose(n_above=self._first_line, has_header=None, kinds=())
        elif name is None:
            self._choose(n_above=0, has_header=None, kinds=self._choices.kinds if self._choices.n_above == 0 else ())
        else:
            self._choose(has_header=name == "names")

    def _show_texts(self, preview: Preview, choices: Choices) -> None:
        """What is counted, if there are texts; the usual thing is a guess like the others."""
        self.texts.set_visible(any(column.kind.value == "text" for column in preview.columns))
        is_set = choices.bag != WORDS or bool(choices.bags)
        shown = self.tr("various") if choices.bags else bag_name(choices.bag)
        usual = self.tr("It is enough to tell many texts apart.")
        self.texts.show_guess(bag_options(), shown, usual, is_set=is_set)

    def _choose_bag(self, name: str | None) -> None:
        self._choose(bag=WORDS if name is None else bag_called(name, self._choices.bag), bags=())

    def _delimiters(self) -> tuple[Option, ...]:
        return (
            Option(",", self.tr("commas")),
            Option(";", self.tr("semicolons")),
            Option("\t", self.tr("tabs")),
            Option("|", self.tr("vertical bars")),
            Option(" ", self.tr("spaces")),
        )

    def _show(self, row: GuessRow, guess: Guess[str] | Guess[Decimal] | None, options: tuple[Option, ...]) -> None:
        row.set_visible(guess is not None)
        if guess is not None:
            row.show_guess(options, guess.value, guess.reason, is_set=guess.is_asked)

    def _choose(self, **changed: object) -> None:
        self.chosen.emit(replace(self._choices, **changed))  # type: ignore[arg-type]  # the callers name real fields
