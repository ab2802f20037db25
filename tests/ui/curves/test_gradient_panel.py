"""The card of the gradients: three pictures, of which one is in sight and asks for its numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnsim.ui.curves.gradient_panel import NOW, OVER_TIME, SPREAD, GradientPanel


@pytest.fixture
def panel(shown, session, appearance):
    return shown(GradientPanel(session, appearance), 356, 214)


def choose(panel, name):
    QTest.mouseClick(panel.chips[name], Qt.MouseButton.LeftButton)


def test_chips_choose_what_is_shown(panel):
    assert panel.shown_page == NOW
    for name in (OVER_TIME, SPREAD, NOW):
        choose(panel, name)
        assert panel.shown_page == name
        assert [known for known, chip in panel.chips.items() if chip.isChecked()] == [name]
        assert [page.isVisible() for page in panel._pages.values()].count(True) == 1
        assert panel.page(name).isVisible()


def test_only_the_picture_in_sight_asks_for_its_numbers(panel, session):
    for name, views in ((NOW, {"health"}), (OVER_TIME, set()), (SPREAD, {"histograms"})):
        choose(panel, name)
        assert session.rota.wanted() == views
        assert session.hindsight.watched == ({"health"} if name == OVER_TIME else set())
    panel.hide()
    assert session.rota.wanted() == set()


def test_the_note_is_there_where_it_has_room(panel):
    assert panel.header.note.full_text() == ""
    panel.resize(600, 214)
    assert panel.header.note.full_text().startswith("norm per layer, log")
    choose(panel, OVER_TIME)
    assert panel.header.note.full_text() == ""


def test_all_of_it_is_reached_by_keyboard(panel):
    panel.chips[SPREAD].setFocus()
    QTest.keyClick(panel.chips[SPREAD], Qt.Key.Key_Space)
    assert panel.shown_page == SPREAD
    spread = panel.page(SPREAD)
    spread.time_chip.setFocus()
    QTest.keyClick(spread.time_chip, Qt.Key.Key_Space)
    assert spread.over_time
    assert spread.chooser.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_is_drawn_in_both_themes(panel, appearance, mode):
    appearance.set_mode(mode)
    surface = panel.plot.theme.colour("surface")
    for name in panel.chips:
        choose(panel, name)
        image = panel.page(name).grab().toImage()
        corner = image.pixelColor(image.width() // 2, image.height() - 1)
        assert corner == surface
    appearance.set_mode("light")
