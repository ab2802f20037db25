"""Marks of samples: which are of training and which of test must be seen at a glance."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from nnsim.ui.plots.marks import class_colour, draw_mark, draw_value_mark, mark_path, mark_size
from nnsim.ui.theme import DARK, FADE, LIGHT, Size

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
    return lambda painter, **how: draw_mark(painter, theme, mark_path(number), at, theme.sample(number), **how)


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


def middle(draw, theme, **how):
    return painted(draw, theme, **how)[SIDE * FINE // 2, SIDE * FINE // 2]


def distance(one, other):
    return np.abs(np.asarray(one) - other).sum()


def bgr(colour):
    return colour.blue(), colour.green(), colour.red()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("number", range(10))
def test_on_the_ground_of_its_own_class_a_filled_mark_is_not_taken_for_a_hollow_one(qapp, theme, number):
    ground = np.array(bgr(class_colour(theme, number))) * FADE + np.array(bgr(theme.colour("surface"))) * (1 - FADE)
    filled, hollow = (middle(class_mark(theme, number), theme, hollow=hollow) for hollow in (False, True))
    assert distance(filled, ground) > 60, "its middle is not that of its ground"
    assert distance(hollow, bgr(theme.colour("surface"))) == 0, "the middle of a hollow one is paper"


def lab(colour):
    """CIE 1976 L*a*b* of a colour, white of D65: so far apart as eyes find it."""
    rgb = np.array(colour.getRgbF()[:3])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    shares = to_xyz @ linear / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(shares > 0.008856, np.cbrt(shares), 7.787 * shares + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_samples_of_no_two_classes_have_almost_the_same_colour(theme):
    seen = np.array([lab(theme.sample(number)) for number in range(10)])
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=2)[np.triu_indices(10, 1)]
    assert apart.min() > 25


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_middle_of_a_hollow_number_is_paper_and_that_of_a_filled_one_its_colour(qapp, theme):
    assert distance(middle(value_mark(theme), theme), bgr(theme.colour("accent"))) == 0
    assert distance(middle(value_mark(theme), theme, hollow=True), bgr(theme.colour("surface"))) == 0
