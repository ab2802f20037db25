"""What fits into a turn of training, from how long everything has taken so far."""

from __future__ import annotations

from nnsim.engine.snapshot import View
from nnsim.runs.pace import next_bundle

BUNDLE_S = 0.002
"""Between two looks at the clock: short enough to stop at once, long enough for the look, and for beginning and ending
a bundle in the engine (20 µs), to cost nothing. The last of a turn is as short as the time that is left."""
SLACK_S = 0.002
"""A frame that comes so much later for the end of an epoch is not seen; to wait with it would cost training more."""
_MOST_KINDS = 100
"""Of snapshots, before their times are forgotten: what can be looked at has no end."""
_SHARE = 0.25
"""Of a new measurement in a running mean: a single moment of a busy machine cannot throw it off."""


class Pace:
    """Measures of the run at work. All times are in seconds.

    At the end of an epoch the engine looks at all samples in one piece, which may take longer than a frame leaves: then
    it is made at the beginning of a turn.
    """

    def __init__(self) -> None:
        self._snapshots: dict[frozenset[View], float] = {}
        self.snapshot_s = BUNDLE_S
        """Of a snapshot in the mean over the turns."""
        self.start_anew()

    def start_anew(self) -> None:
        """It is another run. Its snapshots will take about as long as those before."""
        self._bundle = 1
        self._step_s = self._each_s = BUNDLE_S  # without the end of an epoch; with what ends cost, if that is little
        self._end_s = 0.0

    def expected_s(self, views: frozenset[View]) -> float:
        """Of a snapshot with these parts."""
        return self._snapshots.get(views, self.snapshot_s)

    def steps(self, left_s: float, to_epoch: int, *, is_first: bool) -> int:
        """How many to make before the next look at the clock; 0 if the end of an epoch is to wait for the next turn.

        Parameters
        ----------
        left_s : of the turn
        to_epoch : steps until an epoch ends, with the one that ends it
        is_first : none has been made in this turn: then nothing has to wait
        """
        fitting = min(self._bundle, max(1, int(left_s / self._each_s)))
        if fitting < to_epoch or self._end_s < BUNDLE_S:
            return fitting
        if to_epoch > 1:
            return to_epoch - 1
        return 1 if is_first or self._step_s + self._end_s <= left_s + SLACK_S else 0

    def note_steps(self, made: int, took_s: float, *, epochs: int) -> None:
        """So many steps, with which so many epochs of several steps ended, took so long."""
        if epochs:
            more_s = max(took_s - made * self._step_s, 0.0) / epochs
            self._end_s += (_SHARE if self._end_s else 1.0) * (more_s - self._end_s)
        else:
            self._step_s = max(took_s, 1e-7) / made
        if epochs and self._end_s >= BUNDLE_S:
            return
        self._each_s = max(took_s, 1e-7) / made
        if made >= self._bundle:
            self._bundle = next_bundle(made, took_s, BUNDLE_S)

    def note_snapshot(self, views: frozenset[View], took_s: float) -> None:
        """A snapshot with these parts took so long."""
        if len(self._snapshots) >= _MOST_KINDS:
            self._snapshots.clear()
        before = self._snapshots.get(views, took_s)
        self._snapshots[views] = before + _SHARE * (min(took_s, 4.0 * before) - before)
        self.snapshot_s += _SHARE * (min(took_s, 4.0 * self.snapshot_s) - self.snapshot_s)
