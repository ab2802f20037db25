"""One region may take the whole of the window, and gives it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from nnsim.errors import TableError
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Card

CARDS = ("data_panel", "network_card", "output_panel", "loss_panel", "gradient_panel", "inspector_card")


def cards(window: MainWindow) -> dict[str, Card]:
    return {card.objectName(): card for card in window.findChildren(Card) if card.objectName() in CARDS}


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, f"enlarge_{name}")
    assert isinstance(found, QPushButton)
    return found


def click(window: MainWindow, name: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(window, name), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_each_region_has_a_button_that_says_which_region_it_enlarges(window: MainWindow) -> None:
    assert set(cards(window)) == set(CARDS)
    for name, card in cards(window).items():
        assert card.accessibleName() in button(window, name).accessibleName()
        assert button(window, name).height() >= Size.HIT


def test_an_enlarged_region_has_the_room_of_all_and_gives_it_back(window: MainWindow, qtbot: QtBot) -> None:
    for name in CARDS:
        for _ in range(2):  # the first time rounds what was laid out with the window
            click(window, name, qtbot)
        before = {one: card.geometry() for one, card in cards(window).items()}
        arrangement = window.arrangement()
        click(window, name, qtbot)
        card = cards(window)[name]
        assert (card.width(), card.height()) == (window.regions.width(), window.regions.height())
        assert [one for one, other in cards(window).items() if other.isVisible()] == [name]
        assert window.arrangement() == arrangement
        click(window, name, qtbot)
        assert {one: other.geometry() for one, other in cards(window).items()} == before


def test_only_what_the_enlarged_region_shows_is_computed(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    assert {"plane", "health"} <= session.rota.wanted()
    click(window, "loss_panel", qtbot)
    assert not session.rota.wanted() & {"plane", "health"}
    click(window, "loss_panel", qtbot)
    assert {"plane", "health"} <= session.rota.wanted()


def test_escape_and_a_double_click_on_the_header_go_back(window: MainWindow, qtbot: QtBot) -> None:
    header = cards(window)["output_panel"].header
    qtbot.mouseDClick(header, Qt.MouseButton.LeftButton, pos=QPoint(20, header.height() // 2))
    assert window.enlarging.enlarged is window.output
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.enlarging.enlarged is None
    qtbot.mouseDClick(header, Qt.MouseButton.LeftButton, pos=QPoint(20, header.height() // 2))
    qtbot.mouseDClick(header, Qt.MouseButton.LeftButton, pos=QPoint(20, header.height() // 2))
    assert window.enlarging.enlarged is None


def test_space_runs_while_a_region_is_enlarged(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    click(window, "output_panel", qtbot)
    keyboard = window.focusWidget() or window
    assert not isinstance(keyboard, QPushButton)
    qtbot.keyClick(keyboard, Qt.Key.Key_Space)
    assert session.run_state == "running"
    session.pause()


def test_a_key_enlarges_the_region_that_has_the_keyboard(window: MainWindow) -> None:
    window.loss.plot.setFocus()
    window.actions_.enlarge.trigger()
    assert window.enlarging.enlarged is window.loss
    assert window.loss.plot.hasFocus()
    window.actions_.enlarge.trigger()
    assert window.enlarging.enlarged is None


def test_what_the_banner_tells_is_told_in_the_head_of_the_enlarged_region(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    for card in (window.inspector_card, window.network_card, window.output):
        window.enlarging.enlarge(card)
        session.open(Path("no such file.nnsim"))
        assert window.enlarging.enlarged is card
        assert window.banner.isVisible()
        qtbot.waitUntil(lambda card=card: is_in_head(window, card))
        window.banner.hide()
    window.banner.show_message("info", "Saved")
    window.enlarging.enlarge(window.loss)
    qtbot.waitUntil(lambda: is_in_head(window, window.loss))
    window.enlarging.shrink()
    qtbot.waitUntil(lambda: is_in_head(window, window.network_card))


def is_in_head(window: MainWindow, card: Card) -> bool:
    """Whether the banner lies in the head of a card, and over nothing that the card shows."""
    banner = QRect(window.banner.mapTo(window, QPoint(0, 0)), window.banner.size())
    place, body = (QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in (card, card.header))
    return place.contains(banner) and banner.intersects(body) and banner.height() <= Size.CONTROL


def test_all_samples_take_the_room_of_all_regions_and_give_it_back(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    before = window.upper_row.sizes()
    window.actions_.data_table.trigger()
    assert window.enlarging.enlarged is window.data
    assert window.focusWidget() is window.data.page.view
    qtbot.waitUntil(lambda: window.data.page.view.width() > window.width() / 2)
    assert window.data.page.cells.rowCount() == session.prepared.dataset.n_samples
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert session.run_state == "running"
    session.pause()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.enlarging.enlarged is None
    assert not window.data.page.isVisible()
    assert window.upper_row.sizes() == before


def test_what_cannot_be_typed_is_told_over_the_table_of_samples(window: MainWindow, session: Session) -> None:
    window.show_samples()
    session.failed.emit(TableError("table.not_a_number", "“many” is not a number."))
    assert window.enlarging.enlarged is window.data
    assert window.banner.isVisible()
    assert is_in_head(window, window.data)
