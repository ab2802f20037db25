"""Everything about one layer, beside its name: its settings, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nnsim.model.change import Change
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.column_popover import ColumnPopover
from nnsim.ui.editor.layer_deeds import LayerDeeds
from nnsim.ui.editor.layer_form import LayerForm


class LayerPopover(ColumnPopover):
    """One form for all layers. It stays with its layer while that is moved, and goes with it.

    Parameters
    ----------
    anchor : the button of a layer, beside which the form opens
    """

    def __init__(self, session: Session, canvas: Canvas, anchor: Callable[[int], QWidget]) -> None:
        super().__init__(session, canvas)
        self.setObjectName("layer_form")
        self._canvas = canvas
        self._anchor = anchor
        self._layer = 0
        self._key = 0
        self.form = LayerForm(session)
        self.deeds = LayerDeeds(session, "layer")
        self.form.add_wide(self.deeds)
        self.add_column(self.form)
        session.project_changed.connect(self._on_project_changed)

    def open_layer(self, layer: int) -> None:
        """Show the form of a layer beside its name, ready to be typed into.

        The inputs have a form of their own, see ``input_popover.py``.
        """
        self._session.select(Selection("layer", layer))
        self._layer = layer
        self._key = self._session.project.network.layers[layer].key
        self._render()
        self.open_below(self._anchor(layer), by_keyboard=True)

    def _on_project_changed(self, _change: Change) -> None:
        if not self.isVisible():
            return
        keys = [layer.key for layer in self._session.project.network.layers]
        if self._key not in keys:
            self.hide()
            return
        self._layer = keys.index(self._key)
        self._render()
        self.follow(self._anchor(self._layer))

    def _render(self) -> None:
        names = self._canvas.names
        self.setAccessibleName(names.layer(self._layer))
        self.form.show_layer(names, self._layer)
        self.deeds.show_layer(self._layer)
        self.adjustSize()
