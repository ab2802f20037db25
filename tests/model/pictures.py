"""A project on pictures of 6 × 6 pixels, small enough for any test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice, LayerSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.run import Run


def layer(kind: str, **values: Any) -> LayerSpec:
    """A layer of this kind; ``kernel`` and the like as the catalog takes them, all else as a ``LayerSpec``."""
    entry = LAYER_KINDS.entry(kind)
    known = {"size", *(parameter.name for parameter in entry.parameters)}
    made = entry.kind(**{name: value for name, value in values.items() if name in known})
    return replace(made, **{name: value for name, value in values.items() if name not in known})


CONV = layer("conv2d", size=3)
POOL = layer("max_pool2d")
FLATTEN = layer("flatten")


def pixels(n_rows: int = 12, side: int = 6) -> DataSpec:
    """Pictures of two kinds: those of kind b are brighter below."""
    rows = np.arange(float(n_rows))
    kinds = rows % 2
    n = side * side
    columns = [Column(f"p{i}", "number", np.sin(rows * (i + 1)) + kinds * (i >= n // 2)) for i in range(n)]
    table = Table("pixels.csv", (*columns, Column("kind", "category", kinds, ("a", "b"))))
    return DataSpec(TableSource(table, ("kind",), "classification"), test_fraction=0.25)


def pictures(*hidden: LayerSpec, optimizer: str = "adam", steps: int = 3) -> Project:
    """A project that holds the weights of a short run; without layers: convolution, pooling, flatten, 4 neurons."""
    layers = hidden or (CONV, POOL, FLATTEN, LayerSpec(4))
    training = TrainSpec(optimizer=Choice(optimizer), batch_size=None if optimizer == "rprop" else 3)
    project = new_project("pictures", pixels(), layers, training=training, picture=(1, 6, 6))
    run = Run(project)
    run.trainer.advance(steps)
    return replace(project, checkpoint=run.checkpoint())
