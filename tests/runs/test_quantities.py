"""Quantities that are read off a run."""

from __future__ import annotations

import numpy as np

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model import edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.quantities import quantity_of, weight_key
from nnsim.runs.run import Run
from nnsim.runs.tracing import trace_samples


def small() -> Project:
    training = TrainSpec(optimizer=Choice("sgd"), learning_rate=0.1, batch_size=10, seed=3)
    return new_project("small", named_data("xor_table"), (3, 2), training=training)


def read(run: Run, row: int | None) -> np.ndarray:
    """The weight, or bias, into the second neuron of the second layer."""
    return quantity_of(weight_key(run.project.network.layers[1].key, row, 1)).read(run)


def test_a_bias_stays_itself_when_a_neuron_is_added_before_it() -> None:
    run = Run(small())
    before = trace_samples(run, (0,)).layers[1].parameters
    grown = Run(edits.add_neuron(run.stamped(), 0).project)
    after = trace_samples(grown, (0,)).layers[1].parameters
    assert before.biases is not None
    assert after.biases is not None
    assert read(run, None)[0] == before.biases[1]
    assert read(grown, None)[0] == after.biases[1]


def test_a_weight_from_a_neuron_that_is_not_there_yet_is_not_the_bias() -> None:
    run = Run(small())
    grown = Run(edits.add_neuron(run.stamped(), 0).project)
    assert np.isnan(read(run, 3)).all()
    assert read(grown, 3)[0] == trace_samples(grown, (0,)).layers[1].parameters.weights[3, 1]
