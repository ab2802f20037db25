"""Formulas are typeset, and filled in the colour that is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.ui.widgets.formula import Formula

ENTRIES = [entry for family in (ACTIVATIONS, LOSSES, OPTIMIZERS) for entry in family]


def painted(formula: Formula) -> QImage:
    image = QImage(formula.size.toSize(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        formula.paint(painter, QPointF())
    return image


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
def test_every_formula_of_the_catalog_can_be_typeset(entry: object) -> None:
    formula = Formula(entry.formula, 16.0, "#5746C9")
    assert 8 < formula.size.height() < 100
    assert formula.rise > 0


def test_a_formula_is_filled_in_its_colour_and_nothing_else() -> None:
    image = painted(Formula(r"\frac{1}{2}", 40.0, "#C62828"))
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert QColor("#C62828").name() in colours
    assert all(QColor(name).red() >= QColor(name).blue() for name in colours)
    middle = image.width() // 2
    column = [image.pixelColor(middle, y).name() for y in range(image.height())]
    assert column.count("#c62828") >= 2  # the bar of the fraction


def test_larger_type_makes_a_larger_formula() -> None:
    small, large = (Formula("x^2", size, "#000000").size for size in (10.0, 20.0))
    assert large.width() > 1.5 * small.width()
