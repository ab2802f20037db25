"""A real window on trial: how smoothly it runs while it trains at full speed, and what that costs the training.

All is measured in one process and in turns, window and training alone, so that what else the machine does meets both
alike. The window's events are never asked for in a loop, which would take the interpreter from the training thread: it
waits in a ``QEventLoop``, as it does for a person.
"""

from __future__ import annotations

import os
import statistics
import threading
import time
from dataclasses import dataclass
from math import nan
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from nnsim.app import application, wait
from nnsim.errors import UsageError
from nnsim.model.project import Project
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run
from nnsim.session.session import Session
from nnsim.ui.answer_meter import AnswerMeter, click
from nnsim.ui.appearance import Appearance
from nnsim.ui.frame_meter import FrameMeter, histogram, summary
from nnsim.ui.main_window import MainWindow

WARM_UP_S = 1.0
LOOK_S = 0.1
"""Between two looks at the number of frames and at the memory."""
PATIENCE_S = 20.0
"""Without a frame for so long, there will be none."""
CLICKS = 8
"""In each turn."""
MOST_ALONE_S = 5.0
ALONE_BUNDLE_S = 0.02
"""Between two looks at the clock when there is no window."""
PAGES = Path("/proc/self/statm")
"""Where Linux tells how much memory a process has."""


@dataclass(frozen=True, slots=True)
class WindowFigures:
    """How a window ran while training at full speed.

    Parameters
    ----------
    samples, batch_size : of the data that were trained with; samples for training alone
    frame_gap_ms : between frames of all turns: ``p50``, ``p90``, ``p99``, ``max``, and how many ``frames``
    frame_gap_histogram : (whole milliseconds, frames)
    unchanged_frames : how many of them looked as the one before, so that nothing was painted
    steps_per_s, steps_per_s_alone : median over the turns, in the window and without one
    share_of_alone : the one by the other within a turn, median over the turns
    cpu_share : of a second, used by the ``window``'s thread and by the ``training`` thread; empty where nobody tells
    pause_ms : from the wish to the end of the last step, the longest of the turns
    click_ms : from a click on the network until its answer is painted: ``p50``, ``max``
    memory : ``mb`` in use; by how many ``mb_per_1000_frames`` that grew in the later half of the last turn, and the
        ``time_line_mb_per_1000_frames`` of these; ``time_line_mb`` in all. NaN where the system does not tell
    load : mean number of processes that wanted a processor in the last minute; NaN where the system does not tell
    """

    samples: int
    batch_size: int
    frame_gap_ms: dict[str, float]
    frame_gap_histogram: list[tuple[int, int]]
    unchanged_frames: int
    steps_per_s: float
    steps_per_s_alone: float
    share_of_alone: float
    cpu_share: dict[str, float]
    pause_ms: float
    click_ms: dict[str, float]
    memory: dict[str, float]
    load: float


class Trial:
    """A project in a window of its usual size, with every region in sight and live."""

    def __init__(self, project: Project) -> None:
        application()
        self.session = Session(project)
        self.window = MainWindow(self.session, Appearance("light"))
        self.window.resize(self.window.sizeHint())
        self.window.show()
        self._answers = AnswerMeter(self.window)
        self._run = Run(project)
        self._bundle = 1
        wait(WARM_UP_S)

    def measure(self, turns: int, frames: int) -> WindowFigures:
        """``turns`` times: train in the window for so many ``frames``, click, pause; then train as long without it."""
        found = [self._turn(frames) for _ in range(turns)]
        gaps = np.concatenate([turn.gaps_ms for turn in found])
        clicks = [ms for turn in found for ms in turn.clicks_ms]
        return WindowFigures(
            samples=len(self.session.prepared.train_rows),
            batch_size=self._run.trainer.batch_size,
            frame_gap_ms=summary(gaps),
            frame_gap_histogram=histogram(gaps),
            unchanged_frames=sum(turn.unchanged for turn in found),
            steps_per_s=statistics.median(turn.steps_per_s for turn in found),
            steps_per_s_alone=statistics.median(turn.steps_per_s_alone for turn in found),
            share_of_alone=statistics.median(turn.steps_per_s / turn.steps_per_s_alone for turn in found),
            cpu_share={name: statistics.median(turn.busy[name] for turn in found) for name in found[0].busy},
            pause_ms=max(turn.pause_ms for turn in found),
            click_ms={"p50": statistics.median(clicks), "max": max(clicks)},
            memory=_growth(found[-1].memory),
            load=os.getloadavg()[0] if hasattr(os, "getloadavg") else nan,
        )

    def close(self) -> None:
        """Take the window away."""
        self.window.close()
        self.session.close()

    def _turn(self, frames: int) -> _Turn:
        session, memory = self.session, []
        session.run()
        wait(WARM_UP_S)
        meter, busy, started, first = (
            FrameMeter(self.window, session.clock.painted),
            _Busy(),
            perf_counter(),
            session.snapshot.step,
        )
        painted, since = 0, started
        while len(meter) <= frames:
            memory.append((len(meter), _resident_mb(), session.track.held_bytes / 2**20))
            wait(LOOK_S)
            if len(meter) > painted:
                painted, since = len(meter), perf_counter()
            if session.run_state != "running" or perf_counter() - since > PATIENCE_S:
                meter.stop()
                raise _stopped(session, painted)
        seconds = perf_counter() - started
        steps, shares = session.snapshot.step - first, busy.shares(seconds)
        meter.stop()
        clicks = [self._click_ms(number) for number in range(CLICKS)]
        pause_ms = self._answers.until_done_ms(session.pause)
        wait(WARM_UP_S)
        alone = self._steps_per_s_alone(min(seconds, MOST_ALONE_S))
        return _Turn(
            meter.gaps_ms(), meter.unchanged, steps / seconds, alone, shares, pause_ms, clicks, np.array(memory)
        )

    def _click_ms(self, number: int) -> float:
        """Select, in turn, the first neuron (or the block) of the first and of the last layer, until it is painted."""
        canvas = self.window.network.canvas
        column = canvas.arrangement.column(0 if number % 2 else len(self.session.project.network.layers) - 1)
        x, y = (column.x, column.middle) if column.folded else (column.x_of(0), column.height_of(0))
        place = QPointF(canvas.mapFromScene(QPointF(x, y)))
        self.session.selection_changed.connect(self._answers.expect)
        waited = self._answers.until_painted_ms(lambda: click(canvas.viewport(), place))
        self.session.selection_changed.disconnect(self._answers.expect)
        return waited

    def _steps_per_s_alone(self, seconds: float) -> float:
        """In this thread, while the window stands still and the training thread waits."""
        trainer, steps = self._run.trainer, 0
        began = started = perf_counter()
        while started - began < seconds:
            steps += trainer.advance(self._bundle)
            now = perf_counter()
            self._bundle = next_bundle(self._bundle, now - started, ALONE_BUNDLE_S)
            started = now
        return steps / (started - began)


def _stopped(session: Session, painted: int) -> UsageError:
    """Why there is nothing more to measure."""
    why = "training has ended" if session.run_state != "running" else "the window has painted nothing more"
    return UsageError(
        "bench.stopped",
        f"The measurement has stopped after {painted} frames: {why}.",
        hint="Leave the window in sight, and measure a project that trains without an end.",
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """``memory`` : (looks, 3) frames, MB of the process, MB of the time line."""

    gaps_ms: NDArray[np.float64]
    unchanged: int
    steps_per_s: float
    steps_per_s_alone: float
    busy: dict[str, float]
    pause_ms: float
    clicks_ms: list[float]
    memory: NDArray[np.float64]


class _Busy:
    """Processor time of the window's thread and of the training thread from now on; of none where nobody tells."""

    def __init__(self) -> None:
        clock_of = getattr(time, "pthread_getcpuclockid", None)
        threads = {"MainThread": "window", "training": "training"}
        self._clocks: dict[str, int] = {}
        if clock_of is not None:
            ours = [one for one in threading.enumerate() if one.name in threads]
            self._clocks = {threads[one.name]: clock_of(one.ident) for one in ours}
        self._before = self._now()

    def shares(self, seconds: float) -> dict[str, float]:
        """Of each second since it was made."""
        return {name: (now - self._before[name]) / seconds for name, now in self._now().items()}

    def _now(self) -> dict[str, float]:
        return {name: time.clock_gettime(clock) for name, clock in self._clocks.items()}


def _growth(memory: NDArray[np.float64]) -> dict[str, float]:
    """What came with the frames of the later half; in the earlier one stores fill that are bounded."""
    later = memory[len(memory) // 2 :]
    slopes = np.polyfit(later[:, 0] / 1000, later[:, 1:], 1)[0] if len(later) > 1 else (nan, nan)
    return {
        "mb": float(memory[-1, 1]),
        "mb_per_1000_frames": float(slopes[0]),
        "time_line_mb": float(memory[-1, 2]),
        "time_line_mb_per_1000_frames": float(slopes[1]),
    }


def _resident_mb() -> float:
    if not PAGES.exists():
        return nan
    return int(PAGES.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
