"""Making projects: every option arrives, and nothing is overwritten."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from nnsim.data.prepare import prepare
from nnsim.data.spec import TableSource, ToySource
from nnsim.engine.spec import Choice, StopSpec
from nnsim.storage.example_files import named
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


def test_what_is_asked_of_a_toy_set_arrives(nnsim: Call) -> None:
    words = "new x.nnsim --data blobs --samples 90 --classes 4 --imbalance 0.5 --label-noise 0.1"
    assert nnsim(*words.split()).status == 0
    assert read(Path("x.nnsim")).data.source == ToySource("blobs", 90, 0.0, 0, 0.5, 0.1, 4)
    checked = nnsim("new", "x.nnsim", "--force", "--json", *words.split()[2:]).json
    assert checked["data"]["made_up"]["label_noise"] == 0.1
    assert "blobs (50% of the first class, 10% of the labels wrong)" in nnsim("check", "x.nnsim").out
    made = nnsim("new", "y.nnsim", "--data", "formula", "--formula", "x1^2 - x2^2", "--range", "-2", "4")
    assert made.status == 0
    assert "formula (y = x₁^2 − x₂^2, x from -2 to 4): 200 samples for training" in made.out
    project = read(Path("y.nnsim"))
    assert project.data.source == ToySource("formula", formula="x1^2 - x2^2", low=-2.0, high=4.0)
    assert project.network.n_inputs == 2


def test_bits_are_to_come_out_of_sigmoids(nnsim: Call) -> None:
    assert nnsim("new", "x.nnsim", "--data", "encoder", "--layers", "3").status == 0
    project = read(Path("x.nnsim"))
    assert project.network.sizes == (8, 3, 8)
    assert project.network.output.activation == Choice("sigmoid")
    assert project.training.loss == Choice("cross_entropy")


def test_the_data_are_prepared_once(nnsim: Call) -> None:
    n_times = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal n_times
        n_times += event == "call" and frame.f_code is prepare.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        nnsim("new", "x.nnsim", "--data", "iris")
    finally:
        sys.setprofile(before)
    assert n_times == 1


def test_no_hidden_layers_and_the_whole_set_as_batch(nnsim: Call) -> None:
    assert nnsim("new", "x.nnsim", "--data", "gauss", "--layers", "", "--batch-size", "full").status == 0
    project = read(Path("x.nnsim"))
    assert project.network.sizes == (2, 1)
    assert project.training.batch_size is None


def test_kinds_of_layers_and_how_they_learn_arrive(nnsim: Call) -> None:
    words = "new x.nnsim --data digits --layers conv2d:4:3:2:1,average-pool2d:2:1,flatten,6 --activation relu"
    words += " --dropout 0.25 --batch-norm --schedule cosine:200 --clip-norm 1.5 --stop-epochs 100 --stop-loss 0.01"
    words += " --stop-accuracy 0.9 --stop-seconds 60 --patience 20 --optimizer nesterov:0.5"
    assert nnsim(*words.split()).status == 0
    project = read(Path("x.nnsim"))
    network, training = project.network, project.training
    assert network.picture == (1, 8, 8)
    assert network.shapes == ((1, 8, 8), (4, 4, 4), (4, 3, 3), (36,), (6,), (10,))
    assert [layer.kind for layer in network.layers] == ["conv2d", "average_pool2d", "flatten", "dense", "dense"]
    assert [layer.dropout for layer in network.layers] == [0.25, 0.0, 0.0, 0.25, 0.0]
    assert [layer.normalize for layer in network.layers] == [True, False, False, True, False]
    assert network.layers[0].initializer == Choice("he_normal")
    assert (training.schedule, training.clip_norm) == (Choice.of("cosine", epochs=200.0), 1.5)
    assert training.stop == StopSpec(epochs=100, loss=0.01, accuracy=0.9, seconds=60.0, patience=20)


def test_what_was_not_asked_for_in_these_words_is_told(nnsim: Call) -> None:
    said = nnsim("new", "x.nnsim", "--data", "digits", "--layers", "conv2d:2,8", "--optimizer", "rprop", "--json")
    notices = " ".join(said.json["notices"])
    for words in ("1 × 8 × 8", "flatten layer was put", "one batch"):
        assert words in notices
    assert [layer["kind"] for layer in said.json["network"]["layers"]] == ["conv2d", "flatten", "dense", "dense"]
    assert read(Path("x.nnsim")).training.batch_size is None
    words = (
        "new y.nnsim --data digits --picture 8x8 --layers conv2d:2,flatten,8 --batch-size full --optimizer rprop --json"
    )
    notices = " ".join(nnsim(*words.split()).json["notices"])
    assert not any(words in notices for words in ("1 × 8 × 8", "flatten layer", "one batch"))


def test_facts_and_words_tell_of_layers_schedule_and_stops(nnsim: Call) -> None:
    words = "new x.nnsim --data digits --layers conv2d:2,8 --dropout 0.25 --schedule step:5 --stop-epochs 9"
    text = nnsim(*words.split()).out
    for part in ("1×8×8-2×6×6-72-8-10", "conv2d 3 tanh dropout 0.25", "step (epochs 5)", "epochs 9"):
        assert part in text
    facts = nnsim(*words.split(), "--force", "--json").json
    assert facts["network"]["picture"] == [1, 8, 8]
    assert facts["network"]["layers"][0]["shape"] == [2, 6, 6]
    assert facts["network"]["layers"][0]["kernel"] == 3
    assert facts["training"]["stop"] == {"epochs": 9}
    assert facts["training"]["schedule"] == "step"


def test_three_colours_are_three_channels(nnsim: Call, tmp_path: Path) -> None:
    head = ",".join([*(f"p{n}" for n in range(12)), "kind"])
    rows = "".join(",".join([*(str((n * row) % 7) for n in range(12)), "ab"[row % 2]]) + "\n" for row in range(12))
    tmp_path.joinpath("t.csv").write_text(f"{head}\n{rows}")
    said = nnsim("new", "x.nnsim", "--data", "t.csv", "--layers", "conv2d:2:2", "--picture", "3x2x2")
    assert said.status == 0
    assert read(Path("x.nnsim")).network.shapes[:3] == ((3, 2, 2), (2, 1, 1), (2,))


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


def test_clustering_has_no_project_and_the_command_for_it_is_named(nnsim: Call) -> None:
    said = nnsim("new", "x.nnsim", "--data", "iris", "--task", "clustering", "--json")
    assert (said.status, said.error["code"]) == (3, "task.no_network")
    assert "nnsim cluster iris" in said.error["hint"]
    assert not Path("x.nnsim").exists()


def test_an_autoencoder_gives_its_inputs_back_and_says_what_is_only_known(nnsim: Call) -> None:
    said = nnsim("new", "x.nnsim", "--data", "digits", "--task", "autoencoder", "--layers", "8,2,8", "--json").json
    assert said["network"]["sizes"] == [64, 8, 2, 8, 64]
    assert (said["data"]["task"], said["data"]["known"]) == ("autoencoder", ["digit"])
    assert any("digit" in notice and "not learnt" in notice for notice in said["notices"])
    assert read(Path("x.nnsim")).data.goal == "reconstruct"
    assert "come out again" in nnsim("check", "x.nnsim").out


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ("--data cirle", 3, "data.unknown"),
        ("--data nowhere.csv", 3, "table.not_found"),
        ("--data iris --target colour", 3, "table.unknown_column"),
        ("--data circle --activation rellu", 3, "spec.unknown_activation"),
        ("--data circle --loss hinges", 3, "spec.unknown_loss"),
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
        ("--data circle --classes 3", 3, "data.classes"),
        ("--data sine --imbalance 0.5", 3, "data.imbalance"),
        ("--data formula --formula 2+", 3, "formula.expected"),
        ("--data formula --formula ln(x)", 3, "formula.no_value"),
        ("--data iris --label-noise 0.1", 2, "data.only_for_toys"),
        ("--data circle --test-fraction 1", 3, "data.test_fraction"),
        ("--data sine --loss cross_entropy", 3, "loss"),
        ("--data circle --task regression", 2, "data.task"),
        ("--data iris --noise 0.5", 2, "data.only_for_toys"),
        ("--data circle --regularization l3:1", 2, "usage.options"),
        ("--data circle --layers 8;8", 2, "usage.options"),
        ("--data digits --layers conv2d:8:3.5", 2, "usage.options"),
        ("--data digits --layers conv2d:-8", 2, "usage.options"),
        ("--data digits --picture 8", 2, "usage.options"),
        ("--data digits --picture 8x8x8x8", 2, "usage.options"),
        ("--data circle --patience soon", 2, "usage.options"),
        ("--data digits --layers conv3d:8", 3, "spec.unknown_layer"),
        ("--data digits --layers conv2d", 3, "spec.no_size"),
        ("--data digits --layers conv2d:0", 3, "spec.out_of_range"),
        ("--data digits --layers conv2d:8:0", 3, "spec.out_of_range"),
        ("--data digits --layers conv2d:8:3:0", 3, "spec.out_of_range"),
        ("--data digits --layers conv2d:8:3:1:33", 3, "spec.out_of_range"),
        ("--data digits --layers conv2d:8:9", 3, "spec.kernel_too_large"),
        ("--data digits --layers conv2d:8:3:1:0:1", 3, "spec.too_many_numbers"),
        ("--data digits --layers flatten:3", 3, "spec.too_many_numbers"),
        ("--data digits --layers 8,conv2d:8", 3, "spec.needs_picture"),
        ("--data digits --picture 4x8 --layers conv2d:2", 3, "spec.picture_and_inputs"),
        ("--data digits --picture 0x8 --layers conv2d:2", 3, "spec"),
        ("--data wine --layers conv2d:2", 3, "spec.needs_picture"),
        ("--data circle --dropout 1", 3, "spec.out_of_range"),
        ("--data circle --schedule cosinus", 3, "spec.unknown_schedule"),
        ("--data circle --schedule cosine:0", 3, "spec.out_of_range"),
        ("--data circle --clip-norm -1", 3, "spec.out_of_range"),
        ("--data circle --stop-epochs 0", 3, "spec.out_of_range"),
        ("--data circle --stop-accuracy 1.5", 3, "spec.out_of_range"),
        ("--data circle --stop-seconds 0", 3, "spec.out_of_range"),
        ("--data sine --stop-accuracy 0.9", 3, "spec.no_accuracy"),
        ("--data circle --optimizer rprop --batch-size 10", 3, "spec.rprop_needs_full_batch"),
        ("", 2, "usage.options"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(nnsim: Call, options: str, status: int, code: str) -> None:
    said = nnsim("new", "x.nnsim", *options.split(), "--json")
    assert said.status == status
    assert code in said.error["code"]
    assert said.error["message"]
    assert not Path("x.nnsim").exists()


@pytest.mark.parametrize("name", ["one_weight", "dead-relu", "digits_filters"])
def test_an_example_becomes_a_project_as_it_stands(nnsim: Call, name: str) -> None:
    facts = nnsim("new", "mine.nnsim", "--example", name, "--json").json
    example = named(name)
    project = read(Path("mine.nnsim"))
    assert (project.network, project.training) == (example.project.network, example.project.training)
    assert project.name == "mine"
    assert facts["notices"] == [example.reason, example.advice]


def test_an_example_replaces_a_file_only_if_asked_to(nnsim: Call) -> None:
    assert nnsim("new", "mine.nnsim", "--example", "sine").status == 0
    assert nnsim("new", "mine.nnsim", "--example", "spiral").status != 0
    assert nnsim("new", "mine.nnsim", "--example", "spiral", "--force").status == 0


@pytest.mark.parametrize("more", ["--layers 4", "--batch-size 10", "--seed 3", "--stop-epochs 9", "--batch-norm"])
def test_an_example_takes_no_option_that_would_make_another_of_it(nnsim: Call, more: str) -> None:
    error = nnsim("new", "mine.nnsim", "--example", "sine", *more.split(), "--json").error
    assert error["code"] == "usage.options"
    assert more.split()[0] in error["message"]
    assert not Path("mine.nnsim").exists()


@pytest.mark.parametrize("words", ["", "--data circle --example sine"])
def test_a_project_is_made_from_data_or_from_an_example(nnsim: Call, words: str) -> None:
    assert nnsim("new", "mine.nnsim", *words.split(), "--json").error["code"] == "usage.options"


def test_an_example_that_there_is_not_is_told_with_the_nearest(nnsim: Call) -> None:
    error = nnsim("new", "mine.nnsim", "--example", "zero_wieghts", "--json").error
    assert error["code"] == "example.unknown"
    assert "zero_weights" in error["hint"]
