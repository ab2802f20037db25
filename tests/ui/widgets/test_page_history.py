"""Undo of a page: values that were noted come back one by one, and a gesture is one step."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.ui.widgets.page_history import MOST_PAST, PageHistory


@settings(max_examples=40)
@given(values=st.lists(st.integers(0, 5), max_size=12))
def test_all_that_was_noted_is_undone_and_done_again_in_its_order(qapp: object, values: list[int]) -> None:
    shown = [0]
    history = PageHistory(0, shown.append)
    course = [0]
    for value in values:
        history.note(value)
        if value != course[-1]:
            course.append(value)
    for value in reversed(course[:-1]):
        assert history.can_undo
        history.undo()
        assert shown[-1] == value
    assert not history.can_undo
    for value in course[1:]:
        history.redo()
        assert shown[-1] == value
    assert not history.can_redo


def test_a_gesture_is_one_step_and_the_next_press_another(qtbot: QtBot) -> None:
    widget, shown = QWidget(), [0]
    qtbot.addWidget(widget)
    history = PageHistory(0, shown.append)
    history.watch(widget)
    for drag in ((1, 2, 3), (4, 5)):
        QTest.mousePress(widget, Qt.MouseButton.LeftButton)
        for value in drag:
            history.note(value, "drag")
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton)
    QTest.keyClick(widget, Qt.Key.Key_Right)
    history.note(6, "drag")
    for value in (5, 3, 0):
        history.undo()
        assert shown[-1] == value


def test_another_step_after_undo_leaves_nothing_to_do_again_and_the_past_has_an_end(qapp: object) -> None:
    shown = [0]
    history = PageHistory(0, shown.append)
    for value in range(1, MOST_PAST + 50):
        history.note(value)
    history.undo()
    history.note(-1)
    assert not history.can_redo
    while history.can_undo:
        history.undo()
    assert shown[-1] == 49
