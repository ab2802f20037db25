"""What is learnt from a table: the column to predict, how, the scaling, and the split."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.guesses import guess_task
from nnsim.data.split import LARGEST_TEST_FRACTION
from nnsim.data.table_plan import TablePlan
from nnsim.data.tables import Table
from nnsim.engine.catalog.settings import SEED
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.guess_row import GuessRow, guess_grid
from nnsim.ui.importing.summary import guessed_targets, targets_of
from nnsim.ui.table_words import has_gaps, missing_options
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.slider_scale import LinearScale
from nnsim.ui.widgets.value_slider import ValueSlider

_NEW_SEEDS: Final = 10_000


class LearningSection(QWidget):
    """Target and task, each a guess at first; scaling, test share and seed with their usual values.

    Signals
    -------
    chosen(TablePlan) : the user wants it like that
    """

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: TablePlan | None = None
        self._appearance = appearance
        grid = guess_grid()
        self.target = GuessRow(
            "table_target",
            self.tr("Predicts"),
            self.tr("The column that the network learns to predict. All others are its inputs."),
            grid,
        )
        self.task = GuessRow(
            "table_task",
            self.tr("As"),
            self.tr("Classes are told apart; a quantity is a number that comes as close as can be."),
            grid,
        )
        self.missing = self._missing_chips()
        self.scaling = self._scaling_chips()
        tip = self.tr(
            "Test share: samples that are kept back, to see how well others than the trained ones are answered."
        )
        share = NumberFormat(digits=3, percent=True)
        self.test = ValueSlider(
            self.tr("Test share"), LinearScale(0, LARGEST_TEST_FRACTION, 0.01), number_format=share, tip=tip
        )
        self.test.setObjectName("table_test")
        self._make_seed()
        self._lay_out(grid)
        self.target.chosen.connect(self._choose_target)
        self.task.chosen.connect(lambda name: self._choose(task=name))
        self.missing.clicked.connect(lambda name: self._choose(missing=name))
        self.scaling.clicked.connect(lambda name: self._choose(scaling=name))
        self.test.edited.connect(lambda share: self._choose(test_fraction=share))
        self.seed.edited.connect(lambda seed: self._choose(seed=round(seed)))
        self.new_seed.clicked.connect(lambda: self._choose(seed=random.randrange(_NEW_SEEDS)))  # noqa: S311  (shown)
        appearance.changed.connect(self._render_icons)
        self._render_icons()

    def show_plan(self, plan: TablePlan, table: Table | None, *, asks_target: bool = True) -> None:
        """Show what is decided, and what is guessed from the columns that could be read.

        Parameters
        ----------
        asks_target : whether it can be chosen what is predicted; of pictures it is their class
        """
        self._plan = plan
        is_predicted = plan.goal == "predict"
        self.target.label.show_text(self.tr("Predicts") if is_predicted else self.tr("Known"))
        self.target.set_visible(table is not None and asks_target)
        self.task.set_visible(table is not None and asks_target and is_predicted)
        if table is not None and asks_target:
            self._show_guesses(plan, table)
        for widget in (self.missing, self._missing_label):
            widget.setVisible(table is not None and has_gaps(table))
        self.missing.set_chosen((plan.missing,))
        self.scaling.set_chosen((plan.scaling,) if plan.scaling else ())
        self.test.set_value(plan.test_fraction)
        self.seed.set_value(plan.seed)

    def _show_guesses(self, plan: TablePlan, table: Table) -> None:
        guess, targets = guessed_targets(plan, table), targets_of(plan, table)
        is_set = plan.targets is not None and plan.targets == targets
        shown = ", ".join(targets) or self.tr("nothing")
        names = tuple(Option(name, name.replace("&", "&&")) for name in table.column_names)
        self.target.show_guess(names, shown, guess.reason, is_set=is_set)
        tasks = (Option("classification", self.tr("classes")), Option("regression", self.tr("a quantity")))
        task = guess_task(table, targets)
        self.task.show_guess(tasks, plan.task or task.task, task.reason, is_set=plan.task is not None)

    def _choose_target(self, name: str | None) -> None:
        if self._plan is not None:
            self.chosen.emit(self._plan.for_targets(None if name is None else (name,)))

    def _missing_chips(self) -> Chips:
        tip = self.tr("What is done about inputs that have no value in some rows")
        self._missing_label = Label(self.tr("Missing values"), "field", tip=tip)
        chips = Chips(self.tr("Missing values"), "pill", prefix="table_missing")
        chips.setObjectName("table_missing")
        chips.set_options(missing_options())
        return chips

    def _scaling_chips(self) -> Chips:
        chips = Chips(self.tr("Scaling"), "pill", prefix="table_scaling")
        chips.setObjectName("table_scaling")
        spread = self.tr("(value − mean) / standard deviation: every input then has mean 0 and spread 1.")
        between = self.tr("(value − min) / (max − min): every input then lies between 0 and 1.")
        chips.set_options(
            [
                Option("none", self.tr("none"), self.tr("The network sees every number as it is.")),
                Option("standardize", self.tr("standardize"), spread),
                Option("minmax", self.tr("min–max"), between),
            ]
        )
        return chips

    def _make_seed(self) -> None:
        tip = self.tr("Seed: the same number gives the same split into training and test again.")
        whole = NumberFormat(whole=True)
        self.seed = NumberField(self.tr("Seed of the split"), SEED.minimum, SEED.maximum, number_format=whole, tip=tip)
        self.seed.setObjectName("table_seed")
        self.seed.setFixedWidth(Size.SEED)
        self._seed_label = Label(self.tr("Seed"), "field", tip=tip)
        self._seed_label.setBuddy(self.seed)
        self.new_seed = Button(role="icon", name=self.tr("New seed"), tip=self.tr("Draw another split"))
        self.new_seed.setObjectName("table_new_seed")

    def _lay_out(self, grid: QGridLayout) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        header = Header(self.tr("What is learnt"))
        column.addWidget(header)
        column.addLayout(grid)
        column.addSpacing(Size.HALF)
        column.addWidget(self._missing_label)
        column.addWidget(self.missing)
        column.addSpacing(Size.HALF)
        tip = self.tr("Scaling brings columns of different size to one measure. Its numbers stand in the data card.")
        column.addWidget(Label(self.tr("Scaling"), "field", tip=tip))
        column.addWidget(self.scaling)
        column.addSpacing(Size.HALF)
        column.addWidget(self.test)
        row = QHBoxLayout()
        row.setSpacing(Size.HALF)
        row.addWidget(self._seed_label, 1)
        row.addWidget(self.new_seed)
        row.addWidget(self.seed)
        column.addLayout(row)

    def _choose(self, **changed: object) -> None:
        if self._plan is not None:
            self.chosen.emit(replace(self._plan, **changed))  # type: ignore[arg-type]  # the callers name real fields

    def _render_icons(self) -> None:
        self.new_seed.setIcon(icon("shuffle", self._appearance.theme, "second"))
