"""Where nnsim finds what it ships and keeps what it remembers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of shipped files: inside the package when installed, beside it in a checkout."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def home() -> Path:
    """The folder for settings, autosaves and logs.

    ``NNSIM_HOME`` if that is set; beside a program that carries its settings along, as on a USB stick, which a file
    called ``nnsim-portable`` beside it says; else the platform's own place.
    """
    override = os.environ.get("NNSIM_HOME")
    if override:
        return Path(override).expanduser()
    if getattr(sys, "frozen", False) and (program := Path(sys.executable).parent).joinpath("nnsim-portable").is_file():
        return program / "nnsim-home"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "nnsim"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nnsim"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "nnsim"
