"""Walking over the network with the arrow keys, as a pure function."""

from __future__ import annotations

from typing import Literal

from nnsim.session.selection import Selection
from nnsim.ui.editor.layout import Arrangement, Column

Direction = Literal["left", "right", "up", "down"]


def walk(arrangement: Arrangement, selection: Selection, direction: Direction) -> Selection:
    """The part that lies in that direction; the same one at the end of the way.

    From neuron to neuron; with a link, up and down take the link from the next neuron, left and right go to its ends.
    """
    if selection.kind == "none":
        return _nearest(arrangement.columns[1], None)
    column = arrangement.column(selection.layer)
    step = -1 if direction in ("up", "left") else 1
    if selection.kind == "link":
        return _from_link(arrangement, selection, direction, step)
    if direction in ("up", "down"):
        if selection.kind == "layer":
            return Selection("neuron", selection.layer) if direction == "down" else selection
        return Selection("neuron", selection.layer, column=min(max(selection.column + step, 0), column.size - 1))
    place = min(max(selection.layer + 1 + step, 0), len(arrangement.columns) - 1)
    if place == selection.layer + 1:
        return selection
    if selection.kind == "layer":
        return Selection("layer", place - 1)
    return _nearest(arrangement.columns[place], None if column.folded else column.ys[selection.column])


def _from_link(arrangement: Arrangement, link: Selection, direction: Direction, step: int) -> Selection:
    if direction in ("up", "down"):
        n_from = arrangement.column(link.layer - 1).size
        return Selection("link", link.layer, min(max(link.row + step, 0), n_from - 1), link.column)
    if direction == "left":
        return Selection("neuron", link.layer - 1, column=link.row)
    return Selection("neuron", link.layer, column=link.column)


def _nearest(column: Column, y: float | None) -> Selection:
    """The neuron of a column that is nearest to a height, or the layer if it is folded."""
    if column.folded:
        return Selection("layer", column.layer)
    if y is None:
        return Selection("neuron", column.layer)
    return Selection(
        "neuron", column.layer, column=min(range(column.size), key=lambda index: abs(column.ys[index] - y))
    )


def outwards(selection: Selection) -> Selection:
    """What holds the selected part: a link or bias its neuron, a neuron its layer, a layer nothing."""
    if selection.kind in ("link", "bias"):
        return Selection("neuron", selection.layer, column=selection.column)
    return Selection("layer", selection.layer) if selection.kind == "neuron" else Selection()
