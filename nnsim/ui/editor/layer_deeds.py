"""What can be done with a layer as a whole: buttons at the foot of its form."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.layer_menu import InsertMenu
from nnsim.ui.editor.objection import objection
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button


class LayerDeeds(QWidget):
    """Those that are impossible say why, and when pressed what would help.

    Inputs and outputs stay where they are: layers only come beside them.

    Parameters
    ----------
    owner : whose they are; their names begin with that
    """

    def __init__(self, session: Session, owner: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._owner = owner
        self._layer = 0
        self.before = self._kinds("add_before", self.tr("Add before ▾"), 0)
        self.after = self._kinds("add_after", self.tr("Add after ▾"), 1)
        self.left = self._deed("move_left", self.tr("← Move"))
        self.right = self._deed("move_right", self.tr("Move →"))
        self.duplicate = self._deed("duplicate", self.tr("Duplicate"))
        self.remove = self._deed("remove", self.tr("Remove"))
        self.left.clicked.connect(lambda: self._move(-1))
        self.right.clicked.connect(lambda: self._move(1))
        self.duplicate.clicked.connect(lambda: session.apply(edits.duplicate_layer, self._layer))
        self.remove.clicked.connect(lambda: session.apply(edits.remove_layer, self._layer))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, Size.GAP, 0, 0)
        grid.setSpacing(Size.GAP)
        buttons = (self.before, self.after, self.left, self.right, self.duplicate, self.remove)
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 2, place % 2)

    def _kinds(self, name: str, text: str, behind: int) -> Button:
        button = self._deed(name, text)
        button.setToolTip(self.tr("Put in a layer: choose what kind"))
        button.setMenu(InsertMenu(self._session, lambda: self._layer + behind, button))
        return button

    def _deed(self, name: str, text: str) -> Button:
        button = Button(text)
        button.setObjectName(f"{self._owner}_{name}")
        return button

    def _move(self, by: int) -> None:
        if self._session.apply(edits.move_layer, self._layer, self._layer + by):
            self._session.select(Selection("layer", self._layer))  # its place by now

    def show_layer(self, layer: int) -> None:
        """Offer what can be done with a layer; −1 is the inputs."""
        self._layer = layer
        last = len(self._session.project.network.layers) - 1
        self.before.setVisible(layer >= 0)
        self.after.setVisible(layer < last)
        for button in (self.left, self.right, self.duplicate, self.remove):
            button.setVisible(0 <= layer < last)
        if 0 <= layer < last:
            self._render_deeds(layer, last)

    def _render_deeds(self, layer: int, last: int) -> None:
        project = self._session.project
        left, right = self.tr("It is the first layer already"), self.tr("The output layer stays the last")
        self.left.setEnabled(layer > 0)
        self.right.setEnabled(layer < last - 1)
        if layer > 0:
            left = objection(project, edits.move_layer, layer, layer - 1)
        if layer < last - 1:
            right = objection(project, edits.move_layer, layer, layer + 1)
        again = objection(project, edits.duplicate_layer, layer)
        gone = objection(project, edits.remove_layer, layer)
        self.left.setToolTip(left or self.tr("Move this layer one place towards the inputs  (Alt+←)"))
        self.right.setToolTip(right or self.tr("Move this layer one place towards the outputs  (Alt+→)"))
        self.duplicate.setToolTip(again or self.tr("Put a layer like this one behind it  (Ctrl+D)"))
        self.remove.setToolTip(gone or self.tr("Take this layer out  (Del)"))
