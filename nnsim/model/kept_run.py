"""A project with its runs, as a file keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnsim.engine.snapshot import Curves
from nnsim.model.change import Change
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.model.tag import Tag


@dataclass(frozen=True, eq=False, slots=True)
class KeptRun:
    """A run of a project: where it began, what was changed on the way, some moments with weights, and where it ended.

    Parameters
    ----------
    tag : its home is that of the project
    moments : ascending by their updates, the first one the start; of the run at work the last may lie before the
        project's checkpoint, which is its end
    curves : its record; of the run at work empty, as the checkpoint has it
    began : what it began with; ``None`` for a project that was opened or made
    is_present : it is the one at work
    """

    tag: Tag
    moments: tuple[Moment, ...]
    curves: Curves = field(default_factory=Curves)
    began: Change | None = None
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A run in a file that is wrong, so that the project was opened without it.

    Parameters
    ----------
    name : given by a person; empty if nobody has, or if it cannot be read
    key : its number; 0 if it cannot be read, or if no run can
    where, why : the place in the file, and what is wrong there
    """

    name: str
    key: int
    where: str
    why: str


@dataclass(frozen=True, eq=False, slots=True)
class Work:
    """A project and its runs, the one at work among them; no runs at all where nobody has noted any."""

    project: Project
    runs: tuple[KeptRun, ...] = ()
