"""What stands above and below a column, on the canvas and in its picture: shorter words where there is less room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.session.session import Session
from nnsim.ui.editor.layer_words import squeezes
from nnsim.ui.inputs.choice import choice_of
from nnsim.ui.names import Names

translate = QCoreApplication.translate


def heading(names: Names, layer: int) -> tuple[str, ...]:
    """How a layer is called, the longest first; −1 is the inputs."""
    return names.layer(layer), names.short_layer(layer)


def subheading(session: Session, names: Names, layer: int) -> tuple[str, ...]:
    """Which inputs are chosen, or the layer's activation; nothing of a layer that passes on what it makes."""
    if layer < 0:
        choice = choice_of(session)
        return choice.said(), choice.said_briefly()
    spec = names.network.layers[layer]
    return (translate("catalog", ACTIVATIONS.entry(spec.activation.name).label),) if squeezes(spec) else ()


def footing(names: Names, layer: int) -> str:
    """How many inputs or neurons there are; nothing of a layer without weights."""
    if layer < 0:
        return str(names.network.n_inputs)
    spec = names.network.layers[layer]
    return str(spec.size) if spec.has_weights else ""


def fitting(texts: Sequence[str], room: float, metrics: QFontMetricsF) -> str:
    """The first of the texts that is no wider than ``room`` pixels; if all are, what there is room for of the last."""
    found = next((text for text in texts if metrics.horizontalAdvance(text) <= room), None)
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, room) if found is None else found
