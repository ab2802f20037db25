"""A weight in the hand: what it does to the loss is told while it is dragged."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.session.hand import Grab
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.grab_words import grab_words
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.inspector.block_words import effect_help, effect_words
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.plots.plane_plot import PlanePlot

PART = Selection("link", 0, 1, 2)


def weight(session: Session) -> float:
    snapshot = session.snapshot
    return float(blocks(snapshot.network)[0].matrix(snapshot.parameters)[1, 2])


def loss(session: Session) -> float:
    assert session.snapshot.now is not None
    return float(session.snapshot.now.train_loss[-1])


def numbers(text: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in re.findall(r"[+−]?\d+(?:\.\d+)?(?:e[+−]?\d+)?", text)]


@pytest.fixture
def held(panel: NetworkPanel, session: Session, qtbot: QtBot) -> Callable[[], Grab]:
    """Take the slider of a weight, drag it a little and hold it."""

    qtbot.waitUntil(lambda: session.snapshot.plane is not None)

    def hold() -> Grab:
        panel.canvas.choose(PART)
        slider = panel.link_field.slider
        at = slider.sliderPosition() / slider.maximum() * (slider.width() - 14) + 7
        start = QPoint(round(at), 12)
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in (4, 8, 12):
            QTest.mouseMove(slider, start + QPoint(step, 0))
        assert session.hand.grab is not None
        return session.hand.grab

    return hold


def let_go(panel: NetworkPanel) -> None:
    QTest.mouseRelease(panel.link_field.slider, Qt.MouseButton.LeftButton)


def test_a_drag_remembers_the_weight_the_loss_and_the_slope_of_its_start(
    held: Callable[[], Grab], panel: NetworkPanel, session: Session
) -> None:
    before, loss_before = weight(session), loss(session)
    grab = held()
    assert (grab.layer, grab.row, grab.column, grab.weight) == (0, 1, 2, before)
    assert grab.before.now is not None
    assert grab.before.now.train_loss[-1] == loss_before
    assert weight(session) != before
    let_go(panel)
    assert session.hand.grab is None


def test_the_card_tells_old_and_new_loss_and_what_the_slope_expects(
    held: Callable[[], Grab], panel: NetworkPanel, session: Session
) -> None:
    panel.canvas.choose(PART)
    named = panel.link_field.title.full_text()
    loss_before = loss(session)
    grab = held()
    assert numbers(panel.link_field.title.full_text()) == pytest.approx([loss_before, loss(session)], rel=1e-3)
    expected, got = numbers(panel.link_field.outcome.text())
    assert expected == pytest.approx(grab.expected_change(weight(session)), rel=0.06)
    assert got == pytest.approx(loss(session) - loss_before, rel=0.06)
    assert panel.link_field.outcome.isVisible()
    let_go(panel)
    assert panel.link_field.title.full_text() == named
    assert not panel.link_field.outcome.isVisible()


def test_a_small_step_brings_what_the_slope_expects(session: Session) -> None:
    session.set_weight(0, 1, 2, 0.5, dragging=True)
    session.end_gesture()
    before = loss(session)
    session.set_weight(0, 1, 2, 0.501, dragging=True)
    assert session.hand.grab is not None
    assert loss(session) - before == pytest.approx(session.hand.grab.expected_change(0.501), rel=0.02)
    session.end_gesture()


def typed(panel: NetworkPanel, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(panel.link_field.slider, text)
    qtbot.keyClick(panel.link_field.field, Qt.Key.Key_Return)


def test_a_typed_weight_tells_the_same_below_its_buttons_until_the_next_edit(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    panel.canvas.choose(PART)
    name, height = panel.link_field.title.full_text(), panel.link_field.height()
    before, loss_before = weight(session), loss(session)
    typed(panel, qtbot, "3")
    assert weight(session) == 3.0
    last = session.hand.put_last
    assert last is not None
    assert last.weight == before
    told = panel.link_field.put
    assert told.isVisible()
    assert [words.split()[0] for words in told.text().splitlines()] == ["loss", "slope", "in"]
    old, new, foretold, came = numbers(told.text())
    assert (old, new) == (pytest.approx(loss_before, rel=1e-3), pytest.approx(loss(session), rel=1e-3))
    assert foretold == pytest.approx(last.expected_change(3.0), rel=0.06)
    assert came == pytest.approx(loss(session) - loss_before, rel=0.06)
    assert panel.link_field.cut.isVisible()
    assert panel.link_field.title.full_text() == name
    assert panel.link_field.height() > height
    session.undo()
    assert not told.isVisible()
    assert panel.link_field.height() == height


def test_what_is_told_of_a_typed_weight_goes_with_the_next_step_and_stands_at_no_other_weight(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    panel.canvas.choose(PART)
    typed(panel, qtbot, "2")
    panel.canvas.choose(Selection("link", 0, 0, 0))
    assert not panel.link_field.put.isVisible()
    panel.canvas.choose(PART)
    assert panel.link_field.put.isVisible()
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    assert not panel.link_field.put.isVisible()


def test_the_card_does_not_move_under_a_drag_that_begins_while_a_typed_weight_is_told(
    held: Callable[[], Grab], panel: NetworkPanel, qtbot: QtBot
) -> None:
    panel.canvas.choose(PART)
    typed(panel, qtbot, "0.5")
    card, slider = panel.link_field.geometry(), panel.link_field.slider.geometry()
    held()
    assert (panel.link_field.geometry(), panel.link_field.slider.geometry()) == (card, slider)
    assert panel.link_field.outcome.isVisible()
    let_go(panel)
    assert panel.link_field.height() < card.height()


def test_of_outputs_that_are_steps_it_is_said_that_they_have_no_slope(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_loss, Choice("quadratic"))
    session.apply(edits.set_activation, len(session.project.network.layers) - 1, Choice("step"))
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    panel.canvas.choose(PART)
    typed(panel, qtbot, "3")
    assert panel.link_field.put.text().splitlines()[1] == "steps have no slope"
    assert session.hand.effect is not None
    assert effect_words(session.hand.effect).endswith("steps have no gradient")
    assert "perceptron rule" in effect_help(session.hand.effect)


def test_nothing_is_told_while_training_goes_on(session: Session, qtbot: QtBot) -> None:
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.now is None)
    session.set_weight(0, 1, 2, 0.5)
    assert session.hand.put_last is None
    session.set_weight(0, 1, 2, 0.6, dragging=True)
    assert session.hand.grab is not None
    assert grab_words(session) is None
    session.end_gesture()
    session.pause()


def test_a_whole_drag_is_one_step_of_undo(held: Callable[[], Grab], panel: NetworkPanel, session: Session) -> None:
    before = weight(session)
    held()
    let_go(panel)
    session.undo()
    assert weight(session) == before


def test_the_output_keeps_the_old_boundary_while_a_weight_is_held(
    session: Session,
    appearance: Appearance,
    qtbot: QtBot,
    shown: Callable[[OutputPanel, int, int], OutputPanel],
) -> None:
    output = shown(OutputPanel(session, appearance), 316, 500)
    plot = output.page("boundary")
    assert isinstance(plot, PlanePlot)
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    session.set_weight(2, 0, 0, 2.0, dragging=True)
    old = [line.tolist() for line in plot._ghost]
    assert old
    session.set_weight(2, 0, 0, -2.0, dragging=True)
    assert [line.tolist() for line in plot._ghost] == old
    session.end_gesture()
    assert plot._ghost == []


def test_escape_brings_the_weight_from_before_the_drag_back_and_only_a_second_one_closes(
    held: Callable[[], Grab], panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    before, undoable = weight(session), session.undoable
    held()
    slider = panel.link_field.slider
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert weight(session) == before
    assert slider.value_at(slider.value()) == pytest.approx(before, abs=slider._reach / 200)
    assert session.hand.grab is None
    assert (session.undoable, session.redoable) == (undoable, None)
    QTest.mouseMove(slider, QPoint(5, 12))
    let_go(panel)
    assert weight(session) == before
    assert panel.link_field.isVisible()
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert not panel.link_field.isVisible()
    assert weight(session) == before


def test_escape_means_the_drag_also_when_the_number_has_the_keyboard(
    held: Callable[[], Grab], panel: NetworkPanel, session: Session
) -> None:
    before = weight(session)
    held()
    panel.link_field.field.setFocus()
    QTest.keyClick(panel.link_field.field, Qt.Key.Key_Escape)
    assert panel.link_field.isVisible()
    assert weight(session) == before
    let_go(panel)
    QTest.keyClick(panel.link_field.field, Qt.Key.Key_Escape)
    assert not panel.link_field.isVisible()


def test_a_drag_that_is_taken_back_leaves_what_was_done_before_to_be_undone(
    held: Callable[[], Grab], panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    first = weight(session)
    session.set_weight(0, 1, 2, 0.25)
    held()
    qtbot.keyClick(panel.link_field.slider, Qt.Key.Key_Escape)
    assert weight(session) == 0.25
    session.undo()
    assert weight(session) == first
