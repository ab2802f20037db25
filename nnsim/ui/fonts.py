"""The fonts that are shipped."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from nnsim import paths


def load_fonts() -> None:
    """Make the shipped fonts known to Qt, so that the window looks the same on a machine without any."""
    for file in sorted((paths.resources() / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
