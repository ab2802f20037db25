"""Making projects: every option arrives, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnsim.data.spec import TableSource, ToySource
from nnsim.engine.spec import Choice
from nnsim.storage.project_file import read

from .conftest import Call


def test_every_option_arrives(nnsim: Call) -> None:
    words = "new x.nnsim --data spiral --layers 5,4 --activation relu --output-activation tanh --loss mse"
    words += " --optimizer momentum:0.5 --learning-rate 0.25 --batch-size 7 --scaling minmax --dtype float32"
    words += " --initializer normal:0.125 --regularization l1:0.01,l2:0.02 --test-fraction 0.25 --noise 0.5 --seed 9"
    assert nnsim(*words.split()).status == 0
    project = read(Path("x.nnsim"))
    assert project.network.sizes == (2, 5, 4, 1)
    assert [layer.activation.name for layer in project.network.layers] == ["relu", "relu", "tanh"]
    assert {layer.initializer for layer in project.network.layers} == {Choice.of("normal", sd=0.125)}
    assert project.network.dtype == "float32"
    training = project.training
    assert (training.loss, training.optimizer) == (Choice("mse"), Choice.of("momentum", momentum=0.5))
    assert (training.learning_rate, training.batch_size, training.l1, training.l2, training.seed) == (
        *(0.25, 7, 0.01, 0.02),
        9,
    )
    assert project.data.source == ToySource("spiral", noise=0.5, seed=9)
    assert (project.data.test_fraction, project.data.scaling, project.data.split_seed) == (0.25, "minmax", 9)
    assert project.checkpoint is None


def test_no_hidden_layers_and_the_whole_set_as_batch(nnsim: Call) -> None:
    assert nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "", "--batch-size", "full").status == 0
    project = read(Path("x.nnsim"))
    assert project.network.sizes == (2, 1)
    assert project.training.batch_size is None


@pytest.mark.parametrize(
    ("data", "output", "loss"),
    [
        ("circle", "sigmoid", "cross_entropy"),
        ("blobs", "softmax", "cross_entropy"),
        ("sine", "identity", "mse"),
        ("wine", "softmax", "cross_entropy"),
    ],
)
def test_the_output_suits_the_task(nnsim: Call, data: str, output: str, loss: str) -> None:
    facts = nnsim("new", "x.nnsim", "--data", data, "--json").json
    assert facts["network"]["activations"][-1] == output
    assert facts["training"]["loss"] == loss


def test_cross_entropy_on_numbers_means_classes(nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_text("a,b\n" + "".join(f"{i},{i % 30}\n" for i in range(90)))
    assert nnsim("new", "a.nnsim", "--data", "t.csv", "--json").json["data"]["task"] == "regression"
    facts = nnsim("new", "b.nnsim", "--data", "t.csv", "--loss", "cross_entropy", "--json").json
    assert facts["data"]["task"] == "classification"


def test_several_targets_are_predicted_together(nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_text("a,b,c\n" + "".join(f"{i},{i * 2.5},{-i}\n" for i in range(40)))
    assert nnsim("new", "x.nnsim", "--data", "t.csv", "--target", "b,c").status == 0
    source = read(Path("x.nnsim")).data.source
    assert isinstance(source, TableSource)
    assert source.targets == ("b", "c")


def test_each_decision_is_told(nnsim: Call, tmp_path: Path) -> None:
    tmp_path.joinpath("t.csv").write_text("a;b\n1,5;yes\n2,5;no\n;yes\n3,5;no\n")
    notices = " ".join(nnsim("new", "x.nnsim", "--data", "t.csv", "--json").json["notices"])
    for words in ("semicolons", "Decimal mark: comma", "missing", "last column", "left out"):
        assert words in notices


def test_a_file_that_is_there_is_only_replaced_by_force(nnsim: Call, tmp_path: Path) -> None:
    path = tmp_path / "x.nnsim"
    path.write_bytes(b"precious")
    said = nnsim("new", path, "--data", "circle", "--json")
    assert (said.status, said.error["code"], path.read_bytes()) == (5, "storage.exists", b"precious")
    assert nnsim("new", path, "--data", "circle", "--force").status == 0
    assert read(path).name == "x"


def test_a_folder_that_is_not_there_is_a_storage_failure(nnsim: Call) -> None:
    assert nnsim("new", "nowhere/x.nnsim", "--data", "circle").status == 5


@pytest.mark.parametrize("task", ["clustering", "autoencoder"])
def test_what_cannot_be_done_yet_is_said_plainly(nnsim: Call, task: str) -> None:
    said = nnsim("new", "x.nnsim", "--data", "iris", "--task", task, "--json")
    assert (said.status, said.error["code"]) == (3, "task.not_yet")
    assert not Path("x.nnsim").exists()


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ("--data cirle", 3, "data.unknown"),
        ("--data nowhere.csv", 3, "table.not_found"),
        ("--data iris --target colour", 3, "table.unknown_column"),
        ("--data circle --activation rellu", 3, "spec.unknown_activation"),
        ("--data circle --loss hinge", 3, "spec.unknown_loss"),
        ("--data circle --optimizer sdg", 3, "spec.unknown_optimizer"),
        ("--data circle --initializer tanh", 3, "spec.unknown_initializer"),
        ("--data circle --initializer zero:1", 3, "spec.unknown_parameter"),
        ("--data circle --optimizer adam:gamma=1", 3, "spec.unknown_parameter"),
        ("--data circle --optimizer momentum:2", 3, "spec.out_of_range"),
        ("--data circle --layers 0", 3, "spec.out_of_range"),
        ("--data circle --learning-rate -1", 3, "spec.out_of_range"),
        ("--data circle --batch-size 0", 3, "spec.out_of_range"),
        ("--data circle --seed -1", 3, "data.seed"),
        ("--data circle --noise 2", 3, "data.noise"),
        ("--data circle --test-fraction 1", 3, "data.test_fraction"),
        ("--data sine --loss cross_entropy", 3, "loss"),
        ("--data circle --task regression", 2, "data.task"),
        ("--data iris --noise 0.5", 2, "data.only_for_toys"),
        ("--data circle --regularization l3:1", 2, "usage.options"),
        ("--data circle --layers 8;8", 2, "usage.options"),
        ("", 2, "usage.options"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(nnsim: Call, options: str, status: int, code: str) -> None:
    said = nnsim("new", "x.nnsim", *options.split(), "--json")
    assert said.status == status
    assert code in said.error["code"]
    assert said.error["message"]
    assert not Path("x.nnsim").exists()
