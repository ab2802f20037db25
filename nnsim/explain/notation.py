"""What the numbers of a network are called: two ways in use for prediction and label, one for all the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.pens import Symbol

_HAT: Final = (r"\hat y", "ŷ")
_BARE: Final = ("y", "y")
_SLOPE: Final = (r"\frac{\partial L}{\partial {}}", "∂L/∂{}")


@dataclass(frozen=True, slots=True)
class Notation:
    """The symbols of a network with so many layers.

    Weights are always from × to: z = x W + b. A network of a single layer needs no numbers of layers.

    Parameters
    ----------
    label_has_hat : the label is ŷ and the prediction y; else, as usual in the field, the other way round
    """

    n_layers: int = 1
    label_has_hat: bool = False

    @property
    def prediction(self) -> Symbol:
        """What the network answers."""
        return Symbol(*(_BARE if self.label_has_hat else _HAT))

    @property
    def label(self) -> Symbol:
        """What it should have answered."""
        return Symbol(*(_HAT if self.label_has_hat else _BARE))

    def _number(self, layer: int) -> int:
        return layer + 1 if self.n_layers > 1 else 0

    def answer(self, layer: int) -> Symbol:
        """H of a layer, the prediction of the last; −1 is the inputs x."""
        if layer < 0:
            return Symbol("x", "x")
        return self.prediction if layer == self.n_layers - 1 else Symbol("h", "h", self._number(layer))

    def handed_on(self, layer: int) -> Symbol:
        """What the next layer gets if it is not h itself, because neurons are left out."""
        return Symbol(r"\tilde h", "h̃", self._number(layer))

    def of_layer(self, letter: str, layer: int, plain: str = "") -> Symbol:
        """A letter with the number of a layer: z, s, b, γ, δ."""
        return Symbol(letter, plain or letter, self._number(layer))

    def variance(self, layer: int) -> Symbol:
        """σ², of a batch; v is what optimizers remember. In braces, for the number of the layer is raised, too."""
        return self.of_layer(r"{\sigma^2}", layer, "σ²")

    def weights(self, layer: int) -> Symbol:
        """W, of which one is w."""
        return Symbol("W", "W", self._number(layer), ("w", "w"))

    def slope_by(self, by: Symbol) -> Symbol:
        """∂L/∂ something."""
        return Symbol(by.letter, by.plain, by.layer, by.small, by.indices, _SLOPE)


def weight_symbol(network: NetworkSpec, weight: WeightPlace) -> Symbol:
    """``w₂·3,5``: layer, from, to; of a bias ``b₂·5``.

    A network of a single layer needs no number for it: ``w₃,₅``, ``b₅``; nor a layer of a single weight any for that.
    """
    notation, block = Notation(len(network.layers)), blocks(network)[weight.layer]
    is_bias = weight.is_bias(network)
    whole = notation.of_layer("b" if is_bias else "w", weight.layer)
    if block.n_from * block.n_to == 1:
        return whole
    return whole.at(weight.column) if is_bias else whole.at(weight.row, weight.column)
