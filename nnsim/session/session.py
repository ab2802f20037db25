"""The single door between the window and everything below it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal, Slot

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import RunState, Snapshot, View
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError, InputError, NnsimError
from nnsim.model import edits
from nnsim.model.change import Change, Edited, Part
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.runs.labels import ends
from nnsim.runs.run import Run
from nnsim.runs.worth import Worth, worth_of_neuron
from nnsim.session.document import Document, MayOverwrite
from nnsim.session.frame_clock import FrameClock
from nnsim.session.goal import Goal
from nnsim.session.hand import Hand
from nnsim.session.newcomers import Arrivals
from nnsim.session.rota import ALWAYS, Beat, Rota
from nnsim.session.selection import Selection, kept
from nnsim.session.training_loop import TrainingLoop
from nnsim.session.worker import Turn, Worker

P = ParamSpec("P")
Edit = Callable[Concatenate[Project, P], Edited]


class Session(QObject):
    """The document and its run; a dragged weight is in ``hand``, who draws when in ``rota``, what is new: ``arrivals``.

    Signals
    -------
    project_changed(Change) : the project is another value; read ``project``
    snapshot_taken() : ``snapshot`` is newer
    run_state_changed() : ``run_state`` is another, with ``failure`` if it is ``diverged``; or ``stopped`` is
    selection_changed() : ``selection`` is another
    document_changed() : ``path`` or ``modified`` is another
    document_leaving(object) : another document takes this one's place: keep what is unsaved now. The object stands for
        the work. Of an example that has only learnt it is not told: undo has it
    document_taken_up(object) : this work is in hand, an example for the first time, or any work that undo brought back
    failed(NnsimError) : a verb could not be done; nothing changed
    """

    project_changed = Signal(object)
    snapshot_taken = Signal()
    run_state_changed = Signal()
    selection_changed = Signal()
    document_changed = Signal()
    document_leaving = Signal(object)
    document_taken_up = Signal(object)
    failed = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hand, self.rota, self.arrivals = Hand(self), Rota(), Arrivals()
        self._document = Document(project)
        self._snapshot = self._run.snapshot()
        self._step = self._run.trainer.step
        self._loop = TrainingLoop(self._standing_still(), self.run_state_changed.emit)
        self._selection = Selection()
        self._stale = True
        self._worker = Worker()
        self._worker.start()
        self._clock = FrameClock(self)
        self._clock.frame.connect(self._on_frame)
        self._clock.painted.connect(self._on_painted)

    # --- facts ---------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """The document, without the weights of the run under way; see ``stamped_project``."""
        return self._experiment.project

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
        return self._loop.state

    @property
    def failure(self) -> DivergedError | None:
        """Why training stopped, if it diverged."""
        return self._loop.failure

    @property
    def stopped(self) -> StopReason | None:
        """Which condition has ended training, if it ended by itself."""
        return self._loop.stopped

    @property
    def selection(self) -> Selection:
        """What is selected, the same in every room."""
        return self._selection

    @property
    def class_ends(self) -> tuple[float, float]:
        """What a single output says of the first class and of the second; halfway between it decides."""
        return ends(self.project.network.output, self.project.training.loss)

    @property
    def path(self) -> Path | None:
        """The file that the project was opened from or saved to."""
        return self._document.path

    @property
    def title(self) -> str:
        """What to call the document."""
        return self._document.title

    @property
    def modified(self) -> bool:
        """Whether there is something to save: an edit or training since the last save."""
        return self._document.is_modified(self._step)

    @property
    def undoable(self) -> Change | None:
        """What undo would take back."""
        return self._experiment.history.undoable

    @property
    def redoable(self) -> Change | None:
        """What redo would do again."""
        return self._experiment.history.redoable

    def stamped_project(self) -> Project:
        """The document with the weights, optimizer state and record as they are now."""
        self._take_back()
        return self._experiment.stamped()

    def worth_of_neuron(self, layer: int, neuron: int) -> Worth:
        """The losses with a neuron and without it, at the weights as they are now; raises ``SpecError``."""
        self._take_back()
        return worth_of_neuron(self._run, layer, neuron)

    # --- editing -------------------------------------------------------------------------------------------------

    def apply(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """Do an edit of ``model.edits``; false, and ``failed``, if it makes no sense."""
        return self._edit(lambda: self._experiment.apply(lambda project: edit(project, *arguments, **named)))

    def drag(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """``apply`` while something is being dragged: one step of undo until ``end_gesture``."""
        move = partial(self._experiment.apply, lambda project: edit(project, *arguments, **named), dragging=True)
        return self._edit(move)

    def set_weight(self, layer: int, row: int, column: int, value: float, *, dragging: bool = False) -> bool:
        """Set one weight of the live run by hand; ``row`` one past the last from-neuron means the bias."""
        move = partial(self.hand.move, self._experiment, self._snapshot) if dragging else self._experiment.set_weight
        return self._edit(partial(move, layer, row, column, value))

    def end_gesture(self) -> None:
        """The drag is over: the next edit is an undo step of its own."""
        self._experiment.history.stop_merging()
        self.hand.let_go()

    def undo(self) -> None:
        """Take the last edit back, with the weights it replaced as they were when it was made; training pauses."""
        self._travel(self.undoable, self._document.undo)

    def redo(self) -> None:
        """Do it again; weights return as they were when it was taken back, and training pauses."""
        self._travel(self.redoable, self._document.redo)

    def reset(self) -> None:
        """Pause, and go back to the first weights. Undo brings the learnt ones back."""
        self.pause()
        self.apply(edits.restart)

    # --- running and seeing --------------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until paused."""
        self._go(None)

    def pause(self) -> None:
        """Stop after the step in hand."""
        self._take_back()
        self._loop.forget()
        if self._loop.is_running:
            self._loop.stand("paused")
            self._refresh()

    def step_batch(self) -> None:
        """Make one update; asked again before it is made, one more."""
        self._take_back()
        self._go((self._loop.goal or Goal(step=self._step)).one_step_more())

    def step_epoch(self) -> None:
        """Train to the end of the epoch under way; asked again before that, to the end of the next."""
        self._take_back()
        self._go((self._loop.goal or Goal(epoch=self._run.trainer.epoch)).one_epoch_more())

    def step_sample(self) -> None:
        """Look at the next sample of the batch; its last one brings the update."""
        self._take_back()
        self._loop.look_once_more()
        self._refresh()

    def set_speed(self, steps_per_s: float | None) -> None:
        """Train at most so many steps a second; ``None`` is as fast as the machine can."""
        self._loop.speed = steps_per_s

    @property
    def speed(self) -> float | None:
        """The limit set by ``set_speed``."""
        return self._loop.speed

    def select(self, selection: Selection) -> None:
        """Select a part of the network for every room."""
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit()

    def watch(self, owner: str, views: Collection[View], beat: Beat = ALWAYS) -> None:
        """Say which parts of a snapshot ``owner`` shows now, and how often; only what somebody shows is computed."""
        if self.rota.watch(owner, views, beat):
            self._refresh()

    # --- documents -----------------------------------------------------------------------------------------------

    def new(self, project: Project) -> bool:
        """Replace the document by one that has no file; false, and ``failed``, if it cannot be run."""
        return self._replace_document(lambda run_id: Document(project, run_id=run_id))

    def show_example(self, project: Project, title: str) -> bool:
        """Go on with an example, as a document without a file; undo returns to this one, its weights and its file."""
        self.pause()
        if not self._document.is_mere_example:
            self.document_leaving.emit(self._document.work)
        return self._edit(lambda: self._document.show_example(project, title))

    def recover(self, project: Project) -> bool:
        """Go on with unsaved work: like ``new``, but there is something to save."""
        return self._replace_document(lambda run_id: Document(project, saved=False, run_id=run_id))

    def open(self, path: Path) -> bool:
        """Open a project file; false, and ``failed``, if it cannot be read. The document in hand then stays."""
        return self._replace_document(lambda run_id: Document.read(path, run_id))

    def save(self, path: Path | None = None, *, may_overwrite: MayOverwrite | None = None) -> bool:
        """Save to ``path``, or to the file in hand; false, and ``failed``, if that is not possible.

        ``may_overwrite`` is asked if another program has changed the file in hand since it was opened.
        """
        target = path or self._document.path
        if target is None:
            raise ValueError("a project without a file needs a path")
        try:
            self._document.write(self.stamped_project, target, may_overwrite)
        except NnsimError as error:
            self.failed.emit(error)
            return False
        self.document_changed.emit()
        return True

    def close(self) -> bool:
        """Stop the clock and the thread; true if both ended in time. The session is of no use afterwards."""
        self._clock.stop()
        return self._worker.close()

    # --- the document, its run, and the turns of that ------------------------------------------------------------

    @property
    def _experiment(self) -> Experiment:
        return self._document.experiment

    @property
    def _run(self) -> Run:
        return self._document.experiment.run

    def _travel(self, change: Change | None, move: Callable[[], Change | None]) -> None:
        if change is not None and change.moves_weights:
            self.pause()
            if change.is_other_project and not self._document.is_mere_example:
                self.document_leaving.emit(self._document.work)
        self._edit(move)

    def _edit(self, do: Callable[[], Change | None]) -> bool:
        self._take_back()
        before = self._run
        try:
            change = do()
        except InputError as error:
            self.failed.emit(error)
            return False
        if change is not None:
            is_other_data = self._run.prepared is not before.prepared
            # A step that was asked for was one of the data before.
            self._take_up(goes_on=self._loop.is_endless if is_other_data else self._loop.is_running)
            self.arrivals.follow_edit(before, self._run, change)
            self.project_changed.emit(change)
            self.document_changed.emit()
            if change.is_other_project:
                self.document_taken_up.emit(self._document.work)
            self._refresh()
        return True

    def _replace_document(self, made: Callable[[int], Document]) -> bool:
        self._take_back()
        try:
            document = made(self._run.run_id + 1)
        except NnsimError as error:
            self.failed.emit(error)
            return False
        self.document_leaving.emit(self._document.work)
        self._take_back()
        self._loop.forget()
        self._document, self.arrivals = document, Arrivals()
        self.hand.let_go()
        self._take_up(goes_on=False)
        self.project_changed.emit(Change(frozenset(Part), "", is_other_project=True))
        self.document_changed.emit()
        self._refresh()
        return True

    def _take_up(self, *, goes_on: bool) -> None:
        """Follow the experiment's run, which may be another than before."""
        self._snapshot, self._step = self._run.snapshot(self._views()), self._run.trainer.step
        self.select(kept(self._selection, self.project.network))
        if not goes_on or self._loop.is_goal_reached(self._run.trainer):
            self._loop.stand(self._standing_still())

    def _go(self, goal: Goal | None) -> None:
        self._take_back()
        self._loop.start(goal)
        self._clock.start()

    def _standing_still(self) -> RunState:
        return "ready" if self._experiment.is_pristine else "paused"

    def _views(self) -> frozenset[View]:
        """Everything that is shown; standing still or stepping, also the losses of this very moment."""
        return self.rota.open() if self._loop.is_endless else self.rota.open() | {"now"}

    def _refresh(self) -> None:
        self._stale = True
        self._clock.start()

    def _take_back(self) -> None:
        """From here on the run belongs to the window's thread, until the next frame has been painted."""
        self._worker.recall()
        self._collect()

    def _collect(self) -> None:
        report = self._worker.collect()
        if report is None:
            return
        was_modified = self.modified
        stopped = report.stopped or self._loop.out_of_time(self.project.training.stop.seconds)
        self._step += report.steps
        if report.snapshot is None:
            self._refresh()
        else:
            self._snapshot = report.snapshot.with_older(self._snapshot, self.rota.wanted())
        if report.bug is not None:
            self._loop.stand("paused")
            raise report.bug
        if report.failure or stopped or self._loop.is_goal_reached(self._run.trainer):
            self._loop.end(report.failure, stopped)
            self._refresh()
        if report.snapshot is not None:
            self.arrivals.follow_training(self._snapshot.epoch)
            self.snapshot_taken.emit()
        if self.modified != was_modified:
            self.document_changed.emit()

    @Slot()
    def _on_frame(self) -> None:
        self._worker.wait_briefly()
        self._collect()
        if not self._loop.is_running and not self._stale and self._worker.is_idle():
            self._clock.stop()

    @Slot(float)
    def _on_painted(self, deadline: float) -> None:
        if not self._worker.is_idle():
            return
        steps = self._loop.steps_allowed(self._run.trainer)
        if steps == 0 and not self._stale:
            return
        self._stale = False
        views = self.rota.next_frame() if self._loop.is_endless else self._views()
        self._worker.grant(Turn(self._run, deadline, steps, self._loop.take_looks(), views))
