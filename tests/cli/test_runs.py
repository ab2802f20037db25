"""The runs of a project on the command line: training anew leaves one, nothing loses one, and check tells of them."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from nnsim.runs.experiment import Experiment
from nnsim.storage import project_file
from nnsim.storage.project_file import read_work

from .conftest import Call


def opened(name: str) -> Experiment:
    work = read_work(Path(name))
    return Experiment(work.project, runs=work.runs)


def weights(run):
    return run.checkpoint().parameters


@pytest.fixture
def twice(nnsim: Call) -> str:
    """Trained for 12 epochs with seed 0, then for 4 with seed 7."""
    nnsim("new", "x.nnsim", "--data", "xor", "--batch-size", "7")
    nnsim("train", "x.nnsim", "--epochs", "12", "--out", "y.nnsim")
    nnsim("train", "y.nnsim", "--epochs", "4", "--seed", "7")
    return "y.nnsim"


def test_training_anew_leaves_what_was_learnt_as_a_run(nnsim: Call, twice: str) -> None:
    experiment = opened(twice)
    first, second = experiment.timeline.runs
    assert (first.end.epoch, second.tag.key) == (12, 2)
    assert experiment.open_run(first, "Run 1") is not None
    nnsim("train", "x.nnsim", "--epochs", "12", "--out", "again.nnsim")
    assert np.array_equal(weights(experiment.run), weights(opened("again.nnsim").run))


def test_all_of_a_training_can_be_looked_at_afterwards(nnsim: Call, twice: str) -> None:
    experiment = opened(twice)
    nnsim("train", "x.nnsim", "--epochs", "3", "--seed", "7", "--out", "part.nnsim")
    part = opened("part.nnsim").run
    there = experiment.timeline.run_at(part.trainer.step, experiment.run.prepared)
    assert np.array_equal(weights(there), weights(part))


def test_going_on_goes_on_with_the_run(nnsim: Call, twice: str) -> None:
    nnsim("train", twice, "--epochs", "6", "--resume")
    first, second = opened(twice).timeline.runs
    assert (first.end.epoch, second.end.epoch) == (12, 10)
    assert opened(twice).timeline.run_at(1, opened(twice).run.prepared).trainer.step == 1


def test_the_same_training_makes_the_same_file(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--batch-size", "7")
    for out in ("one.nnsim", "two.nnsim"):
        nnsim("train", "x.nnsim", "--epochs", "30", "--out", out)
    assert Path("one.nnsim").read_bytes() == Path("two.nnsim").read_bytes()


def test_check_tells_of_the_runs(nnsim: Call, twice: str) -> None:
    lines = nnsim("check", twice).out.splitlines()
    assert lines[-2:] == [
        "runs      Run 1: 12 epochs",
        "          Run 2: 4 epochs, present, seed 7 instead of 0",
    ]
    assert not any(line.startswith("runs") for line in nnsim("check", "x.nnsim").out.splitlines())


def test_saving_anew_keeps_the_runs(nnsim: Call, twice: str) -> None:
    nnsim("convert", twice, "copy.nnsim")
    assert nnsim("check", "copy.nnsim").out.splitlines()[1:] == nnsim("check", twice).out.splitlines()[1:]


def test_weights_from_a_file_are_a_change_on_the_way(nnsim: Call, twice: str) -> None:
    before = weights(opened(twice).run)
    nnsim("weights", twice, "--get", "w.npz")
    with np.load("w.npz") as arrays:
        np.savez("new.npz", W1=arrays["W1"] * 2.0)
    assert nnsim("weights", twice, "--set", "new.npz").status == 0
    experiment = opened(twice)
    assert [mark.change.label for _, mark in experiment.timeline.present.marks()] == ["weights from a file"]
    assert not np.array_equal(weights(experiment.run), before)
    at = experiment.run.trainer.step
    assert np.array_equal(weights(experiment.timeline.run_at(at, experiment.run.prepared)), weights(experiment.run))


def test_a_file_that_would_be_too_large_with_its_runs_is_written_without_them_and_that_is_said(
    nnsim: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "3")
    nnsim("train", "x.nnsim", "--epochs", "1")
    with ZipFile("x.nnsim") as file, monkeypatch.context() as smaller:
        smaller.setattr(project_file, "MAX_MEMBERS", len(file.namelist()))
        said = nnsim("train", "x.nnsim", "--epochs", "1", "--seed", "3", "--out", "y.nnsim")
    assert said.status == 0
    assert "Saved without its runs" in said.err
    assert read_work(Path("y.nnsim")).runs == ()
