"""A page of many runs: the plan of them at the left; at the right what they have come to, and the run spoken of."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from nnsim.session.findings import Findings, Measure
from nnsim.session.many_runs import Kind, ManyRuns
from nnsim.session.session import Session
from nnsim.ui.experiments.heat_map import HeatMap
from nnsim.ui.experiments.histogram import Histogram
from nnsim.ui.experiments.measure_choice import MeasureChoice
from nnsim.ui.experiments.plan_card import PlanCard
from nnsim.ui.experiments.run_picker import RunPicker
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.labels import Label


class FindingsPage(QWidget):
    """Draws the findings of its ``KIND`` as they come in, and only while it is in sight.

    A page of its own starts in ``start``, says in ``render_plan`` what would be started, draws in ``render_findings``
    and speaks of a run in ``render_run``.

    Attributes
    ----------
    plan : the form with its button
    results : the card at the right
    measure : which number of the runs is drawn
    summary : what has come of all runs, in words
    empty : what stands in the place of the picture before anything is started
    picker : the runs beside the one that is spoken of
    """

    KIND: ClassVar[Kind]
    plan: PlanCard
    empty: EmptyNote
    _picture: Histogram | HeatMap

    def __init__(self, session: Session, many: ManyRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{self.KIND}_page")
        self._session, self._many = session, many
        self._shown: tuple[object, Measure | None] = (None, None)
        self._number: int | None = None
        self.results = Card(self.tr("Results"))
        self.results.setObjectName(f"{self.KIND}_results")
        self.measure = MeasureChoice(self.KIND)
        self.summary = Label("", "field")
        self.summary.setObjectName(f"{self.KIND}_summary")
        self.summary.setWordWrap(True)
        self.picker = RunPicker(self.KIND)

    def lay_out(self, plan: PlanCard, picture: Histogram | HeatMap, empty: EmptyNote) -> None:
        """Put everything into its place, and follow what happens."""
        self.plan, self._picture, self.empty = plan, picture, empty
        plan.button.heirs = (picture,)
        self.results.add_to_header(self.measure)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._picture)
        self.results.body.addWidget(self.summary)
        self.results.body.addLayout(self._stack, 1)
        self.results.body.addWidget(self.picker)
        CardRow(self, self.plan, self.results)
        self.plan.started.connect(self._on_started)
        self.plan.seeds.edited.connect(self.render_plan)
        self.measure.picked.connect(self._render)
        self.picker.chosen.connect(self.choose_run)
        self.picker.opened.connect(self.open_run)
        self._many.changed.connect(self._on_changed)
        self._session.project_changed.connect(self._on_project_changed)
        self.catch_up()

    @property
    def findings(self) -> Findings | None:
        """What the runs have come to; ``None`` before any were started."""
        return self._many.findings(self.KIND)

    # --- deeds ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start what is planned."""
        raise NotImplementedError

    def _on_started(self) -> None:
        self._number = None
        self.start()
        if not self.plan.button.hasFocus():
            self.setFocus()  # the field that had the keyboard cannot be typed in while the plan is under way

    def choose_run(self, number: int) -> None:
        """Speak of this run."""
        self._number = number
        self.render_run()

    def open_run(self, number: int) -> None:
        """Bring a run into the window as it was trained."""
        self._many.open_run(self.KIND, number)

    # --- drawing -------------------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Show everything as it is now: the page comes into sight, or the project is another."""
        self._render()

    def render_plan(self) -> None:
        """Say what would be started."""
        raise NotImplementedError

    def render_findings(self, findings: Findings | None) -> None:
        """Draw what the runs have come to, in words and as a picture."""
        raise NotImplementedError

    def render_run(self) -> None:
        """Tell of the run that is spoken of."""
        raise NotImplementedError

    def _on_changed(self) -> None:
        if self.isVisible():
            self._render()

    def _on_project_changed(self, _change: object) -> None:
        if self.isVisible():
            self.catch_up()

    def _render(self) -> None:
        findings = self.findings
        self.measure.show_findings(findings)
        self.render_plan()
        is_empty = findings is None or (not findings.outcomes and findings.standing != "running")
        self._stack.setCurrentWidget(self.empty if is_empty else self._picture)
        self.setFocusProxy(self.plan.button if is_empty else self._picture)
        self.picker.setVisible(not is_empty)
        shown = (None if findings is None else findings.sweep, self.measure.measure)
        if shown != self._shown:
            self._shown = shown
            self._picture.forget()
        self.render_findings(findings)
        self.summary.setVisible(not is_empty)
        self.render_run()

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self.catch_up()
