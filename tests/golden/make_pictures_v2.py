"""How ``pictures-v2.nnsim`` was made, once. Do not run it again: later versions must open the file as it is.

python -m tests.golden.make_pictures_v2
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.storage import project_file

PATH = Path(__file__).with_name("pictures-v2.nnsim")

_IDENTITY = Choice("identity")


def pictures_v2() -> Project:
    """A project with all that version 2 brought: kinds of layers, what is held, cut or muted, a schedule, stops."""
    layers = (
        LayerSpec(2, Choice("relu"), True, Choice("he_normal"), 1, "conv2d", 3, 1, 1, normalize=True),
        LayerSpec(0, _IDENTITY, False, key=2, kind="max_pool2d", kernel=2, stride=2),
        LayerSpec(2, Choice("tanh"), True, Choice("xavier_normal"), 3, "conv2d", 2, frozen=True, cut=((0, 1), (7, 0))),
        LayerSpec(0, _IDENTITY, False, key=4, kind="average_pool2d", kernel=1, stride=1),
        LayerSpec(0, _IDENTITY, False, key=5, kind="flatten"),
        LayerSpec(
            4, Choice("tanh"), True, Choice("xavier_uniform"), 6, dropout=0.25, held=((0, 3), (2, 1)), muted=(1, 3)
        ),
        LayerSpec(1, Choice("sigmoid"), True, Choice("xavier_normal"), 7, held=((0, 0), (4, 0))),
    )
    network = NetworkSpec(16, layers, "float32", (1, 4, 4))
    training = TrainSpec(
        Choice("cross_entropy"),
        Choice.of("nesterov", momentum=0.875),
        0.125,
        2,
        0.0,
        0.25,
        42,
        Choice.of("cosine", epochs=200.0, lowest=0.0625),
        2.5,
        StopSpec(500, 0.03125, 0.9375, 90.0, 25),
    )
    curves = Curves(np.arange(5.0), *(np.linspace(one, 0.5, 5) for one in (0.75, 0.875, 0.25, 0.375)))
    data = DataSpec(TableSource(_table(), ("kind",), "classification"), (), 0.25, "minmax", 3)
    parameters, memory = np.linspace(-1.0, 1.0, 61, dtype=np.float32), np.linspace(0.5, -0.25, 61, dtype=np.float32)
    parameters[20:26] = [1.0, 0.5, 0.25, -0.125, 1.0, 2.0]  # gains, remembered means and variances
    parameters[[26 + 1, 26 + 14]] = 0.0  # the links that are cut
    checkpoint = Checkpoint(network, parameters, {"nesterov_velocity": memory}, 0, 12, 4, 0, 1, curves)
    return Project("pictures", data, network, training, checkpoint)


def _table() -> Table:
    """Eight pictures of 4 × 4 pixels: those of kind b are brighter below."""
    rows = np.arange(8.0)
    kinds = rows % 2
    pixels = [Column(f"p{n}", "number", (rows + n) / 32 + kinds * (n >= 8)) for n in range(16)]
    return Table("pictures.csv", (*pixels, Column("kind", "category", kinds, ("a", "b"))))


if __name__ == "__main__":
    project_file.write(pictures_v2(), PATH)
