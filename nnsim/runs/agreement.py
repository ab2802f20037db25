"""Whether the parts of a project agree: a file, a script or a checkpoint may bring parts that never met."""

from __future__ import annotations

from nnsim.data.prepare import Prepared
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.errors import SpecError
from nnsim.model.fitting import n_outputs
from nnsim.model.project import Project


def check_agreement(project: Project, prepared: Prepared) -> None:
    """Raise ``SpecError`` if the network does not fit the data, or the checkpoint neither."""
    network, dataset = project.network, prepared.dataset
    if network.n_inputs != len(prepared.input_names):
        raise SpecError(
            "spec.inputs_and_data",
            f"The network has {network.n_inputs} inputs, but the data have {len(prepared.input_names)}.",
            where="inputs",
        )
    possible = {n_outputs(dataset), len(dataset.classes) or n_outputs(dataset)}
    if network.output.size not in possible:
        wanted = " or ".join(str(size) for size in sorted(possible))
        raise SpecError(
            "spec.outputs_and_data",
            f"The network has {network.output.size} outputs, but the data need {wanted}.",
            where="output layer",
        )
    if project.checkpoint is not None:
        _check_checkpoint(project, project.checkpoint, len(prepared.train_inputs))


def _check_checkpoint(project: Project, checkpoint: Checkpoint, n_train: int) -> None:
    expected = (project.network.n_parameters,)
    arrays = (checkpoint.parameters, *checkpoint.optimizer.values())
    is_laid_out_alike = blocks(checkpoint.network) == blocks(project.network)
    if not is_laid_out_alike or any(array.shape != expected for array in arrays):
        raise SpecError(
            "spec.weights_and_network", "The learnt weights belong to a network of another shape.", where="checkpoint"
        )
    if checkpoint.seen + checkpoint.looked >= n_train:
        raise SpecError(
            "spec.progress_and_data",
            f"Training stands at sample {checkpoint.seen + checkpoint.looked} of an epoch of {n_train}.",
            where="checkpoint",
        )
