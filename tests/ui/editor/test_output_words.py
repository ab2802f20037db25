"""The output layer says why it is as it is, in words that are true for every task, activation and loss."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from nnsim.data.named import named_data
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.spec import Choice
from nnsim.errors import InputError
from nnsim.model import edits
from nnsim.model.attempt import ImpossibleError
from nnsim.model.change import Edited
from nnsim.model.mending import Remedy, mend
from nnsim.model.remedies import remedies
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.editor.output_words import what_the_loss_asks, why_so_many, why_this_activation, why_this_output
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.names import names_of

TASKS = ("circle", "blobs", "sine", "iris", "digits")


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


def use(session: Session, data: str, activation: str | None = None, loss: str | None = None) -> bool:
    """Whether that makes sense together."""
    chosen = None if activation is None else Choice(activation)
    try:
        project = new_project(
            data, named_data(data), (3,), output_activation=chosen, loss=None if loss is None else Choice(loss)
        )
    except InputError:
        return False
    return session.new(project)


@pytest.mark.parametrize(
    ("data", "activation", "loss", "said"),
    [
        ("circle", None, None, ("two classes", "between 0 and 1", "probability of class 1", "the right class got")),
        ("iris", None, None, ("3 outputs", "setosa, versicolor, virginica", "add up to 1", "the right class got")),
        ("digits", None, None, ("10 outputs", "0, 1 … 9", "add up to 1")),
        ("sine", None, None, ("one number is to be predicted", "any number", "how far", "true number")),
        ("circle", None, "hinge", ("two classes", "its sign decides", "Above 0 means class 1", "the right sign")),
        ("iris", None, "hinge", ("the largest one wins", "the right sign")),
        ("circle", "tanh", "mse", ("above 0 means class 1", "from −1 for class 0, from 1 for class 1")),
        ("circle", "sigmoid", "quadratic", ("from 0 for class 0, from 1 for class 1",)),
        ("circle", "relu", "mse", ("above 0.5 means class 1",)),
        ("iris", "sigmoid", "mse", ("the largest one wins", "from 1 for the right class and from 0 for all others")),
        ("sine", "tanh", "mse", ("from −1 to 1",)),
        ("sine", "relu", "mse", ("below 0",)),
    ],
)
def test_it_says_what_is_so(
    session: Session, data: str, activation: str | None, loss: str | None, said: tuple[str, ...]
) -> None:
    assert use(session, data, activation, loss)
    words = why_this_output(session, names_of(session))
    for part in said:
        assert part in words, words


@pytest.mark.parametrize("data", TASKS)
def test_whatever_the_model_allows_has_whole_sentences(session: Session, data: str) -> None:
    met = 0
    for activation in ACTIVATIONS.names:
        for loss in LOSSES.names:
            if not use(session, data, activation, loss):
                continue
            met += 1
            names = names_of(session)
            for words in (
                why_so_many(names),
                why_this_activation(session, names),
                what_the_loss_asks(session, names),
            ):
                assert re.fullmatch(r"[A-Z0-9][^{}]+\.", words), words
    assert met > len(LOSSES.names)


def refused(session: Session, edit: Callable[..., Edited], layer: int) -> tuple[Remedy, ...]:
    """What would help where an edit is impossible."""
    with pytest.raises(ImpossibleError) as caught:
        edit(session.project, layer)
    return remedies(session.project, caught.value)


def test_of_two_classes_it_names_the_choice_there_is_and_of_more_that_there_is_none(session: Session) -> None:
    assert "press +" in why_so_many(names_of(session))
    (softmax,) = (remedy for remedy in refused(session, edits.add_neuron, 2) if "softmax" in remedy.label)
    session.apply(mend, softmax)
    assert session.project.network.output.size == 2
    assert "press −" in why_so_many(names_of(session))
    for data in ("iris", "sine"):
        assert use(session, data)
        assert "press" not in why_so_many(names_of(session))
        assert "cannot be changed" in why_so_many(names_of(session))


def test_the_form_and_the_name_tell_it_and_follow_the_loss(panel: NetworkPanel, session: Session) -> None:
    name = panel.findChild(QAbstractButton, "layer-name-2")
    assert name is not None
    assert "cross-entropy" in name.toolTip()
    QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    note = panel.controls.popover.form.note
    assert "probability" in note.text()
    assert session.apply(edits.set_loss, Choice("mse"))
    assert "mean squared error" in note.text()
    assert "mean squared error" in name.toolTip()
    session.undo()
    assert "cross-entropy" in note.text()
