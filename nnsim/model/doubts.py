"""What can be computed but misleads: few doubts, each certain, from facts of the project and its data."""

from __future__ import annotations

import numpy as np

from nnsim.data.prepare import Prepared
from nnsim.model.doubt import DataFacts, Doubt
from nnsim.model.end_doubts import freezing_doubts, inputs_doubts, output_doubts, rate_doubts
from nnsim.model.layer_doubts import layer_doubts
from nnsim.model.places import Place
from nnsim.model.project import Project


def facts_of(prepared: Prepared) -> DataFacts:
    """Of the training samples."""
    inputs, targets = prepared.train_inputs, prepared.train_targets
    largest = float(np.abs(inputs).max()) if inputs.size else 0.0
    ends = (float(targets.min()), float(targets.max())) if targets.size else (0.0, 1.0)
    return DataFacts(prepared.dataset.task, largest, ends)


def doubts(project: Project, facts: DataFacts) -> tuple[Doubt, ...]:
    """All that is doubtful; at most one at a place."""
    found: dict[Place, Doubt] = {}
    for doubt in (
        *inputs_doubts(facts),
        *layer_doubts(project),
        *output_doubts(project, facts),
        *freezing_doubts(project.network),
        *rate_doubts(project),
    ):
        found.setdefault(doubt.place, doubt)
    return tuple(found.values())
