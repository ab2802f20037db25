"""The bar along the top: run, step, reset, and how training stands."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Beats, Size
from nnsim.ui.training.rate_field import RateField, present_rate
from nnsim.ui.training.settings_popover import SettingsPopover
from nnsim.ui.training.state_words import state_words
from nnsim.ui.training.step_rate import StepRate
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.captioned import Readout
from nnsim.ui.widgets.doubt_button import DoubtButton
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.speed import SpeedSlider
from nnsim.ui.widgets.status_pill import StatusPill


class TrainingBar(QFrame):
    """Controls and counters of the run. ``add_left`` and ``add_right`` take what else belongs into the bar.

    Where the window is narrow, words give way one after the other, so that no button ever gets narrower than its text.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_bar")
        self.setProperty("role", "bar")
        self.setFixedHeight(Size.BAR)
        self._session = session
        self._appearance = appearance
        self._rate = StepRate()
        self._tips: dict[Button, str] = {}
        self._make_buttons()
        self._make_readouts()
        self._lay_out()
        session.watch(self.objectName(), (), Beats.FIGURES)
        self._connect()
        self._render_all()

    def add_left(self, widget: QWidget, give_way: Callable[[bool], None] | None = None) -> None:
        """Put a widget before the controls; ``give_way`` makes it narrow (or wide again) when all else has done so."""
        self._left.addWidget(widget)
        if give_way is not None:
            self._ways.append(give_way)

    def add_right(self, widget: QWidget, give_way: Callable[[bool], None] | None = None) -> None:
        """Put a widget behind the state; ``give_way`` as for ``add_left``."""
        self._right.addWidget(widget)
        if give_way is not None:
            self._ways.append(give_way)

    def control_of(self, setting: str) -> QWidget:
        """Where a setting of training is made, by the name of its field in ``TrainSpec``."""
        if self._form.isVisible():
            return self._form.control_of(setting)
        return self._learning_rate.field if setting == "learning_rate" else self._settings

    def show_shortcut(self, verb: str, keys: str) -> None:
        """Tell the keys of ``run``, ``step_sample``, ``step_batch``, ``step_epoch`` or ``reset`` in the tooltip."""
        button = self._verbs[verb]
        button.setToolTip(f"{self._tips[button]}  ({keys})")

    def _make_buttons(self) -> None:
        self._run = Button(role="primary", name=self.tr("Run"))
        self._sample = self._verb(
            "step_sample",
            self.tr("sample"),
            self.tr("Look at the next sample: forward and backward, no update until the batch is complete"),
        )
        self._batch = self._verb(
            "step_batch", self.tr("batch"), self.tr("One step: finish the batch and update the weights")
        )
        self._epoch = self._verb(
            "step_epoch", self.tr("epoch"), self.tr("Go on until every training sample was used once")
        )
        self._reset = self._verb("reset", self.tr("Reset"), self.tr("Back to the first weights"))
        for button, name in (
            (self._sample, self.tr("Step one sample")),
            (self._batch, self.tr("Step one batch")),
            (self._epoch, self.tr("Step one epoch")),
        ):
            button.setAccessibleName(name)
        self._tips[self._run] = self.tr("Start or pause training")
        self._run.setObjectName("run")
        self._run.setToolTip(self._tips[self._run])
        self._settings = Button(
            role="icon",
            name=self.tr("Training settings"),
            tip=self.tr("Training settings: loss, optimizer, schedule, penalties, when to stop"),
        )
        self._settings.setObjectName("training_settings")
        self.doubt = DoubtButton(self._appearance)
        self.doubt.setObjectName("doubt-settings")
        kept = self.doubt.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # what stands behind it is not to move
        self.doubt.setSizePolicy(kept)
        self._form = SettingsPopover(self._session, self)
        self._verbs = {
            "run": self._run,
            "step_sample": self._sample,
            "step_batch": self._batch,
            "step_epoch": self._epoch,
            "reset": self._reset,
        }

    def _verb(self, name: str, text: str, tip: str) -> Button:
        button = Button(text, "step", tip=tip)
        button.setObjectName(name)
        self._tips[button] = tip
        return button

    def _make_readouts(self) -> None:
        self._epochs = Readout(self.tr("epoch"), "12,345", self.tr("Epochs: how often every training sample was used"))
        self._batches = Readout(
            self.tr("batch"),
            "20/20 · 10",
            self.tr("Batches done in the epoch under way; then samples looked at in the next batch"),
            "mono",
        )
        self._learning_rate = RateField()
        self._speed = SpeedSlider()
        self._state = StatusPill(self.tr("State of training"), self._appearance)
        self._state.setObjectName("run_state")

    def _lay_out(self) -> None:
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        steps = QHBoxLayout()
        steps.setSpacing(Size.GAP // 2)
        step_word = Label(self.tr("Step"), "note")
        steps.addWidget(step_word)
        for button in (self._sample, self._batch, self._epoch):
            steps.addWidget(button)
        self._learning_rate.row.insertWidget(2, self._settings)
        self._learning_rate.row.insertWidget(3, self.doubt)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(Size.MARGIN, 0, Size.MARGIN, 0)
        row.setSpacing(Size.MARGIN)
        row.addLayout(self._left)
        row.addWidget(self._run)
        row.addLayout(steps)
        row.addWidget(self._reset)
        for widget in (self._epochs, self._batches, self._learning_rate, self._speed, self._state):
            row.addWidget(widget)
        row.addStretch(1)
        row.addLayout(self._right)
        self._given = 0
        self._ways = [step_word.setHidden, self._batches.setHidden, self._state.set_short, self._speed.set_short]
        self._ways.append(lambda tight: row.setSpacing(Size.GAP if tight else Size.MARGIN))
        order = (*self._verbs.values(), *self._learning_rate.controls(), self._settings, self.doubt, self._speed.slider)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        session = self._session
        self._run.clicked.connect(self._on_run_clicked)
        self._sample.clicked.connect(lambda: session.step_sample())
        self._batch.clicked.connect(lambda: session.step_batch())
        self._epoch.clicked.connect(lambda: session.step_epoch())
        self._reset.clicked.connect(lambda: session.reset())
        self._settings.clicked.connect(lambda: self._form.open_below(self._settings))
        self._learning_rate.edited.connect(lambda value: session.apply(edits.set_learning_rate, value))
        self._speed.chosen.connect(lambda speed: session.set_speed(speed))
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.past.changed.connect(self._render_counters)
        self._appearance.changed.connect(self._render_icons)

    def _on_run_clicked(self) -> None:
        if self._session.run_state == "running":
            self._session.pause()
        else:
            self._session.run()

    def _on_project_changed(self) -> None:
        self._render_learning_rate()

    def _on_run_state_changed(self) -> None:
        self._rate.restart(self._session.snapshot.step)
        self._render_run_button()
        self._render_counters()

    def _on_snapshot_taken(self) -> None:
        if self._session.rota.is_due(self.objectName()):
            self._render_counters()

    def _render_all(self) -> None:
        self._speed.set_speed(self._session.speed)
        self._render_learning_rate()
        self._render_run_button()
        self._render_counters()

    def _render_learning_rate(self) -> None:
        training = self._session.project.training
        self._learning_rate.show_rates(training.learning_rate, present_rate(training, self._session.snapshot.epoch))

    def _render_counters(self) -> None:
        snapshot = self._session.snapshot
        self._epochs.show_text(format_count(snapshot.epoch))
        batches = f"{snapshot.batch}/{snapshot.n_batches}"
        looked = snapshot.looked
        self._batches.caption.show_text(self.tr("batch · sample") if looked else self.tr("batch"))
        self._batches.show_text(f"{batches} · {looked}" if looked else batches)
        self._render_learning_rate()
        self._render_state()

    def _render_state(self) -> None:
        running = self._session.run_state == "running"
        words = state_words(self._session, self._rate.seen(self._session.snapshot.step) if running else None)
        self._state.show_status(words.mark, words.text, words.brief)
        self._state.setToolTip(words.tip)

    def _render_run_button(self) -> None:
        running = self._session.run_state == "running"
        text = self.tr("Pause") if running else self.tr("Run")
        self._run.setText(text)
        self._run.setAccessibleName(text)
        self._render_icons()

    def _render_icons(self) -> None:
        theme = self._appearance.theme
        name = "pause" if self._session.run_state == "running" else "play"
        self._run.setIcon(icon(name, theme, "on_accent", solid=True))
        self._settings.setIcon(icon("sliders-horizontal", theme, "second"))

    def showEvent(self, event: QShowEvent) -> None:
        """Reserve room for the numbers."""
        super().showEvent(event)
        self._epochs.ensure_width()
        self._batches.ensure_width()
        self._run.ensurePolished()
        self._run.setFixedWidth(Size.RUN)
        self._speed.ensure_width()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way, or take the room again."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Give way to a number that has grown."""
        done = super().event(event)
        # Only looked at here: to measure anew would ask for the next layout, and so on for ever.
        grown = event.type() == QEvent.Type.LayoutRequest and self._row.minimumSize().width() > self.width()
        if grown and self._given < len(self._ways):
            self._fit()
        return done

    def _fit(self) -> None:
        """Let as few words give way as possible."""
        if not self.isVisible():
            return
        for given in range(len(self._ways) + 1):
            self._given = given
            for place, way in enumerate(self._ways):
                way(place < given)
            if self._fits():
                return

    def _fits(self) -> bool:
        for layout in (self._speed.layout(), self._row):
            if layout is not None:
                layout.invalidate()
                layout.activate()
        return self._row.minimumSize().width() <= self.width()
