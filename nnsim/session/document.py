"""The document in hand: an experiment, its file, and whether there is something to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from nnsim.errors import StorageError
from nnsim.model.attempt import attempting
from nnsim.model.change import Change
from nnsim.model.examples import opened
from nnsim.model.kept_run import KeptRun, LeftOut, Work
from nnsim.model.project import Project
from nnsim.runs.experiment import Experiment
from nnsim.storage import project_file
from nnsim.storage.stamp import Stamp, stamp

MayOverwrite = Callable[[StorageError], bool]


@dataclass(frozen=True, eq=False, slots=True)
class _Home:
    """Where a project lies on the disk, and what of it is saved there: for the way back to it.

    Parameters
    ----------
    revision : of the runs as they were saved, see ``Timeline.revision``
    example : its label and the name of its data, if it is an example
    work : stands for this project, edited and trained as it may be
    """

    path: Path | None
    stamp: Stamp | None
    saved_step: int | None
    revision: int
    clean_mark: Project | None
    example: tuple[str, str] | None
    work: object
    left_out: tuple[LeftOut, ...] = ()


class Document:
    """A project that is being worked on. An example may take its place; undo then returns to it and to its file.

    Parameters
    ----------
    project : as opened or made
    path : its file, if it has one
    as_read : what the file was when it was read, to notice another program's changes
    saved : false for recovered work, which no file holds yet: ``path`` holds an earlier state of it
    runs : those that were kept with it
    run_id : of the first run
    left_out : runs of its file that are wrong

    Attributes
    ----------
    work : stands for the project in hand, and comes back with it when the opening of an example is undone
    left_out : runs of its file that are wrong, so that it was opened without them; the next save is without them
    has_lost_runs : it was saved last without its runs, with which the file could not be opened again
    """

    def __init__(
        self,
        project: Project,
        path: Path | None = None,
        as_read: Stamp | None = None,
        *,
        saved: bool = True,
        runs: Sequence[KeptRun] = (),
        run_id: int = 0,
        left_out: Sequence[LeftOut] = (),
    ) -> None:
        with attempting(project):
            self.experiment = Experiment(project, runs=runs, run_id=run_id)
        self.path = path
        self._stamp = as_read
        self.has_lost_runs = False
        self.left_out = tuple(left_out)
        self._saved_step = _step(project) if saved else None
        self._revision = self.experiment.timeline.revision
        self._example: tuple[str, str] | None = None
        self.work = object()
        self._behind: list[_Home] = []
        self._ahead: list[_Home] = []

    @classmethod
    def read(cls, path: Path, run_id: int) -> Document:
        """The document in a file, called as the file is; raises ``ProjectFileError`` or ``StorageError``.

        Raises ``ImpossibleError`` if its parts do not go together.
        """
        as_read = stamp(path)
        left_out: list[LeftOut] = []
        work = project_file.read_work(path, left_out.append)
        named = replace(work.project, name=path.stem)
        return cls(named, path, as_read, runs=work.runs, run_id=run_id, left_out=left_out)

    @property
    def stamp(self) -> Stamp | None:
        """What its file was when it was read or written last."""
        return self._stamp

    @property
    def title(self) -> str:
        """What to call it: its file's name; while it has none, the example's label, or else the name of its data."""
        if self.path is not None:
            return self.path.stem
        label, data = self._example or ("", "")
        present = self.experiment.run.prepared.dataset.name
        return label if label and data == present else present

    @property
    def is_mere_example(self) -> bool:
        """Whether it is an example that no hand has changed: what it has learnt it would learn again."""
        return self._example is not None and self.path is None and self._is_clean

    def is_modified(self, step: int) -> bool:
        """Whether there is something to save: an edit, or training since the last save (which was at another step)."""
        return not self._is_clean or step != self._saved_step

    @property
    def _is_clean(self) -> bool:
        return self.experiment.history.clean and self._revision == self.experiment.timeline.revision

    def show_example(self, project: Project, title: str) -> Change | None:
        """Go on with an example, which has no file and nothing to save yet; raises as ``Experiment.apply``."""
        change = self.experiment.apply(lambda _project: opened(project, title))
        self._behind.append(self._home())
        self._ahead.clear()
        example = title, self.experiment.run.prepared.dataset.name
        revision = self.experiment.timeline.revision
        self._settle(_Home(None, None, _step(project), revision, self.experiment.project, example, object()))
        return change

    def undo(self) -> Change | None:
        """Take the last change back, the opening of an example too; raises as ``Experiment.undo``."""
        return self._travelled(self.experiment.undo(), self._behind, self._ahead)

    def redo(self) -> Change | None:
        """Do it again."""
        return self._travelled(self.experiment.redo(), self._ahead, self._behind)

    def _travelled(self, change: Change | None, source: list[_Home], target: list[_Home]) -> Change | None:
        if change is not None and change.is_other_project:
            target.append(self._home())
            self._settle(source.pop())
        return change

    def _home(self) -> _Home:
        mark = self.experiment.history.clean_mark
        return _Home(
            self.path, self._stamp, self._saved_step, self._revision, mark, self._example, self.work, self.left_out
        )

    def _settle(self, home: _Home) -> None:
        self.path, self._stamp, self._saved_step = home.path, home.stamp, home.saved_step
        self._example, self.work, self._revision = home.example, home.work, home.revision
        self.left_out = home.left_out
        self.experiment.history.restore_mark(home.clean_mark)

    def write(self, work: Callable[[], Work], path: Path, may_overwrite: MayOverwrite | None) -> None:
        """Save what ``work`` gives to ``path``, which is the document's file from then on.

        ``may_overwrite`` is asked if another program has changed the file in hand, and ``work`` once more after the
        answer, because training may have gone on meanwhile. Raises ``StorageError``.
        """
        expected = self._stamp if path == self.path else None
        named = _named(work(), path.stem)
        lost: list[bool] = []
        told = partial(lost.append, True)
        try:
            self._stamp = project_file.write_work(named, path, expected=expected, left_out=told)
        except StorageError as error:
            if error.code != "storage.changed" or may_overwrite is None or not may_overwrite(error):
                raise
            named = _named(work(), path.stem)
            self._stamp = project_file.write_work(named, path, left_out=told)
        self.path, self.has_lost_runs, self.left_out = path, bool(lost), ()
        self.experiment.history.mark_clean()
        self._saved_step = _step(named.project)
        self._revision = self.experiment.timeline.revision


def _named(work: Work, name: str) -> Work:
    return replace(work, project=replace(work.project, name=name))


def _step(project: Project) -> int:
    return 0 if project.checkpoint is None else project.checkpoint.step
