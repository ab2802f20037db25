"""What the training thread finds out about the past in what is left of a turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter, thread_time

from nnsim.data.prepare import Prepared
from nnsim.runs.hindsight import Found, Lens, Piece
from nnsim.runs.run import Run


@dataclass(eq=False)
class Errand:
    """Moments to look at, one after the other, as long as time allows.

    Parameters
    ----------
    pieces : the most wanted first
    run : the run at work, which is left alone
    budget_s : seconds that it may take, whatever is left of the turn
    piece_s : seconds that a piece is thought to take

    Attributes
    ----------
    found : what has been found
    done : pieces that have been looked at
    spent_s : seconds that it took, without those in which others had the processor
    failed, bug : the piece that could not be looked at, and why; no other was looked at after that
    """

    lens: Lens
    pieces: Sequence[Piece]
    prepared: Prepared
    run: Run
    budget_s: float
    piece_s: float
    found: list[Found] = field(default_factory=list)
    done: int = 0
    spent_s: float = 0.0
    failed: Piece | None = None
    bug: Exception | None = None

    def go(self, deadline: float, is_called_off: Callable[[], bool]) -> None:
        """Look at one moment at least, and at as many more as there is time for until ``deadline``."""
        until = min(perf_counter() + self.budget_s, deadline)
        started = thread_time()
        for piece in self.pieces:
            if is_called_off() or (self.done and perf_counter() + self.piece_s > until):
                break
            try:
                self.found += self.lens.read(piece, self.prepared, self.run)
            except Exception as error:  # noqa: BLE001  (carried to the window's thread; training has no part in it)
                self.failed, self.bug = piece, error
                break
            self.done += 1
            self.spent_s = thread_time() - started
