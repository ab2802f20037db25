"""The strip on the real window: scrubbing, stepping, playing, and going on from the past."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF

from nnsim.model import edits
from nnsim.storage import project_file
from nnsim.ui.theme import Size

EPOCHS = 10


@pytest.fixture
def trained(qtbot, window, session):
    """The window after ten epochs, with a learning rate that was changed after the fifth."""
    for epoch in range(EPOCHS):
        if epoch == 5:
            session.apply(edits.set_learning_rate, 0.02)
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.snapshot.epoch == epoch + 1)
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.now is not None)
    return window


def arrived(qtbot, session, epoch):
    qtbot.waitUntil(lambda: session.snapshot.epoch == epoch and session.snapshot.step == session.track.shown[0])


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.timeline.track, key, modifier)


def place(window, epoch):
    track = window.timeline.track
    return QPoint(round(track._x(epoch)), Size.TRACK_LINE)


def weights(session):
    return session.stamped_project().checkpoint.parameters


def test_before_the_first_step_it_says_what_will_appear(window):
    strip = window.timeline
    assert strip.track.is_empty
    assert strip.track.accessibleDescription() == "Nothing has been trained yet."
    assert not strip.back.isEnabled()
    assert not strip.forth.isEnabled()
    assert not strip.continue_.isEnabled()


def test_a_click_shows_that_moment_everywhere(qtbot, trained, session):
    qtbot.mouseClick(trained.timeline.track, Qt.MouseButton.LeftButton, pos=place(trained, 4))
    arrived(qtbot, session, 4)
    assert session.past.is_shown
    assert trained.timeline.track.accessibleDescription() == f"Looking at epoch 4 of {EPOCHS}."
    assert trained.timeline.continue_.isEnabled()
    assert session.project.training.learning_rate != 0.02
    qtbot.waitUntil(lambda: trained.bar._state.text() == f"looking at epoch 4 of {EPOCHS}")


def test_dragging_scrubs_and_the_end_is_the_present(qtbot, trained, session):
    track = trained.timeline.track
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=place(trained, 8))
    for epoch in (7, 5, 3, 2):
        qtbot.mouseMove(track, place(trained, epoch))
        qtbot.wait(20)
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=place(trained, 2))
    arrived(qtbot, session, 2)
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() - 2, Size.TRACK_LINE))
    assert not session.past.is_shown
    assert session.snapshot.epoch == EPOCHS


def test_keys_walk_along_the_course(qtbot, trained, session):
    press(qtbot, trained, Qt.Key.Key_Left)
    arrived(qtbot, session, EPOCHS - 1)
    press(qtbot, trained, Qt.Key.Key_Left)
    arrived(qtbot, session, EPOCHS - 2)
    at = session.track.shown[0]
    press(qtbot, trained, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert session.track.shown[0] == at + 1
    press(qtbot, trained, Qt.Key.Key_Home)
    arrived(qtbot, session, 0)
    press(qtbot, trained, Qt.Key.Key_PageDown)
    arrived(qtbot, session, 1)
    press(qtbot, trained, Qt.Key.Key_Escape)
    assert not session.past.is_shown
    press(qtbot, trained, Qt.Key.Key_Home)
    press(qtbot, trained, Qt.Key.Key_End)
    assert not session.past.is_shown


def test_the_button_goes_on_and_undo_returns(qtbot, trained, session):
    last = weights(session)
    press(qtbot, trained, Qt.Key.Key_Home)
    press(qtbot, trained, Qt.Key.Key_Right)
    arrived(qtbot, session, 1)
    qtbot.mouseClick(trained.timeline.continue_, Qt.MouseButton.LeftButton)
    assert session.snapshot.epoch == 1
    assert not trained.timeline.continue_.isEnabled()
    assert trained.actions_.undo.text() == "&Undo: continue from epoch 1"
    trained.actions_.undo.trigger()
    assert session.snapshot.epoch == EPOCHS
    assert np.array_equal(weights(session), last)


def test_an_edit_in_the_past_goes_on_from_there(qtbot, trained, session):
    press(qtbot, trained, Qt.Key.Key_Home)
    session.apply(edits.add_neuron, 0)
    assert trained.banner.isVisible()
    assert "is kept in the list of runs (Ctrl+L). Undo twice" in trained.banner.accessibleDescription()
    assert len(session.runs) == 2
    assert session.snapshot.epoch == 0
    assert session.project.network.layers[0].size == 5
    trained.actions_.undo.trigger()
    trained.actions_.undo.trigger()
    assert session.snapshot.epoch == EPOCHS
    assert trained.timeline.track.track.now[1] == EPOCHS


def test_esc_in_the_network_leads_out_of_the_past_and_the_moment_is_told_with_its_part(qtbot, trained, session):
    session.show_past(session.at_epoch(4) + 1)
    arrived(qtbot, session, 4)
    batches = 1 / (session.track.shown[1] - 4)
    qtbot.waitUntil(lambda: trained.bar._state.text() == f"looking at epoch {4 + 1 / batches:g} of {EPOCHS}")
    trained.network.setFocus()
    qtbot.keyClick(trained.network.canvas, Qt.Key.Key_Escape)
    assert not session.past.is_shown


def test_space_in_the_past_runs_from_there(qtbot, trained, session):
    press(qtbot, trained, Qt.Key.Key_Left)
    arrived(qtbot, session, EPOCHS - 1)
    trained.actions_.run.trigger()
    assert session.run_state == "running"
    assert session.undoable.label == "continue from epoch {0}"
    session.pause()


def test_saving_in_the_past_saves_the_present(qtbot, trained, session, tmp_path):
    last = weights(session)
    press(qtbot, trained, Qt.Key.Key_Home)
    assert session.save(tmp_path / "saved.nnsim")
    assert np.array_equal(project_file.read(tmp_path / "saved.nnsim").checkpoint.parameters, last)
    assert session.past.is_shown


def test_playing_backwards_comes_to_the_start_and_forwards_to_now(qtbot, trained, session):
    strip = trained.timeline
    qtbot.mouseClick(strip.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.past.is_shown and 2 < session.snapshot.epoch < EPOCHS - 1)
    assert strip.back.accessibleName() == "Stop"
    qtbot.waitUntil(lambda: strip.player.direction == 0, timeout=10_000)
    assert session.track.shown[0] == 0
    qtbot.mouseClick(strip.forth, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: strip.player.direction == 0, timeout=10_000)
    assert not session.past.is_shown
    assert session.snapshot.epoch == EPOCHS


def test_taking_hold_of_the_track_stops_playing(qtbot, trained, session):
    trained.timeline.player.play(-1)
    press(qtbot, trained, Qt.Key.Key_Left)
    assert trained.timeline.player.direction == 0


def test_a_run_stops_playing(qtbot, trained, session):
    trained.timeline.player.play(-1)
    qtbot.waitUntil(lambda: session.past.is_shown)
    session.run()
    assert trained.timeline.player.direction == 0
    session.pause()


def test_what_was_changed_is_told_in_full_under_the_pointer(trained):
    track = trained.timeline.track
    assert track.tip_at(place(trained, 5).toPointF()) == "Epoch 5: learning rate 0.03 → 0.02"
    assert track.tip_at(place(trained, 9).toPointF()) == f"Now, at epoch {EPOCHS}."


def test_what_was_changed_just_now_is_told_also_at_the_end_of_the_strip(trained):
    track = trained.timeline.track
    metrics, end, told = QFontMetricsF(track.font()), track.width() - 12.0, "continue from epoch 10"
    assert [one.text for one in track._said([(end, told)], end, metrics)] == [told]
    assert [one.text for one in track._said([(end / 2, told)], end, metrics)] == [told, "now"]


def test_view_menu_hides_it_and_a_low_window_too(qtbot, trained):
    strip = trained.timeline
    strip.switch.trigger()
    assert not strip.isVisible()
    strip.switch.trigger()
    assert strip.isVisible()
    trained.resize(1280, Size.TIMELINE_FROM - 1)
    assert not strip.isVisible()
    trained.resize(1280, 720)
    assert strip.isVisible()


def test_a_moment_that_was_not_kept_is_said(qtbot, trained, session, tmp_path):
    session.save(tmp_path / "now.nnsim")
    session.open(tmp_path / "now.nnsim")
    trained.timeline.track.refused.emit()
    assert trained.timeline.room.text() == "not kept"


def test_scrubbing_is_not_shown_as_a_step(qtbot, trained, session):
    news = trained.network.canvas.news
    news.stop()
    press(qtbot, trained, Qt.Key.Key_Home)
    arrived(qtbot, session, 0)
    press(qtbot, trained, Qt.Key.Key_Right)
    arrived(qtbot, session, 1)
    assert not news.story
    session.leave_past()
    assert not news.story
    session.step_epoch()
    qtbot.waitUntil(lambda: news.story.startswith(f"Epoch {EPOCHS + 1}"))
