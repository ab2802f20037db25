"""What can be done with one click about something doubtful."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.errors import InputError
from nnsim.model.data_edits import set_scaling
from nnsim.model.doubt import Doubt
from nnsim.model.end_doubts import usual_rate
from nnsim.model.fitting import IDENTITY
from nnsim.model.layer_doubts import ALL_DROPPED
from nnsim.model.layer_names import layer_name
from nnsim.model.mending import Remedy, possible
from nnsim.model.pair_remedies import paired
from nnsim.model.project import Project
from nnsim.model.start import suited_initializer
from nnsim.words import QT_TRANSLATE_NOOP, Words

_BATCH = 10
Change = Callable[[LayerSpec], LayerSpec]


def doubt_remedies(project: Project, doubt: Doubt) -> tuple[Remedy, ...]:
    """The best few, each of which has been found possible."""
    return possible(project, _candidates(project, doubt))


def _candidates(project: Project, doubt: Doubt) -> Iterator[Remedy | None]:
    ways = {
        "large_inputs": _scaled,
        "hidden_softmax": _bent,
        "hidden_step": _bent,
        "all_straight": _all_bent,
        "deep_sigmoid": _all_bent,
        "alike": _by_chance,
        "dropout_of_all": _less_dropout,
        "normalized_alone": _more_at_once,
        "slow_pair": _probable,
        "out_of_reach": _reaching,
        "all_frozen": _thawed,
        "no_rate": _usual_rate,
        "large_rate": _usual_rate,
    }
    return ways[doubt.code](project, doubt.place.layer or 0)


def _scaled(project: Project, _layer: int) -> Iterator[Remedy | None]:
    try:
        goal = set_scaling(replace(project, checkpoint=None), "standardize").project
    except InputError:
        return
    yield Remedy(Words(QT_TRANSLATE_NOOP("edits", "scale the inputs to mean 0 and spread 1"), context="edits"), goal)


def _bent(project: Project, layer: int) -> Iterator[Remedy | None]:
    """Usual activations of a hidden layer."""
    for name in ("tanh", "relu"):
        label = Words(
            QT_TRANSLATE_NOOP("edits", "activation {0} in {1}"),
            ACTIVATIONS.called(name),
            layer_name(project.network, layer),
            context="edits",
        )
        yield _altered(project, {layer}, partial(replace, activation=Choice(name)), label)


def _all_bent(project: Project, layer: int) -> Iterator[Remedy | None]:
    """The same in all hidden layers that are like this one."""
    hidden = project.network.layers[:-1]
    alike = {
        place for place, one in enumerate(hidden) if one.has_weights and one.activation == hidden[layer].activation
    }
    for name in ("tanh", "relu"):
        words = QT_TRANSLATE_NOOP("edits", "activation {0} in all these layers")
        label = Words(words, ACTIVATIONS.called(name), context="edits")
        yield _altered(project, alike, partial(replace, activation=Choice(name)), label)


def _by_chance(project: Project, layer: int) -> Iterator[Remedy | None]:
    """Random first weights, which start training anew."""
    rule = suited_initializer(project.network.layers[layer].activation)
    words = QT_TRANSLATE_NOOP("edits", "first weights {0} in {1}, and training anew")
    label = Words(words, INITIALIZERS.called(rule.name), layer_name(project.network, layer), context="edits")
    yield _altered(project, {layer}, partial(replace, initializer=rule), label)


def _less_dropout(project: Project, layer: int) -> Iterator[Remedy | None]:
    spec, name = project.network.layers[layer], layer_name(project.network, layer)
    label = Words(QT_TRANSLATE_NOOP("edits", "dropout {0} in {1}"), "0", name, context="edits")
    yield _altered(project, {layer}, partial(replace, dropout=0.0), label)
    enough = math.ceil(math.log(ALL_DROPPED) / math.log(spec.dropout))
    label = Words(QT_TRANSLATE_NOOP("edits", "{0} neurons in {1}"), enough, name, context="edits")
    yield _altered(project, {layer}, partial(replace, size=enough), label)


def _more_at_once(project: Project, layer: int) -> Iterator[Remedy | None]:
    training = replace(project.training, batch_size=_BATCH)
    label = Words(QT_TRANSLATE_NOOP("edits", "batch size {0}"), _BATCH, context="edits")
    yield Remedy(label, replace(project, training=training, checkpoint=None))
    words = QT_TRANSLATE_NOOP("edits", "batch normalisation off in {0}")
    label = Words(words, layer_name(project.network, layer), context="edits")
    yield _altered(project, {layer}, partial(replace, normalize=False), label)


def _probable(project: Project, _layer: int) -> Iterator[Remedy | None]:
    yield paired(project, Choice("cross_entropy"), project.network.output.activation)


def _reaching(project: Project, layer: int) -> Iterator[Remedy | None]:
    label = Words(
        QT_TRANSLATE_NOOP("edits", "activation {0} in {1}"),
        ACTIVATIONS.called(IDENTITY.name),
        layer_name(project.network, layer),
        context="edits",
    )
    yield _altered(project, {layer}, partial(replace, activation=IDENTITY), label)


def _thawed(project: Project, _layer: int) -> Iterator[Remedy | None]:
    label = Words(QT_TRANSLATE_NOOP("edits", "unfreeze all layers"), context="edits")
    every = set(range(len(project.network.layers)))
    yield _altered(project, every, partial(replace, frozen=False), label)


def _usual_rate(project: Project, _layer: int) -> Iterator[Remedy | None]:
    rate = usual_rate(project.training.optimizer.name)
    label = Words(QT_TRANSLATE_NOOP("edits", "learning rate {0}"), f"{rate:g}", context="edits")
    yield Remedy(label, replace(project, training=replace(project.training, learning_rate=rate), checkpoint=None))


def _altered(project: Project, layers: set[int], change: Change, label: Words) -> Remedy:
    """The project with some layers changed."""
    made = tuple(change(spec) if place in layers else spec for place, spec in enumerate(project.network.layers))
    return Remedy(label, replace(project, network=replace(project.network, layers=made), checkpoint=None))
