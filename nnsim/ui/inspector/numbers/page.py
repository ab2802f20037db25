"""The page of the inspector on which the numbers of a step go through the network, stage by stage."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.trace import Trace, TraceLook
from nnsim.explain.equations import Place, Stage, StageKind, Table, Walk
from nnsim.explain.notation import Notation
from nnsim.explain.walk import walk
from nnsim.model.change import Change
from nnsim.session.selection import Selection, exists, has_neurons
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.copy_choice import CopyChoice
from nnsim.ui.inspector.numbers.sample_choice import SampleChoice
from nnsim.ui.inspector.numbers.sheet import InPlay, Sheet
from nnsim.ui.inspector.numbers.wording import AxisNames, stage_name, stage_said, stage_sign
from nnsim.ui.names import is_drawn_alike, names_of
from nnsim.ui.sample_words import is_drag
from nnsim.ui.sheet_sizes import SheetSize
from nnsim.ui.theme import Beats, Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chip_line import ChipLine
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.icons import icon


class NumbersPage(QWidget):
    """A step of training, told: where it stands in the walk, whose step it is, and the sheet with the equations.

    Signals
    -------
    note_changed(str) : the line for the card's header
    """

    note_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self.setObjectName("numbers-page")
        self._names = names_of(session)
        self._look = TraceLook()
        self._walk: Walk | None = None
        self._trace: Trace | None = None
        self._place: Place = ("forward", 0)
        self._in_play = InPlay()
        self._note = ""
        self.back = self._stepper("numbers_back", self.tr("The stage before  (Alt+←)"), -1)
        self.on = self._stepper("numbers_on", self.tr("The next stage  (Alt+→)"), 1)
        self.stage = DropButton(self.tr("Stage"), tip=self.tr("Where in the step: forward, loss, backward, update"))
        self.stage.setObjectName("numbers_stage")
        self.stage.chosen.connect(lambda name: self.go_to(_place(name)))
        self.trail = ChipLine(self.tr("Stages of the step"), "pill")
        self.trail.setObjectName("numbers_trail")
        self.trail.more.setObjectName("numbers_trail_more")
        self.trail.clicked.connect(lambda name: self.go_to(_place(name)))
        self.sample = SampleChoice(appearance)
        self.sample.chosen.connect(self.look_at)
        self.copy = CopyChoice()
        self.copy.chosen.connect(self._copy)
        self.sheet = Sheet(appearance)
        self.sheet.stepped.connect(self.step)
        self.sheet.picked.connect(self._pick)
        self.sheet.operand_picked.connect(self._pick_operand)
        self._lay_out()
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.selection_changed.connect(self._on_selection_changed)
        appearance.changed.connect(self._render_icons)
        self._render_icons()
        self._render_network()

    def _stepper(self, name: str, tip: str, by: int) -> Button:
        button = Button("", "icon", name=tip.partition("  (")[0], tip=tip)
        button.setObjectName(name)
        button.setFixedSize(Size.HIT, Size.HIT)
        button.clicked.connect(lambda: self.step(by))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Size.HALF)
        for widget in (self.back, self.on, self.stage):
            head.addWidget(widget)
        self.back.heirs = self.on.heirs = (self.sheet,)
        head.addWidget(self.sample, 1)
        head.addWidget(self.copy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.HALF)
        whole.addLayout(head)
        whole.addWidget(self.trail)
        whole.addWidget(self.sheet, 1)
        self.setFocusProxy(self.sheet)

    # ------------------------------------------------------------------ facts

    @property
    def look(self) -> TraceLook:
        """Whose step is told."""
        return self._look

    @property
    def place(self) -> Place:
        """Where in the walk it stands."""
        return self._place

    @property
    def walk(self) -> Walk | None:
        """The step that is told; nothing before the first numbers have come."""
        return self._walk

    @property
    def trace(self) -> Trace | None:
        """The numbers behind it."""
        return self._trace

    def note(self) -> str:
        """``3 of 8 · Forward: Output · sample 12``."""
        return self._note

    def axis_names(self) -> AxisNames:
        """Names for rows and columns of the tables."""
        return AxisNames(self._names, () if self._trace is None else self._trace.rows)

    # ---------------------------------------------------------------- gestures

    def step(self, by: int) -> None:
        """Walk on, or back; it ends at both ends. The layer in play is selected."""
        if self._walk is not None:
            places = self._walk.places
            self.go_to(places[min(max(places.index(self._place) + by, 0), len(places) - 1)])

    def go_to(self, place: Place) -> None:
        """Show a stage; its layer is selected, so that the network shows it, too."""
        self._show_place(place)
        self._session.select(Selection("layer", place[1]))
        holder = QApplication.focusWidget()
        if holder is None or not self.isAncestorOf(holder):
            self.sheet.page.setFocus(Qt.FocusReason.MouseFocusReason)  # in the network Alt and → would move the layer

    def look_at(self, look: TraceLook) -> None:
        """Tell the step of other samples."""
        self._look = look
        self.sample.tell_gone(None)
        self._watch()

    def _pick(self, in_play: InPlay) -> None:
        """Another number in play; the neuron that it belongs to is selected."""
        self._in_play = in_play
        self._render_stage()
        stage = self.sheet.stage
        if stage is None or in_play.equation >= len(stage.equations):
            return
        result = stage.equations[in_play.equation].result
        self._select(result, in_play.row, in_play.column)

    def _pick_operand(self, equation: int, table: Table, row: int, column: int) -> None:
        """What was clicked is given, not found: its part of the network is selected."""
        if equation != self._in_play.equation:
            self._in_play = InPlay(equation)
            self._render_stage()
        self._select(table, row, column)

    def _select(self, table: Table, row: int, column: int) -> None:
        """Select the weight, bias or neuron that a number belongs to, if there is one."""
        layer, network = self._place[1], self._names.network
        found = Selection("layer", layer)
        if table.rows.kind in ("sources", "parameters"):
            layer = table.rows.layer  # going backward, of the next one
            n_weights = network.layers[layer].rows(network.shapes[layer])
            is_bias = row == n_weights and network.layers[layer].bias
            if row < n_weights:
                found = Selection("link", layer, row, column)
            elif is_bias:
                found = Selection("bias", layer, 0, column)
            elif has_neurons(network, layer):
                found = Selection("neuron", layer, 0, column)  # a gain
        elif table.columns.kind == "neurons" and has_neurons(network, table.columns.layer):
            found = Selection("neuron", table.columns.layer, 0, column)
        if exists(found, network):
            self._session.select(found)

    def _copy(self, what: str) -> None:
        stage = self.sheet.stage
        if stage is None or not stage.equations:
            return
        self.copy.copy(what, stage, self._in_play, self._session.wording.digits, self.axis_names())

    # ---------------------------------------------------------------- drawing

    def _on_project_changed(self, change: Change | None) -> None:
        if not is_drag(change):
            self.sheet.page.start_scales_anew()
        self._render_network()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due("numbers"):
            self._render_walk()

    def _on_selection_changed(self) -> None:
        """The layer that is selected elsewhere is told here, in the same part of the step."""
        chosen = self._session.selection
        if chosen.kind == "none" or chosen.layer < 0 or chosen.layer == self._place[1] or self._walk is None:
            return
        if self._owner_of(chosen) == self._place[1]:
            return
        same = (self._place[0], chosen.layer)
        if same in self._walk.places:
            self._show_place(same)

    def _owner_of(self, chosen: Selection) -> int:
        """A neuron that only comes in belongs to the layer that is told."""
        return chosen.layer + 1 if chosen.kind == "neuron" and chosen.layer == self._place[1] - 1 else chosen.layer

    def _render_network(self) -> None:
        self._names = names_of(self._session)
        prepared = self._session.prepared
        self.sample.show_data(prepared)
        if self._look.typed and not prepared.fits(self._look.typed, self._look.target):
            self.look_at(TraceLook())  # typed for other data
        elif self._look.rows and not {*self._look.rows} <= {*self.sample.known_rows()}:
            gone = self._look.rows[0]
            self.look_at(TraceLook())
            self.sample.tell_gone(gone)
        self._walk = None
        self._render_walk()

    def _render_walk(self) -> None:
        """The step of the newest snapshot."""
        traced, project = self._session.snapshot.trace, self._session.project
        if traced is None or traced.look != self._look:  # none yet, or what another room has looked at
            return
        if not is_drawn_alike(self._session.snapshot.network, project.network):
            return
        network = project.network
        self._trace = traced
        notation = Notation(len(network.layers), self._session.wording.label_has_hat)
        self._walk = walk(network, project.training, traced, notation)
        if self._place not in self._walk.places:
            self._place = self._walk.places[0]
            self._in_play = InPlay()
        self.sample.show_look(self._look, traced.rows)
        self._render_trail()
        self._render_stage()

    def _show_place(self, place: Place) -> None:
        if place != self._place:
            self._place, self._in_play = place, InPlay()
        self._render_trail()
        self._render_stage()

    def _render_trail(self) -> None:
        if self._walk is None:
            return
        names, places = self._names, self._walk.places
        named = [Option(_name(one), stage_name(names, one), stage_said(names, one)) for one in places]
        self.stage.set_options(named)
        self.stage.set_current(_name(self._place))
        signs = [
            Option(_name(one), stage_sign(names, one), stage_said(names, one), stage_name(names, one)) for one in places
        ]
        self.trail.set_options(signs)
        self.trail.set_chosen(_name(self._place))
        at = places.index(self._place)
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at + 1 < len(places))
        self._render_note(at + 1, len(places))

    def _render_note(self, at: int, count: int) -> None:
        note = self.tr("stage {0} of {1}").format(at, count)
        if note != self._note:
            self._note = note
            self.note_changed.emit(note)

    def _render_stage(self) -> None:
        if self._walk is None:
            return
        stage = self._walk.stage(*self._place)
        in_play, digits = self._within(stage), self._session.wording.digits
        self.sheet.show_stage(self._walk, stage, self.axis_names(), digits, self._session.snapshot.run_id, in_play)
        self.sheet.page.setAccessibleDescription(self.told())

    def _within(self, stage: Stage) -> InPlay:
        """The number in play, or the nearest that is there."""
        if not stage.equations:
            return InPlay()
        equation = min(self._in_play.equation, len(stage.equations) - 1)
        rows, columns = stage.equations[equation].result.values.shape
        self._in_play = InPlay(equation, min(self._in_play.row, rows - 1), min(self._in_play.column, columns - 1))
        return self._in_play

    def told(self) -> str:
        """How the number in play comes about, in one line for a screen reader."""
        pictures = self.sheet.page.pictures
        if self._in_play.equation >= len(pictures):
            return ""
        picture = pictures[self._in_play.equation]
        return f"{picture.said()} {picture.equation.result.symbol.text()} {picture.written()}"

    def _render_icons(self) -> None:
        self.back.setIcon(icon("arrow-left", self._appearance.theme, "second"))
        self.on.setIcon(icon("arrow-right", self._appearance.theme, "second"))

    # -------------------------------------------------------- Qt's own names

    def _watch(self) -> None:
        if self.isVisible():
            self._session.watch("numbers", (self._look,), Beats.FIGURES)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the numbers of a step."""
        super().showEvent(event)
        self._watch()
        self._render_walk()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute."""
        super().hideEvent(event)
        self._session.watch("numbers", ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little height the trail gives way: the stage's own menu has the same."""
        super().resizeEvent(event)
        self.trail.setVisible(self.height() >= SheetSize.TRAIL_FROM)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on nothing leaves the keyboard here."""
        self.sheet.page.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow walk from stage to stage."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(by)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same as the button Copy."""
        self.copy.menu().popup(event.globalPos())


def _name(place: Place) -> str:
    return f"{place[0]}_{place[1]}"


def _place(name: str) -> Place:
    kind, _, layer = name.partition("_")
    return _KINDS[kind], int(layer)


_KINDS: Final[dict[str, StageKind]] = {
    "forward": "forward",
    "loss": "loss",
    "backward": "backward",
    "update": "update",
}
