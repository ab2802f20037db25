"""A sweep: one or two settings tried with several values each, some seeds every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from math import isinf
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QWidget

from nnsim.errors import NnsimError
from nnsim.runs.contrasts import CONTRASTS
from nnsim.runs.sweep_settings import Value
from nnsim.session.findings import Findings, Group, Measure, Score, best_of
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.axis_form import AxisForm
from nnsim.ui.experiments.heat_map import HeatMap, Named
from nnsim.ui.experiments.measure_choice import MeasureChoice
from nnsim.ui.experiments.measure_words import measured
from nnsim.ui.experiments.plan_card import PlanCard
from nnsim.ui.experiments.run_picker import RunPicker
from nnsim.ui.experiments.spread_words import quartile_words
from nnsim.ui.theme import Size
from nnsim.ui.value_words import setting_words, value_words
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.translated import sentence

USUAL_SEEDS: Final = 3
MOST_NAMED: Final = 2
"""So many cells that are level are named, of more only the first."""
FIRST_SETTINGS: Final = ("learning_rate", "layers")


class SweepPage(QWidget):
    """A form with both settings at the left; at the right the heat map, and the runs of the cell that is spoken of."""

    def __init__(self, session: Session, many: ManyRuns, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep_page")
        self.setAccessibleName(self.tr("Sweep"))
        self._session, self._many = session, many
        self._shown: tuple[object, Measure | None] = (None, None)
        self._values: tuple[Value, ...] | None = None
        self._number: int | None = None
        seeds = self.tr("How many runs each setting gets, from the project’s seed on: one alone may be luck.")
        self.plan = PlanCard(self.tr("Sweep"), "sweep", (self.tr("Seeds each"), USUAL_SEEDS, seeds), many, appearance)
        self.axes = (
            AxisForm("sweep_first", self.tr("Vary"), many.values_to_try),
            AxisForm("sweep_second", self.tr("and"), many.values_to_try, may_be_none=True),
        )
        self.results = Card(self.tr("Results"))
        self.results.setObjectName("sweep_results")
        self.measure = MeasureChoice("sweep")
        self.save = Button(self.tr("Save as CSV…"), "quiet", tip=self.tr("A table with a row for every run"))
        self.save.setObjectName("sweep_save")
        self.copy = Button(self.tr("Copy"), "quiet", tip=self.tr("Copy the medians, as cells for a spreadsheet"))
        self.copy.setObjectName("sweep_copy")
        self.summary = Label("", "field")
        self.summary.setObjectName("sweep_summary")
        self.summary.setWordWrap(True)
        self.map = HeatMap(appearance)
        self.picker = RunPicker("sweep")
        self.empty = EmptyNote(
            "grid-3x3",
            self.tr("Which settings suit this project?"),
            self.tr("Start trains it with every pair of values: each becomes a cell, coloured by its median."),
            appearance,
        )
        self._lay_out()
        self._connect()
        self._propose()
        self._render()

    def _lay_out(self) -> None:
        for place, axis in enumerate(self.axes):
            self.plan.fields.insertWidget(place, axis)
        for part in (self.save, self.copy, self.measure):
            self.results.add_to_header(part)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.map)
        self.results.body.addWidget(self.summary)
        self.results.body.addLayout(self._stack, 1)
        self.results.body.addWidget(self.picker)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self.plan)
        row.addWidget(self.results, 1)

    def _connect(self) -> None:
        for axis in self.axes:
            axis.edited.connect(self._on_axis_edited)
            axis.judged.connect(self._on_axis_judged)
        self.plan.started.connect(self._start)
        self.plan.seeds.edited.connect(self._render_plan)
        self.measure.picked.connect(self._render)
        self.map.chosen.connect(self._choose_cell)
        self.map.opened.connect(self._open_cell)
        self.picker.chosen.connect(self._choose_run)
        self.picker.opened.connect(lambda number: self._many.open_run("sweep", number))
        self.save.clicked.connect(self._choose_file)
        self.copy.clicked.connect(self._copy)
        self._many.changed.connect(self._on_changed)
        self._session.project_changed.connect(self._on_project_changed)

    # --- deeds ---------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        for axis in self.axes:
            axis.take()
        self._values = self._number = None
        axes = [(axis.contrast.name, axis.values) for axis in self.axes if axis.contrast is not None]
        self._many.start("sweep", axes, round(self.plan.seeds.value()), round(self.plan.epochs.value()))
        if not self.plan.button.hasFocus():
            self.setFocus()  # the field that had the keyboard cannot be typed in while the plan is under way

    def _choose_cell(self, values: tuple[Value, ...]) -> None:
        """Speak of a cell, and of the run in its middle."""
        self._values = values
        group = self._group()
        self._number = None if group is None or group.middle is None else group.middle.number
        self._render_run()

    def _choose_run(self, number: int) -> None:
        self._number = number
        self._render_run()

    def _open_cell(self, values: tuple[Value, ...]) -> None:
        self._choose_cell(values)
        if self._number is not None:
            self._many.open_run("sweep", self._number)

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
            self._many.save_table("sweep", path)
        except NnsimError as error:
            self.plan.tell(sentence(error.message))
        else:
            self.summary.show_text(self.tr("All runs are in {0}.").format(path.name))

    def _copy(self) -> None:
        findings, measure = self._many.findings("sweep"), self.measure.measure
        if findings is not None and measure is not None:
            QGuiApplication.clipboard().setText(_cells_as_text(_named_axes(findings), findings.groups(measure)))

    # --- drawing -------------------------------------------------------------------------------------------------

    def _on_axis_edited(self) -> None:
        """The same setting cannot be varied twice: the second gives way."""
        first, second = self.axes
        if second.contrast is not None and second.contrast is first.contrast:
            second.choose(None)
        self._render_plan()

    def _on_axis_judged(self) -> None:
        self.plan.obstruct(next((axis.problem for axis in self.axes if axis.problem), ""))

    def _on_changed(self) -> None:
        if self.isVisible():
            self._render()

    def _on_project_changed(self, _change: object) -> None:
        if self.isVisible():
            self._propose()
            self._render()

    def _propose(self) -> None:
        """Settings and values that suit the project in hand, unless the user has chosen others."""
        contrasts = self._many.contrasts
        known = {contrast.name: contrast for contrast in contrasts}
        for axis, name in zip(self.axes, FIRST_SETTINGS, strict=True):
            axis.offer(contrasts)
            if not axis.is_touched:
                axis.choose(known.get(name))

    def _render(self) -> None:
        findings = self._many.findings("sweep")
        self.measure.show_findings(findings)
        measure = self.measure.measure or Measure("test", "accuracy")
        self._render_plan()
        is_empty = findings is None or (not findings.outcomes and findings.standing != "running")
        self._stack.setCurrentWidget(self.empty if is_empty else self.map)
        self.setFocusProxy(self.plan.button if is_empty else self.map)
        self.picker.setVisible(not is_empty)
        for button in (self.save, self.copy):
            button.setVisible(findings is not None and bool(findings.outcomes))
        shown = (None if findings is None else findings.sweep, self.measure.measure)
        if shown != self._shown:
            self._shown = shown
            self.map.forget()
        if findings is not None:
            groups = findings.groups(measure)
            self.map.show_groups(groups, _named_axes(findings), measure, findings.sweep.seeds)
            self.summary.show_text(self._best_words(findings, groups, measure))
        self.summary.setVisible(not is_empty)
        for axis in self.axes:
            axis.setEnabled(self._many.running != "sweep")
        self._render_run()

    def _render_plan(self) -> None:
        findings = self._many.findings("sweep")
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
        findings, measure = self._many.findings("sweep"), self.measure.measure
        if findings is None or measure is None or self._values is None:
            return None
        return findings.groups(measure).get(self._values)

    def _render_run(self) -> None:
        findings, measure, group = self._many.findings("sweep"), self.measure.measure, self._group()
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

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._propose()
        self._render()


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
