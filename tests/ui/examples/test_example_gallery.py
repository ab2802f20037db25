"""The examples over the window: chosen by mouse or keyboard, shown at once, and undone in one step."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from nnsim.model import edits
from nnsim.storage import example_files, recovery
from nnsim.ui.appearance import Appearance
from nnsim.ui.examples import miniature
from nnsim.ui.examples.gallery import ExampleGallery
from nnsim.ui.keeping import Keeping

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
EXAMPLES = example_files.found().examples


@pytest.fixture
def button(window):
    return window.findChild(QPushButton, "examples_button")


@pytest.fixture
def anchor(shown):
    return shown(QPushButton("Examples"), 80, 24)


@pytest.fixture
def alone(anchor, appearance):
    """The gallery without a window around it, open for someone with a mouse."""
    made = ExampleGallery(EXAMPLES, appearance, anchor)
    made.heard = []
    made.chosen.connect(lambda example: made.heard.append(example.name))
    made.open_at(anchor, by_keyboard=False)
    yield made
    made.close()


@pytest.fixture
def by_keyboard(alone, anchor):
    """The same, open for someone who came by keyboard."""
    alone.open_at(anchor, by_keyboard=True)
    return alone


def opened(window):
    found = window.findChild(ExampleGallery, "example_gallery")
    assert found is not None
    return found


@pytest.fixture
def gallery(window, button):
    """That of the whole window, opened with the mouse."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    yield opened(window)
    opened(window).close()


def tile(gallery, name):
    return next(tile for tile in gallery.tiles() if tile.example.name == name)


def names(gallery):
    return [tile.example.name for tile in gallery.tiles()]


def at(gallery):
    """The name of the tile that has the keyboard."""
    return next((tile.example.name for tile in gallery.tiles() if tile.hasFocus()), None)


def weights(session):
    return session.stamped_project().checkpoint.parameters


def test_all_examples_are_there_in_their_sections(alone):
    assert names(alone) == [example.name for example in EXAMPLES]
    headings = [label.text() for label in alone.findChildren(QLabel) if label.property("role") == "heading"]
    assert headings == ["Begin here", "Works", "Goes wrong: find out why"]


def test_each_tells_by_a_word_whether_it_works_and_says_why(alone):
    for shown in alone.tiles():
        verdict = "works" if shown.example.works else "goes wrong"
        assert shown.accessibleName() == f"{shown.example.label}, {verdict}"
        assert shown.accessibleDescription() == shown.example.reason


def test_a_click_shows_the_example_at_once_and_the_gallery_goes(gallery, window, session):
    QTest.mouseClick(tile(gallery, "dead_relu"), Qt.MouseButton.LeftButton)
    assert not gallery.isVisible()
    assert session.project == example_files.named("dead_relu").project
    assert session.snapshot.step == 0
    assert window.focusWidget() in (window.network, window.network.canvas)


def test_what_to_try_is_told_until_it_is_closed(gallery, window, session):
    QTest.mouseClick(tile(gallery, "dead_relu"), Qt.MouseButton.LeftButton)
    assert window.banner.isVisible()
    assert window.banner.accessibleDescription() == example_files.named("dead_relu").advice
    assert not window.banner._timer.isActive()
    QTest.mouseClick(window.findChild(QPushButton, "banner_close"), Qt.MouseButton.LeftButton)
    assert not window.banner.isVisible()


def test_one_undo_brings_back_the_project_with_its_weights_and_the_advice_goes(qtbot, gallery, window, session):
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 30)
    session.pause()
    before, trained = session.project, weights(session)
    QTest.mouseClick(tile(gallery, "sine"), Qt.MouseButton.LeftButton)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 30)
    session.pause()
    assert "open example “A curve through points”" in window.actions_.undo.text()
    window.actions_.undo.trigger()
    assert replace(session.project, checkpoint=None) == before
    assert np.array_equal(weights(session), trained)
    assert not window.banner.isVisible()
    window.actions_.redo.trigger()
    assert session.project.network == example_files.named("sine").project.network


def test_undo_of_an_edit_within_an_example_leaves_the_advice(gallery, window, session):
    QTest.mouseClick(tile(gallery, "circle_two"), Qt.MouseButton.LeftButton)
    session.apply(edits.add_neuron, 0)
    window.actions_.undo.trigger()
    assert window.banner.accessibleDescription() == example_files.named("circle_two").advice


def test_undo_takes_nothing_away_that_was_told_after_the_advice(gallery, window, session):
    QTest.mouseClick(tile(gallery, "circle_two"), Qt.MouseButton.LeftButton)
    window.tell_bug("a report", True)
    told = window.banner.accessibleName()
    session.undo()
    assert window.banner.isVisible()
    assert window.banner.accessibleName() == told


def test_the_advice_goes_with_a_new_project_too(gallery, window, session):
    QTest.mouseClick(tile(gallery, "circle_two"), Qt.MouseButton.LeftButton)
    window.actions_.new.trigger()
    assert not window.banner.isVisible()


def test_the_file_in_hand_is_let_go_and_work_that_was_unsaved_is_set_aside(qtbot, window, session, tmp_path, gallery):
    keeping = Keeping(session, window)
    session.save(tmp_path / "mine.nnsim")
    session.apply(edits.add_neuron, 0)
    QTest.mouseClick(tile(gallery, "sine"), Qt.MouseButton.LeftButton)
    assert session.path is None
    assert [left.original for left in recovery.recovered()] == [tmp_path / "mine.nnsim"]
    window.actions_.undo.trigger()
    assert session.path == tmp_path / "mine.nnsim"
    assert window.isWindowModified()
    keeping.close()


def test_arrows_go_from_tile_to_tile_and_enter_opens(by_keyboard):
    gallery = by_keyboard
    assert at(gallery) == "one_weight"
    visited = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(gallery.focusWidget(), key)
        visited.append(at(gallery))
    assert visited == ["two_clouds", "circle_three", "xor_product", "circle_squares", "xor_two_neurons"]
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    assert not gallery.isVisible()
    assert gallery.heard == ["xor_two_neurons"]


def test_every_tile_is_reached_by_arrows_and_none_leads_out(by_keyboard):
    gallery = by_keyboard
    visited = [at(gallery)]
    for _ in range(len(EXAMPLES)):
        QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Right)
        visited.append(at(gallery))
    assert visited == [*names(gallery), names(gallery)[-1]]
    area = gallery.findChild(type(gallery._area), "example_area")
    last = gallery.tiles()[-1]
    seen = QRect(last.mapTo(area, QPoint(0, 0)), last.size())
    assert area.rect().contains(seen)


def test_up_from_the_first_row_leads_to_the_search_and_down_comes_back(by_keyboard):
    QTest.keyClick(by_keyboard.focusWidget(), Qt.Key.Key_Up)
    assert by_keyboard.search.hasFocus()
    QTest.keyClick(by_keyboard.search, Qt.Key.Key_Down)
    assert at(by_keyboard) == "one_weight"


def test_letters_typed_on_a_tile_search(by_keyboard):
    QTest.keyClicks(by_keyboard.focusWidget(), "w")
    QTest.keyClicks(by_keyboard.focusWidget(), "ine")
    assert by_keyboard.search.text() == "wine"
    assert names(by_keyboard) == ["wine_scaled", "wine_raw"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("xor neuron", ["xor_one_neuron", "xor_two_neurons"]),
        ("GOES WRONG relu", ["deep_sigmoid", "dead_relu"]),
        ("by_heart", ["by_heart"]),
        ("nowhere", []),
    ],
)
def test_only_what_has_all_words_is_found(alone, typed, found):
    QTest.keyClicks(alone.search, typed)
    assert names(alone) == found
    shown = [label.text() for label in alone.findChildren(QLabel) if not label.isHidden() and "nowhere" in label.text()]
    assert len(shown) == (not found)


def test_enter_in_the_search_opens_the_first_that_was_found(alone):
    QTest.keyClicks(alone.search, "dropout")
    QTest.keyClick(alone.search, Qt.Key.Key_Return)
    assert alone.heard == ["dropout"]


def test_enter_without_a_word_opens_nothing(alone):
    QTest.keyClick(alone.search, Qt.Key.Key_Return)
    assert alone.heard == []
    assert alone.isVisible()


@pytest.mark.parametrize("where", ["search", "tile"])
def test_escape_goes_back_and_changes_nothing(by_keyboard, where):
    if where == "search":
        by_keyboard.search.setFocus()
    QTest.keyClick(by_keyboard.focusWidget(), Qt.Key.Key_Escape)
    assert not by_keyboard.isVisible()
    assert by_keyboard.heard == []


def test_the_search_is_empty_when_it_is_opened_again(alone, anchor):
    QTest.keyClicks(alone.search, "wine")
    alone.close()
    alone.open_at(anchor, by_keyboard=False)
    assert len(names(alone)) == len(EXAMPLES)


def test_the_menu_opens_it_for_the_keyboard_and_enter_shows_the_example(window, session):
    window.actions_.examples.trigger()
    assert at(opened(window)) == "one_weight"
    QTest.keyClick(opened(window).focusWidget(), Qt.Key.Key_Return)
    assert session.project.name == "one_weight"


def test_no_word_is_cut_off(alone):
    heights = set()
    for shown in alone.tiles():
        assert shown.height() >= shown.sizeHint().height()
        assert shown.fontMetrics().horizontalAdvance(shown.label) <= shown.width()
        heights.add(shown.height())
    assert len(heights) == 1


def test_the_button_has_room_in_a_small_window(window, button):
    window.resize(1280, 720)
    assert button.width() >= button.sizeHint().width()
    assert button.height() >= 24
    assert window.data.rect().contains(QRect(button.mapTo(window.data, QPoint(0, 0)), button.size()))


def test_ones_own_example_is_among_them_and_a_broken_one_is_told(window):
    own = example_files.folders()[1]
    own.mkdir(parents=True)
    shipped = json.loads((example_files.folders()[0] / "sine.json").read_text(encoding="utf-8"))
    (own / "mine.json").write_text(json.dumps(shipped | {"label": "Of mine"}), encoding="utf-8")
    (own / "broken.json").write_text("{}", encoding="utf-8")
    window.actions_.examples.trigger()
    gallery = opened(window)
    assert "Of mine" in [shown.label for shown in gallery.tiles()]
    assert "broken.json" in window.banner.accessibleName()
    gallery.close()


def test_an_example_that_is_added_mended_or_taken_away_is_seen_when_the_gallery_is_opened_again(window):
    own = example_files.folders()[1] / "mine.json"
    own.parent.mkdir(parents=True)
    shipped = json.loads((example_files.folders()[0] / "sine.json").read_text(encoding="utf-8"))

    def labels():
        window.actions_.examples.trigger()
        found = [shown.label for shown in opened(window).tiles()]
        opened(window).close()
        return found

    at_first = labels()
    same = opened(window)
    assert labels() == at_first
    assert opened(window) is same, "nothing is made anew while the files are the same"
    for label in ("Of mine", "Of mine, mended"):
        own.write_text(json.dumps(shipped | {"label": label}), encoding="utf-8")
        assert sorted(labels()) == sorted([*at_first, label])
    own.unlink()
    assert labels() == at_first


def test_tiles_are_drawn_anew_in_the_dark(alone, appearance):
    light = tile(alone, "spiral").grab().toImage()
    appearance.set_mode("dark")
    dark = tile(alone, "spiral").grab().toImage()
    assert light.pixelColor(20, light.height() // 2) != dark.pixelColor(20, dark.height() // 2)
    Appearance("light")


def test_the_verdict_looks_different_not_by_colour_alone(alone):
    def ink(name):
        shown = tile(alone, name)
        image = shown.grab(QRect(shown.width() - 100, 4, 100, 24)).toImage()
        ground = image.pixelColor(0, 0)
        return {
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if abs(image.pixelColor(x, y).lightness() - ground.lightness()) > 40
        }

    good, bad = ink("two_clouds"), ink("xor_one_neuron")
    assert len(good ^ bad) > 100


@pytest.mark.parametrize(
    ("name", "dots"),
    [("one_weight", [1, 1]), ("circle_three", [2, 3, 1]), ("digits", [7, 7, 7]), ("digits_filters", [1, 7, 7, 7, 7])],
)
def test_the_miniature_has_a_column_for_each_layer(name, dots):
    drawn = miniature.columns(example_files.named(name).project.network)
    assert [column.n_dots for column in drawn] == dots
    assert [column.is_picture for column in drawn][:3] == [name == "digits_filters"] * min(len(dots), 3)


def test_all_of_it_is_within_the_window_and_a_button_closes_it(window, gallery):
    bottom = window.mapToGlobal(window.rect().bottomLeft()).y()
    assert gallery.mapToGlobal(gallery.rect().bottomLeft()).y() < bottom
    QTest.mouseClick(gallery.leave, Qt.MouseButton.LeftButton)
    assert not gallery.isVisible()
