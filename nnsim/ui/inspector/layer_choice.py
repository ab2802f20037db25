"""Which layer's weights are shown: a chip for each layer, or of many layers one button that opens them all."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.names import Names, kind_of
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.drop_button import DropButton

MOST_CHIPS: Final = 9
_MOST_IN_A_ROW: Final = 3
_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

translate = QCoreApplication.translate


class LayerButton(DropButton):
    """The layer that is shown; its menu has all, and ↑ ↓ go to the one before and behind.

    Signals
    -------
    stepped(int) : the user wants the layer so many places on
    """

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down step; all else as in any drop-down."""
        if event.key() in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(_STEPS[event.key()])
        else:
            super().keyPressEvent(event)


class LayerChoice(QWidget):
    """Chips up to ``MOST_CHIPS`` layers, more in a drop-down. It shows what it is told; a click only asks.

    Signals
    -------
    chosen(int) : the user wants this layer
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = self.tr("Layer")
        self._names: Names | None = None
        self._layer = 0
        self._n_rows = MOST_CHIPS // _MOST_IN_A_ROW
        self.setObjectName("inspector-layers")
        self.setAccessibleName(name)
        self.chips = Chips(name, columns=_MOST_IN_A_ROW)
        self.chips.setFixedWidth(Size.MATRIX_SIDE)
        self.button = LayerButton(name)
        self.button.setObjectName("inspector-layer")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.chips)
        whole.addWidget(self.button)
        self.chips.clicked.connect(lambda name: self.chosen.emit(int(name)))
        self.button.chosen.connect(lambda name: self.chosen.emit(int(name)))
        self.button.stepped.connect(self._step)
        self.button.menu().aboutToShow.connect(self._render_menu)

    def show_network(self, names: Names) -> None:
        """Offer the layers of a network."""
        self._names = names
        n_layers = len(names.network.layers)
        self.chips.set_options([option(names, layer) for layer in range(n_layers)] if n_layers <= MOST_CHIPS else [])
        self._choose_form()

    def fit(self, n_rows: int) -> None:
        """Take no more rows than these; where the chips do not fit into them, there is the button."""
        self._n_rows = min(n_rows, MOST_CHIPS // _MOST_IN_A_ROW)
        self._choose_form()
        self.show_layer(self._layer)

    def needed(self) -> int:
        """The height that it takes, which ``sizeHint`` does not know of chips that fill rows."""
        return self.button.sizeHint().height() if self._are_many() else self.chips.heightForWidth(Size.MATRIX_SIDE)

    def _are_many(self) -> bool:
        """Whether there is no room for chips, be it that a font is so wide that fewer stand in a row."""
        if self._names is None or len(self._names.network.layers) > MOST_CHIPS:
            return self._names is not None
        room = self._n_rows * (Size.CHIP + Size.HALF) - Size.HALF
        return self.chips.heightForWidth(Size.MATRIX_SIDE) > room

    def _choose_form(self) -> None:
        are_many = self._are_many()
        self.chips.setVisible(not are_many)
        self.button.setVisible(are_many)
        self.setFocusProxy(self.button if are_many else self.chips)

    def has_keyboard(self) -> bool:
        """Whether layers are being chosen by key."""
        return any(widget.hasFocus() for widget in self.findChildren(QWidget))

    def show_layer(self, layer: int) -> None:
        """Mark the layer that is shown."""
        self._layer = layer
        self.chips.set_chosen([str(layer)])
        if self._names is not None and not self.button.isHidden():
            shown = option(self._names, layer)
            self.button.set_current(shown.name, shown.label)
            self.button.setAccessibleName(translate("LayerChoice", "Layer: {0}").format(shown.spoken))
            more = translate("LayerChoice", "Click for all layers; ↑ ↓ go to the one before and behind.")
            self.button.setToolTip(f"{shown.tip}\n{more}")

    def _step(self, by: int) -> None:
        if self._names is not None:
            self.chosen.emit(min(max(self._layer + by, 0), len(self._names.network.layers) - 1))

    def _render_menu(self) -> None:
        """Only now: an entry for each of a thousand layers need not follow every edit."""
        if self._names is None:
            return
        found = [option(self._names, layer) for layer in range(len(self._names.network.layers))]
        self.button.set_options([Option(one.name, f"{one.label}   {one.tip}", one.tip) for one in found])
        self.show_layer(self._layer)


def option(names: Names, layer: int) -> Option:
    """``W2``, or the kind of a layer without weights."""
    spec = names.network.layers[layer]
    if not spec.has_weights:
        kind = kind_of(spec)
        return Option(str(layer), names.short_layer(layer), f"{names.layer(layer)}: {kind}", kind)
    tip = f"{names.layer(layer - 1)} → {names.layer(layer)}"
    return Option(str(layer), f"W{layer + 1}", tip, translate("LayerChoice", "Weights {0}: {1}").format(layer + 1, tip))
