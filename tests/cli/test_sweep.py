"""Sweeps: the same results whoever trains, told as text, as JSON and as tables, whatever ends them."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnsim.cli.sweep_tables import sweep_lines
from nnsim.runs.sweep import Outcome, Sweep
from nnsim.storage.project_file import read
from tests.runs.sweeps import project

from .conftest import Call

GRID = ("--grid", "learning_rate=0.01,0.3", "--grid", "layers=2;4,3")


@pytest.fixture
def small(nnsim: Call) -> str:
    """A project that trains in no time."""
    assert nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "3", "--seed", "5").status == 0
    return "x.nnsim"


def test_a_sweep_tells_of_each_setting_and_each_run(nnsim: Call, small: str) -> None:
    before = Path(small).read_bytes()
    facts = nnsim("sweep", small, *GRID, "--seeds", "3", "--epochs", "2", "--jobs", "1", "--json").json
    assert facts["status"] == "ok"
    assert facts["axes"][1] == {"setting": "layers", "values": ["2", "4,3"]}
    assert [cell["settings"] for cell in facts["cells"]] == [
        {"learning_rate": rate, "layers": layers} for rate in (0.01, 0.3) for layers in ("2", "4,3")
    ]
    assert [cell["runs"] for cell in facts["cells"]] == [3, 3, 3, 3]
    assert [run["seed"] for run in facts["runs"]] == [5, 6, 7] * 4
    shares = [run["test"]["accuracy"] for run in facts["runs"][:3]]
    assert facts["cells"][0]["accuracy"]["median"] == sorted(shares)[1]
    assert Path(small).read_bytes() == before


def test_a_run_of_a_sweep_is_that_of_train(nnsim: Call, small: str) -> None:
    swept = nnsim("sweep", small, "--seeds", "2", "--epochs", "3", "--jobs", "1", "--json").json["runs"][1]
    trained = nnsim("train", small, "--epochs", "3", "--seed", "6", "--json").json
    assert swept["seed"] == trained["seed"] == 6
    assert (swept["train"], swept["test"]) == (trained["train"], trained["test"])


def test_two_processes_write_the_same_table_as_one(nnsim: Call, process: Call, small: str) -> None:
    words = ("sweep", small, *GRID, "--seeds", "2", "--epochs", "2")
    assert nnsim(*words, "--jobs", "1", "--out", "one.csv").status == 0
    assert process(*words, "--jobs", "2", "--out", "two.csv").status == 0
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


def test_the_table_has_a_row_for_each_run(nnsim: Call, small: str) -> None:
    facts = nnsim(
        "sweep", small, *GRID, "--seeds", "2", "--epochs", "2", "--jobs", "1", "--out", "t.csv", "--json"
    ).json
    with open("t.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:8] == [
        "learning_rate", "layers", "seed", "epochs", "ending", "where", "train_loss", "train_accuracy"
    ]  # fmt: skip
    assert [(row["learning_rate"], row["layers"], row["seed"]) for row in rows[1:3]] == [
        ("0.01", "2", "6"),
        ("0.01", "4,3", "5"),
    ]
    assert [float(row["test_loss"]) for row in rows] == [run["test"]["loss"] for run in facts["runs"]]


def test_a_json_file_holds_what_is_told(nnsim: Call, small: str) -> None:
    told = nnsim("sweep", small, "--seeds", "2", "--epochs", "1", "--jobs", "1", "--out", "t.json", "--json").json
    assert json.loads(Path("t.json").read_text(encoding="utf-8")) == told


def test_two_settings_make_a_heat_map(nnsim: Call, small: str) -> None:
    said = nnsim("sweep", small, *GRID, "--seeds", "2", "--epochs", "5", "--jobs", "1")
    lines = said.out.splitlines()
    assert lines[1].split() == [
        "learning_rate", "layers", "runs", *("25", "%", "median", "75", "%") * 2, "≥", "0.9", "diverged"
    ]  # fmt: skip
    assert lines[7] == "median test accuracy, · worst to █ best"
    assert lines[9].split() == ["learning_rate", "2", "4,3"]
    assert [line.split()[0] for line in lines[10:12]] == ["0.01", "0.3"]
    assert said.err == ""


def test_a_heat_map_says_where_most_runs_diverged(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "sine", "--layers", "4", "--activation", "relu", "--optimizer", "sgd")
    grid = ("--grid", "learning_rate=0.01,1000", "--grid", "batch_size=10,20")
    lines = nnsim("sweep", "x.nnsim", *grid, "--seeds", "2", "--epochs", "9", "--jobs", "1").out.splitlines()
    assert "median test rmse" in lines[7]
    assert len({line.split()[1][0] for line in lines[10:11]} & set("·░▒▓█")) == 1
    assert lines[11].split() == ["1000", "diverged", "diverged"]


def test_a_lottery_has_a_histogram_of_all_its_runs(nnsim: Call, small: str) -> None:
    lines = nnsim("sweep", small, "--seeds", "7", "--epochs", "1", "--jobs", "1").out.splitlines()
    first = lines.index("test accuracy: how many runs") + 1
    bars = lines[first : lines.index("", first)]
    assert sum(int(line.split()[-1]) for line in bars) == 7
    assert lines[-4].startswith("best:  seed ")
    assert lines[-3].startswith("worst: seed ")


def test_a_run_that_diverges_is_counted_and_no_failure(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "sine", "--layers", "4", "--activation", "relu", "--optimizer", "sgd")
    words = ("sweep", "x.nnsim", "--grid", "learning-rate=0.01,1000", "--seeds", "2", "--epochs", "9", "--jobs", "1")
    said = nnsim(*words, "--json")
    assert said.status == 0
    tame, wild = said.json["cells"]
    assert (tame["diverged"], wild["diverged"]) == (0, 1)
    assert tame["rmse"]["median"] > 0
    assert wild["rmse"]["median"] is None
    assert {run["ending"] for run in said.json["runs"]} == {"reached", "diverged"}
    assert "∞" in nnsim(*words).out


def test_nearly_all_or_hardly_any_runs_are_not_told_as_all_or_none() -> None:
    sweep = Sweep(project(), epochs=3, seeds=300)
    right = {"test": {"loss": 0.1, "accuracy": 0.95}}
    wrong = {"test": {"loss": 0.9, "accuracy": 0.5}}
    outcomes = [Outcome(seed, (), seed, 3, "reached", "", right) for seed in range(299)]
    row = sweep_lines(sweep, [*outcomes, Outcome(299, (), 299, 1, "diverged", "epoch 1", wrong)])[2]
    assert row.split()[-2:] == [">99%", "<1%"]


def test_every_kind_of_value_is_read_as_new_reads_it(nnsim: Call, small: str) -> None:
    grids = {
        "batch_size": "7,full",
        "optimizer": "momentum:0.8;sgd",
        "initializer": "normal:0.5,zero",
        "activation": "relu,sigmoid",
        "batch_norm": "on,off",
        "schedule": "constant,cosine:20",
        "layers": "none;3;2,2",
        "l2": "0,1e-3",
        "samples": "20,40",
        "noise": "0,0.5",
        "label-noise": "0,0.25",
    }
    found = {}
    for name, values in grids.items():
        said = nnsim(
            "sweep", small, "--grid", f"{name}={values}", "--seeds", "1", "--epochs", "1", "--jobs", "1", "--json"
        )
        found[name] = said.json["axes"][0]["values"]
    assert found["batch_size"] == [7, "full"]
    assert found["optimizer"] == ["momentum:momentum=0.8", "sgd"]
    assert found["initializer"] == ["normal:sd=0.5", "zero"]
    assert found["batch_norm"] == ["on", "off"]
    assert found["layers"] == ["none", "3", "2,2"]
    assert found["l2"] == [0, 0.001]
    assert (found["samples"], found["noise"], found["label-noise"]) == ([20, 40], [0, 0.5], [0, 0.25])


@pytest.mark.parametrize(
    ("words", "status", "part"),
    [
        (("--grid", "speed=1"), 2, "speed"),
        (("--grid", "learning_rate"), 2, "NAME=VALUE"),
        (("--grid", "learning_rate=0,1;0,2"), 2, "not a number"),
        (("--grid", "learning_rate="), 2, "no value"),
        (("--grid", "layers=8,8"), 2, "semicolons"),
        (("--grid", "samples=20.5"), 2, "whole"),
        (("--grid", "samples=3,40"), 3, "From 4 to 100,000 points"),
        (("--grid", "label_noise=0.6"), 3, "label_noise=0.6"),
        (("--grid", "layers=flatten"), 2, "numbers of neurons"),
        (("--grid", "batch_norm=yes"), 2, "neither on nor off"),
        (("--grid", "l2=0,1", "--grid", "l2=2"), 2, "varied twice"),
        (("--grid", "l1=0", "--grid", "l2=0", "--grid", "dropout=0"), 2, "at most two"),
        (("--grid", "optimizer=adma"), 3, "Did you mean"),
        (("--grid", "learning_rate=-1"), 3, "learning_rate=-1"),
        (("--seeds", "0"), 2, "too small"),
        (("--seeds", "1000000"), 2, "at most"),
        (("--out", "t.txt"), 2, ".csv or .json"),
        (("--out", "nowhere/t.csv"), 5, "folder"),
        (("--jobs", "2", "--dask", "tcp://127.0.0.1:1"), 2, "not allowed"),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_training(
    nnsim: Call, small: str, words: tuple[str, ...], status: int, part: str
) -> None:
    said = nnsim("sweep", small, "--epochs", "1", *words, "--json")
    assert said.status == status
    assert part in " ".join(said.error.values())
    assert said.error["where"]


def test_something_must_end_the_training(nnsim: Call, small: str) -> None:
    assert nnsim("sweep", small).status == 2
    nnsim("new", "y.nnsim", "--data", "gauss", "--layers", "3", "--stop-epochs", "2")
    runs = nnsim("sweep", "y.nnsim", "--seeds", "2", "--jobs", "1", "--json").json["runs"]
    assert [(run["ending"], run["epochs"]) for run in runs] == [("epochs", 2)] * 2


@pytest.mark.parametrize(
    ("address", "status", "code"), [("nowhere", 2, "usage.dask_address"), ("tcp://127.0.0.1:1", 3, "sweep.unreachable")]
)
def test_a_cluster_that_is_not_there_is_told(process: Call, small: str, address: str, status: int, code: str) -> None:
    pytest.importorskip("joblib", reason="joblib is an extra of nnsim: pip install -e '.[dask]'")
    pytest.importorskip("distributed", reason="distributed is an extra of nnsim: pip install -e '.[dask]'")
    said = process("sweep", small, "--epochs", "1", "--dask", address, "--json")
    assert (said.status, said.error["code"]) == (status, code)


def hears_ctrl_c() -> None:
    """As on a terminal: a shell tells what it starts in the background to ignore it, and that is handed on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_terminal_gets_a_progress_bar_and_ctrl_c_keeps_what_is_finished(
    nnsim: Call, small: str, tmp_path: Path, n_jobs: int
) -> None:
    import pty

    ours, theirs = pty.openpty()
    words = ("--seeds", "9000", "--epochs", "30", "--jobs", str(n_jobs), "--out", "t.csv", "--json")
    command = [sys.executable, "-m", "nnsim", "sweep", small, *words]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    ) as running:
        os.close(theirs)
        try:
            shown = os.read(ours, 10_000).decode()
            os.killpg(running.pid, signal.SIGINT)  # as a terminal does it: to all processes
            out, _ = running.communicate(timeout=60)
            said = os.read(ours, 10_000).decode()
        except BaseException:
            os.killpg(running.pid, signal.SIGKILL)  # what does not stop is not waited for
            raise
    os.close(ours)
    assert " of 9,000 runs" in shown
    assert "Traceback" not in said
    assert "Stopped by Ctrl+C." in said
    assert running.returncode == 130
    facts = json.loads(out)
    assert facts["status"] == "interrupted"
    n_rows = len((tmp_path / "t.csv").read_text().splitlines()) - 1
    assert 0 < n_rows == len(facts["runs"]) < 9_000
    assert read(tmp_path / small).checkpoint is None
