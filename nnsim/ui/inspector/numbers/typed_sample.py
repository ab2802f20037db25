"""A sample that somebody types: a field for each column of the data, and what should come out."""

from __future__ import annotations

from math import isnan
from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QWidget

from nnsim.data.prepare import Prepared
from nnsim.engine.trace import TraceLook
from nnsim.ui.inspector.numbers.whose import MOST_COLUMNS, scaled_inputs, scaled_words
from nnsim.ui.names import pretty_input
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.popover import Popover

_DIGITS: Final = 4


class TypedSample(Popover):
    """What is typed takes effect at once; what is no number stays, and beside it stands why it cannot be used.

    Signals
    -------
    typed(TraceLook) : the user wants to see the step of this sample
    """

    typed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("A sample that is typed"))
        self.setObjectName("typed_sample")
        self._prepared: Prepared | None = None
        self._form: QWidget | None = None
        self.inputs: list[NumberField] = []
        self.scaled: list[Label] = []
        self.targets: list[NumberField] = []
        self.target_notes: list[Label] = []
        self.label: DropButton | None = None
        self._class = 0

    def show_data(self, prepared: Prepared) -> None:
        """Have a field for each column of these data; nothing happens if they are shown already."""
        if prepared is self._prepared:
            return
        self._prepared = prepared
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self.inputs, self.scaled, self.targets, self.target_notes, self.label = [], [], [], [], None
        if prepared.dataset.inputs.shape[1] <= MOST_COLUMNS:
            self._make_form(prepared)

    def _make_form(self, prepared: Prepared) -> None:
        self._form = QWidget()
        rows = QFormLayout(self._form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(Size.HALF)
        dataset = prepared.dataset
        for number, name in enumerate(dataset.input_names):
            self.inputs.append(self._field(f"typed_input_{number}", pretty_input(name)))
            self.scaled.append(self._note(f"typed_scaled_{number}"))
            rows.addRow(Label(pretty_input(name), "note"), _beside(self.inputs[-1], self.scaled[-1]))
        if dataset.classes:
            self.label = DropButton(self.tr("Label"), tip=self.tr("What should come out"))
            self.label.setObjectName("typed_label")
            self.label.set_options([Option(str(i), name) for i, name in enumerate(dataset.classes)])
            self.label.chosen.connect(self._choose_class)
            rows.addRow(Label(self.tr("label"), "note"), self.label)
        elif not prepared.is_reconstruction:
            for number, name in enumerate(dataset.target_names):
                said = self.tr("label {0}").format(name)
                self.targets.append(self._field(f"typed_target_{number}", said))
                self.target_notes.append(self._note(f"typed_target_note_{number}"))
                rows.addRow(Label(said, "note"), _beside(self.targets[-1], self.target_notes[-1]))
        self.add_column(self._form)

    def _field(self, name: str, said: str) -> NumberField:
        field = NumberField(said, keeps_keyboard=True, keeps_text=True)
        field.setObjectName(name)
        field.setFixedWidth(Size.FIELD)
        field.edited.connect(lambda _value: self._emit())
        field.judged.connect(self._render_notes)
        return field

    def _note(self, name: str) -> Label:
        note = Label("", "note")
        note.setObjectName(name)
        note.setMinimumWidth(2 * Size.FIELD)
        return note

    def begin(self, look: TraceLook, rows: tuple[int, ...]) -> None:
        """Start from the sample that is shown, and show the step of what stands there."""
        if self._prepared is None:
            return
        dataset = self._prepared.dataset
        row = rows[0] if rows else 0
        inputs = look.typed or tuple(dataset.inputs[row].tolist())
        target = look.target or tuple(dataset.targets[row].tolist())
        for field, value in [*zip(self.inputs, inputs, strict=False), *zip(self.targets, target, strict=False)]:
            field.setModified(False)  # what was left there and could not be used
            field.set_value(value)
        self._class = int(target[0]) if dataset.classes else 0
        self._render_class()
        self._emit()

    def _choose_class(self, name: str) -> None:
        self._class = int(name)
        self._render_class()
        self._emit()

    def _render_class(self) -> None:
        if self.label is not None:
            self.label.set_current(str(self._class))

    def _emit(self) -> None:
        typed = tuple(field.value() for field in self.inputs)
        target = (float(self._class),) if self.label is not None else tuple(one.value() for one in self.targets)
        if self._prepared is not None and self._prepared.is_reconstruction:
            target = tuple(self._prepared.copies_of(np.array([typed]))[0].tolist())
        self._render_notes()
        self.typed.emit(TraceLook(typed=typed, target=target))

    def _render_notes(self) -> None:
        """Beside each field why its text cannot be used, or else what the network sees of its number."""
        typed = tuple(field.value() for field in self.inputs)
        seen = {} if self._prepared is None or any(map(isnan, typed)) else scaled_inputs(self._prepared, typed)
        for column, (field, note) in enumerate(zip(self.inputs, self.scaled, strict=False)):
            said = scaled_words(seen[column], _DIGITS) if column in seen else ""
            note.show_text(_problem(field) or said)
        for field, note in zip(self.targets, self.target_notes, strict=False):
            note.show_text(_problem(field))


def _problem(field: NumberField) -> str:
    """Why what is typed cannot be used; empty if it can, or nothing is."""
    return field.problem() if field.isModified() else ""


def _beside(field: NumberField, note: Label) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Size.PAD)
    row.addWidget(field)
    row.addWidget(note, 1)
    return row
