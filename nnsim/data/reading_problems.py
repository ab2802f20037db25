"""What is wrong with a table as a dialog shows it: the parts of the error, its place, and choices that help."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.choices import Choices, Preview, Problem, Remedy
from nnsim.data.encodings import UnknownEncodingError, encoding_title
from nnsim.data.heads import UnknownDelimiterError
from nnsim.data.wording import quoted
from nnsim.errors import NnsimError, TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_OF_A_MARK = ("table.decimal_mixed", "table.not_a_number")


def problem_of(error: NnsimError, choices: Choices, seen: Preview) -> Problem:
    """The problem that an error tells of; ``seen`` is what was understood before it."""
    placed = error if isinstance(error, TableError) else None
    return Problem(
        code=error.code,
        message=error.message,
        where=error.where,
        hint=error.hint,
        line=placed.line if placed else None,
        column=placed.column if placed else None,
        remedies=tuple(_remedies(error, choices, seen)),
    )


def _remedies(error: NnsimError, choices: Choices, seen: Preview) -> list[Remedy]:
    remedies = []
    if isinstance(error, UnknownDelimiterError):
        label = _label(QT_TRANSLATE_NOOP("tables", "{0} separates the cells"), quoted(error.delimiter))
        remedies.append(Remedy(label, replace(choices, delimiter=error.delimiter)))
    is_guessed = seen.decimal is not None and not seen.decimal.is_asked
    if error.code in _OF_A_MARK and seen.decimal is not None and is_guessed and "decimal mark" in error.hint:
        if seen.decimal.value == ".":
            label = _label(QT_TRANSLATE_NOOP("tables", "The decimal mark is a comma"))
            remedies.append(Remedy(label, replace(choices, decimal=",")))
        else:
            label = _label(QT_TRANSLATE_NOOP("tables", "The decimal mark is a point"))
            remedies.append(Remedy(label, replace(choices, decimal=".")))
    if error.code == "table.decimal_mixed" and choices.decimal is not None:
        label = _label(QT_TRANSLATE_NOOP("tables", "Find the decimal mark out"))
        remedies.append(Remedy(label, replace(choices, decimal=None)))
    if isinstance(error, UnknownEncodingError):
        reads = QT_TRANSLATE_NOOP("tables", "It is {0}: {1}")
        for codec, word in error.examples.items():
            label = _label(reads, encoding_title(codec), quoted(word))
            remedies.append(Remedy(label, replace(choices, encoding=codec)))
    if error.code == "table.encoding" and choices.encoding is not None:
        label = _label(QT_TRANSLATE_NOOP("tables", "Find the encoding out"))
        remedies.append(Remedy(label, replace(choices, encoding=None)))
    if isinstance(error, TableError) and error.column is not None:
        if error.code in _OF_A_MARK:
            label = _label(QT_TRANSLATE_NOOP("tables", "Take the column as categories"))
            remedies.append(Remedy(label, choices.with_kind(error.column, "category")))
        label = _label(QT_TRANSLATE_NOOP("tables", "Leave the column out"))
        remedies.append(Remedy(label, choices.with_kind(error.column, "left_out")))
    return remedies


def _label(template: str, *arguments: str) -> str:
    return Words(template, *arguments, context="tables")
