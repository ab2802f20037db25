"""From moments that were kept to one that was not: the same steps once more."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from time import perf_counter
from typing import Final

from nnsim.data.prepare import Prepared, prepare
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import Checkpoint, Curves
from nnsim.errors import SpecError
from nnsim.model.drawn_edits import carried
from nnsim.model.moment import Moment
from nnsim.model.project import Project
from nnsim.runs.agreement import check_agreement
from nnsim.runs.course import curves_until
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run
from nnsim.words import QT_TRANSLATE_NOOP

_BUNDLE_S: Final = 0.01


class Replay:
    """A run on its way through its own past. Bit-equal to what was there, as training is in any portions.

    Conditions that end training do not end it here: whoever trained has gone on.

    Parameters
    ----------
    way : weights that were kept, and the edits of settings that follow until the goal
    at : the goal, in updates
    curves : the record of the course; what lies behind the first weights of ``way`` is left out
    prepared : the data at the end of the course, which nobody prepares again while they are held
    run_id : of all its runs

    Raises
    ------
    InputError : if what is on the way does not go together, as in a file that was altered

    Attributes
    ----------
    run : as far as it has come; another one after each edit on the way
    project : the settings at the goal
    """

    def __init__(self, way: list[Moment], at: int, curves: Curves, prepared: Prepared, run_id: int = 0) -> None:
        self.at = at
        self._in_hand, self._run_id = prepared, run_id
        first, *self._edits = way
        for edit in self._edits:
            _check_leads_on(edit.project, first.project)
        self.project = way[-1].project
        checkpoint = first.checkpoint and replace(first.checkpoint, curves=curves_until(curves, first.epoch))
        self.run = self._run_of(first.project, checkpoint)
        self._start = first.at

    def _run_of(self, project: Project, checkpoint: Checkpoint | None) -> Run:
        project = replace(project, checkpoint=checkpoint)
        # Points drawn by hand were others on the way; of other data this is what is in hand.
        return Run(project, prepared=prepare(project.data), run_id=self._run_id)

    @property
    def steps_left(self) -> int:
        """Updates to make until the goal or the next edit; 0 at the goal. Takes up the edits that are due."""
        while self._edits and self._edits[0].at == self.run.trainer.step:
            project = self._edits.pop(0).project
            checkpoint = replace(self.run.checkpoint(), network=project.network)
            n_before, n_after = (len(one.train_rows) for one in (self.run.prepared, prepare(project.data)))
            self.run = self._run_of(project, carried(checkpoint, n_before, n_after))
        goal = self._edits[0].at if self._edits else self.at
        return goal - self.run.trainer.step

    @property
    def updates(self) -> tuple[int, int]:
        """How many of all on the way have been made."""
        return self.run.trainer.step - self._start, self.at - self._start

    def finished(self, within_s: float = inf) -> Run | None:
        """The run at the goal; ``None`` if it takes longer than ``within_s`` to get there. The next call goes on."""
        begun, bundle = perf_counter(), 1
        while left := self.steps_left:
            started = perf_counter()
            if started - begun >= within_s:
                return None
            made = self.run.trainer.advance(min(bundle, left))
            bundle = next_bundle(made, perf_counter() - started, _BUNDLE_S)
        return self.run


def _check_leads_on(project: Project, before: Project) -> None:
    """Raise ``SpecError`` if a run could not go on with these settings, before it has come so far."""
    check_agreement(replace(project, checkpoint=None), prepare(project.data))
    if blocks(project.network) != blocks(before.network):
        raise SpecError(
            "spec.weights_and_network",
            QT_TRANSLATE_NOOP("errors", "The learnt weights belong to a network of another shape."),
            where="checkpoint",
        )
