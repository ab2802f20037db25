"""Facts never cause a verb: everything becomes another than it was, and the window only draws."""

from __future__ import annotations

import inspect
import sys
from functools import partial

import pytest
from PySide6.QtWidgets import QLineEdit, QSlider

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import data_edits, edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from tests.circle import circle
from tests.ui.all_pages import open_all_experiments, open_tables
from tests.ui.parts import child


def _heard(verb):
    def call(self, *arguments, **named):
        if self.listening and not sys._getframe(1).f_globals["__name__"].startswith("nnsim.session"):
            self.heard.append((verb, *arguments))
            return True
        return getattr(Session, verb)(self, *arguments, **named)

    return call


class HeardSession(Session):
    """Notes the verbs that are called from outside while it listens, instead of doing them."""

    listening = False

    def __init__(self, project):
        self.heard = []
        super().__init__(project)


QUESTIONS = {"stamped_project", "worth_of_neuron", "watch", "close"}
"""What may be called at any time, because it changes nothing that a person made. All the rest are verbs."""
for name, method in vars(Session).items():
    if inspect.isfunction(method) and not name.startswith("_") and name not in QUESTIONS:
        setattr(HeardSession, name, _heard(name))


@pytest.fixture
def session(qapp):
    made = HeardSession(circle())
    yield made
    assert made.close()


@pytest.fixture
def window(qtbot, session, window):
    qtbot.waitUntil(lambda: session.snapshot.plane is not None)
    return window


def change_everything(qtbot, session, appearance):
    """Every fact becomes another, and no hand has touched the window: the verbs that the window calls meanwhile."""

    class Aside:
        """The session's own verbs, which are not heard."""

        def __getattr__(self, verb):
            return partial(getattr(Session, verb), session)

    aside = Aside()
    session.listening = True
    assert aside.set_weight(0, 0, 0, -2.5)
    for edit, value in (
        (edits.set_learning_rate, 0.7),
        (edits.set_batch_size, None),
        (edits.set_l1, 0.125),
        (edits.set_l2, 0.25),
        (edits.set_seed, 7),
        (edits.set_optimizer, Choice.of("momentum", momentum=0.5)),
        (edits.set_schedule, Choice.of("cosine", epochs=30)),
        (edits.set_clip_norm, 5.0),
        (edits.set_stop, StopSpec(epochs=900, loss=1e-9, accuracy=1.0, seconds=900.0, patience=900)),
        (edits.add_neuron, 0),
        (edits.add_layer, 1),
        (data_edits.set_noise, 0.3),
        (data_edits.set_samples, 90),
        (data_edits.set_test_fraction, 0.4),
        (data_edits.toggle_input, "x1^2"),
    ):
        before = session.project
        assert aside.apply(edit, value)
        assert session.project != before, edit.__name__
    aside.set_speed(20.0)
    aside.select(Selection("bias", 0, column=1))
    appearance.set_mode("dark")
    aside.run()
    qtbot.waitUntil(lambda: session.snapshot.step >= 2)
    aside.pause()
    aside.undo()
    aside.redo()
    aside.reset()
    aside.new(new_project("iris", named_data("iris"), (3,), training=TrainSpec(batch_size=16)))
    qtbot.wait(200)
    session.listening = False
    return session.heard


def test_facts_never_cause_a_verb(qtbot, window, session, appearance):
    """Drawing must not echo into an edit."""
    open_all_experiments(window)
    open_tables(window)
    window.show_samples()
    assert change_everything(qtbot, session, appearance) == []


@pytest.mark.parametrize(
    ("kind", "name", "signal"),
    [
        (QLineEdit, "learning_rate", "textChanged"),
        (QLineEdit, "l2", "textChanged"),
        (QSlider, "noise_slider", "valueChanged"),
        (QLineEdit, "link-value", "textChanged"),
    ],
)
def test_an_echo_would_be_noticed(qtbot, window, session, appearance, kind, name, signal):
    """A control that tells every change of itself, not only those by hand: the commonest way to make an echo."""
    window.network.canvas.choose(Selection("link", 0, 0, 0))
    getattr(child(window, kind, name), signal).connect(lambda _shown: session.apply(edits.set_l1, 0.5))
    heard = change_everything(qtbot, session, appearance)
    assert ("apply", edits.set_l1, 0.5) in heard
