"""Tables that are read while the window lives on: what is understood of them, and then the tables themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.data.choices import Choices, Pasted, Preview
from nnsim.data.opening import Source
from nnsim.data.picture_decoding import PictureFolder
from nnsim.data.prepare import Prepared, prepare
from nnsim.data.previewing import preview_table
from nnsim.data.reading import Progress, read_table
from nnsim.data.spec import DataSpec
from nnsim.data.table_plan import TablePlan
from nnsim.errors import NnsimError
from nnsim.session.facts import Facts

POLL_MS: Final = 30
SMALL_BYTES: Final = 100_000
"""What is smaller is read at once: that takes no longer than a frame or two, and nothing flickers."""


@dataclass(frozen=True, eq=False, slots=True)
class TableRead:
    """What is to be learnt from a table, which is prepared already as long as this is held."""

    data: DataSpec
    prepared: Prepared


class _CalledOffError(Exception):
    """Nobody wants the table any more."""


class _Reader(threading.Thread):
    """Does one thing. All methods but ``run`` are for the window's thread, which asks: no signal comes from here.

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
    """One table at a time; who asks for something else calls off what is under way.

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
        self._left: list[_Reader] = []
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)
        session.closing.connect(self.close)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._reader is not None

    def look(self, source: Source, choices: Choices) -> None:
        """Find out what is understood of it with these choices."""
        self._begin(source, lambda tell: preview_table(source, choices, tell))

    def read(self, plan: TablePlan) -> None:
        """Read all of it, and prepare what is to be learnt."""
        self._begin(plan.source, lambda tell: _read(plan, tell))

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        if self._reader is not None:
            self._reader.call_off()
            self._left.append(self._reader)
            self._reader = None

    def close(self) -> None:
        """Call off, and wait for the end."""
        self.cancel()
        for reader in self._left:
            reader.join()
        self._timer.stop()

    def _begin(self, source: Source, do: Callable[[Progress], Preview | TableRead]) -> None:
        self.cancel()
        reader = _Reader(do)
        self._reader = reader
        if _is_small(source):
            reader.run()
            self._collect()
        else:
            reader.start()
            self._timer.start()

    def _collect(self) -> None:
        self._left = [reader for reader in self._left if reader.is_alive()]
        reader = self._reader
        if reader is None or reader.is_alive():
            if reader is not None:
                self.progressed.emit(reader.share)
            elif not self._left:
                self._timer.stop()
            return
        self._reader = None
        if not self._left:
            self._timer.stop()
        self._hand_over(reader)

    def _hand_over(self, reader: _Reader) -> None:
        if isinstance(reader.error, NnsimError):
            self.failed.emit(reader.error)
        elif reader.error is not None:
            raise reader.error
        elif isinstance(reader.outcome, Preview):
            self.previewed.emit(reader.outcome)
        elif reader.outcome is not None:
            self.done.emit(reader.outcome)


def _read(plan: TablePlan, tell: Progress) -> TableRead:
    table = read_table(plan.source, plan.choices, tell)
    data = plan.data(table)
    return TableRead(data, prepare(data))


def _is_small(source: Source) -> bool:
    if isinstance(source, Pasted):
        return len(source.text) < SMALL_BYTES
    if isinstance(source, PictureFolder):
        return False
    return not _size(source) > SMALL_BYTES


def _size(path: Path) -> int:
    """0 for what is not there: reading it says so at once."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
