"""Whose numbers are told: a sample by its number, one that is typed, a whole batch."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnsim.engine.trace import TraceLook
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.page import NumbersPage
from tests.by_hand.one_weight import one_weight
from tests.ui.inspector.numbers.reading import Shown, holder, settled


def test_another_sample_is_chosen_by_its_number(page: NumbersPage, qtbot: QtBot) -> None:
    page.sample.number.selectAll()
    qtbot.keyClicks(page.sample.number, "17")
    qtbot.keyClick(page.sample.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (16,))
    qtbot.mouseClick(page.sample.behind, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (17,))
    assert page.sample.number.text() == "18"


def test_a_typed_sample_goes_through_the_network_at_once(page: NumbersPage, qtbot: QtBot) -> None:
    page.sample.typed.begin(TraceLook(), (3,))
    field = page.sample.typed.inputs[0]
    field.selectAll()
    qtbot.keyClicks(field, "1,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == () and page.trace.inputs[0, 0] == 1.5)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_who_chooses_to_type_types_at_once_every_time(page: NumbersPage, qtbot: QtBot) -> None:
    first, second = page.sample.typed.inputs
    for text in ("0.5", "0.75"):
        page.sample.mode.chosen.emit("typed")
        assert holder() is first
        qtbot.keyClicks(holder(), text)
        qtbot.keyClick(holder(), Qt.Key.Key_Return)
        assert first.value() == float(text)
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
        assert (first.hasSelectedText(), second.hasSelectedText()) == (False, True)
        page.sample.typed.close()
        assert not second.hasSelectedText()


def test_of_typed_numbers_it_is_said_what_the_network_sees_of_them(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    page.sample.typed.begin(TraceLook(), (3,))
    assert page.sample.typed.scaled[0].text() == ""
    session.apply(data_edits.set_scaling, "standardize")
    page.sample.typed.begin(TraceLook(typed=(1.5, 0.0), target=(0.0,)), ())
    scaled = session.prepared.inputs_of(np.array([[1.5, 0.0]]))[0, 0]
    assert page.sample.typed.scaled[0].text() == f"scaled {scaled:.4g}"
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.inputs[0, 0] == scaled)
    assert page.sample.scaled.full_text().startswith(f"x₁ 1.5, scaled {scaled:.4g}; x₂ 0, scaled ")
    page.look_at(TraceLook((3,)))
    raw = session.prepared.dataset.inputs[3, 0]
    qtbot.waitUntil(lambda: page.sample.scaled.full_text().startswith(f"x₁ {raw:.4g}, scaled "))
    page.look_at(TraceLook(batch=True))
    qtbot.waitUntil(lambda: page.sample.scaled.full_text() == "")


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_what_is_no_number_stays_with_the_reason_beside_it(page: NumbersPage, qtbot: QtBot) -> None:
    page.look_at(TraceLook(typed=(1.5, 0.25), target=(0.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    page.sample.mode.chosen.emit("typed")
    first, second = page.sample.typed.inputs
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        first.selectAll()
        qtbot.keyClicks(first, "abc")
        qtbot.keyClick(first, key)
        assert (first.text(), first.value()) == ("abc", 1.5)
        assert page.sample.typed.scaled[0].text() == "Type a number, such as 0.5, 1/3 or 3e−4."
    assert holder() is second
    first.setFocus()
    first.selectAll()
    qtbot.keyClicks(first, "2,5")
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert (first.value(), page.sample.typed.scaled[0].text()) == (2.5, "")
    qtbot.keyClicks(second, "x")
    page.sample.typed.begin(TraceLook(), (3,))
    assert page.sample.typed.scaled[1].text() == ""
    assert "x" not in second.text()


def test_a_sample_chosen_elsewhere_is_the_one_in_hand(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    session.view_sample(16)
    qtbot.waitUntil(lambda: page.sample.number.text() == "17")
    assert page.sample.mode.text().startswith("Sample in hand")


def test_what_was_typed_for_other_data_is_not_shown_as_typed(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    session.apply(data_edits.choose_toy, "blobs")
    page.look_at(TraceLook(typed=(1.5, 0.0), target=(2.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    session.apply(data_edits.choose_toy, "circle")  # there is no third class
    assert page.look == TraceLook()
    page.look_at(TraceLook(typed=(1.5, 0.0), target=(0.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    session.apply(data_edits.use_data, one_weight().project.data)
    assert page.look == TraceLook()
    qtbot.waitUntil(lambda: page.sample.mode.text().startswith("Sample in hand") and page.sample.number.isVisible())


def test_numbers_of_other_samples_that_somebody_else_wanted_are_not_told_as_those_of_this_one(
    session: Session, appearance: Appearance, shown: Shown, qtbot: QtBot
) -> None:
    session.watch("another", (TraceLook(batch=True),))
    qtbot.waitUntil(lambda: session.snapshot.trace is not None)
    page = NumbersPage(session, appearance)
    assert page.walk is None
    session.watch("another", ())
    assert len(settled(qtbot, shown(page, 900, 500)).trace.rows) == 1


def test_of_a_sample_that_is_gone_it_is_said_that_another_is_told(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    last = session.prepared.dataset.n_samples - 1
    page.look_at(TraceLook((last,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (last,))
    session.apply(data_edits.set_samples, last // 2)
    assert page.look == TraceLook()
    qtbot.waitUntil(lambda: page.sample.scaled.full_text().startswith(f"sample {last + 1} is gone"))
    page.look_at(TraceLook((3,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (3,))
    assert page.sample.scaled.full_text() == ""
