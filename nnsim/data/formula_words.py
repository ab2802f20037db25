"""A formula cut into its words: numbers, names and signs, each with its place in what was typed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final, Literal

from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

CONSTANTS: Final = ("pi", "e")
FUNCTIONS: Final = ("sin", "cos", "tan", "tanh", "exp", "ln", "log", "lg", "sqrt", "abs", "sign", "min", "max")
LONGEST: Final = 200
"""Characters of a formula."""

_NAMES = tuple(sorted((*FUNCTIONS, *CONSTANTS, "x"), key=len, reverse=True))
_LEFT_SIDE = re.compile(r"\s*(?:y|f\s*\(\s*x\s*\))\s*=", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_OF_TWO_VALUES = re.compile(r"[1-9]\d{0,2},\d{3}")
"""A comma that may set thousands apart, or arguments."""
_LETTERS = re.compile(r"[A-Za-zπ]+")
_INDEX = re.compile(r"_?(\d+|[₀-₉]+)")
_SAME = {"−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", ":": "/", "[": "(", "]": ")"}
_SIGNS = "+-*/^();,"
_RAISED = {"²": "2", "³": "3"}
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

Kind = Literal["number", "name", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a formula.

    Parameters
    ----------
    text : a sign, or a name in small letters: a function, ``pi``, ``e``, ``x1``, ``x2``
    place : number of its first character in what was typed, from 0
    value : of a number
    """

    kind: Kind
    text: str
    place: int
    value: float = 0.0


def words_of(text: str) -> list[Word]:
    """The words of a formula, ``end`` last. ``y =`` in front means nothing.

    Raises
    ------
    SpecError
        ``formula.too_long``, ``formula.unknown_name``, ``formula.unknown_sign``, ``formula.two_values``
    """
    if len(text) > LONGEST:
        raise wrong(
            "too_long",
            Words(QT_TRANSLATE_NOOP("errors", "The formula has {0} characters."), len(text)),
            LONGEST,
            Words(QT_TRANSLATE_NOOP("errors", "Up to {0} are possible."), LONGEST),
        )
    left_side = _LEFT_SIDE.match(text)
    place, words = left_side.end() if left_side else 0, list[Word]()
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found, place = _words_at(text, place)
        words += found
    return [*words, Word("end", "", len(text))]


def wrong(code: str, message: str, place: int | None, hint: str) -> SpecError:
    """The refusal of a formula, with the number of the character at which it goes wrong."""
    at = (
        QT_TRANSLATE_NOOP("errors", "formula")
        if place is None
        else Words(QT_TRANSLATE_NOOP("errors", "formula, character {0}"), place + 1)
    )
    return SpecError(f"formula.{code}", message, where=at, hint=hint)


def _words_at(text: str, place: int) -> tuple[list[Word], int]:
    """The words that begin there, and the place behind them."""
    if number := _NUMBER.match(text, place):
        if _OF_TWO_VALUES.fullmatch(number[0]):
            raise wrong(
                "two_values",
                Words(QT_TRANSLATE_NOOP("errors", "“{0}” can be read in two ways."), number[0]),
                place,
                Words(
                    QT_TRANSLATE_NOOP("errors", "Write {0} or {1}; between two numbers a blank behind the comma."),
                    number[0].replace(",", "."),
                    number[0].replace(",", ""),
                ),
            )
        value = float(number[0].replace(",", "."))
        return [Word("number", number[0], place, value)], number.end()
    if letters := _LETTERS.match(text, place):
        return _named(text, place, letters[0])
    sign = _SAME.get(text[place], text[place])
    if sign in _RAISED:
        raised = _RAISED[sign]
        return [Word("sign", "^", place), Word("number", raised, place, float(raised))], place + 1
    if text.startswith("**", place):
        return [Word("sign", "^", place)], place + 2
    if sign in _SIGNS:
        return [Word("sign", sign, place)], place + 1
    raise wrong(
        "unknown_sign",
        Words(QT_TRANSLATE_NOOP("errors", "“{0}” means nothing in a formula."), text[place]),
        place,
        QT_TRANSLATE_NOOP("errors", "Use x, numbers, + − · / ^, brackets, and functions such as sin(x)."),
    )


def _named(text: str, place: int, letters: str) -> tuple[list[Word], int]:
    """Names side by side: ``xsin`` is x · sin. An index belongs to the x in front of it."""
    words, at, rest = list[Word](), place, letters.lower()
    while rest:
        name = next((name for name in _NAMES if rest.startswith(name)), "π" if rest[0] == "π" else "")
        if not name:
            raise _unknown(letters, place)
        words.append(Word("name", {"π": "pi", "x": "x1"}.get(name, name), at))
        at, rest = at + len(name), rest[len(name) :]
    index = _INDEX.match(text, at) if words[-1].text == "x1" else None
    if index:
        number = index[1].translate(_LOWERED)
        if number not in ("1", "2"):
            raise _unknown(f"x{number}", words[-1].place)
        words[-1] = Word("name", f"x{number}", words[-1].place)
        at = index.end()
    return words, at


def _unknown(name: str, place: int) -> SpecError:
    near = difflib.get_close_matches(name.lower(), (*FUNCTIONS, *CONSTANTS, "x", "x1", "x2"), 1)
    known = QT_TRANSLATE_NOOP(
        "errors", "Known are x, x1, x2, pi, e, sin, cos, tan, exp, ln, sqrt, abs, min, max, sign."
    )
    hint = Words(QT_TRANSLATE_NOOP("errors", "Did you mean “{0}”? {1}"), near[0], Words(known)) if near else known
    return wrong("unknown_name", Words(QT_TRANSLATE_NOOP("errors", "A formula knows no “{0}”."), name), place, hint)
