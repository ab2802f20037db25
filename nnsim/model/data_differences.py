"""What is different in other data, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nnsim.data.drawn import draws_of
from nnsim.data.features import FEATURES
from nnsim.data.spec import DataSpec, DrawnSource, Source, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.data.toys import TOYS, available_inputs, classes_of, n_inputs_of
from nnsim.model.instead import instead, number_instead, said
from nnsim.model.written import written, written_percent
from nnsim.words import QT_TRANSLATE_NOOP, Words

_SCALINGS = {
    "none": QT_TRANSLATE_NOOP("differences", "none"),
    "standardize": QT_TRANSLATE_NOOP("differences", "standardize"),
    "minmax": QT_TRANSLATE_NOOP("differences", "min–max"),
}
_MISSING = {
    "drop": QT_TRANSLATE_NOOP("differences", "their rows left out"),
    "mean": QT_TRANSLATE_NOOP("differences", "filled with the mean"),
    "own": QT_TRANSLATE_NOOP("differences", "inputs of their own"),
}
_MOST_NAMED = 3
"""So many inputs are named; more are counted."""


def data_differences(one: DataSpec, other: DataSpec) -> Iterator[Words]:
    """Of source, inputs, split and scaling."""
    before, after = one.source, other.source
    if isinstance(before, ToySource) and isinstance(after, ToySource):
        yield from _of_toys(before, after)
        is_comparable = available_inputs(before) == available_inputs(after)
    elif isinstance(before, TableSource) and isinstance(after, TableSource):
        yield from _of_tables(before, after)
        is_comparable = before.table.column_names == after.table.column_names
    elif isinstance(before, DrawnSource) and isinstance(after, DrawnSource):
        yield from _of_points(before, after)
        is_comparable = before.n_inputs == after.n_inputs
    else:
        yield _other_data(after, before)
        is_comparable = False
    if one.goal != other.goal:
        copies = QT_TRANSLATE_NOOP("differences", "copies its inputs instead of predicting")
        predicts = QT_TRANSLATE_NOOP("differences", "predicts instead of copying its inputs")
        yield said(copies if other.goal == "reconstruct" else predicts)
    if one.inputs != other.inputs and (is_comparable or one.source is other.source):
        yield from _of_inputs(_inputs(one), _inputs(other))
    yield from _of_split(one, other)
    if one.scaling != other.scaling:
        scaling = instead(said(_SCALINGS[other.scaling]), said(_SCALINGS[one.scaling]))
        yield said(QT_TRANSLATE_NOOP("differences", "scaling {0}"), scaling)


def _of_toys(one: ToySource, other: ToySource) -> Iterator[Words]:
    if one.kind != other.kind:
        yield _other_data(other, one)
    if one.noise != other.noise:
        yield number_instead(said(QT_TRANSLATE_NOOP("differences", "noise")), other.noise, one.noise)
    if one.n_samples != other.n_samples:
        yield said(QT_TRANSLATE_NOOP("differences", "{0} points instead of {1}"), other.n_samples, one.n_samples)
    if one.label_noise != other.label_noise:
        label_noise = instead(written_percent(other.label_noise), written_percent(one.label_noise))
        yield said(QT_TRANSLATE_NOOP("differences", "wrong labels {0}"), label_noise)
    if one.kind == other.kind:
        yield from _of_rules(one, other)


def _of_rules(one: ToySource, other: ToySource) -> Iterator[Words]:
    """Of two sets of the same kind: classes and formulas."""
    if one.n_classes != other.n_classes:
        classes = instead(str(len(classes_of(other))), str(len(classes_of(one))))
        yield said(QT_TRANSLATE_NOOP("differences", "number of classes {0}"), classes)
    if one.imbalance != other.imbalance:
        yield said(
            QT_TRANSLATE_NOOP("differences", "share of the first class {0}"), instead(_share(other), _share(one))
        )
    if one.formula != other.formula:
        yield said(QT_TRANSLATE_NOOP("differences", "formula {0}"), instead(other.formula, one.formula))
    if (one.low, one.high) != (other.low, other.high):
        yield said(QT_TRANSLATE_NOOP("differences", "range of x {0}"), instead(_range(other), _range(one)))


def _share(source: ToySource) -> str:
    """Of the first class."""
    even = said(QT_TRANSLATE_NOOP("differences", "even"))
    return even if source.imbalance is None else written_percent(source.imbalance)


def _range(source: ToySource) -> str:
    return f"{written(source.low)} … {written(source.high)}"


def _of_tables(one: TableSource, other: TableSource) -> Iterator[Words]:
    if one.table.name != other.table.name:
        yield _other_data(other, one)
    elif not _are_alike(one.table, other.table):
        yield said(QT_TRANSLATE_NOOP("differences", "data: another table {0}"), other.table.name)
    if one.targets != other.targets:
        targets = instead(", ".join(other.targets), ", ".join(one.targets))
        yield said(QT_TRANSLATE_NOOP("differences", "predicts {0}"), targets)
    if one.missing != other.missing:
        missing = instead(said(_MISSING[other.missing]), said(_MISSING[one.missing]))
        yield said(QT_TRANSLATE_NOOP("differences", "missing values: {0}"), missing)
    if one.task != other.task:
        classes = QT_TRANSLATE_NOOP("differences", "predicts classes instead of numbers")
        quantities = QT_TRANSLATE_NOOP("differences", "predicts numbers instead of classes")
        yield said(classes if other.task == "classification" else quantities)


def _other_data(new: Source, old: Source) -> Words:
    return said(QT_TRANSLATE_NOOP("differences", "data: {0}"), instead(_called(new), _called(old)))


def _called(source: Source) -> str:
    if isinstance(source, DrawnSource):
        return said(QT_TRANSLATE_NOOP("differences", "own points"))
    return source.table.name if isinstance(source, TableSource) else Words(TOYS[source.kind].label, context="data")


def _of_points(one: DrawnSource, other: DrawnSource) -> Iterator[Words]:
    """How many points are new, gone, or otherwise than they were."""
    before = dict(zip(draws_of(one).tolist(), one.rows.tolist(), strict=True))
    after = dict(zip(draws_of(other).tolist(), other.rows.tolist(), strict=True))
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    changed = sum(before[draw] != after[draw] for draw in before.keys() & after.keys())
    if new:
        yield said(QT_TRANSLATE_NOOP("differences", "{0} points more"), str(new))
    if gone:
        yield said(QT_TRANSLATE_NOOP("differences", "{0} points fewer"), str(gone))
    if changed:
        yield said(QT_TRANSLATE_NOOP("differences", "{0} points elsewhere"), str(changed))
    if one.classes != other.classes:
        yield said(QT_TRANSLATE_NOOP("differences", "other classes"))


def _are_alike(one: Table, other: Table) -> bool:
    """Whether two tables say the same; a file that is opened again has tables of its own."""
    if one is other:
        return True
    return (
        one.notices == other.notices
        and len(one.columns) == len(other.columns)
        and all(map(_are_alike_columns, one.columns, other.columns))
    )


def _are_alike_columns(one: Column, other: Column) -> bool:
    of_one, of_other = ((each.name, each.kind, each.labels, each.bag) for each in (one, other))
    return of_one == of_other and np.array_equal(one.values, other.values, equal_nan=True)


def _inputs(data: DataSpec) -> tuple[str, ...]:
    """The names of what the network sees, also where it sees all."""
    if data.inputs or isinstance(data.source, TableSource):
        source = data.source
        everything = source.table.column_names if isinstance(source, TableSource) else ()
        targets = source.targets if isinstance(source, TableSource) else ()
        return data.inputs or tuple(name for name in everything if name not in targets)
    return available_inputs(data.source)[: n_inputs_of(data.source)]


def _of_inputs(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Words]:
    more = [name for name in other if name not in one]
    fewer = [name for name in one if name not in other]
    if not more and not fewer and one != other:
        yield said(QT_TRANSLATE_NOOP("differences", "inputs in another order"))
    elif len(more) + len(fewer) > _MOST_NAMED:
        yield said(QT_TRANSLATE_NOOP("differences", "other inputs: {0}"), instead(str(len(other)), str(len(one))))
    else:
        for name in more:
            yield said(QT_TRANSLATE_NOOP("differences", "with input {0}"), _input_called(name))
        for name in fewer:
            yield said(QT_TRANSLATE_NOOP("differences", "without input {0}"), _input_called(name))


def _input_called(name: str) -> str:
    return FEATURES[name].label if name in FEATURES else name


def _of_split(one: DataSpec, other: DataSpec) -> Iterator[Words]:
    """Of the seeds that points and split are drawn from, and the test share. One seed for both is one difference."""
    seeds = _toy_seed(one), _toy_seed(other)
    are_points_others = None not in seeds and seeds[0] != seeds[1]
    if are_points_others:
        yield said(QT_TRANSLATE_NOOP("differences", "data seed {0}"), instead(str(seeds[1]), str(seeds[0])))
    if one.split_seed != other.split_seed and (seeds != (one.split_seed, other.split_seed) or not are_points_others):
        split = instead(str(other.split_seed), str(one.split_seed))
        yield said(QT_TRANSLATE_NOOP("differences", "seed of the split {0}"), split)
    if one.test_fraction != other.test_fraction:
        shares = instead(written_percent(other.test_fraction), written_percent(one.test_fraction))
        yield said(QT_TRANSLATE_NOOP("differences", "test share {0}"), shares)


def _toy_seed(data: DataSpec) -> int | None:
    return data.source.seed if isinstance(data.source, ToySource) else None
