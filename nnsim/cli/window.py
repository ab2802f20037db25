"""The only way from the command line to the window; Qt is loaded when one goes through, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nnsim.errors import UsageError
from nnsim.model.project import Project

_QT = {"PySide6", "shiboken6"}


def open_window(path: Path | None) -> int:
    """Open the window until it is closed; the exit code. Raises ``UsageError`` where there can be no window."""
    with _qt_needed():
        from nnsim.app import run_window
    return run_window(path)


def draw_window(project: Project, picture: Path) -> None:
    """Draw the window with a project in it into a PNG file. Needs no display; raises ``UsageError`` without Qt."""
    with _qt_needed():
        from nnsim.app import render_picture
    render_picture(project, picture)


def measure_window(project: Project, turns: int, frames: int) -> dict[str, Any]:
    """The figures of a window that trains at full speed, as ``WindowFigures`` in ``nnsim/trial.py`` names them.

    Parameters
    ----------
    turns : how often the window is measured, and training without it
    frames : painted in each turn
    """
    with _qt_needed():
        from nnsim.trial import Trial
    trial = Trial(project)
    try:
        return asdict(trial.measure(turns, frames))
    finally:
        trial.close()


@contextmanager
def _qt_needed() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _QT:
            raise
        raise UsageError(
            "gui.no_qt",
            f"The window needs Qt, which cannot be loaded here: {error}.",
            hint="“python3 dev.py setup” installs what is missing. All other commands work without it.",
        ) from error
