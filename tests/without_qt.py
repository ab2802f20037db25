"""A world without Qt, to prove that nothing below the session needs it.

Every test of the floors below runs in it (``behind_the_wall``), though Qt is there for the others.

As a plugin of pytest, for the tests that must pass on a machine that cannot have a window::

    python -m pytest -p tests.without_qt tests/engine tests/data tests/model tests/storage tests/runs tests/cli

As a program it imports every module of the packages it is given::

    python -m tests.without_qt nnsim.engine nnsim.data
"""

from __future__ import annotations

import builtins
import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

FLOORS = ("engine", "data", "model", "runs", "storage", "explain", "cli")
BLOCKED = frozenset({"PySide6", "shiboken6", "PyQt5", "PyQt6", "PySide2"})


def _blocked(name: str) -> ModuleNotFoundError:
    return ModuleNotFoundError(f"{name} is blocked: this must work without Qt", name=name)


class _Wall:
    """An import hook, asked before all others, that knows no Qt."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in BLOCKED:
            raise _blocked(name)
        return None


def block() -> None:
    """Let this process have no Qt from now on."""
    sys.meta_path.insert(0, _Wall())


@contextmanager
def behind_the_wall() -> Iterator[None]:
    """Meanwhile nobody can import Qt, though it has been imported before and others go on to use it.

    What has been imported lies in ``sys.modules`` and cannot be taken away, for the bindings look there themselves: so
    it is the asking that is refused.
    """
    plain, by_name = builtins.__import__, importlib.import_module

    def refuse(name: str) -> None:
        if name.partition(".")[0] in BLOCKED:
            raise _blocked(name)

    def asked(name: str, *rest: object, **more: object) -> ModuleType:
        refuse(name)
        return plain(name, *rest, **more)

    def asked_by_name(name: str, package: str | None = None) -> ModuleType:
        refuse(name)
        return by_name(name, package)

    builtins.__import__, importlib.import_module = asked, asked_by_name
    try:
        yield
    finally:
        builtins.__import__, importlib.import_module = plain, by_name


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Leave out the one plugin that cannot start without Qt, before it is loaded."""
    block()
    pluginmanager.set_blocked("pytest-qt")


def import_everything(package: str) -> int:
    """Import a package and all modules in it; how many there were."""
    top = importlib.import_module(package)
    names = [module.name for module in pkgutil.walk_packages(top.__path__, prefix=f"{package}.")]
    for name in names:
        importlib.import_module(name)
    return 1 + len(names)


if __name__ == "__main__":
    block()
    print(sum(import_everything(package) for package in sys.argv[1:]))  # noqa: T201
