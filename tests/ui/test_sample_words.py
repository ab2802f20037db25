"""Which sample the numbers on the screen belong to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.scaling import fit
from nnsim.engine.snapshot import SampleView
from nnsim.model import data_edits, edits
from nnsim.model.start import first_project
from nnsim.session.session import Session
from nnsim.ui.sample_words import is_drag, sample_label, sample_loss, sample_number, shows_one_sample


def seen(row):
    return SampleView(row, np.zeros(4), (), np.zeros(1), 0.25)


def test_a_sample_is_told_by_its_row_from_1_its_label_and_its_loss(facts):
    session = facts.still(facts.points(4, ("setosa", "virginica")))
    assert (sample_number(session), sample_label(session), sample_loss(session)) == ("", "", "")
    assert not shows_one_sample(session)
    session.take(sample_view=seen(11))
    assert shows_one_sample(session)
    assert sample_number(session) == "sample 12"
    assert sample_label(session) == "label virginica"
    assert sample_loss(session) == "loss 0.25"


def test_a_quantity_is_told_in_its_units_and_a_row_of_other_data_not_at_all(facts):
    session = facts.still(facts.points(1, ()), sample_view=seen(3))
    assert sample_label(session).startswith("label ")
    assert float(sample_label(session)[6:].replace("−", "-")) == pytest.approx(
        session.prepared.dataset.targets[3, 0], rel=1e-3
    )
    session.prepared = replace(session.prepared, target_scaling=fit("minmax", session.prepared.dataset.targets))
    assert sample_label(session, scaled=True) == f"{sample_label(session)}, scaled 0"
    session.take(sample_view=seen(999))
    assert sample_label(session) == ""


def test_over_a_plane_neurons_show_more_than_one_sample(facts):
    assert not shows_one_sample(facts.still(sample_view=seen(3)))


def test_the_card_of_the_network_says_which_sample_it_shows(shown, appearance, qtbot):
    from nnsim.data.spec import DataSpec, ToySource
    from nnsim.model.start import new_project
    from nnsim.session.session import Session
    from nnsim.ui.editor.panel import NetworkPanel

    session = Session(new_project("sine", DataSpec(ToySource("sine", 40, 0.0, 0)), (3,)))
    panel = shown(NetworkPanel(session, appearance), 800, 400)
    qtbot.waitUntil(lambda: "showing sample " in panel.note())
    row = session.snapshot.sample_view.row
    assert f"showing sample {row + 1}, label " in panel.note()
    assert session.close()


def test_a_drag_is_one_while_it_lasts_and_none_when_it_is_taken_back_or_done_again(session):
    drags = []
    session.project_changed.connect(lambda change: drags.append(is_drag(change)))
    session.drag(edits.resize_layer, 0, 5)
    session.drag(edits.resize_layer, 0, 6)
    session.end_gesture()
    session.drag(edits.resize_layer, 0, 7)
    for travel in (session.undo, session.undo, session.redo, session.redo):
        travel()
    assert drags == [True] * 3 + [False] * 4


def test_bits_that_are_copied_are_no_name_of_their_row(facts):
    session = Session(
        data_edits.set_goal(data_edits.choose_toy(first_project(), "encoder").project, "reconstruct").project
    )
    session.view_sample(0)
    assert sample_label(session) == ""
    assert session.close()
