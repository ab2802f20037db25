"""An edit that was tried and refused: what it would have made is kept, so that a remedy can start from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nnsim.errors import SpecError
from nnsim.model.project import Project


class ImpossibleError(SpecError):
    """A project that was asked for and cannot be, with all that the check had to say about it.

    Parameters
    ----------
    attempted : the project as it was to become; the place in ``where`` is one of its layers or settings
    """

    def __init__(self, error: SpecError, attempted: Project) -> None:
        super().__init__(
            error.code,
            error.message,
            where=error.where,
            hint=error.hint,
            unchanged=error.unchanged,
            clash=error.clash,
        )
        self.attempted = attempted


@contextmanager
def attempting(attempted: Project) -> Iterator[None]:
    """Whatever is found impossible in here is found about this project."""
    try:
        yield
    except ImpossibleError:
        raise
    except SpecError as error:
        raise ImpossibleError(error, attempted) from error
