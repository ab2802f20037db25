"""What is trained in the window that is measured: two networks of lessons on points, one on large pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from nnsim.data.classics import load
from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project

SIDE: Final = 28
_SMALL: Final = 8


def on_points(*hidden: int) -> Project:
    """On the circle with as many points as it has at first, batches of 10; so slowly that it goes on for hours."""
    return new_project("circle", named_data("circle"), hidden, training=TrainSpec(learning_rate=0.001, batch_size=10))


def on_pictures() -> Project:
    """784-128-64-10, single precision, batches of 128: the digits that come with nnsim, enlarged from 8 × 8."""
    digits = load("digits")
    pixels = np.array([column.values for column in digits.columns[: _SMALL**2]]).reshape(_SMALL, _SMALL, -1)
    old = np.arange(SIDE) * _SMALL // SIDE
    large = pixels[old][:, old].reshape(SIDE * SIDE, -1)
    columns = [Column(f"pixel{number}", "number", values) for number, values in enumerate(large)]
    labels = digits.columns[_SMALL**2]
    table = Table("enlarged digits", (*columns, labels))
    data = DataSpec(TableSource(table, (labels.name,), "classification"), scaling="minmax")
    training = TrainSpec(learning_rate=0.01, batch_size=128)
    return new_project("pictures", data, (128, 64), dtype="float32", training=training)


WINDOW_CASES: Final[dict[str, Callable[[], Project]]] = {
    "2-4-2-1": lambda: on_points(4, 2),
    "2-8×6-1": lambda: on_points(*[8] * 6),
    "784-128-64-10": on_pictures,
}
"""Networks by name. The pictures are as large as those of MNIST, and as many as nnsim has: 898 to train with."""
