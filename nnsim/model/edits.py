"""Everything that can be done to a project, each as a pure function from a project to another and what changed.

An edit that makes no sense raises ``SpecError`` or ``TableError`` with the reason. Labels are words of the Undo menu,
context ``edits``. Layers are counted from 0, the first hidden layer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.snapshot import frozen
from nnsim.engine.spec import Choice, StopSpec
from nnsim.errors import SpecError
from nnsim.model.attempt import attempting
from nnsim.model.change import Change, Edited, Part
from nnsim.model.difference import differences
from nnsim.model.editing import block_at, inner_at, layer_at, resized, size_label, with_network, with_training
from nnsim.model.fitting import task_of
from nnsim.model.layer_names import layer_name
from nnsim.model.locked import begun_anew
from nnsim.model.new_layers import like_its_neighbour, new_key, with_inserted
from nnsim.model.problems import check, check_stop_suits
from nnsim.model.project import Project
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP

CONTINUE_FROM: Final = QT_TRANSLATE_NOOP("edits", "continue from epoch {0}")

# --- the network -----------------------------------------------------------------------------------------------------


def set_activation(project: Project, layer: int, choice: Choice) -> Edited:
    """Another activation for one layer; its weights stay."""
    spec = replace(layer_at(project, layer), activation=choice)
    label = QT_TRANSLATE_NOOP("edits", "activation {0} in {1}")
    shown, was = (ACTIVATIONS.called(one.name) for one in (choice, layer_at(project, layer).activation))
    words = shown, layer_name(project.network, layer)
    return with_network(project, project.network.with_layer(layer, spec), label, words, was=was)


def set_bias(project: Project, layer: int, bias: bool) -> Edited:
    """Give the neurons of a layer biases, starting at 0, or take them away."""
    label = QT_TRANSLATE_NOOP("edits", "bias on in {0}") if bias else QT_TRANSLATE_NOOP("edits", "bias off in {0}")
    spec = replace(layer_at(project, layer), bias=bias)
    network = project.network
    return with_network(project, network.with_layer(layer, spec), label, (layer_name(network, layer),))


def set_initializer(project: Project, layer: int, choice: Choice) -> Edited:
    """Another rule for the first weights of a layer: takes effect at the next start, so training starts anew.

    What is locked stays, see ``locked.py``.
    """
    spec = layer_at(project, layer)
    network = project.network.with_layer(layer, replace(spec, initializer=choice))
    change = Change(
        frozenset({Part.NETWORK, Part.WEIGHTS}),
        QT_TRANSLATE_NOOP("edits", "first weights {0} in {1}"),
        (INITIALIZERS.called(choice.name), layer_name(network, layer)),
        starts_anew=True,
        was=INITIALIZERS.called(spec.initializer.name),
    )
    with attempting(replace(project, network=network), change.label, change.arguments):
        check(network, project.training)
    start = begun_anew(project, network, project.training.seed)
    return Edited(replace(project, network=network, checkpoint=start), change)


def add_layer(project: Project, index: int, kind: str | None = None) -> Edited:
    """A new hidden layer in front of layer ``index``.

    It is of this kind, with the catalog's defaults; or else like a neighbour that takes what comes in there.
    """
    layer_at(project, index)
    network = project.network
    new = like_its_neighbour(network, index) if kind is None else LAYER_KINDS.entry(kind, f"layer {index + 1}").kind()
    network = with_inserted(network, index, replace(new, key=new_key(network)))
    words = (layer_name(network, index),)
    return with_network(project, network, QT_TRANSLATE_NOOP("edits", "add {0}"), words)


def duplicate_layer(project: Project, layer: int) -> Edited:
    """A copy of a hidden layer behind it.

    What the layer has learnt, holds and cuts comes along if as many numbers come into the copy as into the layer.
    """
    spec = inner_at(project, layer)
    network, key = project.network, new_key(project.network)
    rows, rows_of_copy = (spec.rows(shape) for shape in network.shapes[layer : layer + 2])
    is_alike = rows == rows_of_copy
    copy = replace(spec, key=key) if is_alike else replace(spec, key=key, frozen=False, held=(), cut=(), muted=())
    label = QT_TRANSLATE_NOOP("edits", "duplicate {0}")
    copies = {key: spec.key} if is_alike else {}
    words = (layer_name(network, layer),)
    return with_network(project, with_inserted(network, layer + 1, copy), label, words, copies=copies)


def move_layer(project: Project, layer: int, to: int) -> Edited:
    """Take a hidden layer out and put it in again so that it becomes layer ``to``."""
    spec = inner_at(project, layer)
    inner_at(project, to)
    layers = project.network.layers
    network = replace(project.network, layers=(*layers[:layer], *layers[layer + 1 :]))
    label = QT_TRANSLATE_NOOP("edits", "move {0} to place {1}")
    words = layer_name(project.network, layer), str(to + 1)
    return with_network(project, with_inserted(network, to, spec), label, words)


def remove_layer(project: Project, layer: int) -> Edited:
    """Take a hidden layer out. With the last layer that takes a picture the inputs are no longer one."""
    inner_at(project, layer)
    layers = project.network.layers
    layers = (*layers[:layer], *layers[layer + 1 :])
    picture = None if layers[0].kind == "dense" else project.network.picture
    network = replace(project.network, layers=layers, picture=picture)
    words = (layer_name(project.network, layer),)
    return with_network(project, network, QT_TRANSLATE_NOOP("edits", "remove {0}"), words)


def add_neuron(project: Project, layer: int) -> Edited:
    """One more neuron at the end of a hidden layer."""
    network = resized(project, layer, layer_at(project, layer).size + 1)
    words = (layer_name(network, layer),)
    return with_network(project, network, QT_TRANSLATE_NOOP("edits", "add neuron to {0}"), words)


def remove_neuron(project: Project, layer: int) -> Edited:
    """Take the last neuron of a hidden layer away; the layer itself goes only by ``remove_layer``."""
    network = resized(project, layer, layer_at(project, layer).size - 1)
    label = QT_TRANSLATE_NOOP("edits", "remove neuron from {0}")
    return with_network(project, network, label, (layer_name(network, layer),))


def resize_layer(project: Project, layer: int, size: int) -> Edited:
    """Give a hidden layer another number of neurons."""
    network = resized(project, layer, size)
    words, was = (str(size), layer_name(network, layer)), str(layer_at(project, layer).size)
    return with_network(project, network, size_label(size), words, f"size {layer}", was=was)


# --- weights ---------------------------------------------------------------------------------------------------------


def set_weight(project: Project, layer: int, row: int, column: int, value: float) -> Edited:
    """Set one weight by hand. ``row`` is the from-neuron; one past the last from-neuron means the bias.

    The project's checkpoint must be the weights as they are now.
    """
    checkpoint = project.checkpoint
    if checkpoint is None:
        raise ValueError("a weight can only be set in a project that holds its weights")
    block = block_at(project, layer, row, column)
    if (row, column) in project.network.layers[layer].cut:
        raise SpecError(
            "edit.link_is_cut",
            QT_TRANSLATE_NOOP("errors", "This link is cut, so it has no weight."),
            where=f"layer {layer + 1}",
            hint=QT_TRANSLATE_NOOP("errors", "Restore the link first."),
        )
    if not abs(value) <= float(np.finfo(project.network.dtype).max):
        raise SpecError(
            "edit.weight_not_finite",
            QT_TRANSLATE_NOOP("errors", "A weight must be a number within range."),
            where=f"layer {layer + 1}",
        )
    parameters = checkpoint.parameters.copy()
    block.matrix(parameters)[row, column] = value
    place = QT_TRANSLATE_NOOP("edits", "set weight {0} → {1} in {2}")
    if row == block.n_from:
        place = QT_TRANSLATE_NOOP("edits", "set bias {1} in {2}")
    change = Change(
        frozenset({Part.WEIGHTS}),
        place,
        (str(row + 1), str(column + 1), layer_name(project.network, layer)),
        f"weight {layer} {row} {column}",
    )
    return Edited(replace(project, checkpoint=replace(checkpoint, parameters=frozen(parameters))), change)


def restart(project: Project) -> Edited:
    """Back to the first weights of the same seed: epoch 0, an empty record. What is locked stays, see ``locked.py``."""
    change = Change(frozenset({Part.WEIGHTS}), QT_TRANSLATE_NOOP("edits", "reset"), starts_anew=True)
    return Edited(replace(project, checkpoint=begun_anew(project, project.network, project.training.seed)), change)


def continue_from(project: Project, then: Project, said: str = "") -> Edited:
    """Go on from an earlier moment of the same training: with the weights of then, and with the settings of then.

    ``said`` : its epoch, with the part of the one under way; otherwise the whole epochs are told
    """
    epoch = 0 if then.checkpoint is None else then.checkpoint.epoch
    change = Change(frozenset({Part.NETWORK, Part.WEIGHTS, Part.TRAINING}), CONTINUE_FROM, (said or f"{epoch:,}",))
    return Edited(replace(then, name=project.name), change)


def keep_run(project: Project, other: Project, name: str) -> Edited:
    """Go on with another run of the same project, with its settings, its weights and its record, called by a letter."""
    parts = {Part.NETWORK, Part.WEIGHTS, Part.TRAINING} | ({Part.DATA} if other.data != project.data else set())
    said = differences(project, other)
    label = QT_TRANSLATE_NOOP("edits", "keep run {0}: {1}") if said else QT_TRANSLATE_NOOP("edits", "keep run {0}")
    change = Change(frozenset(parts), label, (name, *said[:1]), starts_anew=True)
    return Edited(replace(other, name=project.name), change)


def take_run(project: Project, trained: Project) -> Edited:
    """The same with one of many runs, called by its seed."""
    seed = str(trained.training.seed)
    edited = keep_run(project, trained, seed)
    label = QT_TRANSLATE_NOOP("edits", "open the run with seed {0}")
    return replace(edited, change=replace(edited.change, label=label, arguments=(seed,)))


def open_run(project: Project, then: Project, name: str) -> Edited:
    """Go to where another run of this project has ended, whatever its data were; ``name`` is what it is called."""
    parts = frozenset({Part.DATA, Part.NETWORK, Part.WEIGHTS, Part.TRAINING})
    return Edited(replace(then, name=project.name), Change(parts, QT_TRANSLATE_NOOP("edits", "open {0}"), (name,)))


def set_seed(project: Project, seed: int) -> Edited:
    """Other first weights and another order of the samples: a fresh start. What is locked stays, see ``locked.py``."""
    training = replace(project.training, seed=seed)
    check(project.network, training)
    parts, label = frozenset({Part.WEIGHTS, Part.TRAINING}), QT_TRANSLATE_NOOP("edits", "seed {0}")
    change = Change(parts, label, (str(seed),), starts_anew=True, was=str(project.training.seed))
    return Edited(replace(project, training=training, checkpoint=begun_anew(project, project.network, seed)), change)


# --- learning --------------------------------------------------------------------------------------------------------


def set_learning_rate(project: Project, value: float) -> Edited:
    """How far each step goes."""
    label, was = QT_TRANSLATE_NOOP("edits", "learning rate {0}"), written(project.training.learning_rate)
    return with_training(project, label, written(value), "learning rate", was, learning_rate=value)


def set_batch_size(project: Project, value: int | None) -> Edited:
    """How many samples make one update; ``None`` for all."""
    label = QT_TRANSLATE_NOOP("edits", "batch size {0}")
    shown, was = ("all" if size is None else str(size) for size in (value, project.training.batch_size))
    return with_training(project, label, shown, "batch size", was, batch_size=value)


def set_optimizer(project: Project, choice: Choice) -> Edited:
    """Another optimizer; its memory starts empty. Rprop brings all samples as batch size with it, which it needs."""
    batch_size = None if choice.name == "rprop" else project.training.batch_size
    label = QT_TRANSLATE_NOOP("edits", "optimizer {0}")
    shown, was = (OPTIMIZERS.called(one.name) for one in (choice, project.training.optimizer))
    return with_training(project, label, shown, None, was, optimizer=choice, batch_size=batch_size)


def set_loss(project: Project, choice: Choice) -> Edited:
    """Another loss, from the next step on."""
    shown, was = (LOSSES.called(one.name) for one in (choice, project.training.loss))
    return with_training(project, QT_TRANSLATE_NOOP("edits", "loss {0}"), shown, None, was, loss=choice)


def set_l1(project: Project, value: float) -> Edited:
    """Strength of the penalty Σ|w|."""
    label, was = QT_TRANSLATE_NOOP("edits", "L1 penalty {0}"), written(project.training.l1)
    return with_training(project, label, written(value), "l1", was, l1=value)


def set_l2(project: Project, value: float) -> Edited:
    """Strength of the penalty ½Σw²."""
    label, was = QT_TRANSLATE_NOOP("edits", "L2 penalty {0}"), written(project.training.l2)
    return with_training(project, label, written(value), "l2", was, l2=value)


def set_schedule(project: Project, choice: Choice) -> Edited:
    """How the learning rate changes from epoch to epoch."""
    label = QT_TRANSLATE_NOOP("edits", "schedule {0}")
    shown, was = (SCHEDULES.called(one.name) for one in (choice, project.training.schedule))
    return with_training(project, label, shown, "schedule", was, schedule=choice)


def set_clip_norm(project: Project, value: float) -> Edited:
    """The longest gradient; 0 leaves every gradient as it is."""
    label, was = QT_TRANSLATE_NOOP("edits", "longest gradient {0}"), written(project.training.clip_norm)
    return with_training(project, label, written(value), "clip norm", was, clip_norm=value)


def set_stop(project: Project, stop: StopSpec) -> Edited:
    """When training stops by itself."""
    check_stop_suits(stop, task_of(project.data))
    shown, was = (
        ", ".join(f"{name} {written(value)}" for name, value in one.limits().items()) or "never"
        for one in (stop, project.training.stop)
    )
    return with_training(project, QT_TRANSLATE_NOOP("edits", "stop training: {0}"), shown, "stop", was, stop=stop)
