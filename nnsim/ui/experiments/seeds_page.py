"""The seed lottery: one setting, trained from many first weights."""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from nnsim.session.findings import Findings, Group, Measure, Score, group_of
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.findings_page import FindingsPage
from nnsim.ui.experiments.histogram import Histogram, Present
from nnsim.ui.experiments.measure_words import measure_name, measured
from nnsim.ui.experiments.plan_card import PlanCard
from nnsim.ui.experiments.spread_words import spread_words
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.numbers import format_count

Numbers = NDArray[np.floating[Any]]

USUAL_RUNS = 20


class SeedsPage(FindingsPage):
    """The histogram fills as runs come in, each a brick."""

    KIND = "seeds"

    def __init__(self, session: Session, many: ManyRuns, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, many, parent)
        self.setAccessibleName(self.tr("Seeds"))
        runs = self.tr("How many runs: each with a seed of its own, from the project’s seed on.")
        plan = PlanCard(self.tr("Lottery"), self.KIND, (self.tr("Runs"), USUAL_RUNS, runs), many, appearance)
        self.histogram = Histogram(appearance)
        empty = EmptyNote(
            "flask-conical",
            self.tr("What would have come of it with other first weights?"),
            self.tr("Start trains this project with many seeds. Each run becomes a brick, laid where its result lies."),
            appearance,
        )
        self.histogram.chosen.connect(self.choose_run)
        self.histogram.opened.connect(self.open_run)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self.lay_out(plan, self.histogram, empty)

    def start(self) -> None:
        """Train with as many seeds, as long, as the plan says."""
        self._many.start(self.KIND, (), round(self.plan.seeds.value()), round(self.plan.epochs.value()))

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self.render_plan()
            self._render_present()

    # --- drawing -------------------------------------------------------------------------------------------------

    def render_findings(self, findings: Findings | None) -> None:
        """A brick for each run, and how they lie."""
        measure, group = self.measure.measure, self._group()
        scores = () if findings is None or measure is None else findings.scores(measure)
        self.histogram.show_runs(scores, group, measure or Measure("test", "accuracy"))
        none_yet = self.tr("No run is done yet.")
        self.summary.show_text(none_yet if group is None or measure is None else spread_words(group, measure))
        self.histogram.setAccessibleDescription(self.summary.text())
        self._render_present()

    def render_plan(self) -> None:
        """Which seeds."""
        findings, session = self.findings, self._session
        if self._many.running is None:
            self.plan.propose_epochs(session.snapshot.epoch)
        first = session.project.training.seed
        seeds = self.tr("Seeds {0} to {1} of {2}, each from its first weights.")
        note = seeds.format(first, first + round(self.plan.seeds.value()) - 1, session.title)
        if findings is not None and not findings.is_of(session.project):
            note = self.tr("The project is another by now: the results are of it as it was when they were started.")
        self.plan.plan_note.show_text(note)

    def _group(self) -> Group | None:
        findings, measure = self.findings, self.measure.measure
        if findings is None or measure is None or not findings.outcomes:
            return None
        return group_of((), findings.scores(measure), measure)

    def _render_present(self) -> None:
        self.histogram.show_present(self._present())

    def _present(self) -> Present | None:
        """What the run in hand had come to after as many epochs as the others, or after as many as it has behind it.

        ``None`` if its record has no such number, or it is no run of this project.
        """
        findings, measure, curves = self.findings, self.measure.measure, self._session.snapshot.curves
        if findings is None or measure is None or not len(curves) or not findings.is_of(self._session.project):
            return None
        kind = {"loss": "loss", "accuracy": "metric", "rmse": "metric"}.get(measure.name)
        if kind is None:
            return None
        most = findings.sweep.epochs
        row = len(curves) - 1 if most is None else max(int(np.searchsorted(curves.epoch, most, side="right")) - 1, 0)
        values: Numbers = getattr(curves, f"{measure.part}_{kind}")
        return Present(float(values[row]), int(curves.epoch[row]))

    def render_run(self) -> None:
        """Tell of the run of a brick, beside those of its bar."""
        measure, wall = self.measure.measure, self.histogram.wall
        place = None if self._number is None else wall.column_of(self._number)
        beside = () if place is None else wall.columns[place]
        chosen = next((score for score in beside if score.number == self._number), None)
        self.histogram.show_chosen(None if chosen is None else chosen.number)
        findings = self.findings
        words = self.tr("Click a brick, or walk with the arrow keys, to see which run it is.")
        caption = ""
        if chosen is not None and measure is not None and findings is not None:
            words = self._run_words(findings, chosen)
            caption = self.tr("In this bar, by seed:")
        self.picker.show_run(chosen, beside, caption, words)
        self.picker.show_opening(can_open=chosen is not None and self._many.opening is None)

    def _run_words(self, findings: Findings, chosen: Score) -> str:
        """Every telling number of a run, and how its training ended."""
        if self._many.opening == (self.KIND, chosen.number):
            return self.tr("Seed {0} is being trained once more, to open it …").format(chosen.seed)
        outcome = next(one for one in findings.outcomes if one.number == chosen.number)
        numbers = [
            f"{name} {measured(measure, value)}" for measure, name, value in self._numbers(findings, chosen.number)
        ]
        epochs = self.tr("{0} epochs").format(format_count(outcome.epochs))
        ending = self.tr("diverged at {0}").format(outcome.where) if outcome.where else ""
        return ", ".join(filter(None, (self.tr("Seed {0}").format(chosen.seed), *numbers, epochs, ending)))

    def _numbers(self, findings: Findings, number: int) -> list[tuple[Measure, str, float]]:
        found = []
        for measure in findings.measures[:4]:
            score = next(score for score in findings.scores(measure) if score.number == number)
            if not isnan(score.value) and not score.has_diverged:
                found.append((measure, measure_name(measure), score.value))
        return found
