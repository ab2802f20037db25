"""What a session knows and tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnsim.data.prepare import Prepared
from nnsim.engine.snapshot import RunState, Snapshot
from nnsim.engine.stopping import StopReason
from nnsim.errors import DivergedError
from nnsim.model.change import Change
from nnsim.model.kept_run import LeftOut
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.runs.labels import ends
from nnsim.runs.run import Run
from nnsim.session.document import Document
from nnsim.session.hand import Hand
from nnsim.session.newcomers import Arrivals
from nnsim.session.past import Past, Track
from nnsim.session.retrospect import Retrospect
from nnsim.session.rota import Rota
from nnsim.session.selection import Selection
from nnsim.session.spotlight import Spotlight
from nnsim.session.training_loop import TrainingLoop
from nnsim.session.viewing import Viewing
from nnsim.session.wording import Wording
from nnsim.storage.stamp import Stamp


class Facts(QObject):
    """The document in hand and the run behind it, to be read. What can be done with them is ``Session``'s.

    Signals
    -------
    project_changed(Change) : the project is another value; read ``project``. Also if it is only called otherwise
    snapshot_taken() : ``snapshot`` is newer
    run_state_changed() : ``run_state`` is another, with ``failure`` if it is ``diverged``; or ``stopped`` is
    selection_changed() : ``selection`` is another
    document_changed() : ``path`` or ``modified`` is another
    document_leaving(object) : another document takes this one's place: keep what is unsaved now. The object stands for
        the work. Of an example that has only learnt it is not told: undo has it
    document_taken_up(object) : this work is in hand: an example, what undo brought back, or what stays after a refusal
    failed(NnsimError) : a verb could not be done; nothing changed
    cores_taken() : many runs begin in the background; what trains beside the run in hand pauses, as that does
    closing() : the session ends: threads that were begun for it must end, too
    """

    project_changed = Signal(object)
    snapshot_taken = Signal()
    run_state_changed = Signal()
    selection_changed = Signal()
    document_changed = Signal()
    document_leaving = Signal(object)
    document_taken_up = Signal(object)
    failed = Signal(object)
    cores_taken = Signal()
    closing = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hand, self.rota, self.arrivals, self.past = Hand(self), Rota(), Arrivals(), Past(self)
        self.wording = Wording(self)
        self.wording.changed.connect(lambda: self.project_changed.emit(Change(frozenset(), "")))
        self._document = Document(project)
        self.viewing, self.spotlight = Viewing(), Spotlight(self)
        self.hindsight = Retrospect(lambda: self._experiment, self)
        self._snapshot, self._shown_data = self._run.snapshot(), self._run.prepared
        self._loop = TrainingLoop(self._standing_still(), self.run_state_changed.emit)
        self._selection = Selection()
        self._step = self._run.trainer.step
        self._untold: Change | None = None

    @property
    def project(self) -> Project:
        """The document, without the weights of the run under way; that of the moment shown, if one of the past is."""
        return self.past.project or self._experiment.project

    @property
    def prepared(self) -> Prepared:
        """The data as the run sees them, at the moment that is shown: points drawn by hand may have been others."""
        return self._shown_data

    @property
    def run_in_hand(self) -> Run:
        """The run itself, only for who makes others beside it: the training thread works on it."""
        return self._run

    @property
    def snapshot(self) -> Snapshot:
        """The newest; of the moment shown, if one of the past is, with all the curves of its course."""
        return self._snapshot

    @property
    def track(self) -> Track:
        """The course of the run, and the moment of it that is shown."""
        return self.past.track(self._experiment, self._step)

    def at_epoch(self, epoch: float) -> int:
        """Updates of this course until so many epochs are done."""
        return self.past.at_epoch(self._experiment, epoch)

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
    def file_stamp(self) -> Stamp | None:
        """What that file was when it was read or written last."""
        return self._document.stamp

    @property
    def left_out_runs(self) -> tuple[LeftOut, ...]:
        """Runs of the file in hand that are wrong, so that it was opened without them: a save to it drops them."""
        return self._document.left_out

    @property
    def has_lost_runs(self) -> bool:
        """Whether it was saved last without its runs, as the file would have been too large with them."""
        return self._document.has_lost_runs

    @property
    def title(self) -> str:
        """What to call the document."""
        return self._document.title

    @property
    def modified(self) -> bool:
        """Whether there is something to save: an edit or training since the last save."""
        return self._document.is_modified(self._step)

    @property
    def earlier(self) -> Iterator[Project]:
        """The projects of the run at work before each edit of it, the newest first, with the weights left then."""
        return self._experiment.history.earlier()

    @property
    def undoable(self) -> Change | None:
        """What undo would take back."""
        return self._experiment.history.undoable

    @property
    def redoable(self) -> Change | None:
        """What redo would do again."""
        return self._experiment.history.redoable

    @property
    def _experiment(self) -> Experiment:
        return self._document.experiment

    @property
    def _run(self) -> Run:
        return self._document.experiment.run

    def _standing_still(self) -> RunState:
        return "ready" if self._experiment.is_pristine else "paused"
