"""The sheet of equations: what is in sight of it, how it lies, what a number says when it is pointed at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.model.start import new_project
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.numbers.sheet import InPlay
from nnsim.ui.inspector.numbers.table_picture import GAP, in_sight
from nnsim.ui.sheet_sizes import SheetSize
from tests.by_hand.one_weight import one_weight
from tests.ui.inspector.numbers.reading import Pages, tip_of


def test_every_number_tells_on_hover_how_it_comes_about(page: NumbersPage) -> None:
    picture = page.sheet.page.pictures[1].tables[-1]
    rect = picture.cell_rect(0, 0)
    assert rect is not None
    tip = page.sheet.page.tip_at(rect.center())
    assert "tanh(" in tip
    assert page.sheet.page.tip_at(QPointF(-5, -5)) == ""


def test_a_tooltip_says_where_the_numbers_that_it_shows_are_rounded(by_hand: Pages, page: NumbersPage) -> None:
    assert "\n≈ " in tip_of(page, 0, "z", 0, 0)
    _, exact = by_hand(one_weight().project)
    assert tip_of(exact, 0, "z", 0, 0).endswith("\n= 2·5\n= 10")


def test_numbers_that_play_a_part_tell_where_they_come_from(page: NumbersPage) -> None:
    assert "inputs of the sample" in tip_of(page, 0, "x", 0, 0)
    assert "training" in tip_of(page, 0, "W", 0, 0)
    page.go_to(("forward", 1))
    assert "tanh(" in tip_of(page, 0, "x", 0, 2)  # h₁·3, found in the stage before
    page.go_to(("backward", 1))
    keys = [picture.equation.key for picture in page.sheet.page.pictures]
    assert "0." in tip_of(page, keys.index("e"), "delta", 0, 0)
    page.go_to(("update", 1))
    bias = len(page.sheet.page.pictures[0].tables[0].table.values) - 1
    delta = page.walk.stage("backward", 1).equation("db") if page.walk else None
    assert delta is not None
    told = tip_of(page, 0, "g", bias, 0).splitlines()
    assert told[1].removeprefix("≈ ") == f"{delta.result.values[0, 0]:.4g}".replace("-", "−")
    assert "training" in tip_of(page, 1, "w", 0, 0)


def test_in_little_height_what_is_found_stands_above_the_matrices(page: NumbersPage) -> None:
    high = page.sheet.page.pictures[0]
    assert high.answer.top() > high.tables[0].top_left.y()
    page.resize(560, 190)
    low = page.sheet.page.pictures[0]
    assert page.grab().width() > 0
    assert low.answer.bottom() <= low.tables[0].top_left.y()
    assert low.answer.bottom() < page.sheet.viewport().height() / 2
    assert low.worked_out(1000.0).startswith("z₁·1 = ")
    whole = low.written()
    fits = page.fontMetrics().horizontalAdvance(whole) * 2.0
    assert low.worked_out(fits).endswith(whole)
    assert low.worked_out(fits / 3).startswith("= ")
    assert low.worked_out(fits / 3).endswith(whole[-6:])
    assert page.sheet.page.tip_at(QPointF(low.answer.center())) == low.said()
    page.go_to(("update", 0))
    new = page.sheet.page.pictures[-1]
    assert new.worked_out(1000.0) == f"w₁·1,1 ← {new.written()[2:]}"


def test_of_wide_layers_the_part_in_play_is_shown(
    by_hand: Pages,
) -> None:
    _, page = by_hand(new_project("wide", DataSpec(ToySource("circle", 30)), (60, 40)))
    page.go_to(("forward", 1))
    page.sheet.picked.emit(InPlay(0, 0, 33))
    weights = next(one for one in page.sheet.page.pictures[0].tables if one.table.key == "W")
    assert 33 in weights.columns
    assert len(weights.rows) == SheetSize.CELLS_LEAST  # so that what is found is in sight
    assert GAP in weights.columns
    assert GAP in weights.rows


@pytest.mark.parametrize("count", [1, 5, 6, 100])
@pytest.mark.parametrize("focus", [0, 3, 99])
def test_what_is_in_sight_has_the_ends_and_what_is_in_play(count: int, focus: int) -> None:
    shown = in_sight(count, 5, [focus])
    assert len(shown) <= 5
    assert min(focus, count - 1) in shown
    kept = [place for place in shown if place != GAP]
    assert kept == sorted(set(kept))


def test_columns_of_the_sum_stand_below_those_of_the_weights_and_the_bias(page: NumbersPage) -> None:
    page.resize(700, 500)
    tables = page.sheet.page.pictures[0].tables
    alike = [picture.cell_rect(0, 0) for picture in tables if picture.is_alike(tables[-1])]
    assert len(alike) == len(("W", "b", "z"))
    assert len({rect.left() for rect in alike if rect is not None}) == 1


@pytest.mark.parametrize("hidden", [(4, 2), (8, 8)])
def test_on_a_projector_the_line_of_matrices_of_a_small_network_is_read_without_scrolling(
    by_hand: Pages, qtbot: QtBot, hidden: tuple[int, ...]
) -> None:
    _, page = by_hand(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), hidden))
    page.resize(498, 134)  # that of a window of 1280 × 720
    page.grab()
    qtbot.waitUntil(lambda: page.grab().width() > 0 and page.sheet.page.pictures[0].is_typeset)
    z = page.sheet.page.pictures[0]
    assert [picture.table.key for picture in z.tables] == ["x", "W", "b", "z"]
    assert z.is_whole == (hidden[0] == 4)  # of eight columns some are left out
    room = page.sheet.viewport().rect()
    for picture in z.tables:
        rows, columns = picture.table.values.shape
        last = picture.cell_rect(rows - 1, columns - 1)
        assert last is not None
        assert room.contains(last.toRect())
    _, w, b, found = z.tables
    assert (w.head > 0.0, b.head, found.head) == (True, 0.0, 0.0)
    lefts = [picture.cell_rect(0, 0) for picture in (w, b, found)]
    assert len({rect.left() for rect in lefts if rect is not None}) == 1
