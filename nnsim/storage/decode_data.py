"""From the ``data`` part of a document to a data description, and whether the network's inputs fit it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast, get_args

import numpy as np

from nnsim.data.bags import MOST_TERMS, WORDS, Bag, BagUnit
from nnsim.data.column_parts import Missing, part_names
from nnsim.data.dataset import Task
from nnsim.data.held_split import HeldSplit
from nnsim.data.spec import DataSpec, Goal, ScalingKind, Source, TableSource, ToySource
from nnsim.data.table_dataset import MOST_CATEGORIES
from nnsim.data.tables import Column, Table
from nnsim.data.toy import MOST_CLASSES
from nnsim.data.toy_checks import FARTHEST, IMBALANCE, MOST_LABEL_NOISE, check_source
from nnsim.data.toys import TOYS, available_inputs, n_inputs_of, toy_called
from nnsim.engine.catalog.settings import SEED
from nnsim.errors import SpecError
from nnsim.storage.drawn_points import drawn_source
from nnsim.storage.fields import Fields, mismatch, number, place
from nnsim.storage.limits import MAX_INPUTS, MAX_JSON_VALUES, MAX_MEMBERS, MAX_SAMPLES
from nnsim.storage.members import Members, check_finite
from nnsim.storage.refusals import quoted, refusal

_DATA = ("source", "inputs", "test_fraction", "scaling", "split_seed", "goal")
_TOY = ("type", "kind", "n_samples", "noise", "seed", "imbalance", "label_noise", "n_classes", "formula", "range")
_TABLE_SOURCE = ("type", "table", "targets", "task", "missing")
_TABLE = ("name", "notices", "columns")
_AT_TIMES = ("held", "gaps")
"""Of tables that were edited by hand or read once more, and of those in which words say that there is no value."""
_KINDS = ("number", "category", "text", "date")
_HELD = ("targets", "test_fraction", "split_seed", "classes", "parts")
_MOST_NOTICES = 10_000


def data_spec(fields: Fields, members: Members, others: Sequence[DataSpec] = ()) -> DataSpec:
    """The data's description. Its table may be that of ``others``: of the first, or of a later one by its number."""
    fields.check_keys(_DATA)
    inputs = fields.texts("inputs", MAX_INPUTS)
    _check_distinct(inputs, fields.at("inputs"))
    return DataSpec(
        source=_source(fields.record("source"), members, others),
        inputs=inputs,
        test_fraction=fields.number("test_fraction", 0.0, 0.9),
        scaling=cast("ScalingKind", fields.one_of("scaling", get_args(ScalingKind))),
        split_seed=fields.within("split_seed", SEED),
        goal=cast("Goal", fields.one_of("goal", get_args(Goal))),
    )


def check_inputs(data: DataSpec, n_inputs: int, data_at: str = "/data", network_at: str = "/network") -> None:
    """Refuse inputs that the data do not have, and a network that has not one input for each."""
    if not isinstance(data.source, TableSource):
        known = dict.fromkeys(available_inputs(data.source), 1)
        expected = n_inputs_of(data.source)
    else:
        targets, columns = data.source.targets, data.source.table.columns
        missing = data.source.missing
        parts = {column.name: part_names(column, missing) for column in columns if column.name not in targets}
        known = {part: 1 for names in parts.values() for part in names}
        known |= {name: len(names) for name, names in parts.items()}
        expected = sum(map(len, parts.values()))
    for index, name in enumerate(data.inputs):
        if name not in known:
            raise mismatch(f"The data have no input {quoted(name)}.", f"{data_at}/inputs/{index}")
    if data.inputs:
        expected = sum(known[name] for name in data.inputs)
    if expected != n_inputs:
        raise mismatch(
            f"The network has {n_inputs:,} inputs, but the data have {expected:,}.", f"{network_at}/n_inputs"
        )


def _source(fields: Fields, members: Members, others: Sequence[DataSpec]) -> Source:
    if "type" not in fields.values:
        raise refusal("key_missing", "The key “type” is missing.", where=place(fields.pointer))
    kind = fields.one_of("type", ("toy", "table", "drawn"))
    if kind == "toy":
        fields.check_keys(_TOY)
        return toy_source(fields, fields.one_of("kind", TOYS))
    if kind == "drawn":
        return drawn_source(fields, members)
    return _table_source(fields, members, others)


def toy_source(fields: Fields, kind: str) -> ToySource:
    """A toy set from what is asked of it."""
    low, high = _range(fields)
    values = fields.values
    source = ToySource(
        kind=kind,
        n_samples=fields.integer("n_samples", 1, MAX_SAMPLES),
        noise=fields.number("noise", 0.0, 1.0),
        seed=fields.within("seed", SEED),
        imbalance=None if values["imbalance"] is None else fields.number("imbalance", *IMBALANCE),
        label_noise=fields.number("label_noise", 0.0, MOST_LABEL_NOISE),
        n_classes=None if values["n_classes"] is None else fields.integer("n_classes", 2, MOST_CLASSES),
        formula=fields.text("formula"),
        low=low,
        high=high,
    )
    try:
        check_source(source, toy_called(source.kind))
    except SpecError as error:
        raise mismatch(error.message, fields.pointer) from error
    return source


def _range(fields: Fields) -> tuple[float, float]:
    ends = [number(value, -FARTHEST, FARTHEST, pointer) for value, pointer in fields.items("range", 2)]
    if len(ends) < 2:
        raise mismatch("A range has two ends.", fields.at("range"))
    return ends[0], ends[1]


def _table_source(fields: Fields, members: Members, others: Sequence[DataSpec]) -> TableSource:
    fields.check_keys(_TABLE_SOURCE)
    if others and not isinstance(fields.values["table"], dict):
        table = _table_of(fields, others)
    else:
        table = _table(fields.record("table"), members)
    targets = fields.texts("targets", MAX_MEMBERS)
    _check_distinct(targets, fields.at("targets"))
    _check_columns_exist(table, targets, fields.at("targets"))
    task = cast("Task", fields.one_of("task", get_args(Task)))
    if task == "classification" and len(targets) > 1:
        raise mismatch("Classes are taken from one column, not from several.", fields.at("targets"))
    missing = cast("Missing", fields.one_of("missing", get_args(Missing)))
    return TableSource(table, targets, task, missing)


def _table_of(fields: Fields, others: Sequence[DataSpec]) -> Table:
    place = 0 if fields.values["table"] is None else 1 + fields.integer("table", 0, len(others) - 2)
    source = others[place].source
    if not isinstance(source, TableSource):
        raise mismatch("There is no table.", fields.at("table"))
    return source.table


def _table(fields: Fields, members: Members) -> Table:
    fields.check_keys((*_TABLE, *(name for name in _AT_TIMES if name in fields.values)))
    columns: list[Column] = []
    for value, pointer in fields.items("columns", MAX_MEMBERS):
        column = Fields.of(value, pointer, ("name", "kind", "labels", "values", "bag"))
        columns.append(_column(column, len(columns[0].values) if columns else None, members))
    _check_distinct(tuple(column.name for column in columns), fields.at("columns"))
    n_rows = len(columns[0].values) if columns else 0
    held = _held(fields.record("held", _HELD), n_rows, members) if "held" in fields.values else None
    gaps = fields.texts("gaps", MAX_MEMBERS) if "gaps" in fields.values else ()
    return Table(fields.text("name"), tuple(columns), fields.texts("notices", _MOST_NOTICES), held, gaps)


def _held(fields: Fields, n_rows: int, members: Members) -> HeldSplit:
    parts = members.take(fields, "parts", dtype="float64", length=n_rows)
    if not np.isin(parts[~np.isnan(parts)], (0.0, 1.0)).all():
        raise mismatch("A row is tested (1), trains (0) or neither (NaN).", fields.at("parts"))
    targets, share = fields.texts("targets", MAX_MEMBERS), fields.number("test_fraction", 0.0, 0.9)
    classes = fields.texts("classes", MOST_CATEGORIES)
    _check_distinct(classes, fields.at("classes"))
    return HeldSplit(parts, targets, share, fields.within("split_seed", SEED), classes)


def _column(fields: Fields, n_rows: int | None, members: Members) -> Column:
    kind = cast("Literal['number', 'category', 'text', 'date']", fields.one_of("kind", _KINDS))
    labels = fields.texts("labels", MAX_JSON_VALUES)
    values = members.take_narrowed(fields, "values", length=n_rows)
    check_finite(values, fields.at("values"), missing_allowed=True)
    if kind in ("number", "date") and labels:
        raise mismatch("A column of numbers has no labels.", fields.at("labels"))
    if kind not in ("number", "date"):
        present = values[~np.isnan(values)]
        if len(present) and not ((present >= 0) & (present < len(labels)) & (present == np.floor(present))).all():
            raise mismatch("The column holds a category that has no label.", fields.at("values"))
    return Column(fields.text("name"), kind, values, labels, _bag(fields) if kind == "text" else WORDS)


def _bag(column: Fields) -> Bag:
    fields = column.record("bag", ("unit", "most", "folds_case", "terms"))
    most = fields.integer("most", 1, MOST_TERMS)
    terms = fields.texts("terms", most)
    _check_distinct(terms, fields.at("terms"))
    unit = cast("BagUnit", fields.one_of("unit", get_args(BagUnit)))
    return Bag(unit, most, fields.boolean("folds_case"), terms)


def _check_distinct(names: tuple[str, ...], pointer: str) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            raise mismatch(f"{quoted(name)} stands there twice.", f"{pointer}/{index}")
        seen.add(name)


def _check_columns_exist(table: Table, names: tuple[str, ...], pointer: str) -> None:
    known = {column.name for column in table.columns}
    for index, name in enumerate(names):
        if name not in known:
            raise mismatch(f"The table has no column {quoted(name)}.", f"{pointer}/{index}")
