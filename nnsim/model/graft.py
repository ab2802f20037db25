"""Carrying over into a changed network: learnt weights, and the single weights that are held or cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import LayerSpec, NetworkSpec, Places, Shape

Mask = NDArray[np.bool_]

_INPUTS = -1
NO_COPIES: Mapping[int, int] = MappingProxyType({})


def graft(checkpoint: Checkpoint, network: NetworkSpec, seed: int, copies: Mapping[int, int] = NO_COPIES) -> Checkpoint:
    """The checkpoint for ``network``: what still fits is kept, what is new gets first weights from ``seed``.

    A weight still fits if both its ends were there before: the same layer by ``key``, of the same kind, and the same
    place in it. The optimizer's memory is carried over in the same way and is 0 for new weights and cut links.

    Parameters
    ----------
    copies : keys of new layers that take all from a layer that was there before, with the key of that one; both have
        weights of the same rows and columns
    """
    route = _Route(checkpoint.network, network, copies)
    first = first_parameters(network, seed, route.to_be_drawn)
    memory = {name: np.zeros_like(first) for name in checkpoint.optimizer}
    route.carry(checkpoint.parameters, first)
    for name, array in checkpoint.optimizer.items():
        route.carry(array, memory[name])
    return replace(checkpoint, network=network, parameters=first, optimizer=memory, looked=0)


def new_places(old: NetworkSpec, new: NetworkSpec, earlier: Mask | None = None) -> Mask:
    """(n_parameters,) whether a number of ``new`` is none of ``old`` that ``graft`` has carried over. Not of cut links.

    Parameters
    ----------
    earlier : (n_parameters of ``old``,) those that were new themselves and still count as new; without it none
    """
    before = np.zeros(old.n_parameters) if earlier is None else earlier.astype(np.float64)
    found: Array = np.ones(new.n_parameters)
    _Route(old, new, NO_COPIES).carry(before, found)
    places: Mask = found > 0.0
    for block, layer in zip(blocks(new), new.layers, strict=True):
        for row, column in layer.cut:
            places[block.start + row * block.n_to + column] = False
    return places


def refitted(old: NetworkSpec, new: NetworkSpec) -> NetworkSpec:
    """``new`` without what is held, cut or muted where the weight or neuron that was meant is no longer there.

    A held bias stays one where the rows above it became more or fewer.
    """
    if not any(layer.held or layer.cut or layer.muted for layer in new.layers):
        return new
    before = {one.spec.key: one for one in _placed(old)}
    return replace(new, layers=tuple(_refitted(one, before.get(one.spec.key)) for one in _placed(new)))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A layer in its network: its part of the flat vector, and where its weights come from.

    ``takes`` is the shape that comes in, or that comes into the flatten in front of it; ``behind`` is the key of the
    layer with weights that lies in front.
    """

    spec: LayerSpec
    block: Block
    takes: Shape
    behind: int


def _placed(network: NetworkSpec) -> Iterator[_Placed]:
    before: Shape = ()
    behind, is_flat = _INPUTS, False
    for layer, block, shape in zip(network.layers, blocks(network), network.shapes, strict=False):
        yield _Placed(layer, block, before if is_flat else shape, behind)
        behind = layer.key if layer.has_weights else behind
        before, is_flat = shape, layer.kind == "flatten"


@dataclass(frozen=True, slots=True)
class _Window:
    """Some columns of some rows of a matrix that lies in the flat vector."""

    start: int
    width: int
    rows: int
    columns: int

    def of(self, flat: Array) -> Array:
        """A view (rows, columns)."""
        return flat[self.start : self.start + self.rows * self.width].reshape(-1, self.width)[:, : self.columns]

    def as_run(self) -> _Window:
        """Whole rows as a single one."""
        return _Window(self.start, self.rows * self.width, 1, self.rows * self.width)

    def ends_at(self, other: _Window) -> bool:
        """Whether it is a single whole row, and ``other`` starts behind it."""
        return self.rows == 1 and self.columns == self.width and self.start + self.width == other.start

    def longer(self, by: int) -> _Window:
        """A single row and the numbers behind it."""
        return _Window(self.start, self.width + by, 1, self.width + by)


class _Route:
    """Which numbers of one network go where in another: found once, then followed by each array.

    Attributes
    ----------
    to_be_drawn : numbers of the layers, from 0, some of whose weights are new
    """

    def __init__(self, old: NetworkSpec, new: NetworkSpec, copies: Mapping[int, int]) -> None:
        before = {one.spec.key: one for one in _placed(old)}
        self.to_be_drawn: set[int] = set()
        self._windows: list[tuple[_Window, _Window]] = []
        fresh: list[int] = []
        for index, target in enumerate(_placed(new)):
            if not target.spec.has_weights:
                continue
            source = before.get(copies.get(target.spec.key, target.spec.key))
            if source is None or not _is_alike(source.spec, target.spec):
                self.to_be_drawn.add(index)
                continue
            rows, columns = _rows_kept(source, target), min(source.block.n_to, target.block.n_to)
            for pair in _windows(source.block, target.block, rows, columns):
                self._add(*pair)
            cut = _cut(source.spec, target.spec, rows, columns)
            fresh += [target.block.start + row * target.block.n_to + column for row, column in cut]
            is_whole = (rows, columns) == (target.block.n_from, target.block.n_to)
            if cut or not is_whole or target.block.normalize > source.block.normalize:
                self.to_be_drawn.add(index)
        self._fresh = np.array(fresh, dtype=np.intp)

    def _add(self, source: _Window, target: _Window) -> None:
        """Whole rows that go on where the last ones have ended, here and there, are one run of numbers with them."""
        if source.columns == source.width == target.width:
            source, target = source.as_run(), target.as_run()
            if self._windows and self._windows[-1][0].ends_at(source) and self._windows[-1][1].ends_at(target):
                one, other = self._windows.pop()
                source, target = one.longer(source.width), other.longer(source.width)
        self._windows.append((source, target))

    def carry(self, values: Array, result: Array) -> None:
        """Bring what still fits from ``values`` into ``result``, which holds what is new, and let nobody change it."""
        fresh = result[self._fresh]
        for source, target in self._windows:
            target.of(result)[...] = source.of(values)
        result[self._fresh] = fresh
        result.flags.writeable = False


def _windows(source: Block, target: Block, rows: int, columns: int) -> Iterator[tuple[_Window, _Window]]:
    """Weights, then biases and gains, which know no from-neurons; what a normalisation remembers is of the weights."""

    def both(row: int, other_row: int, n_rows: int) -> tuple[_Window, _Window]:
        return (
            _Window(source.start + row * source.n_to, source.n_to, n_rows, columns),
            _Window(target.start + other_row * target.n_to, target.n_to, n_rows, columns),
        )

    if rows:
        yield both(0, 0, rows)
    if source.bias and target.bias:
        yield both(source.n_from, target.n_from, 1)
    if source.normalize and target.normalize:
        yield both(source.shape[0], target.shape[0], 3 if rows else 1)


def _cut(source: LayerSpec, target: LayerSpec, rows: int, columns: int) -> Places:
    """Links that are cut, or that were and may have a weight again."""
    return (*(place for place in source.cut if place[0] < rows and place[1] < columns), *target.cut)


def _rows_kept(source: _Placed, target: _Placed) -> int:
    """How many of the first rows of a layer's weights still come from where they came from; all of a copy's."""
    if source.spec.key != target.spec.key:
        return target.block.n_from
    if not _is_alike(source.spec, target.spec) or source.behind != target.behind:
        return 0
    was, is_now = source.takes, target.takes
    least = min(source.block.n_from, target.block.n_from)
    if target.spec.kind == "conv2d" or len(was) == len(is_now) == 1:
        return least
    if len(was) == len(is_now):
        return min(was[0], is_now[0]) * prod(was[1:]) if was[1:] == is_now[1:] else 0
    return least if prod(was) == prod(is_now) else 0


def _is_alike(one: LayerSpec, other: LayerSpec) -> bool:
    """Whether weights of one are weights of the other: the same kind, and of filters the same pixels."""
    return one.kind == other.kind and (one.kind != "conv2d" or one.kernel == other.kernel)


def _refitted(target: _Placed, source: _Placed | None) -> LayerSpec:
    layer = target.spec
    if layer.muted:
        layer = replace(layer, muted=tuple(neuron for neuron in layer.muted if neuron < layer.size))
    if source is None or not (layer.held or layer.cut):
        return layer
    rows, biases = _rows_kept(source, target), (source.block.n_from, target.block.n_from if layer.bias else None)
    return replace(
        layer,
        held=_kept(layer.held, rows, layer.size, *biases),
        cut=_kept(layer.cut, rows, layer.size, biases[0], None),
    )


def _kept(places: Places, rows: int, columns: int, old_bias: int, new_bias: int | None) -> Places:
    kept = [(row, column) for row, column in places if row < min(rows, old_bias) and column < columns]
    if new_bias is not None:
        kept += [(new_bias, column) for row, column in places if row == old_bias and column < columns]
    return tuple(kept)
