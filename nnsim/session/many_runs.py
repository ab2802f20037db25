"""Many runs of one project in the background: with other seeds, with other settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.engine.snapshot import Checkpoint
from nnsim.errors import NnsimError
from nnsim.model import edits
from nnsim.model.change import Change
from nnsim.runs.contrasts import CONTRASTS, Contrast, proposals
from nnsim.runs.executors import Executor, beside_window
from nnsim.runs.sweep import Axis, Job, Outcome, Sweep, plan
from nnsim.runs.sweep_settings import SETTINGS, Value
from nnsim.runs.sweep_table import table_of_runs
from nnsim.session.crew import Crew
from nnsim.session.findings import Findings, Standing
from nnsim.session.session import Session
from nnsim.storage.atomic import replace_bytes

Kind = Literal["seeds", "sweep"]
Varied = tuple[str, tuple[Value, ...]]
"""The name of a setting, and the values that it takes."""

POLL_MS: Final = 100
_TOLD_S: Final = 1.0
"""Progress without news is told so often."""
_REST: Final = 4.0
"""So many times as long as it took to tell news it rests until the next: a large plan leaves the window its time."""
KEPT_BYTES: Final = 256 * 2**20
"""Up to this size the trained weights of all runs are kept; of a larger plan, a run that is opened is trained anew."""
_COPIES: Final = 3
"""Of the parameters in a checkpoint: they themselves, and the optimizer's two."""
_POINT_BYTES, _MOST_POINTS = 40, 100_000
"""An epoch in the record, and how many it has at most."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan has come. ``seconds_left`` is ``None`` before anybody can know."""

    done: int
    total: int
    seconds_left: float | None


class ManyRuns(QObject):
    """One plan at a time, made by processes of their own, and the findings of the last plan of each kind.

    The project is taken as it is when a plan starts: it may be edited meanwhile. The run in hand pauses, and so do runs
    side by side, for their cores are needed. When another document is in hand, what is under way ends and what was
    found goes: it was not of that.

    Signals
    -------
    changed() : findings, what is running or its progress are others
    refused(str, NnsimError) : a plan of that kind could not be started
    opened() : one of the runs is the project in hand now
    """

    changed = Signal()
    refused = Signal(str, object)
    opened = Signal()

    def __init__(
        self, session: Session, who: Callable[[], Executor] = beside_window, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._who = session, who
        self._findings: dict[Kind, Findings] = {}
        self._jobs: dict[Kind, tuple[Job, ...]] = {}
        self._crew: Crew | None = None
        self._running: Kind | None = None
        self._opening: tuple[Kind, int] | None = None
        self._trained_once_more: Outcome | None = None
        self._began = self._rests_until = 0.0
        self._has_news = False
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)
        session.closing.connect(self.close)
        session.project_changed.connect(self._on_project_changed)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def running(self) -> Kind | None:
        """The plan under way; ``None`` if there is none."""
        return self._running

    @property
    def is_stopping(self) -> bool:
        """Whether the plan under way was told to end and has not yet."""
        return self._crew is not None and self._crew.is_told

    @property
    def opening(self) -> tuple[Kind, int] | None:
        """The run that is trained once more to be opened, by the kind of its plan and its number."""
        return self._opening

    @property
    def progress(self) -> Progress | None:
        """Of the plan under way."""
        if self._running is None:
            return None
        findings = self._findings[self._running]
        done, left = len(findings.outcomes), findings.total - len(findings.outcomes)
        return Progress(done, findings.total, (monotonic() - self._began) / done * left if done else None)

    def findings(self, kind: Kind) -> Findings | None:
        """What the last plan of that kind has come to; ``None`` before the first."""
        return self._findings.get(kind)

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """What a sweep could vary in the project in hand."""
        project = self._session.project
        return tuple(one for one in CONTRASTS.values() if one.name in SETTINGS and one.suits(project))

    def values_to_try(self, contrast: Contrast) -> tuple[Value, ...]:
        """The present value of a setting among others that are possible."""
        return proposals(self._session.project, contrast, self._session.prepared)

    def table(self, kind: Kind) -> str:
        """All runs of the last plan as comma-separated values, one row each, as ``nnsim sweep --out`` writes them."""
        findings = self._findings[kind]
        return table_of_runs(findings.sweep, findings.outcomes)

    # --- verbs ---------------------------------------------------------------------------------------------------

    def start(self, kind: Kind, axes: Sequence[Varied], seeds: int, epochs: int) -> bool:
        """Begin a plan of the project in hand; false, and ``refused``, if it makes no sense. What was found goes."""
        if self._crew is not None:
            return False
        try:
            project = replace(self._session.project, checkpoint=None)
            sweep = Sweep(project, tuple(Axis(*axis) for axis in axes), seeds, epochs)
            jobs = plan(sweep)
        except NnsimError as error:
            self.refused.emit(kind, error)
            return False
        self._session.pause()
        self._session.cores_taken.emit()
        keeps = _takes(jobs, epochs) <= KEPT_BYTES
        self._jobs[kind] = tuple(replace(job, keeps=keeps) for job in jobs)
        self._findings[kind] = Findings(sweep, len(jobs))
        self._running = kind
        self._go(self._jobs[kind])
        return True

    def stop(self) -> None:
        """End what is under way; what is found stays."""
        if self._crew is not None and not self._crew.is_told:
            self._crew.cancel()
            self.changed.emit()

    def open_run(self, kind: Kind, number: int) -> None:
        """Make a run the project in hand, trained as it is, in one step of undo; ``opened`` when it is.

        If its weights were not kept, it is trained once more for that.
        """
        outcome = next((one for one in self._findings[kind].outcomes if one.number == number), None)
        if outcome is None:
            return
        if outcome.checkpoint is not None:
            self._take(self._jobs[kind][number], outcome.checkpoint)
        elif self._crew is None:
            self._opening = kind, number
            self._go((replace(self._jobs[kind][number], keeps=True),))

    def save_table(self, kind: Kind, path: Path) -> None:
        """Write ``table`` to a file; raises ``StorageError``."""
        replace_bytes(path, self.table(kind).encode("utf-8"))

    def close(self) -> bool:
        """End everything; true if all processes ended in time."""
        self._timer.stop()
        crew, self._crew = self._crew, None
        return crew is None or crew.close()

    # --- the crew ------------------------------------------------------------------------------------------------

    def _go(self, jobs: Sequence[Job]) -> None:
        self._crew = Crew(jobs, self._who)
        self._began = monotonic()
        self._trained_once_more = None
        self._rests_until = 0.0
        self._crew.start()
        self._timer.start()
        self.changed.emit()

    def _collect(self) -> None:
        crew = self._crew
        if crew is None:
            return
        has_ended = not crew.is_alive()
        found = crew.collect()
        if found and self._running is not None:
            self._findings[self._running] = self._findings[self._running].with_more(found)
            self._has_news = True
        elif found:
            self._trained_once_more = found[-1]
        if has_ended:
            self._end(crew)
        elif self._running is not None and monotonic() >= self._rests_until + (not self._has_news) * _TOLD_S:
            self._tell_news()

    def _tell_news(self) -> None:
        began = monotonic()
        self.changed.emit()
        now = monotonic()
        self._rests_until, self._has_news = now + _REST * (now - began), False

    def _end(self, crew: Crew) -> None:
        self._timer.stop()
        self._crew = None
        running, self._running = self._running, None
        opening, self._opening = self._opening, None
        failure = crew.bug if isinstance(crew.bug, NnsimError) else None
        if running is not None:
            findings = self._findings[running]
            self._findings[running] = replace(findings, standing=_standing(findings, crew), failure=failure)
        elif failure is not None:
            self._session.failed.emit(failure)
        self.changed.emit()
        if crew.bug is not None and failure is None:
            raise crew.bug
        outcome, self._trained_once_more = self._trained_once_more, None
        if opening is not None and outcome is not None and outcome.checkpoint is not None:
            self._take(self._jobs[opening[0]][opening[1]], outcome.checkpoint)

    def _on_project_changed(self, change: Change) -> None:
        if change.is_other_project:
            self._opening = None
            self._findings.clear()
            self._jobs.clear()
            if self._crew is not None:
                self._running = None
                self._crew.cancel()
            self.changed.emit()

    def _take(self, job: Job, checkpoint: Checkpoint) -> None:
        if self._session.adopt(job.project, edits.take_run, replace(job.project, checkpoint=checkpoint)):
            self.opened.emit()


def _standing(findings: Findings, crew: Crew) -> Standing:
    if crew.bug is not None:
        return "failed"
    return "done" if len(findings.outcomes) == findings.total else "stopped"


def _takes(jobs: Sequence[Job], epochs: int) -> int:
    """How much memory the trained weights and the records of all runs take, in bytes, at most."""
    record = _POINT_BYTES * min(epochs, _MOST_POINTS)
    return sum(_COPIES * 8 * job.project.network.n_parameters + record for job in jobs)
