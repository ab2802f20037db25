"""A step travels through the network: with the numbers of its sample, in good time, and never in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Curves, Snapshot
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.journey import Footsteps, Journey, Kind, Moment, Timetable, caption
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.pulse_item import MOST, PulseItem
from nnsim.ui.editor.travel import Travel, is_motion_wanted
from nnsim.ui.main_window import MainWindow
from nnsim.ui.names import Names
from nnsim.ui.theme import Duration


@pytest.fixture
def stepping(qapp: object) -> Iterator[Session]:
    """A session whose batches have two samples."""
    project = new_project("circle", DataSpec(ToySource("circle", 40, 0.0, 0)), (4, 3))
    made = Session(replace(project, training=replace(project.training, batch_size=2)))
    yield made
    assert made.close()


@pytest.fixture
def stage(
    stepping: Session, appearance: Appearance, shown: Callable[[NetworkPanel, int, int], NetworkPanel], qtbot: QtBot
) -> NetworkPanel:
    """Its network in sight, with the sample that is looked at."""
    panel = shown(NetworkPanel(stepping, appearance), 816, 480)
    qtbot.waitUntil(lambda: stepping.snapshot.sample_view is not None)
    return panel


def pulse(panel: NetworkPanel) -> PulseItem:
    return next(item for item in panel.canvas.picture.items() if isinstance(item, PulseItem))


def travel(panel: NetworkPanel) -> Travel:
    return panel.canvas.news.travel


def step_sample(panel: NetworkPanel, session: Session, qtbot: QtBot) -> Journey:
    before = travel(panel).journey
    session.step_sample()
    qtbot.waitUntil(lambda: travel(panel).journey not in (None, before))
    journey = travel(panel).journey
    assert journey is not None
    return journey


def step_to_rest(panel: NetworkPanel, session: Session, qtbot: QtBot) -> Journey:
    journey = step_sample(panel, session, qtbot)
    qtbot.waitUntil(lambda: not travel(panel).is_under_way)
    return journey


def test_a_step_of_a_sample_travels_forward_and_stays_to_be_looked_at(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    captions: list[str] = []
    travel(stage).caption_changed.connect(captions.append)
    journey = step_sample(stage, stepping, qtbot)
    assert pulse(stage).isVisible()
    assert stage.note() == travel(stage).caption
    qtbot.waitUntil(lambda: not travel(stage).is_under_way)
    sample = stepping.snapshot.sample_view
    assert sample is not None
    title = f"Sample {sample.row + 1}: Input → "
    assert captions[0] == f"{title}…"
    assert captions[-1].startswith(f"{title}Hidden 1 → Hidden 2 → Output, loss ")
    assert not any("backward" in words for words in captions)
    assert not journey.is_update
    assert pulse(stage).journey is journey
    assert pulse(stage).moment == Moment("rest", 3.0)
    assert stage.note() == captions[-1]


def test_the_numbers_of_a_sample_stay_on_all_neurons_without_the_rings_of_the_way(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    journey = step_to_rest(stage, stepping, qtbot)
    at_rest = stage.canvas.grab().toImage()
    pulse(stage).show_moment(journey, Moment("forward", 3.0))
    with_rings = stage.canvas.grab().toImage()
    pulse(stage).show_moment(None, None)
    bare = stage.canvas.grab().toImage()
    for column in stage.canvas.arrangement.columns:
        for y in column.ys:
            middle = stage.canvas.mapFromScene(column.x, y)
            around = range(-8, 9)
            dots = [(middle.x() + x, middle.y() + up) for x in around for up in around]
            assert any(at_rest.pixel(*dot) != bare.pixel(*dot) for dot in dots)
    assert at_rest != with_rings


def test_the_sample_that_completes_a_batch_is_left_with_its_numbers_and_its_loss(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    step_to_rest(stage, stepping, qtbot)
    assert step_to_rest(stage, stepping, qtbot).is_update
    assert pulse(stage).moment == Moment("rest", 3.0)
    assert stage.note().endswith("with the new weights")


@pytest.mark.parametrize(
    "act",
    [
        lambda panel, session: session.run(),
        lambda panel, session: session.apply(edits.add_neuron, 0),
        lambda panel, session: session.set_weight(0, 0, 0, 2.0),
        lambda panel, session: QTest.keyClick(panel.canvas, Qt.Key.Key_Escape),
        lambda panel, session: QTest.mouseClick(
            panel.canvas.viewport(), Qt.MouseButton.LeftButton, pos=panel.canvas.viewport().rect().bottomLeft()
        ),
        lambda panel, session: panel.canvas.options.set_motion(False),
        lambda panel, session: panel.hide(),
    ],
    ids=["run", "edit", "weight", "Esc", "click on nothing", "turned off", "hide"],
)
def test_a_step_at_rest_goes_when_something_else_happens(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot, act: Callable[[NetworkPanel, Session], object]
) -> None:
    step_to_rest(stage, stepping, qtbot)
    act(stage, stepping)
    assert travel(stage).journey is None
    assert pulse(stage).journey is None
    assert stage.note().startswith("2 → ")
    stepping.pause()


@pytest.mark.parametrize(
    "look",
    [
        lambda panel, session: session.select(Selection("neuron", 0, column=1)),
        lambda panel, session: panel.resize(1000, 600),
    ],
    ids=["select", "resize"],
)
def test_a_step_at_rest_stays_while_somebody_only_looks(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot, look: Callable[[NetworkPanel, Session], object]
) -> None:
    journey = step_to_rest(stage, stepping, qtbot)
    note = stage.note()
    look(stage, stepping)
    qtbot.wait(50)
    assert pulse(stage).journey is journey
    assert pulse(stage).moment == Moment("rest", 3.0)
    assert stage.note() == note


def test_escape_takes_the_step_away_before_the_selection(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    chosen = Selection("neuron", 0, column=1)
    stepping.select(chosen)
    step_to_rest(stage, stepping, qtbot)
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Escape)
    assert stepping.selection == chosen
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Escape)
    assert stepping.selection != chosen


def test_what_travels_is_what_each_link_brings(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    journey = step_sample(stage, stepping, qtbot)
    snapshot, sample = journey.snapshot, journey.sample
    assert sample is not None
    for layer, block in enumerate(blocks(snapshot.network)):
        comes_in = sample.inputs if layer == 0 else sample.activations[layer - 1]
        brought = (block.weights(snapshot.parameters) * comes_in[:, None]).ravel()
        flow = pulse(stage).flow(layer)
        assert flow is not None
        assert set(flow.links.tolist()) == set(np.flatnonzero(brought).tolist())
        np.testing.assert_array_equal(flow.carried, brought[flow.links])
        assert (np.diff(np.abs(flow.carried)) >= 0).all()
        column = stage.canvas.arrangement.column(layer)
        assert [column.ys[link % column.size] for link in flow.links.tolist()] == flow.end.tolist()


def test_a_sample_that_completes_its_batch_sends_something_back(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    captions: list[str] = []
    step_sample(stage, stepping, qtbot)
    travel(stage).caption_changed.connect(captions.append)
    journey = step_sample(stage, stepping, qtbot)
    assert journey.is_update
    qtbot.waitUntil(lambda: not travel(stage).is_under_way)
    assert any("with the new weights" in words for words in captions)
    assert any("backward: Output → Hidden 2 → …" in words for words in captions)
    assert captions[-2].endswith("weights updated")
    assert captions[-1].endswith("with the new weights")


def test_the_next_step_begins_at_once(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    first = step_sample(stage, stepping, qtbot)
    second = step_sample(stage, stepping, qtbot)
    assert first.sample is not None
    assert second.sample is not None
    assert second.sample.row != first.sample.row
    assert pulse(stage).journey is second
    assert travel(stage).is_under_way


def test_many_presses_are_no_queue(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    for _ in range(4):
        QTest.keyClick(window.network.canvas, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: session.snapshot.looked == 4)
    journey = travel(window.network).journey
    assert journey is not None
    assert journey.snapshot is session.snapshot
    qtbot.waitUntil(lambda: not travel(window.network).is_under_way)
    assert session.snapshot.looked == 4


@pytest.mark.parametrize(("step", "title"), [("step_batch", "Batch 1 of 10"), ("step_epoch", "Epoch 1")])
def test_many_samples_at_once_have_no_numbers_and_no_loss(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot, step: str, title: str
) -> None:
    captions: list[str] = []
    travel(stage).caption_changed.connect(captions.append)
    getattr(stepping, step)()
    qtbot.waitUntil(lambda: travel(stage).journey is not None)
    journey = travel(stage).journey
    assert journey is not None
    assert journey.sample is None
    assert journey.values(0) is None
    qtbot.waitUntil(lambda: not travel(stage).is_under_way)
    assert all(words.startswith(title) for words in captions[:-1])
    assert not any("loss" in words for words in captions)
    assert captions[-2] == f"{title}: weights updated"


@pytest.mark.parametrize(
    "act",
    [
        lambda panel, session: session.run(),
        lambda panel, session: session.apply(edits.add_neuron, 0),
        lambda panel, session: panel.resize(1000, 600),
        lambda panel, session: panel.hide(),
    ],
    ids=["run", "edit", "resize", "hide"],
)
def test_it_stops_when_something_else_begins(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot, act: Callable[[NetworkPanel, Session], object]
) -> None:
    step_sample(stage, stepping, qtbot)
    act(stage, stepping)
    assert not travel(stage).is_under_way
    assert pulse(stage).journey is None
    assert not travel(stage).caption
    stepping.pause()


def test_nothing_moves_where_it_is_not_wanted(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    stage.canvas.options.set_motion(False)
    stepping.step_sample()
    qtbot.waitUntil(lambda: stepping.snapshot.looked == 1)
    assert not travel(stage).is_under_way
    assert not pulse(stage).isVisible()


def test_a_system_without_motion_is_respected(qapp: object) -> None:
    class Still(QProxyStyle):
        def styleHint(self, hint: QStyle.StyleHint, *arguments: object) -> int:
            if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
                return 0
            return super().styleHint(hint, *arguments)  # type: ignore[arg-type]

    assert is_motion_wanted(QProxyStyle("Fusion"))
    assert not is_motion_wanted(Still("Fusion"))


def test_where_nothing_may_move_a_step_is_shown_as_what_has_arrived(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    step_sample(stage, stepping, qtbot)
    journey = step_sample(stage, stepping, qtbot)
    seen: set[Moment | None] = set()
    still = Travel(lambda _journey, moment: seen.add(moment), stage)
    still.start(journey, stage.canvas.names, moving=False)
    qtbot.waitUntil(lambda: not still.is_under_way)
    assert seen == {Moment("forward", 3.0), Moment("backward", 0.0), Moment("rest", 3.0)}


def test_the_step_is_told_to_those_who_do_not_see_it(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    stage.canvas.options.set_motion(False)
    stepping.step_sample()
    qtbot.waitUntil(lambda: "Output, loss " in stage.canvas.accessibleDescription())
    stepping.apply(edits.add_neuron, 0)
    assert "loss" not in stage.canvas.accessibleDescription()
    stepping.step_batch()
    qtbot.waitUntil(lambda: "Batch 1 of 10: Input → " in stage.canvas.accessibleDescription())
    stepping.run()
    assert "Batch" not in stage.canvas.accessibleDescription()
    stepping.pause()


def test_undo_redo_and_a_run_are_no_steps(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    stepping.step_epoch()
    qtbot.waitUntil(lambda: stepping.snapshot.epoch == 1 and stepping.run_state == "paused")
    stepping.apply(edits.restart)
    for travelled in (stepping.undo, stepping.redo, stepping.undo):
        travelled()
        qtbot.wait(50)
        assert travel(stage).journey is None
    stepping.run()
    qtbot.waitUntil(lambda: stepping.snapshot.epoch > 3)
    stepping.pause()
    qtbot.wait(50)
    assert travel(stage).journey is None


def test_a_block_is_passed_by_a_front_and_painted(stage: NetworkPanel, stepping: Session, qtbot: QtBot) -> None:
    stepping.apply(edits.resize_layer, 0, 64)
    step_sample(stage, stepping, qtbot)
    assert pulse(stage).flow(0) is None
    assert pulse(stage).flow(2) is not None
    journey = travel(stage).journey
    pictures = []
    for at in (0.5, 1.5, 2.5, 3.0):
        pulse(stage).show_moment(journey, Moment("forward", at))
        pictures.append(stage.canvas.grab().toImage())
    pulse(stage).show_moment(journey, Moment("backward", 2.5))
    pictures.append(stage.canvas.grab().toImage())
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])


def test_of_very_many_links_those_that_carry_most_have_dots(
    stage: NetworkPanel, stepping: Session, qtbot: QtBot
) -> None:
    for layer in (0, 1):
        stepping.apply(edits.resize_layer, layer, 12)
    stage.resize(900, 700)
    journey = step_sample(stage, stepping, qtbot)
    flow = pulse(stage).flow(1)
    assert flow is not None
    assert len(flow.links) == MOST
    assert np.abs(flow.carried).min() >= np.sort(np.abs(journey.flow(1).ravel()))[-MOST]


def journey_through(n_layers: int, kind: Kind, is_update: bool) -> Journey:
    network = NetworkSpec(2, tuple(LayerSpec(2) for _ in range(n_layers)))
    return Journey(kind, Snapshot(1, network, np.zeros(1), 3, 0, 3, 9, 0, Curves()), is_update)


@given(st.integers(1, 60), st.sampled_from(get_args(Kind)), st.booleans())
def test_a_timetable_goes_there_and_back_without_a_jump_in_bounded_time(n: int, kind: Kind, is_update: bool) -> None:
    table = Timetable.of(journey_through(n, kind, is_update))
    moments = [table.moment(elapsed) for elapsed in np.linspace(0.0, table.total, 400)]
    assert moments[0] == Moment("forward", 0.0)
    assert moments[-1] == (Moment("backward", 0.0) if is_update else Moment("forward", n))
    there = [moment.at for moment in moments if moment.direction == "forward"]
    back = [moment.at for moment in moments if moment.direction == "backward"]
    assert there == sorted(there)
    assert back == sorted(back, reverse=True)
    assert max(there) == n
    assert table.total <= 2 * Duration.PULSE + 2 * Duration.PULSE_STAY


def test_a_deep_network_is_told_by_its_ends() -> None:
    journey = journey_through(12, "batch", True)
    names = Names(journey.snapshot.network)
    assert caption(names, journey, Moment("forward", 7.5)) == "Batch 3 of 9: Input → … → Hidden 6 → Hidden 7 → …"
    assert caption(names, journey, Moment("forward", 12.0)) == "Batch 3 of 9: Input → … → Hidden 11 → Output"


def test_only_a_single_step_is_one(stepping: Session) -> None:
    first = stepping.snapshot
    steps = Footsteps()
    assert steps.follow(first) is None
    assert steps.follow(first) is None
    assert steps.follow(replace(first, step=2, batch=2)) is None
    one = steps.follow(replace(first, step=3, batch=3))
    assert one is not None
    assert one.kind == "batch"
    assert steps.follow(replace(first, run_id=first.run_id + 1, step=4, batch=4)) is None
