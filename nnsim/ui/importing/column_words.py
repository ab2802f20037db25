"""Words for columns, their kinds and what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.data.choices import ColumnKind
from nnsim.ui.widgets.chips import Option

translate = QCoreApplication.translate


def kind_options() -> tuple[Option, ...]:
    """All kinds that a column can have, with what each of them means."""
    return (
        Option(
            "number",
            translate("column_words", "Number"),
            translate("column_words", "Each cell is one number, which goes in as it is or scaled."),
        ),
        Option(
            "category",
            translate("column_words", "Category"),
            translate("column_words", "Each cell is one of a few words: every word becomes an input of 0 or 1."),
        ),
        Option(
            "text",
            translate("column_words", "Text"),
            translate("column_words", "Each cell is a text: how often the most frequent words occur goes in."),
        ),
        Option(
            "date",
            translate("column_words", "Date"),
            translate(
                "column_words",
                "Each cell is a date. It is shown, and goes in only if you choose it as an input. “Number” lets the "
                "number of the day go in.",
            ),
        ),
        Option(
            "left_out",
            translate("column_words", "Left out"),
            translate("column_words", "The column is not taken over, as if it were not there."),
        ),
    )


def kind_word(kind: ColumnKind) -> str:
    """``number``, in small letters, for the head of a column."""
    return {
        "number": translate("column_words", "number"),
        "category": translate("column_words", "category"),
        "text": translate("column_words", "text"),
        "date": translate("column_words", "date"),
        "left_out": translate("column_words", "left out"),
    }[kind]


def role_word(kind: ColumnKind, *, is_target: bool, is_idle: bool, is_known: bool = False) -> str:
    """``goes in``, ``is predicted``, ``is known`` or ``not used``; empty for a column that is left out."""
    if kind == "left_out":
        return ""
    if is_idle:
        return translate("column_words", "not used")
    if not is_target:
        return translate("column_words", "goes in")
    return translate("column_words", "is known") if is_known else translate("column_words", "is predicted")
