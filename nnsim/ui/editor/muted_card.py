"""What a muted neuron was worth."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from nnsim.model.change import Change
from nnsim.session.selection import exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.canvas_card import CanvasCard
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_number

_DIGITS = 3


class MutedCard(CanvasCard):
    """Beside the selected neuron while it is muted: the losses without it and with it, and a button to hear it again.

    The numbers are of the moment it was muted or selected, or of the last pause: to compute them takes a pass over all
    samples.
    """

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(session, appearance, canvas)
        self.setObjectName("muted-card")
        self.test, self.train = Label("", "strong"), Label("", "note")
        for label in (self.test, self.train):
            label.setContentsMargins(Size.HALF, 0, Size.HALF, 0)
            self.body.addWidget(label)
        self.unmute = Button(
            self.tr("Hear it again"),
            "chip",
            tip=self.tr("Unmute this neuron: its weights are as they were  (Del)"),
        )
        self.unmute.setObjectName("unmute-neuron")
        self.unmute.clicked.connect(lambda: part_verbs.toggle_muted(session, self._part))
        self.body.addWidget(self.unmute)
        canvas.arranged.connect(self._on_arranged)
        session.selection_changed.connect(self._on_selection_changed)
        session.project_changed.connect(self._on_project_changed)
        session.run_state_changed.connect(self._on_run_state_changed)

    def _on_arranged(self) -> None:
        self._render_place()

    def _on_selection_changed(self) -> None:
        self._render()

    def _on_project_changed(self, _change: Change) -> None:
        self._render()

    def _on_run_state_changed(self) -> None:
        if self.isVisible() and self._session.run_state != "running":
            self._render()

    def _render(self) -> None:
        part, network = self._session.selection, self._session.project.network
        if not exists(part, network) or not part_verbs.is_muted(network, part):
            if self.isVisible():
                self._render_closed()
            return
        self._part = part
        self._render_worth()
        self.resize(self.sizeHint())
        self._render_place()
        self.show()
        self.raise_()

    def _render_worth(self) -> None:
        part = self._part
        worth = self._session.worth_of_neuron(part.layer, part.column)
        name = self._canvas.names.short(part.layer, part.column)
        self.title.show_text(self.tr("{0} is muted  ·  epoch {1}").format(name, worth.epoch))
        with_it, without = worth.test
        self.test.setVisible(not math.isnan(with_it))
        self.test.setText(_said(self.tr("Test loss {0} instead of {1}"), without, with_it))
        with_it, without = worth.train
        self.train.setText(_said(self.tr("Training loss {0} instead of {1}"), without, with_it))
        self.setAccessibleName(" ".join((self.title.full_text(), self.test.text(), self.train.text())))

    def _render_place(self) -> None:
        part, canvas = self._part, self._canvas
        if part.kind != "neuron" or not exists(part, canvas.names.network):
            return
        column = canvas.arrangement.column(part.layer)
        right = canvas.mapFromScene(column.right, column.height_of(part.column))
        left = canvas.mapFromScene(column.left, column.height_of(part.column))
        at = QPoint(right.x() + Size.MARGIN, right.y() - self.height() // 2)
        if at.x() + self.width() > canvas.viewport().width():
            at.setX(left.x() - Size.MARGIN - self.width())
        self._move_to(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del hears it again."""
        if event.key() == Qt.Key.Key_Delete:
            part_verbs.toggle_muted(self._session, self._part)
        super().keyPressEvent(event)


def _said(words: str, without: float, with_it: float) -> str:
    return words.format(format_number(without, _DIGITS), format_number(with_it, _DIGITS))
