"""What an edit has brought is marked until the next edit, or until it has been trained."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.parameters import blocks
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.layout import middle_of
from nnsim.ui.editor.new_marks_item import NewLinksItem, NewMarksItem
from nnsim.ui.editor.panel import NetworkPanel


def marks(panel: NetworkPanel) -> NewMarksItem:
    return next(item for item in panel.canvas.picture.items() if isinstance(item, NewMarksItem))


def ringed(panel: NetworkPanel) -> set[tuple[int, int]]:
    return {(part.layer, part.column) for part in marks(panel).parts if part.kind == "neuron"}


def linked(panel: NetworkPanel) -> set[tuple[int, int, int]]:
    item = next(item for item in panel.canvas.picture.items() if isinstance(item, NewLinksItem))
    assert item.isVisible() == bool(item.links)
    return {(part.layer, part.row, part.column) for part in item.links}


def train(session: Session, qtbot: QtBot) -> None:
    """One epoch, so that there is something learnt to keep."""
    session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state == "paused" and session.snapshot.epoch > 0)


def test_before_any_edit_nothing_is_new(panel: NetworkPanel) -> None:
    assert not marks(panel).isVisible()


def test_a_new_neuron_is_marked_with_its_links_and_the_others_are_not(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    train(session, qtbot)
    before = session.stamped_project().checkpoint
    session.apply(edits.add_neuron, 0)
    assert ringed(panel) == {(0, 4)}
    assert linked(panel) == {(0, 0, 4), (0, 1, 4), (1, 4, 0), (1, 4, 1), (1, 4, 2)}
    after = session.stamped_project().checkpoint
    assert before is not None
    assert after is not None
    places = session.arrivals.now.places
    assert np.isin(after.parameters[~places], before.parameters).all()


def test_a_new_layer_is_marked_whole_with_the_links_behind_it(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.add_layer, 1)
    assert ringed(panel) == {(1, neuron) for neuron in range(session.project.network.sizes[2])}
    assert {layer for layer, _, _ in linked(panel)} == {1, 2}


def test_a_moved_layer_has_new_links_and_no_new_neurons(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.move_layer, 0, 1)
    assert ringed(panel) == set()
    assert {layer for layer, _, _ in linked(panel)} == {0, 1, 2}


def test_a_link_put_back_is_new_if_it_has_another_weight_than_before(panel: NetworkPanel, session: Session) -> None:
    session.apply(layer_edits.cut_link, 1, 2, 1)
    assert not marks(panel).isVisible()
    session.apply(layer_edits.restore_link, 1, 2, 1)
    assert linked(panel) == {(1, 2, 1)}  # a first weight: nobody has told which one it had
    session.apply(layer_edits.cut_link, 1, 2, 1)
    session.apply(layer_edits.restore_link, 1, 2, 1, session.earlier)
    assert linked(panel) == set()


def test_a_new_input_is_marked_where_it_stands(panel: NetworkPanel, session: Session) -> None:
    session.apply(data_edits.toggle_input, "x1*x2")
    session.apply(data_edits.toggle_input, "x1^2")
    assert ringed(panel) == {(-1, 2)}
    assert linked(panel) == {(0, 2, neuron) for neuron in range(4)}


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.undo(),
        lambda session: session.apply(edits.set_learning_rate, 0.5),
        lambda session: session.apply(edits.set_seed, 9),
        lambda session: session.apply(data_edits.choose_toy, "circle"),
        lambda session: session.set_weight(0, 0, 0, 1.0),
    ],
    ids=["undo", "learning rate", "seed", "other data", "a weight by hand"],
)
def test_whatever_is_done_next_nothing_is_new_any_longer(
    panel: NetworkPanel, session: Session, act: Callable[[Session], object]
) -> None:
    session.apply(edits.add_neuron, 0)
    act(session)
    assert not session.arrivals.now
    assert not marks(panel).isVisible()


def test_a_layer_drawn_larger_in_one_gesture_is_new_from_the_first_neuron_on(
    panel: NetworkPanel, session: Session
) -> None:
    for size in (5, 7, 6):
        session.drag(edits.resize_layer, 0, size)
    session.end_gesture()
    assert ringed(panel) == {(0, 4), (0, 5)}


def test_what_is_done_again_is_new_again_also_when_the_same_waits_to_be_done_again(
    panel: NetworkPanel, session: Session
) -> None:
    session.apply(edits.add_neuron, 0)
    session.apply(edits.add_neuron, 0)
    session.undo()
    session.undo()
    assert ringed(panel) == set()
    session.redo()
    assert ringed(panel) == {(0, 4)}
    session.redo()
    assert ringed(panel) == {(0, 5)}


def test_a_second_drag_of_a_layer_makes_only_its_own_neurons_new(panel: NetworkPanel, session: Session) -> None:
    session.drag(edits.resize_layer, 0, 5)
    session.drag(edits.resize_layer, 0, 6)
    session.end_gesture()
    session.drag(edits.resize_layer, 0, 7)
    session.drag(edits.resize_layer, 0, 8)
    session.end_gesture()
    assert ringed(panel) == {(0, 6), (0, 7)}


def test_another_document_has_nothing_new(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.add_neuron, 0)
    session.new(session.project)
    assert not session.arrivals.now
    assert not marks(panel).isVisible()


def test_what_is_new_is_told_in_words(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.add_neuron, 0)
    canvas = panel.canvas
    for part, is_new in (
        (Selection("neuron", 0, column=4), True),
        (Selection("neuron", 0, column=3), False),
        (Selection("link", 1, 4, 2), True),
    ):
        at = canvas.mapFromScene(*middle_of(canvas.arrangement, part))
        assert canvas.part_at(at) == part
        assert ("New since" in canvas.readout_at(at)) == is_new
    session.select(Selection("neuron", 0, column=4))
    assert "(new)" in canvas.accessibleDescription()


def test_a_folded_layer_has_the_mark_as_a_whole(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.resize_layer, 0, 64)
    assert marks(panel).parts == [Selection("layer", 0)]
    assert linked(panel) == set()
    session.apply(edits.set_learning_rate, 0.2)
    session.apply(edits.resize_layer, 0, 70)
    assert marks(panel).parts == [Selection("layer", 0)]
    new = session.arrivals.now.places
    block = blocks(session.project.network)[0]
    assert new[block.start : block.stop].sum() == 6 * 3


def test_an_epoch_of_training_takes_the_marks_away_after_a_while(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.add_neuron, 0)
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.epoch >= 1)
    assert marks(panel).isVisible()
    qtbot.waitUntil(lambda: not marks(panel).isVisible(), timeout=20_000)
    session.pause()


def test_marks_stay_when_the_window_becomes_larger(panel: NetworkPanel, session: Session) -> None:
    session.apply(edits.add_neuron, 0)
    panel.resize(1100, 600)
    assert ringed(panel) == {(0, 4)}


def test_marking_many_folded_layers_takes_so_much_more_only_as_there_are_more_of_them(
    panel: NetworkPanel, session: Session
) -> None:
    def calls_for(depth: int) -> int:
        session.new(new_project("deep", DataSpec(ToySource("spiral", 40, 0.0, 0)), (17,) * depth))
        session.apply(edits.add_neuron, 0)
        item, new, seen = marks(panel), session.arrivals.now, 0

        def count(_frame: object, event: str, _what: object) -> None:
            nonlocal seen
            seen += event == "call"

        sys.setprofile(count)
        try:
            item.show_new(new)
        finally:
            sys.setprofile(None)
        assert [part.layer for part in item.parts if part.kind == "layer"] == [0, 1]
        return seen

    assert calls_for(80) < 3 * calls_for(40)


def test_a_folded_layer_that_stands_open_has_marks_on_its_neurons_and_links(
    panel: NetworkPanel, session: Session
) -> None:
    session.apply(edits.resize_layer, 0, 40)
    session.apply(edits.set_learning_rate, 0.2)
    session.apply(edits.resize_layer, 0, 46)
    session.select(Selection("layer", 0))
    assert not panel.canvas.arrangement.column(0).folded
    assert ringed(panel) == {(0, neuron) for neuron in range(40, 46)}
    assert len(linked(panel)) == 6 * (2 + 3)
    session.apply(edits.set_learning_rate, 0.1)
    plain = panel.canvas.grab().toImage()
    session.apply(edits.resize_layer, 1, 15)
    assert len(linked(panel)) == 46 * 12 + 12
    assert panel.canvas.grab().toImage() != plain


def test_no_input_of_other_data_is_new_even_if_one_has_the_same_name(session: Session) -> None:
    session.apply(data_edits.choose_toy, "sine")
    session.apply(data_edits.choose_toy, "circle")
    assert session.prepared.input_names == ("x1", "x2")
    assert not session.arrivals.now
