"""Everything about learning that is set seldom: optimizer, loss, batches, penalties, first weights."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.settings import BATCH_SIZE, L1, L2, SEED
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField
from nnsim.ui.widgets.popover import Popover


class SettingsPopover(Popover):
    """A form fed by the catalog: a new optimizer appears here without a change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("SettingsPopover", "Training settings"), parent)
        self.setObjectName("training_settings_form")
        self._session = session
        self._shown_optimizer = ""
        self._parameters: dict[str, ParameterField] = {}
        self._labels: dict[str, Label] = {}
        self._loss = self._drop("loss", self.tr("Loss"), LOSSES)
        self._loss.chosen.connect(lambda name: session.apply(edits.set_loss, Choice(name)))
        self._batch = self._field(
            BATCH_SIZE,
            NumberFormat(whole=True, words=((self.tr("all"), math.inf),)),
            more=self.tr("“all” takes the whole training set."),
        )
        self._batch.edited.connect(self._on_batch_edited)
        self._l1 = self._field(L1, NumberFormat(4))
        self._l1.edited.connect(lambda value: session.apply(edits.set_l1, value))
        self._l2 = self._field(L2, NumberFormat(4))
        self._l2.edited.connect(lambda value: session.apply(edits.set_l2, value))
        self._seed = self._field(SEED, NumberFormat(whole=True))
        self._seed.edited.connect(lambda value: session.apply(edits.set_seed, round(value)))
        self._optimizer = self._drop("optimizer", self.tr("Optimizer"), OPTIMIZERS)
        self._optimizer.chosen.connect(lambda name: session.apply(edits.set_optimizer, Choice(name)))
        session.project_changed.connect(self._on_project_changed)
        self._render()

    def _on_project_changed(self) -> None:
        self._render()

    def _render(self) -> None:
        training = self._session.project.training
        self._loss.set_current(training.loss.name)
        self._batch.set_value(math.inf if training.batch_size is None else training.batch_size)
        self._l1.set_value(training.l1)
        self._l2.set_value(training.l2)
        self._seed.set_value(training.seed)
        self._optimizer.set_current(training.optimizer.name)
        self._render_parameters(training.optimizer)

    def _render_parameters(self, choice: Choice) -> None:
        entry = OPTIMIZERS.entry(choice.name)
        if entry.name != self._shown_optimizer:
            self._shown_optimizer = entry.name
            for name in self._parameters:
                self.remove_row(self._labels.pop(name))
            self._parameters = {parameter.name: self._optimizer_field(parameter) for parameter in entry.parameters}
            self.adjustSize()
        values = {parameter.name: parameter.default for parameter in entry.parameters} | choice.values()
        for name, field in self._parameters.items():
            field.set_value(values[name])

    def _drop(self, name: str, label: str, family: Family[Any]) -> DropButton:
        tip = {
            "loss": self.tr("Loss: the one number that training makes small."),
            "optimizer": self.tr("Optimizer: how the gradient becomes an update of the weights."),
        }[name]
        button = DropButton(label, tip=tip)
        button.setObjectName(name)
        button.set_options([_option(entry) for entry in family])
        self.add_row(label, button, tip)
        return button

    def _field(self, parameter: Parameter, shown: NumberFormat, *, more: str = "", indent: int = 0) -> ParameterField:
        field = ParameterField(parameter, shown, more=more)
        field.setFixedWidth(Size.FIELD)
        row = self._labels[parameter.name] = self.add_row(field.label, field, field.tip)
        row.setIndent(indent)
        return field

    def _on_batch_edited(self, value: float) -> None:
        self._session.apply(edits.set_batch_size, None if math.isinf(value) else round(value))

    def _optimizer_field(self, parameter: Parameter) -> ParameterField:
        field = self._field(parameter, NumberFormat(6), indent=Size.MARGIN)
        field.edited.connect(lambda value: self._on_parameter_edited(parameter.name, value))
        return field

    def _on_parameter_edited(self, name: str, value: float) -> None:
        optimizer = self._session.project.training.optimizer
        self._session.apply(edits.set_optimizer, Choice.of(optimizer.name, **(optimizer.values() | {name: value})))


def _option(entry: Entry[Any]) -> Option:
    translate = QCoreApplication.translate
    return Option(entry.name, translate("catalog", entry.label), translate("catalog", entry.help))
