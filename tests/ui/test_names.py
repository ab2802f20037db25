"""How outputs are called."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.named import named_data, table_data
from nnsim.data.tables import Column, Table
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import Choice
from nnsim.engine.weight_place import WeightPlace
from nnsim.model import data_edits, edits
from nnsim.model.start import first_project
from nnsim.session.selection import Selection, selection_of, weight_of
from nnsim.session.session import Session
from nnsim.ui.names import names_of
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words


@pytest.fixture
def session(qapp):
    session = Session(first_project())
    yield session
    session.close()


TABLE = Table("t", tuple(Column(name, "number", np.arange(12) ** 2 / 7) for name in ("x", "progression", "other")))


@pytest.mark.parametrize("targets", [("progression",), ("other", "progression")])
def test_a_quantity_of_a_table_has_the_name_of_its_column(session, targets):
    session.apply(data_edits.use_data, table_data(TABLE, targets=targets))
    names = names_of(session)
    assert tuple(names.short(2, column) for column in range(len(targets))) == targets


@pytest.mark.parametrize("name", ["plane", "sine", "spiral"])
def test_the_output_of_a_toy_set_is_y_hat(session, name):
    session.apply(data_edits.use_data, named_data(name))
    assert names_of(session).short(2, 0) == "ŷ"


def test_a_pixel_is_called_by_its_place_in_the_picture_also_if_others_are_left_out(session):
    digits = named_data("digits")
    session.apply(data_edits.use_data, digits)
    session.apply(data_edits.choose_inputs, [f"pixel_{row}_{column}" for row in (0, 7) for column in range(1, 8)])
    names = names_of(session)
    assert [names.short(-1, column) for column in (0, 6, 7)] == ["(1, 2)", "(1, 8)", "(8, 2)"]
    assert names.long(-1, 7) == "row 8, column 2"
    assert names.part(Selection("link", 0, 7, 2)) == "row 8, column 2 → 3 in Hidden 1"
    assert names.full_input(7) == "row 8, column 2: pixel_7_1"


def test_a_column_that_is_no_pixel_keeps_its_name(session):
    session.apply(data_edits.use_data, named_data("iris"))
    names = names_of(session)
    assert {names.short(-1, 0), names.long(-1, 0), names.full_input(0)} == {session.prepared.input_names[0]}


def test_a_weight_is_called_alike_wherever_it_is_told(session):
    names, network = names_of(session), session.project.network
    for layer, block in enumerate(blocks(network)):
        for row, column in np.ndindex(*block.shape):
            weight = WeightPlace(layer, row, column)
            part = selection_of(weight, network)
            assert weight_of(part, network) == weight
            assert names.part(part) == names.weight(weight)
    last = len(network.layers) - 1
    assert names.weight(WeightPlace(0, 1, 2)) == "x₂ → 3 in Hidden 1"
    assert names.weight(WeightPlace(1, 3, 2)) == "4 → 3 in Hidden 2"
    assert names.weight(WeightPlace(1, 8, 2)) == "bias 3 in Hidden 2"
    assert names.weight(WeightPlace(last, 2, 0)) == "3 → ŷ in Output"
    assert [names.weight_sign(WeightPlace(1, row, 2)) for row in (3, 8)] == ["w₂·4,3", "b₂·3"]


@pytest.mark.parametrize("row", [3, 8])
def test_undo_tells_a_weight_in_the_words_of_the_window(session, row):
    session.set_weight(1, row, 2, 0.5)
    said = translated(Words(session.undoable.label, *session.undoable.arguments, context="edits"))
    assert said.endswith(names_of(session).weight(WeightPlace(1, row, 2)))


def test_the_one_output_of_two_classes_says_whose_probability_it_is(session):
    assert names_of(session).meaning(0) == "P(1)"
    session.apply(edits.set_loss, Choice("mse"))
    session.apply(edits.set_activation, 2, Choice("tanh"))
    assert names_of(session).meaning(0) == "", "what comes out is no probability"
    for data in ("sine", "blobs"):
        session.apply(data_edits.use_data, named_data(data))
        assert names_of(session).meaning(0) == ""
