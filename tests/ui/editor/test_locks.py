"""What training does not change is seen: locks on frozen layers and held weights, a cross on muted neurons."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from nnsim.model import edits, layer_edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.layout import middle_of
from nnsim.ui.editor.locks_item import LocksItem
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.readout import readout


def locks(panel: NetworkPanel) -> LocksItem:
    return next(item for item in panel.canvas.picture.items() if isinstance(item, LocksItem))


def has_ink(panel: NetworkPanel, x: float, y: float) -> bool:
    """Whether something as dark as text is drawn around a point, within a lock's plate."""
    image = panel.canvas.grab().toImage()
    at = panel.canvas.mapFromScene(x, y)
    colours = [QColor(image.pixel(at.x() + dx, at.y() + dy)) for dx in range(-6, 7) for dy in range(-6, 7)]
    return min(colour.lightness() for colour in colours) < 90


def test_without_anything_held_there_are_no_locks(panel: NetworkPanel) -> None:
    assert locks(panel).places == []
    assert not locks(panel).isVisible()


def test_a_frozen_layer_has_a_lock_at_its_corner_until_it_thaws(panel: NetworkPanel, session: Session) -> None:
    session.apply(layer_edits.set_frozen, 0, True)
    column = panel.canvas.arrangement.column(0)
    assert locks(panel).places == [(column.right, column.top)]
    assert has_ink(panel, column.right, column.top)
    session.apply(layer_edits.set_frozen, 0, False)
    assert locks(panel).places == []


@pytest.mark.parametrize("part", [Selection("link", 1, 2, 1), Selection("bias", 1, column=2)], ids=lambda p: p.kind)
def test_a_held_number_has_a_lock_and_says_so(panel: NetworkPanel, session: Session, part: Selection) -> None:
    row = part.row if part.kind == "link" else 4
    session.apply(layer_edits.hold_weight, 1, row, part.column, held=True)
    column = panel.canvas.arrangement.column(1)
    corner = column.left, column.ys[part.column] + column.half_height
    expected = middle_of(panel.canvas.arrangement, part) if part.kind == "link" else corner
    assert locks(panel).places == [expected]
    assert "Held" in readout(panel.canvas.names, part, session.snapshot)


def test_a_frozen_layer_needs_no_lock_on_each_weight(panel: NetworkPanel, session: Session) -> None:
    session.apply(layer_edits.hold_weight, 1, 0, 0, held=True)
    session.apply(layer_edits.set_frozen, 1, True)
    assert len(locks(panel).places) == 1


def test_the_lock_of_a_held_link_leaves_the_link_to_be_clicked(panel: NetworkPanel, session: Session) -> None:
    part = Selection("link", 2, 0, 0)
    session.apply(layer_edits.hold_weight, 2, 0, 0, held=True)
    ((x, y),) = locks(panel).places
    assert panel.canvas.part_at(panel.canvas.mapFromScene(x, y)) == part


def test_a_muted_neuron_is_pale_and_crossed_out(panel: NetworkPanel, session: Session) -> None:
    session.apply(layer_edits.mute_neuron, 0, 1, muted=True)
    items = panel.canvas.picture.neuron_items(0)
    assert [item.muted for item in items] == [False, True, False, False]
    column = panel.canvas.arrangement.column(0)
    assert has_ink(panel, column.x, column.ys[1])
    assert not has_ink(panel, column.x, column.ys[2])


def test_a_folded_layer_shows_that_it_is_frozen(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.resize_layer, 0, 64)
    session.apply(layer_edits.set_frozen, 0, True)
    assert len(locks(panel).places) == 1
