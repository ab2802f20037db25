"""How ``spiral-v1.nnsim`` was made, once. Do not run it again: later versions must open the file as it is.

python -m tests.golden.make_spiral_v1
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.storage import project_file

PATH = Path(__file__).with_name("spiral-v1.nnsim")


def spiral_v1() -> Project:
    """A project with something of everything that version 1 can hold but a table."""
    layers = (
        LayerSpec(6, Choice("tanh"), True, Choice("xavier_uniform"), 1),
        LayerSpec(4, Choice("relu"), False, Choice.of("normal", sd=0.25), 2),
        LayerSpec(1, Choice("sigmoid"), True, Choice("xavier_normal"), 3),
    )
    network = NetworkSpec(3, layers, "float32")
    n = network.n_parameters
    weights = np.linspace(-1.0, 1.0, n, dtype=np.float32)
    memory = {"mean": np.linspace(0.0, 0.5, n, dtype=np.float32), "square": np.full(n, 0.125, np.float32)}
    epochs = np.arange(4.0)
    curves = Curves(epochs, 0.7 - epochs / 8, np.full(4, np.nan), 0.5 + epochs / 16, np.full(4, np.nan))
    training = TrainSpec(Choice("cross_entropy"), Choice.of("adam", beta1=0.875), 0.0625, 16, 0.001, 0.0, 42)
    data = DataSpec(ToySource("spiral", 200, 0.25, 7), ("x1", "x2", "x1*x2"), 0.0, "standardize", 5)
    return Project("spiral", data, network, training, Checkpoint(network, weights, memory, 39, 39, 3, 0, 2, curves))


if __name__ == "__main__":
    project_file.write(spiral_v1(), PATH)
