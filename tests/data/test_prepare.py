"""What a network is given: inputs chosen, rows split, scaling learnt from training rows only."""

import gc
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.data.named import named_data
from nnsim.data.new_rows import rows_for
from nnsim.data.prepare import choice_behind, dataset_of, prepare
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.errors import InputError, SpecError, TableError

A = Column("a", "number", np.arange(20.0))
B = Column("b", "number", np.arange(20.0)[::-1] ** 2)
COLOUR = Column("colour", "category", np.arange(20.0) % 2, ("blue", "red"))
Y = Column("y", "number", np.arange(20.0) * 10 + 100)
SOURCE = TableSource(Table("t.csv", (A, B, COLOUR, Y)), ("y",), "regression")
SPEC = DataSpec(SOURCE, test_fraction=0.3, scaling="standardize")


def test_toy_set_goes_in_as_it_is():
    spec = DataSpec(ToySource("circle", 100))
    prepared = prepare(spec)
    np.testing.assert_array_equal(prepared.train_inputs, dataset_of(spec).inputs[prepared.train_rows])
    np.testing.assert_array_equal(prepared.test_targets, dataset_of(spec).targets[prepared.test_rows])
    assert prepared.input_names == ("x1", "x2")
    assert prepared.input_scaling.kind == prepared.target_scaling.kind == "none"


def test_features_of_the_plane_are_computed_from_any_points():
    prepared = prepare(DataSpec(ToySource("circle"), inputs=("x2^2", "x1")))
    np.testing.assert_array_equal(prepared.inputs_of(np.array([[2.0, 3.0]])), [[9.0, 2.0]])
    assert prepared.train_inputs.shape == (200, 2)
    assert len(prepared.available_inputs) == 7
    assert prepared.chosen_inputs == ("x2^2", "x1")


@pytest.mark.parametrize("kind", ["standardize", "minmax"])
def test_scaling_never_sees_test_rows(kind):
    spec = replace(SPEC, scaling=kind)
    before = prepare(spec)
    columns = []
    for column in SOURCE.table.columns:
        values = column.values.copy()
        if column.kind == "number":
            values[before.test_rows] += 1e6
        columns.append(replace(column, values=values))
    after = prepare(replace(spec, source=replace(SOURCE, table=Table("t.csv", tuple(columns)))))
    np.testing.assert_array_equal(before.train_rows, after.train_rows)
    np.testing.assert_array_equal(before.train_inputs, after.train_inputs)
    np.testing.assert_array_equal(before.train_targets, after.train_targets)
    assert np.abs(after.test_inputs).max() > 1e3


def test_training_rows_are_standardized():
    prepared = prepare(SPEC)
    np.testing.assert_allclose(prepared.train_inputs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(prepared.train_targets.std(axis=0), 1, rtol=1e-12)


def test_predictions_come_back_in_units():
    prepared = prepare(SPEC)
    np.testing.assert_allclose(
        prepared.predictions_in_units(prepared.test_targets), prepared.dataset.targets[prepared.test_rows]
    )


def test_class_numbers_are_never_scaled():
    prepared = prepare(replace(SPEC, source=TableSource(SOURCE.table, ("colour",), "classification")))
    assert set(prepared.train_targets[:, 0]) == {0.0, 1.0}
    scores = np.array([[0.25]])
    assert prepared.predictions_in_units(scores) is scores


def test_classes_are_split_evenly():
    prepared = prepare(replace(SPEC, source=TableSource(SOURCE.table, ("colour",), "classification")))
    assert np.bincount(prepared.test_targets[:, 0].astype(int)).tolist() == [3, 3]


def test_inputs_of_a_table_are_columns_in_the_order_of_their_names():
    prepared = prepare(replace(SPEC, inputs=("colour", "a"), scaling="none"))
    assert prepared.input_names == ("colour=blue", "colour=red", "a")
    assert prepared.available_inputs == ("a", "b", "colour")
    assert prepared.chosen_inputs == ("a", "colour")
    assert prepared.dataset.input_names == ("a", "b", "colour=blue", "colour=red")
    np.testing.assert_array_equal(prepared.inputs_of(np.array([[7.0, 8.0, 0.0, 1.0]])), [[0.0, 1.0, 7.0]])


def test_part_of_a_text_column_can_be_an_input():
    assert prepare(replace(SPEC, inputs=("colour=red",))).input_names == ("colour=red",)


def test_no_test_rows_leave_empty_arrays_of_the_right_width():
    prepared = prepare(replace(SPEC, test_fraction=0.0))
    assert prepared.test_inputs.shape == (0, 4)
    assert prepared.test_targets.shape == (0, 1)


@given(st.integers(0, 1000), st.floats(0, 0.9), st.sampled_from(["none", "standardize", "minmax"]))
def test_inputs_of_the_dataset_are_the_training_and_test_inputs(seed, fraction, scaling):
    prepared = prepare(replace(SPEC, split_seed=seed, test_fraction=fraction, scaling=scaling))
    inputs = prepared.inputs_of(prepared.dataset.inputs)
    np.testing.assert_array_equal(inputs[prepared.train_rows], prepared.train_inputs)
    np.testing.assert_array_equal(inputs[prepared.test_rows], prepared.test_inputs)


@pytest.mark.parametrize(
    ("spec", "error", "code"),
    [
        (DataSpec(ToySource("circle"), inputs=("x3",)), SpecError, "data.unknown_input"),
        (DataSpec(ToySource("sine"), inputs=("x2",)), SpecError, "data.unknown_input"),
        (DataSpec(ToySource("circle"), inputs=("x1", "x1")), SpecError, "data.repeated_input"),
        (replace(SPEC, inputs=("c",)), TableError, "table.unknown_column"),
        (replace(SPEC, inputs=("colour", "colour=red")), SpecError, "data.repeated_input"),
        (replace(SPEC, test_fraction=0.95), SpecError, "data.test_fraction"),
        (replace(SPEC, scaling="max"), SpecError, "data.scaling"),
    ],
)
def test_impossible_description_is_refused_by_code(spec, error, code):
    with pytest.raises(InputError) as caught:
        prepare(spec)
    assert type(caught.value) is error
    assert caught.value.code == code
    assert code == "data.repeated_input" or caught.value.hint


def new_table(**columns: list[float] | list[str]) -> Table:
    made = []
    for name, values in columns.items():
        labels = tuple(sorted({v for v in values if isinstance(v, str)}))
        kind = "category" if labels else "number"
        made.append(Column(name, kind, np.array([labels.index(v) if labels else v for v in values], float), labels))
    return Table("new.csv", tuple(made))


def test_new_rows_find_their_columns_by_name_and_keep_the_known_labels():
    table = new_table(colour=["red", "red"], extra=[0.0, 0.0], b=[3.0, 4.0], a=[1.0, 2.0])
    rows = rows_for(SPEC, prepare(SPEC), table)
    np.testing.assert_array_equal(rows, [[1, 3, 0, 1], [2, 4, 0, 1]])


def test_new_rows_need_only_the_columns_in_use():
    spec = replace(SPEC, inputs=("b",))
    prepared = prepare(spec)
    rows = rows_for(spec, prepared, new_table(b=[3.0]))
    assert np.isfinite(prepared.inputs_of(rows)).all()


def test_new_points_of_the_plane_are_rows_too():
    spec = DataSpec(ToySource("circle"), inputs=("x1*x2",))
    prepared = prepare(spec)
    rows = rows_for(spec, prepared, new_table(x2=[3.0], x1=[2.0]))
    np.testing.assert_array_equal(prepared.inputs_of(rows), [[6.0]])


@pytest.mark.parametrize(
    ("columns", "code", "where"),
    [
        ({"a": [1.0], "b": [1.0]}, "table.unknown_column", "new.csv"),
        ({"a": [1.0], "b": ["x"], "colour": ["red"]}, "table.not_a_number", "new.csv, row 1, column “b”"),
        (
            {"a": [1.0] * 2, "b": [1.0] * 2, "colour": ["red", "pink"]},
            "table.unknown_label",
            "new.csv, row 2, column “colour”",
        ),
        (
            {"a": [1.0, np.nan], "b": [1.0] * 2, "colour": ["red"] * 2},
            "table.missing_value",
            "new.csv, row 2, column “a”",
        ),
    ],
)
def test_new_rows_that_do_not_fit_are_refused_by_code_and_place(columns, code, where):
    with pytest.raises(TableError) as caught:
        rows_for(SPEC, prepare(SPEC), new_table(**columns))
    assert (caught.value.code, caught.value.where) == (code, where)


def test_every_input_is_one_of_the_chosen_or_a_part_of_one():
    prepared = prepare(SPEC)
    assert [choice_behind(SPEC, prepared, place) for place in range(4)] == ["a", "b", "colour", "colour"]
    plane = DataSpec(ToySource("circle"), inputs=("x2^2", "x1"))
    assert [choice_behind(plane, prepare(plane), place) for place in range(2)] == ["x2^2", "x1"]


def test_what_is_held_is_not_prepared_again_and_what_nobody_holds_is_forgotten():
    spec = named_data("circle", seed=90_125)  # of no other test
    held = prepare(spec)
    assert prepare(replace(spec)) is held, "equal descriptions have the same samples"
    assert prepare(replace(spec, split_seed=3)) is not held
    gone = ref(held)
    del held
    gc.collect()
    assert gone() is None
