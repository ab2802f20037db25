"""How a layer is called in the names of edits: as the editor calls it."""

from __future__ import annotations

from nnsim.engine.spec import NetworkSpec
from nnsim.words import QT_TRANSLATE_NOOP, Words


def layer_name(network: NetworkSpec, layer: int) -> Words:
    """``Hidden 1``, or ``Output`` for the last; ``layer`` is counted from 0."""
    if layer == len(network.layers) - 1:
        return Words(QT_TRANSLATE_NOOP("edits", "Output"), context="edits")
    return Words(QT_TRANSLATE_NOOP("edits", "Hidden {0}"), layer + 1, context="edits")
