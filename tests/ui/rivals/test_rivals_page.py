"""The page of rivals, on a real session: what is compared, what is told, and what is said without scikit-learn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model.start import new_project
from nnsim.runs.rivals import RivalPlan, is_there
from nnsim.session.rivals import Rivals
from nnsim.session.session import Session
from nnsim.ui.actions import HasHistory
from nnsim.ui.appearance import Appearance
from nnsim.ui.rivals.rival_words import Pair, result_words
from nnsim.ui.rivals.rivals_page import RivalsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
needs_sklearn = pytest.mark.skipif(not is_there(), reason="scikit-learn, from which the rivals come, is missing")

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("circle", named_data("circle", n_samples=60), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, session: Session, appearance: Appearance) -> RivalsPage:
    made = RivalsPage(session, Rivals(session), appearance)
    shown(made, 1200, 560)
    return made


def settle(page: RivalsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._rivals.is_running, timeout=60_000)


def test_the_network_is_told_and_what_its_hidden_layer_has_learnt_instead(page: RivalsPage) -> None:
    assert page.sheet.accessibleDescription().startswith("The network in hand: on the inputs: training ")
    assert page.instead.accessibleDescription().startswith("x₁²: from the hidden neurons ")
    assert page.features.chosen() == ("x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")


def test_a_feature_is_switched_off_and_on(page: RivalsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.features.chip("sin x1"), Qt.MouseButton.LeftButton)
    assert page._rivals.plan.features == ("x1^2", "x2^2", "x1*x2", "sin x2")
    assert "sin x₁" not in page.instead.accessibleDescription()
    qtbot.mouseClick(page.features.chip("sin x1"), Qt.MouseButton.LeftButton)
    assert page._rivals.plan.features == ("x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")


def test_undo_on_this_page_is_of_what_is_compared_as_long_as_the_data_are_the_same(
    page: RivalsPage, session: Session, qtbot: QtBot
) -> None:
    assert isinstance(page, HasHistory)
    assert not page.own_history.can_undo
    qtbot.mouseClick(page.features.chip("sin x1"), Qt.MouseButton.LeftButton)
    page.own_history.undo()
    assert page.features.chosen() == ("x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")
    page.own_history.redo()
    assert page.features.chosen() == ("x1^2", "x2^2", "x1*x2", "sin x2")
    session.new(new_project("iris", named_data("iris"), (3,)))
    assert not page.own_history.can_undo


def test_the_last_rival_stays(page: RivalsPage) -> None:
    for name in ("linear", "tree", "svm", "bayes"):
        page.rivals.clicked.emit(name)
    assert page.rivals.chosen() == ("bayes",)


def test_training_changes_the_row_of_the_network_and_no_other_is_fitted_again(
    page: RivalsPage, session: Session, qtbot: QtBot
) -> None:
    settle(page, qtbot)
    before, found = page.instead.accessibleDescription(), page._rivals.found
    for _ in range(10):
        with qtbot.waitSignal(session.snapshot_taken):
            session.step_epoch()
    qtbot.waitUntil(lambda: page.instead.accessibleDescription() != before)
    assert page._rivals.found is found


def test_while_the_network_learns_its_row_follows_also_after_a_look_that_took_long(
    page: RivalsPage, session: Session, qtbot: QtBot
) -> None:
    page._took = 0.06
    looked = page._looked
    session.run()
    qtbot.waitUntil(lambda: page._looked > looked, timeout=10_000)
    session.pause()
    qtbot.waitUntil(lambda: session.run_state == "paused")


def test_a_result_of_a_rival_does_not_ask_the_network_again(page: RivalsPage) -> None:
    looked = page._looked
    page._rivals.changed.emit()
    assert page._looked == looked


def test_other_data_are_compared_anew(page: RivalsPage, session: Session, qtbot: QtBot) -> None:
    assert page._network is not None
    assert page._network.faces is not None
    assert page._network.faces.shape[2] == 3
    session.new(new_project("iris", named_data("iris"), (3,)))
    assert page.features.chosen() == ("squares", "products")


def test_a_network_without_hidden_layers_has_nothing_to_tell(page: RivalsPage, session: Session, qtbot: QtBot) -> None:
    session.new(new_project("flat", named_data("circle", n_samples=40), ()))
    assert page.unlearnt.text() == "This network has no hidden layer."


def test_where_samples_are_pictures_neurons_are_told_by_their_weights(
    page: RivalsPage, session: Session, qtbot: QtBot
) -> None:
    session.new(new_project("digits", named_data("digits"), (2,)))
    page._rivals.set_plan(RivalPlan(("tree",)))
    assert page._network is not None
    assert page._network.faces is not None
    first = session.snapshot.parameters[:128].reshape(64, 2)[:, 1].reshape(8, 8)
    np.testing.assert_array_equal(page._network.faces[::-1, :, 1], first)


def test_fitting_is_stopped_and_begun_again_by_one_button(page: RivalsPage) -> None:
    page._rivals.fit_again()
    assert page.again.text() == "Stop"
    assert page.progress.text() == "0 of 8 fitted"
    page.again.click()
    assert not page._rivals.is_running
    assert page.again.text() == "Fit again"
    assert page.progress.isHidden()
    page.again.click()
    assert page._rivals.is_running


@needs_sklearn
def test_all_rivals_are_told_with_and_without_features_and_a_sentence_sums_it_up(
    page: RivalsPage, qtbot: QtBot
) -> None:
    settle(page, qtbot)
    assert [(one.rival, bool(one.features)) for one in page._rivals.found] == [
        (rival, more) for rival in ("linear", "tree", "svm", "bayes") for more in (False, True)
    ]
    assert page.told.text().startswith("The features help most here: ")
    assert "Naive Bayes: on the inputs: training " in page.sheet.accessibleDescription()


@pytest.mark.skipif(is_there(), reason="scikit-learn is there, so nothing has to be told")
def test_without_scikit_learn_the_page_says_how_to_get_it(page: RivalsPage, qtbot: QtBot) -> None:
    settle(page, qtbot)
    assert page.empty.isVisible()
    assert "scikit-learn" in page.empty.accessibleName()
    assert f'"{sys.executable}" -m pip install scikit-learn' in page.empty.accessibleDescription()
    assert page.sheet.isVisible(), "the network is told all the same"
    assert page.sheet.accessibleDescription().startswith("The network in hand: on the inputs: training ")
    assert not page.again.isVisible(), "another try could not help"
    assert not page.rivals.isEnabled()
    assert page.features.isEnabled(), "what the hidden layer has learnt instead is told without rivals"


def score(value: float) -> dict[str, float]:
    return {"accuracy": value}


def test_what_features_bring_is_told_of_whom_they_help_most_and_whom_they_harm() -> None:
    line = Pair("Logistic regression", score(0.555), score(0.56))
    tree = Pair("Decision tree", score(0.92), score(0.81))
    svm = Pair("SVM", score(0.535), score(0.895))
    said = result_words([line, tree, svm], score(0.97), is_trained=True)
    assert said == (
        "The features help most here: SVM, 53.5 % on the inputs, 89.5 % with them. They are of no help everywhere: "
        "Decision tree, 92 % on the inputs, 81 % with them. The network: 97 % without them."
    )
    alone = result_words([line, tree], score(0.5), is_trained=False)
    assert alone.startswith("The features harm more than they help: Decision tree, ")
    assert alone.endswith("The network has not been trained yet.")
    assert result_words([line], None, is_trained=True) == "The features change next to nothing here."
    assert result_words([], None, is_trained=True) == ""
