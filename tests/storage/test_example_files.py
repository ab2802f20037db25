"""Reading examples: what a teacher writes is understood or refused at its place, and never keeps another away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nnsim.data.spec import TableSource, ToySource
from nnsim.engine.spec import Choice
from nnsim.errors import InputError, ProjectFileError, StorageError
from nnsim.storage import example_files, project_file

SMALLEST = {
    "label": "Mine",
    "section": "works",
    "works": True,
    "reason": "It is mine.",
    "advice": "Press Space.",
    "data": {"name": "circle"},
    "training": {"optimizer": "adam", "learning_rate": 0.05, "batch_size": 40},
}


def written(folder: Path, example: object, name: str = "mine.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(example if isinstance(example, str) else json.dumps(example), encoding="utf-8")
    return path


def own_folder() -> Path:
    return example_files.folders()[1]


def test_what_ships_is_read_without_a_complaint():
    found = example_files.found()
    assert found.refused == ()
    assert len(found.examples) >= 14
    assert len({example.name for example in found.examples}) == len(found.examples)


@pytest.mark.parametrize("example", example_files.found().examples, ids=lambda example: example.name)
def test_every_example_can_be_saved_and_opened_as_a_project(example, tmp_path):
    project_file.write(example.project, tmp_path / "saved.nnsim")
    project = project_file.read(tmp_path / "saved.nnsim")
    assert (project.network, project.training) == (example.project.network, example.project.training)


def test_examples_come_section_by_section_in_the_order_of_their_places():
    order = [("begin", "works", "wrong").index(example.section) for example in example_files.found().examples]
    assert order == sorted(order)
    assert example_files.found().examples[0].name == "one_weight"


def test_what_is_left_out_is_what_suits_the_rest(tmp_path):
    project = example_files.read(written(tmp_path, SMALLEST)).project
    assert project.network.sizes == (2, 1)
    assert project.network.output.activation == Choice("sigmoid")
    assert project.training.loss == Choice("cross_entropy")
    assert (project.data.scaling, project.data.test_fraction) == ("standardize", 0.5)


def test_every_key_arrives(tmp_path):
    example = SMALLEST | {
        "place": 7,
        "data": {"name": "xor", "noise": 0.25, "n_samples": 60, "seed": 3, "inputs": ["x1*x2"], "test_fraction": 0.2}
        | {"scaling": "minmax"},
        "network": {
            "layers": [3, {"size": 4, "activation": {"name": "elu", "alpha": 0.5}, "dropout": 0.25, "normalize": True}],
            "activation": "relu",
            "initializer": {"name": "normal", "sd": 0.125},
            "output_activation": "tanh",
            "output_bias": False,
        },
        "training": {"optimizer": {"name": "momentum", "momentum": 0.5}, "learning_rate": 0.25, "batch_size": "all"}
        | {"loss": "mse", "l1": 0.01, "l2": 0.02, "clip_norm": 2.0, "schedule": "cosine", "seed": 5},
    }
    read = example_files.read(written(tmp_path, example))
    data, network, training = read.project.data, read.project.network, read.project.training
    assert read.place == 7
    assert data.source == ToySource("xor", 60, 0.25, 3)
    assert (data.inputs, data.test_fraction, data.scaling, data.split_seed) == (("x1*x2",), 0.2, "minmax", 3)
    assert network.sizes == (1, 3, 4, 1)
    first, second, output = network.layers
    assert first.activation == Choice("relu")
    assert (second.activation, second.dropout, second.normalize) == (Choice.of("elu", alpha=0.5), 0.25, True)
    assert {layer.initializer for layer in network.layers} == {Choice.of("normal", sd=0.125)}
    assert (output.activation, output.bias) == (Choice("tanh"), False)
    assert (training.optimizer, training.loss) == (Choice.of("momentum", momentum=0.5), Choice("mse"))
    assert (training.batch_size, training.l1, training.l2, training.clip_norm) == (None, 0.01, 0.02, 2.0)
    assert (training.schedule, training.seed, training.learning_rate) == (Choice("cosine"), 5, 0.25)


def test_what_is_asked_of_a_toy_set_arrives(tmp_path):
    def source(**data):
        return example_files.read(written(tmp_path, SMALLEST | {"data": data})).project.data.source

    asked = {"imbalance": 0.75, "label_noise": 0.125, "n_classes": 4}
    assert source(name="rings", **asked) == ToySource("rings", **asked)
    formula = source(name="formula", formula="x^2", range=[0, 2])
    assert formula == ToySource("formula", formula="x^2", low=0.0, high=2.0)


def test_a_few_numbers_can_stand_in_the_file_itself(tmp_path):
    columns = {"a": [1, 2, 3], "b": [0.5, 1.5, 2.5], "y": [2, 4, 6]}
    example = SMALLEST | {"data": {"columns": columns, "target": "y", "task": "regression"}}
    project = example_files.read(written(tmp_path, example)).project
    assert isinstance(project.data.source, TableSource)
    assert project.network.sizes == (2, 1)
    assert project.data.source.table.name == "mine"
    assert list(project.data.source.table.columns[2].values) == [2, 4, 6]


BETA_9 = SMALLEST["training"] | {"optimizer": {"name": "adam", "beta9": 1}}
WRONG = [
    (SMALLEST | {"lable": "x"}, "file.key_unknown", "/lable"),
    ({key: value for key, value in SMALLEST.items() if key != "reason"}, "file.key_missing", ""),
    (SMALLEST | {"works": "yes"}, "file.type", "/works"),
    (SMALLEST | {"section": "bad"}, "file.unknown_name", "/section"),
    (SMALLEST | {"data": {"name": "circel"}}, "file.unknown_name", "/data/name"),
    (SMALLEST | {"data": {}}, "file.type", "/data/name"),
    (SMALLEST | {"data": {"name": "wine", "noise": 0.5}}, "file.key_unknown", "/data/noise"),
    (SMALLEST | {"data": {"name": "circle", "inputs": ["x3"]}}, "data.unknown_input", ""),
    (SMALLEST | {"data": {"columns": {"y": ["a"]}, "target": "y", "task": "regression"}}, "file.type", "/data/columns"),
    (SMALLEST | {"network": {"layers": [0]}}, "file.out_of_range", "/network/layers/0/size"),
    (SMALLEST | {"network": {"layers": [True]}}, "file.type", "/network/layers/0/size"),
    (SMALLEST | {"network": {"layers": [8], "activation": "rleu"}}, "file.unknown_activation", "/network/activation"),
    (SMALLEST | {"network": {"layers": [{"kind": "flatten"}]}}, "spec.needs_picture", "layer 1"),
    (SMALLEST | {"network": {"picture": [1, 8]}}, "file.out_of_range", "/network/picture"),
    (SMALLEST | {"network": {"output_activation": "softmax"}}, "spec.softmax_needs_two", "output layer"),
    (SMALLEST | {"training": {"optimizer": "adam"}}, "file.key_missing", "/training"),
    (SMALLEST | {"training": SMALLEST["training"] | {"batch_size": 0}}, "file.out_of_range", "/training/batch_size"),
    (SMALLEST | {"training": SMALLEST["training"] | {"batch_size": "some"}}, "file.type", "/training/batch_size"),
    (SMALLEST | {"training": BETA_9}, "file.unknown_parameter", "beta9"),
    ([SMALLEST], "file.type", ""),
    ("{", "file.json", "line 1"),
    ('{"label": NaN}', "file.json_number", ""),
]


@pytest.mark.parametrize(("example", "code", "place"), WRONG, ids=lambda part: part if isinstance(part, str) else "")
def test_what_is_wrong_is_refused_at_its_place_with_a_remedy(tmp_path, example, code, place):
    with pytest.raises(ProjectFileError) as refused:
        example_files.read(written(tmp_path, example))
    assert refused.value.code == code
    assert refused.value.where.startswith("mine.json")
    assert place in refused.value.where
    assert refused.value.hint


def test_own_examples_join_those_that_ship_and_a_broken_one_keeps_none_away():
    shipped = {example.name for example in example_files.found().examples}
    written(own_folder(), SMALLEST)
    written(own_folder(), "{", "broken.json")
    found = example_files.found()
    assert {example.name for example in found.examples} == shipped | {"mine"}
    assert [error.code for error in found.refused] == ["file.json"]
    assert found.refused[0].where.startswith("broken.json")


def test_what_ships_is_told_apart_from_what_a_user_has_written():
    shipped = [(example.name, example.label) for example in example_files.found().examples]
    written(own_folder(), SMALLEST)
    written(own_folder(), SMALLEST, "sine.json")
    written(own_folder(), "{", "broken.json")
    assert [(example.name, example.label) for example in example_files.shipped()] == shipped


def test_own_example_takes_the_place_of_a_shipped_one_of_its_name():
    written(own_folder(), SMALLEST, "sine.json")
    assert example_files.named("sine").label == "Mine"
    assert [example.label for example in example_files.found().examples if example.name == "sine"] == ["Mine"]


def test_a_file_that_ships_can_be_copied_and_changed():
    shipped = example_files.folders()[0] / "one_weight.json"
    text = shipped.read_text(encoding="utf-8").replace('"learning_rate": 0.1', '"learning_rate": 0.25')
    written(own_folder(), text, "quarter.json")
    copy, original = example_files.named("quarter"), example_files.named("one_weight")
    assert copy.project.training == replace(original.project.training, learning_rate=0.25)


def test_unknown_name_is_told_with_the_nearest():
    with pytest.raises(InputError, match="no example") as refused:
        example_files.named("one_wieght")
    assert refused.value.code == "example.unknown"
    assert "one_weight" in refused.value.hint


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "folder.json").mkdir()
    with pytest.raises((ProjectFileError, StorageError)):
        example_files.read(tmp_path / "folder.json")
