"""A file that says that a living program holds something, and says it no longer when that program is dead.

The claim is a lock that the system takes away from a dead process; a number of a process would come again after a
restart of the machine. Where a disk knows no locks, as many a network's do not, the number has to do: the file names
machine and process, and what is a day old is not believed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from pathlib import Path

from nnsim.storage.leftovers import ABANDONED_AFTER_S, is_running, machine

_HOLDER = re.compile(rb"([0-9a-f]{8}) (\d{1,10})\n")
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class Claim:
    """A claim of this program, held until it is released; raises ``OSError`` if ``path`` is there or cannot be made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(self._descriptor, f"{machine()} {os.getpid()}\n".encode("ascii"))
        with contextlib.suppress(OSError):
            _take_lock(self._descriptor)

    def renew(self) -> None:
        """Make it as young as new, for those who can only go by its age."""
        with contextlib.suppress(OSError):
            os.utime(self._path)

    def release(self) -> None:
        """Hold it no longer. The file stays."""
        os.close(self._descriptor)


def is_claimed(path: Path) -> bool:
    """Whether a living program holds the claim."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _take_lock(descriptor)
    except OSError as error:
        return error.errno not in _NO_LOCKS or _names_a_living_holder(descriptor)
    finally:
        os.close(descriptor)
    return False


def _names_a_living_holder(descriptor: int) -> bool:
    """Another machine's processes cannot be asked, so there only age counts."""
    try:
        age = time.time() - os.fstat(descriptor).st_mtime
        found = _HOLDER.fullmatch(os.read(descriptor, 100))
    except OSError:
        return True
    if found is None or age > ABANDONED_AFTER_S:
        return False
    return found[1].decode("ascii") != machine() or is_running(int(found[2]))


if sys.platform == "win32":
    import msvcrt

    def _take_lock(descriptor: int) -> None:
        """Lock the file for this handle, or raise ``OSError``."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take_lock(descriptor: int) -> None:
        """Lock the file for this handle, or raise ``OSError``."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
