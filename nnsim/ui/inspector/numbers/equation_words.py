"""What is written of one equation of a told step: what it says, and how the number in play comes about."""

from __future__ import annotations

from math import isinf

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF

from nnsim.explain.equations import Equation, Origin
from nnsim.explain.pens import Latex, Plain
from nnsim.explain.spelling import spelled
from nnsim.ui.inspector.numbers.table_picture import TableLook
from nnsim.ui.widgets.numbers import Rounded
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words

translate = QCoreApplication.translate

_TERMS_SYMBOLS, _TERMS_NUMBERS = 5, 12
_TERMS_LOW = (12, 6, 4, 3, 2)
"""Of a longer sum the beginning and the end are written; in one line as many terms as it has room for."""


class EquationWords:
    """An equation with a number in play.

    Parameters
    ----------
    chosen : row and column of the number of the result that is in play
    """

    def __init__(self, equation: Equation, appearance: TableLook, chosen: tuple[int, int]) -> None:
        rows, columns = equation.result.values.shape
        self.equation = equation
        self.chosen = min(chosen[0], rows - 1), min(chosen[1], columns - 1)
        self.origin: Origin = equation.origin(*self.chosen)
        self._look = appearance

    def said(self) -> str:
        """What happens, in plain words."""
        said = (self.equation.says, self.equation.note)
        return " ".join(explained(words) for words in said if words)

    def symbols_latex(self) -> str:
        """How the number in play comes about, in symbols."""
        pen = Latex(self._look.number, symbols=True, most_terms=_TERMS_SYMBOLS, word=explained)
        result = self.equation.result
        name = result.symbol_at(*self.chosen).latex()
        relation = r"\leftarrow" if self.equation.is_change else "="
        return f"{name} {relation} {self.origin.expression.write(pen)}"

    def constants(self) -> str:
        """The numbers in the formula that stand in no table: ``η = 0.03   t = 2``."""
        names, numbers = Plain(self._look.number, symbols=True), Plain(self._look.number)
        return "   ".join(f"{one.write(names)} = {one.write(numbers)}" for one in self.equation.constants)

    def written(self, most_terms: int = _TERMS_NUMBERS) -> str:
        """The same in numbers: ``= 0.5·1.2 + 0.1 = 0.7``; ≈ where a number had to be rounded."""
        value = float(self.equation.result.values[self.chosen])
        found = spelled(
            self.origin.expression,
            value,
            self._look.digits,
            Rounded,
            lambda number: Plain(number, most_terms=most_terms, word=explained),
        )
        if isinf(value):
            # Not ∞: on paper it can be written.
            said = translate("numbers", "= {0}, which is too large for a number of the computer")
            return said.format(found.told)
        return f"= {found.joined('≈')}"

    def worked_out(self, room: float) -> str:
        """The number in play and how it comes about, in one line.

        Its name is left out before a term is: the number has a frame.
        """
        name = self.equation.result.symbol_at(*self.chosen).text()
        metrics = QFontMetricsF(self._look.font)
        told = ""
        for most_terms in _TERMS_LOW:
            written = self.written(most_terms)
            # What takes the place of what was there is no equation.
            whole = f"{name} ← {written.removeprefix('= ')}" if self.equation.is_change else f"{name} {written}"
            for told in (whole, written):
                if metrics.horizontalAdvance(told) <= room:
                    return told
        return metrics.elidedText(told, Qt.TextElideMode.ElideMiddle, room)


def explained(text: str) -> str:
    """A word of the expressions in the user's language."""
    return translated(Words(text, context="explain"))
