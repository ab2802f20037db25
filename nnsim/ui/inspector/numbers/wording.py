"""What stages, rows and columns of a told step are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.spec import NetworkSpec
from nnsim.explain.equations import Axis, AxisKind, Place
from nnsim.session.selection import has_neurons
from nnsim.ui.names import Names
from nnsim.ui.widgets.numbers import Rounded, format_count

translate = QCoreApplication.translate


@dataclass(frozen=True)
class AxisNames:
    """Names of rows and columns.

    Parameters
    ----------
    names : of the network's parts
    rows : of the data set, of the samples in the tables; none of a typed sample
    """

    names: Names
    rows: tuple[int, ...] = ()

    def __call__(self, axis: Axis, index: int) -> str:
        """The name of one row or column; empty if there is only one, and no need for a name."""
        return _TOLD[axis.kind](self, axis.layer, index)

    def sample(self, _layer: int, index: int) -> str:
        """``#12``: its row in the data, from 1."""
        if index < len(self.rows):
            return f"#{format_count(self.rows[index] + 1)}"
        return translate("numbers", "typed")

    def neuron(self, layer: int, index: int) -> str:
        """``h₁·4``, also of pixels in one row; of a picture ``2·(1, 3)``."""
        network = self.names.network
        if layer < 0 or has_neurons(network, layer) or network.layers[layer].kind == "flatten":
            return self.names.short(layer, index)
        return _pixel(network, layer + 1, index)

    def label(self, layer: int, index: int) -> str:
        """``y``, or the class or the quantity."""
        if self.names.network.sizes[layer + 1] == 1:
            return "ŷ" if self.names.label_has_hat else "y"
        return self.names.short(layer, index)

    def filter(self, _layer: int, index: int) -> str:
        """``filter 2``."""
        return translate("numbers", "filter {0}").format(index + 1)

    def source(self, layer: int, index: int) -> str:
        """Where a weight comes from."""
        return self.names.source(layer, index)

    def parameter(self, layer: int, index: int) -> str:
        """The same, and behind them the bias and the gain."""
        network = self.names.network
        spec = network.layers[layer]
        n_weights = spec.rows(network.shapes[layer])
        if index < n_weights:
            return self.source(layer, index)
        is_bias = index == n_weights and spec.bias
        return translate("numbers", "bias") if is_bias else translate("numbers", "gain")

    def pixel_place(self, layer: int, index: int) -> str:
        """``(2, 3)``: where a filter looks."""
        _, height, width = _picture(self.names.network, layer + 1)
        sample, place = divmod(index, height * width)
        told = f"({place // width + 1}, {place % width + 1})"
        return f"{self.sample(0, sample)} {told}" if len(self.rows) > 1 else told

    def square(self, layer: int, index: int) -> str:
        """``1·(2, 3)``: which square of which channel."""
        channels, height, width = _picture(self.names.network, layer + 1)
        sample, pixel = divmod(index, channels * height * width)
        told = _pixel(self.names.network, layer + 1, pixel)
        return f"{self.sample(0, sample)} {told}" if len(self.rows) > 1 else told

    def offset(self, layer: int, index: int) -> str:
        """``1,2``: the row and column within a square."""
        kernel = self.names.network.layers[layer].kernel
        return f"{index // kernel + 1},{index % kernel + 1}"

    def nothing(self, _layer: int, _index: int) -> str:
        """No name."""
        return ""


_TOLD: Final[dict[AxisKind, Callable[[AxisNames, int, int], str]]] = {
    "one": AxisNames.nothing,
    "samples": AxisNames.sample,
    "neurons": AxisNames.neuron,
    "labels": AxisNames.label,
    "filters": AxisNames.filter,
    "sources": AxisNames.source,
    "parameters": AxisNames.parameter,
    "places": AxisNames.pixel_place,
    "squares": AxisNames.square,
    "offsets": AxisNames.offset,
}


def _picture(network: NetworkSpec, place: int) -> tuple[int, int, int]:
    shape = network.shapes[place]
    channels, height, width = shape if len(shape) == len(("channels", "height", "width")) else (1, 1, shape[0])
    return channels, height, width


def _pixel(network: NetworkSpec, place: int, index: int) -> str:
    """``2·(1, 3)``: channel, row, column; without the channel if there is only one."""
    channels, height, width = _picture(network, place)
    channel, pixel = divmod(index, height * width)
    told = f"({pixel // width + 1}, {pixel % width + 1})"
    return told if channels == 1 else f"{channel + 1}·{told}"


def stage_name(names: Names, place: Place) -> str:
    """``Forward: Hidden 1``."""
    kind, layer = place
    texts = {
        "forward": translate("numbers", "Forward: {0}"),
        "loss": translate("numbers", "Loss"),
        "backward": translate("numbers", "Backward: {0}"),
        "update": translate("numbers", "Update: {0}"),
    }
    return texts[kind].format(names.layer(layer))


def stage_sign(names: Names, place: Place) -> str:
    """The same in a few signs, for a chip: ``→ h₁``, ``L``, ``← h₁``, ``Δ W1``."""
    kind, layer = place
    short = names.short_layer(layer)
    return {
        "forward": f"→ {short}",
        "loss": translate("numbers", "Loss"),
        "backward": f"← {short}",
        "update": f"Δ W{layer + 1}",
    }[kind]


def stage_said(names: Names, place: Place) -> str:
    """What happens there, for a tooltip."""
    kind, layer = place
    texts = {
        "forward": translate("numbers", "{0}: sums of what comes in, and what the activation makes of them"),
        "loss": translate("numbers", "Loss: how wrong the prediction is"),
        "backward": translate("numbers", "{0}: how the loss changes with its sums, weights and biases"),
        "update": translate("numbers", "{0}: the step of each weight and bias, and what it is afterwards"),
    }
    return texts[kind].format(names.layer(layer))


def written(digits: int) -> Rounded:
    """Numbers with so many digits."""
    return Rounded(digits)
