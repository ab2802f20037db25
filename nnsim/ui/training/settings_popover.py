"""Everything about learning that is set seldom: loss, optimizer, schedule, batches, penalties, and when to stop."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import BATCH_SIZE, CLIP_NORM, L1, L2, SEED
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError
from nnsim.model import edits
from nnsim.model.change import Edited
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.training.stop_form import StopForm
from nnsim.ui.widgets.choice_rows import ChoiceRows
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField
from nnsim.ui.widgets.popover import Popover
from nnsim.ui.widgets.translated import translated


class SettingsPopover(Popover):
    """A form fed by the catalog. What is refused is told elsewhere, and the form shows what is really set."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        title = QCoreApplication.translate("SettingsPopover", "Training settings")
        super().__init__(title, parent)
        self.setObjectName("training_settings_form")
        self._session = session
        self.undo_pressed.connect(session.undo)
        self.redo_pressed.connect(session.redo)
        self._learning = Form()
        self._learning.add_heading(title)
        self._make_choices()
        self._make_fields()
        self.stop = StopForm()
        self.stop.edited.connect(lambda stop: self._apply(edits.set_stop, stop))
        self.add_column(self._learning)
        self.add_column(self.stop)
        for rows in (self.loss, self.optimizer, self.schedule):
            rows.rows_changed.connect(self._order_tabs)
        session.project_changed.connect(self._on_project_changed)
        self._render()
        self._order_tabs()

    def _make_choices(self) -> None:
        self.loss = self._choice(
            LOSSES, self.tr("Loss"), self.tr("Loss: the one number that training makes small."), edits.set_loss
        )
        self.loss.button.menu().aboutToShow.connect(self._render_losses)
        self.optimizer = self._choice(
            OPTIMIZERS,
            self.tr("Optimizer"),
            self.tr("Optimizer: how the gradient becomes an update of the weights."),
            edits.set_optimizer,
        )
        self.schedule = self._choice(
            SCHEDULES,
            self.tr("Schedule"),
            self.tr("Schedule: how the learning rate changes from epoch to epoch."),
            edits.set_schedule,
        )

    def _make_fields(self) -> None:
        self._batch = self._field(
            BATCH_SIZE,
            NumberFormat(words=((self.tr("all"), math.inf),)),
            more=self.tr("“all” takes the whole training set."),
        )
        self._batch.edited.connect(self._on_batch_edited)
        off = NumberFormat(4, words=((self.tr("off"), 0.0),), empty=0.0)
        self._clip = self._field(CLIP_NORM, off)
        self._clip.edited.connect(lambda value: self._apply(edits.set_clip_norm, value))
        self._l1 = self._field(L1, NumberFormat(4))
        self._l1.edited.connect(lambda value: self._apply(edits.set_l1, value))
        self._l2 = self._field(L2, NumberFormat(4))
        self._l2.edited.connect(lambda value: self._apply(edits.set_l2, value))
        self._seed = self._field(SEED, NumberFormat())
        self._seed.edited.connect(lambda value: self._apply(edits.set_seed, round(value)))

    def _choice(self, family: Family[Any], label: str, tip: str, edit: Callable[..., Edited]) -> ChoiceRows:
        rows = ChoiceRows(family, label, tip)
        rows.chosen.connect(lambda choice: self._apply(edit, choice))
        self._learning.add_form(rows)
        return rows

    def _field(self, parameter: Parameter, shown: NumberFormat, *, more: str = "") -> ParameterField:
        field = ParameterField(parameter, shown, more=more)
        field.setFixedWidth(Size.FIELD)
        self._learning.add_row(field.label, field, field.tip)
        return field

    def _apply(self, edit: Callable[..., Edited], value: object) -> None:
        if not self._session.apply(edit, value):
            self._render()

    def control_of(self, setting: str) -> QWidget:
        """Where a setting is made, by the name of its field in ``TrainSpec``; the whole form if that is not here."""
        controls: dict[str, QWidget] = {
            "loss": self.loss.button,
            "optimizer": self.optimizer.button,
            "schedule": self.schedule.button,
            "batch_size": self._batch,
            "clip_norm": self._clip,
            "l1": self._l1,
            "l2": self._l2,
            "seed": self._seed,
            "stop": self.stop.fields["accuracy"],
        }
        return controls.get(setting, self)

    def _on_batch_edited(self, value: float) -> None:
        self._apply(edits.set_batch_size, None if math.isinf(value) else round(value))

    def _on_project_changed(self) -> None:
        self._render()

    def _render(self) -> None:
        training = self._session.project.training
        self.loss.show_choice(training.loss)
        self.optimizer.show_choice(training.optimizer)
        self.schedule.show_choice(training.schedule)
        self._batch.set_value(math.inf if training.batch_size is None else training.batch_size)
        self._clip.set_value(training.clip_norm)
        self._l1.set_value(training.l1)
        self._l2.set_value(training.l2)
        self._seed.set_value(training.seed)
        self.stop.show_stop(training.stop, has_accuracy=self._session.prepared.dataset.task == "classification")
        self.adjustSize()

    def _render_losses(self) -> None:
        """Mark the losses that cannot go with the output layer as it is."""
        self.loss.button.set_impossible({name: self._objection(name) for name in LOSSES.names})

    def _objection(self, loss: str) -> str:
        try:
            edits.set_loss(self._session.project, Choice(loss))
        except SpecError as error:
            return "\n".join(translated(part) for part in (error.message, error.hint) if part)
        return ""

    def _order_tabs(self) -> None:
        """Rows that come later stand where they are read."""
        fields = (self._batch, self._clip, self._l1, self._l2, self._seed)
        choices = (*self.loss.controls(), *self.optimizer.controls(), *self.schedule.controls())
        for before, after in pairwise((*choices, *fields, *self.stop.controls())):
            self.setTabOrder(before, after)
