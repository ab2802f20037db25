"""Undo and redo: earlier and later values of the project, with what led from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nnsim.engine.snapshot import Checkpoint
from nnsim.model.change import Change, Edited
from nnsim.model.project import Project

MAX_STEPS = 200
MAX_BYTES = 256 * 2**20
"""Weights and data kept for undo beside those in hand; beyond it the oldest steps are forgotten."""


@dataclass(frozen=True, slots=True)
class _Step:
    before: Project
    change: Change
    after: Project


class History:
    """The project now, and the way back and forth.

    A change that replaces the weights is left with the weights as they were at that moment (``leave``), so that undo
    and redo bring back exactly what was on the screen.
    """

    def __init__(self, project: Project) -> None:
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._present = project
        self._clean: Project | None = project
        self._merging = False
        self._forgotten: list[_Step] = []

    @property
    def present(self) -> Project:
        """The project now."""
        return self._present

    @property
    def undoable(self) -> Change | None:
        """What ``undo`` would take back."""
        return self._done[-1].change if self._done else None

    @property
    def redoable(self) -> Change | None:
        """What ``redo`` would do again."""
        return self._undone[-1].change if self._undone else None

    def earlier(self) -> Iterator[Project]:
        """The projects of the run at work before each edit of it, the newest first, with the weights left then."""
        for step in reversed(self._done):
            if step.change.starts_anew or step.change.is_other_project:
                return
            yield step.before

    @property
    def clean(self) -> bool:
        """Whether the project is as it was last saved or opened, apart from what training has changed."""
        return self._clean is self._present

    @property
    def clean_mark(self) -> Project | None:
        """The project as it was last saved or opened, for ``restore_mark``."""
        return self._clean

    def mark_clean(self) -> None:
        """The present project has just been saved."""
        self._clean = self._present

    def restore_mark(self, mark: Project | None) -> None:
        """What is saved is again what it was when ``mark`` was taken: another file is in hand."""
        self._clean = mark

    def leave(self, checkpoint: Checkpoint | None) -> None:
        """Note the weights that the present project is about to be left with."""
        was_clean = self.clean
        self._present = replace(self._present, checkpoint=checkpoint)
        if self._done:
            self._done[-1] = replace(self._done[-1], after=self._present)
        if self._undone:
            self._undone[-1] = replace(self._undone[-1], before=self._present)
        if was_clean:
            self._clean = self._present

    def push(self, edited: Edited, *, merging: bool = False) -> bool:
        """Go on to the edited project; whether that was no step of its own.

        While ``merging`` (something is being dragged), edits in a row with the same merge key become one step, until
        ``stop_merging``.
        """
        change = edited.change
        last = self._done[-1] if self._done else None
        merges = (
            merging
            and self._merging
            and last is not None
            and change.merge_key is not None
            and change.merge_key == last.change.merge_key
        )
        if last is not None and merges:
            change = replace(change, was=last.change.was)
            self._done[-1] = _Step(last.before, change, edited.project)
        else:
            self._done.append(_Step(self._present, change, edited.project))
        self._merging = merging
        self._forgotten, self._undone = self._undone, []
        self._present = edited.project
        self._forget_oldest()
        return merges

    def withdraw(self) -> None:
        """Take the last step back as if it had never been made."""
        self._present = self._done.pop().before
        self._undone = self._forgotten
        self._merging = False

    def stop_merging(self) -> None:
        """The gesture is over: the next edit is a step of its own."""
        self._merging = False

    @property
    def is_merging(self) -> bool:
        """Whether a gesture is under way that has made a step."""
        return self._merging

    def forget_undone(self) -> None:
        """What was taken back last is not to be done again."""
        self._undone.clear()

    def undo(self) -> Change | None:
        """Go one step back; ``None`` if there is none."""
        return self._travel(self._done, self._undone, back=True)

    def redo(self) -> Change | None:
        """Go one step forth; ``None`` if there is none."""
        return self._travel(self._undone, self._done, back=False)

    def _travel(self, source: list[_Step], target: list[_Step], *, back: bool) -> Change | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        self._present = step.before if back else step.after
        self._merging = False
        return step.change

    def _forget_oldest(self) -> None:
        while len(self._done) > MAX_STEPS or (len(self._done) > 1 and self._bytes() > MAX_BYTES):
            del self._done[0]

    def _bytes(self) -> int:
        projects = [project for step in (*self._done, *self._undone) for project in (step.before, step.after)]
        held = {id(project.checkpoint): project.checkpoint for project in projects if project.checkpoint is not None}
        curves: dict[int, int] = {}
        for checkpoint in held.values():
            curves.update(checkpoint.curves.memory())
            curves.update(checkpoint.batches.memory())
        weights = sum(
            checkpoint.parameters.nbytes + sum(array.nbytes for array in checkpoint.optimizer.values())
            for checkpoint in held.values()
        )
        return weights + sum(curves.values()) + self._bytes_of_data(projects)

    def _bytes_of_data(self, projects: list[Project]) -> int:
        """Of what is kept for undo alone: the data in hand are there anyway."""
        specs = {id(project.data): project.data for project in projects}
        held = {key: size for spec in specs.values() for key, size in spec.memory().items()}
        in_hand = self._present.data.memory()
        return sum(size for key, size in held.items() if key not in in_hand)
