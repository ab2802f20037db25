"""How many samples there are, how noisy, how they are divided, and the seed they come from."""

from __future__ import annotations

import math
import random
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.spec import ToySource
from nnsim.data.split import LARGEST_TEST_FRACTION
from nnsim.data.toys import toy_called
from nnsim.engine.catalog.settings import BATCH_SIZE, SEED
from nnsim.model import data_edits, edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.formula_section import FormulaSection
from nnsim.ui.data.made_up_row import NoiseSlider
from nnsim.ui.data.toy_section import ToySection
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import help_of, label_of
from nnsim.ui.widgets.slider_scale import LinearScale, Stops
from nnsim.ui.widgets.value_slider import ValueSlider

_BATCHES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
_NEW_SEEDS: Final = 10_000
"""New seeds are small numbers, so that a class can call them across the room."""


class SamplesSection(QWidget):
    """Sliders for noise, test share and batch size, and the seed; of made-up data also what more can be asked."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._noise = NoiseSlider()
        self._test = ValueSlider(
            self.tr("Test share"),
            LinearScale(0.0, LARGEST_TEST_FRACTION, 0.05),
            number_format=NumberFormat(3, percent=True),
            tip=self.tr(
                "Test share: the part of the samples that training never sees. It shows what was really learnt."
            ),
        )
        self._batch = ValueSlider(
            label_of(BATCH_SIZE),
            Stops((1, math.inf)),
            number_format=NumberFormat(whole=True, words=((self.tr("all"), math.inf),)),
            tip=help_of(BATCH_SIZE),
        )
        for name, slider in (("noise", self._noise), ("test_share", self._test), ("data_batch_size", self._batch)):
            slider.setObjectName(name)
        self._toy = ToySection(session)
        self._formula = FormulaSection(session)
        self._make_seed()
        self._lay_out()
        self._noise.edited.connect(lambda value: session.drag(data_edits.set_noise, value))
        self._test.edited.connect(lambda value: session.drag(data_edits.set_test_fraction, value))
        self._batch.edited.connect(self._on_batch_edited)
        for slider in (self._noise, self._test, self._batch):
            slider.edit_finished.connect(session.end_gesture)
            slider.edit_cancelled.connect(session.cancel_gesture)
        self._seed.edited.connect(lambda value: session.apply(data_edits.set_data_seed, round(value)))
        self._new_seed.clicked.connect(self._on_new_seed_clicked)
        appearance.changed.connect(self._render_icons)
        self._render_icons()

    def render_facts(self) -> None:
        """Show the project as it is."""
        project, prepared = self._session.project, self._session.prepared
        source = project.data.source
        is_noisy = isinstance(source, ToySource) and not toy_called(source.kind).is_truth_table
        self._noise.setVisible(is_noisy)
        if isinstance(source, ToySource):
            self._noise.set_value(source.noise)
        self._toy.render_facts()
        self._formula.render_facts()
        self._test.set_value(project.data.test_fraction)
        n_train = len(prepared.train_rows)
        self._batch.set_scale(Stops((*(size for size in _BATCHES if size < n_train), math.inf)))
        size = project.training.batch_size
        self._batch.set_value(math.inf if size is None or size >= n_train else size)
        self._seed.set_value(source.seed if isinstance(source, ToySource) else project.data.split_seed)

    def _make_seed(self) -> None:
        tip = self.tr("Seed: the same number gives the same points and the same split again.")
        self._seed_label = Label(self.tr("Seed"), "field", tip=tip)
        self._seed = NumberField(
            self.tr("Seed of the data"), SEED.minimum, SEED.maximum, number_format=NumberFormat(whole=True), tip=tip
        )
        self._seed.setObjectName("data_seed")
        self._seed.setFixedWidth(Size.SEED)
        self._seed_label.setBuddy(self._seed)
        self._new_seed = Button(
            role="icon", name=self.tr("New seed"), tip=self.tr("Draw other points and another split")
        )
        self._new_seed.setObjectName("new_seed")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._formula, self._noise, self._test, self._batch):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(0, Size.GAP // 2, 0, 0)
        row.setSpacing(Size.GAP // 2)
        row.addWidget(self._seed_label, 1)
        row.addWidget(self._new_seed)
        row.addWidget(self._seed)
        column.addLayout(row)
        column.addWidget(self._toy)

    def _on_batch_edited(self, value: float) -> None:
        self._session.drag(edits.set_batch_size, None if math.isinf(value) else round(value))

    def _on_new_seed_clicked(self) -> None:
        fresh = random.randrange(_NEW_SEEDS)  # noqa: S311  (a seed to show, not a secret)
        self._session.apply(data_edits.set_data_seed, fresh)

    def _render_icons(self) -> None:
        self._new_seed.setIcon(icon("shuffle", self._appearance.theme, "second"))
