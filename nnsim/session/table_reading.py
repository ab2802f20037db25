"""Tables that are read while the window lives on: what is understood of them, and then the tables themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.data.choices import Choices, Pasted, Preview
from nnsim.data.file_bytes import Progress
from nnsim.data.opening import Source, is_plain
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.previewing import preview_table
from nnsim.data.reading import UNCHANGED, read_table
from nnsim.data.spec import DataSpec
from nnsim.data.table_plan import TablePlan
from nnsim.errors import NnsimError, TableError
from nnsim.session.facts import Facts
from nnsim.words import QT_TRANSLATE_NOOP

POLL_MS: Final = 30
SMALL_BYTES: Final = 100_000
"""A text that is smaller is read at once: that takes no longer than a frame or two, and nothing flickers."""
_END_S: Final = 5.0
"""How long the closing waits for a reader that was called off; it ends with the program if it takes longer."""


@dataclass(frozen=True, eq=False, slots=True)
class TableRead:
    """What is to be learnt from a table, which is prepared already as long as this is held."""

    data: DataSpec
    prepared: Prepared


class _CalledOffError(Exception):
    """Nobody wants the table any more."""


class _Reader(threading.Thread):
    """Does one thing when it is started. All methods but ``run`` are for the window's thread: it gives no signals.

    Attributes
    ----------
    share : how much is done, 0 to 1
    outcome : a ``Preview`` or a ``TableRead``, once the thread has ended
    error : why there is none
    """

    def __init__(self, do: Callable[[Progress], Preview | TableRead]) -> None:
        super().__init__(name="reading a table", daemon=True)
        self._do = do
        self._told = threading.Event()
        self.share = 0.0
        self.outcome: Preview | TableRead | None = None
        self.error: BaseException | None = None

    def call_off(self) -> None:
        """End at the next word of progress."""
        self._told.set()

    def run(self) -> None:
        """Until it is done or called off."""
        try:
            self.outcome = self._do(self._tell)
        except _CalledOffError:
            pass
        except BaseException as error:  # noqa: BLE001  (carried to the window's thread and told or raised there)
            self.error = error

    def _tell(self, share: float) -> None:
        self.share = share
        if self._told.is_set():
            raise _CalledOffError


class TableReading(QObject):
    """One table at a time; who asks for something else calls off what is under way, and waits until it has ended.

    So there is one thread at most, however quickly a person chooses, and of all wishes the newest is done.

    Signals
    -------
    previewed(Preview) : what is understood of it
    progressed(float) : so much of the table is read, 0 to 1
    done(TableRead) : it is read
    failed(NnsimError) : it cannot be read
    """

    previewed = Signal(object)
    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Facts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: _Reader | None = None
        self._leaving: _Reader | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)
        session.closing.connect(self.close)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or waits for it."""
        return self._reader is not None

    def look(self, source: Source, choices: Choices) -> None:
        """Find out what is understood of it with these choices."""
        self._begin(source, lambda tell: preview_table(source, choices, tell))

    def read(self, plan: TablePlan) -> None:
        """Read all of it, and prepare what is to be learnt."""
        self._begin(plan.source, lambda tell: _read(plan, tell))

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        reader, self._reader = self._reader, None
        if reader is not None and reader.is_alive():
            reader.call_off()
            self._leaving = reader

    def close(self) -> None:
        """Call off, and wait for the end, though not for long."""
        self.cancel()
        self._timer.stop()
        if self._leaving is not None:
            self._leaving.join(_END_S)

    def _begin(self, source: Source, do: Callable[[Progress], Preview | TableRead]) -> None:
        self.cancel()
        reader = _Reader(do)
        if _is_small(source):
            reader.run()
            self._hand_over(reader)
        else:
            self._reader = reader
            self._go_on()
            self._timer.start()

    def _collect(self) -> None:
        self._go_on()
        reader = self._reader
        if reader is None:
            if self._leaving is None:
                self._timer.stop()
        elif reader.ident is None or reader.is_alive():
            self.progressed.emit(reader.share)
        else:
            self._reader = None
            self._timer.stop()
            self._hand_over(reader)

    def _go_on(self) -> None:
        """Begin what is wished for, as soon as what was called off has ended."""
        if self._leaving is not None and not self._leaving.is_alive():
            self._leaving = None
        if self._leaving is None and self._reader is not None and self._reader.ident is None:
            self._reader.start()

    def _hand_over(self, reader: _Reader) -> None:
        """Tell what has come of it; a mistake of nnsim is told before it is raised, so that nobody goes on waiting."""
        error = reader.error
        if isinstance(reader.outcome, Preview):
            self.previewed.emit(reader.outcome)
        elif reader.outcome is not None:
            self.done.emit(reader.outcome)
        elif isinstance(error, NnsimError):
            self.failed.emit(error)
        elif isinstance(error, MemoryError):
            self.failed.emit(_out_of_memory())
        elif error is not None:
            self.failed.emit(_unexpected())
            raise error


def _read(plan: TablePlan, tell: Progress) -> TableRead:
    table = read_table(plan.source, plan.choices, tell)
    data = plan.data(table)
    return TableRead(data, prepare(data))


def _is_small(source: Source) -> bool:
    """Whether reading takes no time: what is packed, or has files beside it, may be large though the file is small."""
    if isinstance(source, Pasted):
        return len(source.text) < SMALL_BYTES
    return isinstance(source, Path) and is_plain(source) and not _size(source) > SMALL_BYTES


def _out_of_memory() -> TableError:
    return TableError(
        "table.memory",
        QT_TRANSLATE_NOOP("errors", "There is not enough memory to read this table."),
        hint=QT_TRANSLATE_NOOP(
            "errors", "Close other programs first, or keep only the rows and columns that are needed."
        ),
        unchanged=UNCHANGED,
    )


def _unexpected() -> TableError:
    return TableError(
        "table.unexpected",
        QT_TRANSLATE_NOOP("errors", "This table cannot be read, by a mistake of nnsim."),
        hint=QT_TRANSLATE_NOOP("errors", "Save it as CSV from the program that made it, and open that file."),
        unchanged=UNCHANGED,
    )


def _size(path: Path) -> int:
    """0 for what is not there: reading it says so at once."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
