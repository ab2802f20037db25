"""The form beside the findings: what is to be trained, how often and how long; start, stop, and how far it has come."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from nnsim.errors import NnsimError
from nnsim.session.many_runs import Kind, ManyRuns
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.measure_words import lasting
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat, format_count
from nnsim.ui.widgets.scrolled_column import ScrolledCard
from nnsim.ui.widgets.translated import sentence

MOST_SEEDS: Final = 1_000
MOST_EPOCHS: Final = 1_000_000
USUAL_EPOCHS: Final = 200


class PlanCard(ScrolledCard):
    """Numbers of runs and epochs, one button that starts and stops, a bar with the progress, and what went wrong.

    Parameters
    ----------
    kind : of the plan, as ``ManyRuns`` calls it
    seeds : what the field for them is called, its usual number, and its explanation

    Signals
    -------
    started() : the user wants the plan to start
    """

    started = Signal()

    def __init__(
        self,
        title: str,
        kind: Kind,
        seeds: tuple[str, int, str],
        many: ManyRuns,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, Size.PLAN, parent=parent)
        self.setObjectName(f"{kind}_plan")
        self.scrolled.setObjectName(f"{kind}_scroll")
        self._kind, self._many, self._appearance = kind, many, appearance
        self._has_own_epochs = False
        self._obstacle = self._failure = ""
        self.form = Form()
        self.seeds = self._field("runs", *seeds, MOST_SEEDS)
        self.epochs = self._field(
            "epochs",
            self.tr("Epochs"),
            USUAL_EPOCHS,
            self.tr("How long each run trains, unless a condition of the project ends it before."),
            MOST_EPOCHS,
        )
        self.epochs.edited.connect(self._on_epochs_edited)
        self.button = Button(role="primary", name=self.tr("Start"))
        self.button.setObjectName(f"{kind}_start")
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{kind}_progress")
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setTextVisible(False)
        self.said = self._note("said", "note")
        self.problem = self._note("problem", "error")
        self.plan_note = self._note("plan_note", "note")
        self._lay_out()
        self.tell("")
        for field in (self.seeds, self.epochs):
            field.judged.connect(self._render_obstacle)
        self.button.clicked.connect(self._on_clicked)
        many.changed.connect(self._render)
        many.refused.connect(self._on_refused)
        appearance.changed.connect(self._render)
        self._render()

    def propose_epochs(self, epochs: int) -> None:
        """As long as the run in hand has trained, until the user has typed a number."""
        if not self._has_own_epochs:
            self.epochs.set_value(epochs or USUAL_EPOCHS)

    def tell(self, problem: str) -> None:
        """Say what has gone wrong; empty for nothing."""
        self._failure = problem
        self._render_obstacle()

    def obstruct(self, problem: str) -> None:
        """Let nothing start because of what is typed in a field that was put in here; empty if all can be used."""
        self._obstacle = problem
        self._render_obstacle()

    @property
    def obstacle(self) -> str:
        """Why nothing can start: the first field with something that cannot be used; else empty."""
        wrong = (f"{field.accessibleName()}: {field.problem()}" for field in self._wrong())
        return self._obstacle or next(wrong, "")

    def _wrong(self) -> tuple[NumberField, ...]:
        return tuple(field for field in (self.seeds, self.epochs) if field.isModified() and field.problem())

    def _render_obstacle(self) -> None:
        """While something wrong is typed there is no count of runs, for it would be of the old values."""
        said = self.obstacle or self._failure
        self.problem.show_text(said)
        self.problem.setVisible(bool(said))
        self.plan_note.setVisible(not self.obstacle)
        self._render_button()

    def _field(self, name: str, label: str, usual: int, tip: str, most: int) -> NumberField:
        field = NumberField(label, 1, most, number_format=NumberFormat(whole=True), tip=tip, keeps_text=True)
        field.setObjectName(f"{self._kind}_{name}")
        field.setFixedWidth(Size.FIELD)
        field.set_value(usual)
        self.form.add_row(label, field, tip)
        return field

    def _note(self, name: str, role: str) -> Label:
        note = Label("", role)
        note.setObjectName(f"{self._kind}_{name}")
        note.setWordWrap(True)
        return note

    def _lay_out(self) -> None:
        for part in (self.form, self.plan_note, self.problem, self.button, self.bar, self.said):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _on_epochs_edited(self, _epochs: float) -> None:
        self._has_own_epochs = True

    def _on_clicked(self) -> None:
        if self._many.running == self._kind:
            self._many.stop()
            return
        for field in (self.seeds, self.epochs):
            field.take()  # the button leaves the keyboard in the field, which then has not taken it yet
        self.tell("")
        self.started.emit()

    def _on_refused(self, kind: str, error: NnsimError) -> None:
        if kind == self._kind:
            self.tell(" ".join(filter(None, (sentence(error.message), sentence(error.hint)))))

    def _render(self) -> None:
        for field in (self.seeds, self.epochs):
            field.setEnabled(self._many.running != self._kind)
        self._render_button()
        self._render_progress()

    def _render_button(self) -> None:
        many, is_running = self._many, self._many.running == self._kind
        is_other = not is_running and (many.running is not None or many.opening is not None)
        text = self.tr("Stop") if is_running else self.tr("Start")
        if is_running and many.is_stopping:
            text = self.tr("Stopping …")
        self.button.setText(text)
        self.button.setAccessibleName(text)
        obstacle = "" if is_running else self.obstacle
        self.button.setEnabled(not (is_other or many.is_stopping or obstacle))
        other = self.tr("Another experiment is under way; stop it first, or wait for it.")
        self.button.setToolTip(other if is_other else obstacle)
        sign = "x" if is_running else "play"
        self.button.setIcon(icon(sign, self._appearance.theme, "on_accent", solid=not is_running))

    def _render_progress(self) -> None:
        findings, many = self._many.findings(self._kind), self._many
        progress = many.progress if many.running == self._kind else None
        self.bar.setVisible(progress is not None)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        self.said.show_text(progress_words(many) if progress is not None else self._ended())
        self.said.setVisible(bool(self.said.text()))
        if findings is not None and findings.failure is not None:
            self.tell(sentence(findings.failure.message))

    def _ended(self) -> str:
        findings = self._many.findings(self._kind)
        if findings is None:
            return ""
        done, total = format_count(len(findings.outcomes)), format_count(findings.total)
        if findings.standing == "done":
            return self.tr("All {0} runs are done.").format(total)
        if findings.standing == "failed":
            return self.tr("Ended after {0} of {1} runs.").format(done, total)
        return self.tr("Stopped after {0} of {1} runs.").format(done, total)


def progress_words(many: ManyRuns) -> str:
    """How far the plan under way has come; empty if there is none."""
    progress, translate = many.progress, QCoreApplication.translate
    if progress is None:
        return ""
    done, total = format_count(progress.done), format_count(progress.total)
    if progress.seconds_left is None:
        return translate("PlanCard", "{0} of {1} runs; processes are starting").format(done, total)
    return translate("PlanCard", "{0} of {1} runs, about {2} left").format(done, total, lasting(progress.seconds_left))
