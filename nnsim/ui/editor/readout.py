"""What the tooltip tells about the part of the network under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.data.prepare import Prepared
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.session.selection import Selection, exists, weight_of
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.block_pictures import MOST_TILES
from nnsim.ui.names import Names, dimensions, is_drawn_alike, kind_of
from nnsim.ui.widgets.numbers import format_number

translate = QCoreApplication.translate


def weight_now(snapshot: Snapshot, part: Selection) -> float:
    """The weight of a link, or the bias."""
    block = blocks(snapshot.network)[part.layer]
    row = block.n_from if part.kind == "bias" else part.row
    return float(block.matrix(snapshot.parameters)[row, part.column])


def readout(names: Names, part: Selection | None, snapshot: Snapshot) -> str:
    """A line or two; empty over an empty place, or while the snapshot is still one of another network."""
    if part is None or not is_drawn_alike(snapshot.network, names.network) or not exists(part, snapshot.network):
        return ""
    title = names.part(part)
    weight = weight_of(part, names.network)
    if weight is not None:
        value = f"{title}\n{names.weight_sign(weight)} = {format_number(weight_now(snapshot, part), 4)}"
        if part_verbs.is_cut(names.network, part):
            return value + "\n" + translate("readout", "This link is cut: its weight stays 0.")
        held = "\n" + translate("readout", "Held: training does not change it.")
        return value + held if part_verbs.is_held(names.network, part) else value
    if part.kind == "layer":
        return f"{title}: {_shape(names, part.layer)}\n{_picture(names, part.layer)}"
    if part.layer >= 0 and part.column in names.network.layers[part.layer].muted:
        return title + "\n" + translate("readout", "Muted: it answers 0, and its weights wait.")
    if part.layer >= 0 and names.network.layers[part.layer].kind == "conv2d":
        return title + "\n" + translate("readout", "It slides over the picture and answers where it finds its pattern.")
    sample = snapshot.sample_view
    if sample is None:
        return title
    values, sign = (sample.inputs, "x") if part.layer < 0 else (sample.activations[part.layer], "h")
    value = format_number(float(values[part.column]), 4)
    if sample.is_drawn:
        return translate("readout", "{0}\n{1} = {2} for what is drawn").format(title, sign, value)
    return translate("readout", "{0}\n{1} = {2} for sample {3}").format(title, sign, value, sample.row + 1)


def unscaled(part: Selection, snapshot: Snapshot, prepared: Prepared) -> str:
    """What an input was in the units of the data, if it has been scaled."""
    sample, scaling = snapshot.sample_view, prepared.input_scaling
    is_input = part.kind == "neuron" and part.layer < 0 and part.column < len(scaling.shift)
    if not is_input or sample is None or scaling.kind == "none" or sample.inputs.shape != scaling.shift.shape:
        return ""
    value = scaling.undo(sample.inputs[None, :])[0, part.column]
    return translate("readout", "Scaled from {0}, as it stands in the data.").format(format_number(float(value), 4))


def _shape(names: Names, layer: int) -> str:
    shape = names.network.shapes[layer + 1]
    kind = "" if layer < 0 else kind_of(names.network.layers[layer])
    size = dimensions(shape) if len(shape) == 3 or kind else _neurons(shape[0])
    return f"{kind}, {size}" if kind else size


def _picture(names: Names, layer: int) -> str:
    """What the picture on a block shows."""
    kind = "inputs" if layer < 0 else names.network.layers[layer].kind
    if names.copies_a_picture and layer == len(names.network.layers) - 1:
        return translate("readout", "The picture is what comes out for the sample in hand: its copy.")
    if kind == "dense":
        return translate("readout", "The picture shows the weights: rows from, columns to.")
    if kind == "conv2d":
        channels, size = names.network.shapes[layer][0], names.network.layers[layer].size
        if channels == 1:
            said = translate(
                "readout", "Each small picture is a filter: blue weights are positive, orange ones negative."
            )
        else:
            said = translate(
                "readout", "Each row is a filter, each column an incoming channel: blue is positive, orange negative."
            )
        is_whole = size <= (MOST_TILES**2 if channels == 1 else MOST_TILES) and channels <= MOST_TILES
        first = "\n" + translate("readout", "Only the first ones are shown; the inspector has them all.")
        return said if is_whole else said + first
    return translate("readout", "The picture shows what comes out for the sample in hand.")


def _neurons(count: int) -> str:
    return translate("readout", "1 neuron") if count == 1 else translate("readout", "{0} neurons").format(count)
