"""Everything about learning that is set seldom: optimizer, loss, batches, penalties, first weights."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog import LOSSES, OPTIMIZERS, Entry, Family, Parameter
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.popover import Popover

_LARGEST_SEED = 2**31 - 1


class SettingsPopover(Popover):
    """A form fed by the catalog: a new optimizer appears here without a change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("SettingsPopover", "Training settings"), parent)
        self.setObjectName("training_settings_form")
        self._session = session
        self._shown_optimizer = ""
        self._parameters: dict[str, NumberField] = {}
        self._parameter_labels: list[Label] = []
        self._loss = self._drop("loss", self.tr("Loss"), LOSSES)
        self._loss.chosen.connect(lambda name: session.apply(edits.set_loss, Choice(name)))
        self._batch = self._batch_field()
        self._l1 = self._penalty(
            "l1", self.tr("L1 penalty"), self.tr("Adds L1 · Σ|w| to the loss: pulls weights to exactly 0.")
        )
        self._l1.edited.connect(lambda value: session.apply(edits.set_l1, value))
        self._l2 = self._penalty(
            "l2",
            self.tr("L2 penalty"),
            self.tr("Adds L2 · ½ Σw² to the loss: keeps weights small, so that the network memorises less."),
        )
        self._l2.edited.connect(lambda value: session.apply(edits.set_l2, value))
        self._seed = self._seed_field()
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
            for label in self._parameter_labels:
                self.remove_row(label)
            self._parameter_labels = []
            self._parameters = {parameter.name: self._parameter_field(parameter) for parameter in entry.parameters}
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

    def _field(
        self, name: str, label: str, tip: str, minimum: float, maximum: float, shown: NumberFormat
    ) -> NumberField:
        field = NumberField(label, minimum, maximum, number_format=shown, tip=tip)
        field.setObjectName(name)
        field.setFixedWidth(Size.FIELD)
        return field

    def _batch_field(self) -> NumberField:
        tip = self.tr(
            "Batch size: samples whose gradients are averaged for one update. “all” takes the whole training set."
        )
        shown = NumberFormat(whole=True, words=((self.tr("all"), math.inf),))
        field = self._field("batch_size", self.tr("Batch size"), tip, 1, math.inf, shown)
        field.edited.connect(self._on_batch_edited)
        self.add_row(self.tr("Batch size"), field, tip)
        return field

    def _on_batch_edited(self, value: float) -> None:
        self._session.apply(edits.set_batch_size, None if math.isinf(value) else round(value))

    def _penalty(self, name: str, label: str, tip: str) -> NumberField:
        field = self._field(name, label, tip, 0.0, math.inf, NumberFormat(4))
        self.add_row(label, field, tip)
        return field

    def _seed_field(self) -> NumberField:
        tip = self.tr(
            "Seed of the first weights and of the order of the samples: the same seed gives the same run again."
        )
        field = self._field("seed", self.tr("Weights seed"), tip, 0, _LARGEST_SEED, NumberFormat(whole=True))
        field.edited.connect(lambda value: self._session.apply(edits.set_seed, round(value)))
        self.add_row(self.tr("Weights seed"), field, tip)
        return field

    def _parameter_field(self, parameter: Parameter) -> NumberField:
        label = QCoreApplication.translate("catalog", parameter.label)
        tip = QCoreApplication.translate("catalog", parameter.help)
        field = self._field(parameter.name, label, tip, parameter.minimum, parameter.maximum, NumberFormat(6))
        field.edited.connect(lambda value: self._on_parameter_edited(parameter.name, value))
        row = self.add_row(label, field, tip)
        row.setIndent(Size.MARGIN)
        self._parameter_labels.append(row)
        return field

    def _on_parameter_edited(self, name: str, value: float) -> None:
        optimizer = self._session.project.training.optimizer
        self._session.apply(edits.set_optimizer, Choice.of(optimizer.name, **(optimizer.values() | {name: value})))


def _option(entry: Entry[Any]) -> Option:
    translate = QCoreApplication.translate
    return Option(entry.name, translate("catalog", entry.label), translate("catalog", entry.help))
