"""How long the inspector takes with the weights of a large network: a picture, its pan and zoom, a selected layer.

Run as ``python benchmarks/inspector.py``; it needs no screen. Times are what the processor spends, in milliseconds:
median and the 99th of 100. A painting is all of the card's page drawn into a picture of its size.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.panel import InspectorPanel

TIMES = 100
SMALL, LARGE = QSize(560, 190), QSize(1900, 1000)
"""The page in its card in a window of 1440 × 900, and enlarged on a screen of 1920 × 1080."""


def large_network() -> Session:
    """784-128-64-10, with a few samples of random pixels."""
    chance = np.random.default_rng(0)
    pixels = [Column(f"pixel_{row}_{column}", "number", chance.random(60)) for row in range(28) for column in range(28)]
    digits = Column("digit", "category", chance.integers(0, 10, 60).astype(float), tuple("0123456789"))
    source = TableSource(Table("digits", (*pixels, digits)), ("digit",), "classification")
    return Session(new_project("large", DataSpec(source), (128, 64)))


def measured(do: Callable[[int], None]) -> str:
    """Median and 99th of the times that ``do`` takes."""
    found = []
    for number in range(TIMES):
        before = time.thread_time()
        do(number)
        found.append(1000 * (time.thread_time() - before))
    return f"{np.median(found):7.2f} {np.percentile(found, 99):7.2f}"


def print_figures(application: QApplication, session: Session, panel: InspectorPanel, size: QSize) -> None:
    """Those of one size."""
    panel.resize(size)
    panel.show()
    application.processEvents()
    picture, canvas = panel.picture, QImage(panel.picture.size(), QImage.Format.Format_RGB32)
    window, snapshot = picture.window_over, session.snapshot

    def paint() -> None:
        picture.render(canvas)

    def renew(_number: int) -> None:
        panel._model.show(panel._names, 0, snapshot)
        paint()

    def zoom(number: int) -> None:
        window.zoom_by(0.4 if number % 60 < 30 else -0.5, 200, 60)
        paint()

    def pan(number: int) -> None:
        window.pan(7 if number % 40 < 20 else -7, 5 if number % 40 < 20 else -5)
        paint()

    def select(number: int) -> None:
        session.select(Selection("link", number % 2, number, 3))

    print(f"{size.width()} × {size.height()}")
    print(f"  new numbers, painted  {measured(renew)}")
    print(f"  the same, painted     {measured(lambda _number: paint())}")
    print(f"  zoomed, painted       {measured(zoom)}")
    window.zoom_by(12, 200, 60)
    print(f"  moved, painted        {measured(pan)}")
    window.show_all()
    print(f"  another layer         {measured(select)}")


def main() -> None:
    """Print the table."""
    application = QApplication([])
    session = large_network()
    panel = InspectorPanel(session, Appearance("light"))
    session.select(Selection("layer", 0))
    for size in (SMALL, LARGE):
        print_figures(application, session, panel, size)
    session.close()


if __name__ == "__main__":
    main()
