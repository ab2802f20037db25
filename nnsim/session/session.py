"""The single door between the window and everything below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec

from nnsim.engine.snapshot import Snapshot
from nnsim.engine.trace import Trace, TraceLook
from nnsim.errors import InputError, NnsimError
from nnsim.model import edits
from nnsim.model.change import Change, Edited, Part
from nnsim.model.kept_run import KeptRun, LeftOut, Work
from nnsim.model.project import Project
from nnsim.runs.trace_probe import trace_of
from nnsim.runs.worth import Worth, worth_of_neuron
from nnsim.session.at_work import AtWork
from nnsim.session.document import Document, MayOverwrite
from nnsim.session.goal import Goal
from nnsim.session.newcomers import Arrivals
from nnsim.session.runs import gone
from nnsim.session.selection import Selection, kept
from nnsim.session.viewing import is_seen_next
from nnsim.storage.stamp import Stamp

P = ParamSpec("P")
Edit = Callable[Concatenate[Project, P], Edited]


class Session(AtWork):
    """The document and its run; a dragged weight is in ``hand``, who draws when in ``rota``, what is new: ``arrivals``.

    While a moment of the past is shown (``show_past``), nothing is changed there: an edit or a step first goes on from
    it, as one step of undo of its own. Undo, reset, and other documents leave it first; saving saves the present.
    """

    def stamped_project(self) -> Project:
        """The document with the weights, optimizer state and record as they are now."""
        self._take_back()
        return self._experiment.stamped()

    def work(self) -> Work:
        """The same with its runs, as a file keeps them."""
        self._take_back()
        return self._experiment.work()

    def worth_of_neuron(self, layer: int, neuron: int) -> Worth:
        """The losses with a neuron and without it, at the weights that are shown; raises ``SpecError``."""
        self._take_back()
        return worth_of_neuron(self.past.run or self._run, layer, neuron)

    def trace(self, look: TraceLook) -> Trace:
        """Every number of the step of these samples, at the weights that are shown."""
        self._take_back()
        run = self.past.run or self._run
        return trace_of(look, run.trainer, run.prepared, in_hand=self.viewing.sample(run.prepared))

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
        move = self.hand.move if dragging else self.hand.put
        return self._edit(partial(move, self._experiment, self._snapshot, layer, row, column, value))

    def edit_weights(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """``apply`` an edit of ``model.weight_edits`` to the weights as they are; ``hand.effect`` says what it did."""
        do = partial(self._experiment.edit_weights, lambda project: edit(project, *arguments, **named))
        return self._edit(lambda: self.hand.edit(self._experiment, do))

    def edit_links(self, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """``apply`` an edit that cuts or restores links; ``hand.effect`` says what it did."""
        do = partial(self._experiment.apply, lambda project: edit(project, *arguments, **named))
        return self._edit(lambda: self.hand.edit(self._experiment, do))

    def end_gesture(self) -> None:
        """The drag is over: the next edit is an undo step of its own."""
        if self._untold is not None:
            self._tell(replace(self._untold, step="new"))
        self._experiment.history.stop_merging()
        self.past.origin = None
        self.hand.let_go()

    def cancel_gesture(self) -> None:
        """The drag was not meant: all is as it was before, with nothing to undo or do again; as undo otherwise."""
        self.hand.let_go()
        if self._experiment.history.is_merging:
            origin = self.past.origin
            self.undo()
            if origin is not None:
                self.undo()
            self._experiment.history.forget_undone()
            self.document_changed.emit()
            if origin is not None:
                self.show_past(origin)

    def undo(self) -> None:
        """Take the last edit back, with the weights it replaced as they were when it was made; training pauses."""
        self._travel(self.undoable, self._document.undo)

    def redo(self) -> None:
        """Do it again; weights return as they were when it was taken back, and training pauses."""
        self._travel(self.redoable, self._document.redo)

    def reset(self) -> None:
        """Pause, and go back to the first weights. Undo brings the learnt ones back."""
        self.leave_past()
        self.pause()
        self.apply(edits.restart)

    def open_run(self, key: int, name: str) -> bool:
        """Go to where an earlier run has ended, which ``name`` is what it is called; one step of undo. Pauses.

        False if it is at work or not there, and, with ``failed``, if its weights are not kept any more.
        """
        timeline = self._experiment.timeline
        course = timeline.run_called(key)
        if course is None or course is timeline.present:
            return False
        if course.end.is_bare:
            self.failed.emit(gone(name))
            return False
        self.leave_past()
        self.pause()
        return self._edit(partial(self._experiment.open_run, course, name))

    def adopt(self, began: Project, edit: Edit[P], *arguments: P.args, **named: P.kwargs) -> bool:
        """Go on with a run that was trained beside this one, from ``began`` on, as ``edit`` says. Pauses; as ``apply``.

        It has its whole past, and stays among the runs.
        """
        self.leave_past()
        self.pause()
        done = partial(self._experiment.adopt, began, lambda project: edit(project, *arguments, **named))
        return self._edit(done)

    # --- running and seeing --------------------------------------------------------------------------------------

    def run(self) -> None:
        """Train until paused."""
        if self.continue_here():
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
        if self.continue_here():
            self._go((self._loop.goal or Goal(step=self._step)).one_step_more())

    def step_epoch(self) -> None:
        """Train to the end of the epoch under way; asked again before that, to the end of the next."""
        if self.continue_here():
            self._go((self._loop.goal or Goal(epoch=self._run.trainer.epoch)).one_epoch_more())

    def step_sample(self) -> None:
        """Look at the next sample of the batch; its last one brings the update."""
        if self.continue_here():
            self.viewing.choose(self.prepared, None)
            self._loop.look_once_more()
            self._refresh()

    def view_sample(self, sample: int | TraceLook | None) -> None:
        """Show the numbers of one row of the data set, or of what is drawn; ``None``: what training looked at last."""
        self.viewing.choose(self.prepared, sample)
        self._refresh()

    def set_speed(self, steps_per_s: float | None) -> None:
        """Train at most so many steps a second; ``None`` is as fast as the machine can."""
        self._loop.speed = steps_per_s

    @property
    def speed(self) -> float | None:
        """The limit set by ``set_speed``."""
        return self._loop.speed

    # --- the past ------------------------------------------------------------------------------------------------

    def show_past(self, at: int) -> bool:
        """Pause, and show the moment after ``at`` updates of this course everywhere; false if nobody knows it any more.

        It is shown on the way there already, in the frames that the way takes. The present is left alone.
        """
        if at >= self._run.trainer.step or at == self.past.at:
            if at != self.past.at:
                self.leave_past()
            return True
        self.pause()
        before = self.project
        try:
            if not self.past.look_at(self._experiment, at):
                return False
        except InputError as error:
            self.failed.emit(error)
            return False
        self._tell_moment(before)
        self._refresh()
        return True

    def leave_past(self) -> None:
        """Show the present again, as it was."""
        self._take_back()
        before = self.project
        if self.past.forget():
            self._tell_moment(before)
            self._refresh()

    def continue_here(self) -> bool:
        """Go on from the moment that is shown, with its settings; one step of undo. Does nothing in the present.

        False, and ``failed``, if it takes long yet to compute that moment.
        """
        self._take_back()
        return not self.past.is_shown or self._edit(None)

    def _tell_moment(self, before: Project) -> None:
        """Another moment is shown. Rooms that show settings hear of it only if these are others."""
        run = self.past.run or self._run
        is_same_data = before.data == self.project.data
        is_other = (before.network, before.training) != (self.project.network, self.project.training)
        is_other = is_other or not is_same_data
        if is_other or not self.past.is_shown:
            self._show(run.snapshot(self._views()), run)
        self.arrivals = Arrivals()
        if is_other:
            self.select(kept(self._selection, self.project.network))
            points = frozenset[Part]() if is_same_data else frozenset({Part.POINTS})
            self.project_changed.emit(Change(frozenset({Part.NETWORK, Part.WEIGHTS, Part.TRAINING}) | points, ""))
        self.past.changed.emit()
        if not self.past.is_shown:
            self.snapshot_taken.emit()

    # --- documents -----------------------------------------------------------------------------------------------

    def new(self, project: Project) -> bool:
        """Replace the document by one that has no file; false, and ``failed``, if it cannot be run."""
        return self._replace_document(lambda run_id: Document(project, run_id=run_id))

    def show_example(self, project: Project, title: str) -> bool:
        """Go on with an example, as a document without a file; undo returns to this one, its weights and its file."""
        self.leave_past()
        self.pause()
        if not self._document.is_mere_example:
            self.document_leaving.emit(self._document.work)
        return self._edit(lambda: self._document.show_example(project, title))

    def recover(
        self,
        project: Project,
        runs: Sequence[KeptRun] = (),
        path: Path | None = None,
        as_read: Stamp | None = None,
        left_out: Sequence[LeftOut] = (),
    ) -> bool:
        """Go on with unsaved work; ``path`` was ``as_read`` when it held all. Like ``new``, with something to save.

        ``left_out`` : what it would lose
        """
        return self._replace_document(
            lambda id_: Document(project, path, as_read, saved=False, runs=runs, run_id=id_, left_out=left_out)
        )

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
            self._document.write(self.work, target, may_overwrite)
        except NnsimError as error:
            self.failed.emit(error)
            return False
        self.document_changed.emit()
        return True

    def close(self) -> bool:
        """Stop the clock and the thread; true if both ended in time. The session is of no use afterwards."""
        self.closing.emit()
        self.clock.stop()
        return self._worker.close()

    # --- the document, its run, and the turns of that ------------------------------------------------------------

    def _travel(self, change: Change | None, move: Callable[[], Change | None]) -> None:
        self.leave_past()
        if change is not None and change.moves_weights:
            self.pause()
            if change.is_other_project and not self._document.is_mere_example:
                self.document_leaving.emit(self._document.work)
        self._edit(move)

    def _edit(self, do: Callable[[], Change | None] | None) -> bool:
        """Change something, going on from the moment that is shown; ``None`` only goes on from there."""
        self._take_back()
        self.hand.forget_last()
        before, continued = self._run, None
        try:
            continued = self.past.carry_on(self._experiment)
            change = continued if do is None else do()
        except Exception as error:
            self._experiment.withdraw(continued)
            if isinstance(error, InputError):
                self.failed.emit(error)
            self.document_taken_up.emit(self._document.work)
            if isinstance(error, InputError):
                return False
            raise
        if change is None:
            self._experiment.withdraw(continued)
        else:
            is_other_data = self._run.prepared is not before.prepared
            if Part.POINTS in change.parts:
                self.viewing.follow(before, self._run)
                self.spotlight.put_out()
            was_past = self.past.forget()
            # A step that was asked for was one of the data before.
            goes_on = self._loop.is_endless if is_other_data else self._loop.is_running
            older = self._snapshot if is_seen_next(change, before, self._run) else None
            self._take_up(goes_on=goes_on, is_other_project=change.is_other_project, older=older)
            self.arrivals.follow_edit(before, self._run, change)
            self._tell(change)
            if was_past:
                self.past.changed.emit()
            self.document_changed.emit()
            if change.is_other_project:
                self.document_taken_up.emit(self._document.work)
            self._refresh()
        if not self._experiment.history.is_merging:
            self.past.origin = None
        return True

    def _tell(self, change: Change) -> None:
        """Tell of a change. Of points that are being drawn pictures know by their data, and all others at the end."""
        untold, self._untold = self._untold, None
        if change.is_of_points and change.step == "merged":
            self._untold = change
        else:
            parts = change.parts if untold is None else change.parts | untold.parts
            self.project_changed.emit(replace(change, parts=parts))

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
        was_past = self.past.forget()
        self._document, self.arrivals, self._untold = document, Arrivals(), None
        self.hand.let_go()
        self.hand.forget_last()
        self._take_up(goes_on=False, is_other_project=True)
        self.project_changed.emit(Change(frozenset(Part), "", is_other_project=True))
        if was_past:
            self.past.changed.emit()
        self.document_changed.emit()
        self._refresh()
        return True

    def _take_up(self, *, goes_on: bool, is_other_project: bool, older: Snapshot | None = None) -> None:
        """Follow the experiment's run, which may be another than before."""
        self.viewing.apply(self._run)
        snapshot = self._run.snapshot(self._views() if older is None else ())
        self._show(snapshot if older is None else snapshot.with_older(older, self._views()), self._run)
        self._step = self._run.trainer.step
        self.select(Selection() if is_other_project else kept(self._selection, self.project.network))
        if not goes_on or self._loop.is_goal_reached(self._run.trainer):
            self._loop.stand(self._standing_still())

    def _go(self, goal: Goal | None) -> None:
        self._take_back()
        self._loop.start(goal)
        self.clock.start()
