"""What a hand can do with a selected neuron, link or bias, for keys, menus and the card alike."""

from __future__ import annotations

from nnsim.data.prepare import choice_behind
from nnsim.engine.parameters import blocks
from nnsim.engine.spec import NetworkSpec
from nnsim.model import data_edits, layer_edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session


def row_of(network: NetworkSpec, part: Selection) -> int:
    """The row of a link's weight or of a bias in the weights of its layer."""
    return blocks(network)[part.layer].n_from if part.kind == "bias" else part.row


def is_muted(network: NetworkSpec, part: Selection) -> bool:
    """Whether it is a neuron that counts as 0."""
    return part.kind == "neuron" and part.layer >= 0 and part.column in network.layers[part.layer].muted


def is_cut(network: NetworkSpec, part: Selection) -> bool:
    """Whether it is a link that is not there."""
    return part.kind == "link" and (part.row, part.column) in network.layers[part.layer].cut


def is_held(network: NetworkSpec, part: Selection) -> bool:
    """Whether it is a weight or bias that no step changes, by itself or with its whole layer."""
    if part.kind not in ("link", "bias"):
        return False
    layer = network.layers[part.layer]
    return layer.frozen or (row_of(network, part), part.column) in layer.held


def toggle_muted(session: Session, part: Selection) -> bool:
    """Mute a neuron, or hear it again."""
    muted = is_muted(session.project.network, part)
    return session.apply(layer_edits.mute_neuron, part.layer, part.column, muted=not muted)


def toggle_cut(session: Session, part: Selection) -> bool:
    """Cut a link, or put it back."""
    if is_cut(session.project.network, part):
        return session.edit_links(layer_edits.restore_link, part.layer, part.row, part.column, session.earlier)
    return session.edit_links(layer_edits.cut_link, part.layer, part.row, part.column)


def toggle_held(session: Session, part: Selection) -> bool:
    """Keep a weight or bias as it is, or let it learn again."""
    network = session.project.network
    row, held = row_of(network, part), is_held(network, part)
    return session.apply(layer_edits.hold_weight, part.layer, row, part.column, held=not held)


def is_input(part: Selection) -> bool:
    """Whether it is one of the inputs."""
    return part.kind == "neuron" and part.layer < 0


def input_name(session: Session, part: Selection) -> str:
    """The feature or column that an input is, or is a part of."""
    return choice_behind(session.project.data, session.prepared, part.column)


def can_leave_out(session: Session) -> bool:
    """Whether an input can go: not the last one."""
    return len(session.prepared.chosen_inputs) > 1


def leave_out(session: Session, part: Selection) -> bool:
    """Leave an input out; the one that takes its place is selected."""
    done = session.apply(data_edits.toggle_input, input_name(session, part))
    if done:
        session.select(Selection("neuron", -1, column=min(part.column, session.project.network.n_inputs - 1)))
    return done
