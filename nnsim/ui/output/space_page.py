"""The page of hidden space: which layer, and from where it is seen."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.layer_space import LayerLook
from nnsim.engine.spec import NetworkSpec
from nnsim.session.session import Session
from nnsim.ui.names import Names, names_of
from nnsim.ui.output.sample_choice import view_or_leave
from nnsim.ui.plots.space_plot import SpacePlot
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chip_line import ChipLine
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton

ALL: Final = "all"
MOST_NEURONS: Final = 64
"""Of a wider layer no single neurons are offered: nobody would look for the right two."""


class SpacePage(QWidget):
    """The plot, and above it the layers and the axes. The layer follows what is selected in the network."""

    def __init__(self, plot: SpacePlot, session: Session) -> None:
        super().__init__()
        self._session = session
        self.plot = plot
        self._network: NetworkSpec | None = None
        self._names: Names | None = None
        self.layers = ChipLine(self.tr("Layer"), "space_layers")
        self.across = DropButton(self.tr("Axis to the right"))
        self.across.setObjectName("space_across")
        self.up = DropButton(self.tr("Axis upwards"))
        self.up.setObjectName("space_up")
        line = QHBoxLayout()
        line.setSpacing(Size.HALF)
        line.addWidget(self.layers, 1)
        line.addWidget(self.across)
        line.addWidget(self.up)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addLayout(line)
        column.addWidget(plot, 1)
        plot.sample_clicked.connect(lambda row: view_or_leave(session, row))
        self.layers.clicked.connect(lambda name: self.show_layer(int(name)))
        self.across.chosen.connect(self._on_across_chosen)
        self.up.chosen.connect(self._on_up_chosen)
        session.snapshot_taken.connect(self._render_network)
        session.project_changed.connect(lambda _change: self._render_network())
        session.selection_changed.connect(self._on_selection_changed)
        self._render_network()
        self._on_selection_changed()

    def mark_mistakes(self, on: bool) -> None:
        """Cross out the samples that are taken for another class than theirs."""
        self.plot.mark_mistakes(on)

    def show_layer(self, layer: int) -> None:
        """Look at another layer: at its neurons if there are no more than two, else at all of them together."""
        if self._network is None:
            return
        width = self._network.sizes[layer + 1]
        self._show(LayerLook(layer, (0, 1) if width == 2 else None))

    def _show(self, look: LayerLook) -> None:
        self.plot.show_look(look)
        self._render_choice()

    def _on_across_chosen(self, name: str) -> None:
        look = self.plot.look
        if name == ALL:
            self._show(LayerLook(look.layer))
            return
        across = int(name)
        up = look.neurons[1] if look.neurons is not None else int(across == 0)
        self._show(LayerLook(look.layer, (across, up if up != across else int(across == 0))))

    def _on_up_chosen(self, name: str) -> None:
        look = self.plot.look
        if look.neurons is not None:
            self._show(LayerLook(look.layer, (look.neurons[0], int(name))))

    def _on_selection_changed(self) -> None:
        selection = self._session.selection
        if selection.kind != "none" and selection.layer in _layers(self._session.snapshot.network):
            self.show_layer(selection.layer)

    def _render_network(self) -> None:
        """Other layers, if the network is another: the last hidden one first, which the output has to part."""
        network = self._session.snapshot.network
        if network is self._network:
            return
        is_alike = self._network is not None and network.sizes == self._network.sizes
        self._network, self._names = network, names_of(self._session)
        names, offered = self._names, _layers(network)
        self.layers.set_options(
            [Option(str(layer), _label(names, layer), self._told(layer), names.layer(layer)) for layer in offered]
        )
        if is_alike or self._is_possible(network):
            self._render_choice()
        else:
            self.show_layer(self._first_layer(network, offered))

    def _first_layer(self, network: NetworkSpec, offered: list[int]) -> int:
        """The last hidden one; of copies the narrowest, in which few numbers stand for each sample."""
        if network.output.size == 1 or len(offered) == 1:
            return offered[-1]
        if not self._session.prepared.is_reconstruction:
            return offered[-2]
        return min(offered[1:-1], key=lambda layer: network.sizes[layer + 1], default=offered[-1])

    def _is_possible(self, network: NetworkSpec) -> bool:
        """Whether what is looked at is there, and is still the same way of looking."""
        look = self.plot.look
        if self._session.snapshot.space is None or look.layer not in _layers(network):
            return False
        width = network.sizes[look.layer + 1]
        return max(look.neurons) < width if look.neurons is not None else width != 2

    def _told(self, layer: int) -> str:
        if self._names is None:
            return ""
        count = self._names.network.sizes[layer + 1]
        if layer < 0:
            return self.tr("The samples as the network sees them: {0} numbers each").format(count)
        return self.tr("Where {0} has brought the samples: one axis for each of its {1} neurons").format(
            self._names.layer(layer), count
        )

    def _render_choice(self) -> None:
        look, names, network = self.plot.look, self._names, self._network
        if names is None or network is None:
            return
        width = network.sizes[look.layer + 1]
        self.layers.set_chosen(str(look.layer))
        together = Option(
            ALL,
            self.tr("all {0}").format(width),
            self.tr(
                "All neurons at once, seen from where the samples lie farthest apart (PCA, principal component "
                "analysis): a projection, in which the output's straight lines have no place"
            ),
        )
        one_each = [Option(str(number), names.short(look.layer, number)) for number in range(min(width, MOST_NEURONS))]
        self.across.set_options([together, *one_each] if width <= MOST_NEURONS else [together])
        self.up.set_options(one_each)
        pair = look.neurons
        self.across.set_current(
            ALL if pair is None else str(pair[0]), None if pair is None else f"→ {one_each[pair[0]].label}"
        )
        if pair is not None:
            self.up.set_current(str(pair[1]), f"↑ {one_each[pair[1]].label}")
        self.across.setVisible(width > 1)
        self.up.setVisible(pair is not None)


def _label(names: Names, layer: int) -> str:
    """A few signs, so that many layers stand in one line."""
    return names.layer(layer) if layer < 0 else names.short_layer(layer)


def _layers(network: NetworkSpec) -> list[int]:
    """Those that have a space worth a look: not the single number that comes out."""
    layers = list(range(-1, len(network.layers)))
    return layers[:-1] if network.output.size == 1 else layers
