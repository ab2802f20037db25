"""The rows of the legend below a picture of the answers."""

from __future__ import annotations

import pytest

from nnsim.ui.plots.health_marks import draw_bar, key_lines
from nnsim.ui.plots.legend import Legend
from nnsim.ui.theme import Size


@pytest.mark.parametrize(("width", "rows"), [(300, 1), (240, 1), (200, 2), (120, 2)])
def test_crosses_never_cost_a_row_of_their_own(shown, facts, appearance, width, rows):
    legend = shown(Legend(appearance), width, 40)
    legend.show_data(facts.points(2, ("class 0", "class 1")), True)
    assert legend.heightForWidth(width) == rows * Size.ICON
    before = legend.grab().toImage()
    legend.show_mistakes(True)
    assert legend.heightForWidth(width) == rows * Size.ICON
    assert (legend.grab().toImage() == before) == (width == 240)


def test_without_test_data_crosses_are_told_in_a_row_of_their_own(shown, facts, appearance):
    legend = shown(Legend(appearance), 150, 40)
    legend.show_data(facts.points(2, ("class 0", "class 1")), False)
    before = legend.grab().toImage()
    legend.show_mistakes(True)
    assert legend.heightForWidth(150) == 2 * Size.ICON
    assert legend.grab().toImage() != before


def test_a_key_takes_no_more_lines_than_its_words_need(appearance):
    entries = [(draw_bar, word) for word in ("gradient norm", "update / weight", "dead")]
    wide, narrow = key_lines(1000, entries), key_lines(10, entries)
    assert [len(line) for line in wide] == [3]
    assert [len(line) for line in narrow] == [1, 1, 1]
