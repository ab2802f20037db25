"""How layers, neurons and links are called on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from nnsim.data.pixels import CHANNELS, picture_shape
from nnsim.data.prepare import Prepared
from nnsim.data.scaling import Scaling
from nnsim.data.spec import TableSource, ToySource
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import LayerSpec, NetworkSpec, Shape
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.notation import weight_symbol
from nnsim.session.selection import Selection, weight_of
from nnsim.session.session import Session
from nnsim.ui.lamps import SEGMENTS

translate = QCoreApplication.translate

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_COUNTED = re.compile(r"\blayer (\d+)\b")
_NUMBER = re.compile(r"\d+$")
_FEATURE = re.compile(r"(?:x\d+(?:\^2|²|\*?x\d+)?|sin\(x\d+\)|sin x\d+)$")


def lowered(number: int) -> str:
    """The number as an index: ``₁₂``."""
    return str(number).translate(_LOWERED)


def pretty_input(name: str) -> str:
    """A feature of the plane as mathematics writes it: ``x1*x2`` is ``x₁x₂``. Names of columns stay as they are."""
    if not _FEATURE.match(name):
        return name
    name = re.sub(r"x(\d+)", lambda found: "x" + found[1].translate(_LOWERED), name)
    return name.replace("^2", "²").replace("*", "").replace("sin(", "sin ").replace(")", "")


@dataclass(frozen=True, slots=True)
class Pixels:
    """Where inputs lie in the picture whose pixels they are; some pixels may be left out.

    Parameters
    ----------
    places : row by row, channel by channel
    channels : numbers of each pixel: one, or three for red, green and blue
    scaling, full : how the inputs were scaled, and the largest number before: so colours are shown as they look
    """

    height: int
    width: int
    places: tuple[int, ...]
    channels: int = 1
    scaling: Scaling | None = field(default=None, compare=False)
    full: float = field(default=1.0, compare=False)

    def place(self, number: int) -> tuple[int, int]:
        """Row and column of an input, both from 1."""
        row, column = divmod(self.places[number] % (self.height * self.width), self.width)
        return row + 1, column + 1

    def channel(self, number: int) -> int:
        """Which of the channels an input belongs to, from 0."""
        return self.places[number] // (self.height * self.width)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all parts of one network.

    Parameters
    ----------
    inputs : names of the input columns; too few are filled up by x₁, x₂, …
    classes : names of the classes; empty for regression
    targets : names of the columns of a table whose quantities are predicted; else empty
    is_copy : the outputs are to be what the inputs are
    segments : the inputs as segments of a digit of lamps, if they are made for that
    pixels : the inputs as a picture, if their names tell that they are one
    label_has_hat : the label is ŷ and the prediction y, see ``session/wording.py``
    """

    network: NetworkSpec
    inputs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    pixels: Pixels | None = None
    label_has_hat: bool = False
    is_copy: bool = False
    segments: tuple[str, ...] = ()

    @property
    def copies_a_picture(self) -> bool:
        """Whether a picture goes in and is to come out again."""
        return self.is_copy and (self.pixels is not None or self.network.picture is not None)

    @property
    def prediction(self) -> str:
        """``ŷ``, or ``y`` in the other notation."""
        return "y" if self.label_has_hat else "ŷ"

    def layer(self, layer: int) -> str:
        """``Hidden 1``; −1 is the inputs."""
        if layer < 0:
            return translate("names", "Input")
        if layer == len(self.network.layers) - 1:
            return translate("names", "Output")
        return translate("names", "Hidden {0}").format(layer + 1)

    def in_words(self, text: str) -> str:
        """A text of the floors below, which count layers, with their names: ``Hidden 2`` for ``layer 2``."""
        return _COUNTED.sub(lambda found: self.layer(int(found[1]) - 1), text)

    def short_layer(self, layer: int) -> str:
        """A layer in two signs: ``h₁``."""
        last = len(self.network.layers) - 1
        return "x" if layer < 0 else self.prediction if layer == last else f"h{lowered(layer + 1)}"

    def short(self, layer: int, column: int) -> str:
        """A neuron in a few signs: ``x₁``, ``h₁·4``, ``ŷ``; a pixel by its row and column from 1, ``(1, 3)``."""
        if layer < 0 and self.pixels is not None:
            return self._pixel_sign(self.pixels, column)
        if layer < 0:
            return pretty_input(self.inputs[column]) if column < len(self.inputs) else f"x{lowered(column + 1)}"
        if layer == len(self.network.layers) - 1:
            return self._output(column)
        return f"h{lowered(layer + 1)}·{column + 1}"

    def long(self, layer: int, column: int) -> str:
        """A neuron in words: ``hidden 2·3``; a pixel by its place, ``row 1, column 3``."""
        if layer < 0 and self.pixels is not None:
            told = translate("names", "row {0}, column {1}").format(*self.pixels.place(column))
            return told if self.pixels.channels == 1 else f"{_colour(self.pixels.channel(column))}, {told}"
        if self.is_copy and layer == len(self.network.layers) - 1:
            return translate("names", "copy of {0}").format(self.long(-1, column))
        if layer < 0 or layer == len(self.network.layers) - 1:
            return self.short(layer, column)
        if self.network.layers[layer].kind == "conv2d":
            return translate("names", "filter {0} of {1}").format(column + 1, self.layer(layer))
        return translate("names", "hidden {0}·{1}").format(layer + 1, column + 1)

    def _pixel_sign(self, pixels: Pixels, column: int) -> str:
        """``(1, 3)``; in colour with the first letter of red, green or blue: ``r(1, 3)``."""
        row, across = pixels.place(column)
        letter = "" if pixels.channels == 1 else CHANNELS[pixels.channel(column)][0]
        return f"{letter}({row}, {across})"

    def full_input(self, column: int) -> str:
        """An input in words; of a pixel also what its column of the table is called."""
        told = self.long(-1, column)
        return told if self.pixels is None else f"{told}: {self.inputs[column]}"

    def source(self, layer: int, row: int) -> str:
        """Where a weight of a layer comes from: ``h₁·4``; of a filter the pixel it looks at, ``2·1,3``.

        That is channel·row,column, without the channel if there is only one.
        """
        if self.network.layers[layer].kind != "conv2d":
            return self.short(layer - 1, row)
        channel, above, left = self._pixel(layer, row)
        place = f"{above},{left}"
        return place if self.network.shapes[layer][0] == 1 else f"{channel}·{place}"

    def _pixel(self, layer: int, row: int) -> tuple[int, int, int]:
        kernel = self.network.layers[layer].kernel
        return row // kernel**2 + 1, row % kernel**2 // kernel + 1, row % kernel + 1

    def part(self, selection: Selection) -> str:
        """What is selected, in words: ``hidden 2·3``, or a link as ``weight`` has it."""
        weight = weight_of(selection, self.network)
        if weight is not None:
            return self.weight(weight)
        if selection.kind == "neuron":
            return self.long(selection.layer, selection.column)
        return self.layer(selection.layer) if selection.kind == "layer" else translate("names", "nothing")

    def weight(self, weight: WeightPlace) -> str:
        """A weight in words: ``3 → 5 in Hidden 2``, ``x₁ → 4 in Hidden 1``, ``bias 5 in Hidden 2``.

        Neurons are counted in their layers; what has a name of its own, as inputs and classes have, has that.
        """
        layer, to = weight.layer, self._counted(weight.layer, weight.column)
        if weight.is_bias(self.network):
            return translate("names", "bias {0} in {1}").format(to, self.layer(layer))
        if self.network.layers[layer].kind == "conv2d":
            came = translate("names", "channel {0}, row {1}, column {2}").format(*self._pixel(layer, weight.row))
        else:
            came = self._counted(layer - 1, weight.row)
        return translate("names", "{0} → {1} in {2}").format(came, to, self.layer(layer))

    def weight_sign(self, weight: WeightPlace) -> str:
        """The same in signs, ``w₂·3,5``, see ``explain.notation.weight_symbol``."""
        return weight_symbol(self.network, weight).text()

    def _counted(self, layer: int, column: int) -> str:
        """A neuron within its layer: its number, if it has no name."""
        if layer < 0 or layer == len(self.network.layers) - 1:
            return self.long(layer, column)
        if self.network.layers[layer].kind == "conv2d":
            return translate("names", "filter {0}").format(column + 1)
        return str(column + 1)

    def meaning(self, column: int) -> str:
        """What an output stands for whose name does not say it: of two classes ``P(nein)``; else empty."""
        output = self.network.output
        if len(self.classes) == 2 and output.size == 1 and output.activation.name == "sigmoid" and not column:
            return f"P({self.classes[1]})"
        return ""

    def sizes(self) -> str:
        """``2 → 8 → 8 → 1``; of pictures ``8×8 → 8×6×6 → 288 → 10``."""
        return " → ".join(dimensions(shape, "×") for shape in self.network.shapes)

    def _output(self, column: int) -> str:
        if self.is_copy:
            return f"{self.short(-1, column)}′"
        n_outputs = self.network.output.size
        if n_outputs == len(self.classes):
            return self.classes[column]
        if n_outputs == len(self.targets):
            return self.targets[column]
        return self.prediction if n_outputs == 1 else f"{self.prediction}{lowered(column + 1)}"


def names_of(session: Session) -> Names:
    """The names for the project in hand."""
    prepared = session.prepared
    dataset = prepared.dataset
    has_own_names = isinstance(session.project.data.source, TableSource) or len(dataset.target_names) > 1
    targets = dataset.target_names if has_own_names and not dataset.classes else ()
    if isinstance(session.project.data.source, ToySource):
        targets = tuple(_NUMBER.sub(lambda found: found[0].translate(_LOWERED), name) for name in targets)
    is_made_up = isinstance(session.project.data.source, ToySource)
    segments = prepared.input_names if is_made_up and set(prepared.input_names) <= set(SEGMENTS) else ()
    names = prepared.input_names, dataset.classes, targets, pixels_of(prepared)
    notation = session.wording.label_has_hat
    return Names(session.project.network, *names, notation, prepared.is_reconstruction, segments)


def pixels_of(prepared: Prepared) -> Pixels | None:
    """Where the inputs lie in a picture; ``None`` if they are none."""
    shape = picture_shape(prepared.available_inputs)
    if shape is None or prepared.input_names != prepared.chosen_inputs:
        return None
    place = {name: number for number, name in enumerate(prepared.available_inputs)}
    channels, height, width = shape
    places = tuple(place[name] for name in prepared.chosen_inputs)
    if channels == 1:
        return Pixels(height, width, places)
    return Pixels(height, width, places, channels, prepared.input_scaling, prepared.largest_input)


def _colour(channel: int) -> str:
    """One of the three that make a picture in colour."""
    return (translate("names", "red"), translate("names", "green"), translate("names", "blue"))[channel]


def dimensions(shape: Shape, times: str = " × ") -> str:
    """``8 × 26 × 26``: channels, height, width. A picture of one channel is told by its height and width."""
    return times.join(str(side) for side in (shape[1:] if len(shape) == 3 and shape[0] == 1 else shape))


def kind_of(layer: LayerSpec) -> str:
    """What a layer of pictures does, in very few words: ``conv 3×3``; empty for a dense one."""
    square = f"{layer.kernel}×{layer.kernel}"
    return {
        "conv2d": translate("names", "conv {0}").format(square),
        "max_pool2d": translate("names", "max {0}").format(square),
        "average_pool2d": translate("names", "mean {0}").format(square),
        "flatten": translate("names", "flatten"),
    }.get(layer.kind, "")


def is_drawn_alike(one: NetworkSpec, other: NetworkSpec) -> bool:
    """Whether the numbers of one network can be shown in the picture of the other: each has the same place in both."""
    return one is other or (one.shapes == other.shapes and blocks(one) == blocks(other))
