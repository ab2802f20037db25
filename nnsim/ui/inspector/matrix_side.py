"""The column beside a weight matrix: which layer, and what of its weights is shown."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.inspector.layer_choice import LayerChoice
from nnsim.ui.inspector.matrix_tools import MatrixTools
from nnsim.ui.theme import Size


class MatrixSide(QWidget):
    """The choice of the layer above the tools: beside the matrix they take nothing of its height."""

    def __init__(self, layers: LayerChoice, tools: MatrixTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers, self._tools = layers, tools
        self.setObjectName("matrix-side")
        self.setMinimumWidth(Size.MATRIX_SIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(layers)
        column.addWidget(tools)
        column.addStretch(1)

    # -------------------------------------------------------- Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is height for."""
        super().resizeEvent(event)
        height, key = self.height(), self._tools.key.sizeHint().height()
        rest = Size.HALF + Size.CHIP + Size.TIGHT + key
        n_rows = (height - rest + Size.HALF) // (Size.CHIP + Size.HALF)
        self._layers.fit(max(n_rows, 1))
        layers = self._layers.needed()
        self._tools.fit(height - layers - Size.HALF, is_low=height < Size.INSPECTOR_TALL)
