"""Remedies where a layer cannot take what comes in: the picture is too small, or there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from nnsim.data.pixels import likely_shape
from nnsim.data.prepare import Prepared, prepare
from nnsim.engine.catalog.layers import LAYER_KINDS, flatten
from nnsim.engine.catalog.settings import PADDING
from nnsim.engine.spec import LayerSpec, NetworkSpec, Shape
from nnsim.errors import InputError
from nnsim.model.fitting import fitted
from nnsim.model.layer_names import layer_name
from nnsim.model.mending import Remedy
from nnsim.model.new_layers import new_key, with_inserted
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

_LEAST_SIDE = 4
"""Fewer than 4 × 4 numbers that happen to make a square are no picture."""


def kernel_remedies(before: Project, attempted: Project, layer: int) -> Iterator[Remedy | None]:
    """A kernel that fits, zeros around the picture, or one layer less that makes it smaller."""
    network = attempted.network
    spec = network.layers[layer]
    side = min(_shape_before(network, layer)[1:])
    room = side + 2 * spec.padding if spec.kind == "conv2d" else side
    for kernel in (room - 1 + room % 2, room) if spec.kind == "conv2d" else (room,):
        if 1 <= kernel < spec.kernel:
            fitting = replace(spec, kernel=kernel, stride=min(spec.stride, max(kernel, 1)))
            name = layer_name(network, layer)
            label = Words(QT_TRANSLATE_NOOP("edits", "use kernel {0} in {1}"), kernel, name, context="edits")
            yield _remedy(attempted, network.with_layer(layer, fitting), label)
            break
    for number, wider in _padded(before.network, network, layer):
        words = QT_TRANSLATE_NOOP("edits", "use padding {0} in {1}")
        label = Words(words, wider.layers[number].padding, layer_name(wider, number), context="edits")
        yield _remedy(attempted, wider, label)
    yield without_layer(attempted, layer)


def flatten_remedies(attempted: Project, layer: int) -> Iterator[Remedy | None]:
    """A flatten layer in between; or no picture at all."""
    network = attempted.network
    added = with_inserted(network, layer, replace(flatten(), key=new_key(network)))
    name = layer_name(network, layer)
    label = Words(QT_TRANSLATE_NOOP("edits", "add a flatten layer before {0}"), name, context="edits")
    yield _remedy(attempted, added, label)
    flat = next((place for place in range(layer, len(network.layers)) if network.layers[place].kind == "flatten"), None)
    if flat is not None:
        words = QT_TRANSLATE_NOOP("edits", "put the {0} layer behind the flatten layer")
        label = Words(words, _kind(network.layers[layer]), context="edits")
        yield _remedy(attempted, _moved(network, layer, flat), label)
    yield _without_pictures(attempted)


def picture_remedies(attempted: Project, layer: int) -> Iterator[Remedy | None]:
    """The layer where there is a picture still; or the inputs as a picture."""
    network = attempted.network
    spec = network.layers[layer]
    flat = next((place for place in range(layer) if network.layers[place].kind == "flatten"), None)
    if flat is not None:
        words = QT_TRANSLATE_NOOP("edits", "put the {0} layer in front of the flatten layer")
        yield _remedy(attempted, _moved(network, layer, flat), Words(words, _kind(spec), context="edits"))
    shape = likely_shape(prepare(attempted.data).input_names, _LEAST_SIDE)
    is_whole = shape is not None and prod(shape) == network.n_inputs
    if network.picture is None and shape is not None and is_whole and spec.kind != "flatten":
        front = replace(_moved(network, layer, 0), picture=shape)
        yield _remedy(attempted, _flattened_behind(front), _as_picture(shape))
    if layer < len(network.layers) - 1:
        yield without_layer(attempted, layer)


def input_remedies(attempted: Project, prepared: Prepared, *, same_task: bool) -> Iterator[Remedy | None]:
    """Other data than a network with pictures can take: with a picture of another size, or without any."""
    shape = likely_shape(prepared.input_names, _LEAST_SIDE)
    found = [_without_pictures(attempted)]
    if shape is not None:
        network = replace(attempted.network, picture=shape, n_inputs=prod(shape))
        found.insert(0, _remedy(attempted, network, _as_picture(shape)))
    for remedy in found:
        start = remedy.goal
        try:
            network, training = fitted(start.network, start.training, prepared, same_task=same_task)
        except InputError:
            continue
        yield Remedy(remedy.label, replace(start, network=network, training=training))


def without_layer(project: Project, layer: int) -> Remedy | None:
    """One layer less; not the output layer."""
    network = project.network
    if layer >= len(network.layers) - 1:
        return None
    kind = _kind(network.layers[layer])
    name = layer_name(network, layer)
    label = Words(QT_TRANSLATE_NOOP("edits", "remove {0} ({1})"), name, kind, context="edits")
    return _remedy(project, _without(network, layer), label)


def _remedy(project: Project, network: NetworkSpec, label: Words) -> Remedy:
    return Remedy(label, replace(project, network=network, checkpoint=None))


def _shape_before(network: NetworkSpec, layer: int) -> Shape:
    """What comes into a layer; all in front of it are possible."""
    return replace(network, layers=network.layers[:layer]).shapes[-1]


def _padded(before: NetworkSpec, network: NetworkSpec, layer: int) -> Iterator[tuple[int, NetworkSpec]]:
    """With zeros around the picture where a filter has just grown or come, so that the picture stays as large."""
    known = {one.key: one for one in before.layers}
    for number, spec in enumerate(network.layers[: layer + 1]):
        padding = min(spec.kernel // 2, int(PADDING.maximum))
        if spec.kind == "conv2d" and known.get(spec.key) != spec and padding > spec.padding:
            yield number, network.with_layer(number, replace(spec, padding=padding))


def _without(network: NetworkSpec, layer: int) -> NetworkSpec:
    layers = (*network.layers[:layer], *network.layers[layer + 1 :])
    return replace(network, layers=layers, picture=None if layers[0].kind == "dense" else network.picture)


def _without_pictures(project: Project) -> Remedy:
    network = project.network
    dense = replace(network, layers=tuple(layer for layer in network.layers if layer.kind == "dense"), picture=None)
    label = Words(QT_TRANSLATE_NOOP("edits", "remove all layers that take a picture"), context="edits")
    return _remedy(project, dense, label)


def _as_picture(shape: tuple[int, int, int]) -> Words:
    channels, height, width = shape
    if channels > 1:
        words = QT_TRANSLATE_NOOP("edits", "take the {0} inputs as a picture of {1} × {2} in colour")
        return Words(words, prod(shape), height, width, context="edits")
    words = QT_TRANSLATE_NOOP("edits", "take the {0} inputs as a picture of {1} × {2}")
    return Words(words, prod(shape), height, width, context="edits")


def _kind(layer: LayerSpec) -> str:
    return LAYER_KINDS.called(layer.kind)


def _moved(network: NetworkSpec, layer: int, to: int) -> NetworkSpec:
    rest = replace(network, layers=(*network.layers[:layer], *network.layers[layer + 1 :]))
    return with_inserted(rest, to, network.layers[layer])


def _flattened_behind(network: NetworkSpec) -> NetworkSpec:
    """With a flatten behind the layers at the front that take a picture."""
    behind = next(place for place, layer in enumerate(network.layers) if layer.kind in ("dense", "flatten"))
    if network.layers[behind].kind == "flatten":
        return network
    row: LayerSpec = replace(flatten(), key=new_key(network))
    return with_inserted(network, behind, row)
