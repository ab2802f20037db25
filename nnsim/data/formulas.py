"""Formulas that people type, y = … in x or in x₁ and x₂: read by a parser of our own, never by Python's.

Python's own grammar (``ast``) knows no 2x, no ^, no decimal comma and no π, and tells of errors in the words of a
programmer; a parser of our own reads what a pupil writes and says where it went wrong. It makes a tree of the few
operations listed here, and nothing else can be computed. Grammar, the loosest first::

    sum      = product { ("+" | "−") product }
    product  = signed { ("·" | "/") signed | power }        2x, 2 sin x cos x, (x + 1)(x − 1)
    signed   = ("+" | "−") signed | power
    power    = atom [ "^" signed ]                          −x² is −(x²), 2^3^2 is 2^9
    atom     = number | "π" | "e" | x | "(" sum ")" | function "(" sum { ";" sum } ")" | function power { power }

A function without brackets takes the factors that follow, up to a sign, a bracket or another function: sin 2x is
sin(2x). A comma between two digits is a decimal comma; elsewhere it separates numbers as ``;`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import e, pi
from typing import Final

from nnsim.data.formula_words import FUNCTIONS, Word, words_of, wrong
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

DEEPEST: Final = 30
"""Brackets, functions, powers and signs within each other."""
_CONSTANTS = {"pi": pi, "e": e}
_SAME = {"log": "ln"}
_SEVERAL = ("min", "max")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with the text it was typed as."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """x₁ (``index`` 0), which is also called x, or x₂ (1)."""

    index: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation on parts: ``+ - * / ^``, ``negative``, or a function by its name."""

    name: str
    parts: tuple[Node, ...]


Node = Number | Variable | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """What was typed, as a tree.

    Parameters
    ----------
    n_inputs : 1 for a formula in x, 2 for one with x₂ in it
    """

    node: Node
    n_inputs: int


@lru_cache(maxsize=64)
def formula_of(text: str) -> Formula:
    """Read a formula.

    Raises
    ------
    SpecError
        ``formula.empty``, ``formula.expected``, ``formula.too_deep``, ``formula.arguments``, or as ``words_of``; with
        the character at which it goes wrong
    """
    node = _Reader(words_of(text)).whole()
    return Formula(node, 2 if _has_second(node) else 1)


def _has_second(node: Node) -> bool:
    if isinstance(node, Operation):
        return any(map(_has_second, node.parts))
    return isinstance(node, Variable) and node.index == 1


class _Reader:
    """Goes through the words from left to right."""

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        """All of it."""
        if self._next.kind == "end":
            raise wrong(
                "empty",
                QT_TRANSLATE_NOOP("errors", "There is no formula yet."),
                None,
                QT_TRANSLATE_NOOP("errors", "Write what y is, such as sin(2x) or x1^2 − x2^2."),
            )
        node = self._sum()
        last = self._next
        if last.kind != "end":
            raise self._unexpected()
        return node

    @property
    def _next(self) -> Word:
        return self._words[self._at]

    def _taken(self, *signs: str) -> str:
        """The next word if it is one of these signs, which is then behind us; else nothing."""
        word = self._next
        if word.kind != "sign" or word.text not in signs:
            return ""
        self._at += 1
        return word.text

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._taken("+", "-"):
            node = Operation(sign, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._signed()
        while True:
            if sign := self._taken("*", "/"):
                node = Operation(sign, (node, self._signed()))
            elif self._next.kind == "name" or self._next.text == "(":
                node = Operation("*", (node, self._power()))
            else:
                return node

    def _signed(self) -> Node:
        sign = self._taken("+", "-")
        if not sign:
            return self._power()
        part = self._deeper(self._signed)
        return Operation("negative", (part,)) if sign == "-" else part

    def _power(self) -> Node:
        base = self._atom()
        return Operation("^", (base, self._deeper(self._signed))) if self._taken("^") else base

    def _atom(self) -> Node:
        word = self._next
        if word.kind == "number":
            self._at += 1
            return Number(word.value, word.text)
        if word.kind == "name":
            self._at += 1
            if word.text in _CONSTANTS:
                return Number(_CONSTANTS[word.text], "π" if word.text == "pi" else "e")
            return self._function(word) if word.text in FUNCTIONS else Variable(int(word.text[1]) - 1)
        if self._taken("("):
            inner = self._deeper(self._sum)
            self._close(word)
            return inner
        raise self._unexpected()

    def _function(self, word: Word) -> Node:
        opening = self._next
        parts = [self._deeper(self._sum)] if self._taken("(") else [self._deeper(self._bare_argument)]
        if opening.text == "(":
            while self._taken(";", ","):
                parts.append(self._deeper(self._sum))
            self._close(opening)
        name = _SAME.get(word.text, word.text)
        if (name in _SEVERAL) != (len(parts) > 1):
            raise _arguments(word)
        return Operation(name, tuple(parts))

    def _bare_argument(self) -> Node:
        """What follows a function without brackets."""
        node = self._signed()
        while self._next.kind == "name" and self._next.text not in FUNCTIONS:
            node = Operation("*", (node, self._power()))
        return node

    def _close(self, opening: Word) -> None:
        if not self._taken(")"):
            if self._next.kind != "end":
                raise self._unexpected()
            raise wrong(
                "expected",
                QT_TRANSLATE_NOOP("errors", "This bracket is never closed."),
                opening.place,
                QT_TRANSLATE_NOOP("errors", "Put a ) where it ends."),
            )

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong(
                "too_deep",
                Words(QT_TRANSLATE_NOOP("errors", "More than {0} brackets or powers are in each other."), DEEPEST),
                self._next.place,
                QT_TRANSLATE_NOOP("errors", "Write it with fewer."),
            )
        node = read()
        self._depth -= 1
        return node

    def _unexpected(self) -> SpecError:
        word = self._next
        before = self._words[self._at - 1] if self._at else None
        ends_a_part = before is not None and (before.kind != "sign" or before.text == ")")
        if word.kind == "end":
            message = QT_TRANSLATE_NOOP("errors", "Here the formula ends, but a number, x or a bracket has to follow.")
            hint = QT_TRANSLATE_NOOP("errors", "Complete it, such as x + 1.")
        elif ends_a_part and before is not None:
            message = Words(
                QT_TRANSLATE_NOOP("errors", "Between “{0}” and “{1}” a sign is missing, or “{1}” is one too many."),
                _typed(before),
                _typed(word),
            )
            hint = QT_TRANSLATE_NOOP("errors", "Put +, −, · or / there, or take it away.")
        else:
            message = Words(
                QT_TRANSLATE_NOOP("errors", "Here stands “{0}”, but a number, x or a bracket has to follow."),
                _typed(word),
            )
            hint = QT_TRANSLATE_NOOP("errors", "Take it away, or complete what is in front of it.")
        return wrong("expected", message, word.place, hint)


def _typed(word: Word) -> str:
    """x₁ is mostly typed as x."""
    return {"x1": "x", "pi": "π"}.get(word.text, word.text)


def _arguments(word: Word) -> SpecError:
    if word.text in _SEVERAL:
        return wrong(
            "arguments",
            Words(QT_TRANSLATE_NOOP("errors", "“{0}” takes two numbers or more."), word.text),
            word.place,
            Words(QT_TRANSLATE_NOOP("errors", "Separate them by ; as in {0}(x; 1): 1,2 is the number 1.2."), word.text),
        )
    return wrong(
        "arguments",
        Words(QT_TRANSLATE_NOOP("errors", "“{0}” takes one number."), word.text),
        word.place,
        QT_TRANSLATE_NOOP("errors", "Only min and max take several."),
    )
