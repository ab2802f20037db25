"""The run at work: how it changes hands between the window and the training thread, and what becomes of its turns."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Slot

from nnsim.engine.snapshot import Snapshot, View
from nnsim.model.project import Project
from nnsim.runs.run import Run
from nnsim.session.batch_comparison import BatchComparison
from nnsim.session.errand import Errand
from nnsim.session.frame_clock import FrameClock
from nnsim.session.last_step import LastStep
from nnsim.session.loss_maps import LossMaps
from nnsim.session.own_tables import OwnTables
from nnsim.session.rota import ALWAYS, Beat
from nnsim.session.runs import RunFacts
from nnsim.session.selection import Selection
from nnsim.session.step_errand import StepErrand
from nnsim.session.worker import Report, Turn, Worker


class AtWork(RunFacts):
    """The run of the document in hand, trained in turns with the window, and shown as far as somebody watches.

    What can be done with it, and with the document, is ``Session``'s.
    """

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(project, parent)
        self._stale = True
        self._worker, self._granted = Worker(), self._run
        self._worker.start()
        self.clock = FrameClock(self)
        self.clock.frame.connect(self._on_frame)
        self.clock.painted.connect(self._on_painted)
        self.hindsight.wanted.connect(self.clock.start)
        self.loss_maps = LossMaps(lambda: self._experiment, self._shown_at_hand, self.past, self)
        self.own_tables = OwnTables(lambda: (self._experiment.project.data, self._run.prepared), self)
        self.project_changed.connect(self.own_tables.follow)
        self.project_changed.connect(self.loss_maps.follow)
        self.past.changed.connect(self.loss_maps.follow)
        self.closing.connect(self.loss_maps.stop)
        self.selection_changed.connect(lambda: self.loss_maps.remember(self.selection))
        self.batch_comparison = BatchComparison(self._shown_at_hand, self._is_reached, self.loss_maps, self)
        self.project_changed.connect(self.batch_comparison.follow)
        self.past.changed.connect(self.batch_comparison.follow)
        self.snapshot_taken.connect(self.batch_comparison.catch_up)
        self.closing.connect(self.batch_comparison.stop)
        self.last_step = LastStep(lambda: self._experiment, self.past, self)
        self.last_step.wanted.connect(self.clock.start)
        self.closing.connect(self.last_step.stop)

    def select(self, selection: Selection) -> None:
        """Select a part of the network for every room."""
        if selection != self._selection:
            self._worker.recall()  # in a turn, who shows it would have to win the interpreter back for every call
            self._selection = selection
            self.selection_changed.emit()

    def watch(self, owner: str, views: Collection[View], beat: Beat = ALWAYS) -> None:
        """Say which parts of a snapshot ``owner`` shows now, and how often; only what somebody shows is computed."""
        if self.rota.watch(owner, views, beat):
            self._refresh()

    def _show(self, snapshot: Snapshot, run: Run) -> None:
        """Show what was taken of a run, with its data."""
        self._shown_data = run.prepared
        self._snapshot = self.past.whole(snapshot) if self.past.is_shown else snapshot

    def _views(self) -> frozenset[View]:
        """Everything that is shown; standing still or stepping, also the losses of this very moment."""
        return self.rota.open() if self._loop.is_endless else self.rota.open() | {"now"}

    def _refresh(self) -> None:
        self._stale = True
        self.clock.start()

    def _shown_at_hand(self) -> Run:
        """At the moment that is shown; raises ``InputError`` if that takes long yet to compute."""
        self._take_back()
        return self.past.reached() if self.past.is_shown else self._run

    def _is_reached(self) -> bool:
        """Whether the moment that is shown is there."""
        return self.past.at in (None, self._snapshot.step)

    def _take_back(self) -> None:
        """From here on the run belongs to the window's thread, until the next frame has been painted."""
        self._worker.recall()
        self._collect()

    def _collect(self) -> None:
        report = self._worker.collect()
        if report is None:
            return
        unseen = self._take_up_errand(report.errand)
        was_modified, is_past = self.modified, self.past.is_shown
        if is_past:
            self._stale = self.past.goes_on() or self._stale
        else:
            self._step += report.steps
            self._experiment.note()
        if report.cut_short or report.bug is not None:
            self._refresh()
        elif report.snapshot is not None:
            wanted: frozenset[View] = frozenset() if is_past else self.rota.wanted()
            self._show(report.snapshot.with_older(self._snapshot, wanted), self._granted)
        if report.bug is not None:
            self._loop.stand("paused")
            raise report.bug
        if not is_past:
            self._end_if_due(report)
        if report.snapshot is not None:
            if not is_past:
                self.arrivals.follow_training(self._snapshot.epoch)
            self.snapshot_taken.emit()
        if self.modified != was_modified:
            self.document_changed.emit()
        if unseen is not None:
            raise unseen

    def _errand(self, deadline: float, *, is_running: bool) -> Errand | StepErrand | None:
        """What to find out about the past in a turn."""
        step = None if is_running else self.last_step.errand()
        return self.hindsight.errand(deadline, is_running=is_running) if step is None else step

    def _take_up_errand(self, errand: Errand | StepErrand | None) -> Exception | None:
        """The bug that it has met, if that is to be told."""
        if isinstance(errand, StepErrand):
            return self.last_step.take_up(errand)
        return None if errand is None else self.hindsight.take_up(errand)

    def _end_if_due(self, report: Report) -> None:
        stopped = report.stopped or self._loop.out_of_time(self.project.training.stop.seconds)
        if report.failure or stopped or self._loop.is_goal_reached(self._run.trainer):
            self._loop.end(report.failure, stopped)
            self._refresh()

    @Slot()
    def _on_frame(self) -> None:
        self._worker.wait_briefly()
        self._collect()
        is_at_rest = not self._loop.is_running and not self._stale and self._worker.is_idle()
        if is_at_rest and not self.last_step.is_on_the_way and not self.hindsight.has_more():
            self.clock.stop()

    @Slot(float)
    def _on_painted(self, deadline: float) -> None:
        if not self._worker.is_idle():
            return
        is_past = self.past.is_shown
        steps = self.past.steps_left if is_past else self._loop.steps_allowed(self._run.trainer)
        is_still = steps == 0 and not self._stale
        errand = self._errand(deadline, is_running=steps != 0)
        if is_still and errand is None:
            return
        self._stale = False
        views = None
        if not is_still:
            views = self.rota.next_frame() if self._loop.is_endless else self._views()
        run, looks = self.past.run or self._run, self._loop.take_looks()
        self.viewing.apply(run)
        self._granted = run
        self._worker.grant(Turn(run, deadline, steps, looks, views, errand))
