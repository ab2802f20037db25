"""A stage to be taken elsewhere: as LaTeX, or as text with tabs that a spreadsheet takes apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.explain.equations import Axis, Equation, Stage, Table
from nnsim.explain.pens import Figures, Latex
from nnsim.explain.spelling import spelled

Name = Callable[[Axis, int], str]
MOST_SIDE = 12
MOST_TERMS = 12
"""A larger matrix, or a longer sum, is written with its beginning and its end, and dots between."""

_BECOMES: Final = r"\leftarrow"
_ABOUT: Final = r"\approx"


def formulas_latex(stage: Stage) -> str:
    """The formulas of a stage, one a line."""
    return _aligned(equation.formula for equation in stage.equations)


def stage_latex(stage: Stage, figures: Callable[[], Figures]) -> str:
    """The formulas with their matrices in numbers below each.

    Parameters
    ----------
    figures : ever new ones, which know of what they have written whether it was rounded
    """
    lines: list[str] = []
    for equation in stage.equations:
        lines += [_formula(equation, figures()), equation_latex(equation, figures)]
    return _aligned(lines)


def _formula(equation: Equation, number: Figures) -> str:
    r"""The formula, and behind it the numbers in it that stand in no matrix: ``…, \quad \eta = 0.1``."""
    names, numbers = Latex(number, symbols=True), Latex(number)
    told = [f"{one.write(names)} = {one.write(numbers)}" for one in equation.constants]
    return r", \quad ".join([equation.formula, *told])


def equation_latex(equation: Equation, figures: Callable[[], Figures]) -> str:
    r"""The matrices of one equation, as they stand in its formula.

    ``\leftarrow`` for what takes the place of what was there, ``\approx`` where a number had to be rounded.
    """
    number = figures()
    pen = Latex(number)
    left = _matrix(equation.result.values, pen)
    operators = [part for part in equation.parts if isinstance(part, str)]
    if not operators and equation.parts:
        named = [_named(table, figures(), is_new=False) for table in equation.tables]
        result = _named(equation.result, figures(), is_new=equation.is_change)
        # What was there before comes first: both have the same name.
        return r", \quad ".join([*named, result] if equation.is_change else [result, *named])
    right = " ".join(part if isinstance(part, str) else f"{{{_matrix(part.values, pen)}}}" for part in equation.parts)
    relation = _BECOMES if equation.is_change else "=" if number.is_exact else _ABOUT
    return f"{left} {relation} {right}" if right else left


def _named(table: Table, number: Figures, *, is_new: bool) -> str:
    """``v = 0.5``."""
    written = _matrix(table.values, Latex(number))
    relation = _BECOMES if is_new else "=" if number.is_exact else _ABOUT
    return f"{table.symbol.latex()} {relation} {written}"


def origin_latex(equation: Equation, row: int, column: int, digits: int, figures: Callable[[int], Figures]) -> str:
    """How one number comes about: its symbol, the expression in symbols and in numbers, and what it comes to.

    As on the sheet: ← for what takes the place of what was there, ≈ where a number had to be rounded.
    """
    expression = equation.origin(row, column).expression
    name = equation.result.symbol_at(row, column).latex()
    symbols = expression.write(Latex(figures(digits), symbols=True, most_terms=MOST_TERMS))
    value = float(equation.result.values[row, column])
    told = spelled(expression, value, digits, figures, lambda number: Latex(number, most_terms=MOST_TERMS))
    return f"{name} {_BECOMES if equation.is_change else '='} {symbols} = {told.joined(_ABOUT)}"


def stage_text(stage: Stage, decimal: str, name: Name) -> str:
    """Every table of the stage once, with the names of its rows and columns.

    Numbers are written as a spreadsheet reads them: with ``decimal`` for its point, in the fewest digits that read back
    as the same number.
    """
    written: dict[object, str] = {}
    for equation in stage.equations:
        for table in (*equation.tables, equation.result):
            # Not by its key: tables of different equations may have the same, such as the δ of two layers.
            what = (table.symbol, table.after, table.rows, table.columns)
            written.setdefault(what, _table_text(table, decimal, name))
    return "\n\n".join(written.values())


def _table_text(table: Table, decimal: str, name: Name) -> str:
    across = [name(table.columns, column) for column in range(table.values.shape[1])]
    symbol = f"{table.symbol.text()}{' →' if table.after else ''}"
    lines = ["\t".join([symbol, *across])]
    for row, values in enumerate(table.values):
        lines.append("\t".join([name(table.rows, row), *(str(value).replace(".", decimal) for value in values)]))
    return "\n".join(lines)


def _aligned(lines: Iterable[str]) -> str:
    r"""Lines of a ``gather*``, which needs amsmath."""
    return "\\begin{gather*}\n" + " \\\\\n".join(lines) + "\n\\end{gather*}"


def _matrix(values: Array, pen: Latex) -> str:
    """A matrix in round brackets, a single number without."""
    if values.size == 1:
        return pen.figures(pen.number(float(values.item())))
    rows, columns = (_shown(count) for count in values.shape)
    cells = []
    for row in rows:
        if row is None:
            cells.append(" & ".join([r"\vdots"] * len(columns)))
            continue
        cells.append(
            " & ".join(
                r"\dots" if column is None else pen.figures(pen.number(float(values[row, column])))
                for column in columns
            )
        )
    return r"\begin{pmatrix} " + r" \\ ".join(cells) + r" \end{pmatrix}"


def _shown(count: int) -> list[int | None]:
    """Of many rows or columns the first and the last, with a gap."""
    if count <= MOST_SIDE:
        return list(range(count))
    return [*np.arange(MOST_SIDE - 2).tolist(), None, count - 1]
