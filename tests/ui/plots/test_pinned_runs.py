"""Runs that are pinned are drawn beside the present one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.ui.curves.loss_panel import LossPanel
from nnsim.ui.curves.pin_legend import PinButton


def train(qtbot, session, epochs):
    goal = session.snapshot.epoch + epochs
    for _ in range(epochs):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == goal, timeout=20_000)


@pytest.fixture
def panel(qtbot, session, appearance, shown):
    return shown(LossPanel(session, appearance), 600, 260)


@pytest.fixture
def pinned(qtbot, session, panel):
    """A run of 30 epochs is pinned; then begins another one with another learning rate."""
    train(qtbot, session, 30)
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    session.apply(edits.set_seed, 5)
    session.apply(edits.set_learning_rate, 0.5)
    return panel


def test_the_present_run_is_drawn_as_itself_also_when_it_is_pinned(qtbot, session, panel):
    train(qtbot, session, 3)
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    assert panel.pin_chip.isChecked()
    assert panel.plot.pins.pins == ()
    assert panel.legend.isHidden()
    assert panel.promise.words.full_text() == "Run 1 stays here when another run starts"
    assert panel.promise.offer.isHidden()
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    assert not panel.pin_chip.isChecked()
    assert panel.promise.isHidden()


def test_a_pin_after_going_on_from_the_past_offers_the_run_that_was_left_and_draws_it(qtbot, session, panel):
    train(qtbot, session, 6)
    train(qtbot, session, 6)
    session.show_past(session.at_epoch(4))
    assert session.continue_here()
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    assert panel.promise.words.full_text() == "Run 2 stays here when another run starts"
    assert panel.promise.offer.text() == "Draw “Run 1” too"
    qtbot.mouseClick(panel.promise.offer, Qt.MouseButton.LeftButton)
    assert [pin.name for pin in panel.plot.pins.pins] == ["Run 1"]
    assert panel.promise.isHidden()


@pytest.mark.parametrize("way", ["reset", "from the past"])
def test_a_pinned_run_is_drawn_at_once_when_another_starts(qtbot, session, panel, way):
    train(qtbot, session, 6)
    train(qtbot, session, 6)
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    if way == "reset":
        session.reset()
    else:
        session.show_past(session.at_epoch(4))
        assert session.continue_here()
    assert [pin.name for pin in panel.plot.pins.pins] == ["Run 1"]
    assert [len(curve) for curve in panel.plot._pinned[0][1]] == [13, 13]
    assert panel.promise.isHidden()


def test_a_pinned_run_stays_in_sight_with_a_letter_and_what_is_different(pinned):
    (pin,) = pinned.plot.pins.pins
    assert pin.letter == "A"
    assert "learning rate" in pin.unlike
    assert "0.5" in pin.unlike
    assert "seed" in pin.unlike
    ((_, curves),) = pinned.plot.pins.curves("loss", "classification")
    assert [len(curve) for curve in curves] == [31, 31]
    assert not pinned.pin_chip.isChecked()
    button = pinned.legend.findChild(PinButton, "pin_A")
    assert pin.unlike in button.toolTip()
    assert not pinned.legend.isHidden()


def test_axes_hold_the_pinned_run_too(qtbot, session, pinned):
    assert pinned.plot.axes.x.high >= 30
    session.unpin_run(pinned.plot.pins.pins[0].line.key)
    assert pinned.plot.axes.x.high == 10
    assert pinned.legend.isHidden()


def test_a_click_on_its_words_unpins_it(qtbot, pinned):
    qtbot.mouseClick(pinned.legend.findChild(PinButton, "pin_A"), Qt.MouseButton.LeftButton)
    assert pinned.plot.pins.pins == ()


def test_the_readout_has_the_pinned_run_at_the_same_epoch_or_says_that_it_ended(qtbot, session, pinned, monkeypatch):
    said = []
    monkeypatch.setattr("nnsim.ui.plots.loss_plot.readout", lambda *call: said.append(call[-1]))
    record = pinned.plot.pins.pins[0].line.curves
    train(qtbot, session, 40)
    for row in (12, 35):
        pinned.plot._hover = row
        pinned.plot.grab()
    assert f"{record.train_loss[12]:.4g} / {record.test_loss[12]:.4g}" in said[-2][3]
    assert said[-2][3].startswith("A ")
    assert "ended before" in said[-1][3]


def test_a_pinned_run_is_drawn_and_goes_when_another_project_comes(session, pinned):
    with_pin = pinned.plot.grab().toImage()
    session.new(new_project("sine", DataSpec(ToySource("sine", 60, 0.0, 0)), (3,)))
    assert pinned.plot.pins.pins == ()
    assert pinned.plot.grab().toImage() != with_pin


def test_what_is_different_follows_the_present_run(session, pinned):
    before = pinned.plot.pins.pins[0].unlike
    session.apply(edits.add_neuron, 0)
    assert pinned.plot.pins.pins[0].unlike != before
    assert "Hidden 1" in pinned.plot.pins.pins[0].unlike


def test_measures_that_no_record_has_leave_pinned_runs_out(pinned):
    for name in ("f1", "accuracy", "loss"):
        pinned.plot.show_measure(name)
        assert not pinned.plot.grab().isNull()
        assert any(curves for _, curves in pinned.plot._pinned) == (name != "f1")
        said = pinned.legend.findChild(PinButton, "pin_A")._words
        assert said.startswith("A  Run 1: ")
        assert said.endswith("no F1 kept") == (name == "f1")
        assert pinned.header.title.text().lower() == name


def test_pinned_runs_have_no_batches_and_it_is_said(qtbot, pinned):
    qtbot.mouseClick(pinned.batch_chip, Qt.MouseButton.LeftButton)
    assert pinned.legend.findChild(PinButton, "pin_A")._words == "A  Run 1: no batches kept"


def test_a_pinned_run_is_called_by_its_name_before_what_is_different(session, pinned):
    session.name_run(1, "with a small rate")
    assert pinned.legend.findChild(PinButton, "pin_A")._words.startswith("A  with a small rate: seed")


def test_losses_of_different_kinds_are_not_drawn_on_one_axis(session, pinned):
    """The legend says why; the accuracy of both can be compared."""
    assert pinned.plot.axes.x.high >= 30
    session.apply(edits.set_loss, Choice("mse"))
    assert not any(curves for _, curves in pinned.plot._pinned)
    assert pinned.plot.axes.x.high == 10
    button = pinned.legend.findChild(PinButton, "pin_A")
    assert "losses of different kinds cannot be compared" in button.toolTip()
    pinned.plot.show_measure("accuracy")
    assert any(curves for _, curves in pinned.plot._pinned)
    assert "cannot be compared" not in pinned.legend._buttons[0].toolTip()
    pinned.plot.show_measure("loss")
    session.apply(edits.set_loss, Choice("cross_entropy"))
    assert any(curves for _, curves in pinned.plot._pinned)


def test_five_at_the_most(qtbot, session, panel):
    for seed in range(1, 6):
        train(qtbot, session, 2)
        session.pin_run(next(line.key for line in session.runs if line.is_present))
        session.apply(edits.set_seed, seed)
    assert "".join(pin.letter for pin in panel.plot.pins.pins) == "ABCDE"
    assert not panel.pin_chip.isEnabled()
    assert "unpin one" in panel.pin_chip.toolTip()
    assert not panel.grab().isNull()


def test_in_little_room_the_curves_go_before_the_words(pinned):
    pinned.resize(400, 120)
    assert pinned.legend.isHidden()
    pinned.resize(400, 200)
    assert not pinned.legend.isHidden()


def test_a_screen_reader_is_told_what_is_drawn_beside(qtbot, session, pinned):
    assert "\nA: Run 1, " in pinned.plot.accessibleDescription()
    session.unpin_run(1)
    assert "Run 1" not in pinned.plot.accessibleDescription()


def test_a_pinned_run_with_the_same_settings_tells_what_was_otherwise_on_its_way(qtbot, session, panel):
    train(qtbot, session, 2)
    session.apply(edits.set_learning_rate, 0.5)
    train(qtbot, session, 2)
    session.undo()
    qtbot.mouseClick(panel.pin_chip, Qt.MouseButton.LeftButton)
    pinned, rate = session.runs[0].key, session.project.training.learning_rate
    session.reset()
    train(qtbot, session, 1)
    (pin,) = panel.plot.pins.pins
    assert pin.unlike == f"learning rate 0.5 instead of {rate} from epoch 2 to 4"
    session.open_run(pinned, "Run 1")
    session.pin_run(session.runs[-1].key)
    (pin,) = panel.plot.pins.pins
    assert pin.unlike == f"without learning rate 0.5 instead of {rate} from epoch 2 to 4"
