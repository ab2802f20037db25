"""From the ``network`` part of a document to a network description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast, get_args

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.settings import DROPOUT, KERNEL, LAYER_SIZE, PADDING, STRIDE
from nnsim.engine.spec import DType, LayerKind, LayerSpec, NetworkSpec, Places
from nnsim.model.layer_problems import MAX_PLACES
from nnsim.model.problems import MAX_LAYERS
from nnsim.storage.decode_choice import decoded_choice
from nnsim.storage.fields import Fields, out_of_range, whole, wrong_type
from nnsim.storage.limits import MAX_COUNT, MAX_INPUTS

NETWORK = ("n_inputs", "picture", "dtype", "layers")
_LAYER = (
    *("key", "kind", "size", "activation", "bias", "initializer"),
    *("kernel", "stride", "padding", "normalize", "dropout", "frozen", "held", "cut", "muted"),
)


def network_spec(fields: Fields) -> NetworkSpec:
    """The network's description. Whether its layers fit each other is for ``judging.py`` to say."""
    return NetworkSpec(
        n_inputs=fields.integer("n_inputs", 1, MAX_INPUTS),
        layers=tuple(_layers(fields)),
        dtype=cast("DType", fields.one_of("dtype", get_args(DType))),
        picture=picture(fields),
    )


def picture(fields: Fields) -> tuple[int, int, int] | None:
    """What the inputs are as a picture, if they are one."""
    if fields.values["picture"] is None:
        return None
    channels, height, width = _whole_numbers(fields.values["picture"], fields.at("picture"), (MAX_INPUTS,) * 3, 1)
    return channels, height, width


def _layers(fields: Fields) -> Iterator[LayerSpec]:
    left = MAX_PLACES
    for value, pointer in fields.items("layers", MAX_LAYERS):
        layer_fields = Fields.of(value, pointer, _LAYER)
        layer = _layer(layer_fields)
        held = _places(layer_fields, "held", layer, left)
        cut = _places(layer_fields, "cut", layer, left - len(held))
        left -= len(held) + len(cut)
        yield replace(layer, held=held, cut=cut, muted=_neurons(layer_fields, layer.size))


def _layer(fields: Fields) -> LayerSpec:
    """A layer without what is held or cut of it."""
    kind = cast("LayerKind", fields.one_of("kind", LAYER_KINDS.names))
    layer = LayerSpec(
        size=0,
        activation=decoded_choice(fields, "activation", ACTIVATIONS),
        bias=fields.boolean("bias"),
        initializer=decoded_choice(fields, "initializer", INITIALIZERS),
        key=fields.integer("key", 0, MAX_COUNT),
        kind=kind,
        kernel=fields.within("kernel", KERNEL),
        stride=fields.within("stride", STRIDE),
        padding=fields.within("padding", PADDING),
        normalize=fields.boolean("normalize"),
        dropout=fields.within("dropout", DROPOUT),
        frozen=fields.boolean("frozen"),
    )
    size = fields.within("size", LAYER_SIZE) if layer.has_weights else fields.integer("size", 0, 0)
    return replace(layer, size=size)


def _places(fields: Fields, key: str, layer: LayerSpec, longest: int) -> Places:
    """Single weights of a layer, if it has any."""
    most = MAX_COUNT if layer.has_weights else -1
    found = (_whole_numbers(value, pointer, (most, most)) for value, pointer in fields.items(key, longest))
    return tuple((row, column) for row, column in found)


def _neurons(fields: Fields, size: int) -> tuple[int, ...]:
    """Neurons of a layer of this size."""
    return tuple(whole(value, 0, MAX_COUNT, pointer) for value, pointer in fields.items("muted", size))


def _whole_numbers(value: object, pointer: str, most: tuple[int, ...], least: int = 0) -> tuple[int, ...]:
    """A list of as many whole numbers as ``most`` has, each from ``least`` to its largest."""
    if not isinstance(value, list):
        raise wrong_type(value, "a list", pointer)
    if len(value) != len(most):
        raise out_of_range(f"The list has {len(value):,} elements, but {len(most)} are needed.", pointer)
    numbers = enumerate(zip(value, most, strict=True))
    return tuple(whole(number, least, largest, f"{pointer}/{index}") for index, (number, largest) in numbers)
