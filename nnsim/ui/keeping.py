"""Nothing lost: unsaved work is written away every few seconds, and comes back by itself at the next start."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.errors import NnsimError, UsageError
from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.storage import recovery
from nnsim.ui.theme import Duration


class _Writer(threading.Thread):
    """Writes one state away, which is frozen. No signal comes from here: the window asks.

    Attributes
    ----------
    has_runs : whether there was room for its runs
    bug : what went wrong, once the thread has ended
    """

    def __init__(self, write: Callable[[], bool]) -> None:
        super().__init__(name="unsaved work")
        self._write = write
        self.has_runs = True
        self.bug: Exception | None = None

    def run(self) -> None:
        """Write it whole, or leave what was kept before."""
        try:
            self.has_runs = self._write()
        except Exception as error:  # noqa: BLE001  (carried to the window's thread and told or raised there)
            self.bug = error


class Keeping(QObject):
    """Keeps the session's unsaved work in a place of its own, at most so old as ``Duration`` says.

    What a timer wants kept is written beside the window, which a project with many runs would hold up; what somebody
    waits for, as before another document takes its place, at once.

    Signals
    -------
    failed(NnsimError) : unsaved work could not be kept
    runs_lost() : it is kept without its runs, with which it could not be opened again; told once until it can
    """

    failed = Signal(object)
    runs_lost = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._place = recovery.Place()
        self._left: dict[object, str] = {}
        self._has_runs = True
        self._kept_step = session.snapshot.step
        self._soon = QTimer(self, singleShot=True, interval=Duration.AUTOSAVE_EDIT)
        self._soon.timeout.connect(self._keep_beside)
        self._writer: _Writer | None = None
        self._asking = QTimer(self, interval=Duration.AUTOSAVE_ASK)
        self._asking.timeout.connect(self._on_asking)
        self._later = QTimer(self, interval=Duration.AUTOSAVE_TRAINING)
        self._later.timeout.connect(self._keep_training)
        self._later.start()
        session.project_changed.connect(self._on_project_changed)
        session.runs_changed.connect(self._keep_soon)
        session.document_changed.connect(self._on_document_changed)
        session.document_leaving.connect(self._set_aside)
        session.document_taken_up.connect(self._take_up)

    def keep(self) -> bool:
        """Write the work away now; true if nothing is unsaved or all of it is kept."""
        self._settle()
        self._soon.stop()
        if not self._session.modified:
            return True
        writer = self._made_writer()
        writer.run()
        return self._taken_up(writer)

    def _keep_beside(self) -> None:
        """Begin to write the work away; what is still being written comes first."""
        if self._writer is not None:
            self._keep_soon()
        elif self._session.modified:
            self._soon.stop()
            self._writer = self._made_writer()
            self._writer.start()
            self._asking.start()

    def _made_writer(self) -> _Writer:
        session, place = self._session, self._place
        self._kept_step = session.snapshot.step
        state = session.work(), session.path, session.file_stamp, session.left_out_runs
        return _Writer(lambda: place.autosave(*state))

    def _on_asking(self) -> None:
        if self._writer is not None and not self._writer.is_alive():
            self._settle()

    def _settle(self) -> None:
        """Wait until all that was begun is written."""
        writer, self._writer = self._writer, None
        self._asking.stop()
        if writer is not None:
            writer.join()
            self._taken_up(writer)

    def _taken_up(self, writer: _Writer) -> bool:
        if isinstance(writer.bug, NnsimError):
            self.failed.emit(writer.bug)
            return False
        if writer.bug is not None:
            raise writer.bug
        had_runs, self._has_runs = self._has_runs, writer.has_runs
        if had_runs and not self._has_runs:
            self.runs_lost.emit()
        return True

    def take_over(self, id_: str) -> None:
        """The window goes on with recovered work: keep it here, and only then let go of what was left."""
        if self.keep():
            recovery.discard(id_)

    def close(self) -> None:
        """Leave unsaved work for the next start; give the place back if there is none. Once is enough."""
        self._settle()
        if not self._later.isActive():
            return
        self._later.stop()
        self.keep()
        self._place.leave() if self._session.modified else self._place.close()

    def _set_aside(self, work: object) -> None:
        """Another document takes the window: what this one has unsaved stays, under File, Unsaved work."""
        if self._session.modified and self.keep():
            self._place.leave()
            self._forget(work)
            self._left[work] = self._place.id
            self._place = recovery.Place()

    def _take_up(self, work: object) -> None:
        """Undo has brought work back: it is this window's to keep again, and then no other copy of it is needed."""
        if work in self._left and self.keep():
            self._forget(work)

    def _forget(self, work: object) -> None:
        earlier = self._left.pop(work, None)
        if earlier is not None:
            with contextlib.suppress(UsageError):  # brought back meanwhile, perhaps in another window
                recovery.discard(earlier)

    def _keep_training(self) -> None:
        if self._session.snapshot.step != self._kept_step:
            self._keep_beside()

    def _on_project_changed(self, _change: Change) -> None:
        self._keep_soon()

    def _keep_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _on_document_changed(self) -> None:
        if not self._session.modified:
            self._soon.stop()
            self._settle()
            self._place.clear()
