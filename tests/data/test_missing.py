"""Missing values of the inputs: rows left out, means of the training rows, or inputs of their own."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.choices import Pasted
from nnsim.data.column_parts import Missing
from nnsim.data.named import table_data
from nnsim.data.new_rows import rows_for
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.reading import read_table
from nnsim.data.spec import DataSpec, ScalingKind
from nnsim.data.tables import Table
from nnsim.errors import TableError

ROWS = "size,kind,y\n" + "".join(
    f"{'' if row == 3 else row},{'' if row == 5 else 'ab'[row % 2]},{'' if row == 7 else row % 2}\n"
    for row in range(20)
)


def table(text: str = ROWS) -> Table:
    return read_table(Pasted(text))


def data(missing: Missing, **more) -> DataSpec:
    return table_data(table(), missing=missing, scaling="none", **more)


def told(prepared: Prepared, *words: str) -> bool:
    return any(all(word in notice for word in words) for notice in prepared.dataset.notices)


@pytest.mark.parametrize(
    ("cells", "told"),
    [("5.3 4.1  6.1", "5.17"), ("10 21  400 7", "109.5"), ("0 0  0 1", "0.250"), ("1e9 2e9  3e9", "2e+09")],
)
def test_a_filled_value_is_told_with_one_digit_more_than_its_column_has(cells: str, told: str) -> None:
    lines = "\n".join(f"{cell},{place}" for place, cell in enumerate(cells.split(" ")))
    data = table_data(read_table(Pasted(f"a,y\n{lines}")), targets=("y",), test_fraction=0.0, missing="mean")
    notice = next(one for one in prepare(data).dataset.notices if "filled" in one)
    assert f"filled with {told}, the mean" in notice


def test_rows_with_gaps_are_left_out_by_default() -> None:
    prepared = prepare(data("drop"))
    assert prepared.dataset.n_samples == 17
    assert told(prepared, "3 rows were left out")


def test_mean_is_that_of_the_training_rows_and_told() -> None:
    prepared = prepare(data("mean"))
    assert prepared.dataset.n_samples == 19
    assert prepared.input_names == ("size", "kind=a", "kind=b")
    known = np.array([float(row) for row in range(20) if row != 7])
    is_there = np.array([row != 3 for row in known])
    in_training = np.isin(np.arange(19), prepared.train_rows)
    mean = known[is_there & in_training].mean()
    assert prepared.dataset.inputs[3, 0] == pytest.approx(mean, rel=1e-14)
    shares = prepared.dataset.inputs[5, 1:]
    assert shares.sum() == pytest.approx(1.0)
    assert told(prepared, "“size”", f"{mean:.2f}", "training rows")
    assert not told(prepared, "“kind”", "left out")


def test_other_split_fills_with_another_mean() -> None:
    fills = {float(prepare(data("mean", seed=seed)).fill[0]) for seed in range(4)}
    assert len(fills) > 1


def test_what_is_missing_is_an_input_of_its_own() -> None:
    prepared = prepare(data("own"))
    assert prepared.input_names == ("size", "size=(missing)", "kind=a", "kind=b", "kind=(missing)")
    inputs = prepared.dataset.inputs
    assert inputs[3, 1] == 1.0
    assert inputs[:, 1].sum() == 1.0
    assert inputs[5, 2:].tolist() == [0.0, 0.0, 1.0]
    assert told(prepared, "“size”", "input of its own")
    assert told(prepared, "“kind”", "label of its own")


@pytest.mark.parametrize("missing", ["mean", "own"])
def test_no_number_is_missing_where_the_network_looks(missing: Missing) -> None:
    prepared = prepare(data(missing))
    for values in (prepared.train_inputs, prepared.test_inputs, prepared.inputs_of(prepared.dataset.inputs)):
        assert np.isfinite(values).all()


@pytest.mark.parametrize("missing", ["mean", "own"])
def test_copies_of_filled_inputs_are_whole(missing: Missing) -> None:
    prepared = prepare(table_data(table("a,b\n1,2\n,4\n5,\n7,8\n9,1\n"), missing=missing, goal="reconstruct"))
    assert np.isfinite(prepared.train_targets).all()


@pytest.mark.parametrize(("missing", "expected"), [("mean", None), ("own", 1.0)])
def test_new_rows_with_gaps_are_filled_as_the_training_rows_were(missing: Missing, expected: float | None) -> None:
    spec = data(missing)
    prepared = prepare(spec)
    rows = rows_for(spec, prepared, table("size,kind\n,a\n2,b\n"))
    assert rows[0, 0] == prepared.fill[0]
    if expected is not None:
        assert rows[:, 1].tolist() == [expected, 0.0]


def test_new_gap_in_a_column_that_had_none_is_refused_where_gaps_are_inputs_of_their_own() -> None:
    spec = table_data(table("a,b,y\n1,,2\n2,3,4\n3,4,5\n"), missing="own")
    with pytest.raises(TableError, match="cell is empty"):
        rows_for(spec, prepare(spec), table("a,b\n,1\n2,3\n"))


def test_column_that_no_training_row_has_a_value_of_is_refused() -> None:
    text = "a,b,y\n" + "".join(f"{row},{1 if row == 0 else ''},{row}\n" for row in range(6))
    specs = [table_data(table(text), missing="mean", seed=seed) for seed in range(9)]
    with pytest.raises(TableError) as caught:
        list(map(prepare, specs))
    assert caught.value.code == "table.nothing_to_fill"


def test_part_of_a_column_can_be_chosen_alone() -> None:
    spec = data("own")
    chosen = DataSpec(spec.source, ("size=(missing)",), 0.3)
    assert prepare(chosen).input_names == ("size=(missing)",)


@pytest.mark.parametrize("missing", ["mean", "own"])
@pytest.mark.parametrize("scaling", ["standardize", "minmax"])
def test_a_constant_column_with_gaps_stays_constant(missing: Missing, scaling: ScalingKind) -> None:
    rows = "".join(f"{'' if row % 5 == 2 else 0.1},{row},{row % 2}\n" for row in range(30))
    prepared = prepare(table_data(read_table(Pasted("a,b,y\n" + rows)), scaling=scaling, missing=missing))
    place = prepared.input_names.index("a")
    assert float(prepared.fill[place]) == 0.1
    assert not prepared.train_inputs[:, place].any()
    assert prepared.input_scaling.scale[place] == 1.0
