"""What can be done with the neuron, link or bias under the pointer, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nnsim.model import data_edits, layer_edits
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.objection import objection


class PartMenu(QObject):
    """One menu for all parts, filled when it is asked for. A layer has a form instead, see ``layer_popover.py``."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self.menu = QMenu(canvas)
        self.menu.setObjectName("part-menu")
        self.menu.setToolTipsVisible(True)
        canvas.menu_asked.connect(self._on_menu_asked)

    def _on_menu_asked(self, part: Selection, at: QPoint) -> None:
        if part_verbs.is_input(part):
            self._fill_for_input(part)
        elif part.kind == "neuron":
            self._fill_for_neuron(part)
        elif part.kind in ("link", "bias"):
            self._fill_for_weight(part)
        else:
            return
        self.menu.popup(at)

    def _fill_for_input(self, part: Selection) -> None:
        self.menu.clear()
        name = part_verbs.input_name(self._session, part)
        out = self._add(
            self.tr("Leave this input out"), self.tr("Del"), partial(part_verbs.leave_out, self._session, part)
        )
        reason = objection(self._session.project, data_edits.toggle_input, name)
        out.setEnabled(not reason)
        what = self.tr("The network no longer sees {0}, and training starts anew.").format(
            self._canvas.names.long(-1, part.column)
        )
        out.setToolTip(reason or what)
        choose = partial(self._canvas.open_part, Selection("layer", -1))
        self._add(self.tr("Choose inputs…"), "", choose).setToolTip(self.tr("All inputs that there are"))

    def _fill_for_neuron(self, part: Selection) -> None:
        self.menu.clear()
        network = self._session.project.network
        muted = part_verbs.is_muted(network, part)
        if network.layers[part.layer].kind == "conv2d":
            text = self.tr("Hear this filter again") if muted else self.tr("Mute this filter")
        else:
            text = self.tr("Hear this neuron again") if muted else self.tr("Mute this neuron")
        action = self._add(text, self.tr("Del"), partial(part_verbs.toggle_muted, self._session, part))
        reason = objection(self._session.project, layer_edits.mute_neuron, part.layer, part.column, muted=not muted)
        action.setEnabled(not reason)
        action.setToolTip(reason or self.tr("Muted, it answers 0 whatever comes in. Its weights wait."))
        bias = Selection("bias", part.layer, column=part.column)
        if exists(bias, network):
            self._add(self.tr("Set its bias…"), self.tr("Shift+B"), partial(self._canvas.choose, bias))
        link = Selection("link", part.layer, 0, part.column)
        self._add(self.tr("Set its first weight…"), self.tr("Enter"), partial(self._canvas.choose, link))

    def _fill_for_weight(self, part: Selection) -> None:
        self.menu.clear()
        network = self._session.project.network
        is_cut, is_held = part_verbs.is_cut(network, part), part_verbs.is_held(network, part)
        set_it = self._add(self.tr("Set this number…"), self.tr("Enter"), partial(self._canvas.choose, part))
        set_it.setEnabled(not is_cut)
        hold = self.tr("Let it learn again") if is_held else self.tr("Hold it: no step changes it")
        held = self._add(hold, self.tr("H"), partial(part_verbs.toggle_held, self._session, part))
        held.setEnabled(not is_cut and not network.layers[part.layer].frozen)
        if part.kind == "link":
            cut = self.tr("Put this link back") if is_cut else self.tr("Cut this link")
            action = self._add(cut, self.tr("Del"), partial(part_verbs.toggle_cut, self._session, part))
            action.setToolTip(
                self.tr("With the weight it was cut with; after a reset or in an opened file with a first weight.")
                if is_cut
                else self.tr("Its weight becomes 0 and stays 0. Undo brings it back.")
            )

    def _add(self, text: str, keys: str, verb: Callable[[], object]) -> QAction:
        action = self.menu.addAction(f"{text}\t{keys}" if keys else text)
        action.setToolTip(text)
        action.triggered.connect(lambda _checked=False: verb())
        return action
