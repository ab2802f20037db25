"""What hands meet in the window: keys in fields, Tab, narrow screens, things that must not move."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QPushButton, QToolTip, QWidget

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.tab import FocusRing, stops
from nnsim.ui.theme import Size
from tests.circle import circle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "propagateSizeHints")  # the screen that is none


@pytest.fixture
def session(qapp):
    made = Session(circle())
    yield made
    assert made.close()


@pytest.fixture
def rate(window):
    return window.findChild(QLineEdit, "learning_rate")


def keyboard(window) -> QWidget:
    return window.focusWidget()


def send(window, text_or_key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press keys where the window's keyboard is, as a person does, so that shortcuts come first."""
    if isinstance(text_or_key, str):
        for sign in text_or_key:
            QTest.keyClicks(keyboard(window), sign)
    else:
        QTest.keyClick(keyboard(window), text_or_key, modifier)


def clicked(widget, at=None):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center() if at is None else at)


def open_card(window):
    window.network.canvas.choose(Selection("link", 0, 0, 0))
    field = window.network.link_field.field
    clicked(field)
    return field


def test_after_return_in_the_weight_card_typing_replaces_the_number(window):
    field = open_card(window)
    send(window, "-1.5")
    send(window, Qt.Key.Key_Return)
    assert (field.value(), field.selectedText(), keyboard(window)) == (-1.5, field.text(), field)
    send(window, "1/3")
    send(window, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(1 / 3)
    send(window, Qt.Key.Key_Escape)
    assert not window.network.link_field.isVisible()
    assert keyboard(window) is window.network.canvas


def test_undo_and_redo_in_a_field_without_a_pending_edit_are_those_of_the_window(window):
    field = open_card(window)
    before = field.value()
    send(window, "-1.5")
    send(window, Qt.Key.Key_Return)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    send(window, Qt.Key.Key_Z, control)
    assert field.value() == before
    send(window, Qt.Key.Key_Z, control | shift)
    assert field.value() == -1.5
    send(window, Qt.Key.Key_Z, control)
    send(window, Qt.Key.Key_Y, control)
    assert field.value() == -1.5
    send(window, "7")
    send(window, Qt.Key.Key_Z, control)
    assert field.value() == -1.5, "while something is typed, undo is the field's own"


def test_a_click_selects_the_whole_rate_and_return_gives_the_keyboard_back(qtbot, window, session, rate):
    clicked(rate, QPoint(8, 8))
    assert rate.selectedText() == rate.text()
    send(window, "0,25")
    send(window, Qt.Key.Key_Return)
    assert session.project.training.learning_rate == 0.25
    assert keyboard(window) is window.network.canvas
    send(window, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: session.snapshot.step == 1 and session.run_state == "paused")


def test_escape_restores_the_rate_and_gives_the_keyboard_back(window, session, rate):
    for typed in ("", "9"):
        clicked(rate)
        send(window, typed)
        send(window, Qt.Key.Key_Escape)
        assert rate.text() == "0.03"
        assert keyboard(window) is window.network.canvas
    assert session.project.training.learning_rate == 0.03


def test_a_click_on_nothing_takes_the_keyboard_out_of_a_field(window, rate):
    for place in (window.network.canvas.viewport(), window.network.parentWidget(), window.bar, window.data):
        clicked(rate)
        assert keyboard(window) is rate
        clicked(place, QPoint(3, place.height() - 3))
        assert keyboard(window) is window.network.canvas, place


def test_return_on_a_refused_number_tells_why_at_once(window, session, rate):
    clicked(rate)
    send(window, "-3")
    send(window, Qt.Key.Key_Return)
    assert QToolTip.isVisible()
    assert QToolTip.text() == rate.accessibleDescription() != ""
    assert keyboard(window) is rate
    send(window, "0.5")
    assert rate.text() == "0.5"
    send(window, Qt.Key.Key_Return)
    assert session.project.training.learning_rate == 0.5


@pytest.mark.parametrize("state", ["ready", "running", "edited"])
def test_nothing_in_the_bar_is_narrower_than_its_words(qtbot, window, session, state):
    if state == "edited":
        session.apply(edits.set_learning_rate, 0.00001)
    if state == "running":
        session.run()
        qtbot.waitUntil(lambda: "steps/s" in window.bar._state.text(), timeout=5000)
    for width in (1440, 1280, 1024, 960, Size.WINDOW_MIN[0]):
        window.resize(width, 600)
        qtbot.wait(50)
        assert window.width() == width
        for button in window.bar.findChildren(QPushButton):
            if button.isVisible():
                words = button.fontMetrics().horizontalAdvance(button.text())
                assert button.width() >= words + 2, (button.objectName(), button.width(), words)
        parts = [part for part in window.bar.findChildren(QWidget) if part.isVisible() and part.window() is window]
        for part in parts:
            right = part.mapTo(window.bar, QPoint(part.width(), 0)).x()
            assert right <= window.bar.width(), part
            if type(part) is not QWidget and not isinstance(part, QLabel):
                assert part.width() >= part.minimumSizeHint().width() or part.maximumWidth() == part.width(), part
        top = sorted((part for part in parts if part.parentWidget() is window.bar), key=lambda part: part.x())
        for left, right in pairwise(top):
            assert left.geometry().right() < right.x(), (left, right)
    session.pause()


def test_a_wide_window_keeps_all_words_and_takes_them_back(qtbot, window):
    window.resize(1440, 720)
    qtbot.wait(20)
    assert window.bar._given == 0
    window.resize(Size.WINDOW_MIN[0], 600)
    qtbot.wait(20)
    assert window.bar._batches.isHidden()
    window.resize(1440, 720)
    qtbot.wait(20)
    assert window.bar._given == 0
    assert window.bar._batches.isVisible()


def test_the_smallest_window_fits_a_small_screen_and_squeezes_no_region(qtbot, window):
    width, height = Size.WINDOW_MIN
    assert width <= 960
    assert height <= 540 - Size.FRAME_TOP
    window.resize(width, height)
    qtbot.wait(50)
    for region in (window.data, window.network, window.output, window.loss, window.gradients, window.inspector):
        right = region.mapTo(window, QPoint(region.width(), region.height()))
        assert right.x() <= width, region
        assert right.y() <= height, region


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_name_mark_or_typed_number_moves_the_bar(qtbot, window, session, rate, tmp_path, width):
    window.resize(width, 720)
    qtbot.wait(20)

    def places():
        window.bar.layout().activate()
        return {name: window.findChild(QAbstractButton, name).mapTo(window, QPoint()).x() for name in names}

    names = ("run", "step_sample", "reset", "learning_rates", "training_settings")
    before = places()
    session.apply(edits.set_l1, 0.125)
    assert places() == before
    clicked(rate)
    send(window, "0.000012345")
    assert places() == before
    send(window, Qt.Key.Key_Escape)
    session.save(tmp_path / "a-very-long-name-for-a-project-of-one-afternoon.nnsim")
    session.apply(edits.set_l1, 0.25)
    qtbot.wait(20)
    assert places() == before
    assert window.title._state.text()
    for label in (window.title._project, window.title._state):
        assert label.width() >= label.sizeHint().width()
        assert label.geometry().right() < window.title.width()


def test_the_settings_shrink_with_the_optimizer(qtbot, window, session):
    form = window.bar._form
    form.open_below(window.bar._settings)
    qtbot.waitExposed(form)
    adam = form.height()
    session.apply(edits.set_optimizer, Choice("sgd"))
    qtbot.waitUntil(lambda: form.height() == form.sizeHint().height() < adam)
    session.apply(edits.set_optimizer, Choice("adam"))
    qtbot.waitUntil(lambda: form.height() == adam)
    assert not form.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    form.close()


def test_tab_goes_through_the_bar_first_then_region_by_region(window, session):
    session.apply(edits.add_layer, 0)  # its controls are made last of all
    regions = (window.bar, window.data, window.network_card, window.output, window.loss, window.gradients,
               window.inspector_card, window.timeline)  # fmt: skip
    order = stops(window, regions)
    first = ["run", "step_sample", "step_batch", "step_epoch", "reset", "learning_rate", "learning_rates",
             "training_settings", "speed"]  # fmt: skip
    assert [widget.objectName() for widget in order[: len(first)]] == first
    found = [next(n for n, region in enumerate(regions) if region.isAncestorOf(widget)) for widget in order]
    assert found == sorted(found)
    assert set(found) == {0, 1, 2, 3, 4, 6, 7} | ({5} & set(found))
    order[-1].setFocus()
    seen = []
    for _ in order:
        send(window, Qt.Key.Key_Tab)
        seen.append(keyboard(window))
        seen_part = (
            keyboard(window).viewport() if isinstance(keyboard(window), QAbstractScrollArea) else keyboard(window)
        )
        assert not seen_part.visibleRegion().isEmpty(), keyboard(window).objectName()
        rings = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
        assert bool(rings) == isinstance(keyboard(window), QAbstractScrollArea)
    assert seen == order
    send(window, Qt.Key.Key_Backtab)
    assert keyboard(window) is order[-2]


@pytest.mark.parametrize("words", ["1 column", "1 parameter"])
def test_one_is_no_plural(window, session, words):
    session.new(new_project("one", named_data("sine"), (1,)))
    texts = [label.text() for label in window.findChildren(QLabel)] + [window.network.note()]
    assert not [text for text in texts if f"{words}s" in text]


def test_one_neuron_in_tooltips(window, session):
    session.new(new_project("one", named_data("sine"), (1,)))
    tips = " ".join(widget.toolTip() for widget in window.network.findChildren(QPushButton))
    assert "1 neuron." in tips
    assert "1 input:" in tips
    assert isinstance(window.windowIcon(), QIcon)


def test_keys_zoom_the_network_wherever_the_keyboard_is(window, rate):
    canvas, control = window.network.canvas, Qt.KeyboardModifier.ControlModifier
    for focus in (rate, canvas):
        clicked(focus if focus is rate else canvas.viewport(), QPoint(3, 200 if focus is canvas else 8))
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            send(window, key, control)
        assert canvas.transform().m11() == pytest.approx(1.25**2)
        send(window, Qt.Key.Key_Minus, control)
        assert canvas.transform().m11() == pytest.approx(1.25)
        send(window, Qt.Key.Key_0, control)
        assert canvas.transform().m11() == 1.0
