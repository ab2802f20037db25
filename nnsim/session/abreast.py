"""Two to four runs side by side: the same project with one setting different, learning in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.errors import InputError, SpecError
from nnsim.model import edits
from nnsim.model.change import Change
from nnsim.model.project import Project
from nnsim.runs.abreast import Lane
from nnsim.runs.contrasts import CONTRASTS, Contrast
from nnsim.runs.lineup import Lineup, settings_of
from nnsim.runs.sweep_settings import Value
from nnsim.session.abreast_loop import AbreastLoop, State
from nnsim.session.column import Column
from nnsim.session.session import Session
from nnsim.words import QT_TRANSLATE_NOOP

FEWEST: Final = 2
MOST: Final = 4
LETTERS: Final = "ABCD"


class SideBySide(QObject):
    """The comparison under way. It is one of the project as it was when it was set up; the document stays as it is.

    Who comes later catches up before the others go on. A run that diverges or ends stands, the others go on. While they
    train, the run in hand is paused; as soon as that is run again, they pause.

    Signals
    -------
    columns_changed() : ``columns`` are others, or in another order; or what is compared is another setting
    snapshot_taken() : the snapshots of all columns are newer
    state_changed() : ``state`` or ``is_outdated`` may be another
    failed(InputError) : a verb could not be done; nothing has changed
    """

    columns_changed = Signal()
    snapshot_taken = Signal()
    state_changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lineup: Lineup | None = None
        self._is_attended = False
        self._n_made = 0
        self._loop = AbreastLoop(self)
        self._loop.snapshot_taken.connect(self.snapshot_taken)
        self._loop.state_changed.connect(self.state_changed)
        session.project_changed.connect(self._on_project_changed)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.cores_taken.connect(self.pause)
        session.closing.connect(self._loop.close)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """From left to right; none before anybody has looked."""
        return self._loop.columns

    @property
    def contrast(self) -> Contrast:
        """What differs."""
        return self._lineup.contrast if self._lineup is not None else CONTRASTS["learning_rate"]

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """What could differ in this project."""
        base = self._lineup.base if self._lineup is not None else self._session.project
        return tuple(contrast for contrast in CONTRASTS.values() if contrast.suits(base))

    @property
    def state(self) -> State:
        """What the runs are doing; ``ended``: none of them can go on."""
        return self._loop.state

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is trained or drawn any more."""
        return self._loop.is_at_rest

    @property
    def has_learnt(self) -> bool:
        """Whether there is a start to go on from that is not the first weights."""
        return self._lineup is not None and self._lineup.base.checkpoint is not None

    @property
    def starts_here(self) -> bool:
        """Whether the runs began with the weights that the project in hand had."""
        return self._lineup is not None and self._lineup.starts_here

    @property
    def learnt_epoch(self) -> int:
        """How many epochs the project in hand had learnt when the comparison was set up."""
        checkpoint = None if self._lineup is None else self._lineup.base.checkpoint
        return 0 if checkpoint is None else checkpoint.epoch

    @property
    def is_outdated(self) -> bool:
        """Whether the project in hand is set in another way than all that are compared."""
        if self._lineup is None:
            return False
        known = (self._lineup.base, *(column.project for column in self.columns))
        return settings_of(self._session.project) not in map(settings_of, known)

    @property
    def speed(self) -> float | None:
        """Most epochs a second; ``None`` is as fast as the machine can."""
        return self._loop.speed

    # --- what is compared ----------------------------------------------------------------------------------------

    def attend(self, looks: bool) -> None:
        """Somebody looks, or no longer. A comparison is set up if there is none; one that has not begun is kept new."""
        self._is_attended = looks
        if not looks:
            return
        if self._lineup is None or (self.state == "ready" and self.is_outdated):
            self.renew()
        elif self.state == "ready" and _step(self._lineup.base) != self._session.snapshot.step:
            self._begin(self._lineup_of(self._session.stamped_project()), self._values())

    def renew(self) -> None:
        """Compare the project as it is now, in the same setting if it has that."""
        self._begin(self._lineup_of(self._session.stamped_project()))

    def _lineup_of(self, base: Project) -> Lineup:
        contrast = self.contrast if self.contrast.suits(base) else CONTRASTS["learning_rate"]
        from_here = self._lineup is not None and self._lineup.from_here
        return Lineup(base, self._session.prepared, contrast, from_here)

    def choose(self, name: str) -> None:
        """Compare another setting, with values that are proposed."""
        lineup = self._lineup
        if lineup is not None and name != lineup.contrast.name:
            self._begin(Lineup(lineup.base, lineup.prepared, CONTRASTS[name], lineup.from_here))

    def start_here(self, here: bool) -> None:
        """Begin with the weights that the project has learnt, where the setting allows it; else with first weights."""
        lineup = self._lineup
        if lineup is not None and here != lineup.from_here:
            self._begin(Lineup(lineup.base, lineup.prepared, lineup.contrast, here), self._values())

    def set_value(self, place: int, value: Value) -> None:
        """Give a column another value; its run begins anew and catches up. A value that is compared already stays."""
        if value not in self._values():
            self._attempt(lambda lineup: self._replaced(place, self._made(lineup, value)))

    def add(self) -> None:
        """One column more, with a value that is not compared yet, if there is one."""
        if self._lineup is not None and len(self.columns) < MOST:
            more = self._lineup.with_one_more(self._values())[len(self.columns) :]
            self._attempt(lambda lineup: [*self.columns, *(self._made(lineup, value) for value in more)])

    def remove(self, place: int) -> None:
        """Take a column away; two stay at least."""
        if len(self.columns) > FEWEST:
            self._attempt(lambda _lineup: self._replaced(place))

    def swap(self, one: int, other: int) -> None:
        """Let two columns change places."""
        columns = list(self.columns)
        columns[one], columns[other] = columns[other], columns[one]
        self._attempt(lambda _lineup: columns)

    def keep(self, place: int) -> bool:
        """Let a run become that of the project in hand, with its weights, its record and its past, in one edit.

        False if it could not be done; ``Session.failed`` tells why.
        """
        self.pause()
        self._loop.level()
        run = self.columns[place].lane.run
        return self._session.adopt(run.project, edits.keep_run, run.stamped(), LETTERS[place])

    def _values(self) -> tuple[Value, ...]:
        return tuple(column.value for column in self.columns)

    def _replaced(self, place: int, *by: Column) -> list[Column]:
        return [*self.columns[:place], *by, *self.columns[place + 1 :]]

    # --- running -------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until paused."""
        self._go(None)

    def step_epoch(self) -> None:
        """Train to the end of the epoch under way; asked again before that, to the end of the next."""
        self._loop.take_back()
        self._go(self._loop.next_epoch)

    def pause(self) -> None:
        """Stop where they meet next."""
        if self.state == "running":
            self._loop.take_back()
            self._loop.stand("paused")

    def reset(self) -> None:
        """Begin anew with the same values."""
        if self._lineup is not None:
            self._begin(self._lineup, self._values())

    def set_speed(self, epochs_per_s: float | None) -> None:
        """Train at most so many epochs a second."""
        self._loop.set_speed(epochs_per_s)

    def _go(self, goal: int | None) -> None:
        self._loop.take_back()
        if self.columns and self._loop.can_go:
            self._session.pause()
            self._loop.go(goal)

    # --- columns -------------------------------------------------------------------------------------------------

    def _begin(self, lineup: Lineup, values: tuple[Value, ...] | None = None) -> None:
        """Fresh runs, with the values that are proposed if none are given."""
        chosen = values or lineup.values()
        self._loop.take_back()
        try:
            _check_differ(chosen)
            lanes = [self._made_lane(lineup, value) for value in chosen]
        except InputError as error:
            self.failed.emit(error)
            return
        self._lineup = lineup
        self._loop.most_s = lineup.base.training.stop.seconds
        self._loop.stand("ready")
        self._arrange([self._column(lane, value) for lane, value in zip(lanes, chosen, strict=True)])

    def _attempt(self, arranged: Callable[[Lineup], Sequence[Column]]) -> None:
        """Other columns, or the same in another order; the runs that stay are left as they are."""
        if self._lineup is None:
            return
        self._loop.take_back()
        try:
            columns = arranged(self._lineup)
        except InputError as error:
            self.failed.emit(error)
            return
        self._arrange(columns)
        if self.state == "ended" and self._loop.can_go:
            self._loop.stand("paused")

    def _made(self, lineup: Lineup, value: Value) -> Column:
        return self._column(self._made_lane(lineup, value), value)

    def _made_lane(self, lineup: Lineup, value: Value) -> Lane:
        self._n_made += 1
        return lineup.lane(value, self._n_made, self._session.run_in_hand)

    def _is_present(self, project: Project) -> bool:
        return settings_of(project) == settings_of(self._session.project)

    def _column(self, lane: Lane, value: Value) -> Column:
        column = Column(lane, value, self._session.wording, is_present=self._is_present(lane.run.project), parent=self)
        column.wanted.connect(self._loop.refresh)
        return column

    def _arrange(self, columns: Sequence[Column]) -> None:
        left = set(self.columns) - set(columns)
        self._loop.take_up(columns)
        self.columns_changed.emit()
        for column in left:
            column.deleteLater()
        self._loop.refresh()

    # --- the session ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_project_changed(self, change: Change) -> None:
        if change.is_other_project:
            self._loop.take_back()
            self._lineup = None
            self._loop.stand("ready")
            self._arrange(())
        for column in self.columns:
            column.is_present = self._is_present(column.project)
        self.attend(self._is_attended)
        self.state_changed.emit()

    @Slot()
    def _on_run_state_changed(self) -> None:
        if self._session.run_state == "running":
            self.pause()


def _step(project: Project) -> int:
    return 0 if project.checkpoint is None else project.checkpoint.step


def _check_differ(values: tuple[Value, ...]) -> None:
    if len(values) < FEWEST:
        raise SpecError(
            "compare.one_value",
            QT_TRANSLATE_NOOP("errors", "In this project only one value of this setting is possible."),
            where="values",
            hint=QT_TRANSLATE_NOOP("errors", "Compare another setting."),
        )
