"""Who is ahead, and that its numbers say the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.snapshot import Curves
from nnsim.model.start import new_project
from nnsim.runs.abreast import Lane
from nnsim.runs.run import Run
from nnsim.session.column import Column
from nnsim.session.wording import Wording
from nnsim.ui.side_by_side.standings import lead, metric_words


@pytest.fixture
def columns(qapp):
    """Two runs whose records end with these numbers."""
    run = Run(new_project("circles", DataSpec(ToySource("circle", 40)), (2,)))
    run.train_epochs(1)

    def made(**ends: tuple[float, float]) -> list[Column]:
        rows = {"test_loss": (0.1, 0.1), "test_metric": (0.5, 0.5)} | ends
        records = [
            Curves(
                *(np.array([value]) for value in (1.0, 0.1, rows["test_loss"][place], 0.5, rows["test_metric"][place]))
            )
            for place in range(2)
        ]
        found = [Column(Lane(run), None, Wording(), is_present=False) for _ in records]
        for column, record in zip(found, records, strict=True):
            column.take(replace(run.snapshot(), curves=record))
        return found

    return made


def test_the_number_of_the_one_that_is_ahead_is_another_than_that_of_the_others(columns):
    assert lead(columns(test_loss=(0.12341, 0.12342)), "learning_rate").words.startswith(
        "A is ahead: test loss 0.12341"
    )
    said = lead(columns(test_metric=(0.99961, 0.99962)), "loss").words
    assert said == "B is ahead: accuracy on test 99.962\u202f%  ·  A 99.961\u202f%"


def test_where_the_usual_digits_tell_them_apart_they_are_used(columns):
    said = lead(columns(test_loss=(0.2, 0.1)), "learning_rate").words
    assert said == "B is ahead: test loss 0.100  ·  A 0.200"


def test_level_runs_have_the_same_number(columns):
    assert lead(columns(test_loss=(0.25, 0.25)), "learning_rate").words == "A, B are level: test loss 0.250"


def test_a_metric_that_is_not_perfect_does_not_read_so():
    assert [metric_words(value, is_share=True) for value in (0.0, 0.0004, 0.9996, 1.0)] == [
        "0.0\u202f%",
        "<0.1\u202f%",
        ">99.9\u202f%",
        "100.0\u202f%",
    ]
