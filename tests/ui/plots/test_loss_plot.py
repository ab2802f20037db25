"""The curves of learning."""

from __future__ import annotations

import gc
import weakref
from dataclasses import fields

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from nnsim.engine.snapshot import Curves
from nnsim.ui.curves.loss_panel import LossPanel
from nnsim.ui.plots.axes import readout_box
from nnsim.ui.plots.loss_plot import LossPlot


@pytest.fixture
def session(facts):
    return facts.still()


@pytest.fixture
def plot(shown, session, appearance):
    return shown(LossPlot(session, appearance), 400, 160)


def wheel(plot, at, notches):
    way = QPoint(0, 120 * notches)
    return QWheelEvent(
        QPointF(at), QPointF(plot.mapToGlobal(at)), QPoint(), way, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip


def test_the_scale_only_grows_while_the_run_is_the_same(plot, session, facts):
    ends = []
    rng = np.random.default_rng(0)
    losses = np.exp(rng.normal(size=400) * 3)
    for n in range(1, 400, 13):
        session.take(curves=facts.curves(losses[:n]))
        ends.append((plot.axes.x.high, -plot.axes.y.low, plot.axes.y.high))
    assert (np.diff(np.array(ends), axis=0) >= 0).all()


def test_a_new_run_starts_with_a_fresh_scale(plot, session, facts):
    fresh = plot.axes
    session.take(curves=facts.curves(np.geomspace(50, 1e-6, 500)))
    assert plot.axes != fresh
    session.take(run_id=2, curves=facts.curves([0.7]))
    assert plot.axes == fresh


def test_an_undo_that_brings_back_an_older_record_is_drawn_anew(plot, session, facts):
    session.take(curves=facts.curves(np.geomspace(0.7, 1e-4, 3000)))
    session.take(curves=facts.curves(np.geomspace(0.7, 0.5, 50)))
    assert len(plot.record()[0]) == 50
    assert plot.axes.x.high == 50


def test_a_record_that_was_thinned_is_drawn_at_its_epochs_in_the_same_window(plot, session, facts):
    losses = np.full(6000, 0.25)
    session.take(curves=facts.curves(losses[:5000]))
    plot.wheelEvent(wheel(plot, QPoint(200, 80), 3))
    window = plot.axes
    whole = facts.curves(losses)
    kept = np.append(np.arange(0, 4000, 4), np.arange(4000, 6000))
    session.take(curves=Curves(*(getattr(whole, field.name)[kept] for field in fields(whole))))
    assert plot.zoomed
    assert plot.axes == window
    assert plot.record()[0][[0, 999, -1]].tolist() == [0, 3996, 5999]
    plot.fit()
    train = plot.curves()[0]
    ends = plot._present._lines.of(plot.axes, train.key, train.x, train.y, part=False)
    assert ends[:, 2].max() == pytest.approx(plot.axes.across(np.array([5999.0]))[0])


def test_zero_losses_have_no_place_on_a_log_axis_but_do_no_harm(plot, session, facts):
    session.take(curves=facts.curves([0.7, 0.5, 0.0, 0.0, 0.4]))
    assert plot.log
    assert plot.axes.y.low > 0
    assert not plot.grab().isNull()
    plot.show_log(False)
    assert plot.axes.y.low == 0
    assert not plot.grab().isNull()


@pytest.mark.parametrize(
    "losses",
    [
        [],
        [0.5],
        [0.5, 0.5, 0.5],
        [1e300, 1e-300, 1e300],
        [np.nan, np.nan],
        [np.inf, 1.0, np.nan, 0.5],
        [0.0],
        [-1.0, -2.0],
    ],
    ids=str,
)
@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("measure", ["loss", "accuracy"])
def test_any_record_can_be_drawn(plot, session, facts, losses, log, measure):
    plot.show_log(log)
    plot.show_measure(measure)
    session.take(run_id=7, curves=facts.curves(losses))
    assert not plot.grab().isNull()
    assert plot.accessibleDescription()


def test_without_test_data_only_training_is_drawn(plot, session, facts):
    session.take(curves=facts.curves([0.7, 0.6, 0.5], [np.nan] * 3))
    assert "training 0.5, test none" in plot.accessibleDescription()
    assert not plot.grab().isNull()


def test_accuracy_is_shown_in_percent_and_never_log(plot):
    plot.show_measure("accuracy")
    assert not plot.log
    assert (plot.axes.y.low, plot.axes.y.high) == (0, 1)
    assert plot.axes.y.ticks(2)[-1][1] == "100 %"


def test_the_theme_recolours_the_plot(plot, session, appearance, facts):
    session.take(curves=facts.curves(np.geomspace(1, 0.1, 50)))
    for mode in ("dark", "light"):
        appearance.set_mode(mode)
        assert plot.grab().toImage().pixelColor(1, 1) == appearance.theme.colour("surface")


def test_the_wheel_zooms_at_the_hand_and_a_double_click_fits_again(qtbot, plot, session, facts):
    session.take(curves=facts.curves(np.geomspace(1, 0.01, 5000)))
    whole, at = plot.axes, QPoint(200, 80)
    before = plot.axes.value_at(QPointF(at))
    QApplication.sendEvent(plot, wheel(plot, at, 2))
    assert plot.zoomed
    assert plot.axes.x.high - plot.axes.x.low < whole.x.high
    assert plot.axes.value_at(QPointF(at))[0] == pytest.approx(before[0], rel=0.05)
    assert not plot.grab().isNull()
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=at)
    assert not plot.zoomed
    assert plot.axes == whole


@pytest.mark.parametrize("log", [True, False])
def test_zoomed_in_the_heights_are_those_of_what_is_visible(plot, session, facts, log):
    session.take(curves=facts.curves(np.geomspace(1, 0.01, 5000)))
    plot.show_log(log)
    for _ in range(12):
        QApplication.sendEvent(plot, wheel(plot, QPoint(200, 80), 1))
        epoch, train, test = plot.record()
        x, y = plot.axes.x, plot.axes.y
        inside = (epoch >= x.low) & (epoch <= x.high)
        seen = np.concatenate([train[inside], test[inside]])
        assert y.low < seen.min() < seen.max() < y.high
        assert y.share(np.array([seen.max()]))[0] - y.share(np.array([seen.min()]))[0] > 0.75
        labels = [label for _, label in y.ticks(3)]
        assert len(labels) == len(set(labels)) >= 3


def test_the_hover_card_leaves_the_legend_free_and_lies_where_there_is_room():
    said = ["epoch  12", "training  0.5"]
    bounds = QRectF(0, 20, 400, 100)
    right = readout_box(QPointF(320, 60), bounds, said)
    left = readout_box(QPointF(80, 60), bounds, said)
    assert right.right() < 320 < 400 - 20
    assert left.left() > 80
    assert min(left.top(), right.top()) >= 20


def test_no_zoom_goes_beyond_what_numbers_can_tell(plot, session, facts):
    session.take(curves=facts.curves(np.geomspace(1, 0.01, 50)))
    for notches in (9, -9):
        for _ in range(60):
            QApplication.sendEvent(plot, wheel(plot, QPoint(200, 80), notches))
            assert not plot.grab().isNull()
        plot.fit()


def test_dragging_moves_the_picture(qtbot, plot, session, facts):
    session.take(curves=facts.curves(np.geomspace(1, 0.01, 100)))
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    qtbot.mouseMove(plot, QPoint(150, 80))
    qtbot.mouseMove(plot, QPoint(100, 80))
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(100, 80))
    assert plot.axes.x.low > 0


def test_the_arrow_keys_walk_along_the_record(qtbot, plot, session, facts):
    session.take(curves=facts.curves([0.7, 0.6, 0.5]))
    calm = plot.grab().toImage()
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.grab().toImage() != calm


def test_a_hidden_plot_catches_up_when_it_is_shown(plot, session, facts):
    plot.hide()
    session.take(curves=facts.curves([0.7, 0.6, 0.5]))
    assert len(plot.record()[0]) < 3
    plot.show()
    assert len(plot.record()[0]) == 3


def test_chips_follow_the_view_and_drawing_calls_no_verb(qtbot, session, appearance, facts):
    panel = LossPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    panel.measure.chosen.emit("accuracy")
    assert panel.measure.text() == "accuracy ▾"
    assert not panel.log_chip.isEnabled()
    assert panel.batch_chip.isHidden()
    panel.measure.chosen.emit("loss")
    assert not panel.batch_chip.isHidden()
    qtbot.mouseClick(panel.log_chip, Qt.MouseButton.LeftButton)
    assert not panel.plot.log
    session.take(curves=facts.curves([0.7, 0.6]))
    session.prepared = facts.data(facts.points(1, ()))
    session.project_changed.emit(None)
    assert [option.text() for option in panel.measure.menu().actions()] == ["loss", "RMSE", "MAE", "R²"]
    assert not any(session.wanted.values())


def test_a_closed_plot_is_released(qtbot, session, appearance):
    plot = LossPlot(session, appearance)
    plot.show()
    plot.grab()
    alive = weakref.ref(plot)
    plot.close()
    plot.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(plot)
    del plot
    gc.collect()
    assert alive() is None
    session.snapshot_taken.emit()
    appearance.changed.emit()
