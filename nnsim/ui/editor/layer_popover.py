"""Everything about one layer, beside its name: its settings, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from nnsim.model.change import Change
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.layer_deeds import LayerDeeds
from nnsim.ui.editor.layer_form import LayerForm
from nnsim.ui.theme import Size
from nnsim.ui.widgets.popover import Popover

_INPUTS = -1


class LayerPopover(Popover):
    """One form for all layers. It stays with its layer while that is moved, and goes with it.

    Parameters
    ----------
    anchor : the button of a layer, beside which the form opens
    """

    def __init__(self, session: Session, canvas: Canvas, anchor: Callable[[int], QWidget]) -> None:
        super().__init__("", canvas)
        self.setObjectName("layer_form")
        self._session = session
        self._canvas = canvas
        self._anchor = anchor
        self._layer = 0
        self._key = 0
        self.form = LayerForm(session)
        self.deeds = LayerDeeds(session)
        self.form.add_wide(self.deeds)
        self.add_column(self.form)
        session.project_changed.connect(self._on_project_changed)

    def open_layer(self, layer: int, *, by_keyboard: bool = False) -> None:
        """Show the form of a layer beside its name; −1 is the inputs."""
        self._session.select(Selection("layer", layer))
        self._layer = layer
        self._key = _INPUTS if layer < 0 else self._session.project.network.layers[layer].key
        self._render()
        self.open_below(self._anchor(layer), by_keyboard=by_keyboard)

    def _corner(self, button: QWidget) -> QPoint:
        """Beside the column, so that what is set is seen there."""
        right = button.mapToGlobal(QPoint(button.width() + Size.GAP, 0))
        if right.x() + self.width() <= button.screen().availableGeometry().right():
            return right
        return button.mapToGlobal(QPoint(-Size.GAP - self.width(), 0))

    def _on_project_changed(self, _change: Change) -> None:
        if not self.isVisible():
            return
        keys = [_INPUTS, *(layer.key for layer in self._session.project.network.layers)]
        if self._key not in keys:
            self.hide()
            return
        self._layer = keys.index(self._key) - 1
        self._render()
        self.follow(self._anchor(self._layer))

    def _render(self) -> None:
        names = self._canvas.names
        self.setAccessibleName(names.layer(self._layer))
        self.form.show_layer(names, self._layer)
        self.deeds.show_layer(self._layer)
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo, which no shortcut of the window brings here; all else as in any popover."""
        redo = QKeySequence(Qt.Modifier.CTRL | Qt.Modifier.SHIFT | Qt.Key.Key_Z)
        if event.matches(QKeySequence.StandardKey.Undo):
            self._session.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) or QKeySequence(event.keyCombination()) == redo:
            self._session.redo()
        else:
            super().keyPressEvent(event)
