"""The banner comes and goes without moving anything, and covers titles rather than what the user works on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.storage import example_files
from nnsim.ui.appearance import Appearance
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.chips import Option


def on_window(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def none_is_cut(window: MainWindow) -> bool:
    words = window.banner._words
    needs = words.heightForWidth(words.width()) if words.wordWrap() else words.sizeHint().height()
    return words.height() >= needs and (words.wordWrap() or words.width() >= words.sizeHint().width())


def test_nothing_moves_when_the_banner_comes_and_goes(window: MainWindow) -> None:
    settle()
    parts = (window.data, window.network.canvas, window.output, window.loss, window.gradients, window.inspector)
    before = [on_window(window, part) for part in parts]
    window.banner.show_message("info", "Undone: add a neuron", "The weights of that moment are back, 12 epochs ago.")
    settle()
    assert window.banner.isVisible()
    assert [on_window(window, part) for part in parts] == before
    window.banner.hide()
    settle()
    assert [on_window(window, part) for part in parts] == before


def test_the_advice_of_an_example_leaves_the_network_and_the_plot_free(window: MainWindow) -> None:
    settle()
    for name in ("one_weight", "dead_relu", "circle_two"):
        example = example_files.named(name)
        window.banner.show_message("info", example.label, example.advice, stays=True)
        settle()
        banner = on_window(window, window.banner)
        assert not banner.intersects(on_window(window, window.network.canvas))
        assert not banner.intersects(on_window(window, window.output.page(window.output.view)))
        assert not banner.intersects(on_window(window, window.data))
        assert not banner.intersects(on_window(window, window.bar))
        assert not banner.intersects(on_window(window, window.output))
        assert none_is_cut(window)


def test_few_words_hide_nothing_and_many_only_the_note(window: MainWindow) -> None:
    settle()
    window.banner.show_message("info", "Saved: spiral.nnsim")
    settle()
    banner, header = on_window(window, window.banner), window.network_card.header
    note = on_window(window, header.note)
    note.setLeft(note.right() - header.note.fontMetrics().horizontalAdvance(header.note.full_text()))
    for part in (note, on_window(window, header.title), on_window(window, window.output)):
        assert not banner.intersects(part)
    assert on_window(window, window.network_card).contains(banner)
    fit = (Option("fit", "Fit the output", "Give the network the outputs that the data need"),)
    window.banner.show_message("error", "Not saved. The disk is full.", "Make room, or save it elsewhere. " * 3, fit)
    settle()
    banner = on_window(window, window.banner)
    assert banner.contains(note)
    for part in (*header.findChildren(QPushButton), header.title, window.output, window.network.canvas):
        assert not banner.intersects(on_window(window, part))
    assert none_is_cut(window)
    window.banner.show_message("error", "One output is too few.", "", fit)
    settle()
    assert none_is_cut(window)


def test_long_words_take_several_lines_and_none_is_cut(window: MainWindow) -> None:
    window.banner.show_message("error", "Not saved. " * 8, "The disk is full. " * 20)
    settle()
    assert none_is_cut(window)


def test_what_is_told_stands_there_as_it_is(qtbot: QtBot, appearance: Appearance) -> None:
    banner = Banner(appearance)
    qtbot.addWidget(banner)
    banner.show_message("info", "Saved: <b>&amp;.nnsim", "a < b")
    document = QTextDocument()
    document.setHtml(banner._words.text())
    assert document.toPlainText().split() == ["Saved:", "<b>&amp;.nnsim", "a", "<", "b"]


def test_the_banner_goes_with_the_cards(window: MainWindow) -> None:
    settle()
    window.banner.show_message("error", "Not saved.", "The disk is full.")
    window.resize(1440, 900)
    settle()
    title = on_window(window, window.network_card.header.title)
    banner = on_window(window, window.banner)
    assert title.right() < banner.left() < title.right() + 16
    assert abs(banner.center().y() - title.center().y()) <= 2


def test_what_is_told_before_the_window_is_shown_lies_where_it_would_lie_later(qtbot: QtBot, session: Session) -> None:
    early = MainWindow(session, Appearance("light"))
    qtbot.addWidget(early)
    early.banner.show_message("info", "Your unsaved work is back: spiral", "It has not been saved to a file yet.")
    early.resize(1440, 900)
    early.show()
    settle()
    at_start = on_window(early, early.banner)
    early.banner.show_message("info", "Your unsaved work is back: spiral", "It has not been saved to a file yet.")
    settle()
    assert at_start == on_window(early, early.banner)


def test_escape_closes_the_banner_before_anything_else(window: MainWindow) -> None:
    for stays in (False, True):
        window.banner.show_message("error", "Not saved.", "The disk is full.", stays=stays)
        window.rooms.open_experiment("sweep")
        window.banner.show_message("error", "Not saved.", "The disk is full.", stays=stays)
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
        assert not window.banner.isVisible()
        assert window.rooms.in_experiments
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
        assert not window.rooms.in_experiments


def test_escape_leads_back_from_an_experiment_in_which_nothing_has_the_keyboard(window: MainWindow) -> None:
    window.rooms.open_experiment("sweep")
    focused = window.focusWidget()
    assert focused is not None
    focused.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.rooms.in_experiments


def test_an_error_goes_when_something_else_is_done(window: MainWindow, session: Session) -> None:
    def fail(*, stays: bool = False) -> None:
        window.banner.show_message("error", "bad.csv cannot be read.", stays=stays)

    fail()
    session.apply(edits.set_learning_rate, 0.5)
    assert not window.banner.isVisible()
    fail()
    session.undo()
    assert not window.banner.isVisible()
    fail()
    window.rooms.open_experiment("seeds")
    assert not window.banner.isVisible()
    fail(stays=True)  # such as: the work could not be kept
    session.redo()
    window.rooms.leave_experiments()
    assert window.banner.isVisible()
