"""A block of the weights of one layer, and which of them an edit of many weights leaves alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.spec import NetworkSpec, Places
from nnsim.errors import SpecError
from nnsim.model.editing import layer_at
from nnsim.model.graft import Mask
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words


@dataclass(frozen=True, slots=True)
class Cells:
    """Neighbouring rows and columns of the weights of a layer.

    Parameters
    ----------
    layer : counted from 0, the first hidden layer
    rows : from-neurons, without gaps; the row after the last from-neuron is the bias
    columns : to-neurons, without gaps
    """

    layer: int
    rows: range
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
        """A view (rows, columns) of the matrix (n_from + bias, n_to) of the layer."""
        return matrix[self.rows.start : self.rows.stop, self.columns.start : self.columns.stop]

    def holds(self, row: int, column: int) -> bool:
        """Whether this weight is one of them."""
        return row in self.rows and column in self.columns

    def among(self, places: Places) -> Places:
        """Those of ``places`` that lie in it."""
        return tuple(place for place in places if self.holds(*place))


def block_of(project: Project, cells: Cells) -> Block:
    """The block of the layer; raises ``SpecError`` ``edit.no_such_weight`` if the layer has no such cells."""
    layer_at(project, cells.layer)
    block = blocks(project.network)[cells.layer]
    n_rows, n_columns = block.shape
    fits = 0 <= cells.rows.start < cells.rows.stop <= n_rows and 0 <= cells.columns.start < cells.columns.stop
    if not fits or cells.columns.stop > n_columns:
        raise SpecError(
            "edit.no_such_weight",
            QT_TRANSLATE_NOOP("errors", "There is no such weight."),
            where=f"layer {cells.layer + 1}",
        )
    return block


def free(network: NetworkSpec, cells: Cells) -> Mask:
    """(rows, columns) whether an edit of many weights may change one: it is neither held nor cut."""
    spec = network.layers[cells.layer]
    mask = np.ones(cells.shape, np.bool_)
    for row, column in cells.among((*spec.held, *spec.cut)):
        mask[row - cells.rows.start, column - cells.columns.start] = False
    return mask


def counts_of_locked(network: NetworkSpec, cells: Cells) -> tuple[int, int]:
    """How many of them are held but not cut, and how many are cut."""
    spec = network.layers[cells.layer]
    cut = {*cells.among(spec.cut)}
    return len({*cells.among(spec.held)} - cut), len(cut)


def counted_weights(project: Project, cells: Cells, n_weights: int) -> Words:
    """``12 weights``, or biases if there are no others."""
    is_bias = cells.rows.start == blocks(project.network)[cells.layer].n_from
    if is_bias:
        words = QT_TRANSLATE_NOOP("edits", "{0} bias") if n_weights == 1 else QT_TRANSLATE_NOOP("edits", "{0} biases")
    elif n_weights == 1:
        words = QT_TRANSLATE_NOOP("edits", "{0} weight")
    else:
        words = QT_TRANSLATE_NOOP("edits", "{0} weights")
    return Words(words, n_weights, context="edits")
