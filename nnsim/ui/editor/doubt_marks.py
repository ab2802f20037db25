"""Warning signs beside the names of layers that are possible but wrong."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.widgets.doubt_button import DoubtButton


class DoubtMarks(QObject):
    """One sign for each layer with a doubt, while the layer's name is in sight. It goes along with the name.

    Signals
    -------
    asked(int) : the user wants to know what is wrong with this layer; −1 is the inputs
    """

    asked = Signal(int)

    def __init__(self, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._appearance = appearance
        self._canvas = canvas
        self._messages: dict[int, str] = {}
        self._signs: dict[int, DoubtButton] = {}
        canvas.arranged.connect(self._on_arranged)

    def show_doubts(self, messages: Mapping[int, str]) -> None:
        """Show these, by layer, and no others."""
        self._messages = dict(messages)
        for layer, message in self._messages.items():
            if layer not in self._signs:
                self._signs[layer] = self._made(layer)
            self._signs[layer].tell(message)
        self._render_places()

    def sign(self, layer: int) -> DoubtButton | None:
        """What stands at a layer, if anything does."""
        return self._signs.get(layer) if layer in self._messages else None

    def _on_arranged(self) -> None:
        self._render_places()

    def _made(self, layer: int) -> DoubtButton:
        sign = DoubtButton(self._appearance, self._canvas.viewport())
        sign.setObjectName(f"doubt-{layer}")
        sign.clicked.connect(lambda: self.asked.emit(layer))
        return sign

    def _render_places(self) -> None:
        """Each at its column, if the column is in sight and there is room for what stands above it."""
        for layer, sign in self._signs.items():
            name = self._head("name", layer) if layer in self._messages else None
            if name is not None:
                sign.move(self._place(layer, name, sign))
                sign.raise_()
            sign.setVisible(name is not None)

    def _place(self, layer: int, name: QWidget, sign: QWidget) -> QPoint:
        """To the right of the name; where the next column leaves no room, of the activation, or below that."""
        rows = [row for row in (name, self._head("activation", layer)) if row is not None]
        below = QPoint(name.geometry().center().x() + NetworkSize.NEURON // 2, rows[-1].geometry().bottom() + 1)
        places = [QRect(at, sign.size()) for at in (*(_beside(row, sign) for row in rows), below)]
        others = [self._shown(what, layer + 1) for what in ("name", "activation")]
        taken = [other.geometry() for other in others if other is not None]
        free = [place for place in places if not any(place.intersects(other) for other in taken)]
        at = (free or places)[0].topLeft()
        return QPoint(min(at.x(), self._canvas.viewport().width() - sign.width()), at.y())

    def _head(self, what: str, layer: int) -> QWidget | None:
        """The name or the activation above a column, if it is in sight from edge to edge."""
        found = self._shown(what, layer)
        return found if found is not None and found.geometry().right() < self._canvas.viewport().width() else None

    def _shown(self, what: str, layer: int) -> QWidget | None:
        """The same, also if the edge of the view cuts it off."""
        found = self._canvas.viewport().findChild(QWidget, f"layer-{what}-{layer}")
        return None if found is None or found.isHidden() else found


def _beside(row: QWidget, sign: QWidget) -> QPoint:
    return QPoint(row.x() + row.width(), row.y() + (row.height() - sign.height()) // 2)
