"""What the keys do on the network: everything that the mouse can do."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import Qt

from nnsim.engine.spec import NetworkSpec
from nnsim.model import edits
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.walk import Direction, outwards, walk

_ARROWS: Final[dict[int, Direction]] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_SIDEWAYS: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SIGNS: Final[dict[int, int]] = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyTarget(Protocol):
    """What keys can do with the canvas."""

    arrangement: Arrangement

    def choose(self, part: Selection) -> None:
        """Select a part, and open it if it is a number."""

    def open_part(self, part: Selection) -> None:
        """Open what is selected already."""

    def ask_menu(self, part: Selection) -> None:
        """Show what can be done with a part."""

    def ask_insert(self, layer: int) -> None:
        """Show what could come in front of a layer."""

    def fit(self) -> None:
        """See all of the network."""


class Keyboard:
    """Arrows walk, Enter opens, Shift+B opens the bias, + and − resize the layer, Shift+F10 asks.

    Del removes a layer, leaves an input out, mutes a neuron, cuts a link; H holds a weight. Ins puts a layer in behind
    the selected one, Ctrl+D another like it, Alt+← and Alt+→ move it. Esc goes outwards, 0 shows all of the network.
    None of these may be a key of the window's actions, which come first.
    """

    def __init__(self, session: Session, target: KeyTarget) -> None:
        self._session = session
        self._target = target

    def press(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key means; false if it means nothing here."""
        chosen = self._session.selection
        if key in _SIDEWAYS and modifiers & Qt.KeyboardModifier.AltModifier:
            self._move(chosen, _SIDEWAYS[key])
        elif key in _ARROWS:
            self._select(walk(self._target.arrangement, chosen, _ARROWS[key]))
        elif key in _SIGNS and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._resize(chosen, _SIGNS[key])
        elif key in _OPENING:
            self._open(chosen)
        elif key == Qt.Key.Key_B and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._open_bias(chosen)
        elif key == Qt.Key.Key_Delete:
            self._remove(chosen)
        elif key == Qt.Key.Key_H and not modifiers:
            self._hold(chosen)
        elif key == Qt.Key.Key_Insert:
            self._insert(chosen)
        elif key == Qt.Key.Key_D and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._duplicate(chosen)
        elif key == Qt.Key.Key_F10 and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._target.ask_menu(chosen)
        elif key == Qt.Key.Key_Escape and chosen.kind != "none":
            self._select(outwards(chosen))
        elif key == Qt.Key.Key_0 and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self._target.fit()
        else:
            return False
        return True

    @property
    def _network(self) -> NetworkSpec:
        return self._session.project.network

    def _select(self, part: Selection) -> None:
        """The part, or its layer if that has no such parts; the last filter of a convolution is the end of the way."""
        chosen = self._session.selection
        if exists(part, self._network):
            self._session.select(part)
        elif (chosen.kind, chosen.layer) != ("neuron", part.layer):
            self._session.select(Selection("layer", part.layer))

    def _is_hidden(self, chosen: Selection) -> bool:
        return chosen.kind != "none" and 0 <= chosen.layer < len(self._network.layers) - 1

    def _resize(self, chosen: Selection, by: int) -> None:
        """One neuron more or less; more inputs are chosen by name."""
        if chosen.kind != "none" and chosen.layer < 0 and by > 0:
            self._target.open_part(Selection("layer", -1))
        if chosen.kind != "none" and chosen.layer >= 0:
            self._session.apply(edits.add_neuron if by > 0 else edits.remove_neuron, chosen.layer)

    def _remove(self, chosen: Selection) -> None:
        """Take the part away, so far as that is possible; of a neuron or link, bring it back if it is away."""
        if chosen.kind == "layer" and self._is_hidden(chosen):
            self._session.apply(edits.remove_layer, chosen.layer)
        elif part_verbs.is_input(chosen):
            part_verbs.leave_out(self._session, chosen)
        elif chosen.kind == "neuron":
            part_verbs.toggle_muted(self._session, chosen)
        elif chosen.kind == "link":
            part_verbs.toggle_cut(self._session, chosen)

    def _insert(self, chosen: Selection) -> None:
        """Behind the selected layer, or in front of the output layer, which stays the last."""
        last = len(self._network.layers) - 1
        self._target.ask_insert(last if chosen.kind == "none" else min(chosen.layer + 1, last))

    def _hold(self, chosen: Selection) -> None:
        if chosen.kind in ("link", "bias"):
            part_verbs.toggle_held(self._session, chosen)

    def _duplicate(self, chosen: Selection) -> None:
        if self._is_hidden(chosen):
            self._session.apply(edits.duplicate_layer, chosen.layer)

    def _move(self, chosen: Selection, by: int) -> None:
        there = Selection("layer", chosen.layer + by)
        if not (self._is_hidden(chosen) and self._is_hidden(there)):
            return
        if self._session.apply(edits.move_layer, chosen.layer, there.layer):
            self._session.select(there)

    def _open(self, chosen: Selection) -> None:
        if chosen.kind == "neuron" and chosen.layer >= 0:
            self._target.choose(Selection("link", chosen.layer, 0, chosen.column))
        elif part_verbs.is_input(chosen):
            self._target.open_part(Selection("layer", -1))
        elif chosen.kind in ("link", "bias", "layer"):
            self._target.open_part(chosen)

    def _open_bias(self, chosen: Selection) -> None:
        bias = Selection("bias", chosen.layer, column=chosen.column)
        if chosen.kind in ("neuron", "link") and chosen.layer >= 0 and exists(bias, self._network):
            self._target.choose(bias)
