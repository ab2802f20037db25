"""The smallest network there is: prediction = w · x."""

from __future__ import annotations

import numpy as np

from nnsim.data.dataset import frozen
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.runs.run import Run


def table_of(name: str, inputs: list[list[float]], targets: list[list[float]]) -> DataSpec:
    """Columns x1 … and y1 …, all for training."""
    columns = [Column(f"x{i}", "number", frozen(values)) for i, values in enumerate(zip(*inputs, strict=True), 1)]
    columns += [Column(f"y{i}", "number", frozen(values)) for i, values in enumerate(zip(*targets, strict=True), 1)]
    names = tuple(column.name for column in columns if column.name.startswith("y"))
    return DataSpec(TableSource(Table(name, tuple(columns)), names, "regression"), test_fraction=0.0)


def one_weight(learning_rate: float = 0.1, loss: str = "quadratic", w: float = 5.0) -> Run:
    """A run with weight ``w``, one sample x = 2 with label 6, no bias."""
    layer = LayerSpec(1, Choice("identity"), bias=False, initializer=Choice.of("constant", value=w), key=1)
    training = TrainSpec(Choice(loss), learning_rate=learning_rate, batch_size=None)
    return Run(Project("one weight", table_of("one weight", [[2.0]], [[6.0]]), NetworkSpec(1, (layer,)), training))


def weights_after(run: Run, steps: int) -> list[float]:
    """The weight before the first step and after each of ``steps``."""
    seen = [float(run.checkpoint().parameters[0])]
    for _ in range(steps):
        run.trainer.advance(1)
        seen.append(float(run.checkpoint().parameters[0]))
    return seen


def weights(run: Run, layer: int) -> np.ndarray:
    """(n_from, n_to) of one layer, as they are now."""
    network = run.trainer.network
    return network.blocks[layer].weights(network.parameters)
