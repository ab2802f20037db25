"""Points are set, sprayed, moved and wiped away by hand, while the network learns; each gesture is one step of undo."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnsim.data import prepare
from nnsim.data.named import named_data
from nnsim.data.spec import DrawnSource, ToySource
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model import data_edits, drawn_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.points.class_name import ClassName
from nnsim.ui.output.points.draw_sheet import DrawSheet
from nnsim.ui.plots.legend import Legend
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.widgets.chip_line import ChipLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
LEFT = Qt.MouseButton.LeftButton


def project(name="circle"):
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=20)
    return new_project(name, named_data(name, n_samples=40), (3,), training=training)


@pytest.fixture(scope="module")
def window(qapp):
    """One panel for all tests of this module; each begins with data of its own."""
    session = Session(project())
    panel = OutputPanel(session, Appearance("light"))
    panel.resize(360, 560)
    panel.show()
    yield panel, session
    panel.close()
    panel.deleteLater()
    assert session.close()


class Hand:
    """A hand over the picture, with places in the units of the data."""

    def __init__(self, panel, session):
        self.panel, self.session = panel, session

    @property
    def sheet(self):
        return self.panel.page(self.panel.view).findChild(DrawSheet)

    def pixel(self, x, y):
        plot = self.panel.page(self.panel.view)
        return QPointF(*plot.place(np.array([[x, y]]))[0]).toPoint()

    def press(self, x, y):
        QTest.mousePress(self.sheet, LEFT, pos=self.pixel(x, y))

    def move(self, x, y):
        QTest.mouseMove(self.sheet, self.pixel(x, y))
        QTest.qWait(40)  # a beat of the hand

    def release(self, x, y):
        QTest.mouseRelease(self.sheet, LEFT, pos=self.pixel(x, y))

    def click(self, x, y):
        self.press(x, y)
        self.release(x, y)

    def drag(self, *places):
        self.press(*places[0])
        for place in places[1:]:
            self.move(*place)
        self.release(*places[-1])

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.sheet, key, modifier)

    @property
    def data(self):
        return self.session.prepared.dataset

    @property
    def n_points(self):
        return self.data.n_samples


@pytest.fixture
def hand(window, qtbot):
    panel, session = window
    panel.pen.take("look")
    panel.pen.number = 0
    assert session.new(project())
    panel.start_drawing()
    yield Hand(panel, session)
    session.pause()
    panel.pen.take("look")
    qtbot.waitUntil(lambda: not session.clock.on)


def test_a_click_sets_a_point_of_the_chosen_class_where_the_hand_is(hand):
    hand.key(Qt.Key.Key_2)
    hand.click(2.0, -3.0)
    assert hand.n_points == 41
    assert np.allclose(hand.data.inputs[-1], (2.0, -3.0), atol=0.05)
    assert hand.data.targets[-1, 0] == 1


def test_the_first_point_makes_a_toy_set_own_points_and_undo_brings_it_back(hand):
    hand.click(1.0, 1.0)
    assert isinstance(hand.session.project.data.source, DrawnSource)
    hand.session.undo()
    assert isinstance(hand.session.project.data.source, ToySource)
    assert hand.n_points == 40


def test_a_drag_sets_a_row_of_points_in_one_step(hand):
    hand.drag((-4.0, 0.0), (0.0, 0.0), (4.0, 0.0))
    assert hand.n_points > 45
    hand.session.undo()
    assert hand.n_points == 40


def test_spraying_goes_on_while_the_hand_rests_and_stays_around_it(hand, qtbot):
    hand.key(Qt.Key.Key_S)
    hand.press(3.0, 3.0)
    qtbot.waitUntil(lambda: hand.n_points >= 46, timeout=20_000)
    hand.release(3.0, 3.0)
    new = hand.data.inputs[40:]
    reach = 12.0 * hand.panel.pen.width + 0.1
    assert (np.hypot(*(new - 3.0).T) <= reach).all()
    hand.session.undo()
    assert hand.n_points == 40


def test_a_point_is_moved_while_the_network_learns(hand):
    hand.session.run()
    QTest.qWait(60)
    hand.key(Qt.Key.Key_M)
    before = hand.session.snapshot.step
    x, y = hand.data.inputs[7]
    hand.drag((x, y), (0.5, 0.5), (5.5, -5.5))
    assert np.allclose(hand.data.inputs[7], (5.5, -5.5), atol=0.1)
    assert hand.n_points == 40
    assert hand.session.run_state == "running"
    QTest.qWait(60)
    assert hand.session.snapshot.step > before
    hand.session.undo()
    assert hand.session.run_state == "running", "undo of points leaves learning alone"
    assert hand.data.inputs[7].tolist() == [x, y]


def test_a_drag_in_a_run_costs_at_most_an_edit_a_frame_and_paints_again_only_what_has_moved(hand, monkeypatch):
    """Counted, because times differ from machine to machine."""
    counts = Counter()
    edits_of_frame = [0]

    def count(owner, name):
        original = getattr(owner, name)

        def counted(*arguments, **named):
            counts[name] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, counted)

    def begin_frame():
        counts["frame"] += 1
        edits_of_frame.append(counts["drag"])

    hand.session.run()
    hand.key(Qt.Key.Key_M)
    x, y = hand.data.inputs[7]
    hand.press(x, y)
    hand.move(x + 0.1, y)
    count(hand.session, "drag")
    count(prepare, "_made")
    count(PlanePlot, "paint_ground")
    count(Legend, "paint_ground")
    count(ChipLine, "_arrange")
    hand.session.clock.frame.connect(begin_frame)
    step = 0
    while counts["drag"] < 6:
        step += 1
        QTest.mouseMove(hand.sheet, hand.pixel(0.05 * (step % 60), 0.5))
        QTest.qWait(5)
    hand.session.clock.frame.disconnect(begin_frame)
    assert max(after - before for before, after in pairwise(edits_of_frame)) == 1
    assert counts["drag"] <= counts["frame"]
    assert counts["_made"] == counts["drag"], "data are prepared once for each edit"
    assert counts["paint_ground"] == 0, "axes and legend stay"
    assert counts["_arrange"] == 0, "so do the switches"
    hand.release(3.0, 0.5)


def test_a_frame_chooses_points_and_a_key_deletes_them(hand):
    hand.click(-5.9, 5.9)
    hand.click(-5.6, 5.6)
    hand.key(Qt.Key.Key_M)
    hand.drag((-5.2, 5.2), (-5.5, 5.5), (-6.0, 6.0))
    assert hand.sheet.chosen == (40, 41)
    hand.key(Qt.Key.Key_2)
    assert hand.data.targets[40:, 0].tolist() == [1, 1]
    hand.key(Qt.Key.Key_Delete)
    assert hand.n_points == 40
    hand.session.undo()
    assert hand.n_points == 42


def test_what_the_hand_wipes_over_goes_in_one_step(hand):
    hand.drag((-5.0, 5.5), (0.0, 5.5), (5.0, 5.5))
    count = hand.n_points
    hand.key(Qt.Key.Key_X)
    hand.drag((-5.0, 5.5), (0.0, 5.5), (5.0, 5.5))
    assert hand.n_points < count - 5
    hand.session.undo()
    assert hand.n_points == count


def test_escape_takes_the_gesture_back_and_then_ends_drawing(hand):
    hand.press(0.0, 0.0)
    hand.move(3.0, 3.0)
    assert hand.n_points > 40
    hand.key(Qt.Key.Key_Escape)
    assert hand.n_points == 40
    hand.release(3.0, 3.0)
    hand.key(Qt.Key.Key_Escape)
    assert not hand.sheet.isVisible()
    assert not hand.panel.tools.isVisible()


def test_points_are_set_by_keyboard_alone(hand):
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Return)
    assert hand.n_points == 41
    assert np.allclose(hand.data.inputs[-1], (1.2, 0.24), atol=0.05)


def test_what_undo_takes_away_while_it_is_in_the_hand_is_let_go(hand):
    hand.click(2.0, -3.0)
    hand.panel.pen.take("move")
    hand.press(2.0, -3.0)
    hand.move(3.0, -3.0)
    places = hand.data.inputs[:40]
    while hand.n_points > 40:
        hand.session.undo()
    hand.move(4.0, 1.0)
    hand.release(4.0, 1.0)
    assert hand.n_points == 40
    assert np.array_equal(hand.data.inputs, places)


def test_a_point_moved_by_arrows_in_a_row_is_one_step_of_undo(hand):
    hand.panel.pen.take("move")
    before = hand.data.inputs.copy()
    hand.sheet.choose([7])
    for _ in range(5):
        hand.key(Qt.Key.Key_Right)
    assert hand.data.inputs[7, 0] > before[7, 0]
    hand.key(Qt.Key.Key_Escape)
    hand.session.undo()
    assert np.array_equal(hand.data.inputs, before)


def test_a_chosen_sample_stays_chosen_unless_it_is_deleted(hand):
    session = hand.session
    session.view_sample(20)
    session.apply(drawn_edits.delete_points, [3])
    assert session.viewing.row(session.prepared) == 19
    session.apply(drawn_edits.delete_points, [19])
    assert session.viewing.row(session.prepared) is None


def test_a_curve_is_drawn_by_dragging(hand):
    assert hand.session.apply(drawn_edits.new_curve)
    hand.panel.start_drawing()
    hand.drag((-5.0, -0.5), (0.0, 0.5), (5.0, -0.5))
    inputs, heights = hand.data.inputs[1:, 0], hand.data.targets[1:, 0]
    assert len(inputs) > 10
    assert heights[np.abs(inputs).argmin()] > 0.3
    assert (np.diff(inputs) > 0).all()
    hand.session.undo()
    assert hand.n_points == 1


def test_a_table_has_no_pen(hand):
    hand.session.new(new_project("iris", named_data("iris"), (3,)))
    hand.panel.toggle_drawing()
    assert not hand.panel.pen.draws
    assert not hand.panel.draw.isVisible()


def test_all_points_are_deleted_down_to_one_of_each_class(hand):
    hand.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(hand.sheet.chosen) == 40
    hand.key(Qt.Key.Key_Delete)
    assert hand.data.targets[:, 0].tolist() == [0, 1]
    hand.session.undo()
    assert hand.n_points == 40


def test_one_class_more_is_drawn_with_its_own_key(hand):
    hand.panel.tools.more.click()
    hand.key(Qt.Key.Key_3)
    hand.click(0.0, 0.0)
    assert hand.data.classes == ("0", "1", "2")
    assert hand.data.targets[-1, 0] == 2
    assert len(hand.panel.tools.classes) == 3


def test_the_pen_is_laid_down_where_other_data_are_chosen(hand):
    hand.click(1.0, 1.0)
    hand.session.apply(data_edits.choose_toy, "gauss")
    assert not hand.panel.pen.draws
    assert not hand.sheet.isVisible()


def test_a_class_that_was_just_made_is_what_the_pen_draws(hand):
    hand.click(0.0, 0.0)
    hand.panel.tools.more.click()
    assert [chip.isChecked() for chip in hand.panel.tools.classes] == [False, False, True]
    hand.click(1.0, 1.0)
    assert hand.data.targets[-1, 0] == 2


def test_a_class_of_own_points_is_named_where_the_legend_names_it(hand):
    legend = hand.panel.legend
    place = legend.place_of(1).center().toPoint()
    hand.panel.pen.take("look")
    QTest.mouseDClick(legend, LEFT, pos=place)
    assert hand.panel.findChild(ClassName) is None, "the classes of a toy set are what its rule says"
    hand.panel.pen.take("draw")
    hand.click(0.0, 0.0)
    QTest.mouseDClick(legend, LEFT, pos=place)
    name = hand.panel.findChild(ClassName)
    assert name.field.text() == "1"
    QTest.keyClicks(name.field, "cats")
    QTest.keyClick(name.field, Qt.Key.Key_Return)
    assert hand.data.classes == ("0", "cats")


@pytest.mark.parametrize("way", ["double click", "F2"])
def test_a_class_gets_another_name_and_the_points_stay_as_they_were(hand, way):
    chip = hand.panel.tools.classes[1]
    marks = [one.icon().pixmap(16).toImage() for one in hand.panel.tools.classes]
    if way == "F2":
        QTest.keyClick(chip, Qt.Key.Key_F2)
    else:
        QTest.mouseDClick(hand.panel.tools.classes[0], LEFT)
        assert hand.panel.tools.findChild(ClassName) is None, "the first click was elsewhere"
        QTest.mouseClick(chip, LEFT)
        QTest.mouseDClick(chip, LEFT)
    name = hand.panel.tools.findChild(ClassName)
    assert name.field.text() == "1"
    name.field.selectAll()
    QTest.keyClicks(name.field, "0")
    assert name.problem() == "Another class is called so."
    QTest.keyClick(name.field, Qt.Key.Key_Return)
    assert hand.data.classes == ("0", "1")
    name.field.selectAll()
    QTest.keyClicks(name.field, "cats")
    QTest.keyClick(name.field, Qt.Key.Key_Return)
    assert hand.data.classes == ("0", "cats")
    assert hand.panel.tools.classes[1].accessibleName() == "cats"
    hand.panel.tools.more.click()
    assert hand.data.classes == ("0", "cats", "1")
    assert [one.icon().pixmap(16).toImage() for one in hand.panel.tools.classes[:2]] == marks, "in the same colours"
    hand.session.undo()
    hand.session.undo()
    assert hand.data.classes == ("0", "1")


def test_what_the_hand_sets_has_no_more_digits_than_a_hand_can_mean(hand):
    hand.click(1.2345, -4.321)
    assert [round(float(number), 3) for number in hand.data.inputs[-1]] == hand.data.inputs[-1].tolist()
