"""How units learn: how many, as a layer or as a map, where they begin, and how fast."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.engine.catalog.settings import SEED
from nnsim.engine.competitive import CompetitiveSpec, Start
from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat

LAYER: Final = "layer"
MAP: Final = "map"
MEANS: Final = "means"
MOST_UNITS: Final = 50
LONGEST_SIDE: Final = 15
_MOST_EPOCHS: Final = 1000
_LEAST_RATE: Final = 0.0001
_RADII: Final = (0.1, 20.0)

Spec = CompetitiveSpec | MapSpec | MeansSpec


class SpecForm(QWidget):
    """What is chosen takes effect at once. Of each kind the settings are kept while another one is shown.

    k-means and a competitive layer have as many units, which begin at the same places.

    Signals
    -------
    edited(object) : the user wants units of this spec
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = CompetitiveSpec(3, start="samples")
        self._map = MapSpec(6, 6, start="middle")
        self._spec: Spec = self._layer
        self.kinds = Chips(self.tr("Kind of units"), prefix="clusters_kind")
        self.kinds.setObjectName("clusters_kinds")
        self.kinds.set_options(self._kinds())
        self.starts = Chips(self.tr("Where units begin"), prefix="clusters_start")
        self.starts.setObjectName("clusters_starts")
        self.starts.set_options(self._starts())
        self._make_form()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        for part in (self.kinds, self.form, Label(self.tr("Units begin"), "note"), self.starts):
            column.addWidget(part)
        self.kinds.clicked.connect(lambda name: self._edit(self._of_kind(name)))
        self.starts.clicked.connect(lambda name: self._edit(replace(self._spec, start=cast("Start", name))))

    def _kinds(self) -> list[Option]:
        return [
            Option(
                LAYER,
                self.tr("Competitive layer"),
                self.tr("The unit nearest to a sample wins it and moves towards it; the others stay where they are"),
            ),
            Option(
                MAP,
                self.tr("Self-organising map"),
                self.tr("The units have places on a grid, and the winner takes its neighbours along: the map unfolds"),
            ),
            Option(
                MEANS,
                self.tr("k-means"),
                self.tr("All samples go to the nearest unit, then each unit to the mean of its samples, and again"),
            ),
        ]

    def _starts(self) -> list[Option]:
        return [
            Option("samples", self.tr("on samples"), self.tr("Each on a sample of its own")),
            Option("range", self.tr("in the range"), self.tr("Anywhere between smallest and largest numbers")),
            Option("middle", self.tr("in the middle"), self.tr("Close together around the mean of the samples")),
            Option(
                "far", self.tr("far away"), self.tr("On one side of all samples: the first to win will win everything")
            ),
        ]

    def _make_form(self) -> None:
        self.form = Form()
        whole = NumberFormat(whole=True)
        self.units = self._field("units", self.tr("Units"), 1, MOST_UNITS, whole)
        self.map_rows = self._field("rows", self.tr("Rows"), 1, LONGEST_SIDE, whole)
        self.columns = self._field("columns", self.tr("Columns"), 1, LONGEST_SIDE, whole)
        self.rate = self._field("rate", self.tr("Learning rate at first"), _LEAST_RATE, 1.0)
        self.last_rate = self._field("last_rate", self.tr("Learning rate at last"), _LEAST_RATE, 1.0)
        self.radius = self._field("radius", self.tr("Neighbourhood at first"), *_RADII)
        self.last_radius = self._field("last_radius", self.tr("Neighbourhood at last"), *_RADII)
        self.epochs = self._field("epochs", self.tr("Epochs"), 1, _MOST_EPOCHS, whole)
        self.seed = self._field("seed", self.tr("Seed"), SEED.minimum, SEED.maximum, whole)
        share = self.tr("Which part of its way to the sample the winner goes. It shrinks from the first to the last.")
        steps = self.tr("How far the winner reaches on the grid, in steps: a unit so far away goes 61 % as far as it.")
        often = self.tr("How often all samples are looked at until rate and neighbourhood are down")
        tips = ("", "", "", share, share, steps, steps, often, self.tr("Of the first places and the order of samples"))
        fields = (
            self.units, self.map_rows, self.columns, self.rate, self.last_rate, self.radius, self.last_radius,
            self.epochs, self.seed,
        )  # fmt: skip
        self._labels = {
            field: self.form.add_row(field.accessibleName(), field, tip)
            for field, tip in zip(fields, tips, strict=True)
        }

    def _field(
        self, name: str, said: str, low: float, high: float, number_format: NumberFormat | None = None
    ) -> NumberField:
        field = NumberField(said, low, high, number_format=number_format)
        field.setObjectName(f"clusters_{name}")
        field.setFixedWidth(Size.RATE)
        field.edited.connect(lambda _value: self._edit(self._typed()))
        return field

    def _of_kind(self, name: str) -> Spec:
        if name == MAP:
            return self._map
        layer = self._layer
        return MeansSpec(layer.units, layer.start, layer.seed) if name == MEANS else layer

    def _typed(self) -> Spec:
        """What stands in the fields."""
        before = self._spec
        if isinstance(before, MeansSpec):
            return replace(before, units=round(self.units.value()), seed=round(self.seed.value()))
        spec = replace(
            before, learning_rate=self.rate.value(), last_rate=self.last_rate.value(),
            epochs=round(self.epochs.value()), seed=round(self.seed.value()),
        )  # fmt: skip
        if isinstance(spec, CompetitiveSpec):
            return replace(spec, units=round(self.units.value()))
        rows, columns = round(self.map_rows.value()), round(self.columns.value())
        of_other_size = (rows, columns) != (spec.rows, spec.columns)
        radius = None if of_other_size else self.radius.value()  # half of the longer side, whatever that is now
        return replace(spec, rows=rows, columns=columns, radius=radius, last_radius=self.last_radius.value())

    def _edit(self, spec: Spec) -> None:
        self.edited.emit(spec)

    def show_spec(self, spec: Spec) -> None:
        """Show these settings."""
        self._spec = spec
        self.starts.set_chosen([spec.start])
        self.seed.set_value(spec.seed)
        if isinstance(spec, MapSpec):
            self._map = spec
            self.kinds.set_chosen([MAP])
            self.map_rows.set_value(spec.rows)
            self.columns.set_value(spec.columns)
            self.radius.set_value(max(1.0, max(spec.rows, spec.columns) / 2) if spec.radius is None else spec.radius)
            self.last_radius.set_value(spec.last_radius)
        elif isinstance(spec, MeansSpec):
            self._layer = replace(self._layer, units=spec.units, start=spec.start, seed=spec.seed)
            self.kinds.set_chosen([MEANS])
            self.units.set_value(spec.units)
        else:
            self._layer = spec
            self.kinds.set_chosen([LAYER])
            self.units.set_value(spec.units)
        if not isinstance(spec, MeansSpec):
            self.rate.set_value(spec.learning_rate)
            self.last_rate.set_value(spec.last_rate)
            self.epochs.set_value(spec.epochs)
        self._show_fields(spec)

    def _show_fields(self, spec: Spec) -> None:
        """Only those that this kind has."""
        is_map, is_means = isinstance(spec, MapSpec), isinstance(spec, MeansSpec)
        for field in (self.map_rows, self.columns, self.radius, self.last_radius):
            self.form.set_row_visible(self._labels[field], is_map)
        for field in (self.rate, self.last_rate, self.epochs):
            self.form.set_row_visible(self._labels[field], not is_means)
        self.form.set_row_visible(self._labels[self.units], not is_map)
