"""The loss of each batch, drawn for who asks for it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from nnsim.engine.snapshot import BatchCurve
from nnsim.model import edits
from nnsim.session.past_batches import PastBatches
from nnsim.ui.curves.loss_panel import LossPanel
from nnsim.ui.plots.loss_curves import curves_of_batches
from nnsim.ui.plots.loss_plot import LossPlot


def batches(losses, first=0, n_batches=4):
    steps = np.arange(first, first + len(losses), dtype=float)
    losses = np.asarray(losses, float)
    return BatchCurve(np.stack([steps, steps / n_batches, losses, np.cumsum(losses) / np.arange(1, len(losses) + 1)]))


@pytest.fixture
def plot(shown, facts, appearance):
    made = shown(LossPlot(facts.still(), appearance), 400, 160)
    made.show_batches(True)
    return made


def test_batches_are_asked_for_while_somebody_looks_at_them(plot):
    session = plot._session
    assert session.wanted["loss_plot"] == ("batches",)
    plot.show_batches(False)
    assert session.wanted["loss_plot"] == ()
    plot.show_batches(True)
    plot.hide()
    assert session.wanted["loss_plot"] == ()


def test_the_mean_stands_in_front_of_the_pale_losses_over_parts_of_epochs(plot):
    plot._session.take(batches=batches([0.7, 0.9, 0.5, 0.6, 0.4, 0.7]))
    mean, each = plot.curves()
    assert (mean.look, each.look) == ("solid", "pale")
    assert mean.x.tolist() == [0, 0.25, 0.5, 0.75, 1.0, 1.25]
    assert mean.name == "mean of 50"
    assert each.name == "each batch"
    assert not plot.grab().isNull()


def test_it_is_said_from_which_epoch_on_batches_are_known(plot):
    plot._session.take(batches=batches([0.7, 0.9], first=14))
    assert plot.curves()[1].name == "each batch, from epoch 3.5 on"


def test_a_batch_without_a_loss_does_not_stretch_the_axis_of_equal_ratios(plot):
    plot._session.take(batches=batches([0.7, 0.9, 1e-12, 0.6, 0.4, 0.7]))
    assert plot.axes.y.low >= 0.01
    plot.show_log(False)
    assert plot.axes.y.low == 0


def test_without_any_batch_nothing_is_drawn_and_it_is_said(plot):
    plot._session.take(batches=BatchCurve())
    assert not plot.grab().isNull()
    assert plot.accessibleDescription() == "Nothing learnt yet."


def test_who_looks_at_batches_only_after_training_sees_them_all_the_same(qtbot, session, appearance, shown):
    panel = shown(LossPanel(session, appearance), 440, 220)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == 1)
    qtbot.mouseClick(panel.batch_chip, Qt.MouseButton.LeftButton)
    assert "They are being trained once more" in panel.plot.accessibleDescription()
    empty = panel.plot.grab().toImage()
    qtbot.waitUntil(lambda: len(panel.plot.curves()[0]) == session.snapshot.step)
    assert panel.plot.curves()[1].name == "each batch"
    assert "once more" not in panel.plot.accessibleDescription()
    assert panel.plot.grab().toImage() != empty
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch == 2)
    qtbot.waitUntil(lambda: len(panel.plot.curves()[0]) == session.snapshot.step)
    assert (np.diff(panel.plot.curves()[1].x) > 0).all()


def test_of_which_batches_only_a_part_could_be_found_is_said(plot):
    past = PastBatches()
    past.curve, past.n_found, past.since = batches([0.7, 0.9, 0.5], first=10), 2, 12
    assert curves_of_batches(past)[1].name == "each batch; until epoch 3 a part"


def test_only_the_loss_is_there_for_each_batch(plot):
    plot.show_measure("accuracy")
    assert not plot.by_batch
    assert plot.curves()[1].name == "test"


def test_the_hand_reads_out_a_batch(plot, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr("nnsim.ui.plots.loss_plot.readout", lambda *call: said.append(call[-1]))
    plot._session.take(batches=batches(np.linspace(1, 0.5, 30)))
    qtbot.mouseMove(plot, QPoint(round(plot.axes.across(np.array([5.25]))[0]), 60))
    plot.grab()
    assert [line.rsplit(None, 1)[0] for line in said[-1]] == ["epoch", "mean of 50", "each batch"]
    assert said[-1][0].endswith(" 5.25")


def test_other_batches_of_the_same_run_are_drawn_anew(plot):
    plot._session.take(batches=batches(np.linspace(1, 0.5, 5000)))
    plot.grab()
    plot._session.take(batches=batches(np.linspace(2, 0.1, 4000)))
    plot.grab()
    assert plot.curves()[0].x[-1] == 3999 / 4


def test_a_run_is_recorded_batch_by_batch_from_when_the_chip_is_pressed_and_through_edits(
    qtbot, session, appearance, shown
):
    panel = shown(LossPanel(session, appearance), 440, 220)
    qtbot.mouseClick(panel.batch_chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.snapshot.batches is not None)
    for epoch in (1, 2):
        session.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: session.run_state == "paused" and session.snapshot.epoch == epoch)
        session.apply(edits.set_learning_rate, session.project.training.learning_rate / 2)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 2 and session.snapshot.batches is not None)
    batch_curve = session.snapshot.batches
    assert batch_curve.step.tolist() == list(range(session.snapshot.step))
    qtbot.waitUntil(lambda: len(panel.plot.curves()[0]) == len(batch_curve))
    assert panel.batch_chip.isChecked()
