"""The process that fits rivals, kept from one comparison to the next: to load scikit-learn takes longer than to fit."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Final, TypeAlias

from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec
from nnsim.errors import InputError, NnsimError
from nnsim.runs.rivals import Fitted, Fitter, RivalPlan
from nnsim.runs.sweep import never
from nnsim.runs.worker_process import serve
from nnsim.words import QT_TRANSLATE_NOOP

POLL_S: Final = 0.1
"""How often it is asked whether someone has cancelled."""
GRACE_S: Final = 2.0
"""A fit that takes longer is not waited for once it is of no use: the process ends with it, and another is begun."""
_END_S: Final = 5.0


@dataclass(frozen=True, eq=False)
class _Order:
    """What is to be fitted. ``spec`` is ``None`` if the data are those of the order before."""

    plan: RivalPlan
    spec: DataSpec | None


@dataclass(frozen=True, slots=True)
class _End:
    """The last answer to an order: all is done or called off, or what went wrong, of a bug its traceback."""

    failure: NnsimError | None = None
    bug: str = ""


_Answer: TypeAlias = Fitted | _End


class FittingProcess:
    """One process, begun with the first order, that stands back and uses one thread. It is for one thread at a time."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._spec: DataSpec | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that is kept; ``None`` if there is none."""
        return None if self._process is None or not self._process.is_alive() else self._process.pid

    def fit(
        self, plan: RivalPlan, spec: DataSpec, cancelled: Callable[[], bool] = never
    ) -> Generator[Fitted, None, None]:
        """As ``fit_rivals``, in the process; of the same data nothing is fitted twice.

        Raises
        ------
        UsageError, SpecError : as ``fit_rivals``
        InputError : if the process is there no more
        """
        if cancelled():
            return
        is_new = self.pid is None
        n_answers = 0
        try:
            for one in self._ordered(plan, spec, cancelled):
                n_answers += 1
                yield one
        except (EOFError, OSError) as error:
            self.end()
            if cancelled():
                return
            if is_new or n_answers:
                raise _lost() from error
            yield from self.fit(plan, spec, cancelled)  # it had ended while nobody asked anything of it

    def _ordered(self, plan: RivalPlan, spec: DataSpec, cancelled: Callable[[], bool]) -> Generator[Fitted, None, None]:
        connection = self._begun()
        connection.send(_Order(plan, None if spec is self._spec else spec))
        self._spec = spec
        while True:
            if cancelled():
                self._call_off(connection)
                return
            if not connection.poll(POLL_S):
                continue
            answer: _Answer = connection.recv()
            if isinstance(answer, _End):
                _tell(answer)
                return
            yield answer

    def end(self) -> None:
        """End the process, whatever it is doing: it has nothing to put in order. The next order begins another."""
        process, connection = self._process, self._connection
        self._process = self._connection = self._spec = None
        if process is not None:
            process.kill()
            process.join(_END_S)
        if connection is not None:
            connection.close()

    def _begun(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self.end()
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="rivals", daemon=True)
        process.start()
        self._process, self._connection = process, ours
        theirs.close()
        ours.send(obey)
        return ours

    def _call_off(self, connection: Connection) -> None:
        """Let go of what is under way. If it does not end soon, the process does."""
        connection.send(None)
        until = monotonic() + GRACE_S
        while (left := until - monotonic()) > 0 and connection.poll(left):
            if isinstance(connection.recv(), _End):
                return
        self.end()


def obey(connection: Connection) -> None:
    """In the process: fit what is ordered, and answer, until the other end is closed."""
    fitter: Fitter | None = None
    while True:
        order: _Order | None = connection.recv()
        if order is None:
            continue  # what was called off had ended by itself
        try:
            if order.spec is not None:
                fitter = Fitter(order.spec, prepare(order.spec))
            if fitter is not None:
                for one in fitter.fit(order.plan, connection.poll):
                    connection.send(one)
            end = _End()
        except NnsimError as error:
            end = _End(error)
        except Exception:  # noqa: BLE001  (told, and raised, on the other side)
            end = _End(bug=traceback.format_exc())
        connection.send(end)


def _tell(end: _End) -> None:
    if end.failure is not None:
        raise end.failure
    if end.bug:
        raise RuntimeError(end.bug)


def _lost() -> InputError:
    return InputError(
        "rivals.process_lost",
        QT_TRANSLATE_NOOP("errors", "The process that fits rivals was ended from outside, perhaps for lack of memory."),
        where="rivals",
        hint=QT_TRANSLATE_NOOP("errors", "Fit again, or leave out the SVM, which needs most memory."),
        unchanged=QT_TRANSLATE_NOOP("errors", "What was fitted before stays."),
    )
