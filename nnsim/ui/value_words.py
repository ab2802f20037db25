"""Values of settings in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.engine.spec import Choice
from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.widgets.numbers import format_number

translate = QCoreApplication.translate


def setting_words(contrast: Contrast) -> str:
    """What differs: ``learning rate``."""
    return translate("catalog", contrast.label)


def help_words(contrast: Contrast) -> str:
    """What that does."""
    return translate("catalog", contrast.help)


def value_words(contrast: Contrast, value: Value) -> str:
    """A value: ``0.03``, ``ReLU``, ``8, 8``, ``all``, ``off``."""
    if value is None:
        return translate("value_words", "all")
    if isinstance(value, bool):
        return translate("value_words", "on") if value else translate("value_words", "off")
    if isinstance(value, Choice):
        return _chosen(contrast, value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or translate("value_words", "none")
    return str(value) if isinstance(value, int) else format_number(value, 4)


def _chosen(contrast: Contrast, choice: Choice) -> str:
    """The entry, with the parameters that are not the usual ones."""
    if contrast.family is None:
        return choice.name
    entry = contrast.family.entry(choice.name)
    said = translate("catalog", entry.label)
    labels = {parameter.name: translate("catalog", parameter.label) for parameter in entry.parameters}
    parts = [f"{labels.get(name, name)} {format_number(value, 4)}" for name, value in choice.parameters]
    return f"{said} ({', '.join(parts)})" if parts else said
