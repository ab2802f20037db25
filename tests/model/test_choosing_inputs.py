"""Which inputs the network sees: any of those there are, in their usual order, at least one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.features import PLANE_FEATURES
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, ToySource
from nnsim.errors import SpecError
from nnsim.model import data_edits
from nnsim.model.start import new_project
from tests.model.pictures import CONV, FLATTEN, pixels

PLANE = new_project("plane", DataSpec(ToySource("circle", 20)), (3,))


@given(st.sets(st.sampled_from(PLANE_FEATURES), min_size=1))
def test_exactly_the_named_inputs_are_seen_in_their_usual_order(names):
    edited = data_edits.choose_inputs(PLANE, names)
    assert prepare(edited.project.data).input_names == tuple(name for name in PLANE_FEATURES if name in names)
    assert edited.project.network.n_inputs == len(names)
    assert edited.change.arguments == (str(len(names)),)


def test_choosing_what_is_chosen_changes_nothing():
    assert data_edits.choose_inputs(PLANE, ("x2", "x1")).project == PLANE


@pytest.mark.parametrize(("names", "code"), [((), "data.no_inputs"), (("x1", "x9"), "data.unknown_input")])
def test_none_and_unknown_ones_are_refused(names, code):
    with pytest.raises(SpecError) as caught:
        data_edits.choose_inputs(PLANE, names)
    assert caught.value.code == code


def test_a_picture_without_some_pixels_is_refused_where_filters_look_at_it_and_fine_where_none_do():
    fewer = prepare(pixels()).available_inputs[6:]
    looking = new_project("looking", pixels(), (CONV, FLATTEN), picture=(1, 6, 6))
    with pytest.raises(SpecError) as caught:
        data_edits.choose_inputs(looking, fewer)
    assert caught.value.code == "spec.needs_picture"
    dense = new_project("dense", pixels(), (4,))
    assert data_edits.choose_inputs(dense, fewer).project.network.sizes == (30, 4, 1)
