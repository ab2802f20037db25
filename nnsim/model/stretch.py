"""A part of a run that was trained with other settings than it has in the end."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim.words import Words


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was otherwise for a while.

    Parameters
    ----------
    what : what was different then, as “learning rate 0.3 instead of 0.03”; of weights set by hand the edit
    begin, end : finished epochs when it began and ended; equal for what was done at one moment
    """

    what: tuple[Words, ...]
    begin: int
    end: int
