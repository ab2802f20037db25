"""Words with a number in them have a form of their own for each kind of number that a language knows."""

from __future__ import annotations

import copy

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from nnsim.data.column_kinds import labels_told
from nnsim.ui.widgets.translated import translated
from nnsim.words import QT_TRANSLATE_NOOP, counted_words, translate


class _Polish(QTranslator):
    """Knows three forms of one message."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Qt asks for each text, with the number that is in it."""
        if (context, text) != ("tables", "{n} rows were skipped in {0}."):
            return ""
        few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
        return f"Pominięto {{n}} {'wiersze' if few else 'wierszy'} w {{0}}."


def skipped(number: int) -> str:
    one = QT_TRANSLATE_NOOP("tables", "1 row was skipped in {0}.")
    return counted_words(number, one, translate("tables", "{n} rows were skipped in {0}.", None, 2), "a.csv")


def test_without_a_translation_the_words_are_english() -> None:
    assert [str(skipped(n)) for n in (0, 1, 1200)] == [
        "0 rows were skipped in a.csv.",
        "1 row was skipped in a.csv.",
        "1,200 rows were skipped in a.csv.",
    ]
    assert str(copy.copy(skipped(7))) == str(skipped(7))


def test_each_kind_of_number_has_its_form(qapp: QApplication) -> None:
    polish = _Polish()
    QCoreApplication.installTranslator(polish)
    try:
        assert translated(skipped(3)) == "Pominięto 3 wiersze w a.csv."
        assert translated(skipped(5)) == "Pominięto 5 wierszy w a.csv."
    finally:
        QCoreApplication.removeTranslator(polish)
    assert translated(skipped(5)) == "5 rows were skipped in a.csv."


def test_braces_in_names_are_left_alone(qapp: QApplication) -> None:
    assert translated(labels_told("{n}", ("{0}", "b"))) == "Column “{n}” holds text: 2 categories ({0}, b)."
