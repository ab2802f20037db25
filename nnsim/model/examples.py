"""Projects to start from, each for a lesson of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import first_project, new_project
from nnsim.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Example:
    """A project that can be opened by name. ``label`` and ``help`` are English, context ``examples``."""

    name: str
    label: str
    help: str
    build: Callable[[], Project]


def one_weight() -> Project:
    """One weight to follow by hand: w = 5, x = 2, label 6, learning rate 0.1, so w goes 5, 4.2, 3.72 …"""
    table = Table("one_weight", (Column("x", "number", np.array([2.0])), Column("y", "number", np.array([6.0]))))
    project = new_project(
        "one_weight",
        DataSpec(TableSource(table, ("y",), "regression"), test_fraction=0.0),
        (),
        initializer=Choice.of("constant", value=5.0),
        training=TrainSpec(optimizer=Choice("sgd"), learning_rate=0.1, batch_size=None),
        loss=Choice("quadratic"),
    )
    return replace(project, network=project.network.with_layer(0, replace(project.network.output, bias=False)))


def xor_by_hand() -> Project:
    """The smallest network that can do what one neuron cannot."""
    training = TrainSpec(optimizer=Choice("sgd"), learning_rate=0.5, batch_size=None)
    return new_project("xor", named_data("xor_table"), (2,), training=training)


def circle() -> Project:
    """Three hidden neurons draw three lines around a disc."""
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.05, batch_size=40)
    return new_project("circle", named_data("circle"), (3,), training=training)


def curve() -> Project:
    """A curve put together from ten bent steps."""
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.02, batch_size=40)
    return new_project("sine", named_data("sine"), (10,), training=training)


def digits() -> Project:
    """Handwritten digits, pixel by pixel."""
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.01, batch_size=32)
    return new_project("digits", named_data("digits"), (32,), activation=Choice("relu"), training=training)


EXAMPLES: tuple[Example, ...] = (
    Example(
        "one_weight",
        QT_TRANSLATE_NOOP("examples", "One weight, by hand"),
        QT_TRANSLATE_NOOP("examples", "w = 5, x = 2, label 6, learning rate 0.1: press E and check 4.2, 3.72, 3.432 …"),
        one_weight,
    ),
    Example(
        "xor",
        QT_TRANSLATE_NOOP("examples", "XOR with two hidden neurons"),
        QT_TRANSLATE_NOOP("examples", "Solvable, but not from every start: try other seeds, or a third neuron."),
        xor_by_hand,
    ),
    Example(
        "circle",
        QT_TRANSLATE_NOOP("examples", "A disc from three lines"),
        QT_TRANSLATE_NOOP("examples", "Take one neuron away and see why two are not enough."),
        circle,
    ),
    Example(
        "spiral",
        QT_TRANSLATE_NOOP("examples", "Two spirals"),
        QT_TRANSLATE_NOOP("examples", "Needs two hidden layers and some patience."),
        first_project,
    ),
    Example(
        "sine",
        QT_TRANSLATE_NOOP("examples", "A curve through points"),
        QT_TRANSLATE_NOOP("examples", "Regression: follows the points between −3 and 3, and fails outside."),
        curve,
    ),
    Example(
        "digits",
        QT_TRANSLATE_NOOP("examples", "Handwritten digits"),
        QT_TRANSLATE_NOOP("examples", "64 pixels in, ten digits out: raw data, nothing prepared by hand."),
        digits,
    ),
)
