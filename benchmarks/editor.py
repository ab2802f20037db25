"""How fast the network editor is: opening, panning, zooming, editing, and the gaps between frames while it trains.

    python benchmarks/editor.py [REPEATS]

Needs a display (``xvfb-run`` makes one). Opening is measured from the verb to the moment when everything is drawn with
its first snapshot; panning and zooming, each from one call to the end of its paint. Medians and 90th percentiles.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication

from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import TrainSpec
from nnsim.model import edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.fonts import load_fonts
from nnsim.ui.frame_meter import FrameMeter
from nnsim.ui.main_window import MainWindow

SIZE = 1440, 900
RUN_S = 4.0


def plane(*hidden: int) -> Project:
    """A network on the spiral, batches of 10."""
    return new_project("spiral", named_data("spiral"), hidden, training=TrainSpec(batch_size=10))


def pictures() -> Project:
    """784-256-128-10 on 2,000 random pictures of 28 × 28."""
    rng = np.random.default_rng(0)
    columns = [Column(f"pixel{number}", "number", rng.random(2000)) for number in range(784)]
    labels = Column("digit", "category", rng.integers(0, 10, 2000).astype(float), tuple("0123456789"))
    table = Table("pictures", (*columns, labels))
    data = DataSpec(TableSource(table, ("digit",), "classification"))
    return new_project("pictures", data, (256, 128), dtype="float32", training=TrainSpec(batch_size=128))


CASES: dict[str, Callable[[], Project]] = {
    "2-8-8-1": lambda: plane(8, 8),
    "2-8×6-1": lambda: plane(*(8,) * 6),
    "784-256-128-10": pictures,
    "2-100×50-1": lambda: plane(*(100,) * 50),
}


class Bench:
    """One window, in which one network after the other is opened."""

    def __init__(self) -> None:
        self.app = QApplication(sys.argv[:1])
        load_fonts()
        self.session = Session(plane(4, 2))
        self.window = MainWindow(self.session, Appearance("light"))
        self.canvas = self.window.network.canvas
        self.window.resize(*SIZE)
        self.window.show()
        self.rest(1.5)

    def rest(self, seconds: float) -> None:
        """Let the window do what it does."""
        loop = QEventLoop()  # asking for events again and again would take the interpreter from the training thread
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def settle(self) -> None:
        """Until everything is drawn as it is now."""
        self.app.processEvents()
        while self.session.snapshot.now is None or self.session._clock.on:
            self.app.processEvents()

    def timed(self, do: Callable[[], object]) -> float:
        """Milliseconds until it is done and drawn."""
        start = perf_counter()
        do()
        self.app.processEvents()
        return (perf_counter() - start) * 1e3

    def open(self, project: Project) -> float:
        """Milliseconds until a project is drawn."""
        start = perf_counter()
        self.session.new(project)
        self.settle()
        return (perf_counter() - start) * 1e3

    def frames(self) -> tuple[dict[str, float], float]:
        """Gaps between frames while training at full speed, and steps a second."""
        self.session.set_speed(None)
        self.session.run()
        self.rest(1.0)
        meter, before, start = FrameMeter(self.window), self.session.snapshot.step, perf_counter()
        self.rest(RUN_S)
        gaps, taken = meter.stop(), perf_counter() - start
        steps = self.session.snapshot.step - before
        self.session.pause()
        self.settle()
        return gaps, steps / taken


def two(values: list[float]) -> str:
    """Median and 90th percentile."""
    return "{:5.1f} / {:5.1f}".format(*np.percentile(values, (50, 90)))


def main(repeats: int) -> None:
    """Measure all networks in turns."""
    bench = Bench()
    cases = {name: make() for name, make in CASES.items()}
    opened: dict[str, list[float]] = {name: [] for name in cases}
    panned, zoomed, edited = ({name: [] for name in cases} for _ in range(3))
    runs: dict[str, list[tuple[dict[str, float], float]]] = {name: [] for name in cases}
    for turn in range(repeats):
        for name, project in cases.items():
            opened[name].append(bench.open(replace(project, name=f"{name} {turn}")))
            bench.rest(0.3)
            edited[name] += [bench.timed(lambda: bench.session.apply(edits.add_neuron, 0)) for _ in range(3)]
            bench.settle()
            bench.canvas.zoom(3)
            panned[name] += [bench.timed(lambda: bench.canvas.pan(QPoint(-8, 3))) for _ in range(30)]
            zoomed[name] += [bench.timed(lambda way=way: bench.canvas.zoom(way)) for way in (1, -1) * 8]
            bench.canvas.fit()
            runs[name].append(bench.frames())
    heads = ("open ms", "edit ms", "pan ms", "zoom ms", "frame p50 / p99 / max", "steps/s")
    widths = (16, 16, 16, 16, 26, 10)
    print(f"{'network':<16}" + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    for name in cases:
        gaps = [np.median([gap[key] for gap, _ in runs[name]]) for key in ("p50", "p99", "max")]
        cells = [two(opened[name]), two(edited[name]), two(panned[name]), two(zoomed[name])]
        frame = "{:.1f} / {:.1f} / {:.1f}".format(*gaps)
        speed = np.median([speed for _, speed in runs[name]])
        print(f"{name:<16}" + "".join(f"{cell:>16}" for cell in cells) + f"{frame:>26}{speed:>10.0f}")
    bench.session.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
