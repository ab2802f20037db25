"""The table of results: readable, whatever the numbers are."""

from __future__ import annotations

import pytest

from nnsim.cli.summary import results_table

SHARES = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc")
LOSSES = (0.0, 1.0, 0.123456789, 1.23456789e-5, 1.23456789e8, 1.23456789e100, 1.23456789e-300, float("inf"))


def assert_readable(names: tuple[str, ...], values: dict[str, float]) -> None:
    """Lines fit into a terminal, and no two cells touch."""
    table = results_table({"train": values, "test": values})
    assert max(len(line) for line in table) <= 80
    assert [len(line.split()) for line in table] == [len(names), len(names) + 1, len(names) + 1]


@pytest.mark.parametrize("share", [0.0, 1.0, 0.123456789, 1.23456789e-5])
@pytest.mark.parametrize("loss", LOSSES)
def test_results_of_classes_fit_into_a_terminal(loss: float, share: float) -> None:
    assert_readable(("loss", *SHARES), {"loss": loss, **dict.fromkeys(SHARES, share)})


@pytest.mark.parametrize("number", [*LOSSES, -1.23456789e100])
def test_results_of_quantities_fit_into_a_terminal(number: float) -> None:
    names = ("loss", "rmse", "mae", "r2")
    assert_readable(names, dict.fromkeys(names, number))


def test_what_one_part_cannot_tell_is_a_dash_in_its_column() -> None:
    table = results_table({"train": {"loss": 0.5}, "test": {"loss": 0.25, "auc": 0.75}})
    assert [line.split() for line in table] == [["loss", "auc"], ["training", "0.5", "–"], ["test", "0.25", "0.75"]]
