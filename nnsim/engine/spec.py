"""What a network is and how it is to be trained, as frozen values.

These are the words that every floor shares. They describe; ``build.py`` makes the moving parts from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

DType = Literal["float64", "float32"]


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
    """A dense layer: every neuron of the layer before is linked to each of its ``size`` neurons.

    ``key`` tells layers of one network apart for good, so that a moved or resized layer is still the same layer;
    0 means "not yet given".
    """

    size: int
    activation: Choice = Choice("tanh")
    bias: bool = True
    initializer: Choice = Choice("xavier_normal")
    key: int = 0


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """Layers in order, from the inputs to the output layer, which is the last."""

    n_inputs: int
    layers: tuple[LayerSpec, ...]
    dtype: DType = "float64"

    @property
    def output(self) -> LayerSpec:
        """The last layer."""
        return self.layers[-1]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of neurons from the inputs to the outputs: ``(2, 8, 8, 1)``."""
        return (self.n_inputs, *(layer.size for layer in self.layers))

    @property
    def n_parameters(self) -> int:
        """Number of weights and biases."""
        pairs = zip(self.sizes, self.layers, strict=False)
        return sum((n_from + layer.bias) * layer.size for n_from, layer in pairs)

    def with_layer(self, index: int, layer: LayerSpec) -> NetworkSpec:
        """The same network with layer ``index`` (0 is the first hidden layer) replaced."""
        return replace(self, layers=(*self.layers[:index], layer, *self.layers[index + 1 :]))


@dataclass(frozen=True, slots=True)
class TrainSpec:
    """How the parameters are to be learnt.

    Parameters
    ----------
    batch_size : samples per update; ``None`` takes the whole training set
    l1, l2 : strength of the penalties Σ|w| and ½Σw² on the weights (never on the biases)
    seed : of the first weights and of the order of the samples
    """

    loss: Choice = Choice("cross_entropy")
    optimizer: Choice = Choice("sgd")
    learning_rate: float = 0.03
    batch_size: int | None = 10
    l1: float = 0.0
    l2: float = 0.0
    seed: int = 0
