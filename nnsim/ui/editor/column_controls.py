"""What stands above and below every column of the network: its name, and places for more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.head_words import fitting, heading
from nnsim.ui.editor.layer_words import about
from nnsim.ui.editor.layout import Column
from nnsim.ui.names import Names
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.tips import in_lines

translate = QCoreApplication.translate


class ColumnControls:
    """The name of one column, which opens its form; heirs say what else there is. ``layer`` −1 is the inputs.

    Parameters
    ----------
    open_form : shows everything about the layer
    """

    def __init__(self, session: Session, canvas: Canvas, layer: int, open_form: Callable[[], None]) -> None:
        self._session = session
        self._canvas = canvas
        self._layer = layer
        self.name = Button("", "heading", parent=canvas.viewport())
        self.name.setObjectName(f"layer-name-{layer}")
        self.name.clicked.connect(open_form)
        self._is_shown = False
        self._anchors: dict[QWidget, tuple[float, float, int]] = {}

    def widgets(self) -> list[QWidget]:
        """All that stands at the column."""
        return [self.name]

    def render(self, column: Column | None, *, same: bool = False) -> None:
        """Show the controls over their column, or nothing. ``same``: nothing about it has changed but its place."""
        was_shown, self._is_shown = self._is_shown, column is not None
        if column is None:
            if was_shown:
                for widget in self.widgets():
                    widget.hide()
            return
        if same and was_shown:
            for widget in self._anchors:
                self._move(widget)
            return
        self._render_head(column, self._canvas.names)
        self._render_foot(column, self._canvas.names)

    def _render_head(self, column: Column, names: Names) -> None:
        whole = names.layer(self._layer)
        self._place(self.name, heading(names, self._layer), column.x, Size.HIT / 2)
        self.name.setAccessibleName(translate("LayerControls", "Layer {0}: settings").format(whole))
        click = translate("LayerControls", "Click for all its settings and what can be done with it  (Enter).")
        self.name.setToolTip(in_lines(f"{self._about(names)}\n{click}"))

    def _about(self, names: Names) -> str:
        """What the tooltip of the name tells of the layer."""
        return about(names, self._layer)

    def _render_foot(self, column: Column, names: Names) -> None:
        """Show what stands below the column."""

    @property
    def _foot_y(self) -> float:
        return self._canvas.arrangement.height - NetworkSize.NETWORK_FOOT / 2

    def _step_aside(self) -> int:
        """How far − and + stand from the number between them: closer where columns are close."""
        return min(Size.HIT + Size.TIGHT, (int(self._canvas.spacing) - 1 - Size.HIT) // 2)

    def _place(self, widget: Button, texts: Sequence[str], x: float, y: float) -> None:
        """Centre a widget over a point of the picture, with the first text that leaves room for the next column."""
        widget.ensurePolished()
        room, metrics = max(round(self._canvas.spacing), Size.HIT), QFontMetricsF(widget.fontMetrics())
        widget.setText(texts[0])
        air = widget.sizeHint().width() - widget.fontMetrics().horizontalAdvance(texts[0])
        widget.setText(fitting(texts, room - air, metrics))
        widget.resize(min(widget.sizeHint().width(), room), widget.sizeHint().height())
        self._anchor(widget, x, y)
        widget.show()

    def _anchor(self, widget: QWidget, x: float, y: float, aside: int = 0) -> None:
        """Keep the middle of a widget over a point of the picture, or so many pixels beside it."""
        self._anchors[widget] = x, y, aside
        self._move(widget)

    def _move(self, widget: QWidget) -> None:
        x, y, aside = self._anchors[widget]
        at: QPoint = self._canvas.place_over(x, y)
        widget.move(at.x() + aside - widget.width() // 2, at.y() - widget.height() // 2)
