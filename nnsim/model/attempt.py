"""An edit that was tried and refused: what it would have made is kept, so that a remedy can start from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nnsim.errors import SpecError
from nnsim.model.project import Project
from nnsim.words import Words


class ImpossibleError(SpecError):
    """A project that was asked for and cannot be, with all that the check had to say about it.

    Parameters
    ----------
    attempted : the project as it was to become; the place in ``where`` is one of its layers or settings
    tried : the edit's name, as the Undo menu would have it; empty if it was no edit of the project in hand but another
        project that was to take its place
    """

    def __init__(self, error: SpecError, attempted: Project, tried: str = "") -> None:
        super().__init__(
            error.code,
            error.message,
            where=error.where,
            hint=error.hint,
            unchanged=error.unchanged,
            clash=error.clash,
        )
        self.attempted = attempted
        self.tried = tried


@contextmanager
def attempting(attempted: Project, label: str = "", arguments: tuple[str, ...] = ()) -> Iterator[None]:
    """Whatever is found impossible in here is found about this project, the outcome of the edit of that label."""
    try:
        yield
    except ImpossibleError:
        raise
    except SpecError as error:
        raise ImpossibleError(error, attempted, Words(label, *arguments, context="edits") if label else "") from error
