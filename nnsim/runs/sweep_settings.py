"""The settings that a sweep can vary, by the names of ``nnsim new``'s options, each through edits of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from nnsim.engine.spec import Choice
from nnsim.errors import SpecError, UsageError
from nnsim.model import data_edits, edits, layer_edits, toy_edits
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

Value = float | int | bool | tuple[int, ...] | Choice | None
"""Of a setting: a number, on or off, sizes of the hidden layers, an entry of the catalog, or all samples as a batch."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sweep can vary.

    Parameters
    ----------
    name : as the option of ``nnsim new`` is called, with underscores
    put : the project with another value of it; raises ``SpecError`` if that makes no sense
    """

    name: str
    put: Callable[[Project, Any], Project]


def of_training(name: str, edit: Callable[[Project, Any], Edited]) -> Setting:
    """A setting for which there is an edit."""
    return Setting(name, lambda project, value: edit(project, value).project)


def of_hidden_layers(name: str, edit: Callable[[Project, int, Any], Edited]) -> Setting:
    """A setting of a layer, the same for all hidden layers that have weights."""

    def put(project: Project, value: Any) -> Project:
        places = [place for place, layer in enumerate(project.network.layers[:-1]) if layer.has_weights]
        if not places:
            raise SpecError(
                "sweep.no_hidden_layer",
                Words(QT_TRANSLATE_NOOP("errors", "There is no hidden layer whose {0} could be varied."), name),
                where=name,
                hint=QT_TRANSLATE_NOOP("errors", "Add a hidden layer, or vary something else."),
            )
        for place in places:
            project = edit(project, place, value).project
        return project

    return Setting(name, put)


def _with_layers(project: Project, sizes: tuple[int, ...]) -> Project:
    """Hidden layers of so many neurons; a layer too many goes from the end, a new one is like the one before it."""
    hidden = project.network.layers[:-1]
    if any(layer.kind != "dense" for layer in hidden):
        raise SpecError(
            "sweep.layers_of_pictures",
            QT_TRANSLATE_NOOP(
                "errors", "Numbers of neurons can only be varied in a network whose hidden layers are all dense."
            ),
            where="layers",
            hint=QT_TRANSLATE_NOOP("errors", "Vary something else, or make a project for each network."),
        )
    for place in range(len(hidden), len(sizes), -1):
        project = edits.remove_layer(project, place - 1).project
    for place in range(len(hidden), len(sizes)):
        project = edits.add_layer(project, place).project
    for place, size in enumerate(sizes):
        project = edits.resize_layer(project, place, size).project
    return project


def _with_first_weights(project: Project, rule: Choice) -> Project:
    """The same rule for the first weights of all layers that have some, the output layer among them."""
    for place, layer in enumerate(project.network.layers):
        if layer.has_weights:
            project = edits.set_initializer(project, place, rule).project
    return project


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            of_training("samples", data_edits.set_samples),
            of_training("noise", data_edits.set_noise),
            of_training("label_noise", toy_edits.set_label_noise),
            Setting("layers", _with_layers),
            of_hidden_layers("activation", edits.set_activation),
            Setting("initializer", _with_first_weights),
            of_hidden_layers("dropout", layer_edits.set_dropout),
            of_hidden_layers("batch_norm", layer_edits.set_normalize),
            of_training("loss", edits.set_loss),
            of_training("optimizer", edits.set_optimizer),
            of_training("learning_rate", edits.set_learning_rate),
            of_training("schedule", edits.set_schedule),
            of_training("batch_size", edits.set_batch_size),
            of_training("l1", edits.set_l1),
            of_training("l2", edits.set_l2),
            of_training("clip_norm", edits.set_clip_norm),
        )
    }
)
"""In the order in which they are put: the data of a toy set before the network that sees them, layers before what is
set in them, the optimizer before the batch size, which it may bring along and which then is as it was asked for, or
refused."""


def setting_called(name: str) -> Setting:
    """The setting of that name, or ``UsageError``."""
    if name not in SETTINGS:
        raise UsageError(
            "sweep.unknown_setting",
            Words(QT_TRANSLATE_NOOP("errors", "A sweep cannot vary “{0}”."), name),
            where=name,
            hint=Words(QT_TRANSLATE_NOOP("errors", "It can vary: {0}."), ", ".join(SETTINGS)),
        )
    return SETTINGS[name]


def worded(value: Value) -> str:
    """A value as it is typed: ``0.01``, ``full``, ``8,8``, ``momentum:momentum=0.8``."""
    if value is None:
        return "full"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    if isinstance(value, Choice):
        parameters = ",".join(f"{name}={number:.15g}" for name, number in value.parameters)
        return f"{value.name}:{parameters}" if parameters else value.name
    return f"{value:.15g}"
