"""Above a weight matrix: the sum of the selected neuron and what comes of it, or a block in figures, or an edit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.session.selection import exists, has_neurons
from nnsim.session.session import Session
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_words import block_numbers, locked_words
from nnsim.ui.inspector.effect_line import EffectLine
from nnsim.ui.inspector.neuron_sum import written_activation, written_normalization, written_sum
from nnsim.ui.names import Names
from nnsim.ui.sample_words import sample_label, sample_loss, sample_number
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.looks import set_look

_MOST_TERMS: Final = 40
"""More are not written out, not even in a tooltip."""
_SHARE: Final = 0.42
"""Of a line that two share the second has so much at the most."""
_SUM: Final = 1_000
"""Of two that share a line the second gets no more than it needs."""
_STRIDE: Final = 32
"""In pixels: a sign more or less of a number does not move what stands beside it."""
_BETWEEN: Final = "  ·  "


class Parts(ElidedLabel):
    """Some things that are said, one behind the other: as many as there is room for, each of them whole."""

    def width_within(self, room: int) -> int:
        """What it needs for as many of them as have room, for the first one in any case; in a run it hardly moves."""
        needed = max((width for width in map(self._width_of, self._said()) if width <= room), default=room)
        return min(-(-needed // _STRIDE) * _STRIDE, room)

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 1

    def _said(self) -> Iterator[str]:
        """The first, the first two …"""
        parts = self.full_text().split(_BETWEEN)
        return (_BETWEEN.join(parts[:count]) for count in range(1, len(parts) + 1))

    def _elide(self) -> None:
        super()._elide()
        whole = [said for said in self._said() if self._width_of(said) <= self.width()]
        if whole:
            self.setText(whole[-1])


class SumLines(QWidget):
    """``z = 0.5·1.2 + …`` and ``h = tanh(z) ≈ 0.46 · sample 1``, below it what the last edit has done to the loss.

    In little height all of it has one line, where an edit has its say until something else is selected. The lines are
    always there, with words or without: what is below them must not slip under the pointer.
    """

    def __init__(self, session: Session, choice: BlockChoice, deeds: BlockDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choice = choice
        self._deeds = deeds
        self._is_low = False
        self.setObjectName("sum-lines")
        self.sum = ElidedLabel("", "number", where=Qt.TextElideMode.ElideMiddle)  # what it comes to stays
        self.sum.setObjectName("neuron-sum")
        self.answer = Parts("", "number")
        self.answer.setObjectName("neuron-answer")
        self.effect = EffectLine(session, deeds)
        for line in (self.sum, self.answer, self.effect):  # as high in words as in numbers: nothing below may slip
            line.setFixedHeight(max(QFontMetrics(font(Size.TINY)).height() for font in (words, numbers)))
        self._both = QWidget()
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._both)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(0)
        self._pair.addWidget(self.sum, _SUM)
        self._pair.addWidget(self.answer, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._both)
        whole.addWidget(self.effect)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.effect.told.connect(self._render_place)
        session.selection_changed.connect(self._on_selection_changed)
        self._render_place()

    def set_low(self, low: bool) -> None:
        """Take one line, or a line for each thing that is said."""
        if low != self._is_low:
            self._is_low = low
            self._pair.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
            self._pair.setSpacing(2 * Size.GAP if low else 0)
            self._render_place()

    def show_lines(self, names: Names, layer: int, *, is_tiled: bool = False) -> None:
        """Say what there is to say of the selection and of the chosen block, now.

        Parameters
        ----------
        layer : the one whose weights are shown
        is_tiled : they are shown as pictures of neurons
        """
        block = self._block(names, layer)
        written = "" if block else self._sum(names, _MOST_TERMS)
        said, answer = block or (
            (written, self._answer(names)) if written else self._hint(names, layer, is_tiled=is_tiled)
        )
        set_look(self.sum, "role", "number" if block or written else "hint")
        set_look(self.answer, "role", "number" if written else "hint")
        self.answer.show_text(answer)
        beside = self.answer.width_within(int(_SHARE * self.width())) if self._is_low else 0
        self.answer.setMinimumWidth(beside)
        room = self.width() - (beside + self._pair.spacing() if self._is_low else 0)
        shown = self._fitting(names, room) if written else said
        self.sum.show_text(shown)
        if shown != said:
            self.sum.setToolTip(said)

    def _hint(self, names: Names, layer: int, *, is_tiled: bool) -> tuple[str, str]:
        """What a hand can do, while nothing is chosen."""
        if not names.network.layers[layer].has_weights:
            return "", ""
        if is_tiled:
            return self.tr("A click chooses a neuron"), self.tr("the wheel scrolls")
        said = self.tr("A click chooses a weight, typing changes it")
        if self._choice.is_picture:
            return said, self.tr("Wheel, Page Up and Page Down zoom  ·  Home shows all  ·  dragging moves")
        return said, self.tr("dragging chooses more  ·  the right button has a menu")

    def _block(self, names: Names, layer: int) -> tuple[str, str] | None:
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
        return said, _BETWEEN.join(one for one in (stays, keys) if one)

    def _sum(self, names: Names, most_terms: int) -> str:
        """That of the selected neuron, with so many terms; nothing if none is selected."""
        chosen, snapshot = self._session.selection, self._session.snapshot
        if chosen.kind not in ("neuron", "link", "bias") or not exists(chosen, snapshot.network):
            return ""
        if not has_neurons(snapshot.network, chosen.layer):
            return ""
        row = chosen.row if chosen.kind == "link" else None
        written = written_sum(snapshot, chosen.layer, chosen.column, most_terms=most_terms, chosen=row)
        return f"{names.short(chosen.layer, chosen.column)}:  {written}" if written else ""

    def _fitting(self, names: Names, room: int) -> str:
        """The same with as many terms as there is room for."""
        width_of, whole = self.sum.fontMetrics().horizontalAdvance, self._sum(names, _MOST_TERMS)
        if width_of(whole) <= room:
            return whole
        most = min(names.network.sizes[self._session.selection.layer], _MOST_TERMS)
        fitting = bisect_right(range(2, most), room, key=lambda terms: width_of(self._sum(names, terms)))
        return self._sum(names, 1 + fitting)

    def _answer(self, names: Names) -> str:
        """What comes of the sum, and of which sample all that is."""
        chosen, snapshot, session = self._session.selection, self._session.snapshot, self._session
        said = [written_activation(snapshot, chosen.layer, chosen.column, prediction=names.prediction)]
        if chosen.layer >= 0 and snapshot.network.layers[chosen.layer].normalize:
            said.append(self.tr("ẑ: z after batch normalisation"))
            said.append(written_normalization(snapshot, chosen.layer, chosen.column))
        said += [sample_number(session), sample_label(session, scaled=True), sample_loss(session)]
        if chosen.layer == 0 and session.prepared.input_scaling.kind != "none":
            said.append(self.tr("x scaled"))
        return _BETWEEN.join(one for one in said if one)

    # facts

    def _on_selection_changed(self) -> None:
        """What was told of an edit has had its say."""
        if self._is_low:
            self._both.show()
            self.effect.hide()

    def _render_place(self) -> None:
        is_told = bool(self.effect.full_text())
        self._both.setVisible(not (self._is_low and is_told))
        self.effect.setVisible(is_told or not self._is_low)
