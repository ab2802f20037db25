"""The document in hand: an experiment, its file, and whether there is something to save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nnsim.errors import StorageError
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.storage import project_file
from nnsim.storage.stamp import Stamp, stamp

MayOverwrite = Callable[[StorageError], bool]


class Document:
    """A project that is being worked on.

    Parameters
    ----------
    project : as opened or made
    path : its file, if it has one
    as_read : what the file was when it was read, to notice another program's changes
    saved : false for recovered work, which no file holds yet
    run_id : of the first run
    """

    def __init__(
        self,
        project: Project,
        path: Path | None = None,
        as_read: Stamp | None = None,
        *,
        saved: bool = True,
        run_id: int = 0,
    ) -> None:
        self.experiment = Experiment(project, run_id=run_id)
        self.path = path
        self._stamp = as_read
        self._saved_step = _step(project) if saved else None

    @classmethod
    def read(cls, path: Path, run_id: int) -> Document:
        """The document in a file, called as the file is; raises ``ProjectFileError`` or ``StorageError``."""
        as_read = stamp(path)
        return cls(replace(project_file.read(path), name=path.stem), path, as_read, run_id=run_id)

    @property
    def title(self) -> str:
        """What to call it: its file's name, or that of its data while it has none."""
        return self.path.stem if self.path is not None else self.experiment.run.prepared.dataset.name

    def is_modified(self, step: int) -> bool:
        """Whether there is something to save: an edit, or training since the last save (which was at another step)."""
        return not self.experiment.history.clean or step != self._saved_step

    def write(self, stamped: Callable[[], Project], path: Path, may_overwrite: MayOverwrite | None) -> None:
        """Save what ``stamped`` gives to ``path``, which is the document's file from then on.

        ``may_overwrite`` is asked if another program has changed the file in hand, and ``stamped`` once more after the
        answer, because training may have gone on meanwhile. Raises ``StorageError``.
        """
        expected = self._stamp if path == self.path else None
        project = replace(stamped(), name=path.stem)
        try:
            self._stamp = project_file.write(project, path, expected=expected)
        except StorageError as error:
            if error.code != "storage.changed" or may_overwrite is None or not may_overwrite(error):
                raise
            project = replace(stamped(), name=path.stem)
            self._stamp = project_file.write(project, path)
        self.path = path
        self.experiment.history.mark_clean()
        self._saved_step = _step(project)


def _step(project: Project) -> int:
    return 0 if project.checkpoint is None else project.checkpoint.step
