"""What happens when nnsim itself is wrong: the work is kept, the report is written, the person is told."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from nnsim import paths
from nnsim.errors import StorageError
from nnsim.storage.refusals import writing
from nnsim.words import QT_TRANSLATE_NOOP, Words

LOG_BYTES: Final = 1_000_000
PROBE_BYTES: Final = 100_000
"""About what unsaved work needs at least."""
_QT_LEVELS: Final = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("nnsim")


class Failures(QObject):
    """Catches what nobody caught, on any thread.

    Attributes
    ----------
    unwritable : why nothing can be kept in nnsim's own folder, the log included; ``None`` if it can

    Signals
    -------
    bug_found(str, bool) : the report, and whether the work has been kept
    """

    bug_found = Signal(str, bool)

    def __init__(self, keep_work: Callable[[], bool]) -> None:
        super().__init__()
        self._keep_work = keep_work
        self._reporting = False
        self.unwritable: StorageError | None = None
        folder = paths.home() / "logs"
        self._log_file: logging.Handler = logging.NullHandler()
        self._crash_file: TextIO | None = None
        try:
            with writing(folder):
                self._log_file = self._open_log(folder)
                # faulthandler writes from a signal handler, so it needs a file that stays open: not the rotating one.
                self._crash_file = (folder / "crash.log").open("a", encoding="utf-8")
                faulthandler.enable(self._crash_file)
                with TemporaryFile(dir=folder) as probe:  # on a full disk files are still made, but stay empty
                    probe.write(bytes(PROBE_BYTES))
        except StorageError as error:
            self.unwritable = StorageError(
                error.code,
                Words(QT_TRANSLATE_NOOP("errors", "Settings and unsaved work cannot be kept. {0}"), error.message),
                where=error.where,
                hint=QT_TRANSLATE_NOOP("errors", "Save your work yourself (Ctrl+S), to a place with room."),
                unchanged=QT_TRANSLATE_NOOP("errors", "Everything else works as always."),
            )

    def install(self) -> None:
        """From now on nothing goes unseen."""
        logging.raiseExceptions = False  # a log without room must not fill the terminal
        sys.excepthook = self._on_exception
        threading.excepthook = lambda told: self._on_exception(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        qInstallMessageHandler(self._on_qt_message)

    def close(self) -> None:
        """Let go of the files."""
        faulthandler.disable()
        log.removeHandler(self._log_file)
        self._log_file.close()
        if self._crash_file is not None:
            self._crash_file.close()

    @staticmethod
    def _open_log(folder: Path) -> RotatingFileHandler:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "nnsim.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        return handler

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(report)
        log.error(report)
        if os.environ.get("NNSIM_TEST") == "1":
            self._log_file.flush()
            sys.stderr.flush()
            os._exit(70)
        if not self._reporting:
            self._reporting = True
            kept = False
            try:
                kept = self._keep_work()
            finally:
                self._reporting = False
                self.bug_found.emit(report, kept)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        level = _QT_LEVELS.get(kind)
        if level is not None:
            log.log(level, "Qt: %s", message)
            sys.stderr.write(f"Qt: {message}\n")
