"""What is told of the tables that ship, “a good result”, holds with what the window starts with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnsim.data.named import named_data
from nnsim.model.start import first_project, new_project
from nnsim.runs.run import Run


def on_test(name: str, layers: tuple[int, ...], epochs: int, metric: str, seed: int = 0, l2: float = 0.0) -> float:
    training = replace(first_project().training, seed=seed, l2=l2)
    run = Run(new_project(name, named_data(name), layers, training=training))
    while run.trainer.epoch < epochs:
        run.trainer.advance(1)
    return float(run.results()["test"][metric])


@pytest.mark.parametrize(
    ("name", "layers", "epochs", "least", "most"),
    [
        ("iris", (8,), 30, 0.91, 1.0),
        ("wine", (8,), 30, 0.94, 1.0),
        ("breast_cancer", (8,), 30, 0.95, 0.98),
        ("breast_cancer", (), 30, 0.95, 0.98),
        ("digits", (32,), 30, 0.96, 1.0),
        ("digits", (), 30, 0.95, 0.975),
        ("cafe", (8,), 30, 0.8, 0.93),
    ],
)
def test_so_many_are_told_right(name: str, layers: tuple[int, ...], epochs: int, least: float, most: float) -> None:
    assert all(least <= on_test(name, layers, epochs, "accuracy", seed) <= most for seed in (0, 1))


def test_of_diabetes_half_is_explained_until_patients_are_learnt_by_heart_and_a_penalty_stops_it() -> None:
    def mean(layers: tuple[int, ...], epochs: int, l2: float = 0.0) -> float:
        return sum(on_test("diabetes", layers, epochs, "r2", seed, l2) for seed in range(4)) / 4

    assert mean((), 100) == pytest.approx(0.5, abs=0.02)
    assert mean((8,), 10) == pytest.approx(0.5, abs=0.03)
    assert mean((8,), 100) == pytest.approx(0.3, abs=0.05)
    assert mean((8,), 100, l2=0.1) > 0.5
