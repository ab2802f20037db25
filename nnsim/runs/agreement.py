"""Whether the parts of a project agree: a file, a script or a checkpoint may bring parts that never met."""

from __future__ import annotations

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.prepare import Prepared
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.cross_entropy import BinaryCrossEntropy, CategoricalCrossEntropy
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint
from nnsim.errors import Clash, SpecError
from nnsim.model.fitting import n_outputs, outputs_and_data
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words


def check_agreement(project: Project, prepared: Prepared) -> None:
    """Raise ``SpecError`` if the network or the loss does not fit the data, or the checkpoint neither."""
    network, dataset = project.network, prepared.dataset
    if network.n_inputs != len(prepared.input_names):
        raise SpecError(
            "spec.inputs_and_data",
            Words(
                QT_TRANSLATE_NOOP("errors", "The network has {0} inputs, but the data have {1}."),
                network.n_inputs,
                len(prepared.input_names),
            ),
            where="inputs",
        )
    possible = {n_outputs(dataset), len(dataset.classes) or n_outputs(dataset)}
    if network.output.size not in possible:
        wanted = " or ".join(str(size) for size in sorted(possible))
        raise SpecError(
            "spec.outputs_and_data",
            Words(
                QT_TRANSLATE_NOOP("errors", "The network has {0} outputs, but the data need {1}."),
                network.output.size,
                wanted,
            ),
            where="output layer",
            clash=outputs_and_data(network.output.size, dataset),
        )
    if dataset.task == "regression":
        _check_quantities(project, prepared)
    if project.checkpoint is not None:
        check_checkpoint(project, project.checkpoint, prepared)


def _check_quantities(project: Project, prepared: Prepared) -> None:
    """Raise ``SpecError`` if the loss makes no sense for the numbers that are to be predicted."""
    loss = LOSSES.build(project.training.loss).suited_to(ACTIVATIONS.build(project.network.output.activation))
    if loss.class_labels is not None:
        raise SpecError(
            "spec.loss_needs_classes",
            QT_TRANSLATE_NOOP("errors", "The hinge loss tells classes apart, but the data ask for a quantity."),
            where="loss",
            hint=QT_TRANSLATE_NOOP("errors", "Choose mean squared error, or data with classes."),
            clash=_with_quantities(project),
        )
    if isinstance(loss, BinaryCrossEntropy | CategoricalCrossEntropy):
        sum_to_1 = isinstance(loss, CategoricalCrossEntropy)
        if not all(_are_shares(targets, sum_to_1) for targets in (prepared.train_targets, prepared.test_targets)):
            raise SpecError(
                "spec.loss_needs_shares",
                QT_TRANSLATE_NOOP(
                    "errors",
                    "Cross-entropy compares shares from 0 to 1 (with softmax: whose sum is 1), but the data ask for "
                    "other quantities.",
                ),
                where="loss",
                hint=QT_TRANSLATE_NOOP(
                    "errors",
                    "Choose identity for the output layer and mean squared error as loss, or data with classes.",
                ),
                clash=_with_quantities(project),
            )


def _with_quantities(project: Project) -> Clash:
    loss = LOSSES.called(project.training.loss.name)
    return Clash(
        Words(QT_TRANSLATE_NOOP("errors", "loss: {0}"), loss), QT_TRANSLATE_NOOP("errors", "a quantity to predict")
    )


def _are_shares(targets: Numbers, sum_to_1: bool) -> bool:
    """Of (samples, outputs), row by row."""
    are_probabilities = bool(((targets >= 0.0) & (targets <= 1.0)).all())
    return are_probabilities and (not sum_to_1 or np.allclose(targets.sum(axis=1), 1.0, rtol=0.0, atol=1e-6))


def check_checkpoint(project: Project, checkpoint: Checkpoint, prepared: Prepared) -> None:
    """Raise ``SpecError`` if a run of the project could not stand there."""
    n_train = len(prepared.train_inputs)
    expected = (project.network.n_parameters,)
    arrays = (checkpoint.parameters, *checkpoint.optimizer.values())
    is_laid_out_alike = blocks(checkpoint.network) == blocks(project.network)
    if not is_laid_out_alike or any(array.shape != expected for array in arrays):
        raise SpecError(
            "spec.weights_and_network",
            QT_TRANSLATE_NOOP("errors", "The learnt weights belong to a network of another shape."),
            where="checkpoint",
        )
    if checkpoint.seen + checkpoint.looked >= n_train:
        raise SpecError(
            "spec.progress_and_data",
            Words(
                QT_TRANSLATE_NOOP("errors", "Training stands at sample {0} of an epoch of {1}."),
                checkpoint.seen + checkpoint.looked,
                n_train,
            ),
            where="checkpoint",
        )
