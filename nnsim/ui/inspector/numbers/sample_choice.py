"""Whose step is told: the sample in hand, one of the data, the batch that comes next, or one that is typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.prepare import Prepared
from nnsim.engine.trace import TraceLook
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.typed_sample import TypedSample
from nnsim.ui.inspector.numbers.whose import MOST_COLUMNS, scaled_inputs, told_inputs
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat, format_count

translate = QCoreApplication.translate

_WHOLE: Final = NumberFormat(whole=True)
_DIGITS: Final = 4


class ScaledNote(ElidedLabel):
    """What a sample is in the data; where that has no room only that it is scaled, or nothing: no torn numbers."""

    def _elide(self) -> None:
        super()._elide()
        if self.text() != self.full_text():
            short = self.tr("scaled …")
            has_room = self.fontMetrics().horizontalAdvance(short) <= self.width()
            self.setText(short if has_room else "")


class SampleChoice(QWidget):
    """Shows whose step it is; what a person chooses is asked for.

    Signals
    -------
    chosen(TraceLook) : the user wants to see another step
    """

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._prepared: Prepared | None = None
        self._look = TraceLook()
        self._rows: tuple[int, ...] = ()
        self._gone: int | None = None
        self.setObjectName("numbers_sample")
        self.mode = DropButton(self.tr("Samples"), tip=self.tr("Whose step is told"))
        self.mode.setObjectName("numbers_mode")
        self.mode.chosen.connect(self._choose)
        self.number = NumberField(
            self.tr("Number of the sample"),
            1,
            1,
            step=1,
            number_format=_WHOLE,
            tip=self.tr("Which sample, counted from 1. ↑ ↓ go to the one before and behind."),
        )
        self.number.setObjectName("numbers_row")
        self.number.setFixedWidth(Size.SEED)
        self.number.edited.connect(lambda value: self.chosen.emit(TraceLook((round(value) - 1,))))
        self.before = self._arrow("numbers_sample_before", self.tr("The sample before"), -1)
        self.behind = self._arrow("numbers_sample_behind", self.tr("The next sample"), 1)
        self.typed = TypedSample(self)
        self.typed.typed.connect(self.chosen)
        self.scaled = ScaledNote("", "note")
        self.scaled.setObjectName("numbers_scaled")
        self.scaled.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.HALF)
        row.addWidget(self.scaled, 1)
        for widget in (self.mode, self.before, self.number, self.behind):
            row.addWidget(widget)
        appearance.changed.connect(self._render_icons)
        self._render_icons()

    def _arrow(self, name: str, said: str, by: int) -> Button:
        button = Button("", "icon", name=said, tip=said)
        button.setObjectName(name)
        button.setFixedSize(Size.HIT, Size.HIT)
        button.clicked.connect(lambda: self._step(by))
        return button

    def show_data(self, prepared: Prepared) -> None:
        """Offer what these data allow."""
        self._prepared = prepared
        self.number.set_range(1, prepared.dataset.n_samples)
        self.mode.set_options(options(prepared))
        self.typed.show_data(prepared)

    def show_look(self, look: TraceLook, rows: tuple[int, ...]) -> None:
        """Show whose step it is: what was asked for, and the rows of the data that were found."""
        self._look, self._rows = look, rows
        name = mode_of(look)
        labels = {option.name: option.label for option in options(self._prepared)} if self._prepared else {}
        shown = labels.get(name, "")
        if look.batch:
            shown = translate("SampleChoice", "Next batch: {0}").format(format_count(len(rows)))
        elif name == "hand" and not rows:
            shown = translate("SampleChoice", "Drawn sample")
        self.mode.set_current(name, shown)
        is_one = not look.batch and not look.typed and bool(rows)
        for widget in (self.before, self.number, self.behind):
            widget.setVisible(is_one)
        gone = [] if self._gone is None else [self.tr("sample {0} is gone").format(format_count(self._gone + 1))]
        self.scaled.show_text("; ".join([*gone, *self._told_inputs(look, rows)]))
        if is_one and rows:
            self.number.set_value(rows[0] + 1)

    def tell_gone(self, row: int | None) -> None:
        """Say that the row that was looked at is no sample any more, until another one is chosen."""
        self._gone = row

    def _told_inputs(self, look: TraceLook, rows: tuple[int, ...]) -> list[str]:
        """The numbers of one sample as the data have them, if the network sees them scaled."""
        if self._prepared is None or look.batch or len(rows) > 1:
            return []
        inputs = look.typed or (tuple(self._prepared.dataset.inputs[rows[0]].tolist()) if rows else ())
        if len(inputs) > MOST_COLUMNS or not scaled_inputs(self._prepared, inputs):
            return []
        return told_inputs(self._prepared, inputs, _DIGITS)

    def known_rows(self) -> list[int]:
        """Of all samples, in their order."""
        if self._prepared is None:
            return []
        return sorted([*self._prepared.train_rows.tolist(), *self._prepared.test_rows.tolist()])

    def _step(self, by: int) -> None:
        known = self.known_rows()
        if not known:
            return
        now = known.index(self._rows[0]) if self._rows and self._rows[0] in known else 0
        self.chosen.emit(TraceLook((known[min(max(now + by, 0), len(known) - 1)],)))

    def _choose(self, name: str) -> None:
        if name == "batch":
            self.chosen.emit(TraceLook(batch=True))
        elif name == "hand":
            self.chosen.emit(TraceLook())
        elif name == "one":
            self.chosen.emit(TraceLook(self._rows[:1] or (0,)))
        else:
            self.typed.begin(self._look, self._rows)
            self.typed.open_below(self.mode, by_keyboard=True)  # there is nothing to do but to type

    def _render_icons(self) -> None:
        self.before.setIcon(icon("chevron-left", self._appearance.theme, "second"))
        self.behind.setIcon(icon("chevron-right", self._appearance.theme, "second"))


def mode_of(look: TraceLook) -> str:
    """Which kind of choice it is."""
    if look.typed:
        return "typed"
    return "batch" if look.batch else "one" if look.rows else "hand"


def options(prepared: Prepared) -> tuple[Option, ...]:
    """The kinds of choices that these data allow."""
    found = (
        Option(
            "hand",
            translate("SampleChoice", "Sample in hand"),
            translate("SampleChoice", "The sample that was chosen or looked at last: S goes to the next one"),
        ),
        Option("one", translate("SampleChoice", "Sample"), translate("SampleChoice", "One sample, by its number")),
        Option(
            "batch",
            translate("SampleChoice", "Next batch"),
            translate("SampleChoice", "All samples of the batch that comes next: the step that B makes"),
        ),
        Option(
            "typed",
            translate("SampleChoice", "Typed …"),
            translate("SampleChoice", "Type the numbers of a sample that is in no table"),
        ),
    )
    return found if prepared.dataset.inputs.shape[1] <= MOST_COLUMNS else found[:-1]
