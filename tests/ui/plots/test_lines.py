"""Curves as lines: gaps, dashes, and what arrives on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnsim.ui.plots.lines import dashes, draw, segments


def test_a_point_that_is_no_number_leaves_a_gap():
    lines = segments(np.arange(5.0), np.array([1.0, 2.0, np.nan, 3.0, 4.0]))
    assert lines.tolist() == [[0, 1, 1, 2], [3, 3, 4, 4]]


def test_no_points_and_one_point_make_no_line():
    assert len(segments(np.empty(0), np.empty(0))) == 0
    assert len(segments(np.ones(1), np.ones(1))) == 0
    assert len(dashes(np.empty((0, 4)), 5, 3)) == 0


def test_dashes_cover_their_share_of_a_straight_line():
    cut = dashes(np.array([[0.0, 0.0, 80.0, 0.0]]), 5, 3)
    assert len(cut) == 10
    assert cut[:, 2] - cut[:, 0] == pytest.approx(np.full(10, 5.0))


def test_dashes_run_on_across_the_joints():
    x = np.linspace(0, 80, 33)
    cut = dashes(segments(x, np.zeros(33)), 5, 3)
    assert (cut[:, 2] - cut[:, 0]).sum() == pytest.approx(50.0)


def test_a_trembling_curve_is_dashed_like_a_calm_one():
    x = np.linspace(0, 80, 161)
    cut = dashes(segments(x, np.tile([0.0, 1.5], 81)[:161]), 5, 3)
    assert (cut[:, 2] - cut[:, 0]).sum() == pytest.approx(50.0)


def test_a_line_arrives_on_the_screen(qapp):
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QPen(QColor("black"), 2))
    draw(painter, np.array([[2.0, 10.0, 18.0, 10.0]]))
    draw(painter, np.empty((0, 4)))
    painter.end()
    assert image.pixelColor(10, 10) == QColor("black")
    assert image.pixelColor(10, 2) == QColor("white")
