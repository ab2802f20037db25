"""The buttons above and below each layer: real ones, so that keyboard and screen reader find them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.insert_button import InsertButton
from nnsim.ui.editor.layer_menu import InsertMenu, activation_objections, activation_options
from nnsim.ui.editor.layer_popover import LayerPopover
from nnsim.ui.editor.layer_words import about, squeezes
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.editor.size_handle import SizeHandle
from nnsim.ui.names import Names
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label

translate = QCoreApplication.translate


class LayerControls(QObject):
    """Keeps one set of controls over each column that is in sight, and a + between each two.

    Controls are made when their column is first seen. While the picture moves below them they only move along.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._columns: dict[int, ColumnControls] = {}
        self._inserts: dict[int, InsertButton] = {}
        self._drawn: tuple[Arrangement, Names, bool] | None = None
        self._insert_place = 0
        self._kinds = InsertMenu(session, lambda: self._insert_place, canvas)
        self._kinds.setObjectName("insert-menu")
        canvas.arranged.connect(self._on_arranged)
        canvas.opened.connect(self._on_opened)
        canvas.insert_asked.connect(self._on_insert_asked)
        self._render_columns()
        self.popover = LayerPopover(session, canvas, lambda layer: self._columns[layer + 1].name)

    def _on_arranged(self) -> None:
        self._render_columns()

    def _on_opened(self, part: Selection) -> None:
        if part.kind == "layer":
            self.popover.open_layer(part.layer, by_keyboard=True)

    def _on_insert_asked(self, place: int) -> None:
        self._insert_place = place
        columns, canvas = self._canvas.arrangement.columns, self._canvas
        at = on_screen(canvas, (columns[place].x + columns[place + 1].x) / 2, canvas.arrangement.height / 2)
        self._kinds.popup(canvas.viewport().mapToGlobal(at))
        self._kinds.setActiveAction(self._kinds.actions()[0])

    def _render_columns(self) -> None:
        canvas = self._canvas
        drawn = (canvas.arrangement, canvas.names, is_narrow(canvas))
        same = self._drawn is not None and all(one is other for one, other in zip(drawn, self._drawn, strict=True))
        self._drawn = drawn
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
            at = on_screen(canvas, middle, canvas.arrangement.height - Size.NETWORK_FOOT / 2)
            self._inserts[place].move(at - QPoint(Size.HIT // 2, Size.HIT // 2))
        for place, insert in self._inserts.items():
            insert.setVisible(place in gaps)

    def _made_column(self, layer: int) -> ColumnControls:
        return ColumnControls(self._session, self._canvas, layer, lambda: self.popover.open_layer(layer))

    def _made_insert(self, place: int) -> InsertButton:
        tip = self.tr("Add a layer here. Other kinds: right click, hold the button, or press ↓  (Ins)")
        kinds = InsertMenu(self._session, lambda: place, self._canvas)
        button = InsertButton(kinds, name=self.tr("Add a layer here"), tip=tip, parent=self._canvas.viewport())
        button.setObjectName(f"add-layer-{place}")
        button.clicked.connect(lambda: self._session.apply(edits.add_layer, place))
        return button


class ColumnControls:
    """Name, activation and number of neurons of one layer; ``layer`` −1 is the inputs.

    Parameters
    ----------
    open_form : shows everything about the layer
    """

    def __init__(self, session: Session, canvas: Canvas, layer: int, open_form: Callable[[], None]) -> None:
        self._session = session
        self._canvas = canvas
        self._layer = layer
        self._open_form = open_form
        over = canvas.viewport()
        self.name = Button("", "heading", parent=over)
        self.name.setObjectName(f"layer-name-{layer}")
        self.kind = DropButton(translate("LayerControls", "Activation"), parent=over)
        self.kind.setObjectName(f"layer-activation-{layer}")
        self.note = Label("", "note", parent=over)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fewer = Button("−", "round", parent=over)
        self.fewer.setObjectName(f"remove-neuron-{layer}")
        self.size = SizeHandle(over)
        self.size.setObjectName(f"layer-size-{layer}")
        self.more = Button("+", "round", parent=over)
        self.more.setObjectName(f"add-neuron-{layer}")
        self._is_shown = False
        self._anchors: dict[QWidget, tuple[float, float, int]] = {}
        self._connect()

    def _connect(self) -> None:
        layer, session = self._layer, self._session
        self.kind.set_options(activation_options())
        self.kind.menu().aboutToShow.connect(self._render_activations)
        self.kind.chosen.connect(lambda name: session.apply(edits.set_activation, layer, Choice(name)))
        for button in (self.name, self.size):
            button.clicked.connect(self._open_form)
        self.size.dragged.connect(lambda size: session.drag(edits.resize_layer, layer, size))
        self.size.drag_finished.connect(session.end_gesture)
        self.size.stepped.connect(lambda size: session.apply(edits.resize_layer, layer, size))
        self.fewer.clicked.connect(lambda: session.apply(edits.remove_neuron, layer))
        self.more.clicked.connect(lambda: session.apply(edits.add_neuron, layer))

    def _render_activations(self) -> None:
        self.kind.set_impossible(activation_objections(self._session.project, self._layer))

    def _shown(self) -> list[QWidget]:
        return [self.name, self.kind, self.note, self.fewer, self.size, self.more]

    def render(self, column: Column | None, *, same: bool = False) -> None:
        """Show the controls over their column, or nothing. ``same``: nothing about it has changed but its place."""
        was_shown, self._is_shown = self._is_shown, column is not None
        if column is None:
            if was_shown:
                for widget in self._shown():
                    widget.hide()
            return
        if same and was_shown:
            for widget in self._anchors:
                self._move(widget)
            return
        names = self._canvas.names
        hidden = 0 <= self._layer < len(names.network.layers) - 1
        self._render_head(column, names)
        self._render_foot(column, names, hidden)

    def _render_head(self, column: Column, names: Names) -> None:
        narrow = is_narrow(self._canvas)
        whole = names.layer(self._layer)
        last = len(names.network.layers) - 1
        short = whole if self._layer in (-1, last) else names.short_layer(self._layer)
        self._place(self.name, short if narrow else whole, column.x, Size.HIT / 2)
        self.name.setAccessibleName(translate("LayerControls", "Layer {0}: settings").format(whole))
        click = translate("LayerControls", "Click for all its settings and what can be done with it  (Enter).")
        self.name.setToolTip(f"{about(names, self._layer)}\n{click}")
        is_input = self._layer < 0
        bends = not is_input and squeezes(names.network.layers[self._layer])
        self.kind.setVisible(bends)
        self.note.setVisible(is_input)
        if is_input:
            note = _columns(column.size) if names.network.picture is None else translate("LayerControls", "picture")
            self._place(self.note, note, column.x, 1.5 * Size.HIT)
        if not bends:
            return
        entry = ACTIVATIONS.entry(names.network.layers[self._layer].activation.name)
        label = translate("catalog", entry.label)
        self.kind.set_current(entry.name)
        self.kind.setAccessibleName(translate("LayerControls", "Activation of {0}: {1}").format(whole, label))
        self.kind.setToolTip(translate("catalog", entry.help))
        self._place(self.kind, self.kind.text(), column.x, 1.5 * Size.HIT)

    def _render_foot(self, column: Column, names: Names, hidden: bool) -> None:
        sizable = self._canvas.arrangement.sizable
        y = self._canvas.arrangement.height - Size.NETWORK_FOOT / 2
        whole = names.layer(self._layer)
        spec = names.network.layers[max(self._layer, 0)]
        sized = hidden and spec.has_weights
        filters = spec.kind == "conv2d"
        self.size.setVisible(sized)
        for button, side, words in (
            (
                self.fewer,
                -1,
                translate("LayerControls", "One filter less in {0}")
                if filters
                else translate("LayerControls", "One neuron less in {0}"),
            ),
            (
                self.more,
                1,
                translate("LayerControls", "One more filter in {0}")
                if filters
                else translate("LayerControls", "One more neuron in {0}"),
            ),
        ):
            button.setVisible(sized and sizable)
            button.setAccessibleName(words.format(whole))
            button.setToolTip(words.format(whole))
            button.resize(Size.HIT, Size.HIT)
            self._anchor(button, column.x, y, side * (Size.HIT + 2))
        self.fewer.setEnabled(spec.size > 1)
        if sized:
            self.size.show_number(spec.size)
            count = (
                translate("LayerControls", "Filters of {0}: {1}")
                if filters
                else translate("LayerControls", "Neurons of {0}: {1}")
            )
            self.size.setAccessibleName(count.format(whole, spec.size))
            self.size.setToolTip(
                translate("LayerControls", "Drag up for more, down for less; click to type a number  (↑ ↓)")
            )
            self._place(self.size, self.size.text(), column.x, y)

    def _place(self, widget: Button | Label, text: str, x: float, y: float) -> None:
        """Centre a widget with its text over a point of the picture."""
        widget.setText(text)
        widget.ensurePolished()
        widget.resize(widget.sizeHint())
        self._anchor(widget, x, y)
        widget.show()

    def _anchor(self, widget: QWidget, x: float, y: float, aside: int = 0) -> None:
        """Keep the middle of a widget over a point of the picture, or so many pixels beside it."""
        self._anchors[widget] = x, y, aside
        self._move(widget)

    def _move(self, widget: QWidget) -> None:
        x, y, aside = self._anchors[widget]
        at = on_screen(self._canvas, x, y)
        widget.move(at.x() + aside - widget.width() // 2, at.y() - widget.height() // 2)


def on_screen(canvas: Canvas, x: float, y: float) -> QPoint:
    """A point of the picture in the view; what stands above and below the columns stays there."""
    return canvas.place_over(x, y)


def is_narrow(canvas: Canvas) -> bool:
    """Whether there is room for the short names of layers only."""
    return canvas.spacing < Size.COLUMN_NARROW


def _columns(count: int) -> str:
    many = translate("LayerControls", "{0} columns").format(count)
    return translate("LayerControls", "1 column") if count == 1 else many
