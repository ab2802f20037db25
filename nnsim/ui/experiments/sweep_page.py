"""A sweep: one or two settings tried with several values each, some seeds every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from math import isinf
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.errors import NnsimError
from nnsim.runs.contrasts import CONTRASTS
from nnsim.runs.sweep_settings import Value
from nnsim.session.findings import Findings, Group, Measure, Score, best_of
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.axis_form import AxisForm
from nnsim.ui.experiments.findings_page import FindingsPage
from nnsim.ui.experiments.heat_map import HeatMap, Named
from nnsim.ui.experiments.measure_words import measured
from nnsim.ui.experiments.plan_card import PlanCard
from nnsim.ui.experiments.spread_words import quartile_words
from nnsim.ui.value_words import setting_words, value_words
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.translated import sentence

USUAL_SEEDS: Final = 3
MOST_NAMED: Final = 2
"""So many cells that are level are named, of more only the first."""
FIRST_SETTINGS: Final = ("learning_rate", "layers")


class SweepPage(FindingsPage):
    """Both settings are asked for in the plan; a heat map has a cell for each pair of values, with its runs."""

    KIND = "sweep"

    def __init__(self, session: Session, many: ManyRuns, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, many, parent)
        self.setAccessibleName(self.tr("Sweep"))
        seeds = self.tr("How many runs each setting gets, from the project’s seed on: one alone may be luck.")
        plan = PlanCard(self.tr("Sweep"), self.KIND, (self.tr("Seeds each"), USUAL_SEEDS, seeds), many, appearance)
        self.map = HeatMap(appearance)
        empty = EmptyNote(
            "grid-3x3",
            self.tr("Which settings suit this project?"),
            self.tr("Start trains it with every pair of values: each becomes a cell, coloured by its median."),
            appearance,
        )
        self._values: tuple[Value, ...] | None = None
        self.axes = (
            AxisForm("sweep_first", self.tr("Vary"), many.values_to_try),
            AxisForm("sweep_second", self.tr("and"), many.values_to_try, may_be_none=True),
        )
        self.save = Button(self.tr("Save as CSV…"), "quiet", tip=self.tr("A table with a row for every run"))
        self.save.setObjectName("sweep_save")
        self.copy = Button(self.tr("Copy"), "quiet", tip=self.tr("Copy the medians, as cells for a spreadsheet"))
        self.copy.setObjectName("sweep_copy")
        for place, axis in enumerate(self.axes):
            plan.column.insertWidget(place, axis)
            axis.edited.connect(self._on_axis_edited)
            axis.judged.connect(self._on_axis_judged)
        for button, deed in ((self.save, self._choose_file), (self.copy, self._copy)):
            self.results.add_to_header(button)
            button.clicked.connect(deed)
        self.map.chosen.connect(self._choose_cell)
        self.map.opened.connect(self._open_cell)
        self.lay_out(plan, self.map, empty)

    # --- deeds ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Train with every pair of values."""
        for axis in self.axes:
            axis.take()
        self._values = None
        axes = [(axis.contrast.name, axis.values) for axis in self.axes if axis.contrast is not None]
        self._many.start(self.KIND, axes, round(self.plan.seeds.value()), round(self.plan.epochs.value()))

    def _choose_cell(self, values: tuple[Value, ...]) -> None:
        """Speak of a cell, and of the run in its middle."""
        self._values = values
        group = self._group()
        self._number = None if group is None or group.middle is None else group.middle.number
        self.render_run()

    def _open_cell(self, values: tuple[Value, ...]) -> None:
        self._choose_cell(values)
        if self._number is not None:
            self.open_run(self._number)

    def _choose_file(self) -> None:
        suggested = Path.home() / f"{self._session.title}-sweep.csv"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save all runs as a table"), str(suggested), self.tr("Table (*.csv)")
        )
        if chosen:
            self.save_table(Path(chosen))

    def save_table(self, path: Path) -> None:
        """Write a row for every run, as ``nnsim sweep --out`` does."""
        path = path if path.suffix else path.with_suffix(".csv")
        try:
            self._many.save_table(self.KIND, path)
        except NnsimError as error:
            self.plan.tell(sentence(error.message))
        else:
            self.summary.show_text(self.tr("All runs are in {0}.").format(path.name))

    def _copy(self) -> None:
        findings, measure = self.findings, self.measure.measure
        if findings is not None and measure is not None:
            QGuiApplication.clipboard().setText(_cells_as_text(_named_axes(findings), findings.groups(measure)))

    # --- drawing -------------------------------------------------------------------------------------------------

    def _on_axis_edited(self) -> None:
        """The same setting cannot be varied twice: the second gives way."""
        first, second = self.axes
        if second.contrast is not None and second.contrast is first.contrast:
            second.choose(None)
        self.render_plan()

    def _on_axis_judged(self) -> None:
        self.plan.obstruct(next((axis.problem for axis in self.axes if axis.problem), ""))

    def catch_up(self) -> None:
        """What is proposed may be other settings by now."""
        self._propose()
        super().catch_up()

    def _propose(self) -> None:
        """Settings and values that suit the project in hand, unless the user has chosen others."""
        contrasts = self._many.contrasts
        known = {contrast.name: contrast for contrast in contrasts}
        for axis, name in zip(self.axes, FIRST_SETTINGS, strict=True):
            axis.offer(contrasts)
            if not axis.is_touched:
                axis.choose(known.get(name))

    def render_findings(self, findings: Findings | None) -> None:
        """The medians of all cells, and where the best of them are."""
        for button in (self.save, self.copy):
            button.setVisible(findings is not None and bool(findings.outcomes))
        if findings is not None:
            measure = self.measure.measure or Measure("test", "accuracy")
            groups = findings.groups(measure)
            self.map.show_groups(groups, _named_axes(findings), measure, findings.sweep.seeds)
            self.summary.show_text(self._best_words(findings, groups, measure))
        for axis in self.axes:
            axis.setEnabled(self._many.running != self.KIND)

    def render_plan(self) -> None:
        """How many settings and runs."""
        findings = self.findings
        if self._many.running is None:
            self.plan.propose_epochs(self._session.snapshot.epoch)
        settings = 1
        for axis in self.axes:
            settings *= max(len(axis.values), 1)
        seeds = round(self.plan.seeds.value())
        note = self.tr("{0} settings of {1}, {2} runs in all.")
        note = note.format(format_count(settings), self._session.title, format_count(settings * seeds))
        if findings is not None and not findings.is_of(self._session.project):
            other = self.tr("The project is another by now: the results are of it as it was when they were started.")
            note = f"{note}\n{other}"
        self.plan.plan_note.show_text(note)

    def _best_words(self, findings: Findings, groups: Mapping[tuple[Value, ...], Group], measure: Measure) -> str:
        best = best_of(groups.values(), measure)
        if not best:
            return self.tr("No cell has a median yet.")
        words = self._names_of(findings, best, measure)
        if not findings.has_kinds_of_loss:
            return words
        why = self.tr("Losses of different kinds cannot be compared, so that none is offered as a result.")
        return f"{words} {why}"

    def _names_of(self, findings: Findings, best: Sequence[Group], measure: Measure) -> str:
        """The cells that are level in front; of many only the first."""
        median = measured(measure, best[0].spread.median)
        named = [_named(findings, group.values) for group in best[:MOST_NAMED]]
        if len(best) == 1:
            said = self.tr("Best median: {0} with {1} ({2}).")
            return said.format(median, named[0], quartile_words(best[0], measure))
        if len(best) <= MOST_NAMED:
            return self.tr("Best median: {0}, the same with {1} and with {2}.").format(median, *named)
        said = self.tr("Best median: {0}, the same in {1} cells, such as {2}.")
        return said.format(median, format_count(len(best)), named[0])

    def _group(self) -> Group | None:
        findings, measure = self.findings, self.measure.measure
        if findings is None or measure is None or self._values is None:
            return None
        return findings.groups(measure).get(self._values)

    def render_run(self) -> None:
        """Tell of the cell that was chosen, and of its run."""
        findings, measure, group = self.findings, self.measure.measure, self._group()
        scores = () if group is None else group.scores
        chosen = next((score for score in scores if score.number == self._number), None)
        self.map.show_chosen(None if group is None else group.values)
        words = self.tr("Click a cell, or walk with the arrow keys, to see its runs.")
        if group is not None and findings is not None and measure is not None:
            words = self._cell_words(findings, group, measure, chosen)
            if self._many.opening is not None:
                words = self.tr("The run is being trained once more, to open it …")
        self.picker.show_run(chosen, scores, self.tr("In this cell, best first:") if scores else "", words)
        self.picker.show_opening(can_open=chosen is not None and self._many.opening is None)

    def _cell_words(self, findings: Findings, group: Group, measure: Measure, chosen: Score | None) -> str:
        """Which setting it is, how its runs did, and the one that is chosen."""
        parts = [_named(findings, group.values)]
        if chosen is not None:
            parts.append(self._median_words(group, measure))
            seed = self.tr("seed {0}: {1}").format(chosen.seed, measured(measure, chosen.value))
            where = self.tr("diverged at {0}").format(chosen.where) if chosen.where else ""
            parts += [seed, where]
        return "; ".join(filter(None, parts))

    def _median_words(self, group: Group, measure: Measure) -> str:
        if isinf(group.spread.median):
            return self.tr("{0} of {1} runs diverged").format(group.diverged, len(group.scores))
        said = self.tr("median {0}, {1}")
        return said.format(measured(measure, group.spread.median), quartile_words(group, measure))


def _named_axes(findings: Findings) -> tuple[Named, ...]:
    """The settings that are varied and their values, in words."""
    contrasts = [(CONTRASTS[axis.setting], axis.values) for axis in findings.sweep.axes]
    return tuple(
        (setting_words(contrast), tuple(value_words(contrast, value) for value in values))
        for contrast, values in contrasts
    )


def _named(findings: Findings, values: tuple[Value, ...]) -> str:
    """``learning rate 0.1; hidden layers 8, 8``."""
    contrasts = (CONTRASTS[axis.setting] for axis in findings.sweep.axes)
    pairs = zip(contrasts, values, strict=True)
    return "; ".join(f"{setting_words(contrast)} {value_words(contrast, value)}" for contrast, value in pairs)


def _cells_as_text(axes: tuple[Named, ...], groups: Mapping[tuple[Value, ...], Group]) -> str:
    """The medians as cells with tabs between them, the names of rows and columns before and above them."""
    (rows, columns) = axes if len(axes) == 2 else (("", ("",)), axes[0])
    medians = [f"{group.spread.median:.6g}" for group in groups.values()]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow((" / ".join(filter(None, (rows[0], columns[0]))), *columns[1]))
    for place, name in enumerate(rows[1]):
        writer.writerow((name, *medians[place * len(columns[1]) : (place + 1) * len(columns[1])]))
    return text.getvalue()
