"""The buttons above and below each layer: real ones, so that keyboard and screen reader find them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.column_controls import ColumnControls
from nnsim.ui.editor.input_column import InputColumn
from nnsim.ui.editor.input_popover import InputPopover
from nnsim.ui.editor.insert_button import InsertButton
from nnsim.ui.editor.layer_column import LayerColumn
from nnsim.ui.editor.layer_menu import InsertMenu
from nnsim.ui.editor.layer_popover import LayerPopover
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size


class LayerControls(QObject):
    """Keeps one set of controls over each column that is in sight, and a + between each two.

    Controls are made when their column is first seen. While the picture moves below them they only move along.
    """

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._appearance = appearance
        self._canvas = canvas
        self._columns: dict[int, ColumnControls] = {}
        self._inserts: dict[int, InsertButton] = {}
        self._drawn: tuple[object, ...] = (None,) * 4
        self._spacing = 0
        self._insert_place = 0
        self._kinds = InsertMenu(session, lambda: self._insert_place, canvas)
        self._kinds.setObjectName("insert-menu")
        self._spot = QWidget(canvas.viewport())
        self._spot.hide()
        canvas.arranged.connect(self._on_arranged)
        canvas.opened.connect(self._on_opened)
        canvas.insert_asked.connect(self._on_insert_asked)
        self.popover = LayerPopover(session, canvas, self.anchor_of)
        self.inputs = InputPopover(session, appearance, canvas, lambda: self.anchor_of(-1))
        self._render_columns()

    def anchor_of(self, layer: int) -> QWidget:
        """What a form or card of a layer stands beside: its name, or where that would be if there is no room for it."""
        column = self._columns.get(layer + 1)
        if column is not None and column.name.isVisible():
            return column.name
        at = self._canvas.place_over(self._canvas.arrangement.column(layer).x, NetworkSize.NETWORK_HEAD)
        self._spot.setGeometry(QRect(at, QSize(1, 1)))
        return self._spot

    def _on_arranged(self) -> None:
        self._render_columns()

    def _on_opened(self, part: Selection) -> None:
        if part.kind == "layer" and part.layer < 0:
            self.inputs.open_inputs(by_keyboard=True)
        elif part.kind == "layer":
            self.popover.open_layer(part.layer)

    def _on_insert_asked(self, place: int) -> None:
        self._insert_place = place
        columns, canvas = self._canvas.arrangement.columns, self._canvas
        at = canvas.place_over((columns[place].x + columns[place + 1].x) / 2, canvas.arrangement.height / 2)
        self._kinds.popup(canvas.viewport().mapToGlobal(at))
        self._kinds.setActiveAction(self._kinds.actions()[0])

    def _render_columns(self) -> None:
        canvas = self._canvas
        project, spacing = self._session.project, round(canvas.spacing)
        drawn = (canvas.arrangement, canvas.names, project.data, project.training.loss)
        same = all(one is other for one, other in zip(drawn, self._drawn, strict=True)) and spacing == self._spacing
        self._drawn, self._spacing = drawn, spacing
        seen = canvas.columns_in_sight() if canvas.has_room_for_controls else range(0)
        for place in seen:
            if place not in self._columns:
                self._columns[place] = self._made_column(place - 1)
            self._columns[place].render(canvas.arrangement.columns[place], same=same)
        for place in self._columns.keys() - set(seen):
            self._columns[place].render(None)
        self._render_inserts(seen)

    def _render_inserts(self, seen: range) -> None:
        """One behind each column in sight, except the last."""
        canvas = self._canvas
        columns = canvas.arrangement.columns
        gaps = [place for place in seen if place < len(columns) - 1 and canvas.arrangement.roomy]
        for place in gaps:
            if place not in self._inserts:
                self._inserts[place] = self._made_insert(place)
            middle = (columns[place].x + columns[place + 1].x) / 2
            at = canvas.place_over(middle, canvas.arrangement.height - NetworkSize.NETWORK_FOOT / 2)
            self._inserts[place].move(at - QPoint(Size.HIT // 2, Size.HIT // 2))
        for place, insert in self._inserts.items():
            insert.setVisible(place in gaps)

    def _made_column(self, layer: int) -> ColumnControls:
        if layer < 0:
            return InputColumn(self._session, self._canvas, self.inputs.open_inputs)
        return LayerColumn(self._session, self._appearance, self._canvas, layer, lambda: self.popover.open_layer(layer))

    def _made_insert(self, place: int) -> InsertButton:
        tip = self.tr("Add a layer here. Other kinds: right click, hold the button, or press ↓  (Ins)")
        kinds = InsertMenu(self._session, lambda: place, self._canvas)
        button = InsertButton(kinds, name=self.tr("Add a layer here"), tip=tip, parent=self._canvas.viewport())
        button.setObjectName(f"add-layer-{place}")
        button.clicked.connect(lambda: self._session.apply(edits.add_layer, place))
        return button
