"""Every failure that nnsim expects, as one tree.

::

    NnsimError                 carries code, where, message, hint, unchanged
    ├── UsageError             a command or a call that makes no sense           exit 2
    ├── InputError             a file or a value from outside that is wrong      exit 3
    │   ├── SpecError          a network or training description is impossible
    │   ├── TableError         a data table cannot be read as asked
    │   └── ProjectFileError   a project file is damaged, altered or too new
    ├── DivergedError          training met a number that is not finite          exit 4
    └── StorageError           the disk is full, read-only, or was changed       exit 5

Anything else that escapes is a bug in nnsim and ends with exit 70.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Clash:
    """Two things that cannot both be, with their numbers: ``kernel 5 × 5`` and ``picture 4 × 4``."""

    one: str
    other: str


class NnsimError(Exception):
    """A failure that a person can act on.

    Parameters
    ----------
    code : stable identifier for scripts, such as ``table.ragged``
    message : what is wrong and why, in plain words; as ``Words`` it can be said in other languages, like all texts here
    where : the place: a file, a row and column, a layer, an epoch
    hint : what to do about it
    unchanged : what was left as it was
    clash : the two things that do not go together, if it is that
    """

    exit_code: ClassVar[int] = 70

    def __init__(
        self,
        code: str,
        message: str,
        *,
        where: str = "",
        hint: str = "",
        unchanged: str = "",
        clash: Clash | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.hint = hint
        self.unchanged = unchanged
        self.clash = clash

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        rest = " ".join(part for part in (self.hint, self.unchanged) if part)
        return f"{place}{self.message}" + (f"\n{rest}" if rest else "")

    def __reduce__(self) -> tuple[object, ...]:
        """What makes a copy, as in another process."""
        return _copied, (type(self), str(self.message), self.__dict__)

    def as_dict(self) -> dict[str, str]:
        """The JSON form that every command prints beside its exit code."""
        fields = {"code": self.code, "where": self.where, "message": self.message, "hint": self.hint}
        return fields | ({"unchanged": self.unchanged} if self.unchanged else {})


def _copied(kind: type[NnsimError], message: str, fields: dict[str, object]) -> NnsimError:
    error = kind.__new__(kind, message)
    error.__dict__.update(fields)
    return error


class UsageError(NnsimError):
    """A command or a call that makes no sense as given."""

    exit_code = 2


class InputError(NnsimError):
    """A file or a value from outside that is wrong."""

    exit_code = 3


class SpecError(InputError):
    """A description of a network or of its training that cannot be built."""


class TableError(InputError):
    """A data table that cannot be read as asked.

    Parameters
    ----------
    line : of the file, from 1, or ``None`` if it is no matter of one line
    column : the name of the column, or ``None``
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        where: str = "",
        hint: str = "",
        unchanged: str = "",
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(code, message, where=where, hint=hint, unchanged=unchanged)
        self.line = line
        self.column = column


class ProjectFileError(InputError):
    """A project file that is damaged, was altered, or comes from a newer nnsim."""


class DivergedError(NnsimError):
    """Training met a number that is not finite; the last good weights are kept."""

    exit_code = 4


class StorageError(NnsimError):
    """The disk is full or read-only, or another program changed the file."""

    exit_code = 5
