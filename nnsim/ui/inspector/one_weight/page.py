"""The page of the inspector for one weight: why it changes, the proof of its gradient, its history."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.trace import Trace, TraceLook
from nnsim.engine.weight_place import WeightPlace
from nnsim.explain.contributions import steepest
from nnsim.explain.whole_step import can_be_followed, can_be_told
from nnsim.model.change import Change
from nnsim.model.project import Project
from nnsim.session.selection import selection_of, weight_of
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.one_weight.history import HistorySection
from nnsim.ui.inspector.one_weight.no_weight import NoWeight
from nnsim.ui.inspector.one_weight.prove import ProveSection
from nnsim.ui.inspector.one_weight.told import Kind, WeightTold
from nnsim.ui.inspector.one_weight.why import WhySection
from nnsim.ui.names import is_drawn_alike, names_of
from nnsim.ui.sample_words import is_drag
from nnsim.ui.theme import Beats, Size
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.numbers import format_number

_BATCH: Final = TraceLook(batch=True)


class WeightPage(QWidget):
    """Which weight, whose step, and one of the sections.

    Signals
    -------
    note_changed(str) : the line for the card's header
    """

    note_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names = names_of(session)
        self._mode, self._section, self._note = "last", "why", ""
        self._told_mode = self._mode
        self._shown: object = None
        self.told: WeightTold | None = None
        self._look: TraceLook | None = None
        self._stale: Trace | None = None
        self.setObjectName("one-weight-page")
        self.why = WhySection(session, appearance)
        self.prove = ProveSection(session, appearance)
        self.history = HistorySection(session, appearance)
        self.sections: dict[str, WhySection | ProveSection | HistorySection] = {
            "why": self.why,
            "prove": self.prove,
            "history": self.history,
        }
        self.chips = {option.name: self._chip(option) for option in self._section_options()}
        self.weight = ElidedLabel("", "number")
        self.weight.setObjectName("weight_chosen")
        self.mode = DropButton(self.tr("Step"), tip=self.tr("Whose step is told"))
        self.mode.setObjectName("weight_step")
        self.mode.chosen.connect(self._choose_mode)
        self.empty = NoWeight()
        self.steepest = Button(
            self.tr("Take the one with the largest gradient"),
            tip=self.tr("Selects the weight or bias that the next step pulls at most"),
        )
        self.steepest.setObjectName("weight_steepest")
        self.steepest.clicked.connect(self.take_steepest)
        self.below = QWidget()  # as much room below the button as above what is said
        self._lay_out()
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.selection_changed.connect(self._render)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.past.changed.connect(self._render)
        session.last_step.changed.connect(self._render)
        self.show_section("why")

    def _section_options(self) -> tuple[Option, ...]:
        return (
            Option("why", self.tr("Why"), self.tr("Why the weight changes: what each sample pulls, sorted")),
            Option("prove", self.tr("Prove it"), self.tr("Nudge the weight, and compare the slope with the gradient")),
            Option("history", self.tr("History"), self.tr("The weight and its gradient over the run so far")),
        )

    def _chip(self, option: Option) -> Chip:
        chip = Chip(option.label, tip=option.tip)
        chip.setObjectName(f"weight_section_{option.name}")
        chip.clicked.connect(lambda: self._choose_section(option.name))
        return chip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Size.GAP)
        for chip in self.chips.values():
            head.addWidget(chip)
        head.addWidget(self.weight, 1)
        head.addWidget(self.mode)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.HALF)
        whole.addLayout(head)
        for section in self.sections.values():
            whole.addWidget(section, 1)
        whole.addWidget(self.empty, 1)
        whole.addWidget(self.steepest, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(self.below, 1)

    def note(self) -> str:
        """``4 → 3 in Hidden 2``."""
        return self._note

    # ------------------------------------------------------------------ verbs

    def show_section(self, name: str) -> None:
        """Bring a section into sight."""
        self._section = name
        for own, chip in self.chips.items():
            chip.setChecked(own == name)
        self._shown = None
        self._render()

    def _choose_section(self, name: str) -> None:
        """Bring it into sight, and the keyboard to it."""
        by_key = self.chips[name].hasFocus()  # before: Qt may give it the keyboard of what goes out of sight
        self.show_section(name)
        if not by_key:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def take_steepest(self) -> None:
        """Select the weight with the largest gradient in the step that comes next."""
        network = self._session.project.network
        found = steepest(network, self._session.trace(_BATCH))
        if found is not None:
            self._session.select(selection_of(found, network))

    def _choose_mode(self, name: str) -> None:
        self._mode = name
        self._watch()
        self._render()

    # ------------------------------------------------------------------ facts

    def _on_project_changed(self, change: Change | None) -> None:
        self._names = names_of(self._session)
        if not is_drag(change):
            self._shown = None
        if change is None or change.parts:  # with none the step is the same, in other signs or digits
            self._stale = self._session.snapshot.trace
        self._watch()
        self._render()

    def _on_run_state_changed(self) -> None:
        self._watch()
        self._render()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due("one_weight"):
            self._render()

    # ---------------------------------------------------------------- drawing

    def _render(self) -> None:
        """Show what there is; a part that goes out of sight leaves the keyboard on this page."""
        if not self.isVisible():
            return
        had_keyboard = self._has_keyboard()
        self._render_all()
        if had_keyboard and not self._has_keyboard():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_keyboard(self) -> bool:
        holder = QApplication.focusWidget()
        return holder is not None and (holder is self or self.isAncestorOf(holder))

    def _render_all(self) -> None:
        place = weight_of(self._session.selection, self._session.project.network)
        self.told = told = None if place is None else self._told(place) or self._left(place)
        self._told_mode = self._mode
        for name, section in self.sections.items():
            section.setVisible(told is not None and name == self._section)
        self.empty.setVisible(told is None)
        for widget in (self.steepest, self.below):
            widget.setVisible(place is None)
        for chip in self.chips.values():
            chip.setVisible(place is not None)
        self.mode.setVisible(told is not None or (place is not None and self._waits_for_pause))
        self._render_head(place, told)
        if told is None:
            self._shown = None
            self._render_empty(place)
            self.setFocusProxy(self.empty)
            return
        shown = (told.network.layers, told.weight, self._mode, told.kind == "coming")
        if shown != self._shown:
            self._shown = shown
            self.sections[self._section].start_anew()
        self.sections[self._section].show_weight(told)
        self.setFocusProxy(self.sections[self._section])

    def _told(self, place: WeightPlace) -> WeightTold | None:
        """The step in question; ``None`` while nobody knows it yet."""
        session, digits = self._session, self._session.wording.digits
        if self._waits_for_pause:
            return None
        if self._mode == "last" and session.run_state != "running":
            session.last_step.want()
            made = session.last_step.made
            if made is not None and is_drawn_alike(made.project.network, session.project.network):
                return self._in(made.project, made.trace, place, made.before, "made", digits)
            if session.last_step.is_on_the_way:
                return None
        snapshot = session.snapshot
        if snapshot.trace is None or snapshot.trace is self._stale or snapshot.trace.look != self._look:
            return None
        if not is_drawn_alike(snapshot.network, session.project.network):
            return None
        kind: Kind = "all" if self._mode == "all" else "coming" if session.run_state == "running" else "next"
        return self._in(session.project, snapshot.trace, place, snapshot.step, kind, digits)

    def _left(self, place: WeightPlace) -> WeightTold | None:
        """What is told of the weight stays until an edit has its new numbers: a section hidden for so long flickers."""
        told = self.told
        if self._waits_for_pause or told is None or told.weight != place or self._told_mode != self._mode:
            return None
        return told if is_drawn_alike(told.network, self._session.project.network) else None

    def _in(
        self, project: Project, traced: Trace, place: WeightPlace, before: int, kind: Kind, digits: int
    ) -> WeightTold | None:
        fits = len(traced.layers) == len(project.network.layers) and place.exists(project.network)
        return WeightTold(project.network, project.training, traced, place, before, kind, digits) if fits else None

    def _render_head(self, place: WeightPlace | None, told: WeightTold | None) -> None:
        note = "" if place is None else self._names.weight(place)
        if note != self._note:
            self._note = note
            self.note_changed.emit(note)
        if told is None:
            self.weight.show_text("")
            if self._waits_for_pause:
                self.mode.set_options(self._modes())
                self.mode.set_current(self._mode)
            return
        parts = told.parts
        ends = (format_number(value, told.digits) for value in (parts.before, parts.after))
        self.weight.show_text("{} = {} → {}".format(told.name, *ends))
        self.mode.set_options(self._modes())
        self.mode.set_current(self._mode, self._mode_label(told))

    def _mode_label(self, told: WeightTold) -> str:
        return told.when()

    def _modes(self) -> tuple[Option, ...]:
        options = [
            Option("last", self.tr("Last step"), self.tr("The step that was made last; in a run the one under way")),
            Option("next", self.tr("Next step"), self.tr("What the next step would do, at the weights as they are")),
        ]
        if can_be_told(self._session.project.network, len(self._session.prepared.train_rows)):
            tip = self.tr("A step with all training samples as one batch, at the weights as they are")
            options.append(Option("all", self.tr("All training samples"), tip))
        return tuple(options)

    def _render_empty(self, place: WeightPlace | None) -> None:
        if place is None:
            hint = self.tr("Click a link or a bias in the network, or a number on the page Weights.")
            self.empty.show_text(self.tr("One weight: why it changes"), hint)
        elif self._waits_for_pause:
            hint = self.tr("A step of all samples takes too long to be worked out again and again in a run.")
            self.empty.show_text(self.tr("Pause the run to see it"), hint)
        else:
            self.empty.show_text(self.tr("Working out the step …"), self.tr("It is made once more, beside the run."))

    # -------------------------------------------------------- Qt's own names

    def _watch(self) -> None:
        if not self.isVisible():
            return
        rows, network = self._session.prepared.train_rows, self._session.project.network
        if self._mode == "all" and not can_be_told(network, len(rows)):
            self._mode = "last"
        self._look = TraceLook(rows=tuple(rows.tolist())) if self._mode == "all" else _BATCH
        self._session.watch("one_weight", () if self._waits_for_pause else (self._look,), Beats.FIGURES)

    @property
    def _waits_for_pause(self) -> bool:
        """Whether the step of all samples takes too long to be followed in the run that goes on."""
        network, n_samples = self._session.project.network, len(self._session.prepared.train_rows)
        is_running = self._session.run_state == "running"
        return self._mode == "all" and is_running and not can_be_followed(network, n_samples)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the numbers of a step."""
        super().showEvent(event)
        self._watch()
        self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute."""
        super().hideEvent(event)
        self._look = self.told = self._stale = None  # of all samples these are many numbers
        self._session.watch("one_weight", ())
        self._session.last_step.stop()
