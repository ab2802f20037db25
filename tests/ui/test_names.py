"""How outputs are called."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.named import named_data, table_data
from nnsim.data.tables import Column, Table
from nnsim.model import data_edits
from nnsim.model.start import first_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.names import names_of


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
    assert names.part(Selection("link", 0, 7, 2)) == "row 8, column 2 → hidden 1·3"
    assert names.full_input(7) == "row 8, column 2: pixel_7_1"


def test_a_column_that_is_no_pixel_keeps_its_name(session):
    session.apply(data_edits.use_data, named_data("iris"))
    names = names_of(session)
    assert {names.short(-1, 0), names.long(-1, 0), names.full_input(0)} == {session.prepared.input_names[0]}
