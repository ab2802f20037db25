import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.slider_scale import LinearScale, Stops
from nnsim.ui.widgets.value_slider import ValueSlider

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def noise(qtbot):
    widget = ValueSlider("Noise", LinearScale(0, 1, 0.01))
    widget.resize(210, widget.sizeHint().height())
    qtbot.addWidget(widget)
    widget.set_value(0.12)
    widget.show()
    return widget


@pytest.fixture
def heard(noise):
    values = []
    noise.edited.connect(values.append)
    return values


def test_code_sets_the_value_without_a_sound(noise, heard):
    noise.set_value(0.5)
    noise.set_scale(LinearScale(0, 2, 0.01))
    assert noise.value() == 0.5
    assert noise.field.text() == "0.5"
    assert heard == []


def test_a_click_jumps_there_and_tells(noise, heard, qtbot):
    with qtbot.waitSignal(noise.edit_finished):
        QTest.mouseClick(noise.slider, LEFT, pos=QPoint(105, 12))
    assert heard == [pytest.approx(0.5, abs=0.01)]
    assert noise.value() == heard[-1]


def test_a_drag_tells_on_the_way_and_ends_once(noise, heard):
    ends = []
    noise.edit_finished.connect(lambda: ends.append(True))
    QTest.mousePress(noise.slider, LEFT, pos=QPoint(50, 12))
    for x in (60, 80, 120):
        QTest.mouseMove(noise.slider, QPoint(x, 12))
    QTest.mouseRelease(noise.slider, LEFT, pos=QPoint(120, 12))
    assert len(heard) == 4
    assert heard == sorted(heard)
    assert ends == [True]


def test_facts_that_come_back_while_dragging_do_not_move_the_handle(noise, heard):
    noise.edited.connect(lambda _: noise.set_value(0.9))
    QTest.mousePress(noise.slider, LEFT, pos=QPoint(105, 12))
    assert noise.slider.sliderPosition() == pytest.approx(50, abs=1)
    assert len(heard) == 1
    QTest.mouseRelease(noise.slider, LEFT, pos=QPoint(105, 12))


def test_the_arrow_keys_move_it(noise, heard, qtbot):
    noise.slider.setFocus()
    with qtbot.waitSignal(noise.edit_finished):
        QTest.keyClick(noise.slider, Qt.Key.Key_Right)
    assert heard == [0.13]


def test_the_wheel_scrolls_the_panel_instead(noise, heard):
    wheel = QWheelEvent(
        QPointF(50, 12), QPointF(50, 12), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    noise.slider.wheelEvent(wheel)
    assert not wheel.isAccepted()
    assert heard == []


def test_the_number_can_be_typed(noise, heard):
    noise.field.setFocus()
    noise.field.selectAll()
    QTest.keyClicks(noise.field, "1/4")
    QTest.keyClick(noise.field, Qt.Key.Key_Return)
    assert heard == [0.25]
    assert noise.slider.value() == 25


def test_the_last_stop_is_a_word(qtbot):
    batch = ValueSlider(
        "Batch size", Stops((1, 10, math.inf)), number_format=NumberFormat(whole=True, words=(("all", math.inf),))
    )
    qtbot.addWidget(batch)
    batch.set_value(math.inf)
    assert batch.field.text() == "all"
    assert batch.slider.value() == batch.slider.maximum()


def test_nothing_to_hit_is_smaller_than_24_px(noise):
    assert noise.slider.height() >= 24
    assert noise.field.height() >= 24
