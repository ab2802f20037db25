"""Temporary files: how they are called, and how those of programs that died are found and removed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
import sys
import time
from pathlib import Path

_NAME = re.compile(r"\.nnsim-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}\.part")
ABANDONED_AFTER_S = 24 * 3600.0
"""What another machine has left is nobody's after this time."""


def temporary_beside(target: Path) -> Path:
    """A new name in the folder of ``target`` that tells machine and process."""
    return target.with_name(f".nnsim-{machine()}-{os.getpid()}-{secrets.token_hex(8)}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files whose program is no more. What cannot be removed stays: it is in nobody's way."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for item in found:
            match = _NAME.fullmatch(item.name)
            if match and _is_abandoned(item, match[1], int(match[2])):
                with contextlib.suppress(OSError):
                    os.unlink(item.path)


def is_running(pid: int) -> bool:
    """Whether a process of that number runs on this machine."""
    if sys.platform == "win32":
        # os.kill(pid, 0) would end the process there.
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x0010_0000, False, pid)  # SYNCHRONIZE
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_abandoned(item: os.DirEntry[str], its_machine: str, pid: int) -> bool:
    """Another machine's processes cannot be asked (the folder may be shared), so there only age counts."""
    with contextlib.suppress(OSError):
        if time.time() - item.stat(follow_symlinks=False).st_mtime > ABANDONED_AFTER_S:
            return True
    return its_machine == machine() and not is_running(pid)


def machine() -> str:
    """A short name of this machine that tells nobody what it is called."""
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:8]
