"""What the blocks of folded layers show: weights, filters, or the sample in hand on its way through the network."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nnsim.engine.parameters import Block
from nnsim.engine.snapshot import SampleView
from nnsim.engine.spec import Choice, NetworkSpec
from nnsim.session.selection import has_neurons
from nnsim.ui.editor.faces import picture_of, strength, weight_picture
from nnsim.ui.growing_scale import place
from nnsim.ui.names import Pixels

Floats = NDArray[np.floating[Any]]
Frame = tuple[float, float, float, float]
"""Left, top, width, height."""

MOST_TILES: Final = 6
"""Small pictures in a row and in a column: more would be too small to be seen."""
_TILE: Final = 24
"""Points along the side of a small picture, at least."""
_GAP, _NOTHING = 0, 0
"""Index and colour of what is between small pictures."""


def is_picture(network: NetworkSpec, layer: int) -> bool:
    """Whether a block shows pictures that keep their proportions, and not a matrix or a row that fills it."""
    return not has_neurons(network, layer) and (layer < 0 or network.layers[layer].kind != "flatten")


def colours(table: list[int]) -> list[int]:
    """The heat colours, with nothing at all in place of the first, which is hardly another than the second."""
    return [_NOTHING, *table[1:]]


def with_colours(picture: QImage, table: list[int]) -> None:
    """Show the same picture in the colours of another theme; a picture in colour has its own."""
    if not picture.colorCount():
        return
    picture.setColorTable(colours(table) if picture.color(_GAP) == _NOTHING else table)


def block_picture(
    network: NetworkSpec, layer: int, block: Block, parameters: Floats, full: float, table: list[int]
) -> QImage:
    """The weights of a folded layer, of a convolution its filters."""
    weights = block.weights(parameters)
    if network.layers[layer].kind == "dense":
        return weight_picture(weights, full, table)
    kernel, channels = network.layers[layer].kernel, network.shapes[layer][0]
    filters = weights.T.reshape(-1, channels, kernel, kernel)
    if channels == 1:
        return tiles(in_rows(filters[:, 0]), full, table)
    return tiles(filters[:MOST_TILES, :MOST_TILES], full, table)


def filter_frames(network: NetworkSpec, layer: int) -> list[Frame]:
    """Where the filters that ``block_picture`` shows lie in it, in shares of it: a tile each, or a row of tiles."""
    spec = network.layers[layer]
    if spec.kind != "conv2d":
        return []
    channels = network.shapes[layer][0]
    if channels == 1:
        shown = min(spec.size, MOST_TILES**2)
        rows, columns = _grid(shown)
        places = [(index // columns, index % columns) for index in range(shown)]
        wide = 1.0
    else:
        rows, columns = min(spec.size, MOST_TILES), min(channels, MOST_TILES)
        places, wide = [(index, 0) for index in range(rows)], float(columns)
    side, gap = _tile(spec.kernel, spec.kernel)
    height, width = rows * (side + gap) - gap, columns * (side + gap) - gap
    return [
        ((side + gap) * column / width, (side + gap) * row / height, ((side + gap) * wide - gap) / width, side / height)
        for row, column in places
    ]


def answer_picture(
    network: NetworkSpec, layer: int, sample: SampleView | None, table: list[int], pixels: Pixels | None = None
) -> QImage | None:
    """What a layer without weights hands on, or the inputs, for the sample in hand; ``None`` without a sample.

    An output with weights is a copy of the inputs: the same picture again, on the same scale. ``pixels`` tells where
    inputs in a row lie in their picture.
    """
    if sample is None:
        return None
    full = float(np.abs(sample.inputs).max(initial=0.0)) or 1.0
    if layer < 0:
        return _input_picture(network, sample.inputs, full, table, pixels)
    if network.layers[layer].has_weights:
        return _input_picture(network, sample.activations[layer], full, table, pixels)
    shape, answers = network.shapes[layer + 1], sample.activations[layer]
    shown = strength(_squeezed(network, layer), answers)
    if len(shape) == 1:
        return weight_picture(shown[:, None], 1.0, table)
    return tiles(in_rows(shown.reshape(shape)), 1.0, table)


def _input_picture(
    network: NetworkSpec, inputs: Floats, full: float, table: list[int], pixels: Pixels | None
) -> QImage | None:
    if pixels is not None and pixels.channels > 1 and len(pixels.places) == len(inputs):
        return _colour_picture(inputs, pixels)
    if network.picture is not None and network.picture[0] > 1:
        return tiles(in_rows(inputs.reshape(network.picture)), full, table)
    if network.picture is not None:
        return weight_picture(inputs.reshape(network.picture[1:]), full, table)
    if pixels is None or len(pixels.places) != len(inputs):
        return None
    seen = np.full(pixels.height * pixels.width, np.nan)
    seen[list(pixels.places)] = inputs
    whole = seen.reshape(pixels.height, pixels.width)
    if len(inputs) == whole.size:
        return weight_picture(whole, full, table)
    indices = np.maximum(place(whole, full), 1)
    indices[np.isnan(whole)] = _GAP
    return picture_of(indices, colours(table))


def _colour_picture(inputs: Floats, pixels: Pixels) -> QImage:
    """Red, green and blue as they look before they are scaled, clear where a pixel is left out."""
    values = inputs if pixels.scaling is None else pixels.scaling.undo(inputs)
    shades = np.zeros(pixels.channels * pixels.height * pixels.width)
    shades[list(pixels.places)] = np.clip(values / pixels.full, 0.0, 1.0)
    is_seen = np.zeros(shades.shape, bool)
    is_seen[list(pixels.places)] = True
    shape = (pixels.channels, pixels.height, pixels.width)
    seen = np.asarray(is_seen.reshape(shape).any(axis=0, keepdims=True))
    whole = np.rint(255 * np.concatenate([shades.reshape(shape), seen])).astype(np.uint8)
    lines = np.ascontiguousarray(np.moveaxis(whole, 0, 2))
    image = QImage(lines.tobytes(), pixels.width, pixels.height, 4 * pixels.width, QImage.Format.Format_RGBA8888)
    return image.copy()


def _squeezed(network: NetworkSpec, layer: int) -> Choice:
    """The activation whose numbers a layer without weights hands on."""
    while layer > 0 and not network.layers[layer].has_weights and network.layers[layer].activation.name == "identity":
        layer -= 1
    return network.layers[layer].activation


def in_rows(pictures: Floats) -> Floats:
    """Pictures (n, height, width) as (rows, columns, height, width), about as many down as across, NaN where none is.

    At most ``MOST_TILES`` ² of them.
    """
    pictures = pictures[: MOST_TILES**2]
    rows, columns = _grid(len(pictures))
    filled = np.full((rows * columns, *pictures.shape[1:]), np.nan)
    filled[: len(pictures)] = pictures
    return filled.reshape(rows, columns, *pictures.shape[1:])


def _grid(count: int) -> tuple[int, int]:
    """Rows and columns for so many small pictures."""
    columns = math.ceil(math.sqrt(count))
    return -(-count // columns), columns


def _tile(height: int, width: int) -> tuple[int, int]:
    """Points along the longer side of a small picture as it is drawn, and between two."""
    larger = -(-_TILE // max(height, width))
    return larger * max(height, width), max(1, larger * max(height, width) // 6)


def tiles(pictures: Floats, full: float, table: list[int]) -> QImage:
    """Pictures (rows, columns, height, width) beside and below each other, with the ground between them."""
    rows, columns, height, width = pictures.shape
    side, gap = _tile(height, width)
    larger = side // max(height, width)
    indices = np.maximum(place(pictures, full), 1)
    indices[np.isnan(pictures)] = _GAP
    indices = indices.repeat(larger, axis=2).repeat(larger, axis=3)
    whole = np.full((rows, height * larger + gap, columns, width * larger + gap), _GAP, np.uint8)
    whole[:, : height * larger, :, : width * larger] = indices.transpose(0, 2, 1, 3)
    flat = whole.reshape(rows * (height * larger + gap), columns * (width * larger + gap))
    return picture_of(flat[:-gap, :-gap], colours(table))
