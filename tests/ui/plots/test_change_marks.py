"""What was changed on the way, told where it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from nnsim.model import edits
from nnsim.model.change import Change, Part
from nnsim.session.past import Track, TrackMark
from nnsim.ui.change_words import told
from nnsim.ui.plots.change_marks import ChangeMarks, _at_one_place, _Mark
from nnsim.ui.plots.loss_plot import LossPlot


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


def test_of_several_changes_in_one_place_it_is_said_how_many_more_there_are(qapp):
    newest = _Mark(1.0, "add neuron to Hidden 1")
    seen = [(_Mark(0.0, "reset"), 10.2), (_Mark(1.0, "learning rate 0.3 → 0.03"), 40.1), (newest, 40.3)]
    assert _at_one_place(seen) == [(10.5, "reset"), (40.5, "add neuron to Hidden 1 +1")]
