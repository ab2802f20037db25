"""Values of a setting as a line of text: ``0.01, 0.1`` or ``0,01; 0,1``; ``4; 8; 8, 8`` for sizes; ``10; all``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from nnsim.data.typed_numbers import parse_number
from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.value_words import value_words
from nnsim.ui.widgets.numbers import NumberFormat

MOST_VALUES: Final = 20
_SPACE: Final = re.compile(r"\s+")
_COMMA: Final = re.compile(r"\s*,\s*|\s+")
_BARE: Final = re.compile(r",(?!\d)\s*|\s+")
_DIGITS: Final = 6
_MOST_DIGITS: Final = 5

translate = QCoreApplication.translate


class UnreadableError(ValueError):
    """What is typed cannot be read; says why, in the user's language."""


def read_values(contrast: Contrast, text: str) -> tuple[Value, ...]:
    """The values that are typed, each once, in the order in which they stand there.

    Between them stand semicolons; where there are none, commas and spaces do. A comma amid a number is its decimal sign
    if there are semicolons, or if it is in the user's language.

    Raises
    ------
    UnreadableError : if one of them makes no sense, or there is none
    """
    read = _size if contrast.kind == "sizes" else _number
    values = tuple(dict.fromkeys(read(contrast, part) for part in _parts(contrast, text)))
    if not values:
        raise UnreadableError(translate("typed_values", "Type at least one value."))
    if len(values) > MOST_VALUES:
        raise UnreadableError(translate("typed_values", "At most {0} values fit.").format(MOST_VALUES))
    return values


def write_values(contrast: Contrast, values: Sequence[Value]) -> str:
    """The line that ``read_values`` reads back."""
    return "; ".join(_written(contrast, value) for value in values)


def _written(contrast: Contrast, value: Value) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NumberFormat(_DIGITS).text(float(value))
    return value_words(contrast, value)


def _parts(contrast: Contrast, text: str) -> list[str]:
    if ";" in text:
        parts = text.split(";")
    elif contrast.kind == "sizes":
        parts = _SPACE.split(text) if "," not in text or _SPACE.search(text.strip()) else text.split(",")
    else:
        parts = (_BARE if QLocale().decimalPoint() == "," else _COMMA).split(text)
    return [part.strip() for part in parts if part.strip()]


def _number(contrast: Contrast, part: str) -> Value:
    parameter = contrast.parameter
    if contrast.name == "batch_size" and part.casefold() in (value_words(contrast, None).casefold(), "full"):
        return None
    try:
        value = parse_number(part)
    except ValueError:
        raise UnreadableError(translate("typed_values", "“{0}” is no number.").format(part)) from None
    if parameter is None:
        return value
    if not parameter.minimum <= value <= parameter.maximum:
        ends = (NumberFormat().text(end) for end in (parameter.minimum, parameter.maximum))
        raise UnreadableError(translate("typed_values", "“{0}” must lie between {1} and {2}.").format(part, *ends))
    if parameter.whole and value != round(value):
        raise UnreadableError(translate("typed_values", "“{0}” must be a whole number.").format(part))
    return round(value) if parameter.whole else value


def _size(contrast: Contrast, part: str) -> Value:
    """Numbers of neurons of the hidden layers, from the inputs to the output."""
    if part.casefold() == value_words(contrast, ()).casefold():
        return ()
    words = [word for word in _COMMA.split(part.strip(" ,")) if word]
    if not words or not all(word.isdecimal() and len(word) <= _MOST_DIGITS and int(word) for word in words):
        raise UnreadableError(translate("typed_values", "“{0}” is no list of neurons, such as 8, 8.").format(part))
    return tuple(map(int, words))
