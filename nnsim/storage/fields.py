"""Typed, strict reading of a JSON object. Every refusal names the place by JSON pointer (RFC 6901)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nnsim.engine.catalog.entries import Parameter
from nnsim.errors import ProjectFileError
from nnsim.storage.limits import MAX_TEXT
from nnsim.storage.refusals import quoted, refusal

DOCUMENT = "project.json"

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_REPAIR = "The file was altered or written by another program. Ask for it again, or open a backup copy."
_KINDS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object that lies at ``pointer``."""

    values: dict[str, Any]
    pointer: str = ""

    @classmethod
    def of(cls, value: object, pointer: str, keys: Iterable[str] | None = None) -> Fields:
        """``value`` as an object with exactly these keys; any keys if ``None``."""
        if not isinstance(value, dict):
            raise wrong_type(value, "an object", pointer)
        fields = cls(value, pointer)
        if keys is not None:
            fields.check_keys(keys)
        return fields

    def check_keys(self, keys: Iterable[str]) -> None:
        """Refuse a key too many or too few."""
        expected = tuple(keys)
        for key in self.values:
            if key not in expected:
                near = difflib.get_close_matches(key[:100], expected, 1)
                raise unknown_key(key, self.at(key), f"Did you mean {quoted(near[0])}? " if near else "")
        for key in expected:
            if key not in self.values:
                raise refusal(
                    "key_missing", f"The key {quoted(key)} is missing.", where=place(self.pointer), hint=_REPAIR
                )

    def at(self, key: str) -> str:
        """The pointer of a field."""
        return f"{self.pointer}/{escaped(key)}"

    def where(self, key: str) -> str:
        """The place of a field, for a message."""
        return place(self.at(key))

    def record(self, key: str, keys: Iterable[str] | None = None) -> Fields:
        """An object within this one."""
        return Fields.of(self.values[key], self.at(key), keys)

    def items(self, key: str, longest: int) -> Iterator[tuple[Any, str]]:
        """Each element of a list with its pointer."""
        found = self.values[key]
        if not isinstance(found, list):
            raise wrong_type(found, "a list", self.at(key))
        if len(found) > longest:
            raise out_of_range(
                f"The list has {len(found):,} elements, but at most {longest:,} are possible.", self.at(key)
            )
        return ((element, f"{self.at(key)}/{index}") for index, element in enumerate(found))

    def text(self, key: str) -> str:
        """A text."""
        return text(self.values[key], self.at(key))

    def texts(self, key: str, longest: int) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text(element, pointer) for element, pointer in self.items(key, longest))

    def one_of(self, key: str, known: Iterable[str]) -> str:
        """A text out of a few."""
        found, names = self.text(key), tuple(known)
        if found in names:
            return found
        near = difflib.get_close_matches(found[:100], names, 1)
        hint = (f"Did you mean {quoted(near[0])}? " if near else "") + f"Known are: {', '.join(names)}."
        raise refusal("unknown_name", f"{quoted(found)} is not known here.", where=self.where(key), hint=hint)

    def boolean(self, key: str) -> bool:
        """True or false."""
        found = self.values[key]
        if not isinstance(found, bool):
            raise wrong_type(found, "true or false", self.at(key))
        return found

    def integer(self, key: str, minimum: int, maximum: int) -> int:
        """A whole number between two others, both included."""
        return whole(self.values[key], minimum, maximum, self.at(key))

    def number(self, key: str, minimum: float, maximum: float) -> float:
        """A number between two others, both included."""
        return number(self.values[key], minimum, maximum, self.at(key))

    def within(self, key: str, parameter: Parameter) -> Any:
        """A number in the range that the catalog gives it: an ``int`` if it must be whole, else a ``float``."""
        if parameter.whole:
            return self.integer(key, int(parameter.minimum), int(parameter.maximum))
        return self.number(key, parameter.minimum, parameter.maximum)


def text(value: object, pointer: str) -> str:
    """``value`` as a text that can be written and shown."""
    if not isinstance(value, str):
        raise wrong_type(value, "a text", pointer)
    if len(value) > MAX_TEXT:
        raise out_of_range(f"The text is longer than {MAX_TEXT:,} characters.", pointer)
    if _HALF_A_CHARACTER.search(value):
        raise refusal("text", "The text holds half a character.", where=place(pointer), hint=_REPAIR)
    return value


def number(value: object, minimum: float, maximum: float, pointer: str) -> float:
    """``value`` as a number between two others."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_type(value, "a number", pointer)
    if not minimum <= value <= maximum:
        raise _outside(value, minimum, maximum, pointer)
    return float(value)


def whole(value: object, minimum: int, maximum: int, pointer: str) -> int:
    """``value`` as a whole number between two others."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(value, "a whole number", pointer)
    if not minimum <= value <= maximum:
        raise _outside(value, minimum, maximum, pointer)
    return value


def place(pointer: str) -> str:
    """Where in the file ``pointer`` points."""
    return f"{DOCUMENT}#{pointer}" if pointer else DOCUMENT


def escaped(key: str) -> str:
    """A key as a step of a JSON pointer, short and harmless enough for a message."""
    plain = key[:60]
    if not plain.isprintable():
        plain = "".join(letter if letter.isprintable() else "?" for letter in plain)
    return plain.replace("~", "~0").replace("/", "~1")


def out_of_range(message: str, pointer: str) -> ProjectFileError:
    """The refusal of a value of the right kind that cannot be."""
    return refusal("out_of_range", message, where=place(pointer), hint=_REPAIR)


def mismatch(message: str, pointer: str) -> ProjectFileError:
    """The refusal of two values that do not fit together."""
    return refusal("mismatch", message, where=place(pointer), hint=_REPAIR)


def unknown_key(key: str, pointer: str, suggestion: str = "") -> ProjectFileError:
    """The refusal of a key that this version of the file does not have there."""
    hint = suggestion + _REPAIR
    return refusal("key_unknown", f"The key {quoted(key)} means nothing here.", where=place(pointer), hint=hint)


def wrong_type(value: object, wanted: str, pointer: str) -> ProjectFileError:
    """The refusal of a value of another kind."""
    found = "nothing (null)" if value is None else _KINDS.get(type(value), "something else")
    shown = f" {value:g}" if isinstance(value, float) else ""
    return refusal("type", f"Here stands {found}{shown}, but {wanted} is needed.", where=place(pointer), hint=_REPAIR)


def _outside(value: float, minimum: float, maximum: float, pointer: str) -> ProjectFileError:
    return out_of_range(f"{value:g} is not between {minimum:g} and {maximum:g}.", pointer)
