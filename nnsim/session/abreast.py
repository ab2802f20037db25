"""Two to four runs side by side: the same project with one setting different, learning in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.errors import InputError
from nnsim.model import edits
from nnsim.model.change import Change
from nnsim.runs.abreast import Abreast
from nnsim.runs.contrasts import CONTRASTS, Contrast
from nnsim.runs.lineup import Lineup, settings_of
from nnsim.runs.sweep_settings import Value
from nnsim.session.abreast_thread import AbreastReport, AbreastThread, AbreastTurn
from nnsim.session.column import Column
from nnsim.session.frame_clock import FrameClock
from nnsim.session.session import Session
from nnsim.session.throttle import Throttle

FEWEST: Final = 2
MOST: Final = 4
LETTERS: Final = "ABCD"
FIGURES_EVERY: Final = 8
"""Frames of a run from one look at the losses of all to the next; in each frame at most one column is drawn. So many
frames after the last update everything is as it is now, also at a speed at which updates are rare."""

FIRST_SPEED: Final = 50.0
"""Epochs a second at first: slow enough to watch who pulls ahead."""

State = Literal["ready", "running", "paused", "ended"]


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
        self._columns: tuple[Column, ...] = ()
        self._abreast = Abreast(())
        self._state: State = "ready"
        self._is_attended = self._stale = False
        self._goal: int | None = None
        self._frame = self._made = self._behind = 0
        self._drawing: list[Column] = []
        self._started_s = 0.0
        self._speed: float | None = FIRST_SPEED
        self._throttle = Throttle()
        self._thread: AbreastThread | None = None
        self._clock = FrameClock(self)
        self._clock.frame.connect(self._on_frame)
        self._clock.painted.connect(self._on_painted)
        session.project_changed.connect(self._on_project_changed)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.closing.connect(self._close)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """From left to right; none before anybody has looked."""
        return self._columns

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
        return self._state

    @property
    def has_learnt(self) -> bool:
        """Whether there is a start to go on from that is not the first weights."""
        return self._lineup is not None and self._lineup.base.checkpoint is not None

    @property
    def starts_here(self) -> bool:
        """Whether the runs began with the weights that the project in hand had."""
        return self._lineup is not None and self._lineup.starts_here

    @property
    def is_outdated(self) -> bool:
        """Whether the project in hand is set in another way than all that are compared."""
        if self._lineup is None:
            return False
        known = (self._lineup.base, *(column.project for column in self._columns))
        return settings_of(self._session.project) not in map(settings_of, known)

    @property
    def speed(self) -> float | None:
        """Most epochs a second; ``None`` is as fast as the machine can."""
        return self._speed

    # --- what is compared ----------------------------------------------------------------------------------------

    def attend(self, looks: bool) -> None:
        """Somebody looks, or no longer. A comparison is set up if there is none; an old one that has not begun goes."""
        self._is_attended = looks
        if looks and (self._lineup is None or (self._state == "ready" and self.is_outdated)):
            self.renew()

    def renew(self) -> None:
        """Compare the project as it is now, in the same setting if it has that."""
        base = self._session.stamped_project()
        contrast = self.contrast if self.contrast.suits(base) else CONTRASTS["learning_rate"]
        from_here = self._lineup is not None and self._lineup.from_here
        self._begin(Lineup(base, self._session.prepared, contrast, from_here))

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
            self._attempt(lambda lineup: self._replaced(place, self._made_column(lineup, value)))

    def add(self) -> None:
        """One column more, with a value that is not compared yet, if there is one."""
        if self._lineup is not None and len(self._columns) < MOST:
            more = self._lineup.with_one_more(self._values())[len(self._columns) :]
            self._attempt(lambda lineup: [*self._columns, *(self._made_column(lineup, value) for value in more)])

    def remove(self, place: int) -> None:
        """Take a column away; two stay at least."""
        if len(self._columns) > FEWEST:
            self._attempt(lambda _lineup: self._replaced(place))

    def swap(self, one: int, other: int) -> None:
        """Let two columns change places."""
        columns = list(self._columns)
        columns[one], columns[other] = columns[other], columns[one]
        self._attempt(lambda _lineup: columns)

    def keep(self, place: int) -> bool:
        """Let a run become that of the project in hand, with its weights and its record, in one edit.

        False if it could not be done; ``Session.failed`` tells why.
        """
        self.pause()
        self._take_back()
        self._session.leave_past()
        self._session.pause()
        return self._session.apply(edits.keep_run, self._columns[place].lane.run.stamped(), LETTERS[place])

    def _values(self) -> tuple[Value, ...]:
        return tuple(column.value for column in self._columns)

    def _replaced(self, place: int, *by: Column) -> list[Column]:
        return [*self._columns[:place], *by, *self._columns[place + 1 :]]

    # --- running -------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until paused."""
        self._go(None)

    def step_epoch(self) -> None:
        """Train to the end of the epoch under way; asked again before that, to the end of the next."""
        self._go((self._abreast.epoch if self._goal is None else self._goal) + 1)

    def pause(self) -> None:
        """Stop where they meet next."""
        if self._state == "running":
            self._take_back()
            self._enter("paused")
            self._refresh()

    def reset(self) -> None:
        """Begin anew with the same values."""
        if self._lineup is not None:
            self._begin(self._lineup, self._values())

    def set_speed(self, epochs_per_s: float | None) -> None:
        """Train at most so many epochs a second."""
        self._speed = epochs_per_s
        self._throttle.limit = None if epochs_per_s is None else epochs_per_s * self._abreast.meetings

    def _go(self, goal: int | None) -> None:
        self._take_back()
        if self._columns and self._abreast.can_go:
            self._session.pause()
            self._goal = goal
            if self._state != "running":
                self._throttle.start()
                self._started_s = perf_counter()
            self._enter("running")
            self._clock.start()

    def _enter(self, state: State) -> None:
        if state != "running":
            self._goal = None
        if state != self._state:
            self._state = state
            self.state_changed.emit()

    # --- columns -------------------------------------------------------------------------------------------------

    def _begin(self, lineup: Lineup, values: tuple[Value, ...] | None = None) -> None:
        """Fresh runs, with the values that are proposed if none are given."""
        self._take_back()
        try:
            columns = [self._made_column(lineup, value) for value in values or lineup.values()]
        except InputError as error:
            self.failed.emit(error)
            return
        self._lineup = lineup
        self._arrange(columns)
        self._enter("ready")

    def _attempt(self, arranged: Callable[[Lineup], Sequence[Column]]) -> None:
        """Other columns, or the same in another order; the runs that stay are left as they are."""
        if self._lineup is None:
            return
        self._take_back()
        try:
            columns = arranged(self._lineup)
        except InputError as error:
            self.failed.emit(error)
            return
        self._arrange(columns)
        if self._state == "ended" and self._abreast.can_go:
            self._enter("paused")

    def _made_column(self, lineup: Lineup, value: Value) -> Column:
        self._made += 1
        lane = lineup.lane(value, self._made)
        column = Column(lane, value, is_present=lineup.is_like_base(lane.run.project), parent=self)
        column.wanted.connect(self._refresh)
        return column

    def _arrange(self, columns: Sequence[Column]) -> None:
        left = set(self._columns) - set(columns)
        self._columns = tuple(columns)
        self._abreast = Abreast([column.lane for column in columns])
        self.set_speed(self._speed)
        self._drawing = []
        self.columns_changed.emit()
        for column in left:
            column.deleteLater()
        self._refresh()

    # --- turns ---------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._stale = True
        if self._columns:
            self._clock.start()

    def _take_back(self) -> None:
        """From here on the runs belong to the window's thread, until the next frame has been painted."""
        if self._thread is not None:
            self._thread.recall()
            self._collect(self._thread)

    def _collect(self, thread: AbreastThread) -> None:
        report = thread.collect()
        if report is None:
            return
        if report.bug is not None:
            self._enter("paused")
            raise report.bug
        self._show(report)
        if self._state == "running":
            self._end_if_due()

    def _end_if_due(self) -> None:
        abreast = self._abreast
        is_there = self._goal is not None and abreast.has_met and abreast.epoch >= self._goal
        if not abreast.can_go or is_there or self._is_out_of_time():
            self._enter("paused" if abreast.can_go else "ended")
            self._refresh()

    def _is_out_of_time(self) -> bool:
        most_s = None if self._lineup is None else self._lineup.base.training.stop.seconds
        return most_s is not None and perf_counter() - self._started_s >= most_s

    def _show(self, report: AbreastReport) -> None:
        if report.snapshots is None:
            self._stale = True
            return
        for column, snapshot in zip(self._columns, report.snapshots, strict=True):
            if snapshot is not None:
                column.take(snapshot)
        for column in self._drawing:
            column.snapshot_taken.emit()
        if None not in report.snapshots:
            self.snapshot_taken.emit()

    @Slot()
    def _on_frame(self) -> None:
        thread = self._working_thread()
        thread.wait_briefly()
        self._collect(thread)
        if self._state != "running" and not self._stale and self._abreast.has_met and thread.is_idle():
            self._behind = 0
            self._clock.stop()

    @Slot(float)
    def _on_painted(self, deadline: float) -> None:
        thread, is_running = self._working_thread(), self._state == "running"
        if not thread.is_idle():
            return
        meetings = self._throttle.allowance(perf_counter()) if is_running else 0
        is_at_rest = meetings == 0 and self._abreast.has_met
        if is_at_rest and not self._stale and not self._behind:
            return
        self._stale = False
        self._behind = max(self._behind - 1, 0) if is_at_rest else FIGURES_EVERY
        self._frame += 1
        is_in_turn = is_running and self._goal is None
        count = len(self._columns)
        self._drawing = [
            column
            for place, column in enumerate(self._columns)
            if not is_in_turn or column.is_due(self._frame, place, count)
        ]
        is_for_all = not is_in_turn or self._frame % FIGURES_EVERY == 0
        views = tuple(
            column.rota.wanted() if column in self._drawing else frozenset() if is_for_all else None
            for column in self._columns
        )
        thread.grant(AbreastTurn(self._abreast, deadline, meetings, self._goal, views))

    def _working_thread(self) -> AbreastThread:
        if self._thread is None:
            self._thread = AbreastThread()
            self._thread.start()
        return self._thread

    # --- the session ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_project_changed(self, change: Change) -> None:
        if change.is_other_project:
            self._take_back()
            self._lineup = None
            self._arrange(())
            self._enter("ready")
        self.attend(self._is_attended)
        self.state_changed.emit()

    @Slot()
    def _on_run_state_changed(self) -> None:
        if self._session.run_state == "running":
            self.pause()

    @Slot()
    def _close(self) -> None:
        self._clock.stop()
        if self._thread is not None:
            self._thread.close()
