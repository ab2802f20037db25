"""What can be done with one click about an edit that was refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nnsim.data.prepare import Prepared, prepare
from nnsim.model.attempt import ImpossibleError
from nnsim.model.fitting import fitted, n_outputs, task_of
from nnsim.model.layer_names import layer_name
from nnsim.model.mending import Remedy, possible
from nnsim.model.pair_remedies import batch_remedies, one_for_each_class, one_for_two_classes, pair_remedies
from nnsim.model.places import layer_of
from nnsim.model.project import Project
from nnsim.model.shape_remedies import (
    flatten_remedies,
    input_remedies,
    kernel_remedies,
    picture_remedies,
    without_layer,
)
from nnsim.words import QT_TRANSLATE_NOOP, Words

_PAIRS = frozenset(
    {
        "spec.loss_needs_probability",
        "spec.loss_needs_slope",
        "spec.hinge_needs_both_signs",
        "spec.softmax_needs_two",
        "spec.loss_needs_classes",
        "spec.loss_needs_shares",
    }
)


def remedies(project: Project, error: ImpossibleError) -> tuple[Remedy, ...]:
    """The best few, each of which has been found possible. None if there is none.

    Parameters
    ----------
    project : as it is, untouched by what was refused
    """
    prepared = prepare(error.attempted.data)
    return possible(project, _candidates(project, error, prepared))


def _candidates(project: Project, error: ImpossibleError, prepared: Prepared) -> Iterator[Remedy | None]:
    attempted, code = error.attempted, error.code
    layer = layer_of(error.where, attempted.network)
    if code in _PAIRS:
        yield from pair_remedies(project, attempted, prepared)
    elif code == "spec.rprop_needs_full_batch":
        yield from batch_remedies(attempted)
    elif code == "spec.outputs_and_data":
        yield _fitting(attempted, prepared)
    elif code == "edit.output_size":
        yield from _output_remedies(attempted, project, prepared)
    elif code == "spec.needs_picture" and attempted.data != project.data:
        same_task = task_of(attempted.data) == task_of(project.data)
        yield from input_remedies(attempted, prepared, same_task=same_task)
    elif layer is not None and 0 <= layer < len(attempted.network.layers):
        yield from _layer_remedies(project, attempted, code, layer)


def _layer_remedies(project: Project, attempted: Project, code: str, layer: int) -> Iterator[Remedy | None]:
    if code == "spec.kernel_too_large":
        yield from kernel_remedies(project, attempted, layer)
    elif code == "spec.needs_flatten":
        yield from flatten_remedies(attempted, layer)
    elif code == "spec.needs_picture":
        yield from picture_remedies(attempted, layer)
    elif code == "edit.last_neuron":
        yield without_layer(project, layer)


def _fitting(attempted: Project, prepared: Prepared) -> Remedy:
    """An output layer as the data want it."""
    network, training = fitted(attempted.network, attempted.training, prepared, same_task=False)
    words = QT_TRANSLATE_NOOP("edits", "fit the output layer to the data: {0} instead of {1} outputs")
    label = Words(words, network.output.size, attempted.network.output.size, context="edits")
    return Remedy(label, replace(attempted, network=network, training=training, checkpoint=None))


def _output_remedies(attempted: Project, project: Project, prepared: Prepared) -> Iterator[Remedy | None]:
    """What the data allow; or more neurons where they may be."""
    asked, size = attempted.network.output.size, project.network.output.size
    n_classes = len(prepared.dataset.classes)
    if n_outputs(prepared.dataset) != n_classes == 2:
        yield one_for_each_class(project, n_classes) if asked > size else one_for_two_classes(project)
    hidden = [place for place, layer in enumerate(project.network.layers[:-1]) if layer.has_weights]
    if asked > size and hidden:
        spec = project.network.layers[hidden[-1]]
        network = project.network.with_layer(hidden[-1], replace(spec, size=spec.size + 1))
        name = layer_name(network, hidden[-1])
        label = Words(QT_TRANSLATE_NOOP("edits", "add neuron to {0}"), name, context="edits")
        yield Remedy(label, replace(project, network=network, checkpoint=None))
