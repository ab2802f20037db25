"""Clustering: units compete for the data in hand, live, with k-means beside them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from nnsim.data.pixels import picture_shape
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.session.clusters import Clusters, Pair
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.clusters.axes_choice import AxesChoice
from nnsim.ui.clusters.cluster_words import leading, won_words
from nnsim.ui.clusters.results_card import ResultsCard
from nnsim.ui.clusters.settings_card import SettingsCard
from nnsim.ui.clusters.unit_pictures import UnitPictures, UnitsGallery
from nnsim.ui.clusters.units_plot import MOST_REGIONS, UnitsPlot, UnitsScene
from nnsim.ui.names import names_of
from nnsim.ui.plots.legend import Legend
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.chips import Chips, Option
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.flow import FlowLayout
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.translated import translated

Numbers = NDArray[np.floating[Any]]
Dead = NDArray[np.bool_]

PLANE: Final = "plane"
PICTURES: Final = "pictures"
_NUMBERS_EVERY: Final = 4
"""Pictures from one reading of the numbers to the next."""


class ClustersPage(QWidget):
    """How units learn at the left, where they are in the middle, what has come of it at the right."""

    def __init__(self, session: Session, clusters: Clusters, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("clusters_page")
        self.setAccessibleName(self.tr("Clustering"))
        self._session, self._clusters = session, clusters
        self._drawn: tuple[object, ...] = ()
        self._view = PICTURES
        self._samples: Numbers = np.empty((0, 2))
        self._wins: NDArray[np.intp] = np.empty(0, np.intp)
        self._is_live, self._beat = False, 0
        self.settings = SettingsCard(clusters)
        self.results = ResultsCard(clusters, appearance)
        self.legend = Legend(appearance)
        self.legend.setObjectName("cluster_legend")
        self.plot = UnitsPlot(appearance)
        self.pictures = UnitPictures(appearance)
        self.axes = AxesChoice()
        note = self.tr("Fewer units, or another place to begin, may help.")
        self.empty = EmptyNote("chart-line", self.tr("These units cannot begin"), note, appearance)
        self._make_controls()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.settings.run)
        for button in (self.settings.run, self.settings.step, self.settings.epoch):
            button.heirs = (self.plot, self.pictures)  # where Space, S and E mean the same

    def _make_controls(self) -> None:
        self.views = Chips(self.tr("Picture of the units"), columns=2, prefix="clusters_view")
        self.views.setFixedSize(2 * Size.CELL + 3 * Size.GAP, Size.CHIP)
        self.views.setObjectName("clusters_views")
        self.views.set_options(
            [
                Option(PLANE, self.tr("Plane"), self.tr("Samples and units on a plane")),
                Option(PICTURES, self.tr("Pictures"), self.tr("What each unit stands for, as a picture")),
            ]
        )
        self.show_regions = self._switch("regions", self.tr("Regions"), self.tr("Where which unit is the nearest"))
        self.show_regions.setChecked(True)
        self.show_means = self._switch(
            "means", self.tr("Best k-means"), self.tr("Targets where k-means puts as many units, at its best of ten")
        )
        self.show_classes = self._switch(
            "classes", self.tr("Classes"), self.tr("What is known of the samples; the units have never seen it")
        )

    def _switch(self, name: str, said: str, tip: str) -> Chip:
        chip = Chip(said, tip=tip)
        chip.setObjectName(f"clusters_show_{name}")
        chip.clicked.connect(lambda: self._toggle(chip))
        return chip

    def _lay_out(self) -> None:
        CardRow(self, self.settings, self._picture(), self.results)

    def _picture(self) -> Card:
        card = Card(self.tr("Samples and units"))
        card.setObjectName("clusters_picture")
        choices = QWidget()
        flow = FlowLayout(parent=choices)
        for widget in (self.views, self.axes, self.show_regions, self.show_means, self.show_classes):
            flow.addWidget(widget)
        card.body.addWidget(choices)
        self._stack = QStackedLayout()
        for page in (self.plot, self.pictures, self.empty):
            self._stack.addWidget(page)
        self.told = Label("", "note")
        self.told.setObjectName("clusters_told")
        self.told.setWordWrap(True)
        card.body.addLayout(self._stack, 1)
        card.body.addWidget(self.legend)
        card.body.addWidget(self.told)
        return card

    def _connect(self) -> None:
        clusters = self._clusters
        self.views.clicked.connect(self._choose_view)
        self.axes.picked.connect(self._render)
        clusters.changed.connect(self._on_changed)
        self._session.project_changed.connect(self._on_project_changed)

    @property
    def own_history(self) -> Clusters:
        """What undo and redo are told while this page is seen: what is chosen here is no part of the project."""
        return self._clusters

    # --- what a person does --------------------------------------------------------------------------------------

    def _choose_view(self, view: str) -> None:
        self._view = view
        self._render()

    def _toggle(self, chip: Chip) -> None:
        chip.setChecked(not chip.isChecked())
        self._render()

    def _on_changed(self) -> None:
        """While samples go by only the picture, and seldom the numbers, which could not be read."""
        if not self.isVisible():
            return
        if not (self._is_live and self._clusters.is_running):
            self._render()
            return
        self._beat += 1
        if self._beat % _NUMBERS_EVERY == 0:
            self._render_results()
        self._render_picture()

    def _on_project_changed(self, _change: object) -> None:
        if self.isVisible():
            self._clusters.attend()
            self._render()

    # --- drawing -------------------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """What is shown: the plane, or pictures where samples are pictures."""
        return self._view if self._shape() is not None else PLANE

    def _shape(self) -> tuple[int, int, int] | None:
        """Channels, height and width of a sample in pixels, if it is a picture."""
        prepared = self._clusters.prepared
        return picture_shape(prepared.input_names)

    def _render(self) -> None:
        clusters = self._clusters
        self._is_live = clusters.is_running
        self.settings.render_state()
        can = clusters.look is not None
        self.axes.show_inputs(self._names())
        has_classes = clusters.counts is not None
        self.show_classes.setVisible(has_classes)
        self.views.setVisible(self._shape() is not None)
        self.views.set_chosen([self.view])
        is_plane = self.view == PLANE
        self.axes.setVisible(is_plane and len(self._names()) > 2)
        for chip in (self.show_regions, self.show_means):
            chip.setVisible(is_plane)
        self.show_regions.setVisible(is_plane and self._is_whole())
        self._stack.setCurrentWidget((self.plot if is_plane else self.pictures) if can else self.empty)
        self.legend.setVisible(can and is_plane and has_classes and self.show_classes.isChecked())
        self.legend.show_data(clusters.prepared.known, has_test=False)
        if not can:
            self._render_problem()
            return
        self._render_results()
        self._render_picture()

    def _render_picture(self) -> None:
        if self.view == PLANE:
            self._render_plane()
        else:
            self._render_pictures()

    def _render_problem(self) -> None:
        problem = self._clusters.problem
        self.told.show_text("" if problem is None else translated(problem.message))
        self.results.show_problem()

    def _names(self) -> tuple[str, ...]:
        names, space = names_of(self._session), self._clusters.space
        n_inputs = space.inputs.shape[1] - bool(space.known_too)
        seen = tuple(names.long(-1, number) for number in range(n_inputs))
        return (*seen, space.known_too) if space.known_too else seen

    def _is_whole(self) -> bool:
        """Whether the plane is all that the samples are."""
        return bool(self._clusters.inputs.shape[1] <= 2)

    def _pair(self) -> Pair | None:
        """Which inputs are the axes; ``None``: where the samples lie farthest apart."""
        n_inputs = self._clusters.inputs.shape[1]
        return self.axes.pair if n_inputs > 2 else (0, 1) if n_inputs == 2 else None

    def _render_plane(self) -> None:
        clusters, pair, look = self._clusters, self._pair(), self._clusters.look
        if look is None:
            return
        begun = (clusters.prepared, pair, clusters.begun)
        if begun != self._drawn:
            self._drawn = begun
            self._samples = clusters.places(clusters.inputs, pair)
            self.plot.forget()
        means = clusters.means if self.show_means.isChecked() else None
        self.plot.shows_classes = self.show_classes.isChecked() and clusters.counts is not None
        self.plot.shows_regions = self.show_regions.isChecked()
        self.plot.show_scene(
            UnitsScene(
                self._samples,
                clusters.places(look.weights, pair),
                look.winners,
                clusters.pairs,
                None if means is None else clusters.places(means, pair),
                clusters.prepared.known,
                clusters.rows,
                self._axis_names(pair),
                self._is_whole(),
                clusters.is_running,
                self._is_dead(len(look.weights)),
            )
        )

    def _axis_names(self, pair: Pair | None) -> tuple[str, str]:
        names = self._names()
        scaled = self.tr("{0}, scaled") if self._clusters.prepared.input_scaling.kind != "none" else "{0}"
        if pair is not None:
            return scaled.format(names[pair[0]]), scaled.format(names[pair[1]])
        if len(names) == 1:
            return scaled.format(names[0]), ""
        return self.axes.direction_names(self._clusters.plane.shares)

    def _render_pictures(self) -> None:
        clusters, look, shape = self._clusters, self._clusters.look, self._shape()
        if look is None or shape is None:
            return
        weights = clusters.in_units(look.weights)
        largest = float(np.abs(clusters.prepared.dataset.inputs).max(initial=0.0)) or 1.0
        spec, wins = clusters.spec, look.wins
        counts = clusters.counts if self.show_classes.isChecked() else None
        said = [
            won_words(int(won)) if counts is None else leading(counts[unit], clusters.prepared.known.classes)
            for unit, won in enumerate(wins)
        ]
        grid = (spec.rows, spec.columns) if isinstance(spec, MapSpec) else None
        pictures = weights.reshape(-1, *shape[shape[0] == 1 :]) / largest
        self.pictures.show_gallery(UnitsGallery(pictures, tuple(said), grid, self._is_dead(len(wins))))

    def _render_results(self) -> None:
        look = self._clusters.look
        if look is None:
            return
        told = self._plane_words()
        self.told.show_text(told)
        self.told.setVisible(bool(told))
        self._wins = look.wins
        self.results.render_results(with_classes=self.show_classes.isChecked())

    def _is_dead(self, n_units: int) -> Dead:
        """(units,) which of them win nothing, as it was told last, so that picture and words agree while units move."""
        return self._wins == 0 if len(self._wins) == n_units and self._wins.any() else np.zeros(n_units, np.bool_)

    def _plane_words(self) -> str:
        """What the picture leaves out."""
        clusters = self._clusters
        said = []
        space = clusters.space
        if space.known_too:
            both = self.tr("These points have one input; {0}, which is known of them, is the second number here.")
            said.append(both.format(space.known_too))
        too_many = clusters.is_running and len(self._wins) > MOST_REGIONS
        if too_many and self.view == PLANE and self._is_whole() and self.show_regions.isChecked():
            said.append(self.tr("Regions of so many units are drawn when they stand still."))
        if self.view == PLANE and self.show_means.isChecked() and clusters.means is not None:
            said.append(self.tr("Target: where k-means, at its best of ten, puts a unit."))
        if self.view == PLANE and not self._is_whole():
            count = clusters.inputs.shape[1]
            said.append(self.tr("A shadow of {0} numbers: what lies near here may be far apart.").format(count))
        if len(clusters.rows) < clusters.prepared.dataset.n_samples:
            some = self.tr("{0} of {1} samples, at equal distances, so that it stays quick.")
            said.append(some.format(len(clusters.rows), clusters.prepared.dataset.n_samples))
        return " ".join(said)

    # overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Have units for the data in hand."""
        super().showEvent(event)
        self._clusters.attend()
        self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._clusters.rest()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run, step and reset, as in the room of the network."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if plain and event.key() == Qt.Key.Key_Space:
            self.settings.run_or_pause()
        elif plain and event.key() == Qt.Key.Key_S:
            self._clusters.step(1)
        elif plain and event.key() == Qt.Key.Key_E:
            self._clusters.step_epoch()
        elif control and event.key() == Qt.Key.Key_R:
            self._clusters.reset()
        else:
            super().keyPressEvent(event)
