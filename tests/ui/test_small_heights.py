"""A projector shows 960 × 540 points: what does not fit gives way in an order, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QSplitter, QWidget

from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.main_window import MainWindow
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.theme import Size

SIZES = [(936, 500), (960, 500), (960, 600), (1280, 700), (1440, 860)]


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def resized(window: MainWindow, size: tuple[int, int]) -> MainWindow:
    window.resize(*size)
    settle()
    assert window.size() == QSize(*size)
    return window


def on_window(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("n_hidden", [1, 3, 6])
def test_every_card_has_the_height_that_it_needs(window: MainWindow, session: Session, n_hidden: int) -> None:
    for _ in range(n_hidden - 2):
        session.apply(edits.add_layer, 1)
    for size in SIZES:
        resized(window, size)
        for row in (window.upper_row, window.lower_row):
            assert isinstance(row, QSplitter)
            for place in range(row.count()):
                card = row.widget(place)
                assert card is not None
                assert card.height() >= card.minimumSizeHint().height(), card.accessibleName()
                assert on_window(window, card).bottom() <= window.height()


def test_no_button_in_the_head_of_a_card_is_cut_off_and_titles_come_back(window: MainWindow) -> None:
    for size in SIZES:
        resized(window, size)
        for card in (window.loss, window.gradients, window.inspector_card):
            shown = [one for one in card.header.findChildren(QAbstractButton) if one.isVisible()]
            assert shown
            for button in shown:
                assert button.width() >= button.sizeHint().width(), (size, button.objectName())
    assert window.inspector_card.header.title.isVisible()


def test_the_counts_below_the_columns_are_seen_whole_with_their_steps(window: MainWindow) -> None:
    for size in SIZES:
        canvas = resized(window, size).network.canvas
        for name in ("layer-size-0", "remove-neuron-0", "add-neuron-0", "layer-size-1", "add-neuron--1"):
            (widget,) = (one for one in canvas.viewport().findChildren(QWidget) if one.objectName() == name)
            assert widget.isVisible(), name
            assert canvas.viewport().rect().contains(widget.geometry()), name


def test_steps_of_neighbouring_columns_do_not_overlap(window: MainWindow) -> None:
    for size in SIZES:
        canvas = resized(window, size).network.canvas
        steps = [one for one in canvas.viewport().findChildren(QWidget) if one.accessibleName().startswith("One ")]
        shown = sorted((one.geometry() for one in steps if one.isVisible()), key=QRect.left)
        assert len(shown) >= 6
        assert all(one.right() < other.left() for one, other in pairwise(shown))


def test_the_picture_of_the_answers_stays_large_and_is_not_cut(window: MainWindow) -> None:
    for size in SIZES:
        output = resized(window, size).output
        page = output.page(output.view)
        assert page.height() >= Size.ANSWERS_LEAST
        assert output.rect().contains(QRect(page.mapTo(output, QPoint(0, 0)), page.size()))
        bottom = output.views.mapTo(output, output.views.rect().bottomLeft()).y()
        assert bottom <= output.height() - Size.HALF


def test_the_losses_give_way_to_the_picture_and_come_back(
    session: Session, appearance: Appearance, shown: Callable[[QWidget, int, int], QWidget]
) -> None:
    ground = shown(QWidget(), 300, 520)
    output = OutputPanel(session, appearance, ground)
    output.resize(300, 520)
    output.show()
    settle()
    high, states = output.figures.minimumSizeHint().height(), list[int]()
    for height in [*range(500, 260, -4), *range(260, 500, 4)]:
        output.resize(300, height)
        settle()
        lines = 0 if not output.figures.isVisible() else 1 if output.figures.height() < high else 2
        if states[-1:] != [lines]:
            states.append(lines)
    assert states == [2, 1, 0, 1, 2]


def test_what_a_sum_comes_to_is_read_in_a_narrow_window(window: MainWindow, session: Session) -> None:
    session.select(Selection("neuron", 1, column=0))
    shown = resized(window, (936, 500)).inspector.sum
    shown.setFixedWidth(shown.fontMetrics().horizontalAdvance(shown.full_text()) // 2)
    settle()
    assert shown.text() != shown.full_text()
    assert shown.text()[-4:] == shown.full_text()[-4:]
