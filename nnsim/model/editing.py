"""What edits of the network and of training have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nnsim.data.prepare import dataset_of
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.settings import LAYER_SIZE
from nnsim.engine.parameters import Block, blocks
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.errors import Clash, SpecError
from nnsim.model.attempt import attempting
from nnsim.model.change import Change, Edited, Part
from nnsim.model.fitting import outputs_and_data
from nnsim.model.graft import NO_COPIES, graft, refitted
from nnsim.model.layer_names import layer_name
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words


def layer_at(project: Project, layer: int) -> LayerSpec:
    """Layer ``layer``, counted from 0; raises ``SpecError`` if there is none."""
    if not 0 <= layer < len(project.network.layers):
        raise SpecError(
            "edit.no_such_layer",
            Words(QT_TRANSLATE_NOOP("errors", "There is no layer {0}."), layer + 1),
            where="network",
        )
    return project.network.layers[layer]


def inner_at(project: Project, layer: int) -> LayerSpec:
    """A hidden layer of any kind; the output layer stays where it is, alone and the last."""
    spec = layer_at(project, layer)
    if layer == len(project.network.layers) - 1:
        raise SpecError(
            "edit.output_layer",
            QT_TRANSLATE_NOOP(
                "errors", "The output layer gives the answers, so it can be neither removed nor moved nor doubled."
            ),
            where=f"layer {layer + 1}",
            hint=QT_TRANSLATE_NOOP("errors", "Choose a hidden layer."),
        )
    return spec


def size_label(size: int) -> str:
    """The name of an edit that gives a layer so many neurons."""
    one = QT_TRANSLATE_NOOP("edits", "{0} neuron in {1}")
    return one if size == 1 else QT_TRANSLATE_NOOP("edits", "{0} neurons in {1}")


def resized(project: Project, layer: int, size: int) -> NetworkSpec:
    """The network with another number of neurons in a hidden layer, whose size can be chosen."""
    spec = layer_at(project, layer)
    where = f"layer {layer + 1}"
    network = project.network.with_layer(layer, replace(spec, size=size))
    with attempting(replace(project, network=network), size_label(size), (str(size), layer_name(network, layer))):
        if layer == len(project.network.layers) - 1:
            raise _other_outputs(project, size)
        if not spec.has_weights:
            raise SpecError(
                "edit.no_size",
                QT_TRANSLATE_NOOP("errors", "The size of this layer follows from the picture that comes in."),
                where=where,
                hint=QT_TRANSLATE_NOOP("errors", "Change the layers in front of it instead."),
            )
        if size < 1:
            raise SpecError(
                "edit.last_neuron",
                QT_TRANSLATE_NOOP("errors", "A layer needs at least one neuron."),
                where=where,
                hint=QT_TRANSLATE_NOOP("errors", "Remove the whole layer instead."),
            )
        LAYER_SIZE.check(size, where)
    return network


def block_at(project: Project, layer: int, row: int, column: int) -> Block:
    """The block of a layer that has such a weight or, in the row after the last from-neuron, such a bias."""
    layer_at(project, layer)
    block = blocks(project.network)[layer]
    if not (0 <= row < block.shape[0] and 0 <= column < block.n_to):
        raise SpecError(
            "edit.no_such_weight", QT_TRANSLATE_NOOP("errors", "There is no such weight."), where=f"layer {layer + 1}"
        )
    return block


def _other_outputs(project: Project, size: int) -> SpecError:
    """Why an output layer cannot just have another number of neurons."""
    output, dataset = project.network.output, dataset_of(project.data)
    why = QT_TRANSLATE_NOOP("errors", "The size of the output layer follows from the data.")
    clash: Clash | None = outputs_and_data(size, dataset)
    if len(dataset.classes) == 2 and {size, output.size} == {1, 2}:
        why = QT_TRANSLATE_NOOP(
            "errors",
            "Two classes can have one output with sigmoid or two with softmax: number and activation change together.",
        )
        needs = "softmax" if size == 2 else "sigmoid"
        is_clash = project.training.loss.name == "cross_entropy" and output.activation.name != needs
        outputs = outputs_and_data(size, dataset).one
        clash = Clash(outputs, ACTIVATIONS.called(output.activation.name)) if is_clash else None
    hint = QT_TRANSLATE_NOOP("errors", "Add neurons to a hidden layer instead.")
    return SpecError("edit.output_size", why, where="output layer", hint=hint, clash=clash)


def with_network(
    project: Project,
    network: NetworkSpec,
    label: str,
    arguments: tuple[str, ...],
    merge_key: str | None = None,
    copies: Mapping[int, int] = NO_COPIES,
    was: str = "",
) -> Edited:
    """The project with another network, and with all of its weights that still fit; ``copies`` as in ``graft``.

    ``was`` as in ``Change``.
    """
    bare = tuple(replace(layer, held=(), cut=(), muted=()) for layer in network.layers)
    with attempting(replace(project, network=network), label, arguments):
        check(replace(network, layers=bare), project.training)
        network = refitted(project.network, network)
        check(network, project.training)
    checkpoint = project.checkpoint
    if checkpoint is not None:
        checkpoint = graft(checkpoint, network, project.training.seed, copies)
    change = Change(frozenset({Part.NETWORK}), label, arguments, merge_key, was=was)
    return Edited(replace(project, network=network, checkpoint=checkpoint), change)


def with_learning_of(
    project: Project,
    layer: int,
    spec: LayerSpec,
    label: str,
    arguments: tuple[str, ...],
    merge_key: str | None = None,
    was: str = "",
) -> Edited:
    """The project with a layer whose weights are the same but learn otherwise, from the next step on."""
    network = project.network.with_layer(layer, spec)
    with attempting(replace(project, network=network), label, arguments):
        check(network, project.training)
    checkpoint = project.checkpoint and replace(project.checkpoint, network=network)
    change = Change(frozenset({Part.TRAINING}), label, arguments, merge_key, was=was)
    return Edited(replace(project, network=network, checkpoint=checkpoint), change)


def with_training(
    project: Project, label: str, shown: str, merge_key: str | None, was: str = "", **settings: object
) -> Edited:
    """The project with other settings of training, by the names of a ``TrainSpec``; ``was`` as in ``Change``."""
    training = replace(project.training, **settings)  # type: ignore[arg-type]  # the callers name real fields
    with attempting(replace(project, training=training), label, (shown,)):
        check(project.network, training)
    change = Change(frozenset({Part.TRAINING}), label, (shown,), merge_key, was=was)
    return Edited(replace(project, training=training), change)
