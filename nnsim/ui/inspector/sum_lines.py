"""The two lines above a weight matrix: the sum of the selected neuron and what comes of it, or a block in figures."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QObject, Qt

from nnsim.session.selection import exists, has_neurons
from nnsim.session.session import Session
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_words import block_numbers, locked_words
from nnsim.ui.inspector.neuron_sum import written_activation, written_normalization, written_sum
from nnsim.ui.names import Names
from nnsim.ui.sample_words import sample_label, sample_loss, sample_number
from nnsim.ui.widgets.labels import ElidedLabel

_MOST_TERMS: Final = 40
"""More are not written out, not even in a tooltip."""


class SumLines(QObject):
    """``z = 0.5·1.2 + …`` and below it ``h = tanh(z) ≈ 0.46 · sample 1``: two labels to lay out."""

    def __init__(self, session: Session, choice: BlockChoice, deeds: BlockDeeds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choice = choice
        self._deeds = deeds
        self.sum = ElidedLabel("", "number", where=Qt.TextElideMode.ElideMiddle)  # what it comes to stays
        self.sum.setObjectName("neuron-sum")
        self.answer = ElidedLabel("", "number")
        self.answer.setObjectName("neuron-answer")

    def show_lines(self, names: Names, layer: int, room: float, *, keeps_place: bool = False) -> None:
        """Say what there is to say of the selection and of the chosen block, now; labels without words are hidden.

        Parameters
        ----------
        layer : the one whose weights are shown
        room : pixels for a line
        keeps_place : labels without words say what a hand can do: a picture below them must not slip under the pointer
        """
        lines = self._block(names, layer) or self._neuron(names, room) or (self._hint() if keeps_place else None)
        for label in (self.sum, self.answer):
            label.setVisible(lines is not None)
        if lines is None:
            return
        whole, shown, answer = lines
        self.sum.show_text(shown)
        if shown != whole:
            self.sum.setToolTip(whole)
        self.answer.show_text(answer)

    def _hint(self) -> tuple[str, str, str]:
        said = self.tr("A click chooses a weight, typing changes it")
        return said, said, self.tr("Wheel, Page Up and Page Down zoom  ·  Home shows all  ·  dragging moves")

    def _block(self, names: Names, layer: int) -> tuple[str, str, str] | None:
        """Of more than one chosen cell their number and mean stand in place of the sum."""
        snapshot = self._session.snapshot
        cells = None if self._choice.block is None else self._deeds.cells
        if cells is None or cells.layer != layer or snapshot.network.shapes != names.network.shapes:
            return None
        quantity = self._deeds.quantity
        said = block_numbers(self._session.project, cells, self._deeds.shown, quantity)
        stays = locked_words(self._session.project, cells)
        if quantity:
            keys = self.tr("H holds  ·  X cuts  ·  Ctrl+C copies what is shown")
        elif self._deeds.can_change():
            keys = self.tr("Del sets them to 0  ·  * scales  ·  H holds  ·  Ctrl+C copies")
        else:
            keys = self.tr("X puts links back") if self._deeds.are_cut else self.tr("H lets them learn again")
        return said, said, "  ·  ".join(words for words in (stays, keys) if words)

    def _neuron(self, names: Names, room: float) -> tuple[str, str, str] | None:
        """The sum with as many terms as there is room for, what comes of it, and of which sample."""
        chosen, snapshot = self._session.selection, self._session.snapshot
        if chosen.kind not in ("neuron", "link", "bias") or not exists(chosen, snapshot.network):
            return None
        text = self._written(names, _MOST_TERMS) if has_neurons(snapshot.network, chosen.layer) else ""
        if not text:
            return None
        shown, width_of = text, self.sum.fontMetrics().horizontalAdvance
        most = min(names.network.sizes[chosen.layer], _MOST_TERMS)
        if width_of(text) > room:
            fitting = bisect_right(range(3, most), room, key=lambda terms: width_of(self._written(names, terms)))
            shown = self._written(names, 2 + fitting)
        return text, shown, self._answer(names)

    def _answer(self, names: Names) -> str:
        chosen, snapshot, session = self._session.selection, self._session.snapshot, self._session
        said = [written_activation(snapshot, chosen.layer, chosen.column, prediction=names.prediction)]
        if chosen.layer >= 0 and snapshot.network.layers[chosen.layer].normalize:
            said.append(self.tr("ẑ: z after batch normalisation"))
            said.append(written_normalization(snapshot, chosen.layer, chosen.column))
        said += [sample_number(session), sample_label(session, scaled=True), sample_loss(session)]
        if chosen.layer == 0 and session.prepared.input_scaling.kind != "none":
            said.append(self.tr("x scaled"))
        return "  ·  ".join(words for words in said if words)

    def _written(self, names: Names, most_terms: int) -> str:
        chosen = self._session.selection
        row = chosen.row if chosen.kind == "link" else None
        snapshot = self._session.snapshot
        written = written_sum(snapshot, chosen.layer, chosen.column, most_terms=most_terms, chosen=row)
        return f"{names.short(chosen.layer, chosen.column)}:  {written}" if written else ""
