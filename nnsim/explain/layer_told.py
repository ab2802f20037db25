"""One layer of a traced step, with names for its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.spec import LayerSpec, NetworkSpec, Shape
from nnsim.engine.trace import LayerTrace
from nnsim.explain.equations import Axis, AxisKind, Table, named
from nnsim.explain.expressions import Value
from nnsim.explain.notation import Notation
from nnsim.explain.patches import by_place, looked_at, pixels_under
from nnsim.explain.pens import Symbol

EPSILON = 1e-5
"""Of batch normalisation, as the engine has it."""
COUNT = Symbol("n", "n")
"""How many numbers a mean is taken of."""


@dataclass(frozen=True, eq=False)
class LayerTold:
    """One layer of a traced step, with names for its tables. Rows are samples, or places of pictures.

    Parameters
    ----------
    layer : its index
    """

    network: NetworkSpec
    layer: int
    traced: LayerTrace
    notation: Notation

    @property
    def spec(self) -> LayerSpec:
        """What the layer is."""
        return self.network.layers[self.layer]

    @cached_property
    def shape(self) -> Shape:
        """Of what comes in, for one sample."""
        return self.network.shapes[self.layer]

    @property
    def is_filters(self) -> bool:
        """Whether rows are places of a picture."""
        return self.spec.kind == "conv2d"

    @property
    def is_pooling(self) -> bool:
        """Whether of each square of pixels one number stays."""
        return self.spec.kind in ("max_pool2d", "average_pool2d")

    @property
    def is_last(self) -> bool:
        """Whether it is the output layer."""
        return self.layer == len(self.network.layers) - 1

    @cached_property
    def x(self) -> Table:
        """What comes in: of filters and poolings the pixels that each place looks at."""
        if self.is_filters or self.is_pooling:
            values = looked_at(self.traced.x, pixels_under(self.spec, self.shape))
            columns: AxisKind = "sources" if self.is_filters else "offsets"
            rows: AxisKind = "places" if self.is_filters else "squares"
            patches = self.notation.of_layer("P", self.layer)
            return Table("x", patches, values, Axis(rows, self.layer), Axis(columns, self.layer))
        return self._in_rows("x", self.coming_in, self.traced.x, self.layer - 1)

    @property
    def coming_in(self) -> Symbol:
        """What x is called: the answer of the layer before, of which some may be left out."""
        before = self.layer - 1
        is_less = before >= 0 and (self.network.layers[before].dropout or self.network.layers[before].muted)
        return self.notation.handed_on(before) if is_less else self.notation.answer(before)

    @property
    def coming_out(self) -> Symbol:
        """What its answer is called where it is handed on."""
        is_less = self.traced.kept is not None and not self.is_last
        return self.notation.handed_on(self.layer) if is_less else self.notation.answer(self.layer)

    def laid_out(self, flat: Array) -> Array:
        """(samples, neurons) as the tables of this layer have it: of filters (samples · places, filters)."""
        if self.is_filters:
            return by_place(flat, self.spec.size)
        return flat.reshape(-1, 1) if self.is_pooling else flat

    def table(self, key: str, symbol: Symbol, flat: Array) -> Table:
        """A table of a number for each neuron of each sample."""
        return Table(key, symbol, self.laid_out(flat), self.rows, self.columns)

    def whole(self, table: Table, flat: Array) -> Table:
        """The same numbers with a row for each sample, also of pictures."""
        return self._in_rows(table.key, table.symbol, flat, self.layer)

    def _in_rows(self, key: str, symbol: Symbol, flat: Array, layer: int) -> Table:
        """A number for each neuron of a layer, with a row for each sample. Pixels keep the names they have by place."""
        rows, columns = Axis("samples"), Axis("neurons", layer)
        spec = self.network.layers[layer] if layer >= 0 else None
        if spec is None or spec.kind in ("dense", "flatten"):
            return Table(key, symbol, flat, rows, columns)
        n, filters = flat.shape[1], spec.size if spec.kind == "conv2d" else 1
        places = n // filters

        def element(_table: Table, row: int, column: int) -> Symbol:
            if spec.kind != "conv2d":
                return named(symbol, (flat.size, 1), row * n + column, 0, is_list=True)
            return named(symbol, (len(flat) * places, filters), row * places + column % places, column // places)

        return Table(key, in_rows(symbol), flat, rows, columns, element=element)

    @property
    def rows(self) -> Axis:
        """Of such a table."""
        if self.is_filters or self.is_pooling:
            return Axis("places" if self.is_filters else "squares", self.layer)
        return Axis("samples")

    @property
    def columns(self) -> Axis:
        """Of such a table."""
        if self.is_pooling:
            return Axis("one")
        return Axis("filters" if self.is_filters else "neurons", self.layer)

    def row_of(self, key: str, symbol: Symbol, values: Array) -> Table:
        """A number for each neuron or filter, the same for all samples."""
        return Table(key, symbol, values[np.newaxis], Axis("one"), self.columns)

    @cached_property
    def weights(self) -> Table:
        """(from, to)."""
        symbol = self.notation.weights(self.layer)
        return Table("W", symbol, self.traced.parameters.weights, self.sources, self.columns)

    @property
    def sources(self) -> Axis:
        """The rows of its weights."""
        return Axis("sources", self.layer)

    @property
    def biases(self) -> Table | None:
        """A row, or nothing."""
        values = self.traced.parameters.biases
        return None if values is None else self.row_of("b", self.notation.of_layer("b", self.layer), values)

    @cached_property
    def sums(self) -> Table:
        """What is normalised; the pre-activations themselves if nothing is."""
        if not self.spec.normalize:
            return self.z
        return self.table("s", self.notation.of_layer("s", self.layer), self.traced.sums)

    @cached_property
    def z(self) -> Table:
        """Pre-activations."""
        return self.table("z", self.notation.of_layer("z", self.layer), self.traced.z)

    @cached_property
    def h(self) -> Table:
        """Activations."""
        return self.table("h", self.notation.answer(self.layer), self.traced.h)

    @property
    def kept(self) -> Table | None:
        """By what they are multiplied."""
        if self.traced.kept is None:
            return None
        return self.table("m", self.notation.of_layer("d", self.layer), self.traced.kept)

    def linked(self, column: int) -> list[int]:
        """The rows from which a link leads to this neuron."""
        cut = {row for row, to in self.spec.cut if to == column}
        return [row for row in range(len(self.weights.values)) if row not in cut]


def in_rows(symbol: Symbol) -> Symbol:
    """What numbers that have a name by place are called together where a row holds all of a sample."""
    latex, plain = symbol.of
    of = (rf"\mathrm{{flat}}\left( {latex} \right)", f"flat({plain})")
    return replace(symbol, of=of)


def at(table: Table, row: int, column: int) -> Value:
    """One number of a table, with its symbol."""
    return Value(float(table.values[row, column]), table.symbol_at(row, column))
