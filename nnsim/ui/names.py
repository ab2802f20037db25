"""How layers, neurons and links are called on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nnsim.data.spec import TableSource
from nnsim.engine.spec import NetworkSpec
from nnsim.session.selection import Selection
from nnsim.session.session import Session

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_FEATURE = re.compile(r"(?:x\d+(?:\^2|²|\*?x\d+)?|sin\(x\d+\)|sin x\d+)$")


def _tr(text: str) -> str:
    return QCoreApplication.translate("names", text)


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
class Names:
    """The names of all parts of one network.

    Parameters
    ----------
    inputs : names of the input columns; too few are filled up by x₁, x₂, …
    classes : names of the classes; empty for regression
    targets : names of the columns of a table whose quantities are predicted; else empty
    """

    network: NetworkSpec
    inputs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    def layer(self, layer: int) -> str:
        """``Hidden 1``; −1 is the inputs."""
        if layer < 0:
            return _tr("Input")
        if layer == len(self.network.layers) - 1:
            return _tr("Output")
        return _tr("Hidden {0}").format(layer + 1)

    def short_layer(self, layer: int) -> str:
        """A layer in two signs: ``h₁``."""
        return "x" if layer < 0 else "ŷ" if layer == len(self.network.layers) - 1 else f"h{lowered(layer + 1)}"

    def short(self, layer: int, column: int) -> str:
        """A neuron in a few signs: ``x₁``, ``h₁·4``, ``ŷ``."""
        if layer < 0:
            return pretty_input(self.inputs[column]) if column < len(self.inputs) else f"x{lowered(column + 1)}"
        if layer == len(self.network.layers) - 1:
            return self._output(column)
        return f"h{lowered(layer + 1)}·{column + 1}"

    def long(self, layer: int, column: int) -> str:
        """A neuron in words: ``hidden 2·3``."""
        if layer < 0 or layer == len(self.network.layers) - 1:
            return self.short(layer, column)
        return _tr("hidden {0}·{1}").format(layer + 1, column + 1)

    def part(self, selection: Selection) -> str:
        """What is selected, in words: ``hidden 1·4 → hidden 2·3``."""
        layer, column = selection.layer, selection.column
        if selection.kind == "link":
            return f"{self.long(layer - 1, selection.row)} → {self.long(layer, column)}"
        if selection.kind == "bias":
            return _tr("bias → {0}").format(self.long(layer, column))
        if selection.kind == "neuron":
            return self.long(layer, column)
        return self.layer(layer) if selection.kind == "layer" else _tr("nothing")

    def sizes(self) -> str:
        """``2 → 8 → 8 → 1``."""
        return " → ".join(str(size) for size in self.network.sizes)

    def _output(self, column: int) -> str:
        n_outputs = self.network.output.size
        if n_outputs == len(self.classes):
            return self.classes[column]
        if n_outputs == len(self.targets):
            return self.targets[column]
        return "ŷ" if n_outputs == 1 else f"ŷ{lowered(column + 1)}"


def names_of(session: Session) -> Names:
    """The names for the project in hand."""
    prepared = session.prepared
    dataset = prepared.dataset
    is_quantity_of_table = isinstance(session.project.data.source, TableSource) and not dataset.classes
    targets = dataset.target_names if is_quantity_of_table else ()
    return Names(session.project.network, prepared.input_names, dataset.classes, targets)


def exists(selection: Selection, network: NetworkSpec) -> bool:
    """Whether the network has the selected part (it may have gone with its layer)."""
    if selection.kind == "none":
        return True
    sizes = network.sizes
    if not -1 <= selection.layer < len(network.layers):
        return False
    if selection.kind == "layer":
        return True
    if not 0 <= selection.column < sizes[selection.layer + 1]:
        return False
    if selection.kind == "neuron":
        return True
    if selection.layer < 0:
        return False
    return (
        network.layers[selection.layer].bias
        if selection.kind == "bias"
        else 0 <= selection.row < sizes[selection.layer]
    )
