"""From a document and its arrays to a project and its runs. Strict: what it does not know, it refuses, and says where.

Nothing is ever imported or looked up by a name in a file, other than in the catalog's tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnsim.errors import ProjectFileError
from nnsim.model.fitting import task_of
from nnsim.model.kept_run import Work
from nnsim.model.project import Project
from nnsim.storage.arrays import AnyArray
from nnsim.storage.decode_checkpoint import CHECKPOINT, checkpoint_of
from nnsim.storage.decode_data import check_inputs, data_spec
from nnsim.storage.decode_network import NETWORK, network_spec
from nnsim.storage.decode_runs import OF_RUNS, RUNS, OnLeftOut, kept_runs, sound_runs
from nnsim.storage.decode_training import TRAINING, train_spec
from nnsim.storage.fields import Fields
from nnsim.storage.judging import check_project
from nnsim.storage.members import Members


def decode(
    document: Mapping[str, Any],
    arrays: Mapping[str, AnyArray],
    left_out: OnLeftOut | None = None,
    damaged: Mapping[str, ProjectFileError] | None = None,
) -> Work:
    """The project and its runs; raises ``ProjectFileError`` on anything that nobody would have written of them.

    If ``left_out`` is there to be told of them, runs that are wrong are left out, and only the project is judged.
    ``damaged`` : arrays that could not be read, and why; whatever needs one of them is wrong.
    """
    fields = Fields.of(document, "", ("name", "data", "network", "training", "checkpoint", "runs"))
    members = Members(arrays, damaged)
    data = data_spec(fields.record("data"), members)
    network = network_spec(fields.record("network", NETWORK))
    check_inputs(data, network.n_inputs)
    training = train_spec(fields.record("training", TRAINING))
    check_project(network, training, task_of(data))
    checkpoint = None
    if fields.values["checkpoint"] is not None:
        checkpoint = checkpoint_of(fields.record("checkpoint", CHECKPOINT), network, members)
    project = Project(fields.text("name"), data, network, training, checkpoint)
    if left_out is None:
        runs = kept_runs(fields.record("runs", RUNS), project, members)
        members.check_all_taken()
        return Work(project, runs)
    runs = sound_runs(fields, project, members, left_out)
    members.check_all_taken(spared=OF_RUNS)
    return Work(project, runs)
