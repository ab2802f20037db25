"""A world without Qt, to prove that nothing below the session needs it.

As a plugin of pytest, for the tests that must pass on a machine that cannot have a window::

    python -m pytest -p tests.without_qt tests/engine tests/data tests/model tests/storage tests/runs tests/cli

As a program it imports every module of the packages it is given::

    python -m tests.without_qt nnsim.engine nnsim.data
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

BLOCKED = frozenset({"PySide6", "shiboken6", "PyQt5", "PyQt6", "PySide2"})


class _Wall:
    """An import hook, asked before all others, that knows no Qt."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"{name} is blocked: this must work without Qt", name=name)
        return None


sys.meta_path.insert(0, _Wall())


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Leave out the one plugin that cannot start without Qt, before it is loaded."""
    pluginmanager.set_blocked("pytest-qt")


def import_everything(package: str) -> int:
    """Import a package and all modules in it; how many there were."""
    top = importlib.import_module(package)
    names = [module.name for module in pkgutil.walk_packages(top.__path__, prefix=f"{package}.")]
    for name in names:
        importlib.import_module(name)
    return 1 + len(names)


if __name__ == "__main__":
    print(sum(import_everything(package) for package in sys.argv[1:]))  # noqa: T201
