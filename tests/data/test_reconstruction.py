"""Samples whose inputs are to come out again: what is aimed at, and what is only known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.named import table_data
from nnsim.data.prepare import dataset_of, prepare
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.table_plan import TablePlan
from nnsim.data.tables import Column, Table
from nnsim.errors import TableError

A = Column("a", "number", np.arange(20.0))
B = Column("b", "number", np.arange(20.0)[::-1] ** 2)
COLOUR = Column("colour", "category", np.arange(20.0) % 2, ("blue", "red"))
KIND = Column("kind", "category", np.arange(20.0) % 2, ("oak", "pine"))
LABELLED = Table("trees.csv", (A, B, COLOUR, KIND))
NUMBERS = Table("numbers.csv", (A, B))


def test_what_goes_in_scaled_is_what_is_to_come_out() -> None:
    prepared = prepare(
        DataSpec(TableSource(LABELLED, ("kind",), "classification"), (), 0.3, "minmax", 1, "reconstruct")
    )
    assert prepared.is_reconstruction
    assert prepared.dataset.target_names == prepared.input_names == ("a", "b", "colour=blue", "colour=red")
    np.testing.assert_array_equal(prepared.train_targets, prepared.train_inputs)
    np.testing.assert_array_equal(prepared.test_targets, prepared.test_inputs)
    np.testing.assert_array_equal(
        prepared.predictions_in_units(prepared.test_inputs), prepared.dataset.targets[prepared.test_rows]
    )


def test_what_is_known_stays_known_and_the_same_samples_train() -> None:
    predicted = DataSpec(TableSource(LABELLED, ("kind",), "classification"), test_fraction=0.3)
    told, copied = prepare(predicted), prepare(replace(predicted, goal="reconstruct"))
    assert not told.is_reconstruction
    assert told.known is told.dataset
    assert copied.known.classes == ("oak", "pine")
    np.testing.assert_array_equal(copied.known.targets, told.dataset.targets)
    np.testing.assert_array_equal(copied.train_rows, told.train_rows)


def test_features_of_the_plane_come_out_as_features() -> None:
    spec = DataSpec(ToySource("circle", 20), ("x1^2", "x2"), goal="reconstruct")
    prepared = prepare(spec)
    np.testing.assert_array_equal(prepared.dataset.targets[:, 0], prepared.dataset.inputs[:, 0] ** 2)
    np.testing.assert_array_equal(dataset_of(spec).targets, prepared.dataset.targets)


def test_a_table_of_which_nothing_else_is_known_can_be_reconstructed_and_not_predicted() -> None:
    spec = DataSpec(TableSource(NUMBERS, (), "regression"), goal="reconstruct")
    prepared = prepare(spec)
    assert prepared.dataset.targets.shape == (20, 2)
    assert len(prepared.known.classes) == 1
    with pytest.raises(TableError) as caught:
        prepare(replace(spec, goal="predict"))
    assert caught.value.code == "table.no_targets"


def test_a_table_that_is_read_again_is_still_copied() -> None:
    data = table_data(LABELLED, goal="reconstruct")
    assert TablePlan(Path("trees.csv")).as_in(data).data(LABELLED) == data


def test_a_last_column_of_text_is_taken_as_known_and_one_of_numbers_goes_in() -> None:
    labelled, numbers = table_data(LABELLED, goal="reconstruct"), table_data(NUMBERS, goal="reconstruct")
    assert isinstance(labelled.source, TableSource)
    assert isinstance(numbers.source, TableSource)
    assert (labelled.source.targets, numbers.source.targets) == (("kind",), ())
