"""Remedies where the loss, the output layer and the optimizer do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nnsim.data.dataset import Task
from nnsim.data.prepare import Prepared
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model.fitting import IDENTITY, SIGMOID, SOFTMAX, suited_output
from nnsim.model.mending import Remedy
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

_CROSS_ENTROPY = Choice("cross_entropy")
_OUTPUTS: dict[Task, tuple[Choice, ...]] = {
    "classification": (SIGMOID, SOFTMAX, IDENTITY, Choice("tanh")),
    "regression": (IDENTITY, Choice("tanh")),
}
_LOSSES: dict[Task, tuple[str, ...]] = {
    "classification": ("cross_entropy", "mse", "quadratic", "hinge"),
    "regression": ("mse", "quadratic", "mae"),
}
"""What is worth offering, the usual first. Only losses of quantities suit regression."""


def pair_remedies(before: Project, attempted: Project, prepared: Prepared) -> Iterator[Remedy]:
    """What was asked for, with another partner; and the usual pair."""
    loss, output, dataset = attempted.training.loss, attempted.network.output, prepared.dataset
    suited_activation, suited_loss = suited_output(prepared)
    if output.activation == before.network.output.activation and _suits(loss, dataset.task):
        for activation in (suited_activation, *_OUTPUTS[dataset.task]):
            yield paired(attempted, loss, activation)
    if loss == before.training.loss:
        if output.activation.name == "softmax" and output.size == 1 and len(dataset.classes) == 2:
            yield one_for_each_class(attempted, len(dataset.classes))
        for name in _LOSSES[dataset.task]:
            yield paired(attempted, Choice(name), output.activation)
    yield paired(attempted, suited_loss, suited_activation)


def paired(project: Project, loss: Choice, activation: Choice) -> Remedy:
    """The project with another loss and another activation of the output layer."""
    label = Words(
        QT_TRANSLATE_NOOP("edits", "loss {0} with output {1}"),
        LOSSES.called(loss.name),
        ACTIVATIONS.called(activation.name),
        context="edits",
    )
    return _remedy(project, replace(project.network.output, activation=activation), loss, label)


def one_for_each_class(project: Project, n_classes: int) -> Remedy:
    """As many outputs as classes, which share 1 among them."""
    words = QT_TRANSLATE_NOOP("edits", "{0} outputs with softmax, one for each class")
    output = replace(project.network.output, size=n_classes, activation=SOFTMAX)
    return _remedy(project, output, _CROSS_ENTROPY, Words(words, n_classes, context="edits"))


def one_for_two_classes(project: Project) -> Remedy:
    """One output, which says how likely the second class is."""
    words = QT_TRANSLATE_NOOP("edits", "1 output with sigmoid for both classes")
    output = replace(project.network.output, size=1, activation=SIGMOID)
    return _remedy(project, output, _CROSS_ENTROPY, Words(words, context="edits"))


def batch_remedies(attempted: Project) -> Iterator[Remedy]:
    """Optimizers that learn from batches."""
    for name in ("adam", "sgd"):
        training = replace(attempted.training, optimizer=Choice(name))
        label = Words(
            QT_TRANSLATE_NOOP("edits", "batch size {0} with {1}"),
            training.batch_size,
            OPTIMIZERS.called(name),
            context="edits",
        )
        yield Remedy(label, replace(attempted, training=training, checkpoint=None))


def _remedy(project: Project, output: LayerSpec, loss: Choice, label: Words) -> Remedy:
    network = project.network.with_layer(len(project.network.layers) - 1, output)
    return Remedy(
        label, replace(project, network=network, training=replace(project.training, loss=loss), checkpoint=None)
    )


def _suits(loss: Choice, task: Task) -> bool:
    """Whether a loss makes sense for data of the task, whatever the output."""
    return task == "classification" or (loss.name != "cross_entropy" and LOSSES.build(loss).class_labels is None)
