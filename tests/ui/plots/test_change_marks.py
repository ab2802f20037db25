"""What was changed on the way, told where it was."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint

from nnsim.model import edits
from nnsim.model.change import Change, Part
from nnsim.session.past import Track, TrackMark
from nnsim.ui.change_words import told
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.change_marks import ChangeMarks
from nnsim.ui.plots.loss_plot import LossPlot
from nnsim.ui.plots.mark_words import at_one_place, placed
from nnsim.ui.theme import Size


def change(label="learning rate {0}", arguments=("0.03",), was="0.3", **more):
    return Change(frozenset({Part.TRAINING}), label, arguments, was=was, **more)


def track(*marks, began=None):
    return Track((0, 0.0), (100, 50.0), (100, 50.0), tuple(marks), (), (0, 0), 0, 1, 0, began)


@pytest.fixture
def session(facts):
    made = facts.still(curves=facts.curves([0.7 / (k + 1) for k in range(51)]))
    made.track = track(TrackMark(40, 20.0, change(), back=False))
    return made


@pytest.fixture
def plot(shown, session, appearance):
    return shown(LossPlot(session, appearance), 400, 160)


@pytest.mark.parametrize(
    ("made", "back", "said"),
    [
        (change(), False, "learning rate 0.3 → 0.03"),
        (change(), True, "undone: learning rate 0.3 → 0.03"),
        (change(was="0.03"), False, "learning rate 0.03"),
        (change("reset", (), ""), False, "reset"),
    ],
)
def test_a_mark_tells_what_was_changed_and_from_what(qapp, made, back, said):
    assert told(TrackMark(0, 0.0, made, back)) == said


def test_a_neuron_that_is_added_tells_its_layer_as_the_network_names_it(session, qapp):
    from nnsim.data.spec import DataSpec, ToySource
    from nnsim.model.start import new_project

    project = new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (4, 3))
    made = [edits.add_neuron(project, 1).change, edits.resize_layer(project, 0, 7).change]
    made.append(edits.set_bias(project, 2, bias=False).change)
    assert [told(TrackMark(0, 0.0, one, back=False)) for one in made] == [
        "add neuron to Hidden 2", "4 → 7 neurons in Hidden 1", "bias off in Output",
    ]  # fmt: skip


def test_marks_are_near_where_they_stand_only(plot):
    marks, axes = plot._marks, plot.axes
    place = axes.area.left() + axes.area.width() * 20.0 / axes.x.high
    assert marks.near(axes, place + 3) == ["learning rate 0.3 → 0.03"]
    assert marks.near(axes, place + 30) == []


def test_a_mark_is_drawn_and_goes_with_its_course(plot, session, facts):
    with_mark = plot.grab().toImage()
    session.track = track()
    session.take(curves=session.snapshot.curves)
    assert plot.grab().toImage() != with_mark


def test_the_hand_near_a_mark_is_told_what_was_changed(qtbot, plot, monkeypatch):
    said = []
    monkeypatch.setattr("nnsim.ui.plots.loss_plot.readout", lambda *call: said.append(call[-1]))
    across = plot.axes.across(plot.record()[0][20:21])[0]
    qtbot.mouseMove(plot, QPoint(round(across), 60))
    plot.grab()
    assert said[-1][0].split() == ["epoch", "20"]
    assert said[-1][-1] == "learning rate 0.3 → 0.03"


def test_what_a_course_began_with_stands_at_its_beginning_but_another_project_is_no_change(plot):
    marks, axes = ChangeMarks(), plot.axes
    reset = change("reset", (), "")
    marks.take(track(began=reset))
    assert marks.near(axes, axes.area.left()) == ["reset"]
    marks.take(track(began=replace(reset, is_other_project=True)))
    assert marks.near(axes, axes.area.left()) == []


def test_a_whole_gesture_tells_where_it_came_from(session, qapp):
    from nnsim.data.spec import DataSpec, ToySource
    from nnsim.model.start import new_project
    from nnsim.runs.experiment import Experiment

    experiment = Experiment(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (4,)))
    experiment.run.train_epochs(2)
    first = experiment.project.training.learning_rate
    for rate in (0.5, 0.4, 0.2):
        experiment.apply(lambda project, rate=rate: edits.set_learning_rate(project, rate), dragging=True)
    (_, mark), = experiment.timeline.present.marks()  # fmt: skip
    assert mark.change.told == (f"{first:g} → 0.2",)


def test_many_marks_in_one_place_are_one_line_and_their_words_do_not_overlap(shown, session, appearance):
    marks = tuple(TrackMark(k, 10.0 + k / 1000, change(arguments=(f"{k}",)), back=False) for k in range(500))
    session.track = track(*marks)
    plot = shown(LossPlot(session, appearance), 160, 60)
    assert not plot.grab().isNull()
    assert len(plot._marks.near(plot.axes, plot.axes.across(plot.record()[0][10:11])[0])) == 500


def test_of_several_changes_in_one_place_it_is_said_how_many_more_there_are():
    seen = [(10.2, "reset"), (40.1, "learning rate 0.3 → 0.03"), (40.3, "add neuron to Hidden 1")]
    assert at_one_place(seen) == [(10.5, "reset"), (40.5, "add neuron to Hidden 1 (+1)")]


def width_of(text):
    return 6.0 * len(text)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 800), st.integers(1, 6), st.booleans()), max_size=30),
    st.floats(60, 800),
)
def test_words_of_changes_never_overlap_stay_in_the_room_and_stand_at_their_places(marks, room):
    made = sorted((min(x, room), "word " * n + ("0.3 → 0.03" if has_rate else "")) for x, n, has_rate in marks)
    found = placed(made, room, width_of)
    for one in found:
        assert one.left >= 0
        assert one.left + one.width <= room + 1e-6
        assert one.left - Size.GAP <= one.x <= one.left + one.width + Size.GAP
        assert "→" not in one.text or "0.3 → 0.03" in one.text
    assert all(one.left + one.width < other.left for one, other in itertools.pairwise(found))


def test_a_change_with_room_stands_over_its_place():
    (one,) = placed([(300.0, "add neuron")], 800.0, width_of)
    assert one.left + one.width / 2 == 300.0
    assert one.width == width_of("add neuron")


def test_a_change_and_that_it_was_undone_are_both_told_each_at_its_place():
    done, undone = "learning rate 0.03 → 0.3", "undone: learning rate 0.03 → 0.3"
    found = placed([(200.0, done), (290.0, undone)], 400.0, width_of)
    assert [one.text for one in found] == [done, undone]
    assert all(one.left <= one.x <= one.left + one.width for one in found)


def test_the_newest_words_are_shortened_rather_than_that_those_before_are_left_out():
    found = placed([(180.0, "learning rate 0.03 → 0.3"), (290.0, "undone: learning rate 0.03 → 0.3")], 340.0, width_of)
    assert [one.text for one in found] == ["learning rate 0.03 → 0.3", "undone: learning rate …"]


def test_what_was_changed_right_now_stands_beside_the_word_now():
    found = placed([(700.5, "undone: learning rate 0.03 → 0.3"), (699.8, "now")], 1000.0, width_of)
    assert [one.text for one in found] == ["undone: learning rate 0.03 → 0.3", "now"]


def test_where_room_is_short_no_number_is_cut():
    (one,) = placed([(5.0, "undone: learning rate 0.03 → 0.3")], 140.0, width_of)
    assert one.text == "undone: learning rate …"


def test_words_stand_above_the_curves_where_there_is_height_for_them(shown, session, appearance):
    plot = shown(LossPlot(session, appearance), 400, 160)
    with_words = plot.axes.area.top()
    session.track = track()
    session.take(curves=session.snapshot.curves)
    assert plot.axes.area.top() == with_words - PlotSize.MARK_BAND
