"""What a changed network keeps, number by number, and at what cost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model.graft import graft, new_places, refitted

Name = tuple[object, ...]


@st.composite
def networks(draw: st.DrawFn) -> NetworkSpec:
    """Layers out of a few, so that two networks share some; with everything that lies in the flat vector."""
    keys = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4, unique=True))
    n_inputs = came = draw(st.integers(1, 3))
    layers = []
    for key in keys:
        size = draw(st.integers(1, 3))
        cut = draw(st.sets(st.tuples(st.integers(0, came - 1), st.integers(0, size - 1)), max_size=2))
        flags = {name: draw(st.booleans()) for name in ("bias", "normalize")}
        layers.append(LayerSpec(size, key=key, cut=tuple(sorted(cut)), **flags))
        came = size
    return NetworkSpec(n_inputs, tuple(layers))


def names(network: NetworkSpec) -> Iterator[tuple[int, Name]]:
    """Where each number lies, and what tells it from all others, wherever it lies."""
    behind = 0
    for block, layer in zip(blocks(network), network.layers, strict=True):
        matrix = np.arange(block.stop)
        for (row, column), place in np.ndenumerate(block.weights(matrix)):
            yield int(place), (layer.key, "weight", behind, row, column)
        for column, place in enumerate(matrix[block.start + block.n_from * block.n_to : block.end_of_matrix]):
            yield int(place), (layer.key, "bias", column)
        for (row, column), place in np.ndenumerate(block.normalization(matrix)):
            yield int(place), (layer.key, "gain", column) if row == 0 else (layer.key, "memory", behind, row, column)
        behind = layer.key


def cut_links(network: NetworkSpec) -> set[Name]:
    behind, found = 0, set()
    for layer in network.layers:
        found |= {(layer.key, "weight", behind, *place) for place in layer.cut}
        behind = layer.key
    return found


@given(networks(), networks(), st.integers(0, 3))
@settings(max_examples=300)
def test_every_number_whose_ends_were_there_is_kept_and_every_other_is_a_first_one(
    old: NetworkSpec, new: NetworkSpec, seed: int
) -> None:
    values = np.arange(1.0, old.n_parameters + 1)
    before = Checkpoint(old, values, {"memory": -values})
    after = graft(before, new, seed)
    first = first_parameters(new, seed)
    known = {name: values[place] for place, name in names(old)}
    cut = cut_links(old) | cut_links(new)
    first_memory = {name: place for place, name in names(new)}
    kept = [name in known and name not in cut for name in first_memory]
    np.testing.assert_array_equal(list(first_memory.values()), np.arange(new.n_parameters))
    expected = np.array([known.get(name, 0.0) for name in first_memory])
    np.testing.assert_array_equal(after.parameters, np.where(kept, expected, first))
    np.testing.assert_array_equal(after.optimizer["memory"], np.where(kept, -expected, 0.0))
    assert not after.parameters.flags.writeable
    assert not after.optimizer["memory"].flags.writeable


@given(networks(), networks(), st.data())
@settings(max_examples=300)
def test_new_are_exactly_the_numbers_that_no_number_of_before_became(
    old: NetworkSpec, new: NetworkSpec, data: st.DataObject
) -> None:
    seed = data.draw(st.integers(0, 3))
    values = np.arange(1.0, old.n_parameters + 1) + 1e6
    after = graft(Checkpoint(old, values), new, seed).parameters
    is_cut = np.zeros(new.n_parameters, bool)
    is_cut[[place for place, name in names(new) if name in cut_links(new)]] = True
    np.testing.assert_array_equal(new_places(old, new), ~np.isin(after, values) & ~is_cut)
    earlier = data.draw(arrays(bool, old.n_parameters))
    still = np.isin(after, values[earlier])
    np.testing.assert_array_equal(new_places(old, new, earlier), new_places(old, new) | still)


def test_a_link_put_back_is_new_and_one_that_is_cut_is_not() -> None:
    whole = NetworkSpec(2, (LayerSpec(2, key=1),))
    cut = NetworkSpec(2, (LayerSpec(2, key=1, cut=((0, 1), (1, 0))),))
    half = NetworkSpec(2, (LayerSpec(2, key=1, cut=((0, 1),)),))
    assert not new_places(whole, cut).any()
    assert np.flatnonzero(new_places(cut, half)).tolist() == [2]
    assert not new_places(whole, whole).any()


def test_what_a_normalisation_remembers_of_its_weights_goes_with_all_of_them_only() -> None:
    layers = (LayerSpec(2, key=1), LayerSpec(2, key=2, normalize=True))
    old = NetworkSpec(2, layers)
    alone = NetworkSpec(2, layers[1:])
    after = graft(Checkpoint(old, np.arange(1.0, old.n_parameters + 1)), alone, 0)
    gains, means, variances = blocks(alone)[0].normalization(after.parameters)
    assert gains.tolist() == [13.0, 14.0]
    assert (means.tolist(), variances.tolist()) == ([0.0, 0.0], [1.0, 1.0])


def calls_of_an_edit(n_layers: int) -> int:
    layers = tuple(LayerSpec(2, key=key, held=((0, 0),)) for key in range(1, n_layers + 1))
    old = NetworkSpec(2, layers)
    new = old.with_layer(n_layers // 2, replace(layers[n_layers // 2], size=3))
    parameters = first_parameters(old, 0)
    checkpoint = Checkpoint(old, parameters, {"mean": parameters, "square": parameters})
    n_calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        graft(checkpoint, refitted(old, new), 0)
    finally:
        sys.setprofile(before)
    return n_calls


def test_twice_the_layers_take_at_most_twice_the_calls() -> None:
    assert calls_of_an_edit(200) < 2.1 * calls_of_an_edit(100)
