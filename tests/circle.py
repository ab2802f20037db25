"""A small project that learns quickly: the circle, with a few neurons in two layers."""

from __future__ import annotations

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project


def circle() -> Project:
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=20)
    return new_project("circle", named_data("circle"), (4, 2), training=training)
