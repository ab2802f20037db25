"""What cannot be is refused with its place and its reason, the clearest reason first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.errors import SpecError
from nnsim.model.problems import check, check_network, check_training
from tests.model.pictures import CONV, FLATTEN, POOL, layer

LAYERS = (CONV, POOL, FLATTEN, LayerSpec(4), LayerSpec(1, Choice("sigmoid")))


def network(*layers: LayerSpec, picture: tuple[int, int, int] | None = (1, 6, 6), n_inputs: int = 36) -> NetworkSpec:
    keyed = tuple(replace(each, key=key) for key, each in enumerate(layers or LAYERS, 1))
    return NetworkSpec(n_inputs, keyed, picture=picture)


def altered(index: int, **changes: Any) -> NetworkSpec:
    """The network with one layer altered."""
    whole = network()
    return whole.with_layer(index, replace(whole.layers[index], **changes))


def test_a_network_of_all_kinds_is_possible() -> None:
    check(network(), TrainSpec())
    check(network(layer("average_pool2d"), layer("conv2d", padding=1), FLATTEN, LAYERS[-1]), TrainSpec())


IMPOSSIBLE: dict[str, tuple[NetworkSpec, str, str]] = {
    "unknown kind": (altered(0, kind="conv3d"), "spec.unknown_layer", "layer 1"),
    "no filters": (altered(0, size=0), "spec.out_of_range", "layer 1"),
    "half a neuron": (altered(3, size=2.5), "spec.not_whole", "layer 4"),
    "half a pixel": (altered(0, kernel=2.5), "spec.not_whole", "layer 1, kernel"),
    "kernel 0": (altered(0, kernel=0), "spec.out_of_range", "layer 1, kernel"),
    "stride 0": (altered(0, stride=0), "spec.out_of_range", "layer 1, stride"),
    "padding below 0": (altered(0, padding=-1), "spec.out_of_range", "layer 1, padding"),
    "padding of a pooling": (altered(1, padding=1), "spec.no_padding", "layer 2, padding"),
    "size of a pooling": (altered(1, size=3), "spec.no_weights", "layer 2"),
    "bias of a pooling": (altered(1, bias=True), "spec.no_weights", "layer 2"),
    "normalisation of a flatten": (altered(2, normalize=True), "spec.no_weights", "layer 3"),
    "frozen flatten": (altered(2, frozen=True), "spec.no_weights", "layer 3"),
    "held in a pooling": (altered(1, held=((0, 0),)), "spec.no_weights", "layer 2"),
    "cut in a flatten": (altered(2, cut=((0, 0),)), "spec.no_weights", "layer 3"),
    "kernel too large": (altered(0, kernel=7), "spec.kernel_too_large", "layer 1"),
    "kernel too large behind a pooling": (altered(1, kernel=5), "spec.kernel_too_large", "layer 2"),
    "no flatten": (network(CONV, LAYERS[-1]), "spec.needs_flatten", "layer 2"),
    "no picture": (network(picture=None), "spec.needs_picture", "layer 1"),
    "convolution behind a dense layer": (
        network(LayerSpec(4), CONV, FLATTEN, LAYERS[-1], picture=None),
        "spec.needs_picture",
        "layer 2",
    ),
    "picture of other inputs": (network(n_inputs=35), "spec.picture_and_inputs", "picture"),
    "picture without pixels": (network(picture=(0, 6, 6)), "spec.picture", "picture"),
    "picture turned inside out": (network(picture=(-1, -6, 6)), "spec.picture", "picture"),
    "output is no dense layer": (network(CONV, FLATTEN), "spec.output_kind", "output layer"),
    "output leaves answers out": (altered(4, dropout=0.1), "spec.output_dropout", "output layer"),
    "dropout of all": (altered(3, dropout=1.0), "spec.out_of_range", "layer 4, dropout"),
    "dropout below 0": (altered(3, dropout=-0.1), "spec.out_of_range", "layer 4, dropout"),
    "dropout is no number": (altered(3, dropout=float("nan")), "spec.out_of_range", "layer 4, dropout"),
    "held row too far": (altered(3, held=((13, 0),)), "spec.no_such_place", "layer 4, held"),
    "held column too far": (altered(3, held=((0, 4),)), "spec.no_such_place", "layer 4, held"),
    "held before the first": (altered(3, held=((-1, 0),)), "spec.no_such_place", "layer 4, held"),
    "held bias where there is none": (altered(3, held=((12, 0),), bias=False), "spec.no_such_place", "layer 4, held"),
    "cut bias": (altered(3, cut=((12, 0),)), "spec.no_such_place", "layer 4, cut"),
    "cut twice": (altered(3, cut=((1, 0), (1, 0))), "spec.places_order", "layer 4, cut"),
    "held out of order": (altered(3, held=((1, 0), (0, 3))), "spec.places_order", "layer 4, held"),
    "held in a filter too far": (altered(0, held=((10, 0),)), "spec.no_such_place", "layer 1, held"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_network_is_refused_where_it_is_wrong(name: str) -> None:
    spec, code, where = IMPOSSIBLE[name]
    with pytest.raises(SpecError) as caught:
        check_network(spec)
    assert (caught.value.code, caught.value.where) == (code, where)
    assert caught.value.message


@pytest.mark.parametrize(
    ("spec", "where", "hint"),
    [
        (network(picture=None), "layer 1", "how wide and high the inputs are"),
        (network(LayerSpec(4), CONV, FLATTEN, LAYERS[-1], picture=None), "layer 2", "in front of all dense layers"),
        (network(CONV, FLATTEN, POOL, LAYERS[-1]), "layer 3", "in front of flatten"),
        (network(FLATTEN, LayerSpec(4), CONV, LAYERS[-1]), "layer 3", "in front of flatten"),
    ],
    ids=["no picture", "behind a dense layer", "behind flatten", "behind flatten and a dense layer"],
)
def test_a_layer_that_needs_a_picture_says_where_it_would_find_one(spec: NetworkSpec, where: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        check_network(spec)
    assert (caught.value.code, caught.value.where) == ("spec.needs_picture", where)
    assert hint in caught.value.hint


def test_the_last_bias_may_be_held_and_the_last_link_cut() -> None:
    check_network(altered(3, held=((11, 3), (12, 3)), cut=((0, 0), (11, 3))))
    check_network(altered(0, held=((9, 2),), cut=((8, 2),)))


def test_so_many_single_weights_can_be_held_as_a_file_can_tell() -> None:
    places = tuple((row, column) for row in range(2) for column in range(10_000))
    wide = network(LayerSpec(10_000, held=places), LAYERS[-1], picture=None)
    check_network(wide)
    with pytest.raises(SpecError) as caught:
        check_network(wide.with_layer(0, replace(wide.layers[0], cut=places[:1])))
    assert caught.value.code == "spec.too_many_places"


TRAINING: dict[str, tuple[TrainSpec, str, str]] = {
    "schedule": (TrainSpec(schedule=Choice("cosinus")), "spec.unknown_schedule", "schedule"),
    "epochs of a schedule": (TrainSpec(schedule=Choice.of("cosine", epochs=0)), "spec.out_of_range", "schedule"),
    "gradient below 0": (TrainSpec(clip_norm=-1.0), "spec.out_of_range", "longest gradient"),
    "gradient is no number": (TrainSpec(clip_norm=float("nan")), "spec.out_of_range", "longest gradient"),
    "stop before the first epoch": (TrainSpec(stop=StopSpec(epochs=0)), "spec.out_of_range", "stop, epochs"),
    "stop at a loss below 0": (TrainSpec(stop=StopSpec(loss=-1.0)), "spec.out_of_range", "stop, loss"),
    "stop beyond all right": (TrainSpec(stop=StopSpec(accuracy=1.1)), "spec.out_of_range", "stop, accuracy"),
    "stop at once": (TrainSpec(stop=StopSpec(seconds=0.0)), "spec.out_of_range", "stop, seconds"),
    "stop within an epoch": (TrainSpec(stop=StopSpec(epochs=2.5)), "spec.not_whole", "stop, epochs"),
    "half an epoch of a schedule": (TrainSpec(schedule=Choice.of("step", epochs=0.5)), "spec.out_of_range", "schedule"),
    "broken epochs of a schedule": (TrainSpec(schedule=Choice.of("step", epochs=1.5)), "spec.not_whole", "schedule"),
    "half a sample": (TrainSpec(batch_size=2.5), "spec.not_whole", "batch size"),
    "broken seed": (TrainSpec(seed=0.5), "spec.not_whole", "seed"),
    "no patience": (TrainSpec(stop=StopSpec(patience=0)), "spec.out_of_range", "stop, patience"),
    "rprop with batches": (TrainSpec(optimizer=Choice("rprop")), "spec.rprop_needs_full_batch", "batch size"),
}


@pytest.mark.parametrize("name", TRAINING)
def test_impossible_training_is_refused_where_it_is_wrong(name: str) -> None:
    training, code, where = TRAINING[name]
    with pytest.raises(SpecError) as caught:
        check_training(training)
    assert (caught.value.code, caught.value.where) == (code, where)
    assert caught.value.hint


def test_rprop_with_all_samples_and_every_stop_is_possible() -> None:
    check_training(TrainSpec(optimizer=Choice("rprop"), batch_size=None, stop=StopSpec(1, 0.0, 1.0, 0.01, 1)))
