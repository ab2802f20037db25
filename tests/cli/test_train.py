"""Training: the same numbers every time, kept whatever happens."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nnsim.storage.project_file import read

from .conftest import Call


def test_results_are_told_as_promised(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "2", "--seed", "3")
    facts = nnsim("train", "x.nnsim", "--epochs", "20", "--json").json
    assert (facts["status"], facts["epochs"], facts["steps"], facts["seed"]) == ("ok", 20, 400, 3)
    for part in ("train", "test"):
        shares = ["accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc"]
        assert list(facts[part]) == ["loss", *shares]
        assert facts[part]["loss"] > 0
        assert all(0.9 < facts[part][share] <= 1 for share in shares)


def test_an_area_under_the_curve_of_one_class_alone_is_left_out(nnsim: Call) -> None:
    # Of three samples one is for testing.
    Path("few.csv").write_text("x,kind\n1,a\n2,b\n3,a\n")
    nnsim("new", "x.nnsim", "--data", "few.csv", "--target", "kind", "--layers=", "--test-fraction", "0.34")
    facts = nnsim("train", "x.nnsim", "--epochs", "1", "--json").json
    assert "auc" in facts["train"]
    assert set(facts["test"]) == set(facts["train"]) - {"auc"}
    cells = [line.split() for line in nnsim("train", "x.nnsim", "--epochs", "1").out.splitlines()[:3]]
    assert (cells[0][-1], cells[2][-1]) == ("auc", "–")


def test_quantities_are_told_by_their_error(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "sine", "--layers", "10", "--test-fraction", "0")
    facts = nnsim("train", "x.nnsim", "--epochs", "5", "--json").json
    assert set(facts["train"]) == {"loss", "rmse", "mae", "r2"}
    assert facts["test"] == {}


def test_text_is_a_small_table(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss")
    said = nnsim("train", "x.nnsim", "--epochs", "1")
    assert [line.split()[0] for line in said.out.splitlines()[:3]] == ["loss", "training", "test"]
    assert said.err == ""


def test_the_same_seed_gives_the_same_file(nnsim: Call) -> None:
    hashes = []
    for name in ("a", "b"):
        nnsim("new", f"{name}.nnsim", "--data", "spiral", "--seed", "7", "--noise", "0.2")
        nnsim("train", f"{name}.nnsim", "--epochs", "10")
        hashes.append(nnsim("hash", f"{name}.nnsim", "--json").json["hash"])
    assert hashes[0] == hashes[1]
    nnsim("train", "a.nnsim", "--epochs", "10", "--seed", "8")
    assert nnsim("hash", "a.nnsim", "--json").json["hash"] != hashes[0]
    assert read(Path("a.nnsim")).training.seed == 8


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("batch_size", ["7", "full"])
def test_stopping_and_going_on_changes_no_bit(nnsim: Call, optimizer: str, batch_size: str) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--optimizer", optimizer, "--batch-size", batch_size)
    nnsim("train", "x.nnsim", "--epochs", "10", "--out", "whole.nnsim")
    nnsim("train", "x.nnsim", "--epochs", "5", "--out", "parts.nnsim")
    facts = nnsim("train", "parts.nnsim", "--epochs", "5", "--resume", "--json").json
    assert (facts["epochs"], facts["resumed_from"]) == (10, 5)
    assert nnsim("hash", "whole.nnsim").out == nnsim("hash", "parts.nnsim").out
    assert Path("whole.nnsim").stat().st_size == Path("parts.nnsim").stat().st_size


def test_stopping_amid_an_epoch_changes_no_bit(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--batch-size", "7")
    nnsim("train", "x.nnsim", "--epochs", "4", "--out", "whole.nnsim")
    facts = nnsim("train", "x.nnsim", "--epochs", "4", "--stop-at", "40", "--json").json
    assert (facts["steps"], facts["epochs"]) == (40, 1)
    nnsim("train", "x.nnsim", "--epochs", "3", "--resume")
    assert nnsim("hash", "x.nnsim").out == nnsim("hash", "whole.nnsim").out


def test_a_step_alone_may_be_the_goal(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    assert nnsim("train", "x.nnsim", "--stop-at", "50", "--json").json["steps"] == 50
    assert nnsim("train", "x.nnsim", "--stop-at", "50", "--resume", "--json").json["steps"] == 50


def test_without_resume_training_starts_anew(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    for _ in range(2):
        assert nnsim("train", "x.nnsim", "--epochs", "3", "--json").json["epochs"] == 3


def test_out_leaves_the_project_as_it_is(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    before = Path("x.nnsim").read_bytes()
    assert nnsim("train", "x.nnsim", "--epochs", "3", "--out", "y.nnsim").status == 0
    assert Path("x.nnsim").read_bytes() == before
    assert read(Path("y.nnsim")).checkpoint is not None


def test_history_has_a_line_for_each_epoch(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    facts = nnsim("train", "x.nnsim", "--epochs", "3", "--history", "h.jsonl", "--json").json
    lines = [json.loads(line) for line in Path("h.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == [0, 1, 2, 3]
    for part in ("train", "test"):
        assert lines[-1][part] == {name: facts[part][name] for name in ("loss", "accuracy")}


def test_a_number_of_epochs_of_the_projects_own_ends_training(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "xor", "--stop-epochs", "7")
    facts = nnsim("train", "x.nnsim", "--json").json
    assert (facts["status"], facts["stopped"], facts["epochs"]) == ("ok", "epochs", 7)
    facts = nnsim("train", "x.nnsim", "--epochs", "3", "--json").json
    assert (facts["status"], facts["stopped"], facts["epochs"]) == ("ok", None, 3), "--epochs came first"
    said = nnsim("train", "x.nnsim", "--epochs", "20")
    assert (said.status, "as many epochs as the project asks for" in said.out) == (0, True)


def test_a_loss_that_is_low_enough_ends_training_at_the_first_epoch_that_has_it(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss", "--stop-loss", "0.2")
    facts = nnsim("train", "x.nnsim", "--epochs", "500", "--history", "h.jsonl", "--json").json
    losses = [json.loads(line)["train"]["loss"] for line in Path("h.jsonl").read_text().splitlines()]
    assert (facts["status"], facts["stopped"], facts["epochs"]) == ("ok", "loss", len(losses) - 1)
    assert losses[-1] <= 0.2 < min(losses[:-1])


def test_patience_ends_training_so_many_epochs_after_the_lowest_test_loss(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "gauss", "--noise", "0.5", "--learning-rate", "1", "--patience", "5")
    facts = nnsim("train", "x.nnsim", "--epochs", "500", "--history", "h.jsonl", "--json").json
    losses = [json.loads(line)["test"]["loss"] for line in Path("h.jsonl").read_text().splitlines()]
    assert (facts["status"], facts["stopped"]) == ("ok", "patience")
    assert facts["epochs"] == len(losses) - 1 == losses.index(min(losses)) + 5
    said = nnsim("train", "x.nnsim", "--epochs", "500")
    assert "has not reached a new low" in said.out


def test_divergence_is_told_with_epoch_batch_and_layer_even_where_a_condition_would_end_training(nnsim: Call) -> None:
    nnsim(
        "new", "x.nnsim", "--data", "plane", "--layers", "3", "--activation", "identity", "--optimizer", "sgd",
        "--learning-rate", "1000", "--stop-epochs", "400",
    )  # fmt: skip
    said = nnsim("train", "x.nnsim", "--json")
    assert (said.status, said.json["status"]) == (4, "diverged")
    assert re.fullmatch(r"epoch [1-9]\d*, batch [1-9]\d*, (layer [12]|output layer)", said.error["where"])


def test_divergence_ends_with_4_and_keeps_the_last_good_weights(nnsim: Call) -> None:
    nnsim(
        "new", "x.nnsim", "--data", "plane", "--activation", "identity", "--optimizer", "sgd", "--learning-rate", "50"
    )
    said = nnsim("train", "x.nnsim", "--epochs", "500", "--history", "h.jsonl", "--json")
    assert (said.status, said.json["status"], said.error["code"]) == (4, "diverged", "training.diverged")
    assert "epoch" in said.error["where"]
    assert "layer" in said.error["where"]
    checkpoint = read(Path("x.nnsim")).checkpoint
    assert checkpoint is not None
    assert np.isfinite(checkpoint.parameters).all()
    assert Path("h.jsonl").exists()
    told = nnsim("train", "x.nnsim", "--epochs", "500")
    assert told.status == 4
    assert "learning rate" in told.err


@pytest.mark.parametrize(
    "options", ["", "--epochs 0", "--epochs -3", "--epochs 1.5", "--epochs 1 --resume --seed 1", "--epochs ten"]
)
def test_goals_that_make_no_sense_are_refused(nnsim: Call, options: str) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    before = Path("x.nnsim").read_bytes()
    assert nnsim("train", "x.nnsim", *options.split()).status == 2
    assert Path("x.nnsim").read_bytes() == before


@pytest.mark.parametrize(
    "options", ["--out table.csv", "--history x.nnsim", "--out nowhere/y.nnsim", "--history table.csv"]
)
def test_results_never_replace_a_file_of_another_kind(nnsim: Call, options: str) -> None:
    nnsim("new", "x.nnsim", "--data", "xor")
    Path("table.csv").write_text("precious")
    before = Path("x.nnsim").read_bytes()
    said = nnsim("train", "x.nnsim", "--epochs", "1", *options.split(), "--json")
    assert (said.status, said.error["code"][:8]) == (5, "storage.")
    assert (Path("table.csv").read_text(), Path("x.nnsim").read_bytes()) == ("precious", before)


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_a_terminal_gets_a_progress_bar_and_ctrl_c_keeps_what_was_learnt(nnsim: Call, tmp_path: Path) -> None:
    import pty

    nnsim("new", "x.nnsim", "--data", "xor", "--layers", "64,64")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "nnsim", "train", "x.nnsim", "--epochs", "100000000", "--json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, encoding="utf-8") as running:
        os.close(theirs)
        shown = os.read(ours, 10_000).decode()
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=30)
        said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "epochs  loss" in shown
    assert "has been saved" in said
    assert running.returncode == 130
    facts = json.loads(out)
    assert facts["status"] == "interrupted"
    checkpoint = read(tmp_path / "x.nnsim").checkpoint
    assert checkpoint is not None
    assert checkpoint.step == facts["steps"] > 0
