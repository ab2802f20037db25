"""The card of the output."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Dataset
from nnsim.engine.snapshot import Confusion, Curves
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.pages import BOUNDARY, CONFUSION, CURVE, FIT, RELIEF, RESIDUALS, ROC, SPACE, WORST, views_for
from nnsim.ui.plots.confusion_matrix import ConfusionMatrix
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.numbers import steady


@pytest.fixture
def session(facts):
    return facts.still()


@pytest.fixture
def panel(shown, session, appearance):
    return shown(OutputPanel(session, appearance), 308, 520)


@pytest.mark.parametrize(
    ("n_inputs", "classes", "views"),
    [
        (2, ("a", "b"), (BOUNDARY, SPACE, CONFUSION, ROC, WORST)),
        (1, (), (CURVE, SPACE, FIT, RESIDUALS, WORST)),
        (2, (), (BOUNDARY, RELIEF, SPACE, FIT, RESIDUALS, WORST)),
        (64, tuple("abcdefghij"), (CONFUSION, SPACE, ROC, WORST)),
        (5, (), (FIT, SPACE, RESIDUALS, WORST)),
    ],
)
def test_the_picture_suits_the_data(qtbot, facts, appearance, n_inputs, classes, views):
    data = facts.points(n_inputs, classes)
    assert views_for(facts.data(data)) == views
    panel = OutputPanel(facts.still(data), appearance)
    qtbot.addWidget(panel)
    panel.resize(308, 520)
    panel.show()
    assert panel.view == views[0]
    assert not panel.grab().isNull()


def test_only_the_picture_in_sight_is_computed(qtbot, panel, session):
    assert session.wanted == {"plane_plot": ("plane",)}
    qtbot.mouseClick(panel.views.chip(CONFUSION), Qt.MouseButton.LeftButton)
    assert session.wanted == {"plane_plot": (), "confusion_matrix": ("confusion",)}
    assert panel.views.chosen() == CONFUSION
    panel.hide()
    assert set(session.wanted.values()) == {()}


def test_other_data_bring_the_picture_that_suits_them(panel, session, facts):
    session.prepared = facts.data(facts.points(1, ()))
    session.take(run_id=2)
    assert panel.view == CURVE
    assert session.wanted == {"plane_plot": (), "curve_plot": ("line",)}


def test_data_with_other_pictures_begin_with_their_best(panel, session, facts):
    session.prepared = facts.data(facts.points(64, ("a", "b")))
    session.take(run_id=2)
    assert panel.view == CONFUSION
    session.prepared = facts.data(facts.points())
    session.take(run_id=3)
    assert panel.view == BOUNDARY


def test_a_picture_that_still_suits_stays(panel, session, facts):
    panel.show_view(CONFUSION)
    session.prepared = facts.data(facts.points(2, ("a", "b", "c")))
    session.take(run_id=2)
    assert panel.view == CONFUSION


def test_the_tiles_show_the_newest_losses(panel, session, facts):
    session.take(curves=facts.curves([0.7, 0.042], [0.8, 0.384]))
    assert (panel.figures.train.text(), panel.figures.test.text()) == ("0.0420", "0.384")
    assert panel.header.note.full_text() == "accuracy on test 50.0 %"


def test_without_test_data_the_metric_of_training_is_told(panel, session):
    one = np.ones(1)
    session.take(curves=Curves(one * 0, one, one * np.nan, one * 0.9, one * np.nan))
    assert panel.figures.test.text() == "–"
    assert panel.header.note.full_text() == "accuracy on training 90.0 %"


def test_an_empty_record_shows_dashes(panel, session):
    session.take(curves=Curves())
    assert (panel.figures.train.text(), panel.header.note.full_text()) == ("–", "")
    assert not panel.grab().isNull()


def test_regression_tells_the_root_mean_squared_error(qtbot, facts, appearance):
    panel = OutputPanel(facts.still(facts.points(1, ())), appearance)
    qtbot.addWidget(panel)
    assert panel.header.note.full_text().startswith("RMSE on test")


def test_what_rmse_is_stands_where_it_is_told(qtbot, facts, appearance):
    panel = OutputPanel(facts.still(facts.points(1, ())), appearance)
    qtbot.addWidget(panel)
    assert "root mean squared error" in panel.header.toolTip()


def test_a_legend_that_needs_two_rows_gets_them(qtbot, panel, session, facts):
    qtbot.waitUntil(lambda: panel.legend.height() == Size.ICON)
    session.prepared = facts.data(facts.points(2, ("rather long name", "longer name still", "short")))
    session.take(run_id=2)
    qtbot.waitUntil(lambda: panel.legend.height() == 2 * Size.ICON)


def test_the_colours_of_numbers_are_told_where_they_are_used(qtbot, panel, session, facts):
    classes = panel.legend.grab().toImage()
    session.prepared = facts.data(facts.points(2, ()))
    session.take(run_id=2)
    assert panel.view == BOUNDARY
    assert "2.9" in panel.legend.accessibleName()
    assert panel.legend.grab().toImage() != classes


def test_mistakes_are_marked_only_when_asked_for_and_the_legend_tells_how(qtbot, panel, session):
    assert not panel.mistakes.isChecked()
    assert "crossed" not in panel.legend.accessibleName()
    qtbot.mouseClick(panel.mistakes, Qt.MouseButton.LeftButton)
    assert panel.mistakes.isChecked()
    assert session.wanted == {"plane_plot": ("plane", "mistakes")}
    assert "filled: training   hollow: test   crossed: wrong" in panel.legend.accessibleName()
    qtbot.mouseClick(panel.mistakes, Qt.MouseButton.LeftButton)
    assert session.wanted == {"plane_plot": ("plane",)}
    assert "crossed" not in panel.legend.accessibleName()


def test_mistakes_stay_marked_over_other_pictures_and_data_that_have_none(panel, session, facts):
    panel.mark_mistakes(True)
    panel.show_view(CONFUSION)
    assert panel.mistakes.isHidden()
    session.prepared = facts.data(facts.points(2, ()))
    session.take(run_id=2)
    assert panel.mistakes.isHidden()
    assert "crossed" not in panel.legend.accessibleName()
    assert session.wanted["plane_plot"] == ("plane",)
    session.prepared = facts.data(facts.points(1))
    session.take(run_id=3)
    assert panel.view == CURVE
    assert panel.mistakes.isChecked()
    assert session.wanted["curve_plot"] == ("line", "mistakes")


def test_the_accuracy_tells_how_many_samples_are_wrong(panel, session):
    one = np.ones(1)
    session.take(curves=Curves(one * 0, one, one, one * 0.95, one * 0.6))
    assert panel.header.toolTip() == "8 of 20 test samples wrong\n1 of 20 training samples wrong"
    session.take(curves=Curves(one * 0, one, one * np.nan, one * 0.95, one * np.nan))
    assert panel.header.toolTip() == "1 of 20 training samples wrong"


def test_the_quantity_is_chosen_if_there_are_several(qtbot, panel, session, facts):
    inputs = np.zeros((40, 5))
    two = Dataset("two", inputs, tuple("abcde"), np.arange(80.0).reshape(40, 2), ("price", "weight"))
    session.prepared = facts.data(two)
    session.take(run_id=2, fit=facts.fit(n_targets=2))
    assert panel.view == FIT
    page = panel.page(FIT)
    assert not page.choice.isHidden()
    qtbot.mouseClick(page.choice.chip("1"), Qt.MouseButton.LeftButton)
    assert page.choice.chosen() == ("1",)
    assert page.plot.axes.x.name == "true weight"
    session.prepared = facts.data(Dataset("one", inputs, tuple("abcde"), np.arange(40.0)[:, None], ("price",)))
    session.take(run_id=3, fit=facts.fit())
    assert page.choice.isHidden()
    assert page.plot.axes.x.name == "true price"


def test_every_part_can_be_spoken_of(panel):
    panel.show_view(CONFUSION)
    parts = [panel.figures, panel.legend, panel.views, panel.mistakes, *panel.findChildren(ConfusionMatrix)]
    for part in parts:
        assert isinstance(part, QWidget)
        assert part.objectName()
        assert part.accessibleName()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.042, "0.0420"),
        (0.384, "0.384"),
        (6.1e-4, "6.10e−4"),
        (12.345, "12.3"),
        (0.0, "0"),
        (float("nan"), "–"),
        (150.0, "150"),
    ],
)
def test_losses_keep_their_length_while_they_move(value, text):
    assert steady(value) == text


class TestConfusion:
    @pytest.fixture
    def counts(self):
        return Confusion(np.array([[9, 1], [2, 8]]), np.array([[7, 3], [0, 10]]))

    @pytest.fixture
    def matrix(self, qtbot, session, appearance, counts):
        matrix = ConfusionMatrix(session, appearance)
        qtbot.addWidget(matrix)
        matrix.resize(280, 240)
        matrix.show()
        session.take(confusion=counts)
        return matrix

    def test_the_counts_are_those_of_the_snapshot(self, matrix, counts):
        assert np.array_equal(matrix.counts, counts.test)
        matrix.show_part("train")
        assert np.array_equal(matrix.counts, counts.train)
        assert matrix.accessibleDescription() == "17 of 20 right."

    def test_the_switch_changes_what_is_counted(self, qtbot, panel, session, counts):
        session.take(confusion=counts)
        panel.show_view(CONFUSION)
        page = panel.page(CONFUSION)
        qtbot.mouseClick(page.choice.chip("train"), Qt.MouseButton.LeftButton)
        assert np.array_equal(page.matrix.counts, counts.train)
        assert page.choice.chosen() == ("train",)

    def test_counts_that_do_not_fit_the_classes_are_not_shown(self, matrix, session, facts):
        session.prepared = facts.data(facts.points(2, ("a", "b", "c")))
        session.take()
        assert matrix.counts is None
        assert not matrix.grab().isNull()

    def test_the_word_above_stands_apart_from_the_names_below_it(self, matrix, session, facts):
        matrix.resize(280, 320)
        session.prepared = facts.data(facts.points(2, ("Opel", "Mg", "Volvo")))
        session.take()
        line = QFontMetricsF(words(Size.SMALL))
        area, _ = matrix._layout()
        top_of_names = area.top() - Size.GAP / 2 - line.height()
        assert top_of_names >= line.height() + Size.HALF

    def test_a_column_of_tiny_cells_and_long_names_still_fits(self, qtbot, facts, appearance):
        names = tuple(f"a rather long name of class {k}" for k in range(40))
        session = facts.still(facts.points(2, names), confusion=Confusion(np.eye(40), np.eye(40)))
        matrix = ConfusionMatrix(session, appearance)
        qtbot.addWidget(matrix)
        matrix.resize(160, 128)
        assert not matrix.grab().isNull()

    def test_no_samples_at_all_divide_by_nothing(self, matrix, session):
        session.take(confusion=Confusion(np.zeros((2, 2)), np.zeros((2, 2))))
        assert not matrix.grab().isNull()

    def test_the_theme_recolours_the_cells(self, matrix, appearance):
        light = matrix.grab().toImage()
        appearance.set_mode("dark")
        assert matrix.grab().toImage() != light
        appearance.set_mode("light")
