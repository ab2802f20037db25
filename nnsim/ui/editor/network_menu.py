"""The window's menu of the network: what keys do with what is selected, for who looks for it among the menus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QMenu

from nnsim.model import edits
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.keyboard import Keyboard
from nnsim.ui.editor.objection import objection
from nnsim.ui.widgets.tips import in_lines

_LAYER: Final = ("layer",)
_WEIGHT: Final = ("link", "bias")
_PART: Final = ("layer", "neuron", *_WEIGHT)
_INNER: Final = {f"network_{name}" for name in ("duplicate", "left", "right", "remove", "mute")}
"""What inputs and outputs cannot have done to them."""
_SIZE: Final = {"network_more": edits.add_neuron, "network_fewer": edits.remove_neuron}
"""What the inputs cannot have done to them; of the output layer it is told why not, with remedies."""


class NetworkMenu(QMenu):
    """Each entry presses a key of ``keyboard.py``. What cannot be done with the selection is grey.

    The keys stand there as text: they belong to the network, and only while it has the keyboard.
    """

    def __init__(self, title: str, session: Session, canvas: Canvas) -> None:
        super().__init__(title)
        self.setToolTipsVisible(True)
        self._session = session
        self._keyboard = Keyboard(session, canvas)
        self._kinds: dict[QAction, tuple[str, ...]] = {}
        alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        key = Qt.Key
        self._add("settings", _keyed(self.tr("Settings of the layer…"), self.tr("Enter")), key.Key_Return, _LAYER)
        self._add("insert", _keyed(self.tr("Put in a layer…"), self.tr("Ins")), key.Key_Insert, ("none", *_PART))
        self._add("duplicate", _keyed(self.tr("Duplicate the layer"), "Ctrl+D"), ctrl | key.Key_D, _PART)
        self._left = self._add("left", _keyed(self.tr("Move the layer left"), "Alt+←"), alt | key.Key_Left, _PART)
        self._right = self._add("right", _keyed(self.tr("Move the layer right"), "Alt+→"), alt | key.Key_Right, _PART)
        self._add("remove", _keyed(self.tr("Remove the layer"), self.tr("Del")), key.Key_Delete, _LAYER)
        self.addSeparator()
        self._more = self._add("more", _keyed(self.tr("One neuron more"), "+"), key.Key_Plus, _PART)
        self._fewer = self._add("fewer", _keyed(self.tr("One neuron less"), "−"), key.Key_Minus, _PART)
        self._mute = self._add("mute", "", key.Key_Delete, ("neuron",))
        self._leave_out = self._add(
            "leave_out", _keyed(self.tr("Leave the input out"), self.tr("Del")), key.Key_Delete, ("neuron",)
        )
        self.addSeparator()
        shift = Qt.KeyboardModifier.ShiftModifier
        self._bias = self._add(
            "bias", _keyed(self.tr("Set the bias…"), "Shift+B"), shift | key.Key_B, ("neuron", "link")
        )
        self._hold = self._add("hold", "", key.Key_H, _WEIGHT)
        self._cut = self._add("cut", "", key.Key_Delete, ("link",))
        self.aboutToShow.connect(self._render)

    def _add(self, name: str, text: str, key: Qt.Key | QKeyCombination, kinds: tuple[str, ...]) -> QAction:
        keys = key if isinstance(key, QKeyCombination) else QKeyCombination(key)
        action = self.addAction(text)
        action.setObjectName(f"network_{name}")
        action.triggered.connect(lambda _checked=False: self._keyboard.press(keys.key(), keys.keyboardModifiers()))
        self._kinds[action] = kinds
        return action

    def _render(self) -> None:
        """Say what each key means for what is selected now."""
        chosen, network = self._session.selection, self._session.project.network
        is_inner = chosen.kind != "none" and 0 <= chosen.layer < len(network.layers) - 1
        for action, kinds in self._kinds.items():
            name = action.objectName()
            suits = is_inner if name in _INNER else chosen.layer >= 0 if name in _SIZE else True
            action.setEnabled(chosen.kind in kinds and suits)
        self._render_sizes(chosen, is_inner=is_inner)
        self._leave_out.setEnabled(part_verbs.is_input(chosen) and part_verbs.can_leave_out(self._session))
        self._left.setEnabled(self._left.isEnabled() and chosen.layer > 0)
        self._right.setEnabled(self._right.isEnabled() and chosen.layer < len(network.layers) - 2)
        bias = Selection("bias", chosen.layer, column=chosen.column)
        self._bias.setEnabled(self._bias.isEnabled() and chosen.layer >= 0 and exists(bias, network))
        muted, cut, held = (
            is_so(network, chosen) for is_so in (part_verbs.is_muted, part_verbs.is_cut, part_verbs.is_held)
        )
        delete = self.tr("Del")
        self._mute.setText(_keyed(self.tr("Hear the neuron again") if muted else self.tr("Mute the neuron"), delete))
        self._cut.setText(_keyed(self.tr("Put the link back") if cut else self.tr("Cut the link"), delete))
        self._hold.setText(_keyed(self.tr("Let the weight learn again") if held else self.tr("Hold the weight"), "H"))

    def _render_sizes(self, chosen: Selection, *, is_inner: bool) -> None:
        """One more or less, of what the layer has; grey with the reason where a hidden layer cannot have that."""
        project = self._session.project
        filters = is_inner and project.network.layers[chosen.layer].kind == "conv2d"
        more = self.tr("One filter more") if filters else self.tr("One neuron more")
        fewer = self.tr("One filter less") if filters else self.tr("One neuron less")
        for action, text, key in ((self._more, more, "+"), (self._fewer, fewer, "−")):
            reason = objection(project, _SIZE[action.objectName()], chosen.layer) if is_inner else ""
            action.setText(_keyed(text, key))
            action.setToolTip(in_lines(reason or text))
            action.setEnabled(action.isEnabled() and not reason)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Only what is grey is explained: a tooltip of the others would say their own words again."""
        if isinstance(event, QHelpEvent):
            grey = [action for action in self.actions() if not action.isEnabled()]
            if self.actionAt(event.pos()) not in grey:
                return True
        return super().event(event)


def _keyed(text: str, keys: str) -> str:
    return f"{text}\t{keys}"
