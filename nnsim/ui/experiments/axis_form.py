"""One setting of a sweep, and the values that it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.spec import Choice
from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.experiments.value_line import ValueLine
from nnsim.ui.theme import Size
from nnsim.ui.value_words import help_words, setting_words, translate, value_words
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label

NONE: Final = "none"


class AxisForm(QWidget):
    """A list of settings; below it a field for numbers, or chips for what is chosen by name.

    Parameters
    ----------
    name : of this widget, and at the front of its parts' names
    title : what stands before the setting
    may_be_none : whether nothing at all can be chosen
    proposed : values to begin with

    Signals
    -------
    edited() : the user chose another setting or other values
    judged() : ``problem`` may be another
    """

    edited = Signal()
    judged = Signal()

    def __init__(
        self,
        name: str,
        title: str,
        proposed: Callable[[Contrast], Sequence[Value]],
        *,
        may_be_none: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name, self._proposed, self._may_be_none = name, proposed, may_be_none
        self._contrasts: dict[str, Contrast] = {}
        self._contrast: Contrast | None = None
        self._values: tuple[Value, ...] = ()
        self._editor: QWidget | None = None
        self.is_touched = False
        """Whether the user has chosen or typed anything here."""
        self.setting = DropButton(title, tip=self.tr("Which setting is tried with several values"))
        self.setting.setObjectName(f"{name}_setting")
        self.setting.chosen.connect(self._on_setting_chosen)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(Label(title, "field"))
        row.addStretch(1)
        row.addWidget(self.setting)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(Size.HALF)
        self._whole.addLayout(row)

    @property
    def contrast(self) -> Contrast | None:
        """The setting; ``None`` if there is none."""
        return self._contrast

    @property
    def values(self) -> tuple[Value, ...]:
        """What it takes."""
        return self._values

    @property
    def problem(self) -> str:
        """Why the values that are typed cannot be used; empty if they can."""
        return self._editor.problem() if isinstance(self._editor, ValueLine) else ""

    def take(self) -> None:
        """Take the values that are typed, if they can be used."""
        if isinstance(self._editor, ValueLine):
            self._editor.take()

    def offer(self, contrasts: Sequence[Contrast]) -> None:
        """Offer these settings; one that is not among them any more is let go."""
        self._contrasts = {contrast.name: contrast for contrast in contrasts}
        options = [Option(one.name, setting_words(one), help_words(one)) for one in contrasts]
        if self._may_be_none:
            options.insert(0, Option(NONE, self.tr("nothing else"), self.tr("One setting only: a line of cells")))
        self.setting.set_options(options)
        if self._contrast is not None and self._contrast.name not in self._contrasts:
            self.choose(None)

    def choose(self, contrast: Contrast | None) -> None:
        """Take this setting, with the values that are proposed for it."""
        self._contrast = contrast
        name, label = (NONE, self.tr("nothing else")) if contrast is None else (contrast.name, None)
        self.setting.set_current(name, label)
        if self._editor is not None:
            self._whole.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        self._values = ()
        if contrast is not None:
            self._editor = self._made_editor(contrast)
            self._whole.addWidget(self._editor)
            self._editor.show()
            self._show_values(tuple(self._proposed(contrast)))
        self.judged.emit()

    def set_values(self, values: Sequence[Value]) -> None:
        """Take these values."""
        self._show_values(tuple(values))

    def _made_editor(self, contrast: Contrast) -> QWidget:
        if contrast.kind in ("number", "sizes"):
            line = ValueLine(contrast)
            line.setObjectName(f"{self._name}_values")
            line.edited.connect(self._on_edited)
            line.judged.connect(self.judged.emit)
            line.textEdited.connect(self._on_typed)
            return line
        chips = Chips(self.tr("Values of {0}").format(setting_words(contrast)))
        chips.setObjectName(f"{self._name}_values")
        chips.set_options(
            [Option(f"{self._name}_{name}", label, tip) for name, (label, tip, _) in _choices(contrast).items()]
        )
        chips.clicked.connect(lambda name: self._on_chip(name.removeprefix(f"{self._name}_")))
        return chips

    def _show_values(self, values: tuple[Value, ...]) -> None:
        self._values = values
        if isinstance(self._editor, ValueLine):
            self._editor.set_values(values)
        elif isinstance(self._editor, Chips) and self._contrast is not None:
            names = [name for name, (_, _, value) in _choices(self._contrast).items() if _is_among(value, values)]
            self._editor.set_chosen([f"{self._name}_{name}" for name in names])

    def _on_setting_chosen(self, name: str) -> None:
        self.is_touched = True
        self.choose(self._contrasts.get(name))
        self.edited.emit()

    def _on_typed(self) -> None:
        self.is_touched = True

    def _on_edited(self, values: tuple[Value, ...]) -> None:
        self._values = values
        self.edited.emit()

    def _on_chip(self, name: str) -> None:
        """Put a value in, or leave it out: in the order of the catalog; the last one stays."""
        contrast = self._contrast
        if contrast is None:
            return
        self.is_touched = True
        choices = _choices(contrast)
        wanted = {key for key, (_, _, value) in choices.items() if _is_among(value, self._values)} ^ {name}
        if not wanted:
            return
        known = {value.name: value for value in self._values if isinstance(value, Choice)}
        self._show_values(tuple(known.get(key, value) for key, (_, _, value) in choices.items() if key in wanted))
        self.edited.emit()


def _choices(contrast: Contrast) -> dict[str, tuple[str, str, Value]]:
    """By name: the label, the explanation and the value."""
    if contrast.family is None:
        return {name: (value_words(contrast, on), "", on) for name, on in (("off", False), ("on", True))}
    return {
        entry.name: (translate("catalog", entry.label), translate("catalog", entry.help), Choice(entry.name))
        for entry in contrast.family
    }


def _is_among(value: Value, values: Sequence[Value]) -> bool:
    """Whether it is one of them; an entry of the catalog is the same with other parameters."""
    if isinstance(value, Choice):
        return any(isinstance(one, Choice) and one.name == value.name for one in values)
    return value in values
