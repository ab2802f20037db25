"""Numbers in a matrix that is a picture: written frame by frame, kept where it moves."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from nnsim.engine.weight_look import CHANGE
from nnsim.session.session import Session
from nnsim.ui.inspector.matrix_picture import MatrixPicture
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.quantities import VALUE
from nnsim.ui.inspector.row_order import STRONGEST
from nnsim.ui.theme import Size


def written(picture: MatrixPicture) -> QImage:
    """What is in sight when all numbers have come: each painting writes some."""
    before, image = picture.grab().toImage(), picture.grab().toImage()
    while image != before:
        before, image = image, picture.grab().toImage()
    return image


@pytest.fixture
def many(digits: InspectorPanel, qtbot: QtBot) -> MatrixPicture:
    digits.resize(1100, 500)
    digits.picture.window_over.zoom_by(40, 0, 0)
    digits.picture.update()
    qtbot.waitUntil(lambda: digits.picture.is_written)
    return digits.picture


def test_many_numbers_follow_the_colours_by_themselves(many: MatrixPicture, qtbot: QtBot) -> None:
    image = written(many)
    many.window_over.pan(-6 * Size.CELL, -30 * Size.CELL_HEIGHT)
    first = many.grab().toImage()
    assert not many.is_written
    qtbot.waitUntil(lambda: many.is_written)
    moved = many.grab().toImage()
    assert moved == written(many)
    assert moved not in (first, image)


def test_what_is_moved_and_kept_looks_as_if_it_were_written_there(many: MatrixPicture, digits: InspectorPanel) -> None:
    for across, down in ((-100, -60), (37, 11), (-7, -900), (7, 5)):
        many.window_over.pan(across, down)
        many.grab()
    moved = written(many)
    digits.show_quantity(CHANGE)
    assert written(many) != moved
    digits.show_quantity(VALUE)
    assert written(many) == moved


def test_a_new_number_replaces_the_one_that_was_kept(many: MatrixPicture, session: Session) -> None:
    session.set_weight(0, 3, 2, 0.125)
    before = written(many)
    session.set_weight(0, 3, 2, 0.875)
    after = written(many)
    changed, other = (many.place(cell).toRect() for cell in ((3, 2), (9, 7)))
    assert after.copy(changed) != before.copy(changed)
    assert after.copy(other) == before.copy(other)


def test_rows_in_another_order_never_show_numbers_of_the_one_before(
    many: MatrixPicture, digits: InspectorPanel
) -> None:
    written(many)
    digits.show_order(STRONGEST)
    at_first = many.grab().toImage()
    written(many)
    digits.show_order(STRONGEST)  # from nothing again, and not over numbers in rows that stand elsewhere
    assert many.grab().toImage() == at_first
