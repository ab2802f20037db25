"""What a network is and how it is to be trained, as frozen values.

These are the words that every floor shares. They describe; ``build.py`` makes the moving parts from them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import prod
from typing import Literal

from nnsim.errors import Clash, SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

DType = Literal["float64", "float32"]
LayerKind = Literal["dense", "conv2d", "max_pool2d", "average_pool2d", "flatten"]
Shape = tuple[int, ...]
"""Of what flows between layers, for one sample: ``(neurons,)``, or ``(channels, height, width)`` of a picture."""
Places = tuple[tuple[int, int], ...]
"""Single weights of a layer as ``((row, column), …)``, ascending: the from-neuron's row, the to-neuron's column."""

_INPUTS_AS_PICTURE = QT_TRANSLATE_NOOP(
    "errors", "Say how wide and high the inputs are as a picture, or take a dense layer."
)
_BEFORE_FLATTEN = QT_TRANSLATE_NOOP(
    "errors", "It must stand in front of flatten, which makes a row of numbers of the picture."
)
_BEFORE_DENSE = QT_TRANSLATE_NOOP(
    "errors", "It must stand in front of all dense layers, and the inputs must be a picture: say how wide and high."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the catalog by name, with the parameters that differ from its defaults.

    Parameters
    ----------
    name : the entry's name in its family, such as ``momentum``
    parameters : ``((name, value), …)`` sorted by name, such as ``(("momentum", 0.9),)``
    """

    name: str
    parameters: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, name: str, **parameters: float) -> Choice:
        """``Choice.of("momentum", momentum=0.9)``."""
        return cls(name, tuple(sorted(parameters.items())))

    def values(self) -> dict[str, float]:
        """The parameters as keyword arguments."""
        return dict(self.parameters)


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer: z from what comes in, as its kind says; then h = σ(z).

    Parameters
    ----------
    size : neurons of a dense layer, filters of a ``conv2d``; 0 for kinds that have no weights
    bias : whether a number is added to every neuron's or filter's z; never for kinds without weights
    initializer : of the weights; biases start at 0
    key : tells layers of one network apart for good, so that a moved or resized layer is still the same layer;
        0 means "not yet given"
    kind : ``dense`` links every neuron of the layer before to each of its own; ``conv2d`` slides filters over a
        picture; the pooling kinds make it smaller; ``flatten`` makes a row of numbers of it
    kernel : side of the square that a filter or a pooling looks at, in pixels
    stride : how far it moves from one place to the next, in pixels
    padding : rings of zeros around the picture (``conv2d`` only), in pixels
    normalize : batch normalisation of z, see ``normalization.py``
    dropout : share of the neurons that each training step leaves out, 0 to below 1
    frozen : no step changes the layer's weights and biases
    held : single weights that no step changes; the row after the last from-neuron is the bias
    cut : links that are not there: their weights are 0 and stay 0
    muted : neurons, or filters, whose h counts as 0 whatever comes in, ascending
    """

    size: int
    activation: Choice = Choice("tanh")
    bias: bool = True
    initializer: Choice = Choice("xavier_normal")
    key: int = 0
    kind: LayerKind = "dense"
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    normalize: bool = False
    dropout: float = 0.0
    frozen: bool = False
    held: Places = ()
    cut: Places = ()
    muted: tuple[int, ...] = ()

    @property
    def has_weights(self) -> bool:
        """Whether there is anything to learn in it."""
        return self.kind in ("dense", "conv2d")

    def rows(self, shape: Shape) -> int:
        """Weights that lead into one neuron or filter, where ``shape`` comes in."""
        if self.kind == "conv2d":
            return shape[0] * self.kernel * self.kernel
        return shape[0] if self.kind == "dense" else 0

    def shape_after(self, shape: Shape, where: str = "", for_a_picture: str = _INPUTS_AS_PICTURE) -> Shape:
        """What goes out where ``shape`` comes in.

        Raises
        ------
        SpecError : if that shape cannot come in; ``for_a_picture`` is the remedy where a picture is missing
        """
        is_picture = len(shape) == 3
        if self.kind == "dense":
            if is_picture:
                raise SpecError(
                    "spec.needs_flatten",
                    Words(
                        QT_TRANSLATE_NOOP("errors", "A dense layer takes a row of numbers, but {0} comes in."),
                        _words(shape),
                    ),
                    where=where,
                    hint=QT_TRANSLATE_NOOP("errors", "Put a flatten layer in front of it."),
                    clash=Clash(QT_TRANSLATE_NOOP("errors", "dense layer: numbers in a row"), _in_numbers(shape)),
                )
            return (self.size,)
        if not is_picture:
            raise SpecError(
                "spec.needs_picture",
                Words(QT_TRANSLATE_NOOP("errors", "This layer takes a picture, but {0} comes in."), _words(shape)),
                where=where,
                hint=for_a_picture,
                clash=Clash(QT_TRANSLATE_NOOP("errors", "a picture: rows and columns"), _in_numbers(shape)),
            )
        channels, height, width = shape
        if self.kind == "flatten":
            return (prod(shape),)
        ring = 2 * self.padding if self.kind == "conv2d" else 0
        if min(height, width) + ring < self.kernel:
            raise SpecError(
                "spec.kernel_too_large",
                Words(
                    QT_TRANSLATE_NOOP("errors", "A square of {0} × {0} pixels does not fit into {1}."),
                    self.kernel,
                    _words(shape),
                ),
                where=where,
                hint=QT_TRANSLATE_NOOP(
                    "errors", "Choose a smaller kernel, or fewer layers that make the picture smaller."
                ),
                clash=Clash(
                    Words(QT_TRANSLATE_NOOP("errors", "kernel {0} × {0}"), self.kernel),
                    _picture(height, width, self.padding if ring else 0),
                ),
            )
        out = tuple((side + ring - self.kernel) // self.stride + 1 for side in (height, width))
        return (self.size if self.kind == "conv2d" else channels, *out)


def _words(shape: Shape) -> str:
    if len(shape) == 3:
        return Words(QT_TRANSLATE_NOOP("errors", "{0} × {1} × {2} (a picture)"), *shape)
    return Words(QT_TRANSLATE_NOOP("errors", "{0} in a row"), *shape)


def _in_numbers(shape: Shape) -> str:
    """``picture 8 × 3 × 3 = 72 numbers``."""
    if len(shape) == 3:
        numbers = f"{prod(shape):,}"
        return Words(QT_TRANSLATE_NOOP("errors", "picture {0} × {1} × {2} = {3} numbers"), *shape, numbers)
    return Words(QT_TRANSLATE_NOOP("errors", "{0} numbers in a row"), f"{shape[0]:,}")


def _picture(height: int, width: int, padding: int) -> str:
    if padding:
        return Words(QT_TRANSLATE_NOOP("errors", "picture {0} × {1} with padding {2}"), height, width, padding)
    return Words(QT_TRANSLATE_NOOP("errors", "picture {0} × {1}"), height, width)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """Layers in order, from the inputs to the output layer, which is the last.

    Parameters
    ----------
    picture : ``(channels, height, width)`` if the inputs are one, row by row, channel by channel
    """

    n_inputs: int
    layers: tuple[LayerSpec, ...]
    dtype: DType = "float64"
    picture: tuple[int, int, int] | None = None

    @property
    def output(self) -> LayerSpec:
        """The last layer."""
        return self.layers[-1]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Of what comes in and of what each layer hands on; raises ``SpecError`` at the first that does not fit."""
        found: list[Shape] = [self.picture or (self.n_inputs,)]
        remedy = _INPUTS_AS_PICTURE
        for number, layer in enumerate(self.layers, 1):
            found.append(layer.shape_after(found[-1], f"layer {number}", remedy))
            remedy = _BEFORE_FLATTEN if self.picture else _BEFORE_DENSE
        return tuple(found)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of neurons from the inputs to the outputs: ``(2, 8, 8, 1)``."""
        return tuple(map(prod, self.shapes))

    @property
    def n_parameters(self) -> int:
        """Numbers in the flat vector: weights, biases, and what a normalisation learns and remembers."""
        pairs = zip(self.shapes, self.layers, strict=False)
        return sum((layer.rows(shape) + layer.bias + 3 * layer.normalize) * layer.size for shape, layer in pairs)

    def with_layer(self, index: int, layer: LayerSpec) -> NetworkSpec:
        """The same network with layer ``index`` (0 is the first hidden layer) replaced."""
        return replace(self, layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))


@dataclass(frozen=True, slots=True)
class StopSpec:
    """When training stops by itself: at the end of the epoch in which one of these comes true. ``None`` means never.

    What is true already when training is started does not stop it again.

    Parameters
    ----------
    epochs : so many are finished
    loss : the loss over the training samples is at most this
    accuracy : the share of right answers on the test samples (without any: on the training samples) is at least this
    seconds : so long it has been training since it was started; this one does not wait for the end of an epoch
    patience : so many epochs went by since the test loss (without test samples: the training loss) was smallest; the
        weights stay those of the moment
    """

    epochs: int | None = None
    loss: float | None = None
    accuracy: float | None = None
    seconds: float | None = None
    patience: int | None = None

    def limits(self) -> dict[str, float]:
        """The limits that are set, by name."""
        values = ((limit.name, getattr(self, limit.name)) for limit in fields(self))
        return {name: value for name, value in values if value is not None}


@dataclass(frozen=True, slots=True)
class TrainSpec:
    """How the parameters are to be learnt.

    Parameters
    ----------
    batch_size : samples per update; ``None`` takes the whole training set
    l1, l2 : strength of the penalties Σ|w| and ½Σw² on the weights (never on the biases)
    seed : of the first weights, of the order of the samples and of what dropout leaves out
    schedule : how the learning rate changes from epoch to epoch
    clip_norm : a gradient longer than this is shortened to it; 0 leaves every gradient as it is
    stop : when training stops by itself
    """

    loss: Choice = Choice("cross_entropy")
    optimizer: Choice = Choice("sgd")
    learning_rate: float = 0.03
    batch_size: int | None = 10
    l1: float = 0.0
    l2: float = 0.0
    seed: int = 0
    schedule: Choice = Choice("constant")
    clip_norm: float = 0.0
    stop: StopSpec = StopSpec()
