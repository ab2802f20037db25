"""Everything that can be done to a project, each as a pure function from a project to another and what changed.

An edit that makes no sense raises ``SpecError`` or ``TableError`` with the reason. Labels are words of the Undo menu,
context ``edits``. Layers are counted from 0, the first hidden layer.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.engine.catalog.settings import LAYER_SIZE
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.errors import SpecError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.graft import graft
from nnsim.model.problems import check
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP

# --- the network -----------------------------------------------------------------------------------------------------


def set_activation(project: Project, layer: int, choice: Choice) -> Edited:
    """Another activation for one layer; its weights stay."""
    spec = replace(_layer(project, layer), activation=choice)
    label = QT_TRANSLATE_NOOP("edits", "activation {0} in layer {1}")
    return _with_network(project, project.network.with_layer(layer, spec), label, (choice.name, str(layer + 1)))


def set_bias(project: Project, layer: int, bias: bool) -> Edited:
    """Give the neurons of a layer biases, starting at 0, or take them away."""
    label = (
        QT_TRANSLATE_NOOP("edits", "bias on in layer {0}")
        if bias
        else QT_TRANSLATE_NOOP("edits", "bias off in layer {0}")
    )
    spec = replace(_layer(project, layer), bias=bias)
    return _with_network(project, project.network.with_layer(layer, spec), label, (str(layer + 1),))


def set_initializer(project: Project, layer: int, choice: Choice) -> Edited:
    """Another rule for the first weights of a layer: takes effect at the next start, so training starts anew."""
    network = project.network.with_layer(layer, replace(_layer(project, layer), initializer=choice))
    change = Change(
        frozenset({Part.NETWORK, Part.WEIGHTS}),
        QT_TRANSLATE_NOOP("edits", "first weights {0} in layer {1}"),
        (choice.name, str(layer + 1)),
    )
    check(network, project.training)
    return Edited(replace(project, network=network, checkpoint=None), change)


def add_layer(project: Project, index: int) -> Edited:
    """A new hidden layer in front of layer ``index``, as wide as a neighbour."""
    _layer(project, index)
    layers = project.network.layers
    neighbour = layers[index - 1] if index > 0 else layers[0]
    model = neighbour if len(layers) > 1 and neighbour is not layers[-1] else LayerSpec(4)
    new = replace(model, key=max(layer.key for layer in layers) + 1)
    network = replace(project.network, layers=(*layers[:index], new, *layers[index:]))
    return _with_network(project, network, QT_TRANSLATE_NOOP("edits", "add layer {0}"), (str(index + 1),))


def remove_layer(project: Project, layer: int) -> Edited:
    """Take a hidden layer out."""
    _layer(project, layer)
    layers = project.network.layers
    if layer == len(layers) - 1:
        raise SpecError(
            "edit.output_layer",
            "The output layer cannot be removed: the network would give no answer.",
            where=f"layer {layer + 1}",
        )
    network = replace(project.network, layers=(*layers[:layer], *layers[layer + 1 :]))
    return _with_network(project, network, QT_TRANSLATE_NOOP("edits", "remove layer {0}"), (str(layer + 1),))


def add_neuron(project: Project, layer: int) -> Edited:
    """One more neuron at the end of a hidden layer."""
    spec = _hidden(project, layer)
    network = project.network.with_layer(layer, replace(spec, size=spec.size + 1))
    return _with_network(project, network, QT_TRANSLATE_NOOP("edits", "add neuron to layer {0}"), (str(layer + 1),))


def remove_neuron(project: Project, layer: int) -> Edited:
    """Take the last neuron of a hidden layer away; the layer itself goes only by ``remove_layer``."""
    spec = _hidden(project, layer)
    if spec.size == 1:
        raise SpecError(
            "edit.last_neuron",
            "A layer needs at least one neuron.",
            where=f"layer {layer + 1}",
            hint="Remove the whole layer instead.",
        )
    network = project.network.with_layer(layer, replace(spec, size=spec.size - 1))
    label = QT_TRANSLATE_NOOP("edits", "remove neuron from layer {0}")
    return _with_network(project, network, label, (str(layer + 1),))


def resize_layer(project: Project, layer: int, size: int) -> Edited:
    """Give a hidden layer another number of neurons."""
    spec = _hidden(project, layer)
    LAYER_SIZE.check(size, f"layer {layer + 1}")
    network = project.network.with_layer(layer, replace(spec, size=size))
    label = QT_TRANSLATE_NOOP("edits", "{0} neurons in layer {1}")
    return _with_network(project, network, label, (str(size), str(layer + 1)), f"size {layer}")


# --- weights ---------------------------------------------------------------------------------------------------------


def set_weight(project: Project, layer: int, row: int, column: int, value: float) -> Edited:
    """Set one weight by hand. ``row`` is the from-neuron; one past the last from-neuron means the bias.

    The project's checkpoint must be the weights as they are now.
    """
    checkpoint = project.checkpoint
    if checkpoint is None:
        raise ValueError("a weight can only be set in a project that holds its weights")
    _layer(project, layer)
    block = blocks(project.network)[layer]
    if not (0 <= row < block.shape[0] and 0 <= column < block.n_to):
        raise SpecError("edit.no_such_weight", "There is no such weight.", where=f"layer {layer + 1}")
    if not abs(value) <= float(np.finfo(project.network.dtype).max):
        raise SpecError("edit.weight_not_finite", "A weight must be a number within range.", where=f"layer {layer + 1}")
    parameters = checkpoint.parameters.copy()
    block.matrix(parameters)[row, column] = value
    place = QT_TRANSLATE_NOOP("edits", "set weight {0} → {1} in layer {2}")
    if row == block.n_from:
        place = QT_TRANSLATE_NOOP("edits", "set bias {1} in layer {2}")
    change = Change(
        frozenset({Part.WEIGHTS}),
        place,
        (str(row + 1), str(column + 1), str(layer + 1)),
        f"weight {layer} {row} {column}",
    )
    return Edited(replace(project, checkpoint=replace(checkpoint, parameters=frozen(parameters))), change)


def restart(project: Project) -> Edited:
    """Back to the first weights of the same seed: epoch 0, an empty record."""
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "reset"))
    return Edited(replace(project, checkpoint=None), change)


def set_seed(project: Project, seed: int) -> Edited:
    """Other first weights and another order of the samples: a fresh start."""
    training = replace(project.training, seed=seed)
    check(project.network, training)
    change = Change(frozenset({Part.WEIGHTS, Part.TRAINING}), QT_TRANSLATE_NOOP("edits", "seed {0}"), (str(seed),))
    return Edited(replace(project, training=training, checkpoint=None), change)


# --- learning --------------------------------------------------------------------------------------------------------


def set_learning_rate(project: Project, value: float) -> Edited:
    """How far each step goes."""
    label = QT_TRANSLATE_NOOP("edits", "learning rate {0}")
    return _with_training(project, label, f"{value:g}", "learning rate", learning_rate=value)


def set_batch_size(project: Project, value: int | None) -> Edited:
    """How many samples make one update; ``None`` for all."""
    label = QT_TRANSLATE_NOOP("edits", "batch size {0}")
    return _with_training(project, label, "all" if value is None else str(value), "batch size", batch_size=value)


def set_optimizer(project: Project, choice: Choice) -> Edited:
    """Another optimizer; its memory starts empty."""
    return _with_training(project, QT_TRANSLATE_NOOP("edits", "optimizer {0}"), choice.name, None, optimizer=choice)


def set_loss(project: Project, choice: Choice) -> Edited:
    """Another loss, from the next step on."""
    return _with_training(project, QT_TRANSLATE_NOOP("edits", "loss {0}"), choice.name, None, loss=choice)


def set_l1(project: Project, value: float) -> Edited:
    """Strength of the penalty Σ|w|."""
    return _with_training(project, QT_TRANSLATE_NOOP("edits", "L1 penalty {0}"), f"{value:g}", "l1", l1=value)


def set_l2(project: Project, value: float) -> Edited:
    """Strength of the penalty ½Σw²."""
    return _with_training(project, QT_TRANSLATE_NOOP("edits", "L2 penalty {0}"), f"{value:g}", "l2", l2=value)


# --- shared ----------------------------------------------------------------------------------------------------------


def _layer(project: Project, layer: int) -> LayerSpec:
    if not 0 <= layer < len(project.network.layers):
        raise SpecError("edit.no_such_layer", f"There is no layer {layer + 1}.", where="network")
    return project.network.layers[layer]


def _hidden(project: Project, layer: int) -> LayerSpec:
    spec = _layer(project, layer)
    if layer == len(project.network.layers) - 1:
        raise SpecError(
            "edit.output_size",
            "The size of the output layer follows from the data.",
            where="output layer",
            hint="Add neurons to a hidden layer instead.",
        )
    return spec


def _with_network(
    project: Project, network: NetworkSpec, label: str, arguments: tuple[str, ...], merge_key: str | None = None
) -> Edited:
    check(network, project.training)
    checkpoint = project.checkpoint
    if checkpoint is not None:
        checkpoint = graft(checkpoint, network, project.training.seed)
    change = Change(frozenset({Part.NETWORK}), label, arguments, merge_key)
    return Edited(replace(project, network=network, checkpoint=checkpoint), change)


def _with_training(project: Project, label: str, shown: str, merge_key: str | None, **settings: object) -> Edited:
    training = replace(project.training, **settings)  # type: ignore[arg-type]  # the callers above name real fields
    check(project.network, training)
    return Edited(replace(project, training=training), Change(frozenset({Part.TRAINING}), label, (shown,), merge_key))
