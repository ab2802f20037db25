"""Whatever a person has done to data, weights and settings: the project with its runs can be saved and opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.choices import Pasted
from nnsim.data.named import named_data, table_data
from nnsim.data.reading import read_table
from nnsim.errors import InputError
from nnsim.model import data_edits, drawn_edits, edits, sample_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.storage.project_file import read_work, write_work

ROWS = "a,b,kind\n" + "".join(f"{row},{row * row}.5,{'uv'[row % 2]}\n" for row in range(14))
TABLE = table_data(read_table(Pasted(ROWS)))

EDITS: dict[str, Callable[[Project], object]] = {
    "type a cell": lambda project: sample_edits.set_cells(project, [2], 0, [["7.5"]]),
    "type another": lambda project: sample_edits.set_cells(project, [3], 1, [["1/3"]]),
    "paste past the end": lambda project: sample_edits.set_cells(project, [13, 14], 0, [["1", "2"], ["3", "4"]]),
    "add a row": lambda project: sample_edits.add_row(project, 2),
    "delete rows": lambda project: sample_edits.delete_rows(project, [3]),
    "draw a point": lambda project: drawn_edits.add_points(project, [[1.0, 2.0]], 0.0),
    "move a point": lambda project: drawn_edits.move_points(project, [0], [[0.5, 0.5]]),
    "use the table": lambda project: data_edits.use_data(project, TABLE),
    "use a toy set": lambda project: data_edits.choose_toy(project, "circle"),
    "set the rate": lambda project: edits.set_learning_rate(project, 0.5),
}
DEEDS = ("train", "train on", "weight", "undo", "redo", *EDITS)


def do(experiment: Experiment, deed: str) -> None:
    if deed in EDITS:
        experiment.apply(EDITS[deed])  # type: ignore[arg-type]  # each gives what was edited
    elif deed == "weight":
        experiment.set_weight(0, 0, 0, 0.25)
    elif deed in ("undo", "redo"):
        getattr(experiment, deed)()
    else:
        for _ in range(1 if deed == "train" else 5):
            experiment.run.trainer.advance(1)
            experiment.note()
    experiment.history.stop_merging()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(DEEDS), min_size=4, max_size=14))
def test_any_work_is_kept(deeds: list[str]) -> None:
    experiment = Experiment(new_project("any", named_data("spiral", n_samples=20), (2,)))
    for deed in deeds:
        with suppress(InputError):
            do(experiment, deed)
    check_it_is_kept(experiment)


def test_a_run_of_which_only_the_end_has_its_last_data_is_kept() -> None:
    experiment = Experiment(new_project("any", named_data("spiral", n_samples=20), (2,)))
    for deed in ("train", "draw a point", "weight", "use the table", "train"):
        do(experiment, deed)
    check_it_is_kept(experiment)


def check_it_is_kept(experiment: Experiment) -> None:
    work = experiment.work()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.nnsim"
        write_work(work, path)
        opened = read_work(path)
    assert len(opened.runs) == len(work.runs)
    assert [len(run.moments) for run in opened.runs] == [len(run.moments) for run in work.runs]


def test_a_wrong_run_costs_nobody_the_project() -> None:
    experiment = Experiment(new_project("any", named_data("spiral", n_samples=20), (2,)))
    for deed in ("train", "use the table", "train"):
        do(experiment, deed)
    work = experiment.work()
    first, *others = work.runs
    wrong = replace(first, moments=tuple(replace(moment, arrival="settings") for moment in first.moments))
    told: list[bool] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.nnsim"
        write_work(replace(work, runs=(wrong, *others)), path, left_out=lambda: told.append(True))
        opened = read_work(path)
    assert told == [True]
    assert opened.runs == ()
    assert opened.project.network == work.project.network
