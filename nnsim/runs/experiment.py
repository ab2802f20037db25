"""A project being worked on: its history and its run, kept in step with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nnsim.data.prepare import Prepared, prepare
from nnsim.engine.snapshot import Checkpoint
from nnsim.model import edits
from nnsim.model.attempt import attempting
from nnsim.model.change import Change, Edited, Part
from nnsim.model.drawn_edits import carried
from nnsim.model.history import History
from nnsim.model.kept_run import KeptRun, Work
from nnsim.model.project import Project
from nnsim.runs.course import Course
from nnsim.runs.preserve import timeline_of, work_of
from nnsim.runs.replay import Replay
from nnsim.runs.run import Run

Edit = Callable[[Project], Edited]


@dataclass(frozen=True, eq=False, slots=True)
class _Arrival:
    """Where an edit leads if not on from the present: to the end of an earlier course, with its data."""

    course: Course
    checkpoint: Checkpoint
    prepared: Prepared


class Experiment:
    """Edits, undo and redo act on the project and on the run at once.

    A change that replaces weights is left with the weights of that moment, so that undo and redo bring back what was
    there. A change that does not (a learning rate) leaves the live weights alone, also when it is taken back.

    Parameters
    ----------
    project : what to work on; its run goes on from its checkpoint
    runs : those of a file, with the record of the one at work
    run_id : of the first run

    Attributes
    ----------
    timeline : where the run has been; edits, undo and redo are told to it, training is by ``note``

    Raises
    ------
    InputError : if the project cannot be run
    """

    def __init__(self, project: Project, *, runs: Sequence[KeptRun] = (), run_id: int = 0) -> None:
        self.history = History(project)
        self.run = Run(project, run_id=run_id)
        self.timeline = timeline_of(Work(project, tuple(runs)))

    @property
    def project(self) -> Project:
        """The document now, without the weights of the run under way; see ``stamped``."""
        return self.history.present

    @property
    def is_pristine(self) -> bool:
        """Whether the run stands at the first weights of its seed, so that there is nothing to keep of it."""
        return self.run.is_pristine

    def stamped(self) -> Project:
        """The document with weights, optimizer state and record as they are now."""
        return replace(self.project, checkpoint=None if self.is_pristine else self.run.checkpoint())

    def work(self) -> Work:
        """The document as it is now with its runs, as a file keeps them."""
        return work_of(self.timeline, self.stamped())

    def note(self) -> None:
        """Training has gone on: keep this moment on the time line, if one is due."""
        if self.timeline.is_due(self.run):
            self.timeline.note(self.project, self.run.checkpoint())

    def apply(self, edit: Edit, *, dragging: bool = False) -> Change | None:
        """Do an edit; ``None`` if it changes nothing. While ``dragging``, edits of one kind become one step of undo.

        Raises
        ------
        InputError : if the edit makes no sense; nothing has changed then
        """
        return self._apply(edit, self.stamped(), dragging)

    def set_weight(self, layer: int, row: int, column: int, value: float, *, dragging: bool = False) -> Change | None:
        """Set one weight by hand; ``row`` one past the last from-neuron means the bias. Raises as ``apply``."""
        return self.edit_weights(lambda now: edits.set_weight(now, layer, row, column, value), dragging=dragging)

    def edit_weights(self, edit: Edit, *, dragging: bool = False) -> Change | None:
        """``apply`` an edit that needs the weights in the project also where they are still the first ones."""
        return self._apply(edit, replace(self.project, checkpoint=self.run.checkpoint()), dragging)

    def open_run(self, course: Course, name: str) -> Change | None:
        """Go to where an earlier course has ended; ``None`` if its weights were given up. Raises as ``apply``."""
        if course is self.timeline.present or course.end.is_bare:
            return None
        settings = course.end.project
        prepared = self.run.prepared if settings.data == self.project.data else prepare(settings.data)
        there = Replay([course.end], course.end.at, course.curves, prepared).run.checkpoint()
        then = replace(settings, checkpoint=there)
        arrival = _Arrival(course, there, prepared)
        return self._apply(lambda project: edits.open_run(project, then, name), self.stamped(), arrival=arrival)

    def adopt(self, began: Project, edit: Edit) -> Change | None:
        """Do an edit that leads to another run, which has trained from ``began`` on. Raises as ``apply``."""
        return self._apply(edit, self.stamped(), began=began)

    def undo(self) -> Change | None:
        """Take the last change back; ``None`` if there is none."""
        return self._travel(self.history.undoable, self.history.undo, self.history.redo, back=True)

    def redo(self) -> Change | None:
        """Do it again; ``None`` if there is none."""
        return self._travel(self.history.redoable, self.history.redo, self.history.undo, back=False)

    def withdraw(self, change: Change | None) -> None:
        """Take the last change back as if it had never been made; ``None`` does nothing."""
        if change is not None:
            now = self.stamped()
            self.history.withdraw()
            self.run = self._run_of(self.project, now, change)
            self.timeline.travel(self.project, change, back=True)

    def _apply(
        self,
        edit: Edit,
        now: Project,
        dragging: bool = False,
        arrival: _Arrival | None = None,
        began: Project | None = None,
    ) -> Change | None:
        edited = edit(now)
        if _is_same(edited, now):
            return None
        label = "" if edited.change.is_other_project else edited.change.label
        with attempting(edited.project, label, edited.change.arguments):
            if arrival is None:
                run = self._run_of(edited.project, now, edited.change, anew=edited.change.starts_anew)
            else:
                run = Run(edited.project, prepared=arrival.prepared, run_id=self.run.run_id + 1)
        left = replace(now, checkpoint=None) if self.is_pristine else now
        if edited.change.moves_weights:
            self.history.leave(left.checkpoint)
        self.timeline.leave(left)
        merged = self.history.push(edited, merging=dragging)
        change = self.history.undoable or edited.change  # of a whole gesture if it has merged
        if arrival is not None:
            self.timeline.go_to(arrival.course, arrival.checkpoint)
        elif began is not None:
            self.timeline.adopt(began, edited.project, change)
        else:
            self.timeline.go_on(edited.project, change, merging=merged)
        self.run = run
        return replace(change, step="merged") if merged else change

    def _travel(
        self, change: Change | None, move: Callable[[], object], return_: Callable[[], object], *, back: bool
    ) -> Change | None:
        if change is None:
            return None
        now = self.stamped()
        if change.moves_weights:
            self.history.leave(now.checkpoint)
        self.timeline.leave(now)
        move()
        project = self.project
        if not change.moves_weights:
            project = replace(project, checkpoint=self._carried(now.checkpoint, project))
        try:
            self.run = self._run_of(project, now, change)
        except Exception:
            return_()
            raise
        self.timeline.travel(project, change, back=back)
        return replace(change, step="undone" if back else "redone")

    def _run_of(self, project: Project, now: Project, change: Change, *, anew: bool = False) -> Run:
        """The run of a changed project. Data that are the same are not prepared again; with other points it goes on."""
        prepared = self.run.prepared if project.data == now.data else None
        is_other = prepared is None and Part.POINTS not in change.parts
        anew = anew or is_other or project.checkpoint is None
        return Run(project, prepared=prepared, run_id=self.run.run_id + anew)

    def _carried(self, checkpoint: Checkpoint | None, project: Project) -> Checkpoint | None:
        """Where training goes on with a project that has, perhaps, other points."""
        if checkpoint is None or project.data == self.run.project.data:
            return checkpoint
        return carried(checkpoint, len(self.run.prepared.train_rows), len(prepare(project.data).train_rows))


def _is_same(edited: Edited, now: Project) -> bool:
    new = edited.project
    if edited.change.is_other_project:
        return False
    if (new.data, new.network, new.training) != (now.data, now.network, now.training):
        return False
    return Part.WEIGHTS not in edited.change.parts or new.checkpoint is now.checkpoint
