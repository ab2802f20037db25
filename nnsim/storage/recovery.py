"""Unsaved work that survives a crash: every window keeps its newest state in a folder of nnsim's own.

A window claims a place, writes into it as often as it likes, each time whole, and gives it back when it is closed. A
place that was not given back is what a crash left, and is offered at the next start. ``claims.py`` tells the two apart.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nnsim.errors import ProjectFileError, UsageError
from nnsim.model.kept_run import LeftOut, Work
from nnsim.paths import home
from nnsim.storage import project_file
from nnsim.storage.atomic import replace_bytes
from nnsim.storage.claims import Claim, is_claimed
from nnsim.storage.decode_runs import OnLeftOut
from nnsim.storage.fields import Fields
from nnsim.storage.limits import MAX_COUNT, MAX_FILE_BYTES, MAX_JSON_BYTES, MAX_RUNS
from nnsim.storage.refusals import reading, writing
from nnsim.storage.stamp import Stamp, open_regular
from nnsim.storage.strict_json import dump, parse

_EMPTY_AFTER_S = 3600.0
_ID = re.compile(r"[0-9a-f]{16}")
_NOTED = ("name", "original", "stamp", "left_out")
_LEFT_OUT = ("name", "key", "where", "why")


@dataclass(frozen=True, slots=True)
class Recovered:
    """Work that a window did not give back.

    Parameters
    ----------
    id : for ``restore`` and ``discard``
    name : of the project
    original : the file that it was opened from or saved to last; ``None`` if it never had one
    saved_at : seconds since 1970
    as_read : what that file was then; ``None`` if nobody has noted it
    left_out : its runs that are wrong, which the work was opened without
    """

    id: str
    name: str
    original: Path | None
    saved_at: float
    as_read: Stamp | None = None
    left_out: tuple[LeftOut, ...] = ()


class Place:
    """One window's place for its unsaved work, taken with the first that is kept. In the end, close it or leave it."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(8)
        self._claim: Claim | None = None

    def _claimed(self) -> Claim:
        """The lock that tells other windows whose place this is; raises ``StorageError``."""
        if self._claim is None:
            folder = _folder()
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
                _remove_empty_places(folder)
                self._claim = Claim(folder / f"{self.id}.lock")
        return self._claim

    def autosave(
        self,
        work: Work,
        original: Path | None,
        as_read: Stamp | None = None,
        wrong: Sequence[LeftOut] = (),
    ) -> bool:
        """Keep ``work`` whole; raises ``StorageError``, which leaves the state kept before.

        Parameters
        ----------
        original, as_read : its file, if it has one, and what that was when it was opened or saved to last
        wrong : runs of that file that it was opened without

        Returns
        -------
        False if its runs had to be left out, as all together would be too large to be brought back.
        """
        left_out: list[bool] = []
        note = {
            "name": work.project.name,
            "original": None if original is None else os.path.abspath(original),
            "stamp": None if as_read is None else {"size": as_read.size, "sha256": as_read.sha256},
            "left_out": [dict(zip(_LEFT_OUT, (one.name, one.key, one.where, one.why), strict=True)) for one in wrong],
        }
        claim = self._claimed()
        replace_bytes(_folder() / f"{self.id}.json", dump(note))
        target = _folder() / f"{self.id}{project_file.SUFFIX}"
        project_file.write_work(work, target, left_out=lambda: left_out.append(True))
        claim.renew()
        return not left_out

    def clear(self) -> None:
        """Forget what was kept: it has been saved for good."""
        if self._claim is not None:
            _remove(self.id, (project_file.SUFFIX, ".json"))

    def leave(self) -> None:
        """Go, and keep what is here for the next start."""
        if self._claim is not None:
            self._claim.release()
            _remove(self.id, (".lock",))
            self._claim = None

    def close(self) -> None:
        """Give the place back: there is nothing to recover."""
        self.clear()
        self.leave()


def recovered() -> list[Recovered]:
    """What windows that are no more have left, the newest first."""
    found = [_described(path) for path in _folder().glob(f"*{project_file.SUFFIX}") if _ID.fullmatch(path.stem)]
    left = [item for item in found if item is not None and not _is_claimed(item.id)]
    return sorted(left, key=lambda item: item.saved_at, reverse=True)


def restore(id_: str, left_out: OnLeftOut | None = None) -> Work:
    """The recovered project with its runs, without those that are wrong if ``left_out`` is there to be told of them.

    What was kept stays until it is discarded.
    """
    return project_file.read_work(_folder() / f"{_checked(id_)}{project_file.SUFFIX}", left_out)


def discard(id_: str) -> None:
    """Remove recovered work for good. Only for a user who has said so: a "not now" keeps it."""
    if _is_claimed(_checked(id_)):
        raise UsageError("recovery.in_use", "This work belongs to a window that is open.", where=id_)
    _remove(id_, (project_file.SUFFIX, ".json", ".lock"))


def _folder() -> Path:
    return home() / "autosave"


def _checked(id_: str) -> str:
    if not _ID.fullmatch(id_) or not (_folder() / f"{id_}{project_file.SUFFIX}").exists():
        hint = "It may have been taken up or thrown away in another window."
        raise UsageError("recovery.unknown", "There is no recovered work of that number.", where=id_[:40], hint=hint)
    return id_


def _described(path: Path) -> Recovered | None:
    try:
        saved_at = path.stat().st_mtime
    except OSError:
        return None
    name, original, as_read = path.stem, None, None
    left_out: tuple[LeftOut, ...] = ()
    note = path.with_suffix(".json")
    # Without its note, work is still work.
    with contextlib.suppress(ProjectFileError), reading(note), open_regular(note) as file:
        fields = Fields.of(
            {"stamp": None, "left_out": []} | _object(file.read(MAX_JSON_BYTES + 1), note.name), "", _NOTED
        )
        name = fields.text("name")
        original = None if fields.values["original"] is None else Path(fields.text("original"))
        as_read = None if fields.values["stamp"] is None else _stamp(fields.record("stamp", ("size", "sha256")))
        found = fields.items("left_out", MAX_RUNS)
        left_out = tuple(_left_out(Fields.of(value, pointer, _LEFT_OUT)) for value, pointer in found)
    return Recovered(path.stem, name, original, saved_at, as_read, left_out)


def _object(noted: bytes, where: str) -> dict[str, object]:
    """A note as it was written; those of earlier versions have no stamp, and of no run that was left out."""
    return Fields.of(parse(noted, where), "").values


def _stamp(fields: Fields) -> Stamp:
    return Stamp(fields.integer("size", 0, MAX_FILE_BYTES), fields.text("sha256"))


def _left_out(fields: Fields) -> LeftOut:
    return LeftOut(fields.text("name"), fields.integer("key", 0, MAX_COUNT), fields.text("where"), fields.text("why"))


def _remove_empty_places(folder: Path) -> None:
    """Remove the locks of windows that ended without closing and without unsaved work."""
    for lock in folder.glob("*.lock"):
        with contextlib.suppress(OSError):
            is_old = time.time() - lock.stat().st_mtime > _EMPTY_AFTER_S
            if is_old and not lock.with_suffix(project_file.SUFFIX).exists() and not _is_claimed(lock.stem):
                lock.unlink()


def _remove(id_: str, suffixes: tuple[str, ...]) -> None:
    with writing(_folder()):
        for suffix in suffixes:
            (_folder() / f"{id_}{suffix}").unlink(missing_ok=True)


def _is_claimed(id_: str) -> bool:
    """Whether a living window holds the place."""
    return is_claimed(_folder() / f"{id_}.lock")
