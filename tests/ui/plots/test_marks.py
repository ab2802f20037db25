"""Marks of samples: which are of training and which of test must be seen at a glance."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from nnsim.ui.plots.marks import class_colour, draw_mark, draw_value_mark, mark_path, mark_size
from nnsim.ui.theme import DARK, LIGHT, Size

SIDE = 12
FINE = 8


def painted(draw, theme, **how):
    """(pixels, pixels, 3) of one mark, eight times as fine as the screen."""
    image = QImage(SIDE * FINE, SIDE * FINE, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    painter.scale(FINE, FINE)
    draw(painter, **how)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIDE * FINE, SIDE * FINE, 4)[..., :3].astype(int)


def class_mark(theme, number):
    at = QPointF(SIDE / 2, SIDE / 2)
    return lambda painter, **how: draw_mark(painter, theme, mark_path(number), at, class_colour(theme, number), **how)


def value_mark(theme):
    at = QPointF(SIDE / 2, SIDE / 2)
    return lambda painter, **how: draw_value_mark(painter, theme, at, theme.colour("accent"), **how)


def area(pixels, theme):
    """How much is not the ground, and how wide it is."""
    ground = theme.colour("surface")
    inked = np.abs(pixels - (ground.blue(), ground.green(), ground.red())).sum(axis=-1) > 30
    columns = np.flatnonzero(inked.any(axis=0))
    return inked.sum(), (columns[-1] - columns[0]) / FINE


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [mark_size(50), mark_size(400)])
@pytest.mark.parametrize("number", range(2))
def test_a_mark_of_test_is_smaller_and_much_lighter_than_one_of_training(qapp, theme, size, number):
    filled, width = area(painted(class_mark(theme, number), theme, size=size), theme)
    hollow, hollow_width = area(painted(class_mark(theme, number), theme, size=size, hollow=True), theme)
    assert hollow < 0.7 * filled
    assert hollow_width < width


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [mark_size(50), mark_size(400)])
def test_so_is_the_mark_of_a_number(qapp, theme, size):
    filled, width = area(painted(value_mark(theme), theme, size=size), theme)
    hollow, hollow_width = area(painted(value_mark(theme), theme, size=size, hollow=True), theme)
    assert hollow < 0.6 * filled
    assert hollow_width < 0.85 * width


def test_many_marks_are_smaller_than_few():
    assert mark_size(2000) < mark_size(100) == Size.MARK
