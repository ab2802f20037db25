"""The body of the NETWORK card."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.layer_controls import LayerControls
from nnsim.ui.editor.link_field import LinkField
from nnsim.ui.editor.muted_card import MutedCard
from nnsim.ui.editor.network_menu import NetworkMenu
from nnsim.ui.editor.part_menu import PartMenu
from nnsim.ui.names import Names
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.sample_words import sample_label, sample_number, shows_one_sample
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.popover import Popover


class NetworkPanel(QWidget):
    """The network, drawn and changed in place.

    Signals
    -------
    note_changed(str) : the line for the card's header: sizes and number of parameters
    """

    note_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._note = ""
        self.setObjectName("network-panel")
        self.canvas = Canvas(session, appearance, self)
        self.controls = LayerControls(session, appearance, self.canvas)
        self.link_field = LinkField(session, appearance, self.canvas)
        self.muted_card = MutedCard(session, appearance, self.canvas)
        self.part_menu = PartMenu(session, self.canvas)
        self.setFocusProxy(self.canvas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.canvas)
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self.canvas.news.travel.caption_changed.connect(self._on_caption_changed)
        self._render_note()

    def menu(self, title: str) -> NetworkMenu:
        """A menu of what can be done with the selected part, for the window."""
        return NetworkMenu(title, self._session, self.canvas)

    def anchor_of(self, layer: int) -> QWidget:
        """What stands at a layer: its form while that is open, else its name; −1 is the inputs."""
        is_open = next((form for form in self.canvas.findChildren(Popover) if form.isVisible()), None)
        return is_open or self.controls.anchor_of(layer)

    def note(self) -> str:
        """``4 → 8 → 3 · 67 parameters · showing sample 12, label setosa``; while a step is shown, where it is."""
        return self._note

    def _on_project_changed(self, _change: Change) -> None:
        self._render_note()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due("network-numbers"):
            self._render_note()

    def _on_caption_changed(self, _caption: str) -> None:
        self._render_note()

    def _render_note(self) -> None:
        network = self._session.project.network
        note = f"{Names(network).sizes()}  ·  {self._parameters(network.n_parameters)}"
        if shows_one_sample(self._session):
            label = sample_label(self._session, scaled=True)  # as the neurons show numbers
            shown = f"{sample_number(self._session)}, {label}".removesuffix(", ")
            note = self.tr("{0}  ·  showing {1}").format(note, shown)
        note = self.canvas.news.travel.caption or note
        if note != self._note:
            self._note = note
            self.note_changed.emit(note)

    def _parameters(self, count: int) -> str:
        return self.tr("1 parameter") if count == 1 else self.tr("{0} parameters").format(format_count(count))

    def sizeHint(self) -> QSize:
        """As large as the window gives."""
        return QSize(*NetworkSize.NETWORK)
