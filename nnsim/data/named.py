"""From what a person names (a toy set, a classic, a file) to a data description with good defaults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack

from nnsim.data.classics import CLASSICS, load
from nnsim.data.column_parts import Missing
from nnsim.data.dataset import Task
from nnsim.data.guesses import guess_known, guess_targets, guess_task
from nnsim.data.picture_tables import usual_scaling
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, Goal, ScalingKind, TableSource
from nnsim.data.table_dataset import find_column, is_usable, is_usual_input
from nnsim.data.tables import Table
from nnsim.data.toy import Toy
from nnsim.data.toy_checks import check_source
from nnsim.data.toys import TOYS, toy_called, usual_source
from nnsim.data.wording import listed, name_hint, quoted
from nnsim.errors import InputError, UsageError
from nnsim.words import QT_TRANSLATE_NOOP, Words

TABLE_TEST_FRACTION = 0.3


class ToyWishes(TypedDict, total=False):
    """What may be asked of a toy set, by the names of ``ToySource``."""

    n_samples: int
    noise: float
    imbalance: float
    label_noise: float
    n_classes: int
    formula: str
    low: float
    high: float


def named_data(
    name_or_path: str | Path,
    *,
    targets: tuple[str, ...] = (),
    task: Task | None = None,
    seed: int = 0,
    test_fraction: float | None = None,
    scaling: ScalingKind | None = None,
    goal: Goal = "predict",
    **wishes: Unpack[ToyWishes],
) -> DataSpec:
    """Describe the data of this name: a toy set, a classic, or a CSV file, tried in this order.

    Parameters
    ----------
    targets, task : for tables; guessed if not given
    wishes : for toy sets
    seed : of the toy set's points and of the split
    test_fraction : by default half of a toy set, nothing of a truth table, three tenths of a table
    scaling : by default what suits the toy set or the classic, of a file as ``usual_scaling``
    goal : what is learnt of the samples

    Raises
    ------
    InputError
        ``data.unknown`` if there is no such toy set, classic or file; the errors of ``check_source`` and ``read_table``
    UsageError
        ``data.not_for_toys``, ``data.only_for_toys``, ``data.task``
    """
    name = str(name_or_path)
    if name.replace("-", "_") in TOYS:
        toy = toy_called(name)
        _check_toy_options(toy, targets, task)
        fraction = toy.test_fraction if test_fraction is None else test_fraction
        source = replace(usual_source(toy, seed), **wishes)
        check_source(source, toy)
        return DataSpec(source, (), fraction, scaling or toy.scaling, seed, goal)
    if wishes:
        first = next(iter(wishes)).replace("n_", "").replace("low", "range").replace("_", " ")
        raise UsageError(
            "data.only_for_toys",
            Words(QT_TRANSLATE_NOOP("errors", "Only of toy sets can this be chosen: {0}."), first),
            where=name,
        )
    if name in CLASSICS:
        classic = CLASSICS[name]
        return table_data(
            load(name),
            targets=targets or (classic.target,),
            task=task,
            seed=seed,
            test_fraction=test_fraction,
            scaling=scaling or classic.scaling,
            goal=goal,
        )
    path = _existing(name)
    return table_data(
        read_table(path),
        targets=targets,
        task=task,
        seed=seed,
        test_fraction=test_fraction,
        scaling=scaling or usual_scaling(path),
        goal=goal,
    )


def table_data(
    table: Table,
    *,
    targets: tuple[str, ...] = (),
    task: Task | None = None,
    seed: int = 0,
    test_fraction: float | None = None,
    scaling: ScalingKind | None = None,
    goal: Goal = "predict",
    missing: Missing = "drop",
) -> DataSpec:
    """Describe how to learn from ``table``; what is not given is guessed.

    Columns of labels are not used as inputs if there are very many, or as many as rows, as names of samples are; nor
    are dates.
    """
    targets = targets or (guess_targets if goal == "predict" else guess_known)(table).targets
    for target in targets:
        find_column(table, target)
    inputs = [column for column in table.columns if column.name not in targets]
    usable = tuple(column.name for column in inputs if is_usual_input(column, missing))
    if not usable:
        usable = tuple(column.name for column in inputs if is_usable(column, missing))
    return DataSpec(
        source=TableSource(table, targets, task or guess_task(table, targets).task, missing),
        inputs=usable if len(usable) < len(inputs) else (),
        test_fraction=TABLE_TEST_FRACTION if test_fraction is None else test_fraction,
        scaling=scaling or "standardize",
        split_seed=seed,
        goal=goal,
    )


def _check_toy_options(toy: Toy, targets: tuple[str, ...], task: Task | None) -> None:
    if targets:
        raise UsageError(
            "data.not_for_toys",
            Words(
                QT_TRANSLATE_NOOP("errors", "The toy set {0} has its own target; none can be chosen."), quoted(toy.name)
            ),
        )
    if task not in (None, toy.task):
        raise UsageError(
            "data.task",
            Words(
                QT_TRANSLATE_NOOP("errors", "The toy set {0} is for {1}, not for {2}."),
                quoted(toy.name),
                toy.task,
                task,
            ),
        )


def _existing(name: str) -> Path:
    """The path, unless it looks like a name that was mistyped."""
    path = Path(name)
    if path.suffix or len(path.parts) != 1 or path.exists():
        return path
    known = (*TOYS, *CLASSICS)
    raise InputError(
        "data.unknown",
        Words(QT_TRANSLATE_NOOP("errors", "There is no toy set, no data set and no file called {0}."), quoted(name)),
        where=quoted(name),
        hint=Words(
            QT_TRANSLATE_NOOP("errors", "{0}Toy sets: {1}. Data sets: {2}. Or name a CSV file."),
            name_hint(name, known).partition("Available: ")[0],
            listed(TOYS, len(TOYS)),
            listed(CLASSICS),
        ),
    )
