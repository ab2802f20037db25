"""The buttons above and below each layer: real ones, so that keyboard and screen reader find them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.model import edits
from nnsim.session.selection import Selection, has_neurons
from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.layer_menu import activation_options, fill_layer_menu
from nnsim.ui.editor.layout import Column
from nnsim.ui.names import Names, dimensions
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label

_NARROW = 84
"""Columns closer than this show only the sign of a layer."""


class LayerControls(QObject):
    """Keeps one set of controls over each column of the canvas, and a + between each two."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._columns: list[ColumnControls] = []
        self._inserts: list[Button] = []
        canvas.arranged.connect(self._on_arranged)
        canvas.opened.connect(self._on_opened)
        self._render_columns()

    def _on_arranged(self) -> None:
        self._render_columns()

    def _on_opened(self, part: Selection) -> None:
        if part.kind == "layer":
            self._columns[part.layer + 1].name.showMenu()

    def _render_columns(self) -> None:
        columns = self._canvas.arrangement.columns
        while len(self._columns) < len(columns):
            self._columns.append(ColumnControls(self._session, self._canvas, len(self._columns) - 1))
        while len(self._inserts) < len(columns) - 1:
            self._inserts.append(self._made_insert(len(self._inserts)))
        for place, controls in enumerate(self._columns):
            controls.render(columns[place] if place < len(columns) else None)
        for place, insert in enumerate(self._inserts):
            shown = place < len(columns) - 1 and self._canvas.arrangement.roomy
            if shown:
                middle = (columns[place].x + columns[place + 1].x) / 2
                at = on_screen(self._canvas, middle, self._canvas.arrangement.height - Size.NETWORK_FOOT / 2)
                insert.move(at - QPoint(Size.HIT // 2, Size.HIT // 2))
            insert.setVisible(shown)

    def _made_insert(self, place: int) -> Button:
        button = Button("+", "round", name=self.tr("Add a layer here"), tip=self.tr("Add a layer here"))
        button.setParent(self._canvas.viewport())
        button.setObjectName(f"add-layer-{place}")
        button.clicked.connect(lambda: self._session.apply(edits.add_layer, place))
        return button


class ColumnControls:
    """Name, activation and number of neurons of one layer; ``layer`` −1 is the inputs."""

    def __init__(self, session: Session, canvas: Canvas, layer: int) -> None:
        self._session = session
        self._canvas = canvas
        self._layer = layer
        over = canvas.viewport()
        self.name = Button("", "heading", parent=over)
        self.name.setObjectName(f"layer-name-{layer}")
        self.kind = DropButton(_tr("Activation"), parent=over)
        self.kind.setObjectName(f"layer-activation-{layer}")
        self.note = Label("", "note", parent=over)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fewer = Button("−", "round", parent=over)
        self.fewer.setObjectName(f"remove-neuron-{layer}")
        self.size = Label("", "strong", parent=over)
        self.size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.more = Button("+", "round", parent=over)
        self.more.setObjectName(f"add-neuron-{layer}")
        self._connect()

    def _connect(self) -> None:
        layer, session = self._layer, self._session
        self._layer_menu = QMenu(self.name)
        self._layer_menu.aboutToShow.connect(self._fill_layer_menu)
        self._layer_menu.triggered.connect(lambda action: session.apply(*action.data()))
        self.kind.set_options(activation_options())
        self.kind.chosen.connect(lambda name: session.apply(edits.set_activation, layer, Choice(name)))
        self.name.setMenu(self._layer_menu)
        self.fewer.clicked.connect(lambda: session.apply(edits.remove_neuron, layer))
        self.more.clicked.connect(lambda: session.apply(edits.add_neuron, layer))

    def _fill_layer_menu(self) -> None:
        self._session.select(Selection("layer", self._layer))
        fill_layer_menu(self._layer_menu, self._session.project.network, self._layer)

    def _shown(self) -> list[QWidget]:
        return [self.name, self.kind, self.note, self.fewer, self.size, self.more]

    def render(self, column: Column | None) -> None:
        """Show the controls over their column, or nothing."""
        if column is None:
            for widget in self._shown():
                widget.hide()
            return
        names = self._canvas.names
        hidden = 0 <= self._layer < len(names.network.layers) - 1
        self._render_head(column, names)
        self._render_foot(column, names, hidden)

    def _render_head(self, column: Column, names: Names) -> None:
        narrow = self._canvas.arrangement.spacing() < _NARROW
        whole = names.layer(self._layer)
        last = len(names.network.layers) - 1
        short = whole if self._layer in (-1, last) else names.short_layer(self._layer)
        self._place(self.name, short if narrow else whole, column.x, Size.HIT / 2)
        self.name.setAccessibleName(_tr("Layer {0}: menu").format(whole))
        self.name.setToolTip(self._help(whole, column.size))
        is_input = self._layer < 0
        squeezes = not is_input and _squeezes(names.network.layers[self._layer])
        self.kind.setVisible(squeezes)
        self.note.setVisible(is_input)
        if is_input:
            note = _columns(column.size) if names.network.picture is None else _tr("picture")
            self._place(self.note, note, column.x, 1.5 * Size.HIT)
        if not squeezes:
            return
        entry = ACTIVATIONS.entry(names.network.layers[self._layer].activation.name)
        label = QCoreApplication.translate("catalog", entry.label)
        self.kind.set_current(entry.name)
        self.kind.setAccessibleName(_tr("Activation of {0}: {1}").format(whole, label))
        self.kind.setToolTip(QCoreApplication.translate("catalog", entry.help))
        self._place(self.kind, self.kind.text(), column.x, 1.5 * Size.HIT)

    def _help(self, name: str, size: int) -> str:
        network = self._canvas.names.network
        if not has_neurons(network, self._layer):
            return self._picture_help(name, network)
        if self._layer < 0:
            many = _tr("{0} inputs: one for each column or feature chosen under Data").format(size)
            return _tr("1 input: the column or feature chosen under Data") if size == 1 else many
        if self._layer == len(network.layers) - 1:
            return self._output_help(size)
        many = _tr("{0}: {1} neurons. Click for what can be done with this layer.").format(name, size)
        one = _tr("{0}: 1 neuron. Click for what can be done with this layer.").format(name)
        return one if size == 1 else many

    def _picture_help(self, name: str, network: NetworkSpec) -> str:
        words = dimensions(network.shapes[self._layer + 1])
        if self._layer < 0:
            return _tr("The inputs are a picture of {0} pixels").format(words)
        entry = LAYER_KINDS.entry(network.layers[self._layer].kind)
        kind, explained = (QCoreApplication.translate("catalog", text) for text in (entry.label, entry.help))
        said = _tr("{0}: {1}, {2}. Click for what can be done with this layer.\n{3}")
        return said.format(name, kind, words, explained)

    def _output_help(self, size: int) -> str:
        n_classes = len(self._canvas.names.classes)
        if n_classes == 2 and size == 1:
            return _tr("One output, because there are two classes: it says how likely the second one is.")
        if n_classes:
            return _tr("{0} outputs, because there are {1} classes.").format(size, n_classes)
        return _tr("Outputs: {0}, one for each number to predict.").format(size)

    def _render_foot(self, column: Column, names: Names, hidden: bool) -> None:
        sizable = self._canvas.arrangement.sizable
        y = self._canvas.arrangement.height - Size.NETWORK_FOOT / 2
        whole = names.layer(self._layer)
        spec = names.network.layers[max(self._layer, 0)]
        sized = hidden and spec.has_weights
        filters = spec.kind == "conv2d"
        self.size.setVisible(sized)
        for button, side, words in (
            (self.fewer, -1, _tr("One filter less in {0}") if filters else _tr("One neuron less in {0}")),
            (self.more, 1, _tr("One more filter in {0}") if filters else _tr("One more neuron in {0}")),
        ):
            button.setVisible(sized and sizable)
            button.setAccessibleName(words.format(whole))
            button.setToolTip(words.format(whole))
            at = on_screen(self._canvas, column.x, y)
            button.move(at + QPoint(side * (Size.HIT + 2) - Size.HIT // 2, -Size.HIT // 2))
        self.fewer.setEnabled(spec.size > 1)
        if sized:
            self._place(self.size, str(spec.size), column.x, y)

    def _place(self, widget: Button | Label, text: str, x: float, y: float) -> None:
        """Centre a widget with its text over a point of the picture."""
        widget.setText(text)
        widget.ensurePolished()
        widget.resize(widget.sizeHint())
        at = on_screen(self._canvas, x, y)
        widget.move(at.x() - widget.width() // 2, at.y() - widget.height() // 2)
        widget.show()


def on_screen(canvas: Canvas, x: float, y: float) -> QPoint:
    """A point of the picture in the view."""
    return canvas.mapFromScene(x, y)


def _squeezes(layer: LayerSpec) -> bool:
    """Whether a layer's activation is worth a word: pooling and flatten pass on what they make."""
    return layer.has_weights or layer.activation.name != "identity"


def _columns(count: int) -> str:
    return _tr("1 column") if count == 1 else _tr("{0} columns").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("LayerControls", text)
