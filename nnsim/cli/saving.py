"""Writing a project file at the end of a command, and saying what of it was left out."""

from __future__ import annotations

from pathlib import Path

from nnsim.cli.output import Output
from nnsim.model.kept_run import Work
from nnsim.storage.project_file import write_work
from nnsim.storage.stamp import Stamp


def save(work: Work, path: Path, output: Output, expected: Stamp | None = None) -> None:
    """``write_work``, with a note if the file could not have been opened again with its runs."""

    def tell() -> None:
        output.note(
            f"Saved without its runs: with them {path} could not be opened again, as they are too large or one of them "
            "is wrong. Open the project in the window and delete runs there to keep the others."
        )

    write_work(work, path, expected=expected, left_out=tell)
