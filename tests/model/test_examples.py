from __future__ import annotations

import pytest

from nnsim.model.examples import EXAMPLES, one_weight
from nnsim.runs.run import Run


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_can_be_trained_at_once(example):
    run = Run(example.build())
    before = run.results()["train"]["loss"]
    run.train_epochs(20)
    assert run.results()["train"]["loss"] < before


def test_one_weight_goes_as_by_hand():
    # w ← w − 0.1 · (w·2 − 6)·2: 5, 4.2, 3.72, 3.432, 3.2592; loss ½(2w − 6)²: 8, 2.88 …
    run = Run(one_weight())
    assert run.results()["train"]["loss"] == 8.0
    found = []
    for _ in range(4):
        run.train_epochs(1)
        found.append(round(float(run.checkpoint().parameters[0]), 12))
    assert found == [4.2, 3.72, 3.432, 3.2592]
