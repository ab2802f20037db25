"""How large the packages are, item by item, and how large they may be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

MEGABYTE = 1_000_000
CEILINGS = {"linux installed": 175, "deb": 50, "windows installed": 125, "setup.exe": 35}
"""In megabytes (a million bytes)."""


def bytes_of(path: Path) -> int:
    """What a file or a folder holds, in bytes; links count as nothing."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if not file.is_symlink() and file.is_file()]
    return sum(file.stat().st_size for file in files)


def told(folder: Path, most: int = 16) -> str:
    """The largest items of ``folder``, a line for each."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(folder).parts
            depth = 1 + (parts[0] in ("_internal", "lib")) + ("PySide6" in parts[:2]) * min(2, len(parts) - 2)
            sizes["/".join(parts[: max(1, depth)])] += path.stat().st_size
    largest = sizes.most_common(most)
    rest = sum(sizes.values()) - sum(size for _, size in largest)
    return "\n".join(f"{size / MEGABYTE:8.1f} MB  {name}" for name, size in [*largest, ("all others", rest)])


def check(what: str, path: Path) -> str:
    """One line that tells the size of ``path``; raises ``SystemExit`` when it is above its ceiling."""
    size, ceiling = bytes_of(path) / MEGABYTE, CEILINGS[what]
    line = f"{size:8.1f} MB  {what} (at most {ceiling} MB)"
    if size > ceiling:
        raise SystemExit(f"{line}: too large")
    return line
