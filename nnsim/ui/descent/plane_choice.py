"""In which plane the map of the loss lies: that of the run, two weights, or two random directions."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.engine.weight_place import WeightPlace
from nnsim.session.selection import Selection, layer_now, selection_of, weight_of
from nnsim.session.session import Session
from nnsim.ui.descent.weight_choice import WeightChoice, nearest
from nnsim.ui.names import names_of
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Chips, Option

Plane: TypeAlias = Literal["path", "random", "ways"] | tuple[WeightPlace, WeightPlace]


class PlaneChoice(QWidget):
    """Chips for the sort of plane, and below, for two weights, which two.

    Attributes
    ----------
    sort : ``path``, ``weights`` or ``random``

    Signals
    -------
    chosen() : the user wants another plane
    """

    chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.sort = "path"
        self._chosen: tuple[tuple[int, Selection], tuple[int, Selection]] | None = None
        self.setObjectName("plane_choice")
        self.setAccessibleName(self.tr("Plane"))
        self._make()
        self._lay_out()
        self.sorts.clicked.connect(self._choose_sort)
        self.first.chosen.connect(lambda place: self._choose_weights(place, self.second.place))
        self.second.chosen.connect(lambda place: self._choose_weights(self.first.place, place))
        self.moved.clicked.connect(self._choose_moved)
        self.selected.clicked.connect(self._choose_selected)
        session.selection_changed.connect(self._render_selected)

    def _make(self) -> None:
        self.sorts = Chips(self.tr("Plane"), prefix="plane")
        self.sorts.setObjectName("network_loss_planes")
        path = self.tr("The plane in which the run went furthest: most of its way lies in it.")
        weights = self.tr("Two weights that you choose, all others as they are now.")
        chance = self.tr("Two random directions through the weights as they are now, each as long as the weights.")
        self.sorts.set_options(
            (
                Option("path", self.tr("run's way"), path),
                Option("weights", self.tr("two weights"), weights),
                Option("random", self.tr("random"), chance),
            )
        )
        self.first = WeightChoice("first", self.tr("Across"))
        self.second = WeightChoice("second", self.tr("Up"))
        tip = self.tr(
            "The two weights that have changed most since the run began; before the first step those with the steepest "
            "slopes"
        )
        self.moved = Button(self.tr("Those that moved most"), tip=tip)
        self.moved.setObjectName("network_loss_moved")
        self.selected = Button(self.tr("Those selected last"))
        self.selected.setObjectName("network_loss_selected")

    def _lay_out(self) -> None:
        self._of_weights = QWidget()
        below = QVBoxLayout(self._of_weights)
        whole = QVBoxLayout(self)
        for column in (below, whole):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Size.GAP)
        for part in (self.first, self.second, self.moved, self.selected):
            below.addWidget(part)
        whole.addWidget(self.sorts)
        whole.addWidget(self._of_weights)

    @property
    def plane(self) -> Plane:
        """What ``LossMaps.lay`` takes."""
        weights = self.weights
        if self.sort == "weights" and weights is not None:
            return weights
        return "random" if self.sort == "random" else "path"

    @property
    def weights(self) -> tuple[WeightPlace, WeightPlace] | None:
        """The two that were chosen, across and up, where their layers stand in the network in hand, or the nearest."""
        if self._chosen is None:
            return None
        first, second = (self._now(key, part) for key, part in self._chosen)
        return first, second

    def _now(self, key: int, part: Selection) -> WeightPlace:
        network = self._session.project.network
        layer = layer_now(part.layer, key, network)
        return nearest(part if layer is None else replace(part, layer=layer), network)

    def _keep(self, weights: tuple[WeightPlace, WeightPlace] | None) -> None:
        network = self._session.project.network
        if weights is not None:
            keys = [network.layers[place.layer].key for place in weights]
            first, second = (selection_of(place, network) for place in weights)
            self._chosen = (keys[0], first), (keys[1], second)

    # --- what a person does --------------------------------------------------------------------------------------

    def _choose_sort(self, sort: str) -> None:
        self.sort = sort
        if sort == "weights" and self._chosen is None:
            self._keep(self._proposed())
        self.chosen.emit()

    def _choose_weights(self, first: WeightPlace, second: WeightPlace) -> None:
        self._keep((first, second))
        self.chosen.emit()

    def _choose_moved(self) -> None:
        self._keep(self._session.loss_maps.most_moved())
        self.chosen.emit()

    def _choose_selected(self) -> None:
        picked = self._picked()
        if len(picked) == 2:
            self._choose_weights(*picked)

    def _proposed(self) -> tuple[WeightPlace, WeightPlace]:
        """Two that were selected, or the two that moved most."""
        network = self._session.project.network
        picked = self._picked()
        if len(picked) == 2:
            return picked[0], picked[1]
        return self._session.loss_maps.most_moved() or (
            nearest(Selection("link", 0, 0, 0), network),
            nearest(Selection("link", 0, 1, 0), network),
        )

    # --- drawing -------------------------------------------------------------------------------------------------

    def _picked(self) -> tuple[WeightPlace, ...]:
        """The weights of the network that were selected last, two at the most."""
        network = self._session.project.network
        found = (weight_of(part, network) for part in self._session.loss_maps.selected)
        return tuple(place for place in found if place is not None)

    def _render_selected(self) -> None:
        picked = self._picked()
        said = self.tr("Select two links in the network, one after the other, and they can be taken from there.")
        if picked:
            names = names_of(self._session)
            said = ", ".join(names.weight(place) for place in picked)
        self.selected.setToolTip(said)
        self.selected.setEnabled(len(picked) == 2)

    def show_choice(self) -> None:
        """Show what is chosen, as the network in hand calls it."""
        found = self._session.loss_maps.map
        is_around_batches = found is not None and found.plane == "ways"
        self.sorts.set_chosen([] if is_around_batches else [self.sort])
        self._of_weights.setVisible(self.sort == "weights")
        weights = self.weights
        if weights is not None:
            names = names_of(self._session)
            for choice, place in zip((self.first, self.second), weights, strict=True):
                choice.show_weight(names, place)
        self._render_selected()
