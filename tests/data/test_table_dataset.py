"""From tables to samples: one-hot columns, classes, gaps, and guesses with reasons."""

import numpy as np
import pytest

from nnsim.data.guesses import guess_targets, guess_task
from nnsim.data.table_dataset import dataset_from
from nnsim.data.tables import Column, Table
from nnsim.errors import TableError

NAN = np.nan


def number(name: str, *values: float) -> Column:
    return Column(name, "number", np.array(values))


def category(name: str, labels: str, *values: float) -> Column:
    return Column(name, "category", np.array(values), tuple(labels.split()))


def table(*columns: Column) -> Table:
    return Table("t.csv", columns)


SIZE, COLOUR = number("size", 1, 2, 3, 4), category("colour", "blue red", 1, 0, 1, 1)
GAPPY, KIND = number("gappy", 1, NAN, 3, 4), category("kind", "a b", 0, 1, 0, 1)
MANY = category("name", " ".join(f"n{k}" for k in range(101)), *range(101))


def test_text_column_becomes_a_column_for_each_label():
    dataset = dataset_from(table(SIZE, COLOUR, KIND), ("kind",), "classification")
    assert dataset.input_names == ("size", "colour=blue", "colour=red")
    np.testing.assert_array_equal(dataset.inputs, [[1, 0, 1], [2, 1, 0], [3, 0, 1], [4, 0, 1]])
    assert dataset.classes == ("a", "b")
    np.testing.assert_array_equal(dataset.targets, [[0], [1], [0], [1]])
    assert dataset.target_names == ("kind",)


def test_row_with_a_gap_in_a_used_column_is_left_out_and_told():
    dataset = dataset_from(table(SIZE, GAPPY, KIND), ("kind",), "classification")
    np.testing.assert_array_equal(dataset.inputs[:, 0], [1, 3, 4])
    assert "1 row was left out for missing values in “gappy”." in dataset.notices


def test_gap_in_an_unused_column_does_not_matter():
    dataset = dataset_from(table(SIZE, GAPPY, KIND), ("kind",), "classification", inputs=("size",))
    assert dataset.n_samples == 4
    assert dataset.input_names == ("size", "gappy"), "the column can still be chosen"
    assert dataset.notices == ("Not used: “gappy”.",)


def test_several_quantities_can_be_predicted():
    dataset = dataset_from(table(SIZE, GAPPY, COLOUR), ("gappy", "size"), "regression")
    np.testing.assert_array_equal(dataset.targets, [[1, 1], [3, 3], [4, 4]])
    assert dataset.classes == ()


def test_digits_are_classes_in_the_order_of_the_numbers():
    digits = number("digit", 10, 9, 2, 9)
    dataset = dataset_from(table(SIZE, digits), ("digit",), "classification")
    assert dataset.classes == ("2", "9", "10")
    np.testing.assert_array_equal(dataset.targets[:, 0], [2, 1, 0, 1])


def test_labels_of_rows_left_out_are_no_classes():
    dataset = dataset_from(table(GAPPY, category("kind", "a b c", 0, 1, 2, 0)), ("kind",), "classification")
    assert dataset.classes == ("a", "c")
    np.testing.assert_array_equal(dataset.targets[:, 0], [0, 1, 0])


REFUSALS = {
    "no target": ((SIZE, KIND), (), "classification", (), "table.no_targets"),
    "unknown target": ((SIZE, KIND), ("knd",), "classification", (), "table.unknown_column"),
    "unknown input": ((SIZE, KIND), ("kind",), "classification", ("sise",), "table.unknown_column"),
    "unknown label": ((COLOUR, KIND), ("kind",), "classification", ("colour=green",), "table.unknown_column"),
    "target twice": ((SIZE, GAPPY), ("size", "size"), "regression", (), "table.repeated_column"),
    "two targets of classes": ((SIZE, COLOUR, KIND), ("colour", "kind"), "classification", (), "table.one_target"),
    "quantity in words": ((SIZE, KIND), ("kind",), "regression", (), "table.text_target"),
    "target as input": ((SIZE, KIND), ("kind",), "classification", ("size", "kind"), "table.target_as_input"),
    "nothing to predict from": ((KIND,), ("kind",), "classification", (), "table.no_inputs"),
    "names as input": ((MANY, number("y", *range(101))), ("y",), "regression", (), "table.too_many_categories"),
    "names as classes": ((number("x", *range(101)), MANY), ("name",), "classification", (), "table.too_many_classes"),
    "one class": ((SIZE, number("y", 1, 1, 1, 1)), ("y",), "classification", (), "table.one_class"),
    "only gaps": ((number("x", NAN, 1), number("y", 1, NAN)), ("y",), "regression", (), "table.no_whole_rows"),
    "two columns of one name": (
        (COLOUR, number("colour=red", 1, 2, 3, 4), KIND),
        ("kind",),
        "classification",
        (),
        "table.name_clash",
    ),
}


@pytest.mark.parametrize(("columns", "targets", "task", "inputs", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_impossible_choice_is_refused_by_code(columns, targets, task, inputs, code):
    with pytest.raises(TableError) as caught:
        dataset_from(table(*columns), targets, task, inputs)
    assert caught.value.code == code


def test_mistyped_column_is_told_what_it_may_mean():
    with pytest.raises(TableError, match=r"Did you mean “kind”\? Available: size, kind") as caught:
        dataset_from(table(SIZE, KIND), ("knd",), "classification")
    assert caught.value.where == "t.csv"


def test_text_of_very_many_labels_is_left_out_if_it_is_not_used():
    numbers = number("x", *range(101)), number("y", *range(101))
    dataset = dataset_from(table(MANY, *numbers), ("y",), "regression", ("x",))
    assert dataset.input_names == ("x",)
    assert dataset.notices == ("Not used: “name”.",)


def test_last_column_is_the_guessed_target():
    guess = guess_targets(table(SIZE, KIND))
    assert guess.targets == ("kind",)
    assert "last" in guess.reason


@pytest.mark.parametrize(
    ("target", "task", "reason"),
    [
        (KIND, "classification", "text"),
        (number("y", 0, 1, 1, NAN), "classification", "2 whole numbers"),
        (number("y", *[*range(20), 0]), "classification", "20 whole numbers"),
        (number("y", *[*range(21), 0]), "regression", "21 whole numbers, too many"),
        (number("y", 0.5, 1, 1, 2), "regression", "decimals"),
        (number("y", 1, 4, 9, 16), "regression", "All numbers of “y” are different"),
    ],
)
def test_task_is_guessed_with_a_reason(target, task, reason):
    guess = guess_task(table(target), (target.name,))
    assert guess.task == task
    assert reason in guess.reason


def test_several_targets_are_guessed_as_quantities():
    assert guess_task(table(SIZE, GAPPY), ("size", "gappy")).task == "regression"
