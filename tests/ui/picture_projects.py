"""Projects whose networks take pictures, and one with everything that a dense layer may have."""

from __future__ import annotations

from dataclasses import replace

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.catalog.layers import average_pool2d, conv2d, flatten, max_pool2d
from nnsim.engine.spec import Choice, LayerSpec, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project

RELU = Choice("relu")
TRAINING = TrainSpec(optimizer=Choice("adam"), learning_rate=0.003, batch_size=64)


def small() -> Project:
    """8 × 8 digits through 8 filters, pooling and 20 neurons."""
    hidden = (replace(conv2d(8), activation=RELU), max_pool2d(), flatten(), LayerSpec(20, RELU))
    return new_project("pictures", named_data("digits"), hidden, picture=(1, 8, 8), training=TRAINING)


def deep() -> Project:
    """Filters on filters, both kinds of pooling, normalisation and dropout."""
    hidden = (
        replace(conv2d(3, padding=1), activation=RELU, normalize=True),
        replace(conv2d(5, padding=1), bias=False),
        average_pool2d(),
        max_pool2d(),
        flatten(),
        LayerSpec(6, dropout=0.2),
    )
    return new_project("deep", named_data("digits"), hidden, picture=(1, 8, 8), training=TRAINING)


def special() -> Project:
    """A dense network with links that are cut, weights that are held, normalisation, dropout, and a frozen layer."""
    hidden = (
        LayerSpec(4, cut=((0, 1), (1, 3)), held=((0, 0), (2, 1))),
        LayerSpec(3, normalize=True, dropout=0.1),
        LayerSpec(3, frozen=True),
    )
    return new_project("special", DataSpec(ToySource("spiral", 80, 0.0, 0)), hidden, training=TRAINING)
