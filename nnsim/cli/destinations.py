"""Where results may be written: asked before any work is done, so that nothing is lost to a name that does not do."""

from __future__ import annotations

from pathlib import Path

from nnsim.errors import StorageError

_NOTHING_WRITTEN = "Nothing was written; what was there before is as it was."


def check_free(path: Path) -> None:
    """Refuse a name that is taken."""
    check_folder(path)
    if path.exists():
        raise StorageError(
            "storage.exists",
            "There is already a file of that name.",
            where=str(path),
            hint="Choose another name, or add --force to replace it.",
            unchanged=_NOTHING_WRITTEN,
        )


def check_replaceable(path: Path, endings: tuple[str, ...], sources: tuple[Path, ...] = ()) -> None:
    """Refuse to replace a file of another kind than the one to be written, or one that is still being read."""
    check_folder(path)
    if not path.exists():
        return
    is_source = any(source.exists() and path.samefile(source) for source in sources)
    if is_source or path.suffix.lower() not in endings:
        raise StorageError(
            "storage.exists",
            "This file is what is read from." if is_source else "There is a file of another kind under that name.",
            where=str(path),
            hint="Choose another name.",
            unchanged=_NOTHING_WRITTEN,
        )


def check_folder(path: Path) -> None:
    """Refuse a name in a folder that does not exist."""
    if not path.parent.is_dir():
        raise StorageError(
            "storage.no_folder",
            "The folder does not exist.",
            where=str(path.parent),
            hint="Make the folder first, or choose another one.",
            unchanged=_NOTHING_WRITTEN,
        )
