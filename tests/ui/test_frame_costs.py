"""What a frame of a run costs, counted in paints and in parts of snapshots: no clock, so it holds on any machine.

A region that draws in every frame, a part that nobody shows, a second painting of the window: each would leave training
less of its time, and each fails here. Times are for ``nnsim bench --window``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.snapshot import Snapshot
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.main_window import MainWindow
from nnsim.ui.theme import Beats

FRAMES = 72
"""Four times the longest beat."""
STRAY = 4
"""Paintings that a window may ask for by itself in that time: a tooltip, a line that has become longer."""


class Paints(QObject):
    """Counts what is painted while it watches; an area that scrolls counts for what it belongs to."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.window = window
        self.of: Counter[str] = Counter()
        self.requests = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.of[watched.objectName()] += 1
            if isinstance(watched.parent(), QAbstractScrollArea) and watched is watched.parent().viewport():
                self.of[watched.parent().objectName()] += 1
        elif event.type() == QEvent.Type.UpdateRequest and watched is self.window:
            self.requests += 1
        return False


class Watched:
    """So many frames of a run in the whole window: what was painted, and each snapshot."""

    def __init__(self, hide: Callable[[MainWindow], None] = lambda _: None) -> None:
        session = Session(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), (4, 3)))
        window = MainWindow(session, Appearance("light"))
        window.resize(1440, 900)
        window.show()
        hide(window)
        self.paints = Paints(window)
        self.snapshots: list[Snapshot] = []
        session.run()
        rest_until(lambda: session.snapshot.epoch > 2)
        session.snapshot_taken.connect(lambda: self.snapshots.append(session.snapshot))
        app = QApplication.instance()
        app.installEventFilter(self.paints)
        rest_until(lambda: len(self.snapshots) >= FRAMES)
        app.removeEventFilter(self.paints)
        session.pause()
        assert session.close()
        window.close()
        window.deleteLater()

    def computed(self, part: str) -> int:
        """How many of the snapshots have a part that the one before did not have."""
        parts = [getattr(snapshot, part) for snapshot in self.snapshots]
        return sum(after is not None and after is not before for before, after in pairwise(parts))


def rest_until(is_done: Callable[[], bool]) -> None:
    """Let the window do what it does."""
    while not is_done():
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()


@pytest.fixture(scope="module")
def watched(qapp: QApplication) -> Watched:
    return Watched()


def times(every: int) -> int:
    """How often something is due in these frames, and a few times more for what nobody can foresee."""
    return FRAMES // every + STRAY


def test_no_region_is_painted_oftener_than_its_beat_says(watched: Watched) -> None:
    of = watched.paints.of
    assert FRAMES // Beats.ANSWER.every - STRAY <= of["plane_plot"] <= times(Beats.ANSWER.every)
    assert of["loss_plot"] <= times(Beats.LOSS.every)
    assert of["gradient_plot"] <= times(Beats.GRADIENT.every)
    assert of["timeline_track"] <= times(Beats.STRIP.every)
    assert of["training_bar"] <= times(Beats.FIGURES.every)
    assert of["weight-matrix"] <= 2 * times(Beats.FIGURES.every)  # its frame, and its cells
    assert of["network-canvas"] <= FRAMES * 2 // 3 + 2 * STRAY  # neurons and links, never in the answer's frames


def test_the_window_is_painted_once_for_each_frame(watched: Watched) -> None:
    assert watched.paints.requests <= FRAMES * 1.25


def test_what_the_network_answers_is_computed_once_for_all_who_show_it(watched: Watched) -> None:
    assert 0 < watched.computed("plane") <= FRAMES // Beats.NETWORK.every + 1


def test_parts_for_the_slow_regions_are_computed_only_for_them(watched: Watched) -> None:
    assert 0 < watched.computed("health") <= FRAMES // Beats.GRADIENT.every + 2


def test_what_nobody_shows_is_not_computed(watched: Watched) -> None:
    for part in ("fit", "confusion", "line", "now"):
        assert watched.computed(part) == 0, part


def test_a_region_out_of_sight_costs_nothing(qapp: QApplication) -> None:
    watched = Watched(hide=lambda window: (window.lower_row.hide(), window.output.hide()))
    assert watched.paints.of["loss_plot"] == watched.paints.of["gradient_plot"] == watched.paints.of["plane_plot"] == 0
    assert watched.computed("health") == watched.computed("mistakes") == 0
    assert watched.computed("plane") > 0
