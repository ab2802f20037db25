"""A sweep as a person meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.engine.spec import Choice
from nnsim.session.findings import Findings, Measure, Score, best_of, group_of
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.cell_plan import plan_within
from nnsim.ui.experiments.shades import shades_for
from nnsim.ui.experiments.sweep_page import SweepPage
from nnsim.ui.experiments.value_line import ValueLine
from nnsim.ui.main_window import MainWindow
from nnsim.ui.theme import Size
from tests.runs.sweeps import diverging_sweep, project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
SPAWNED_MS = 30_000


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(project(hidden=(3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(session: Session, many: ManyRuns, appearance: Appearance, shown: Callable[..., SweepPage]) -> SweepPage:
    return shown(SweepPage(session, many, appearance), 1100, 600)


def line(page: SweepPage, name: str) -> ValueLine:
    found = page.findChild(ValueLine, name)
    assert found is not None
    return found


def type_values(page: SweepPage, name: str, text: str) -> None:
    field = line(page, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def swept(qtbot: QtBot, page: SweepPage, many: ManyRuns, seeds: int = 2, epochs: int = 2) -> Findings:
    page.plan.seeds.set_value(seeds)
    page.plan.epochs.set_value(epochs)
    page.plan.button.click()
    qtbot.waitUntil(lambda: many.running is None)
    found = many.findings("sweep")
    assert found is not None
    return found


def click_cell(page: SweepPage, row: int, column: int) -> None:
    at = page.map.plan().cell(row, column).center().toPoint()
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)


def test_two_settings_are_proposed_with_the_present_values_among_others(page: SweepPage) -> None:
    first, second = page.axes
    assert first.contrast is not None
    assert second.contrast is not None
    assert (first.contrast.name, second.contrast.name) == ("learning_rate", "layers")
    assert project().training.learning_rate in first.values
    assert (3,) in second.values
    assert page.plan.plan_note.text().startswith("9 settings of")
    assert "27 runs in all" in page.plan.plan_note.text()


def test_typed_values_become_the_rows_and_columns(qtbot: QtBot, page: SweepPage, many: ManyRuns) -> None:
    type_values(page, "sweep_first_values", "0,01; 0,3")
    type_values(page, "sweep_second_values", "2; 4, 3")
    assert line(page, "sweep_first_values").text() == "0.01; 0.3"
    found = swept(qtbot, page, many)
    assert list(found.groups(Measure("test", "loss"))) == list(product((0.01, 0.3), ((2,), (4, 3))))
    assert page.summary.text().startswith("Best median: ")


def test_a_click_on_a_cell_shows_its_runs_and_opens_the_one_in_the_middle(
    qtbot: QtBot, session: Session, page: SweepPage, many: ManyRuns
) -> None:
    type_values(page, "sweep_second_values", "2; 4, 3")
    found = swept(qtbot, page, many, seeds=3)
    click_cell(page, 1, 1)
    measure = page.measure.measure
    assert measure is not None
    group = list(found.groups(measure).values())[3]
    assert group.middle is not None
    assert page.picker.chips.chosen() == (f"sweep_run_{group.middle.number}",)
    QTest.mouseClick(page.picker.button, Qt.MouseButton.LeftButton)
    taken = session.stamped_project()
    assert (taken.training.learning_rate, taken.training.seed) == (group.values[0], group.middle.seed)
    assert taken.network.sizes[1:-1] == (4, 3)
    assert taken.checkpoint is not None
    outcome = found.outcomes[group.middle.number]
    assert outcome.checkpoint is not None
    np.testing.assert_array_equal(taken.checkpoint.parameters, outcome.checkpoint.parameters, strict=True)


def test_arrow_keys_lead_from_cell_to_cell_and_enter_opens(
    qtbot: QtBot, session: Session, page: SweepPage, many: ManyRuns
) -> None:
    type_values(page, "sweep_second_values", "2; 4")
    found = swept(qtbot, page, many, seeds=1)
    page.map.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(page.map, key)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    last = found.sweep.settings[-1]
    assert (session.project.training.learning_rate, session.project.network.sizes[1:-1]) == (last[0], last[1])


def test_with_one_setting_its_values_stand_in_a_line(qtbot: QtBot, page: SweepPage, many: ManyRuns) -> None:
    page.axes[1].setting.chosen.emit("none")
    type_values(page, "sweep_first_values", "0.01 0.1 0.3")
    swept(qtbot, page, many, seeds=1)
    plan = page.map.plan()
    assert (plan.rows, plan.columns) == (1, 3)
    assert page.map.named((0, 2)) == "learning rate 0.3"


def test_what_is_chosen_by_name_has_chips_and_the_last_one_stays(page: SweepPage) -> None:
    first = page.axes[0]
    first.setting.chosen.emit("optimizer")
    names = [value.name for value in first.values if isinstance(value, Choice)]
    assert "adam" in names
    for name in names:
        first.findChild(object, f"chip_sweep_first_{name}").click()  # type: ignore[attr-defined]
    assert len(first.values) == 1
    first.findChild(object, "chip_sweep_first_sgd").click()  # type: ignore[attr-defined]
    assert Choice("sgd") in first.values


def test_the_same_setting_twice_leaves_the_second_free(page: SweepPage) -> None:
    page.axes[0].setting.chosen.emit("layers")
    assert page.axes[1].contrast is None


def test_what_cannot_be_is_told_in_the_form(qtbot: QtBot, page: SweepPage, many: ManyRuns) -> None:
    page.axes[0].setting.chosen.emit("loss")
    page.axes[0].set_values((Choice("cross_entropy"), Choice("hinge")))
    page.plan.button.click()
    assert many.running is None
    assert page.plan.problem.isVisible()
    assert page.plan.problem.text()


def test_values_that_cannot_be_read_are_not_taken(page: SweepPage) -> None:
    before = page.axes[0].values
    type_values(page, "sweep_first_values", "fast")
    assert page.axes[0].values == before
    assert line(page, "sweep_first_values").property("invalid")
    QTest.keyClick(line(page, "sweep_first_values"), Qt.Key.Key_Escape)
    assert line(page, "sweep_first_values").text() != "fast"


def test_all_runs_can_be_saved_and_the_medians_copied(
    qtbot: QtBot, page: SweepPage, many: ManyRuns, tmp_path: Path
) -> None:
    type_values(page, "sweep_first_values", "0.01; 0.3")
    type_values(page, "sweep_second_values", "2; 4")
    swept(qtbot, page, many)
    page.save_table(tmp_path / "runs")
    assert (tmp_path / "runs.csv").read_text().splitlines()[1].startswith("0.01,2,0,2,reached")
    page.copy.click()
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0] == ["learning rate / hidden layers", "2", "4"]
    assert [row[0] for row in rows[1:]] == ["0.01", "0.3"]
    assert all(float(cell) >= 0 for row in rows[1:] for cell in row[1:])


def test_cells_whose_runs_diverged_say_so(qtbot: QtBot, session: Session, page: SweepPage, many: ManyRuns) -> None:
    session.new(diverging_sweep().project)
    page.axes[1].setting.chosen.emit("none")
    page.axes[0].setting.chosen.emit("learning_rate")
    page.axes[0].set_values((0.01, 1000.0))
    swept(qtbot, page, many, seeds=3, epochs=20)
    plan = page.map.plan()
    assert "Diverged: 3" in page.map.tip_at(plan.cell(0, 1).center())
    assert "Diverged" not in page.map.tip_at(plan.cell(0, 0).center())
    click_cell(page, 0, 1)
    assert "diverged at" in page.picker.words.full_text()


def test_in_the_window_processes_make_the_cells(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.experiments["sweep"].trigger()
    page = window.findChild(SweepPage, "sweep_page")
    assert page is not None
    type_values(page, "sweep_second_values", "2; 4")
    page.plan.seeds.set_value(1)
    page.plan.epochs.set_value(1)
    QTest.mouseClick(page.plan.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.many.running is None, timeout=SPAWNED_MS)
    assert page.plan.said.text() == "All 6 runs are done."


@given(st.floats(10, 3_000), st.floats(10, 2_000), st.integers(1, 20), st.integers(1, 20))
def test_cells_fill_no_more_than_their_frame_and_are_found_where_they_are(
    width: float, height: float, rows: int, columns: int
) -> None:
    frame = QRectF(7, 11, width, height)
    plan = plan_within(frame, rows, columns)
    assert frame.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(plan.area)
    assert plan.width <= Size.HEAT_CELL[0] + 1e-9
    assert plan.height <= Size.HEAT_CELL[1] + 1e-9
    for row, column in ((0, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)):
        left, top = plan.area.left() + (column + 0.5) * plan.width, plan.area.top() + (row + 0.5) * plan.height
        assert plan.at(QRectF(left, top, 0, 0).topLeft()) == (row, column)


@given(st.sampled_from(("accuracy", "loss", "r2")), st.lists(st.floats(0, 1), min_size=2))
def test_better_is_never_paler_and_the_scale_only_grows(name: str, values: list[float]) -> None:
    measure = Measure("test", name)
    shades = shades_for(measure, values)
    ranked = sorted(values, reverse=not measure.is_larger_better)
    shares = [shades.share(value) for value in ranked]
    assert shares == sorted(shares)
    low, high = sorted((shades.worst, shades.best))
    assert max(values) <= high + 1e-9
    assert low - 1e-9 <= min(value for value in (*values, 1.0) if value > 1e-30 or not shades.log)
    later = shades_for(measure, values[:1], shades)
    assert (later.worst, later.best, later.log) == pytest.approx((shades.worst, shades.best, shades.log))


def test_losses_far_apart_are_told_apart_by_their_ratios() -> None:
    shades = shades_for(Measure("test", "loss"), [0.03, 0.3, 3.0])
    assert shades.log
    near, middle, far = map(shades.share, (0.03, 0.3, 3.0))
    assert near - middle == pytest.approx(middle - far)
    assert not shades_for(Measure("test", "loss"), [0.3, 3.0]).log


def test_values_that_cannot_be_used_stay_and_let_nothing_start(page: SweepPage, many: ManyRuns) -> None:
    type_values(page, "sweep_second_values", "-4; abc")
    field = line(page, "sweep_second_values")
    assert not page.plan.button.isEnabled()
    assert page.plan.problem.isVisible()
    assert page.plan.problem.text() == page.plan.button.toolTip() == field.problem()
    assert not page.plan.plan_note.isVisible()  # how many runs it would be is known of the old values only
    page.plan.epochs.setFocus()
    QTest.mouseClick(page.plan.button, Qt.MouseButton.LeftButton)
    assert field.text() == "-4; abc"
    assert many.running is None
    type_values(page, "sweep_second_values", "4; 5")
    assert page.plan.button.isEnabled()
    assert page.plan.plan_note.isVisible()
    assert not page.plan.problem.isVisible()


def test_escape_brings_the_old_values_back_and_lets_start_again(page: SweepPage) -> None:
    before = line(page, "sweep_first_values").text()
    type_values(page, "sweep_first_values", "fast")
    QTest.keyClick(line(page, "sweep_first_values"), Qt.Key.Key_Escape)
    assert line(page, "sweep_first_values").text() == before
    assert page.plan.button.isEnabled()


def test_start_takes_values_and_numbers_that_were_typed_without_enter(
    qtbot: QtBot, page: SweepPage, many: ManyRuns
) -> None:
    page.plan.epochs.setFocus()
    QTest.keyClicks(page.plan.epochs, "2")
    field = line(page, "sweep_second_values")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2; 3")
    page.plan.seeds.setFocus()
    QTest.keyClicks(page.plan.seeds, "1")
    page.plan.button.click()
    found = many.findings("sweep")
    assert found is not None
    assert found.sweep.seeds == 1
    assert found.sweep.axes[1].values == ((2,), (3,))
    qtbot.waitUntil(lambda: many.running is None)


def test_number_of_runs_that_cannot_be_used_stays_and_lets_nothing_start(page: SweepPage) -> None:
    seeds = page.plan.seeds
    seeds.setFocus()
    QTest.keyClicks(seeds, "many")
    page.plan.epochs.setFocus()
    assert seeds.text() == "many"
    assert not page.plan.button.isEnabled()
    assert seeds.problem() in page.plan.problem.text()
    seeds.setFocus()
    QTest.keyClicks(seeds, "4")
    assert page.plan.button.isEnabled()


def test_keyboard_goes_on_to_the_map_when_the_field_it_was_in_rests(
    qtbot: QtBot, page: SweepPage, many: ManyRuns
) -> None:
    page.plan.epochs.set_value(1)
    line(page, "sweep_first_values").setFocus()
    page.plan.button.click()
    assert page.map.hasFocus()
    qtbot.waitUntil(lambda: many.running is None)


def test_cells_that_are_level_are_all_best() -> None:
    measure = Measure("test", "accuracy")
    medians = {(1,): 0.5, (2,): 1.0, (3,): nan, (4,): 1.0}
    groups = [group_of((value,), [Score(0, (value,), 0, median)], measure) for (value,), median in medians.items()]
    assert [group.values for group in best_of(groups, measure)] == [(2,), (4,)]
    assert [group.values for group in best_of(groups, Measure("test", "loss"))] == [(1,)]
    assert best_of(groups[2:3], measure) == ()


def test_settings_that_are_level_are_named_together(qtbot: QtBot, page: SweepPage, many: ManyRuns) -> None:
    type_values(page, "sweep_first_values", "1e-9; 2e-9")  # nothing is learnt, so that both end alike
    page.axes[1].choose(None)
    swept(qtbot, page, many, seeds=1, epochs=1)
    assert "the same with learning rate" in page.summary.text()
    assert " and with learning rate " in page.summary.text()


def test_kinds_of_loss_are_not_judged_by_their_losses(qtbot: QtBot, page: SweepPage, many: ManyRuns) -> None:
    first, second = page.axes
    first.choose(next(contrast for contrast in many.contrasts if contrast.name == "loss"))
    second.choose(None)
    found = swept(qtbot, page, many, seeds=1, epochs=1)
    assert found.has_kinds_of_loss
    assert page.measure.measure == Measure("test", "accuracy")
    assert page.summary.text().endswith("cannot be compared, so that none is offered as a result.")
    assert "loss" not in page.map.accessibleDescription()


def test_a_cell_half_of_whose_runs_diverged_says_so(page: SweepPage) -> None:
    values = (0.1,)
    scores = [Score(0, values, 0, 0.9), Score(1, values, 1, -inf, "epoch 1")]
    group = group_of(values, scores, Measure("test", "accuracy"))
    assert page._median_words(group, Measure("test", "accuracy")) == "1 of 2 runs diverged"
    assert group.middle is not None
    assert group.middle.has_diverged
