"""A block of the weights of one layer, and which of them an edit of many weights leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.spec import NetworkSpec, Places
from nnsim.errors import SpecError
from nnsim.model.editing import layer_at
from nnsim.model.graft import Mask
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

Rows = range | tuple[int, ...]
"""Neighbours from the first down, or any rows in the order in which they are looked at, each once."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows and neighbouring columns of the weights of a layer.

    Parameters
    ----------
    layer : counted from 0, the first hidden layer
    rows : from-neurons; the row after the last from-neuron is the bias. Numbers of a block stand in this order
    columns : to-neurons, without gaps
    """

    layer: int
    rows: Rows
    columns: range

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.columns)

    @property
    def size(self) -> int:
        """How many weights."""
        return len(self.rows) * len(self.columns)

    def of(self, matrix: Array) -> Array:
        """(rows, columns) of the matrix (n_from + bias, n_to) of the layer."""
        return matrix[self._index]

    def put_into(self, matrix: Array, values: Array, mask: Mask) -> None:
        """Write those of (rows, columns) ``values`` into the matrix of the layer that the mask names."""
        matrix[self._index] = np.where(mask, values, matrix[self._index])

    @property
    def _index(self) -> tuple[slice | list[int], slice]:
        rows = self.rows
        return slice(rows.start, rows.stop) if isinstance(rows, range) else list(rows), slice(
            self.columns.start, self.columns.stop
        )

    def holds(self, row: int, column: int) -> bool:
        """Whether this weight is one of them."""
        return row in self.rows and column in self.columns

    def among(self, places: Places) -> Places:
        """Those of ``places`` that lie in it."""
        rows = frozenset(self.rows)
        return tuple((row, column) for row, column in places if row in rows and column in self.columns)

    def above(self, end: int) -> Cells:
        """Those in rows before ``end``: without biases if that is their row."""
        return replace(self, rows=neighbours([row for row in self.rows if row < end]))


def neighbours(rows: Sequence[int]) -> Rows:
    """The same rows, as a range if each is the one after the row before it."""
    first = rows[0] if rows else 0
    together = range(first, first + len(rows))
    return together if all(map(int.__eq__, rows, together)) else tuple(rows)


def block_of(project: Project, cells: Cells) -> Block:
    """The block of the layer; raises ``SpecError`` ``edit.no_such_weight`` if the layer has no such cells."""
    layer_at(project, cells.layer)
    block = blocks(project.network)[cells.layer]
    n_rows, n_columns = block.shape
    if not (_are_within(cells.rows, n_rows) and _are_within(cells.columns, n_columns)):
        raise SpecError(
            "edit.no_such_weight",
            QT_TRANSLATE_NOOP("errors", "There is no such weight."),
            where=f"layer {cells.layer + 1}",
        )
    return block


def _are_within(places: Rows, end: int) -> bool:
    return bool(places) and min(places) >= 0 and max(places) < end


def free(network: NetworkSpec, cells: Cells) -> Mask:
    """(rows, columns) whether an edit of many weights may change one: it is neither held nor cut."""
    spec = network.layers[cells.layer]
    mask = np.ones(cells.shape, np.bool_)
    place_of = {row: place for place, row in enumerate(cells.rows)}
    for row, column in cells.among((*spec.held, *spec.cut)):
        mask[place_of[row], column - cells.columns.start] = False
    return mask


def counts_of_locked(network: NetworkSpec, cells: Cells) -> tuple[int, int]:
    """How many of them are held but not cut, and how many are cut."""
    spec = network.layers[cells.layer]
    cut = {*cells.among(spec.cut)}
    return len({*cells.among(spec.held)} - cut), len(cut)


def counted_weights(n_links: int, n_biases: int) -> Words:
    """``12 weights``, ``3 biases`` if there are no others, or ``15 weights and biases``."""
    n_weights = n_links + n_biases
    if n_links and n_biases:
        words = QT_TRANSLATE_NOOP("edits", "{0} weights and biases")
    elif n_biases:
        words = QT_TRANSLATE_NOOP("edits", "{0} bias") if n_weights == 1 else QT_TRANSLATE_NOOP("edits", "{0} biases")
    elif n_weights == 1:
        words = QT_TRANSLATE_NOOP("edits", "{0} weight")
    else:
        words = QT_TRANSLATE_NOOP("edits", "{0} weights")
    return Words(words, n_weights, context="edits")
