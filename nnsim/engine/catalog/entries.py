"""What an entry of the catalog is, and a family of them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

T = TypeVar("T")
_FULL: Final = 1e9
"""Whole numbers below this are written in full."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that can be set: its default and the range in which it makes sense, both ends included.

    Parameters
    ----------
    whole : only whole numbers make sense
    """

    name: str
    label: str
    default: float
    minimum: float
    maximum: float
    help: str
    whole: bool = False

    def check(self, value: float, where: str) -> None:
        """Raise ``SpecError`` unless ``value`` is within the range (which NaN is not), and whole if it must be."""
        if not self.minimum <= value <= self.maximum:
            raise SpecError(
                "spec.out_of_range",
                Words(
                    QT_TRANSLATE_NOOP("errors", "{0} is {1}, but it must lie between {2} and {3}."),
                    Words(self.label, context="catalog"),
                    *map(_written, (value, self.minimum, self.maximum)),
                ),
                where=where,
                hint=Words(QT_TRANSLATE_NOOP("errors", "The usual value is {0}."), _written(self.default)),
            )
        if self.whole and value != int(value):
            raise SpecError(
                "spec.not_whole",
                Words(
                    QT_TRANSLATE_NOOP("errors", "{0} is {1}, but it must be a whole number."),
                    Words(self.label, context="catalog"),
                    _written(value),
                ),
                where=where,
                hint=Words(QT_TRANSLATE_NOOP("errors", "Choose {0} or {1}."), int(value), int(value) + 1),
            )

    def taken(self, value: float) -> float:
        """``value`` as the moving part takes it: an ``int`` if only whole numbers make sense."""
        return int(value) if self.whole else value


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One thing to choose. ``label``, ``help`` are English, context ``catalog``; ``formula`` is LaTeX."""

    name: str
    label: str
    formula: str
    help: str
    kind: Callable[..., T]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Family(Generic[T]):
    """The entries among which to choose, in the order of menus."""

    noun: str
    entries: tuple[Entry[T], ...]

    def __iter__(self) -> Iterator[Entry[T]]:
        return iter(self.entries)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all entries."""
        return tuple(entry.name for entry in self.entries)

    def entry(self, name: str, where: str = "") -> Entry[T]:
        """The entry called ``name``; raises ``SpecError`` ``spec.unknown_<noun>`` with the nearest name."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        near, listed = difflib.get_close_matches(name, self.names, 1), ", ".join(self.names)
        raise SpecError(
            f"spec.unknown_{self.noun}",
            Words(QT_TRANSLATE_NOOP("errors", "There is no {0} called “{1}”."), self.noun, name),
            where=where,
            hint=Words(QT_TRANSLATE_NOOP("errors", "Did you mean “{0}”? Known are: {1}."), *near, listed)
            if near
            else Words(QT_TRANSLATE_NOOP("errors", "Known are: {0}."), listed),
        )

    def called(self, name: str) -> str:
        """What people call an entry, to be translated; the name itself if there is no such entry."""
        return next((Words(entry.label, context="catalog") for entry in self.entries if entry.name == name), name)

    def check(self, choice: Choice, where: str = "") -> None:
        """Raise ``SpecError`` unless the choice names an entry, its parameters, and values in their ranges."""
        entry = self.entry(choice.name, where)
        known = {parameter.name: parameter for parameter in entry.parameters}
        for name, value in choice.parameters:
            if name not in known:
                raise SpecError(
                    "spec.unknown_parameter",
                    Words(
                        QT_TRANSLATE_NOOP("errors", "{0} has no parameter “{1}”."),
                        Words(entry.label, context="catalog"),
                        name,
                    ),
                    where=where,
                    hint=Words(QT_TRANSLATE_NOOP("errors", "It has: {0}."), ", ".join(known))
                    if known
                    else QT_TRANSLATE_NOOP("errors", "It has none."),
                )
            known[name].check(value, where)

    def build(self, choice: Choice, where: str = "") -> T:
        """The moving part that the choice describes."""
        self.check(choice, where)
        entry, values = self.entry(choice.name, where), choice.values()
        for parameter in entry.parameters:
            if parameter.name in values:
                values[parameter.name] = parameter.taken(values[parameter.name])
        return entry.kind(**values)


def _written(value: float) -> str:
    """A whole number in full, ``1,000,000``; any other as short as it can be."""
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < _FULL else f"{value:g}"
