import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from nnsim.errors import TableError
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import DARK, LIGHT
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.status_pill import StatusPill

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def appearance(qapp):
    return Appearance("light")


@pytest.fixture
def banner(qtbot, appearance):
    widget = Banner(appearance)
    qtbot.addWidget(widget)
    return widget


def test_an_error_says_where_what_why_and_what_stayed(banner):
    error = TableError("t", "Row is short.", where="a.csv, row 7", hint="Add a cell.", unchanged="Data are unchanged.")
    banner.show_error(error)
    assert banner.isVisible()
    assert banner.accessibleName() == "a.csv, row 7: Row is short."
    assert banner.accessibleDescription() == "Add a cell. Data are unchanged."


def test_information_goes_by_itself_and_errors_stay(banner):
    banner.show_message("info", "Saved.")
    assert banner._timer.isActive()
    banner.show_message("error", "Not saved.")
    assert not banner._timer.isActive()


def test_an_action_of_a_banner_is_told_by_its_name(banner, qtbot):
    banner.show_message("warning", "Memorising", actions=(Option("l2", "Try L2 0.01"),))
    with qtbot.waitSignal(banner.action_chosen) as told:
        banner.findChild(QPushButton, "banner_l2").click()
    assert told.args == ["l2"]


def test_closing_a_banner_hides_it(banner, qtbot):
    banner.show_message("error", "Not saved.")
    with qtbot.waitSignal(banner.closed):
        banner.findChild(QPushButton, "banner_close").click()
    assert not banner.isVisible()


def test_a_state_is_told_in_words(qtbot, appearance):
    pill = StatusPill("State", appearance)
    qtbot.addWidget(pill)
    pill.show_status("bad", "stopped: numbers out of range")
    assert pill.text() == "stopped: numbers out of range"
    assert pill.accessibleDescription() == pill.text()


@pytest.mark.parametrize("mark", ["ready", "running", "paused", "stopped", "bad"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_mark_is_drawn_in_both_themes(qtbot, appearance, mark, mode):
    appearance.set_mode(mode)
    pill = StatusPill("State", appearance)
    qtbot.addWidget(pill)
    pill.show_status(mark, mark)
    assert not pill.grab().isNull()


def test_a_fold_opens_by_a_click(qtbot):
    content = Label("five decisions")
    fold = Fold(content)
    qtbot.addWidget(fold)
    fold.show_text("5 decisions")
    assert content.isHidden()
    fold.button.click()
    assert not content.isHidden()
    assert fold.button.accessibleName() == "5 decisions"


def test_text_without_room_is_cut_but_told_in_full(qtbot):
    label = ElidedLabel("a very long note that cannot fit")
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.full_text() == "a very long note that cannot fit"


def test_a_card_shows_title_and_note(qtbot):
    card = Card("Data")
    qtbot.addWidget(card)
    card.set_note("400 points")
    assert card.accessibleName() == "Data"
    assert card.header.note.full_text() == "400 points"


def test_an_empty_panel_says_what_will_come(qtbot, appearance):
    note = EmptyNote("chart-line", "No curve yet", "Press Space.", appearance)
    qtbot.addWidget(note)
    assert (note.accessibleName(), note.accessibleDescription()) == ("No curve yet", "Press Space.")


def test_an_icon_has_the_colour_of_the_theme(qapp):
    for theme in (LIGHT, DARK):
        image = icon("play", theme, "accent", solid=True).pixmap(QSize(16, 16), 2.0).toImage()
        assert image.size() == QSize(32, 32)
        assert image.pixelColor(14, 16).name().upper() == theme.accent


def test_a_missing_icon_is_a_bug(qapp):
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", LIGHT)
