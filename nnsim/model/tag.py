"""What a run is called, and where it stands among the others of its project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

MOST_OF_A_NAME: Final = 100
"""Characters."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Of one course. Courses of one home are the runs of one project; an example that is opened makes another home.

    Parameters
    ----------
    home : which project it belongs to
    key : number of the run in its home, from 1; 0 means “not yet given”
    parent : key of the run that was at work when this one began, always a smaller one; 0 for the first
    at, epoch : updates and finished epochs of the parent where this one branched off; 0 if it began anew
    name : given by a person; empty means that it is called by its number
    is_pinned : it is to be shown beside others
    """

    home: int = 1
    key: int = 0
    parent: int = 0
    at: int = 0
    epoch: int = 0
    name: str = ""
    is_pinned: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether a person has said that it matters, so that it is never dropped for room."""
        return self.is_pinned or bool(self.name)

    @property
    def is_branch(self) -> bool:
        """Whether it has a beginning in common with its parent."""
        return self.at > 0


def name_of(typed: str) -> str:
    """What was typed as a name for a run, in one line of letters and signs that can be seen."""
    line = " ".join(typed.split())
    return "".join(sign for sign in line if sign.isprintable())[:MOST_OF_A_NAME].strip()


def succeeding(tag: Tag, left: Tag, *, is_left_kept: bool, known: Iterable[Tag]) -> Tag:
    """The tag of a course that takes the place of another one.

    A course that leaves nothing behind leaves its number and its name to the new one.

    Parameters
    ----------
    tag : of the new course, as far as it is known
    left : of the course that was at work
    known : of all that stay beside the new one
    """
    theirs = [one for one in known if one.home == tag.home]
    if tag.key and all(one.key != tag.key for one in theirs):
        return tag
    is_same_home = left.home == tag.home
    if is_same_home and not is_left_kept and not tag.key:
        return left if tag.is_branch else replace(left, at=0, epoch=0)
    key = 1 + max((one.key for one in theirs), default=0)
    # The number of one that leaves nothing behind may be given again, to this one too.
    parent = left.key if is_left_kept else min(left.parent, key - 1)
    return replace(tag, key=key, parent=parent if is_same_home else 0, name="", is_pinned=False)
