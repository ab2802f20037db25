"""From the ``network`` part of a document to a network description whose layers fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast, get_args

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.settings import DROPOUT, KERNEL, LAYER_SIZE, PADDING, STRIDE
from nnsim.engine.spec import DType, LayerKind, LayerSpec, NetworkSpec, Places, Shape
from nnsim.errors import SpecError
from nnsim.model.budget import MAX_PARAMETERS
from nnsim.model.layer_problems import MAX_PLACES, check_layer, check_output
from nnsim.model.problems import MAX_LAYERS
from nnsim.storage.decode_choice import decoded_choice, refused
from nnsim.storage.fields import Fields, mismatch, out_of_range, wrong_type
from nnsim.storage.limits import MAX_COUNT, MAX_INPUTS

NETWORK = ("n_inputs", "picture", "dtype", "layers")
_LAYER = (
    *("key", "kind", "size", "activation", "bias", "initializer"),
    *("kernel", "stride", "padding", "normalize", "dropout", "frozen", "held", "cut", "muted"),
)


def network_spec(fields: Fields) -> NetworkSpec:
    """The network's description."""
    n_inputs = fields.integer("n_inputs", 1, MAX_INPUTS)
    picture = _picture(fields, n_inputs)
    layers = tuple(_layers(fields, picture or (n_inputs,)))
    if not layers:
        raise out_of_range("A network needs at least one layer, the output layer.", fields.at("layers"))
    keys = [layer.key for layer in layers if layer.key]
    if len(set(keys)) < len(keys):
        raise mismatch("Two layers have the same key.", fields.at("layers"))
    try:
        check_output(layers[-1])
    except SpecError as error:
        raise refused(error, f"{fields.at('layers')}/{len(layers) - 1}") from error
    network = NetworkSpec(n_inputs, layers, cast("DType", fields.one_of("dtype", get_args(DType))), picture)
    if network.n_parameters > MAX_PARAMETERS:
        message = f"The network has {network.n_parameters:,} parameters; at most {MAX_PARAMETERS:,} are possible."
        raise out_of_range(message, fields.pointer)
    return network


def _picture(fields: Fields, n_inputs: int) -> tuple[int, int, int] | None:
    if fields.values["picture"] is None:
        return None
    channels, height, width = _whole_numbers(fields.values["picture"], fields.at("picture"), (MAX_INPUTS,) * 3, 1)
    if channels * height * width != n_inputs:
        message = f"The picture has {channels * height * width:,} pixels, but the network has {n_inputs:,} inputs."
        raise mismatch(message, fields.at("picture"))
    return channels, height, width


def _layers(fields: Fields, shape: Shape) -> Iterator[LayerSpec]:
    """Layer by layer with what comes into it, which says how many weights it has."""
    left = MAX_PLACES
    for value, pointer in fields.items("layers", MAX_LAYERS):
        layer_fields = Fields.of(value, pointer, _LAYER)
        layer = _layer(layer_fields)
        rows = layer.rows(shape)
        held = _places(layer_fields, "held", (rows + layer.bias, layer.size), left)
        cut = _places(layer_fields, "cut", (rows, layer.size), left - len(held))
        left -= len(held) + len(cut)
        layer = replace(layer, held=held, cut=cut, muted=_neurons(layer_fields, layer.size))
        try:
            check_layer(layer, pointer)
            shape = layer.shape_after(shape)
        except SpecError as error:
            raise refused(error, pointer) from error
        yield layer


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
        kernel=fields.whole_within("kernel", KERNEL),
        stride=fields.whole_within("stride", STRIDE),
        padding=fields.whole_within("padding", PADDING),
        normalize=fields.boolean("normalize"),
        dropout=fields.within("dropout", DROPOUT),
        frozen=fields.boolean("frozen"),
    )
    size = fields.whole_within("size", LAYER_SIZE) if layer.has_weights else fields.integer("size", 0, 0)
    return replace(layer, size=size)


def _places(fields: Fields, key: str, shape: tuple[int, int], most: int) -> Places:
    """Single weights of a matrix, row by row, none twice."""
    found: list[tuple[int, int]] = []
    for value, pointer in fields.items(key, most):
        row, column = _whole_numbers(value, pointer, (shape[0] - 1, shape[1] - 1))
        if found and (row, column) <= found[-1]:
            raise mismatch("Single weights stand in order, row by row, and none twice.", pointer)
        found.append((row, column))
    return tuple(found)


def _neurons(fields: Fields, size: int) -> tuple[int, ...]:
    """Neurons of a layer, ascending."""
    found: list[int] = []
    for value, pointer in fields.items("muted", size):
        found.append(_whole_numbers([value], pointer, (size - 1,))[0])
        if found[1:] and found[-1] <= found[-2]:
            raise mismatch("Muted neurons stand in order, and none twice.", pointer)
    return tuple(found)


def _whole_numbers(value: object, pointer: str, most: tuple[int, ...], least: int = 0) -> tuple[int, ...]:
    """A list of as many whole numbers as ``most`` has, each from ``least`` to its largest."""
    if not isinstance(value, list):
        raise wrong_type(value, "a list", pointer)
    if len(value) != len(most):
        raise out_of_range(f"The list has {len(value):,} elements, but {len(most)} are needed.", pointer)
    numbers = Fields({str(index): number for index, number in enumerate(value)}, pointer)
    return tuple(numbers.integer(str(index), least, largest) for index, largest in enumerate(most))
