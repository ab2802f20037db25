"""The body of the INSPECTOR card: the numbers of what is selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from nnsim.engine.snapshot import View
from nnsim.engine.weight_look import WeightLook
from nnsim.model.change import Change
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_menu import BlockMenu
from nnsim.ui.inspector.layer_choice import LayerChoice
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_picture import MatrixPicture
from nnsim.ui.inspector.matrix_side import MatrixSide
from nnsim.ui.inspector.matrix_summary import MatrixSummary
from nnsim.ui.inspector.matrix_tiles import MatrixTiles, has_tiles
from nnsim.ui.inspector.matrix_tools import MatrixTools
from nnsim.ui.inspector.matrix_view import MatrixView
from nnsim.ui.inspector.matrix_words import matrix_note
from nnsim.ui.inspector.quantities import NEVER_NEGATIVE, VALUE, quantities
from nnsim.ui.inspector.row_sorting import RowSorting
from nnsim.ui.inspector.sum_lines import SumLines
from nnsim.ui.inspector.weightless_note import WeightlessNote
from nnsim.ui.names import is_drawn_alike, names_of
from nnsim.ui.sample_words import is_drag
from nnsim.ui.theme import Beats, Size


class InspectorPanel(QWidget):
    """The weight matrix of the selected layer, and the sum of the selected neuron.

    Signals
    -------
    note_changed(str) : the line for the card's header: which matrix this is
    """

    note_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._note = ""
        self.setObjectName("inspector-panel")
        self._names = names_of(session)
        self._model = MatrixModel(self)
        self.matrix = MatrixView(self._model, appearance)
        self.picture = MatrixPicture(self._model, self.matrix.choice, appearance)
        self.tiles = MatrixTiles(self._model, self.matrix.choice, appearance)
        self.tiles.picked.connect(self._pick_tile)
        self.tools = MatrixTools(appearance)
        self.deeds = BlockDeeds(session, self.matrix.choice, self._model, self)
        self.edit = BlockMenu(session, self.matrix.choice, self.deeds, self.matrix)
        self.tools.add(self.edit.button)
        self._quantity = VALUE
        self.sorting = RowSorting(session, self._model, self.matrix.choice, self.tools, self)
        self.summary = MatrixSummary(self._model, appearance)
        self.summary.hide()
        self.layers = LayerChoice()
        self.empty = WeightlessNote(appearance)
        self.lines = SumLines(session, self.matrix.choice, self.deeds)
        self.sum, self.answer, self.effect = self.lines.sum, self.lines.answer, self.lines.effect
        self._lay_out()
        self.layers.chosen.connect(self._choose_layer)
        for matrix in (self.matrix, self.picture):
            matrix.picked.connect(session.select)
            matrix.weight_typed.connect(self._set_weight)
            matrix.typing_refused.connect(self._explain_refusal)
        for view in (self.matrix, self.picture, self.tiles):
            view.key_meant.connect(self.edit.take)
            view.menu_asked.connect(self.edit.open_at)
        self.deeds.typing_refused.connect(self._explain_refusal)
        self.matrix.choice.changed.connect(self._render_sum)
        self.tools.quantity_chosen.connect(self.show_quantity)
        self.tools.order_chosen.connect(self.show_order)
        self.tools.tiles_clicked.connect(lambda: self.show_as_pictures(not self.tools.tiles.isChecked()))
        self.tools.summary_clicked.connect(lambda: self.show_summary(not self.tools.summary.isChecked()))
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.selection_changed.connect(self._on_selection_changed)
        appearance.changed.connect(self._on_appearance_changed)
        self._render_network()

    def _lay_out(self) -> None:
        numbers = QVBoxLayout()
        numbers.setContentsMargins(0, 0, 0, 0)
        numbers.setSpacing(0)
        for shown in (self.matrix, self.picture, self.tiles, self.empty):
            numbers.addWidget(shown, 1)
        numbers.insertWidget(1, self.matrix.frozen)
        below = QHBoxLayout()
        below.setSpacing(Size.TIGHT)
        below.addWidget(MatrixSide(self.layers, self.tools))
        below.addLayout(numbers, 1)
        below.addWidget(self.summary)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.HALF)
        whole.addWidget(self.lines)
        whole.addLayout(below, 1)
        self.setFocusProxy(self.matrix)

    def note(self) -> str:
        """``Hidden 1 → Hidden 2 · 8 × 8``."""
        return self._note

    def layer(self) -> int:
        """The layer whose weights are shown: that of the selection, or the last one."""
        chosen, network = self._session.selection, self._names.network
        if chosen.kind == "none" or not exists(chosen, network):
            return len(network.layers) - 1
        return max(chosen.layer, 0)

    @property
    def quantity(self) -> str:
        """What is shown of each weight: ``VALUE``, or a quantity of ``WeightLook``."""
        return self._quantity

    def show_quantity(self, quantity: str) -> None:
        """Show something else of each weight."""
        self._quantity = quantity
        self._watch()
        self._render_layer()

    def show_order(self, order: str) -> None:
        """Let the rows stand in another order, as their numbers are now."""
        self.sorting.choose(order)
        self._render_layer()

    def show_as_pictures(self, on: bool) -> None:
        """Show the weights of neurons that see pixels, and of filters, as pictures."""
        self.tools.show_tiled(on)
        self._render_layer()
        self._choose_tile()

    def show_summary(self, on: bool) -> None:
        """Show the figures beside the matrix."""
        self.tools.show_summed_up(on)
        self._render_empty(self.layer())

    def _watch(self) -> None:
        """Ask for what is shown: the sample whose sum is written out, and the numbers beside the weights."""
        if not self.isVisible():
            return
        shown: list[View] = ["sample"]
        if self._quantity != VALUE:
            shown.append(WeightLook(self.layer(), self._quantity))
        self._session.watch("inspector", shown, Beats.FIGURES)

    # ---------------------------------------------------------------- facts

    def _on_project_changed(self, change: Change | None) -> None:
        if change is not None and change.is_of_points:
            return  # the network is as it was; its numbers come with the next snapshot
        if not is_drag(change):
            self._model.start_scales_anew()
        is_other = change is not None and change.is_other_project
        if is_other:
            self.sorting.start_anew()
            self.matrix.choice.forget()
        self._render_network()
        if is_other or self.matrix.choice.cells is None:
            self._choose_tile()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due("inspector"):
            self._render_numbers()

    def _on_selection_changed(self) -> None:
        self._watch()
        self._render_layer()
        self._choose_tile()

    def _on_appearance_changed(self) -> None:
        self.matrix.viewport().update()

    # -------------------------------------------------------------- drawing

    def _render_network(self) -> None:
        self._names = names_of(self._session)
        self.layers.show_network(self._names)
        offered = quantities(self._session.project.training.optimizer.name)
        if self._quantity not in [option.name for option in offered]:
            self._quantity = VALUE
        self.tools.show_quantities(offered, self._quantity)
        self._watch()
        self._render_layer()

    def _render_layer(self) -> None:
        layer = self.layer()
        self.layers.show_layer(layer)
        self.tools.quantity.set_current(self._quantity)
        self._render_numbers()
        self.matrix.show_selected(self._session.selection)
        self.picture.show_selected(self._session.selection)
        path = f"{self._names.layer(layer - 1)} → {self._names.layer(layer)}"
        for matrix in (self.matrix, self.picture, self.tiles):
            matrix.setAccessibleName(self.tr("Weights {0}").format(path))
        self._render_empty(layer)
        note = matrix_note(self._names, layer, path)
        if note != self._note:
            self._note = note
            self.note_changed.emit(note)

    def _render_empty(self, layer: int) -> None:
        spec = self._names.network.layers[layer]
        self.tools.setVisible(spec.has_weights)
        may_be_tiles = has_tiles(self._names, layer)
        is_tiled = self._is_tiled(layer)
        self.tools.offer_tiles(may_be_tiles, are_shown=is_tiled)
        self.tiles.setVisible(is_tiled)
        is_table = spec.has_weights and not self._model.is_folded and not is_tiled
        self.matrix.setVisible(is_table)
        self.matrix.frozen.setVisible(is_table and self.matrix.is_cut_off())
        self.picture.setVisible(spec.has_weights and not is_table and not is_tiled)
        self.summary.setVisible(spec.has_weights and self.tools.summary.isChecked())
        self.empty.setVisible(not spec.has_weights)
        if not spec.has_weights:
            self.empty.show_layer(self._names.layer(layer), spec)
        shown = self.tiles if is_tiled else self.matrix if is_table else self.picture
        self.setFocusProxy(shown if spec.has_weights else self.layers)

    def _render_numbers(self) -> None:
        snapshot = self._session.snapshot
        if not is_drawn_alike(snapshot.network, self._names.network):
            return
        self._model.show_new(self._session.arrivals.now)
        self._model.show(self._names, self.layer(), snapshot, self._quantity)
        self.sorting.render()
        full = self._model.scale.full if self._model.is_known else None
        self.tools.show_scale(full, has_negative=self._quantity not in NEVER_NEGATIVE)
        if self._is_tiled(self.layer()):
            self.tiles.show_tiles(self._names, self.layer(), self._session.selection)
        self._render_sum()

    def _render_sum(self) -> None:
        self.lines.show_lines(self._names, self.layer(), is_tiled=self._is_tiled(self.layer()))

    def _explain_refusal(self) -> None:
        """Say beside the choice why a number cannot be typed."""
        said = self.tr("Only values can be typed. Choose “Value” here to change a weight.")
        below = self.tools.quantity.rect().bottomLeft()
        QToolTip.showText(self.tools.quantity.mapToGlobal(below), said, self.tools.quantity)

    def _is_tiled(self, layer: int) -> bool:
        return self.tools.tiles.isChecked() and has_tiles(self._names, layer)

    def _choose_tile(self) -> None:
        """In pictures what is framed is what is edited."""
        if self._is_tiled(self.layer()):
            self.tiles.choose_framed()

    def _pick_tile(self, part: Selection) -> None:
        self._session.select(part)
        self._choose_tile()

    def _choose_layer(self, layer: int) -> None:
        """Show its weights; by a click the keyboard comes to them, too."""
        self._session.select(Selection("layer", layer))
        if not self.layers.has_keyboard():
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _set_weight(self, part: Selection, value: float) -> None:
        network = self._names.network
        row = network.layers[part.layer].rows(network.shapes[part.layer]) if part.kind == "bias" else part.row
        self._session.set_weight(part.layer, row, part.column, value)

    # -------------------------------------------------------- Qt's own names

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the sample whose sum is written out."""
        super().showEvent(event)
        self._watch()
        self._render_layer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much of the sum as there is room for."""
        super().resizeEvent(event)
        self.lines.set_low(self.height() < Size.INSPECTOR_TALL)
        if self.isVisible():
            self._render_sum()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute."""
        super().hideEvent(event)
        self._session.watch("inspector", ())
