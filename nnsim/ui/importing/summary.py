"""What nnsim has understood of a table, in one sentence, and what stands in the way of learning from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nnsim.data.choices import FolderLook, Preview, Problem
from nnsim.data.column_parts import part_names
from nnsim.data.dataset import Dataset
from nnsim.data.guesses import TargetsGuess, guess_known, guess_targets, guess_task, reasons
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.table_plan import TablePlan
from nnsim.data.tables import Table
from nnsim.errors import InputError
from nnsim.ui.widgets.numbers import format_count

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Understood:
    """What is to be said.

    Parameters
    ----------
    words : the sentence; empty if nothing could be read
    problems : those of the file, and if there are none those of learning from it
    notices : what would be decided on the way, the same that the data panel tells once the table is used
    idle : names of the columns that are read and do not go in, such as names of the rows
    """

    words: str
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    idle: frozenset[str] = frozenset()


def understood(plan: TablePlan, preview: Preview) -> Understood:
    """Try what would be learnt from what has been read, and say it."""
    notices = preview.notices
    if preview.pictures is not None and preview.table is not None:
        return _of_pictures(plan, preview, preview.pictures, preview.table)
    if preview.table is None:
        is_folder = isinstance(plan.source, PictureFolder)
        cannot = (
            translate("table_summary", "These cannot be read as pictures yet.")
            if is_folder
            else translate("table_summary", "This cannot be read as a table yet.")
        )
        cannot = cannot if preview.problems else ""
        return Understood(cannot, preview.problems, notices)
    data = plan.data(preview.table)
    if isinstance(data.source, TableSource) and data.goal == "predict" and not awaits_target(plan, preview):
        notices = (*notices, *reasons(preview.table, data.source.targets, data.source.task))
    idle = _idle(data, preview.table)
    words = _sentence(plan, preview, idle)
    if preview.problems or not preview.is_whole:
        return Understood(words, preview.problems, notices, idle)
    try:
        dataset = prepare(data).dataset
    except InputError as error:
        problem = Problem(error.code, error.message, error.where, error.hint)
        return Understood(words, (problem,), notices, idle)
    words = _sentence(plan, preview, idle, dataset) + _rows_that_go(preview, dataset)
    return Understood(words, (), (*notices, *dataset.notices), idle)


def _rows_that_go(preview: Preview, dataset: Dataset) -> str:
    """How many rows are not learnt from, since something is missing in them."""
    n = (preview.n_rows or 0) - dataset.n_samples
    if n <= 0:
        return ""
    one = translate("table_summary", "1 row with a missing cell is left out.")
    many = translate("table_summary", "{0} rows with missing cells are left out.", None, n)
    return " " + _count(n, one, many)


def _of_pictures(plan: TablePlan, preview: Preview, look: FolderLook, table: Table) -> Understood:
    """There is nothing to choose about columns, and the classes are known."""
    height, width = look.shape.value
    goes = (
        translate("table_summary", "{0} × {1} pixels in colour go in, {2} numbers")
        if look.colour.value
        else translate("table_summary", "{0} × {1} grey pixels go in, {2} numbers")
    ).format(width, height, format_count(len(preview.columns) - 1))
    n_files = sum(each.n_files for each in look.classes)
    pictures = _count(
        n_files, translate("table_summary", "1 picture"), translate("table_summary", "{0} pictures", None, n_files)
    )
    classes = translate("table_summary", "{0} classes").format(format_count(len(look.classes)))
    words = translate("table_summary", "{0}: {1}, the folder is predicted: {2}.").format(pictures, goes, classes)
    problems = preview.problems
    if not problems and preview.is_whole:
        try:
            prepare(plan.data(table))
        except InputError as error:
            problems = (Problem(error.code, error.message, error.where, error.hint),)
    return Understood(words, problems, preview.notices)


def _sentence(plan: TablePlan, preview: Preview, idle: frozenset[str], dataset: Dataset | None = None) -> str:
    if preview.table is None:
        return ""
    if awaits_target(plan, preview):
        return f"{_size(preview)}."
    targets = targets_of(plan, preview.table)
    if plan.goal == "reconstruct":
        known = translate("table_summary", "{0} is only known").format(_joined(list(targets))) if targets else ""
        learnt = ", ".join(filter(None, (translate("table_summary", "the same is to come out"), known)))
    else:
        predicted = (
            translate("table_summary", "{0} is predicted: {1}")
            if len(targets) == 1
            else translate("table_summary", "{0} are predicted: {1}")
        )
        learnt = predicted.format(_joined(list(targets)), _outcome(plan, preview, targets, dataset))
    return f"{_size(preview)}: {_inputs(preview, targets, idle)}, {learnt}."


def awaits_target(plan: TablePlan, preview: Preview) -> bool:
    """Whether the column that would be predicted cannot be read yet, so that another would be taken for the last."""
    table = preview.table
    if table is None or not preview.problems or plan.goal != "predict" or plan.targets == ():
        return False
    taken = [column for column in preview.columns if column.kind.value not in ("left_out", "text", "date")]
    wanted = plan.targets or tuple(column.name for column in taken[-1:])
    return any(column.name in wanted and column.name not in table.column_names for column in taken)


def targets_of(plan: TablePlan, table: Table) -> tuple[str, ...]:
    """The columns that are predicted, or known: those that were chosen, if they are there, else as guessed."""
    chosen = plan.targets_in(table)
    return guessed_targets(plan, table).targets if chosen is None else chosen


def guessed_targets(plan: TablePlan, table: Table) -> TargetsGuess:
    """The columns that would be predicted, or known, if none were chosen, and why."""
    return (guess_targets if plan.goal == "predict" else guess_known)(table)


def _idle(data: DataSpec, table: Table) -> frozenset[str]:
    """Of the columns that are neither predicted nor known those of which nothing goes in."""
    source = data.source
    if not data.inputs or not isinstance(source, TableSource):
        return frozenset()
    others, chosen = (column for column in table.columns if column.name not in source.targets), set(data.inputs)
    return frozenset(
        column.name for column in others if chosen.isdisjoint({column.name, *part_names(column, source.missing)})
    )


def _size(preview: Preview) -> str:
    n = len(preview.columns)
    columns = _count(n, translate("table_summary", "1 column"), translate("table_summary", "{0} columns", None, n))
    if preview.n_rows is None:
        return columns
    n = preview.n_rows
    rows = _count(n, translate("table_summary", "1 row"), translate("table_summary", "{0} rows", None, n))
    about = rows if preview.is_whole else translate("table_summary", "About {0}").format(rows)
    return f"{about}, {columns}"


def _inputs(preview: Preview, targets: tuple[str, ...], idle: frozenset[str]) -> str:
    kinds = [column.kind.value for column in preview.columns if column.name not in {*targets, *idle}]
    said = [_kind_counted(kind, kinds.count(kind)) for kind in ("number", "category", "text", "date") if kind in kinds]
    is_one = len(kinds) - kinds.count("left_out") == 1
    goes = translate("table_summary", "{0} goes in") if is_one else translate("table_summary", "{0} go in")
    inside = goes.format(_joined(said)) if said else translate("table_summary", "nothing goes in")
    n_out, n_idle = kinds.count("left_out"), len(idle)
    out = _count(
        n_out, translate("table_summary", "1 is left out"), translate("table_summary", "{0} are left out", None, n_out)
    )
    unused = _count(
        n_idle,
        translate("table_summary", "1 is not used"),
        translate("table_summary", "{0} are not used", None, n_idle),
    )
    return ", ".join((inside, *((out,) if "left_out" in kinds else ()), *((unused,) if idle else ())))


def _kind_counted(kind: str, n: int) -> str:
    """``3 numbers``."""
    one, many = {
        "number": (translate("table_summary", "1 number"), translate("table_summary", "{0} numbers", None, n)),
        "category": (translate("table_summary", "1 category"), translate("table_summary", "{0} categories", None, n)),
        "text": (translate("table_summary", "1 text"), translate("table_summary", "{0} texts", None, n)),
        "date": (translate("table_summary", "1 date"), translate("table_summary", "{0} dates", None, n)),
    }[kind]
    return _count(n, one, many)


def _outcome(plan: TablePlan, preview: Preview, targets: tuple[str, ...], dataset: Dataset | None) -> str:
    """``3 classes``, or ``a quantity``; how many classes there are is only known of whole tables."""
    if dataset is not None and dataset.classes:
        n_classes = len(dataset.classes)
        return translate("table_summary", "{0} classes", None, n_classes).format(format_count(n_classes))
    table = preview.table
    task = plan.task or (guess_task(table, targets).task if table is not None else "regression")
    if task == "classification":
        return translate("table_summary", "classes")
    n = len(targets)
    return _count(n, translate("table_summary", "a quantity"), translate("table_summary", "{0} quantities", None, n))


def _joined(said: list[str]) -> str:
    """``a, b and c``."""
    if len(said) == 1:
        return said[0]
    return translate("table_summary", "{0} and {1}").format(", ".join(said[:-1]), said[-1])


def _count(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(format_count(count))
