"""How outputs are called."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.named import named_data, table_data
from nnsim.data.tables import Column, Table
from nnsim.model import data_edits
from nnsim.model.start import first_project
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
