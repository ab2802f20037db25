"""From a name or a file to data with good defaults; the classics as they were published."""

import csv
import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.classics import CLASSICS, load
from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.data.spec import TableSource, ToySource
from nnsim.data.toys import TOYS
from nnsim.errors import InputError, SpecError, TableError, UsageError
from nnsim.paths import resources


@pytest.mark.parametrize(
    ("name", "n_rows", "n_inputs", "n_classes"),
    [
        ("iris", 150, 4, 3),
        ("wine", 178, 13, 3),
        ("breast_cancer", 569, 30, 2),
        ("digits", 1797, 64, 10),
        ("diabetes", 442, 10, 0),
        ("cafe", 224, 14, 4),
    ],
)
def test_classic_has_its_published_shape(name, n_rows, n_inputs, n_classes):
    dataset = prepare(named_data(name)).dataset
    assert dataset.name == name
    assert dataset.inputs.shape == (n_rows, n_inputs)
    assert len(dataset.classes) == n_classes
    assert dataset.target_names == (CLASSICS[name].target,)


@pytest.mark.parametrize("name", CLASSICS)
def test_every_number_of_a_classic_is_the_number_in_its_file(name):
    with (resources() / "datasets" / CLASSICS[name].file).open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    table = load(name)
    assert table.column_names == tuple(header)
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in rows]
        if column.kind == "number":
            np.testing.assert_array_equal(column.values, [float(cell or "nan") for cell in cells])
        else:
            labels = ["" if np.isnan(value) else column.labels[int(value)] for value in column.values]
            assert labels == cells


def test_digits_are_pictures_from_zero_to_one():
    prepared = prepare(named_data("digits"))
    height, width = CLASSICS["digits"].image_shape
    assert height * width == len(prepared.input_names)
    assert (prepared.train_inputs.min(), prepared.train_inputs.max()) == (0.0, 1.0)
    assert prepared.dataset.classes == tuple("0123456789")


def test_classic_names_its_origin_and_licence_and_tells_what_a_good_result_is():
    licences = {name: classic.licence for name, classic in CLASSICS.items()}
    assert licences.pop("diabetes") == "published with the paper"
    assert licences.pop("cafe") == "MIT"
    assert all(licence == "CC BY 4.0" and "doi" in CLASSICS[name].source for name, licence in licences.items())
    assert all("row is" in classic.about and "on test" in classic.about for classic in CLASSICS.values())


def test_what_is_told_of_a_classic_speaks_as_the_window_does_and_of_no_file():
    by_class = [classic for name, classic in CLASSICS.items() if name != "diabetes"]
    assert all("%" in classic.about and not re.search(r"\b[01]\.\d\d", classic.about) for classic in by_class)
    assert not any(".py" in classic.source for classic in CLASSICS.values())
    left = prepare(named_data("cafe")).dataset.n_samples
    assert all(f"{count}" in CLASSICS["cafe"].about for count in (load("cafe").n_rows, left))


def test_the_made_up_table_is_the_one_that_its_script_makes_and_says_so():
    script = runpy.run_path(str(Path(__file__).parents[2] / "packaging/make_cafe.py"))
    with (resources() / "datasets/cafe.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [list(script["COLUMNS"]), *script["rows"]()]
    assert "Made up" in CLASSICS["cafe"].about
    assert prepare(named_data("cafe")).dataset.notices[0].startswith("16 rows were left out for missing values")


@pytest.mark.parametrize("name", TOYS)
def test_every_toy_set_can_be_named(name):
    spec = named_data(name, seed=5)
    assert (spec.source.kind, spec.source.seed) == (name, 5)
    is_scaled = name == "formula" or (TOYS[name].classes and not TOYS[name].is_truth_table)
    assert spec.scaling == ("standardize" if is_scaled else "none")
    assert spec.test_fraction == (0.0 if TOYS[name].is_truth_table else 0.5)
    assert prepare(spec).train_inputs.shape[0] > 0


def test_truth_table_may_be_spelt_with_a_hyphen():
    assert named_data("xor-table").source.kind == "xor_table"


def test_file_is_read_with_guesses(tmp_path):
    path = tmp_path / "fruit.csv"
    path.write_text("weight;sweet\n1,5;yes\n2,5;no\n3,5;yes\n")
    spec = named_data(path)
    assert isinstance(spec.source, TableSource)
    assert (spec.source.targets, spec.source.task) == (("sweet",), "classification")
    assert (spec.scaling, spec.test_fraction, spec.inputs) == ("standardize", 0.3, ())


def test_what_is_given_overrules_the_defaults(tmp_path):
    path = tmp_path / "fruit.csv"
    path.write_text("weight,size\n1,2\n2,3\n3,4\n1,2\n")
    spec = named_data(str(path), targets=("weight",), task="regression", test_fraction=0.5, scaling="minmax", seed=9)
    assert (spec.source.targets, spec.source.task) == (("weight",), "regression")
    assert (spec.test_fraction, spec.scaling, spec.split_seed) == (0.5, "minmax", 9)


def test_column_of_names_is_not_an_input(tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_text("name,height,grade\n" + "".join(f"p{k},{k},{k % 3}\n" for k in range(150)))
    spec = named_data(path)
    assert spec.inputs == ("height",)
    assert prepare(spec).dataset.notices == ("Not used: “name”.",)


def test_column_with_a_label_for_each_row_is_an_input_only_if_there_is_no_other(tmp_path):
    path = tmp_path / "pupils.csv"
    path.write_text("name,height,grade\n" + "".join(f"p{k},{k},{k % 3}\n" for k in range(12)))
    assert named_data(path).inputs == ("height",)
    path.write_text("name,height,grade\n" + "".join(f"p{k // 2},{k},{k % 3}\n" for k in range(12)))
    assert named_data(path).inputs == ()
    path.write_text("name,grade\n" + "".join(f"p{k},{k % 3}\n" for k in range(12)))
    assert len(prepare(named_data(path)).input_names) == 12


def test_unknown_name_lists_what_there_is():
    with pytest.raises(InputError) as caught:
        named_data("irs")
    assert caught.value.code == "data.unknown"
    assert "Did you mean “iris”?" in caught.value.hint
    assert all(name in caught.value.hint for name in (*TOYS, *CLASSICS))


def test_a_toy_set_is_made_as_it_is_wished():
    spec = named_data("blobs", n_samples=60, n_classes=4, imbalance=0.7, label_noise=0.1, seed=2)
    assert spec.source == ToySource("blobs", 60, 0.0, 2, 0.7, 0.1, 4)
    assert named_data("formula").source.formula == "sin(2x)"
    assert named_data("formula", formula="x^2", low=0.0).source == ToySource("formula", formula="x^2", low=0.0)


@pytest.mark.parametrize(
    ("name", "options", "error", "code"),
    [
        ("no.csv", {}, TableError, "table.not_found"),
        ("circle", {"targets": ("x1",)}, UsageError, "data.not_for_toys"),
        ("circle", {"task": "regression"}, UsageError, "data.task"),
        ("iris", {"noise": 0.1}, UsageError, "data.only_for_toys"),
        ("iris", {"n_classes": 2}, UsageError, "data.only_for_toys"),
        ("sine", {"label_noise": 0.1}, SpecError, "data.label_noise"),
        ("iris", {"targets": ("specie",)}, TableError, "table.unknown_column"),
    ],
)
def test_impossible_wish_is_refused_by_code(name, options, error, code):
    with pytest.raises(error) as caught:
        named_data(name, **options)
    assert caught.value.code == code


def test_classic_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="Did you mean “wine”"):
        load("wines")
