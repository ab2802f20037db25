"""The whole window with networks that are not two inputs and dense layers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from tests.ui.picture_projects import deep, small, special

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def session(qapp):
    made = Session(small())
    yield made
    assert made.close()


@pytest.mark.parametrize("project", [small, deep, special])
def test_it_opens_trains_is_looked_at_and_reopened(qtbot, window, session, appearance, tmp_path, project):
    session.new(project())
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.epoch >= 2, timeout=20_000)
    for layer in range(-1, len(session.project.network.layers)):
        session.select(Selection("layer", layer))
        step = session.snapshot.step
        qtbot.waitUntil(lambda step=step: session.snapshot.step > step)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(window.network.canvas, key)
    appearance.set_mode("dark")
    window.grab()
    appearance.set_mode("light")
    session.pause()
    session.step_sample()
    qtbot.waitUntil(lambda: session.snapshot.looked == 1)
    session.save(tmp_path / "pictures.nnsim")
    assert window.documents.open(tmp_path / "pictures.nnsim")
    assert session.project.network == project().network
    window.grab()


def test_health_is_told_of_the_layers_that_learn(qtbot, window, session):
    session.step_batch()
    qtbot.waitUntil(lambda: len(window.gradients.plot.norms) == 3)
    assert "dead" in window.gradients.plot.accessibleDescription()


def test_an_activation_that_the_loss_refuses_is_told_and_not_shown(window, session):
    drop = window.findChild(QAbstractButton, "layer-activation-4")
    next(action for action in drop.menu().actions() if action.data() == "tanh").trigger()
    assert session.project.network.output.activation == Choice("softmax")
    assert window.refusals.card.isVisible()
    assert drop.text() == "softmax ▾"
    assert [action.data() for action in drop.menu().actions() if action.isChecked()] == ["softmax"]


def test_data_that_are_no_such_picture_are_refused_and_the_gallery_stays(window, session):
    before = session.project
    window.findChild(QAbstractButton, "tile_iris").click()
    assert session.project is before
    assert window.refusals.card.one.text() == "Picture 1 × 8 × 8 = 64 pixels"
    assert window.refusals.card.other.text() == "4 inputs"
    assert window.findChild(QAbstractButton, "tile_digits").isChecked()
    assert not window.findChild(QAbstractButton, "tile_iris").isChecked()


def test_layers_come_and_go_in_front_of_and_behind_pictures(qtbot, window, session):
    for place in range(len(session.project.network.layers)):
        before = session.project
        if session.apply(edits.add_layer, place):
            window.grab()
            session.undo()
        assert session.project.network == before.network
    while session.apply(edits.remove_layer, 0) and len(session.project.network.layers) > 1:
        window.grab()
    window.grab()
