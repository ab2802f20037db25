"""What is doubtful about hidden layers: bends, depth, first weights, dropout, normalisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.errors import Clash
from nnsim.model.doubt import Doubt
from nnsim.model.places import Place
from nnsim.model.project import Project
from nnsim.model.written import part_of
from nnsim.words import QT_TRANSLATE_NOOP, Words

DEEP: Final = 5
"""So many layers of sigmoid pass on less than a thousandth of a gradient: its slope is at most ¼."""
_MANY: Final = 1_000_000
"""A gradient that is cut into more parts than these is as good as none."""
ALL_DROPPED: Final = 0.05
"""A layer whose neurons are all left out in more than this share of the steps is too small for its dropout."""


def layer_doubts(project: Project) -> Iterator[Doubt]:
    """From the inputs to the outputs; of several about one layer the first is the gravest."""
    network = project.network
    yield from _about_bends(network)
    yield from _about_depth(network)
    yield from _about_first_weights(network)
    yield from _about_dropout(network)
    yield from _about_batches(project)


def _about_bends(network: NetworkSpec) -> Iterator[Doubt]:
    """Activations that do not belong into a hidden layer."""
    for place, layer in enumerate(network.layers[:-1]):
        if layer.has_weights and layer.activation.name == "softmax":
            yield Doubt(
                "hidden_softmax",
                Place(place),
                QT_TRANSLATE_NOOP("errors", "Softmax in a hidden layer holds its neurons down."),
                QT_TRANSLATE_NOOP(
                    "errors",
                    "Its neurons share 1 among them, so that none can say more without the others saying less. "
                    "Softmax is made for the output layer, where the shares are probabilities.",
                ),
                Clash(ACTIVATIONS.called("softmax"), QT_TRANSLATE_NOOP("errors", "hidden layer")),
            )
        is_learning = any(one.has_weights and not one.frozen for one in network.layers[: place + 1])
        if layer.has_weights and layer.activation.name == "step" and is_learning:
            yield Doubt(
                "hidden_step",
                Place(place),
                QT_TRANSLATE_NOOP("errors", "Nothing in front of a step can learn, nor the step itself."),
                QT_TRANSLATE_NOOP(
                    "errors",
                    "A step has no slope, so no gradient comes back through it: all these weights stay as they are.",
                ),
                Clash(
                    QT_TRANSLATE_NOOP("errors", "slope of a step: 0"),
                    QT_TRANSLATE_NOOP("errors", "learning by gradients"),
                ),
            )
    if (first := _straight(network)) is not None:
        count = sum(layer.has_weights for layer in network.layers[:-1])
        yield Doubt(
            "all_straight",
            Place(first),
            QT_TRANSLATE_NOOP("errors", "Without a bend, hidden layers add nothing."),
            QT_TRANSLATE_NOOP(
                "errors",
                "Sums of sums are sums: with identity in every hidden layer, the output layer alone, with suitable "
                "weights, would give the same answers.",
            ),
            Clash(
                QT_TRANSLATE_NOOP("errors", "1 hidden layer with identity")
                if count == 1
                else Words(QT_TRANSLATE_NOOP("errors", "{0} hidden layers with identity"), count),
                QT_TRANSLATE_NOOP("errors", "no hidden layer at all"),
            ),
        )


def _straight(network: NetworkSpec) -> int | None:
    """The first hidden layer with weights, if all of them only add up; ``None`` if one bends, or there is none."""
    hidden = network.layers[:-1]
    bends = any(layer.kind == "max_pool2d" or layer.activation.name != "identity" for layer in hidden)
    return None if bends else next((place for place, layer in enumerate(hidden) if layer.has_weights), None)


def _about_depth(network: NetworkSpec) -> Iterator[Doubt]:
    sigmoids = [place for place, layer in enumerate(network.layers[:-1]) if _is_deep_sigmoid(layer)]
    if len(sigmoids) >= DEEP:
        yield Doubt(
            "deep_sigmoid",
            Place(sigmoids[0]),
            QT_TRANSLATE_NOOP("errors", "Hardly any gradient comes back to the first layers."),
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The slope of sigmoid is at most ¼, and each layer multiplies by it: {0} of them leave less than "
                    "one part in {1} of the gradient, times the weights.",
                ),
                len(sigmoids),
                f"{_parts(len(sigmoids)):,}",
            ),
            Clash(
                Words(QT_TRANSLATE_NOOP("errors", "{0} layers of sigmoid"), len(sigmoids)),
                Words(QT_TRANSLATE_NOOP("errors", "slope below 1/{0}"), f"{_parts(len(sigmoids)):,}"),
            ),
        )


def _parts(n_layers: int) -> int:
    """A round number that 4 ** ``n_layers`` exceeds, so that "less than one part in" it is true; at most a million."""
    digits = str(min(4**n_layers, _MANY + 1))
    return int(digits[0].ljust(len(digits), "0"))


def _is_deep_sigmoid(layer: LayerSpec) -> bool:
    return layer.has_weights and layer.activation.name == "sigmoid" and not layer.normalize


def _about_first_weights(network: NetworkSpec) -> Iterator[Doubt]:
    """Neurons that are alike in what comes in and in what goes out stay alike in every step."""
    for place, layer in enumerate(network.layers[:-1]):
        behind = next(one for one in network.layers[place + 1 :] if one.has_weights)
        if layer.size >= 2 and _is_alike(layer) and _is_alike(behind) and layer.dropout == 0.0 and not layer.muted:
            rule = INITIALIZERS.called(layer.initializer.name)
            yield Doubt(
                "alike",
                Place(place),
                QT_TRANSLATE_NOOP("errors", "All neurons of this layer stay copies of one another."),
                QT_TRANSLATE_NOOP(
                    "errors",
                    "They start with the same weights, in front and behind, so each step changes them in the same way. "
                    "Chance in the first weights makes them differ.",
                ),
                Clash(
                    Words(QT_TRANSLATE_NOOP("errors", "first weights: {0}"), rule),
                    Words(QT_TRANSLATE_NOOP("errors", "{0} neurons"), layer.size),
                ),
            )


def _is_alike(layer: LayerSpec) -> bool:
    return layer.initializer.name in ("zero", "constant") and not (layer.held or layer.cut)


def _about_dropout(network: NetworkSpec) -> Iterator[Doubt]:
    for place, layer in enumerate(network.layers[:-1]):
        share = layer.dropout**layer.size
        if layer.kind == "dense" and layer.dropout and share > ALL_DROPPED:
            yield Doubt(
                "dropout_of_all",
                Place(place),
                QT_TRANSLATE_NOOP("errors", "The layer is too small for so much dropout."),
                Words(
                    QT_TRANSLATE_NOOP(
                        "errors",
                        "For about {0} % of the samples every neuron is left out at once, and nothing comes through.",
                    ),
                    part_of(100 * share, 100),
                ),
                Clash(
                    Words(QT_TRANSLATE_NOOP("errors", "dropout {0}"), f"{layer.dropout:g}"),
                    QT_TRANSLATE_NOOP("errors", "1 neuron")
                    if layer.size == 1
                    else Words(QT_TRANSLATE_NOOP("errors", "{0} neurons"), layer.size),
                ),
            )


def _about_batches(project: Project) -> Iterator[Doubt]:
    if project.training.batch_size != 1:
        return
    for place, layer in enumerate(project.network.layers):
        if layer.kind == "dense" and layer.normalize:
            yield Doubt(
                "normalized_alone",
                Place(place),
                QT_TRANSLATE_NOOP("errors", "A single sample has nothing to be normalised by."),
                QT_TRANSLATE_NOOP(
                    "errors",
                    "Batch normalisation takes away the mean of the batch. With one sample that is the sample itself, "
                    "so that in training 0 is left whatever comes in.",
                ),
                Clash(QT_TRANSLATE_NOOP("errors", "batch normalisation"), QT_TRANSLATE_NOOP("errors", "batches of 1")),
            )
