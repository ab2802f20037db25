"""From a data description to the numbers that a network is trained and tested on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple
from weakref import WeakValueDictionary

import numpy as np

from nnsim.data import features
from nnsim.data.column_parts import part_names
from nnsim.data.dataset import Dataset, Numbers, Rows, frozen
from nnsim.data.drawn import MOST_DRAWN_CLASSES, MOST_POINTS, basis_of, dataset_of_points, split_of_points
from nnsim.data.extent import Extent, of_columns, of_points
from nnsim.data.filling import check_fill, fill_of, filled, filling_notices
from nnsim.data.held_split import HeldSplit
from nnsim.data.scaling import Scaling, fit, no_scaling
from nnsim.data.spec import DataSpec, DrawnSource, TableSource, ToySource
from nnsim.data.split import Split, split_rows
from nnsim.data.table_dataset import MOST_CATEGORIES, dataset_from, known_classes, used_columns
from nnsim.data.toy import MOST_AXES
from nnsim.data.toys import available_inputs, make
from nnsim.data.training_counts import note_count
from nnsim.data.wording import first_repeated, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words


@dataclass(frozen=True, eq=False)
class Prepared:
    """Samples split, with the inputs chosen and everything scaled; the scaling knows the training rows only.

    Parameters
    ----------
    dataset : the samples in the units of their source, with all columns, and what is to be learnt of them
    known : the same samples with what is known of them; another than ``dataset`` if that is not what is learnt
    input_names : what the network sees, in order
    available_inputs : what ``DataSpec.inputs`` may name: features of the plane, or columns of the table
    chosen_inputs : those of ``available_inputs`` that are in use
    extents : the columns of ``dataset`` from which all inputs follow, each a number that can be anything in its range:
        the coordinates of points, whatever features are in use; of a table the columns in use, in their order; none if
        one of them is a category, or if they are more than ``MOST_AXES``
    train_rows, test_rows : row numbers of ``dataset``, ascending
    train_inputs, test_inputs : (samples, inputs), scaled
    train_targets, test_targets : (samples, outputs), scaled; class numbers in one column stay as they are
    fill : what is put in where a column of ``dataset.inputs`` is missing; NaN where nothing is
    heights : of points drawn by hand the ends of the sheet for a quantity, which do not follow the points
    can_be_drawn : whether points can be set among them by hand: they lie in a plane or on a line, and in no table
    """

    dataset: Dataset
    known: Dataset
    input_names: tuple[str, ...]
    available_inputs: tuple[str, ...]
    chosen_inputs: tuple[str, ...]
    extents: tuple[Extent, ...]
    train_rows: Rows
    test_rows: Rows
    input_scaling: Scaling
    target_scaling: Scaling
    train_inputs: Numbers
    train_targets: Numbers
    test_inputs: Numbers
    test_targets: Numbers
    fill: Numbers
    heights: tuple[float, float] | None = None
    can_be_drawn: bool = False

    @property
    def is_reconstruction(self) -> bool:
        """Whether the inputs themselves are to come out."""
        return self.dataset is not self.known

    @cached_property
    def largest_input(self) -> float:
        """The largest magnitude among the inputs of all samples, in the units of their source; 1 if all are 0."""
        return float(np.nanmax(np.abs(self.dataset.inputs), initial=0.0)) or 1.0

    @property
    def metric_units(self) -> Numbers:
        """(outputs,) what an error of 1 of each scaled output counts: its unit, but for copies of many units 1."""
        scale = self.target_scaling.scale
        return np.ones_like(scale) if self.is_reconstruction else scale

    def inputs_of(self, raw: Numbers) -> Numbers:
        """What the network sees of any rows in the units of the source.

        Parameters
        ----------
        raw : (n, columns of ``dataset.inputs``)

        Returns
        -------
        (n, inputs), scaled
        """
        return self.input_scaling.apply(self.copies_of(raw))

    def copies_of(self, raw: Numbers) -> Numbers:
        """(n, inputs) the same, in the units of the source: what should come out if that is what goes in."""
        return _chosen(raw, self.dataset.input_names, self.input_names)

    def fits(self, inputs: tuple[float, ...], target: tuple[float, ...]) -> bool:
        """Whether these could be a row of ``dataset``: all its columns, and a class that is there or all quantities."""
        data = self.dataset
        is_target = len(target) == (1 if data.classes else data.targets.shape[1])
        is_class = not data.classes or (is_target and 0 <= target[0] < len(data.classes))
        return len(inputs) == data.inputs.shape[1] and is_target and is_class

    def predictions_in_units(self, predictions: Numbers) -> Numbers:
        """Predictions (n, outputs) of a quantity in the units of the source; those of classes as they are."""
        return predictions if self.dataset.classes else self.target_scaling.undo(predictions)


_IN_HAND: Final[WeakValueDictionary[DataSpec, Prepared]] = WeakValueDictionary()


def dataset_of(spec: DataSpec) -> Dataset:
    """The samples that ``spec`` describes, in the units of their source, and what is to be learnt of them.

    Raises
    ------
    SpecError, TableError
        as ``toys.make`` and ``table_dataset.dataset_from``
    """
    known = _samples(spec).known
    return known if spec.goal == "predict" else _with_inputs_as_targets(known, _inputs(spec, known)[2])


def known_of(spec: DataSpec) -> Dataset:
    """The same samples with what is known of them, whether it is to be learnt or not."""
    source = spec.source
    if isinstance(source, ToySource):
        return make(source)
    if isinstance(source, DrawnSource):
        return dataset_of_points(source)
    is_labelled = spec.goal == "predict"
    return dataset_from(
        source.table, source.targets, source.task, spec.inputs, is_labelled=is_labelled, missing=source.missing
    )


class _Samples(NamedTuple):
    """The samples without gaps in the inputs that are used, and what was put into these."""

    known: Dataset
    split: Split
    fill: Numbers


def _samples(spec: DataSpec) -> _Samples:
    known = known_of(spec)
    if isinstance(spec.source, DrawnSource):
        return _Samples(known, split_of_points(spec.source, spec.test_fraction), _no_fill(known))
    split = _split(spec, known)
    source = spec.source
    if isinstance(source, ToySource) or source.missing == "drop":
        return _Samples(known, split, _no_fill(known))
    fill = fill_of(known.inputs, split.train)
    check_fill(fill, known, _inputs(spec, known)[2])
    used = used_columns(source.table, source.targets, spec.inputs, source.missing)
    notices = (*known.notices, *filling_notices(known, fill, used, source.missing))
    return _Samples(replace(known, inputs=filled(known.inputs, fill), notices=notices), split, fill)


def _split(spec: DataSpec, known: Dataset) -> Split:
    """By what is known, so that the same samples train whatever is learnt of them."""
    source, classes = spec.source, known.targets[:, 0] if known.classes else None
    held = source.table.held if isinstance(source, TableSource) else None
    if held is not None and held.holds_for(known.target_names, spec.test_fraction, spec.split_seed):
        split = held.split(rows_of(known), classes)
        if split is not None:
            return split
    return split_rows(known.n_samples, spec.test_fraction, spec.split_seed, classes)


def rows_of(known: Dataset) -> Rows:
    """(samples,) which row of its table each sample is."""
    return np.arange(known.n_samples) if known.rows is None else known.rows


def holding_split(spec: DataSpec) -> HeldSplit | None:
    """Who is tested, row by row of the table, so that an edit of some rows leaves the others where they are.

    Rows that were left out in between keep the part that they had before. ``None`` if the data are no table.
    """
    if not isinstance(spec.source, TableSource):
        return None
    prepared, held = prepare(spec), spec.source.table.held
    choices = (prepared.known.target_names, spec.test_fraction, spec.split_seed)
    classes = known_classes(held, prepared.known.target_names)
    if held is None or not held.holds_for(*choices):
        held = HeldSplit(frozen(np.full(spec.source.table.n_rows, np.nan)), *choices)
    ever = tuple(dict.fromkeys((*classes, *prepared.known.classes)))
    held = replace(held, classes=ever if len(ever) <= MOST_CATEGORIES else prepared.known.classes)
    return held.remembering(rows_of(prepared.known), Split(prepared.train_rows, prepared.test_rows))


def _no_fill(known: Dataset) -> Numbers:
    return frozen(np.full(len(known.input_names), np.nan))


def _with_inputs_as_targets(known: Dataset, names: tuple[str, ...]) -> Dataset:
    targets = frozen(_chosen(known.inputs, known.input_names, names))
    return replace(known, targets=targets, target_names=names, classes=(), is_code=False)


def prepare(spec: DataSpec) -> Prepared:
    """Make or take the samples, split them, choose the inputs, and scale by what the training rows show.

    While somebody holds what was prepared of a description, the same comes of it without being made again: an edit asks
    for the data before and after it, and then the run does, which of a million rows takes seconds each time.

    Raises
    ------
    SpecError, TableError
        as ``dataset_of``, ``split_rows`` and ``scaling.fit``; ``data.repeated_input``, ``data.unknown_input``
    """
    prepared = _IN_HAND.get(spec)
    if prepared is None:
        prepared = _made(spec)
        _IN_HAND[spec] = prepared
        note_count(spec, len(prepared.train_rows))
    return prepared


def _made(spec: DataSpec) -> Prepared:
    _refuse_repeated(spec.inputs)
    known, split, fill = _samples(spec)
    available, chosen, names = _inputs(spec, known)
    dataset = known if spec.goal == "predict" else _with_inputs_as_targets(known, names)
    inputs = _chosen(dataset.inputs, dataset.input_names, names)
    seen, due = inputs[split.train], dataset.targets[split.train]
    if isinstance(spec.source, DrawnSource):
        basis = basis_of(spec.source)
        # Taken row by row, as above: laid out otherwise in memory, sums would be rounded otherwise.
        seen = _chosen(basis.points, dataset.input_names, names)[np.arange(len(basis.points))]
        due = seen if spec.goal == "reconstruct" else basis.targets
    input_scaling = fit(spec.scaling, seen)
    target_scaling = no_scaling(dataset.targets.shape[1])
    if not dataset.classes and not dataset.is_code:
        target_scaling = fit(spec.scaling, due)
    return Prepared(
        dataset=dataset,
        known=known,
        input_names=names,
        available_inputs=available,
        chosen_inputs=chosen,
        extents=_extents(spec, dataset, names),
        train_rows=split.train,
        test_rows=split.test,
        input_scaling=input_scaling,
        target_scaling=target_scaling,
        train_inputs=_read_only(input_scaling.apply(inputs[split.train])),
        train_targets=_read_only(target_scaling.apply(dataset.targets[split.train])),
        test_inputs=_read_only(input_scaling.apply(inputs[split.test])),
        test_targets=_read_only(target_scaling.apply(dataset.targets[split.test])),
        fill=fill,
        can_be_drawn=spec.goal == "predict" and _can_be_drawn(spec, known),
        heights=(spec.source.least, spec.source.most) if isinstance(spec.source, DrawnSource) else None,
    )


def _can_be_drawn(spec: DataSpec, known: Dataset) -> bool:
    if not isinstance(spec.source, ToySource):
        return isinstance(spec.source, DrawnSource)
    is_fit = known.inputs.shape[1] <= MOST_AXES and known.targets.shape[1] == 1 and not known.is_code
    return is_fit and known.n_samples <= MOST_POINTS and len(known.classes) <= MOST_DRAWN_CLASSES


def choice_behind(spec: DataSpec, prepared: Prepared, place: int) -> str:
    """Which of the chosen inputs the network's input number ``place`` is, or is a part of: ``kind`` of ``kind=oak``."""
    name = prepared.input_names[place]
    if name in prepared.chosen_inputs or not isinstance(spec.source, TableSource):
        return name
    columns = (column for column in spec.source.table.columns if column.name in prepared.chosen_inputs)
    return next(column.name for column in columns if name in part_names(column, spec.source.missing))


def _inputs(spec: DataSpec, dataset: Dataset) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names that may be chosen, names that are, and names of the network's inputs."""
    if not isinstance(spec.source, TableSource):
        available = available_inputs(spec.source)
        chosen = spec.inputs or dataset.input_names
        features.refuse_unknown(chosen, available)
        return available, chosen, chosen
    return _table_inputs(spec.source, spec.inputs)


def _table_inputs(
    source: TableSource, inputs: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    used = used_columns(source.table, source.targets, inputs, source.missing)
    parts = {column.name: part_names(column, source.missing) for column in used}
    available = tuple(name for name in source.table.column_names if name not in source.targets)
    if not inputs:
        return available, tuple(parts), tuple(part for names in parts.values() for part in names)
    names = tuple(part for name in inputs for part in parts.get(name, (name,)))
    _refuse_repeated(names)
    return available, tuple(parts), names


def _extents(spec: DataSpec, dataset: Dataset, names: tuple[str, ...]) -> tuple[Extent, ...]:
    if isinstance(spec.source, ToySource):
        return of_points(dataset) if dataset.inputs.shape[1] <= MOST_AXES else ()
    if isinstance(spec.source, DrawnSource):
        return tuple(Extent(place, spec.source.low, spec.source.high) for place in range(spec.source.n_inputs))
    of_numbers = {column.name for column in spec.source.table.columns if column.kind == "number"}
    if len(names) > MOST_AXES or not of_numbers.issuperset(names):
        return ()
    return of_columns(dataset, tuple(dataset.input_names.index(name) for name in names))


def _chosen(raw: Numbers, columns: tuple[str, ...], names: tuple[str, ...]) -> Numbers:
    position = {name: index for index, name in enumerate(columns)}
    if position.keys() >= set(names):
        return raw[:, [position[name] for name in names]]
    return features.compute(names, raw)


def _refuse_repeated(names: tuple[str, ...]) -> None:
    name = first_repeated(names)
    if name is not None:
        raise SpecError(
            "data.repeated_input",
            Words(QT_TRANSLATE_NOOP("errors", "The input {0} was named twice."), quoted(name)),
            where="inputs",
        )


def _read_only(values: Numbers) -> Numbers:
    values.flags.writeable = False
    return values
