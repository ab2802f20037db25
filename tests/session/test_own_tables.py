"""Tables of one's own stay known when other data are chosen: a few, and not more than fit into memory."""

from __future__ import annotations

import numpy as np

from nnsim.data.named import named_data, table_data
from nnsim.data.tables import Column, Table
from nnsim.model import data_edits, table_edits
from nnsim.model.start import new_project
from nnsim.session import own_tables


def named(name, n_rows=8):
    columns = tuple(Column(one, "number", np.arange(n_rows) * step / 7) for one, step in (("a", 1), ("b", 2)))
    return table_data(Table(name, columns))


def names(session):
    return [own.table.name for own in session.own_tables.tables]


def test_the_last_three_are_known_the_newest_first(session):
    for name in ("one", "two", "three", "four"):
        session.apply(data_edits.use_data, named(name))
        session.apply(data_edits.use_data, named_data("iris"))
    assert names(session) == ["four", "three", "two"]


def test_an_edited_table_is_known_as_it_was_left(session):
    session.apply(data_edits.use_data, named("one"))
    session.apply(table_edits.set_cells, [0], 0, (("77",),))
    left = session.project.data
    session.apply(data_edits.choose_toy, "circle")
    assert [own.data for own in session.own_tables.tables] == [left]


def test_other_documents_leave_them_alone(session):
    session.apply(data_edits.use_data, named("one"))
    assert session.new(new_project("circle", named_data("circle"), (3,)))
    assert names(session) == ["one"]


def test_what_does_not_fit_into_memory_is_let_go(session, monkeypatch):
    monkeypatch.setattr(own_tables, "MOST_BYTES", 2 * 8 * 8 * 2)
    for name in ("one", "two", "three"):
        session.apply(data_edits.use_data, named(name))
    assert names(session) == ["three", "two", "one"]
    session.apply(data_edits.use_data, named("large", n_rows=500))
    assert names(session) == ["large", "three", "two"]
    session.apply(data_edits.use_data, named("one"))
    assert names(session) == ["one", "three"], "the large one is not in hand any more"
