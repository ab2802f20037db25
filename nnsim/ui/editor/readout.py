"""What the tooltip tells about the part of the network under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.session.selection import Selection
from nnsim.ui.names import Names, exists
from nnsim.ui.widgets.numbers import format_number


def weight_of(snapshot: Snapshot, part: Selection) -> float:
    """The weight of a link, or the bias."""
    block = blocks(snapshot.network)[part.layer]
    row = block.n_from if part.kind == "bias" else part.row
    return float(block.matrix(snapshot.parameters)[row, part.column])


def readout(names: Names, part: Selection | None, snapshot: Snapshot) -> str:
    """A line or two; empty over an empty place, or while the snapshot is still one of another network."""
    if part is None or snapshot.network.sizes != names.network.sizes or not exists(part, snapshot.network):
        return ""
    title = names.part(part)
    if part.kind in ("link", "bias"):
        return f"{title}\n{'w' if part.kind == 'link' else 'b'} = {format_number(weight_of(snapshot, part), 4)}"
    if part.kind == "layer":
        size = names.network.sizes[part.layer + 1]
        explained = _tr("The picture shows the weights: rows from, columns to.")
        return f"{title}: {_neurons(size)}\n{explained}"
    sample = snapshot.sample_view
    if sample is None:
        return title
    values, sign = (sample.inputs, "x") if part.layer < 0 else (sample.activations[part.layer], "h")
    value = format_number(float(values[part.column]), 4)
    return _tr("{0}\n{1} = {2} for sample {3}").format(title, sign, value, sample.row + 1)


def _neurons(count: int) -> str:
    return _tr("1 neuron") if count == 1 else _tr("{0} neurons").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("readout", text)
