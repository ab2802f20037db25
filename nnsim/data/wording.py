"""How messages about data quote a text, list names, count, and guess what was meant."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable

from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

_LONGEST_QUOTE = 40
_MOST_NAMES = 20


def quoted(text: str) -> str:
    """``“text”`` on one line, cut short if it is long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"


def listed(names: Iterable[str], most: int = _MOST_NAMES) -> str:
    """Names with commas between them, at most ``most``."""
    names = list(names)
    named = ", ".join(names[:most])
    if len(names) <= most:
        return named
    return said(QT_TRANSLATE_NOOP("tables", "{0} and {1} more"), named, f"{len(names) - most:,}")


def said(template: str, *arguments: object) -> Words:
    """What is told of tables: a marked template, and what fills its places."""
    return Words(template, *arguments, context="tables")


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 row``, ``2 rows``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def first_repeated(names: Iterable[str]) -> str | None:
    """The first name that occurs more than once, or ``None``."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


def name_hint(name: str, known: Iterable[str]) -> str:
    """What a person who wrote ``name`` may have meant, and everything that could have been written."""
    known = list(known)
    lowered = {each.casefold(): each for each in reversed(known)}
    close = difflib.get_close_matches(name.casefold(), list(lowered), n=1)
    if not close:
        return Words(QT_TRANSLATE_NOOP("errors", "Available: {0}."), listed(known))
    meant = quoted(lowered[close[0]])
    return Words(QT_TRANSLATE_NOOP("errors", "Did you mean {0}? Available: {1}."), meant, listed(known))


def cells_counted(number: int) -> Words:
    """``1 cell``, ``2 cells``."""
    one, many = QT_TRANSLATE_NOOP("tables", "1 cell"), translate("tables", "{n} cells", None, 2)
    return counted_words(number, one, many)


def lines_skipped(number: int) -> Words:
    """That lines above the table are skipped because somebody has said so."""
    one = QT_TRANSLATE_NOOP("tables", "1 line above the table skipped, as asked.")
    return counted_words(number, one, translate("tables", "{n} lines above the table skipped, as asked.", None, 2))
