"""What stands above and below a layer: its activation, and the number of its neurons between − and +."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.column_controls import ColumnControls
from nnsim.ui.editor.edge_handle import EdgeHandle
from nnsim.ui.editor.layer_menu import activation_objections, activation_options
from nnsim.ui.editor.layer_words import squeezes
from nnsim.ui.editor.layout import Column
from nnsim.ui.editor.output_words import why_so_many, why_this_output
from nnsim.ui.editor.size_handle import SizeHandle
from nnsim.ui.names import Names
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.tips import in_lines

translate = QCoreApplication.translate


class LayerColumn(ColumnControls):
    """Name, activation and number of neurons.

    At the outputs that number follows from the data: − and + open the card that says so, with what can be done instead.
    """

    def __init__(
        self, session: Session, appearance: Appearance, canvas: Canvas, layer: int, open_form: Callable[[], None]
    ) -> None:
        super().__init__(session, canvas, layer, open_form)
        over = canvas.viewport()
        self.kind = DropButton(translate("LayerControls", "Activation"), parent=over)
        self.kind.setObjectName(f"layer-activation-{layer}")
        self.fewer = Button("−", "round", parent=over)
        self.fewer.setObjectName(f"remove-neuron-{layer}")
        self.size = SizeHandle(over)
        self.size.setObjectName(f"layer-size-{layer}")
        self.more = Button("+", "round", parent=over)
        self.more.setObjectName(f"add-neuron-{layer}")
        self.edge = EdgeHandle(appearance, over)
        self.edge.setObjectName(f"layer-edge-{layer}")
        self.size.clicked.connect(open_form)
        self._connect()

    def _connect(self) -> None:
        layer, session = self._layer, self._session
        self.kind.set_options(activation_options())
        self.kind.menu().aboutToShow.connect(self._render_activations)
        self.kind.chosen.connect(lambda name: session.apply(edits.set_activation, layer, Choice(name)))
        for handle in (self.size, self.edge):
            handle.dragged.connect(lambda size: session.drag(edits.resize_layer, layer, size))
            handle.drag_finished.connect(session.end_gesture)
            handle.drag_cancelled.connect(session.cancel_gesture)
        self.size.stepped.connect(lambda size: session.apply(edits.resize_layer, layer, size))
        self.fewer.clicked.connect(lambda: session.apply(edits.remove_neuron, layer))
        self.more.clicked.connect(lambda: session.apply(edits.add_neuron, layer))

    def widgets(self) -> list[QWidget]:
        """All that stands at the column."""
        return [self.name, self.kind, self.edge, self.fewer, self.size, self.more]

    def _render_activations(self) -> None:
        self.kind.set_impossible(activation_objections(self._session.project, self._layer))

    def _is_output(self, names: Names) -> bool:
        return self._layer == len(names.network.layers) - 1

    def _about(self, names: Names) -> str:
        return why_this_output(self._session, names) if self._is_output(names) else super()._about(names)

    def _render_head(self, column: Column, names: Names) -> None:
        super()._render_head(column, names)
        spec = names.network.layers[self._layer]
        self.kind.setVisible(squeezes(spec))
        if not squeezes(spec):
            return
        entry = ACTIVATIONS.entry(spec.activation.name)
        label, whole = translate("catalog", entry.label), names.layer(self._layer)
        self.kind.set_current(entry.name)
        self.kind.setAccessibleName(translate("LayerControls", "Activation of {0}: {1}").format(whole, label))
        self.kind.setToolTip(f"{label}\n{translate('catalog', entry.help)}")
        self._place(self.kind, (self.kind.text(), label), column.x, 1.5 * Size.HIT)

    def _render_foot(self, column: Column, names: Names) -> None:
        spec, whole = names.network.layers[self._layer], names.layer(self._layer)
        fixed = why_so_many(names) if self._is_output(names) else ""
        for widget, visible in (
            (self.size, spec.has_weights),
            (self.fewer, spec.has_weights and self._canvas.arrangement.sizable),
            (self.more, spec.has_weights and self._canvas.arrangement.sizable),
        ):
            widget.setVisible(visible)
        self._render_steps(column, spec, whole, fixed)
        self.edge.setVisible(spec.kind == "dense" and not fixed)
        if spec.has_weights:
            self._render_size(column, spec, whole, fixed)
            self._render_edge(column, spec)

    def _render_steps(self, column: Column, spec: LayerSpec, whole: str, fixed: str) -> None:
        fewer = translate("LayerControls", "One neuron less in {0}")
        more = translate("LayerControls", "One more neuron in {0}")
        if spec.kind == "conv2d":
            fewer = translate("LayerControls", "One filter less in {0}")
            more = translate("LayerControls", "One more filter in {0}")
        for button, side, words in ((self.fewer, -1, fewer), (self.more, 1, more)):
            button.setAccessibleName(words.format(whole))
            button.setToolTip(in_lines(fixed or words.format(whole)))
            button.resize(Size.HIT, Size.HIT)
            self._anchor(button, column.x, self._foot_y, side * self._step_aside())
            self._show_vain(button, is_vain=bool(fixed) and not self._leaves_choice(spec.size, side))
        self.fewer.setEnabled(spec.size > 1)

    def _leaves_choice(self, size: int, side: int) -> bool:
        """Whether the data let there be an output more or less: two classes are told by one output or by two."""
        return len(self._session.prepared.dataset.classes) == 2 and size + side in (1, 2)

    @staticmethod
    def _show_vain(button: Button, *, is_vain: bool) -> None:
        """Look as if nothing can be done; a click still says why."""
        if is_vain != bool(button.property("vain")):
            button.setProperty("vain", is_vain)
            button.style().unpolish(button)
            button.style().polish(button)

    def _render_size(self, column: Column, spec: LayerSpec, whole: str, fixed: str) -> None:
        count = translate("LayerControls", "Neurons of {0}: {1}")
        if spec.kind == "conv2d":
            count = translate("LayerControls", "Filters of {0}: {1}")
        drag = translate("LayerControls", "Drag up for more, down for less; click to type a number  (↑ ↓)")
        self.size.show_number(spec.size, fixed=bool(fixed))
        self.size.setAccessibleName(count.format(whole, spec.size))
        self.size.setToolTip(in_lines(fixed or drag))
        self._place(self.size, (self.size.text(),), column.x, self._foot_y)

    def _render_edge(self, column: Column, spec: LayerSpec) -> None:
        self.edge.show_number(spec.size)
        self.edge.setAccessibleName(translate("LayerControls", "Lower edge of {0}").format(self.name.accessibleName()))
        self.edge.setToolTip(translate("LayerControls", "Drag down for more, up for less"))
        self.edge.resize(max(round(column.right - column.left), Size.HIT), NetworkSize.EDGE)
        self._anchor(self.edge, column.x, column.bottom + NetworkSize.EDGE / 2 + 1)
