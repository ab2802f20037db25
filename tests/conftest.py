"""What every test may rely on: no screen, a home of its own, and nothing left running by the test before."""

from __future__ import annotations

import gc
import itertools
import os
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.without_qt import FLOORS, behind_the_wall

_HOMES = tempfile.TemporaryDirectory(prefix="nnsim-tests-")
_count = itertools.count()

# Before anything imports Qt or nnsim.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["NNSIM_TEST"] = "1"
os.environ["NNSIM_HOME"] = _HOMES.name
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # as the command line does: threads would only wait for each other

settings.register_profile("nnsim", deadline=None)  # no test asserts on time
settings.register_profile("once more", deadline=None, max_examples=5)  # where what is shown does not depend on numbers
settings.load_profile(os.environ.get("NNSIM_EXAMPLES", "nnsim"))

GRACE_S = 1.0
"""How long a thread that was told to end may still take after the test."""

_clocks: weakref.WeakSet[Any] = weakref.WeakSet()
"""Timers and threads of Qt, also those that were put aside."""


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Keep the settings of pytest-qt known when it is left out (`-p tests.without_qt`)."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "set in pyproject.toml for pytest-qt", default="")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a profile of few examples, laws that name a number of their own have few, too."""
    most = settings.default.max_examples
    if most >= settings.get_profile("nnsim").max_examples:
        return
    for item in items:
        for owner, name in (
            (getattr(item, "cls", None), "settings"),  # of a state machine
            (getattr(item, "function", None), "_hypothesis_internal_use_settings"),
        ):
            own = getattr(owner, name, None)
            if isinstance(own, settings):
                setattr(owner, name, settings(own, max_examples=min(most, own.max_examples)))


def pytest_unconfigure() -> None:
    """Remove the homes of all tests."""
    _HOMES.cleanup()


def pytest_collection_finish() -> None:
    """Leave out what is there before the first test when objects are looked through: half a million, after each test.

    No timer runs and no thread is left by then, for there is no application yet.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, autosaves and logs of one test are not seen by the next. The folder appears when it is used."""
    monkeypatch.setenv("NNSIM_HOME", str(Path(_HOMES.name, str(next(_count)))))


@pytest.fixture(autouse=True)
def _no_qt_below_the_session(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test of the floors below does, it does without Qt."""
    floor = request.path.relative_to(Path(__file__).parent).parts[0]
    with behind_the_wall() if floor in FLOORS else nullcontext():
        yield


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test after which a thread or a timer goes on.

    What is there before the test is put aside (`gc.freeze`): to look through all objects after each took half the time.
    """
    with_qt = "PySide6.QtCore" in sys.modules and not {"qapp", "qtbot"}.isdisjoint(request.fixturenames)
    threads = _threads()
    ticking = _ticking() if with_qt else []
    if with_qt:
        gc.freeze()
    yield
    deadline = time.monotonic() + GRACE_S
    while left := [thread for thread in _threads() if thread not in threads]:
        if time.monotonic() > deadline:
            pytest.fail(f"left running: {left}")
        time.sleep(0.005)
    if with_qt:
        gc.collect()  # only what the test has made, and before it is put aside
        if any(thing not in ticking for thing in _ticking()):
            _settle()
            if still := [thing for thing in _ticking() if thing not in ticking]:
                pytest.fail(f"left running: {[_described(thing) for thing in still]}")


def _threads() -> list[threading.Thread]:
    """Python's threads. One that Qt started stays listed as a dummy after its end; `_ticking` sees those."""
    return [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]


def _ticking() -> list[Any]:
    """All active timers and running threads of Qt that Python knows."""
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    kinds = _with_subclasses(QTimer) | _with_subclasses(QThread)
    _clocks.update(thing for thing in gc.get_objects() if type(thing) in kinds)
    alive = [thing for thing in _clocks if isValid(thing)]
    return [thing for thing in alive if (thing.isActive() if isinstance(thing, QTimer) else thing.isRunning())]


def _with_subclasses(kind: type) -> set[type]:
    return {kind}.union(*(_with_subclasses(sub) for sub in kind.__subclasses__()))


def _settle() -> None:
    """Let what is already condemned go: deferred deletes and reference cycles."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.processEvents()


def _described(thing: Any) -> str:
    owner = thing.parent()
    return f"{type(thing).__name__} {thing.objectName()!r} of {type(owner).__name__}"
