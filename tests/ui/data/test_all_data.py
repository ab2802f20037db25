"""The sheet of all data: everything in its group, found by a word, chosen by mouse or keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from nnsim.data.classics import CLASSICS
from nnsim.data.toys import TOYS
from nnsim.model import data_edits
from nnsim.ui.data.all_data import AllData, DataTile
from nnsim.ui.data.gallery import DRAW, DRAW_CURVE, PICTURES, TABLE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def opened(panel):
    QTest.mouseClick(panel.all, Qt.MouseButton.LeftButton)
    sheet = panel.findChild(AllData, "dataset_gallery")
    yield sheet
    sheet.close()


def names(sheet):
    return [tile.exhibit.name for tile in sheet.tiles()]


def test_all_data_are_there_once_under_the_heading_of_their_group(opened):
    assert sorted(names(opened)) == sorted((*TOYS, *CLASSICS, DRAW, DRAW_CURVE, TABLE, PICTURES))
    headings = [label.text() for label in opened.findChildren(QLabel) if label.property("role") == "heading"]
    assert headings == [
        "Two classes", "More classes", "Curves: y over x", "Surfaces: y over x₁ and x₂",
        "Logic gates", "Codes and pictures", "Tables", "Your own",
    ]  # fmt: skip
    for tile in opened.tiles():
        assert tile.accessibleName()
        assert tile.accessibleDescription()


def test_the_data_in_hand_are_framed(opened):
    assert [tile.exhibit.name for tile in opened.tiles() if tile.is_chosen] == ["spiral"]


def test_the_data_in_hand_are_in_sight_however_far_down_they_are(panel, session):
    session.apply(data_edits.choose_toy, "formula")
    QTest.mouseClick(panel.all, Qt.MouseButton.LeftButton)
    sheet = panel.findChild(AllData, "dataset_gallery")
    tile = next(tile for tile in sheet.tiles() if tile.is_chosen)
    assert tile.exhibit.name == "formula"
    assert not tile.visibleRegion().isEmpty()
    sheet.close()


def test_a_word_finds_data_and_enter_chooses_the_first(panel, session, opened):
    QTest.keyClicks(opened.search, "calculator")
    assert names(opened) == ["segments"]
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert not opened.isVisible()
    assert session.project.data.source.kind == "segments"
    assert session.project.network.sizes == (7, 8, 8, 10)
    assert panel._name.full_text() == "Seven segments"
    session.undo()
    assert session.project.data.source.kind == "spiral"


def test_every_logic_gate_is_found_as_one(opened):
    QTest.keyClicks(opened.search, "gate")
    assert {"and", "or", "xor_table", "nand", "nor", "xnor", "implication", "parity"} <= set(names(opened))


def test_what_is_called_as_one_searches_comes_before_what_is_only_about_it_and_is_marked(session, opened):
    QTest.keyClicks(opened.search, "digit")
    assert names(opened)[0] == "segments", "whose explanation speaks of digits"
    assert [tile.exhibit.name for tile in opened.tiles() if tile.is_next] == ["digits"]
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert session.project.network.n_inputs == 64


def test_data_that_are_not_among_the_commonest_stand_among_them_while_they_are_in_hand(panel, session, opened):
    QTest.keyClicks(opened.search, "moons")
    QTest.mouseClick(opened.tiles()[0], Qt.MouseButton.LeftButton)
    tile = panel._gallery.tile("moons")
    assert tile.isVisible()
    assert tile.isChecked()
    assert not panel._gallery.tile("gauss").isVisible()
    assert panel._gallery.tile("digits").isVisible()
    panel._gallery.tile("circle").click()
    assert tile.isVisible(), "so that one can go back"
    assert not tile.isChecked()
    tile.click()
    assert session.project.data.source.kind == "moons"


def test_a_table_of_ones_own_is_asked_for_and_nothing_changes(panel, session, opened, qtbot):
    before = session.project
    tile = opened.findChild(DataTile, f"data_{TABLE}")
    with qtbot.waitSignal(panel.table_requested):
        tile.click()
    assert session.project is before


def test_who_comes_by_keyboard_walks_with_the_arrows(panel, session):
    panel.activateWindow()
    panel.all.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.all, Qt.Key.Key_Return)
    sheet = panel.findChild(AllData, "dataset_gallery")
    first = sheet.tiles()[0]
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert sheet.focusWidget().exhibit.name == "spiral"
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return)
    assert session.project.data.source.kind == "moons"


def test_points_and_noise_are_seen_in_the_pictures_and_taken_with_the_set_in_one_step(session, opened):
    before = session.project
    points, noise = opened.asked.sliders
    tile = opened.findChild(DataTile, "data_circle")
    assert (points.value(), noise.value()) == (400, 0.0), "as the data in hand have them"
    assert len(tile.exhibit.picture.places) == 400
    for slider, text in ((points, "30"), (noise, "0,5")):
        slider.field.setFocus()
        slider.field.selectAll()
        QTest.keyClicks(slider.field, text)
        QTest.keyClick(slider.field, Qt.Key.Key_Return)
    assert len(tile.exhibit.picture.places) == 30
    assert session.project is before, "nothing is chosen yet"
    tile.click()
    source = session.project.data.source
    assert (source.kind, source.n_samples, source.noise) == ("circle", 30, 0.5)
    session.undo()
    assert session.project.data.source == before.data.source


def test_so_many_points_as_are_not_possible_are_refused_where_they_are_typed(opened):
    points, _ = opened.asked.sliders
    assert "4 to 100,000 can be typed" in points.toolTip()
    for text in ("3", "100001"):
        points.field.setFocus()
        points.field.selectAll()
        QTest.keyClicks(points.field, text)
        assert points.field.problem() == "Must lie between 4 and 100000."
    assert opened.asked.n_samples == 400


def test_a_drag_taken_back_gives_the_pictures_back(opened):
    points, _ = opened.asked.sliders
    tile = opened.findChild(DataTile, "data_xor")
    QTest.mousePress(points.slider, Qt.MouseButton.LeftButton, pos=points.slider.rect().center() * 0.1)
    assert len(tile.exhibit.picture.places) < 400
    QTest.keyClick(points.slider, Qt.Key.Key_Escape)
    assert len(tile.exhibit.picture.places) == 400


def test_points_and_a_curve_are_drawn_on_sheets_of_their_own(panel, session):
    panel._on_chosen(DRAW_CURVE)
    assert panel._called() == DRAW_CURVE
    curve = session.project
    panel._on_chosen(DRAW_CURVE)
    assert session.project == curve, "the curve in hand stays"
    panel._on_chosen(DRAW)
    assert panel._called() == DRAW
    assert len(session.prepared.dataset.classes) == 2
