"""What is impossible about one layer: by itself, with what comes in, and as the last one."""

from __future__ import annotations

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.catalog.settings import DROPOUT, KERNEL, LAYER_SIZE, PADDING, STRIDE
from nnsim.engine.spec import LayerSpec, Places, Shape
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

MAX_PLACES = 20_000
"""Single weights of a network that are held or cut. Each is a line of the project file."""


def check_layer(layer: LayerSpec, where: str) -> None:
    """Raise ``SpecError`` unless the layer is possible by itself."""
    LAYER_KINDS.entry(layer.kind, where)
    if layer.has_weights:
        LAYER_SIZE.check(layer.size, where)
    else:
        _check_is_bare(layer, where)
    ACTIVATIONS.check(layer.activation, f"{where}, activation")
    INITIALIZERS.check(layer.initializer, f"{where}, initializer")
    DROPOUT.check(layer.dropout, f"{where}, dropout")
    for parameter in (KERNEL, STRIDE, PADDING):
        parameter.check(getattr(layer, parameter.name), f"{where}, {parameter.name}")
    if layer.padding and layer.kind != "conv2d":
        raise SpecError(
            "spec.no_padding",
            QT_TRANSLATE_NOOP("errors", "Only a convolution can have rings of zeros around its picture."),
            where=f"{where}, padding",
            hint=QT_TRANSLATE_NOOP("errors", "Set the padding to 0."),
        )


def marks(layer: LayerSpec, shape: Shape) -> dict[str, tuple[Places, tuple[int, int]]]:
    """What is held, cut and muted of a layer, each with the rows and columns it lies in; ``shape`` comes in."""
    rows = layer.rows(shape)
    return {
        "held": (layer.held, (rows + layer.bias, layer.size)),
        "cut": (layer.cut, (rows, layer.size)),
        "muted": (tuple((0, neuron) for neuron in layer.muted), (1, layer.size)),
    }


def misplaced(places: Places, shape: tuple[int, int]) -> tuple[int, int | None] | None:
    """The number of the first place that cannot be, and which axis is out of range; ``None`` if it is the order."""
    before = (-1, -1)
    for number, place in enumerate(places):
        for axis, length in enumerate(shape):
            if not 0 <= place[axis] < length:
                return number, axis
        if place <= before:
            return number, None
        before = place
    return None


def check_places(layer: LayerSpec, shape: Shape, where: str) -> None:
    """Raise ``SpecError`` unless all that is held or cut is a weight of the layer, in order; ``shape`` comes in."""
    for name, (places, size) in marks(layer, shape).items():
        _check_places(name, places, size, f"{where}, {name}")


def check_output(layer: LayerSpec, where: str = "output layer") -> None:
    """Raise ``SpecError`` unless a network can end with the layer."""
    if layer.kind != "dense":
        raise SpecError(
            "spec.output_kind",
            QT_TRANSLATE_NOOP("errors", "The output layer must be dense: each of its neurons gives one answer."),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Put a dense layer at the end."),
        )
    if layer.dropout:
        raise SpecError(
            "spec.output_dropout",
            QT_TRANSLATE_NOOP("errors", "Dropout in the output layer would leave answers out."),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Set its dropout to 0, and that of a hidden layer instead."),
        )
    if layer.muted:
        raise SpecError(
            "spec.output_muted",
            QT_TRANSLATE_NOOP("errors", "A muted neuron in the output layer would always answer 0."),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Mute a neuron of a hidden layer instead."),
        )


def _check_is_bare(layer: LayerSpec, where: str) -> None:
    """Refuse whatever only weights can have."""
    claims = {
        "neurons of its own": layer.size != 0,
        "a bias": layer.bias,
        "batch normalisation": layer.normalize,
        "frozen weights": layer.frozen,
        "weights that are held": layer.held != (),
        "links that are cut": layer.cut != (),
        "neurons that are muted": layer.muted != (),
    }
    found = [claim for claim, is_made in claims.items() if is_made]
    if found:
        label = LAYER_KINDS.entry(layer.kind).label
        raise SpecError(
            "spec.no_weights",
            Words(
                QT_TRANSLATE_NOOP("errors", "A layer of the kind “{0}” has no weights, so it cannot have {1}."),
                Words(label, context="catalog"),
                " or ".join(found),
            ),
            where=where,
            hint=QT_TRANSLATE_NOOP("errors", "Take that away, or choose another kind of layer."),
        )


def _check_places(name: str, places: Places, shape: tuple[int, int], where: str) -> None:
    found = misplaced(places, shape)
    if found is None:
        return
    number, axis = found
    if axis is None:
        raise SpecError(
            "spec.places_order",
            Words(
                QT_TRANSLATE_NOOP("errors", "What is {0} must be told in order, row by row, and nothing twice."), name
            ),
            where=where,
        )
    row, column = places[number]
    raise SpecError(
        "spec.no_such_place",
        Words(
            QT_TRANSLATE_NOOP("errors", "Row {0}, column {1} is {2}, but there is no such weight."),
            row + 1,
            column + 1,
            name,
        ),
        where=where,
        hint=Words(QT_TRANSLATE_NOOP("errors", "The layer has {0} rows and {1} columns."), *shape),
    )
