"""The single door between the window and everything below it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import RunState, Snapshot, View
from nnsim.errors import DivergedError, InputError, NnsimError
from nnsim.model import edits
from nnsim.model.change import Change, Edited, Part
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.session.document import Document, MayOverwrite
from nnsim.session.frame_clock import FrameClock
from nnsim.session.selection import Selection
from nnsim.session.throttle import Throttle
from nnsim.session.worker import Report, Turn, Worker

LATENESS_S = 0.004
"""A frame waits so long for a turn that ends late; drawing the last picture again would help nobody."""

P = ParamSpec("P")
Edit = Callable[Concatenate[Project, P], Edited]


class Session(QObject):
    """The document in hand and the run behind it.

    Signals
    -------
    project_changed(Change) : the project is another value; read ``project``
    snapshot_taken() : ``snapshot`` is newer
    run_state_changed() : ``run_state`` is another, and ``failure`` if it is ``diverged``
    selection_changed() : ``selection`` is another
    document_changed() : ``path`` or ``modified`` is another
    failed(NnsimError) : a verb could not be done; nothing changed
    """

    project_changed = Signal(object)
    snapshot_taken = Signal()
    run_state_changed = Signal()
    selection_changed = Signal()
    document_changed = Signal()
    failed = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = Document(project)
        self._run = Run(project)
        self._snapshot = self._run.snapshot()
        self._run_state: RunState = "ready" if project.checkpoint is None else "paused"
        self._failure: DivergedError | None = None
        self._selection = Selection()
        self._step = self._run.trainer.step
        self._wanted: dict[str, frozenset[View]] = {}
        self._goal: int | None = None
        self._look = False
        self._stale = True
        self._throttle = Throttle()
        self._worker = Worker()
        self._worker.start()
        self._clock = FrameClock(self)
        self._clock.frame.connect(self._on_frame)
        self._clock.painted.connect(self._on_painted)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """The document, without the weights of the run under way; see ``stamped_project``."""
        return self._document.history.present

    @property
    def prepared(self) -> Prepared:
        """The data as the run sees them."""
        return self._run.prepared

    @property
    def snapshot(self) -> Snapshot:
        """The newest."""
        return self._snapshot

    @property
    def run_state(self) -> RunState:
        """What training is doing."""
        return self._run_state

    @property
    def failure(self) -> DivergedError | None:
        """Why training stopped, if it diverged."""
        return self._failure

    @property
    def selection(self) -> Selection:
        """What is selected, the same in every room."""
        return self._selection

    @property
    def path(self) -> Path | None:
        """The file that the project was opened from or saved to."""
        return self._document.path

    @property
    def title(self) -> str:
        """What to call the document: its file's name, or that of its data while it has none."""
        return self.project.name if self._document.path is not None else self._run.prepared.dataset.name

    @property
    def modified(self) -> bool:
        """Whether there is something to save: an edit or training since the last save."""
        return self._document.is_modified(self._step)

    @property
    def undoable(self) -> Change | None:
        """What undo would take back."""
        return self._document.history.undoable

    @property
    def redoable(self) -> Change | None:
        """What redo would do again."""
        return self._document.history.redoable

    def stamped_project(self) -> Project:
        """The document with the weights, optimizer state and record as they are now."""
        self._take_back()
        checkpoint = None if self._pristine else self._run.checkpoint()
        return replace(self._document.history.present, checkpoint=checkpoint)

    # --- editing -------------------------------------------------------------------------------------------------

    def apply(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """Do an edit of ``model.edits``; false, and ``failed``, if it makes no sense."""
        return self._edit(self.stamped_project(), lambda project: edit(project, *arguments, **named))

    def set_weight(self, layer: int, row: int, column: int, value: float) -> bool:
        """Set one weight of the live run by hand; ``row`` one past the last from-neuron means the bias."""
        self._take_back()
        project = replace(self._document.history.present, checkpoint=self._run.checkpoint())
        return self._edit(project, lambda now: edits.set_weight(now, layer, row, column, value))

    def end_gesture(self) -> None:
        """The drag is over: the next edit is an undo step of its own."""
        self._document.history.stop_merging()

    def undo(self) -> None:
        """Take the last edit back. Weights that it replaced return as they were when it was made."""
        self._travel(self._document.history.undoable, self._document.history.undo)

    def redo(self) -> None:
        """Do it again; weights return as they were when it was taken back."""
        self._travel(self._document.history.redoable, self._document.history.redo)

    def reset(self) -> None:
        """Pause, and go back to the first weights. Undo brings the learnt ones back."""
        self.pause()
        if self.apply(edits.restart):
            self._enter("ready")

    # --- running -------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until paused."""
        self._go(None)

    def pause(self) -> None:
        """Stop after the step in hand."""
        self._take_back()
        self._goal = None
        if self._run_state == "running":
            self._enter("paused")
            self._refresh()

    def step_batch(self) -> None:
        """Make one update."""
        self._go(1)

    def step_epoch(self) -> None:
        """Train to the end of the epoch under way."""
        self._take_back()
        trainer = self._run.trainer
        self._go(trainer.n_batches - trainer.batch)

    def step_sample(self) -> None:
        """Look at the next sample of the batch; its last one brings the update."""
        self.pause()
        self._look = True
        if self._run_state == "ready":
            self._enter("paused")
        self._refresh()

    def set_speed(self, steps_per_s: float | None) -> None:
        """Train at most so many steps a second; ``None`` is as fast as the machine can."""
        self._throttle.limit = steps_per_s

    @property
    def speed(self) -> float | None:
        """The limit set by ``set_speed``."""
        return self._throttle.limit

    # --- seeing --------------------------------------------------------------------------------------------------

    def select(self, selection: Selection) -> None:
        """Select a part of the network for every room."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit()

    def watch(self, owner: str, views: Collection[View]) -> None:
        """Say which parts of a snapshot ``owner`` shows now; only parts that somebody shows are computed."""
        before = self._wanted.get(owner, frozenset())
        self._wanted[owner] = frozenset(views)
        if self._wanted[owner] - before:
            self._refresh()

    # --- documents -----------------------------------------------------------------------------------------------

    def new(self, project: Project) -> None:
        """Replace the document by one that has no file."""
        self._replace_document(Document(project))

    def recover(self, project: Project) -> None:
        """Go on with unsaved work: like ``new``, but there is something to save."""
        self._replace_document(Document(project, saved=False))

    def open(self, path: Path) -> bool:
        """Open a project file; false, and ``failed``, if it cannot be read. The document in hand then stays."""
        try:
            self._replace_document(Document.read(path))
        except NnsimError as error:
            self.failed.emit(error)
            return False
        return True

    def save(self, path: Path | None = None, *, may_overwrite: MayOverwrite | None = None) -> bool:
        """Save to ``path``, or to the file in hand; false, and ``failed``, if that is not possible.

        ``may_overwrite`` is asked if another program has changed the file in hand since it was opened.
        """
        target = path or self._document.path
        if target is None:
            raise ValueError("a project without a file needs a path")
        try:
            self._document.write(self.stamped_project(), target, may_overwrite)
        except NnsimError as error:
            self.failed.emit(error)
            return False
        self.document_changed.emit()
        return True

    def close(self) -> bool:
        """Stop the clock and the thread; true if both ended in time. The session is of no use afterwards."""
        self._clock.stop()
        return self._worker.close()

    # --- inside --------------------------------------------------------------------------------------------------

    @property
    def _pristine(self) -> bool:
        return self._run.trainer.step == 0 and self._run.project.checkpoint is None

    def _edit(self, now: Project, edit: Callable[[Project], Edited]) -> bool:
        try:
            edited = edit(now)
            run = self._run_for(edited.project, now)
        except InputError as error:
            self.failed.emit(error)
            return False
        if edited.change.moves_weights:
            self._document.history.leave(now.checkpoint)
        self._document.history.push(edited)
        self._take_up(run, edited.change)
        return True

    def _travel(self, change: Change | None, move: Callable[[], Change | None]) -> None:
        if change is None:
            return
        now = self.stamped_project()
        if change.moves_weights:
            self._document.history.leave(now.checkpoint)
        move()
        project = self._document.history.present
        if not change.moves_weights:
            project = replace(project, checkpoint=now.checkpoint)
        self._take_up(self._run_for(project, now), change)

    def _run_for(self, project: Project, now: Project) -> Run:
        """The run of a changed project. Data that are the same are not prepared again."""
        prepared = self._run.prepared if project.data == now.data else None
        anew = prepared is None or project.checkpoint is None
        return Run(project, prepared=prepared, run_id=self._run.run_id + anew)

    def _take_up(self, run: Run, change: Change) -> None:
        self._take_run(run)
        if self._run_state == "diverged" or self._goal is not None:
            self._goal = None  # it counted the steps of another run
            self._enter("paused")
        self._keep_selection_valid()
        self.project_changed.emit(change)
        self.document_changed.emit()
        self._refresh()

    def _replace_document(self, document: Document) -> None:
        project = document.history.present
        run = Run(project, run_id=self._run.run_id + 1)
        self._take_back()
        self._goal = None
        self._document = document
        self._take_run(run)
        self._keep_selection_valid()
        self._enter("ready" if project.checkpoint is None else "paused")
        self.project_changed.emit(Change(frozenset(Part), ""))
        self.document_changed.emit()
        self._refresh()

    def _take_run(self, run: Run) -> None:
        self._run, self._snapshot, self._step = run, run.snapshot(), run.trainer.step

    def _keep_selection_valid(self) -> None:
        sizes, selected = self._run.project.network.sizes, self._selection
        fits = selected.layer + 1 < len(sizes) and selected.column < sizes[selected.layer + 1]
        if selected.kind != "none" and not fits:
            self.select(Selection())

    def _go(self, goal: int | None) -> None:
        self._take_back()
        self._goal = goal
        self._failure = None
        self._throttle.start()
        self._enter("running")
        self._clock.start()

    def _enter(self, state: RunState) -> None:
        if state != self._run_state:
            self._run_state = state
            self.run_state_changed.emit()

    def _refresh(self) -> None:
        self._stale = True
        self._clock.start()

    def _take_back(self) -> None:
        """From here on the run belongs to the window's thread, until the next frame has been painted."""
        self._worker.recall()
        self._accept(self._worker.collect())

    def _accept(self, report: Report | None) -> None:
        if report is None:
            return
        was_modified = self.modified
        self._step += report.steps
        if self._goal is not None:
            self._goal -= report.steps
        if report.snapshot is not None and report.snapshot.run_id == self._run.run_id:
            self._snapshot = report.snapshot
        if report.failure is not None:
            self._failure = report.failure
            self._enter("diverged")
        elif self._goal is not None and self._goal <= 0 and self._run_state == "running":
            self._goal = None
            self._enter("paused")
        if report.snapshot is not None:
            self.snapshot_taken.emit()
        if self.modified != was_modified:
            self.document_changed.emit()

    @Slot()
    def _on_frame(self) -> None:
        self._worker.wait(LATENESS_S)
        self._accept(self._worker.collect())
        if self._run_state != "running" and not self._stale and not self._worker.busy:
            self._clock.stop()

    @Slot(float)
    def _on_painted(self, deadline: float) -> None:
        if self._worker.busy:
            return
        steps: int | None = 0
        if self._run_state == "running":
            steps = self._throttle.allowance(perf_counter())
            if self._goal is not None:
                steps = self._goal if steps is None else min(self._goal, steps)
            if steps == 0 and not self._stale:
                return
        views = frozenset(view for wanted in self._wanted.values() for view in wanted)
        look, self._look, self._stale = self._look, False, False
        self._worker.grant(Turn(self._run, deadline, steps, look, views))
