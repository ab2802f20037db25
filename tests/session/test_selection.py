"""What there is to select in a network."""

from __future__ import annotations

import pytest

from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.session.selection import Selection, exists, has_neurons

PICTURES = NetworkSpec(
    64,
    (
        LayerSpec(3, kind="conv2d"),
        LayerSpec(0, kind="max_pool2d", kernel=2, stride=2, bias=False),
        LayerSpec(0, kind="flatten", bias=False),
        LayerSpec(4),
    ),
    picture=(1, 8, 8),
)
ROWS = NetworkSpec(2, (LayerSpec(3, bias=False), LayerSpec(1)))


@pytest.mark.parametrize("layer", range(-1, 4))
def test_every_layer_can_be_selected_as_a_whole(layer: int) -> None:
    assert exists(Selection("layer", layer), PICTURES)


def test_there_is_no_layer_beyond_the_ends() -> None:
    assert not exists(Selection("layer", -2), PICTURES)
    assert not exists(Selection("layer", 4), PICTURES)
    assert exists(Selection(), PICTURES)


def test_dense_layers_and_inputs_in_a_row_have_neurons_and_a_convolution_has_filters() -> None:
    assert [has_neurons(PICTURES, layer) for layer in range(-1, 4)] == [False, False, False, False, True]
    selectable = [exists(Selection("neuron", layer), PICTURES) for layer in range(-1, 4)]
    assert selectable == [False, True, False, False, True]
    n_filters = PICTURES.layers[0].size
    assert exists(Selection("neuron", 0, column=n_filters - 1), PICTURES)
    assert not exists(Selection("neuron", 0, column=n_filters), PICTURES)
    assert exists(Selection("neuron", -1, column=1), ROWS)
    assert not exists(Selection("neuron", -1, column=2), ROWS)


def test_the_weights_of_filters_are_there_and_no_more() -> None:
    assert exists(Selection("link", 0, 8, 2), PICTURES)
    assert not exists(Selection("link", 0, 9, 2), PICTURES)
    assert not exists(Selection("link", 0, 8, 3), PICTURES)
    assert exists(Selection("bias", 0, column=2), PICTURES)
    assert not exists(Selection("bias", 0, column=3), PICTURES)


@pytest.mark.parametrize("layer", [1, 2])
def test_layers_without_weights_have_neither_links_nor_biases(layer: int) -> None:
    assert not exists(Selection("link", layer, 0, 0), PICTURES)
    assert not exists(Selection("bias", layer, column=0), PICTURES)


def test_a_dense_layer_behind_pictures_has_a_link_from_each_of_their_numbers() -> None:
    assert exists(Selection("link", 3, 26, 3), PICTURES)
    assert not exists(Selection("link", 3, 27, 3), PICTURES)


def test_a_layer_without_biases_has_none_to_select() -> None:
    assert not exists(Selection("bias", 0, column=0), ROWS)
    assert exists(Selection("bias", 1, column=0), ROWS)
