"""What is different in another network, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.settings import DROPOUT, KERNEL, PADDING, STRIDE
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model.instead import chosen, instead, number_instead, parameters_instead, said
from nnsim.model.layer_names import layer_name
from nnsim.words import QT_TRANSLATE_NOOP, Words

_NUMBERS: tuple[Parameter, ...] = (KERNEL, STRIDE, PADDING, DROPOUT)
_FLAGS = {
    "bias": (QT_TRANSLATE_NOOP("differences", "with biases"), QT_TRANSLATE_NOOP("differences", "without biases")),
    "normalize": (
        QT_TRANSLATE_NOOP("differences", "with batch normalisation"),
        QT_TRANSLATE_NOOP("differences", "without batch normalisation"),
    ),
    "frozen": (QT_TRANSLATE_NOOP("differences", "frozen"), QT_TRANSLATE_NOOP("differences", "not frozen")),
}
_MARKS = {
    "held": (
        QT_TRANSLATE_NOOP("differences", "held weights: {0}"),
        QT_TRANSLATE_NOOP("differences", "other held weights"),
    ),
    "cut": (QT_TRANSLATE_NOOP("differences", "cut links: {0}"), QT_TRANSLATE_NOOP("differences", "other cut links")),
    "muted": (
        QT_TRANSLATE_NOOP("differences", "muted neurons: {0}"),
        QT_TRANSLATE_NOOP("differences", "other muted neurons"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A layer before and after, and its numbers in the networks before and after, from 1."""

    one: LayerSpec
    other: LayerSpec
    old_number: int
    number: int


def network_differences(one: NetworkSpec, other: NetworkSpec) -> Iterator[Words]:
    """Of the layers, of each layer, and of the numbers that all are computed in."""
    if one.picture != other.picture:
        yield said(QT_TRANSLATE_NOOP("differences", "inputs as {0}"), instead(_inputs_as(other), _inputs_as(one)))
    if one.dtype != other.dtype:
        single = QT_TRANSLATE_NOOP("differences", "single precision instead of double")
        double = QT_TRANSLATE_NOOP("differences", "double precision instead of single")
        yield said(single if other.dtype == "float32" else double)
    more = len(other.layers) - len(one.layers)
    if more:
        yield _so_many_layers(more)
    pairs = _pairs(one, other)
    if any(later.old_number < earlier.old_number for earlier, later in pairwise(pairs)):
        yield said(QT_TRANSLATE_NOOP("differences", "layers in another order"))
    yield from _at_their_places(pairs, other)


def _inputs_as(network: NetworkSpec) -> str:
    if network.picture is None:
        return said(QT_TRANSLATE_NOOP("differences", "numbers in a row"))
    return said(QT_TRANSLATE_NOOP("differences", "a picture of {0} × {1} × {2}"), *network.picture)


def _so_many_layers(more: int) -> Words:
    if more == 1:
        return said(QT_TRANSLATE_NOOP("differences", "one hidden layer more"))
    if more == -1:
        return said(QT_TRANSLATE_NOOP("differences", "one hidden layer less"))
    if more > 0:
        return said(QT_TRANSLATE_NOOP("differences", "{0} hidden layers more"), more)
    return said(QT_TRANSLATE_NOOP("differences", "{0} hidden layers less"), -more)


def _pairs(one: NetworkSpec, other: NetworkSpec) -> list[_Pair]:
    """Each layer with what it was, found by its key, or else by its order among the rest; the last with the last."""
    places = {layer.key: place for place, layer in enumerate(one.layers[:-1]) if layer.key}
    known = {layer.key for layer in other.layers[:-1]} & places.keys()
    rest = iter([place for place, layer in enumerate(one.layers[:-1]) if layer.key not in known])
    pairs = []
    for number, layer in enumerate(other.layers[:-1], 1):
        old = places[layer.key] if layer.key in known else next(rest, None)
        if old is not None:
            pairs.append(_Pair(one.layers[old], layer, old + 1, number))
    return [*pairs, _Pair(one.output, other.output, len(one.layers), len(other.layers))]


def _at_their_places(pairs: Sequence[_Pair], network: NetworkSpec) -> Iterator[Words]:
    """Each difference with its layer; what all hidden layers have in common is said once."""
    found: dict[Words, list[int]] = {}
    for pair in pairs:
        for difference in _of_layers(pair.one, pair.other):
            found.setdefault(difference, []).append(pair.number)
    hidden = list(range(1, len(network.layers)))
    for difference, numbers in found.items():
        if len(hidden) > 1 and numbers[: len(hidden)] == hidden:
            yield said(QT_TRANSLATE_NOOP("differences", "all hidden layers: {0}"), difference)
            numbers = numbers[len(hidden) :]
        for number in numbers:
            yield said(QT_TRANSLATE_NOOP("differences", "{0}: {1}"), layer_name(network, number - 1), difference)


def _of_layers(one: LayerSpec, other: LayerSpec) -> Iterator[Words]:
    if one.kind != other.kind:
        yield instead(LAYER_KINDS.called(other.kind), LAYER_KINDS.called(one.kind))
    if one.size != other.size:
        yield _of_sizes(one, other)
    if one.activation.name != other.activation.name:
        yield instead(chosen(ACTIVATIONS, other.activation), chosen(ACTIVATIONS, one.activation))
    else:
        yield from parameters_instead(ACTIVATIONS, one.activation, other.activation)
    if one.initializer.name != other.initializer.name:
        rules = instead(chosen(INITIALIZERS, other.initializer), chosen(INITIALIZERS, one.initializer))
        yield said(QT_TRANSLATE_NOOP("differences", "first weights {0}"), rules)
    else:
        yield from parameters_instead(INITIALIZERS, one.initializer, other.initializer)
    for number in _NUMBERS:
        new, old = getattr(other, number.name), getattr(one, number.name)
        if new != old:
            yield number_instead(Words(number.label, context="catalog"), new, old)
    yield from _of_flags(one, other)


def _of_sizes(one: LayerSpec, other: LayerSpec) -> Words:
    if other.kind == "conv2d":
        many = QT_TRANSLATE_NOOP("differences", "{0} filters instead of {1}")
        single = QT_TRANSLATE_NOOP("differences", "{0} filter instead of {1}")
    else:
        many = QT_TRANSLATE_NOOP("differences", "{0} neurons instead of {1}")
        single = QT_TRANSLATE_NOOP("differences", "{0} neuron instead of {1}")
    return said(single if other.size == 1 else many, other.size, one.size)


def _of_flags(one: LayerSpec, other: LayerSpec) -> Iterator[Words]:
    for name, (on, off) in _FLAGS.items():
        if getattr(one, name) != getattr(other, name):
            yield said(on if getattr(other, name) else off)
    for name, (counted, others) in _MARKS.items():
        before, after = getattr(one, name), getattr(other, name)
        if len(before) != len(after):
            yield said(counted, instead(str(len(after)), str(len(before))))
        elif before != after:
            yield said(others)
