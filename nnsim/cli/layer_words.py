"""Layers as they are typed: ``8,8``, or ``conv2d:8,max_pool2d,flatten,32``."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace

from nnsim.data.classics import CLASSICS
from nnsim.data.pixels import likely_shape
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.errors import SpecError
from nnsim.model.layer_problems import check_layer

Picture = tuple[int, int, int]

_WORD = re.compile(r"([a-z][a-z0-9_-]*)((?::[0-9]{1,9})*)|([+-]?[0-9]{1,18})")
_PICTURE = re.compile(r"(?:([0-9]{1,6})x)?([0-9]{1,6})x([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class LayerWord:
    """One hidden layer as typed: its kind, which may not exist, and the numbers behind the name."""

    kind: str
    numbers: tuple[int, ...]


def layer_words(text: str) -> tuple[LayerWord, ...]:
    """Hidden layers with commas between them; none for an empty text."""
    return tuple(_layer_word(part.strip()) for part in text.split(",")) if text.strip() else ()


def _layer_word(text: str) -> LayerWord:
    match = _WORD.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write 8 or conv2d:8:3 or flatten")
    name, numbers, size = match.groups()
    if size is not None:
        return LayerWord("dense", (int(size),))
    return LayerWord(name.replace("-", "_"), tuple(int(number) for number in numbers.split(":")[1:]))


def picture(text: str) -> Picture:
    """``8x8`` or ``3x32x32``: channels, height, width; one channel if only two numbers are given."""
    match = _PICTURE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” cannot be read; write 8x8, or 3x32x32 for three colours")
    channels, height, width = match.groups()
    return int(channels or 1), int(height), int(width)


def described_layer(word: LayerWord, number: int) -> LayerSpec:
    """The layer that a word means; raises ``SpecError`` if there is no such kind or a number is wrong."""
    where = f"--layers, layer {number}"
    entry = LAYER_KINDS.entry(word.kind, where)
    has_size = entry.kind().has_weights
    names = (*(("size",) if has_size else ()), *(parameter.name for parameter in entry.parameters))
    if len(word.numbers) > len(names):
        takes = f"at most {len(names)} numbers: {', '.join(names)}" if names else "no numbers"
        raise SpecError("spec.too_many_numbers", f"{word.kind} takes {takes}.", where=where, hint="Leave the rest out.")
    if has_size and not word.numbers:
        raise SpecError(
            "spec.no_size",
            f"How many neurons or filters does {word.kind} have?",
            where=where,
            hint=f"Write {word.kind}:8.",
        )
    layer = entry.kind(**dict(zip(names, word.numbers, strict=False)))
    check_layer(layer, where)
    return layer


def guessed_picture(layers: tuple[LayerSpec, ...], inputs: tuple[str, ...], data: str) -> Picture | None:
    """What the inputs are as a picture if the first layer takes one: what ships says so, names do, or their number."""
    n_inputs = len(inputs)
    if not layers or layers[0].kind == "dense":
        return None
    shape = CLASSICS[data].image_shape if data in CLASSICS else None
    if shape is not None and shape[0] * shape[1] == n_inputs:
        return 1, *shape
    found = likely_shape(inputs, 1)
    if found is None:
        raise SpecError(
            "spec.needs_picture",
            f"The first layer takes a picture, but the {n_inputs} inputs are not a square of pixels.",
            where="--layers",
            hint="Say how high and wide they are: --picture 4x6, or 3x4x6 for three colours.",
        )
    return found


def flattened(layers: tuple[LayerSpec, ...], n_inputs: int, shape: Picture | None) -> tuple[LayerSpec, ...]:
    """The layers with a flatten wherever a picture comes into a dense layer, the output layer among them."""
    found: list[LayerSpec] = []
    for layer in (*layers, LayerSpec(1)):
        coming = NetworkSpec(n_inputs, tuple(found), picture=shape).shapes[-1]
        if layer.kind == "dense" and len(coming) == 3:
            found.append(LAYER_KINDS.entry("flatten").kind())
        found.append(layer)
    return tuple(found[:-1])


def learning(
    layers: tuple[LayerSpec, ...], activation: Choice, initializer: Choice, dropout: float, *, normalize: bool
) -> tuple[LayerSpec, ...]:
    """The layers, and for those that have weights what is the same in all of them."""
    return tuple(
        replace(layer, activation=activation, initializer=initializer, dropout=dropout, normalize=normalize)
        if layer.has_weights
        else layer
        for layer in layers
    )
