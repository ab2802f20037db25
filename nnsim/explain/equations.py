"""What a told step is made of: tables of numbers, equations between them, and stages of equations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

from nnsim.engine.parameters import Array
from nnsim.explain.expressions import Expression, Value
from nnsim.explain.pens import Symbol

AxisKind = Literal[
    "one", "samples", "neurons", "labels", "filters", "sources", "parameters", "places", "squares", "offsets"
]
StageKind = Literal["forward", "loss", "backward", "update"]
Place = tuple[StageKind, int]
"""Of a stage: its kind and its layer."""
TIMES = r"\,"
"""Between two matrices that are multiplied."""
TRANSPOSED = r"^{\top}"
"""Behind a matrix whose rows and columns are exchanged."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the rows or the columns of a table are.

    Parameters
    ----------
    kind : ``one`` has no name; ``neurons`` of a layer (of pictures all their pixels); ``labels`` of the
        outputs; ``filters``; ``sources`` of its
        weights, as ``parameters`` with the bias and the gain behind them; ``places`` that its filters look at, sample
        by sample; ``squares`` of a pooling, sample by sample and channel by channel; ``offsets`` within a square
    layer : index into ``NetworkSpec.layers``; −1 means the inputs
    """

    kind: AxisKind
    layer: int = 0


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers with the names of their rows and columns.

    Parameters
    ----------
    key : tells tables of one equation apart
    values : (rows, columns)
    after : the numbers are those after the step, of a symbol that also has some before it
    element : the symbol of one number, if it is not that of the table with its indices
    """

    key: str
    symbol: Symbol
    values: Array
    rows: Axis
    columns: Axis
    after: bool = False
    element: Callable[[Table, int, int], Symbol] | None = None

    def symbol_at(self, row: int, column: int) -> Symbol:
        """Of one number: without the row if there is only one, without the column if that needs no name."""
        if self.element is not None:
            return self.element(self, row, column)
        if len(self.values) == 1 and self.rows.kind == "sources":
            return self.symbol.at(*((row, column) if self.values.size > 1 else ()))
        return named(self.symbol, self.values.shape, row, column, is_list=self.columns.kind == "one")


def named(symbol: Symbol, shape: tuple[int, ...], row: int, column: int, *, is_list: bool = False) -> Symbol:
    """The symbol of one number of a table of this shape; ``is_list`` says that its only column needs no name."""
    indices: tuple[int, ...] = (row, column) if shape[0] > 1 else (column,)
    return symbol.at(*((row,) if is_list else indices if prod(shape) > 1 else ()))


@dataclass(frozen=True, slots=True)
class Lit:
    """Numbers that play a part: a cell of a table, a row, a column (``None`` stands for all of them), or all of it."""

    table: str
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """How one number comes about, and which numbers play a part in that."""

    expression: Expression
    lit: tuple[Lit, ...] = ()


@dataclass(frozen=True, eq=False)
class Equation:
    """A table and how it is made of others.

    Parameters
    ----------
    key : its name within the stage, such as ``z``
    result : what is found
    parts : the tables it is made of, and the LaTeX between them; not all that plays a part need be shown
    formula : LaTeX of the whole
    says : in plain words, context ``explain``
    origin : of the number in a row and a column of the result
    constants : numbers of the formula that stand in no table, such as the learning rate
    note : in plain words what else is to be known, context ``explain``; mostly nothing
    """

    key: str
    result: Table
    parts: tuple[Table | str, ...]
    formula: str
    says: str
    origin: Callable[[int, int], Origin]
    constants: tuple[Value, ...] = ()
    note: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Those among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Table))

    @property
    def is_change(self) -> bool:
        """Whether the result takes the place of what was there before."""
        return self.result.after


@dataclass(frozen=True, eq=False)
class Stage:
    """A part of the step: one layer on the way forward, back, or in the update; or the loss.

    Parameters
    ----------
    layer : index into ``NetworkSpec.layers``; of the loss the last
    """

    kind: StageKind
    layer: int
    equations: tuple[Equation, ...]

    def equation(self, key: str) -> Equation:
        """By its key."""
        return next(equation for equation in self.equations if equation.key == key)


class Walk:
    """A whole step, stage by stage: forward through the layers, the loss, back, and the update.

    A stage is told when it is first asked for: one is looked at, and there may be many.

    Parameters
    ----------
    tellers : for each stage, in order, its kind and layer, and what tells it
    """

    def __init__(self, tellers: dict[Place, Callable[[], Stage]]) -> None:
        self._tellers = tellers
        self._told: dict[Place, Stage] = {}

    @property
    def places(self) -> tuple[Place, ...]:
        """Kind and layer of each stage, in the order in which they follow."""
        return tuple(self._tellers)

    def stage(self, kind: StageKind, layer: int) -> Stage:
        """By its kind and layer; the loss belongs to the last layer."""
        place = (kind, layer)
        if place not in self._told:
            self._told[place] = self._tellers[place]()
        return self._told[place]

    def origin_of(self, stage: Stage, table: Table, row: int, column: int) -> Origin | None:
        """How a number that plays a part in a stage came about, in it or before; nothing of one that was given.

        Of numbers that lie in another order than where they were found, such as the pixels that a filter looks at,
        nothing is told.
        """
        if table.rows.kind == "parameters" and table.key in ("dw", "g") and stage.kind == "update":
            found = self._gradient(stage.layer, row, column)
            if table.key == "dw" or all(equation.result.key != "g" for equation in stage.equations):
                return found
        for equation in self._before(stage, table):
            result = equation.result
            if (result.symbol, result.after) == (
                table.symbol,
                table.after,
            ) and result.values.shape == table.values.shape:
                return equation.origin(row, column)
        return None

    def _gradient(self, layer: int, row: int, column: int) -> Origin:
        """Of ∂L/∂ a weight, or behind the weights a bias or a gain."""
        stage = self.stage("backward", layer)
        weights = stage.equation("dW")
        n_weights = len(weights.result.values)
        if row < n_weights:
            return weights.origin(row, column)
        behind = [equation for equation in stage.equations if equation.key in ("db", "dgain")]
        return behind[row - n_weights].origin(0, column)

    def _before(self, stage: Stage, table: Table) -> Iterator[Equation]:
        """What has been found near a table, from there back to the beginning."""
        yield from reversed(stage.equations)
        places = self.places[: self.places.index((stage.kind, stage.layer))]
        near = {table.columns.layer, table.columns.layer + 1, stage.layer}
        for kind, layer in reversed(places):
            if layer in near:
                yield from reversed(self.stage(kind, layer).equations)

    def __iter__(self) -> Iterator[Stage]:
        return (self.stage(*place) for place in self._tellers)
