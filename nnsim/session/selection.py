"""What is selected, as a value that rooms of the window share through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SelectionKind = Literal["none", "layer", "neuron", "link", "bias"]


@dataclass(frozen=True, slots=True)
class Selection:
    """One part of the network, or nothing.

    Parameters
    ----------
    kind : what sort of part; it says which of the numbers count
    layer : index into ``NetworkSpec.layers``; −1 means the inputs. A link belongs to the layer it leads to.
    row : the neuron a link comes from
    column : the neuron itself, the neuron a link leads to, or the neuron a bias belongs to
    """

    kind: SelectionKind = "none"
    layer: int = 0
    row: int = 0
    column: int = 0
