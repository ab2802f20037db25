"""Warning signs beside the names of layers that are possible but wrong."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
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
        """Each to the right of its name, as far as the view reaches."""
        view = self._canvas.viewport()
        for layer, sign in self._signs.items():
            name = view.findChild(QWidget, f"layer-name-{layer}") if layer in self._messages else None
            is_shown = name is not None and not name.isHidden()
            if name is not None and is_shown:
                x = min(name.x() + name.width(), view.width() - sign.width())
                sign.move(QPoint(x, name.y() + (name.height() - sign.height()) // 2))
                sign.raise_()
            sign.setVisible(is_shown)
