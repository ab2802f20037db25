"""A digit of seven segments is seen as lamps beside the inputs that are its segments."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.exhibits import exhibit_of
from nnsim.ui.editor.lamps_item import LampsItem
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.lamps import SEGMENTS, lamp_shapes

LIT = {0: "abcdef", 1: "bc", 7: "abc", 8: "abcdefg"}


@pytest.fixture
def digits(qapp: object) -> Iterator[Session]:
    session = Session(new_project("segments", named_data("segments"), (3,)))
    yield session
    assert session.close()


@pytest.fixture
def panel(qtbot: QtBot, digits: Session, appearance: Appearance) -> NetworkPanel:
    panel = NetworkPanel(digits, appearance)
    qtbot.addWidget(panel)
    panel.resize(800, 420)
    panel.show()
    return panel


def lamps(panel: NetworkPanel) -> list[LampsItem]:
    return [item for item in panel.canvas.picture.items() if isinstance(item, LampsItem)]


def test_the_lamps_are_lit_as_the_sample_that_is_shown_has_it(
    panel: NetworkPanel, digits: Session, qtbot: QtBot
) -> None:
    for digit, lit in LIT.items():
        digits.view_sample(digit)
        qtbot.waitUntil(lambda lit=lit: lamps(panel)[0].lit() == lit)
    assert len(lamps(panel)) == 1


def test_an_input_that_is_left_out_has_no_lamp(panel: NetworkPanel, digits: Session, qtbot: QtBot) -> None:
    digits.apply(data_edits.toggle_input, "a")
    digits.view_sample(8)
    qtbot.waitUntil(lambda: lamps(panel)[0].lit() == "bcdefg")


def test_a_copy_has_lamps_beside_those_it_copies_and_other_data_have_none(panel: NetworkPanel, digits: Session) -> None:
    digits.apply(data_edits.set_goal, "reconstruct")
    one, other = sorted(lamps(panel), key=lambda item: item.boundingRect().left())
    assert one.boundingRect().right() < other.boundingRect().left()
    inputs, outputs = (panel.canvas.arrangement.column(layer) for layer in (-1, 1))
    assert one.boundingRect().right() < inputs.left
    assert other.boundingRect().left() > outputs.right
    digits.apply(data_edits.choose_toy, "parity")
    assert not lamps(panel)


def test_the_segments_lie_side_by_side_within_their_box() -> None:
    shapes = lamp_shapes(QRectF(0, 0, 56, 100))
    assert set(shapes) == set(SEGMENTS)
    for name, shape in shapes.items():
        assert QRectF(0, 0, 56, 100).contains(shape.boundingRect()), name
        others = [other for called, other in shapes.items() if called != name]
        assert not any(shape.intersects(other) for other in others), name


def test_the_tile_shows_a_digit_with_some_lamps_dark() -> None:
    picture = exhibit_of("segments").picture
    assert picture is not None
    assert "".join(picture.lit) == "abdeg"
