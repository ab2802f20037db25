"""The picture of the network: items for neurons, links and blocks, built once and redrawn for each snapshot."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.engine.spec import Choice
from nnsim.session.selection import Selection, has_neurons
from nnsim.ui.editor.block_item import BlockItem
from nnsim.ui.editor.block_pictures import (
    answer_picture,
    block_picture,
    filter_frames,
    is_picture,
    with_colours,
)
from nnsim.ui.editor.faces import Atlas, colour_table, over_plane, spread_input, strength
from nnsim.ui.editor.lamps_item import LampsItem, lamps_beside
from nnsim.ui.editor.layout import Arrangement, Column
from nnsim.ui.editor.link_turns import LinkTurns
from nnsim.ui.editor.links_item import BandItem, EmphasisItem, LinksItem, RailsItem
from nnsim.ui.editor.locks_item import LocksItem
from nnsim.ui.editor.neuron_item import Frames, NeuronItem, shortly
from nnsim.ui.editor.overlays import Overlays
from nnsim.ui.editor.side_names_item import SideNamesItem
from nnsim.ui.editor.strokes import Strokes
from nnsim.ui.editor.value_places import Wish
from nnsim.ui.editor.values_item import ValuesItem
from nnsim.ui.editor.view_options import Values
from nnsim.ui.editor.weight_faces import in_pictures, sights
from nnsim.ui.growing_scale import GrowingScale, place
from nnsim.ui.names import Names, Pixels, dimensions, kind_of
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size, Theme

Item = TypeVar("Item", bound=QGraphicsItem)
_NOTHING, _IDENTITY = Selection(), Choice("identity")
_PICTURE_IN_LINKS = 24
"""As many links cost as much as the picture on a block."""


class NetworkScene(QGraphicsScene):
    """Draws one network. It knows no session: what it shows is handed to it.

    ``arrange`` builds the items, ``render_snapshot`` fills them, ``mark`` shows what is selected and pointed at.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._theme = theme
        self._table = colour_table(theme)
        self._strokes = Strokes(theme)
        self._frames = Frames(theme)
        self.scale = GrowingScale()
        self._selected = self._hovered = _NOTHING
        self._wish = Wish()
        self.overlays = Overlays(self, theme)
        self._clear()

    def _clear(self) -> None:
        self.clear()
        self._blocks: tuple[Block, ...] = ()
        self._sights: Mapping[int, Pixels] = {}
        self._atlases: dict[int, Atlas] = {}
        self._neurons: dict[int, list[NeuronItem]] = {}
        self._folded: dict[int, BlockItem] = {}
        self._links: dict[int, LinksItem] = {}
        self._plain: list[BandItem | SideNamesItem | LocksItem | RailsItem] = []
        self._emphasis: list[EmphasisItem] = []
        self._lamps: list[LampsItem] = []
        self._inputs_shown: Array | None = None
        self._snapshot: Snapshot | None = None
        self._columns: tuple[Column, ...] = ()
        self._strips: list[QRectF] = []
        self._numbers: ValuesItem | None = None
        self._layers = range(0)
        self._turns = LinkTurns({})

    def arrange(self, names: Names, arrangement: Arrangement) -> None:
        """Build everything anew for another network or another size of the window."""
        self._clear()
        self._network = names.network
        self._pixels = names.pixels
        self._copy = len(names.network.layers) - 1 if names.copies_a_picture else None
        self._blocks = blocks(names.network)
        self._sights = sights(names)
        air = Size.GAP // 2
        self._body = QRectF(0, NetworkSize.NETWORK_HEAD - air, arrangement.width, arrangement.height)
        self._body.setBottom(arrangement.height - NetworkSize.NETWORK_FOOT + air)
        columns = self._columns = arrangement.columns
        self._strips = [
            QRectF(column.left - Size.GAP, column.top - Size.GAP, 0, 0).united(
                QRectF(column.right, column.bottom, Size.GAP, Size.GAP)
            )
            for column in columns
            if not column.folded
        ]
        for left, right in pairwise(columns):
            self._add_links(left, right)
        for column in columns:
            self._add_column(column, arrangement.spacing() - Size.GAP)
        for layer in (-1, len(names.network.layers) - 1):
            self._plain.append(self._added(SideNamesItem(arrangement, names, layer, self._theme)))
        self._lamps = [self._added(lamps) for lamps in lamps_beside(names, arrangement, self._theme)]
        self._plain.append(self._added(LocksItem(arrangement, names.network, self._theme)))
        self._emphasis = [self._added(EmphasisItem()), self._added(EmphasisItem())]
        self._numbers = self._added(ValuesItem(arrangement, names.network, self._theme))
        self.overlays.arrange(names.network, arrangement)
        self._look(range(-1, len(names.network.layers)))
        self.setSceneRect(0, 0, arrangement.width, arrangement.height)

    def look_at(self, seen: QRectF, scale: float, snapshot: Snapshot | None) -> None:
        """Draw from now on the layers within ``seen`` alone, and their neighbours; those that are new at once.

        ``scale`` : pixels of the screen for one of the picture
        """
        self._wish = replace(self._wish, scale=scale)
        columns = self._columns
        near = [column.layer for column in columns if column.right >= seen.left() and column.left <= seen.right()]
        layers = range(max(near[0] - 1, -1), min(near[-1] + 2, len(columns) - 1)) if near else range(0)
        fresh = [layer for layer in layers if layer not in self._layers]
        if layers != self._layers:
            self._look(layers)
        if fresh and snapshot is not None:
            self._render_layers(snapshot, fresh, fresh)
            self.update(self._body)
        self._render_values()

    def _look(self, layers: range) -> None:
        self._layers = layers
        self._wish = replace(self._wish, layers=layers)
        self._turns = LinkTurns({layer: self._cost(layer) for layer in layers if layer >= 0})

    def _cost(self, layer: int) -> int:
        """What painting the weights of a layer costs, in links."""
        return len(self._links[layer].levels) if layer in self._links else _PICTURE_IN_LINKS

    def _added(self, item: Item) -> Item:
        self.addItem(item)
        return item

    def _add_links(self, left: Column, right: Column) -> None:
        if left.folded or right.folded:
            self._plain.append(self._added(BandItem(left, right, self._theme)))
        else:
            cut = self._network.layers[right.layer].cut
            self._links[right.layer] = self._added(LinksItem(left, right, self._strokes.pens, cut))

    def _add_column(self, column: Column, room: float) -> None:
        if column.folded:
            block = self._folded[column.layer] = self._added(self._block(column, room))
            if column.layer >= 0:
                block.parts = filter_frames(self._network, column.layer)
                block.muted = self._network.layers[column.layer].muted
            return
        if column.files > 1:
            self._plain.append(self._added(RailsItem(column, self._theme)))
        side = 2 * column.half_height
        atlas = self._atlases[column.layer] = Atlas(self._table)
        atlas.show_values(np.zeros(column.size))
        made = [
            NeuronItem(QPointF(column.x_of(index), y), side, atlas, index, self._frames, has_badge=column.has_badges)
            for index, y in enumerate(column.ys)
        ]
        self._neurons[column.layer] = [self._added(item) for item in made]
        for neuron in self._network.layers[column.layer].muted if column.layer >= 0 else ():
            made[neuron].muted = True

    def _block(self, column: Column, room: float) -> BlockItem:
        network, layer = self._network, column.layer
        if has_neurons(network, layer):
            return BlockItem(column, self._theme, keeps_shape=is_picture(network, layer) or layer == self._copy)
        kind = "" if layer < 0 else kind_of(network.layers[layer])
        words = tuple(line for line in (kind, dimensions(network.shapes[layer + 1])) if line)
        return BlockItem(column, self._theme, words, keeps_shape=is_picture(network, layer), room=room)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot of the arranged network."""
        self._turns.start_anew()
        self._take(snapshot)
        self._render_layers(snapshot, self._layers, self._layers)
        self.update(self._body)
        self.render_numbers(running=False)

    def render_answers(self, snapshot: Snapshot) -> None:
        """In a run: show what the neurons answer."""
        self._take(snapshot)
        self._render_layers(snapshot, (), self._layers)
        for strip in self._strips:
            self.update(strip)

    def render_weights(self, snapshot: Snapshot) -> None:
        """In a run: show the weights of some layers, which take turns."""
        self._take(snapshot)
        self._render_layers(snapshot, self._turns.next(), ())

    def _take(self, snapshot: Snapshot) -> None:
        self.scale.cover(snapshot.run_id, snapshot.parameters)
        self._snapshot = snapshot

    def render_numbers(self, *, running: bool) -> None:
        """Write the numbers of the parts that are wanted, as they are now."""
        self._wish = replace(self._wish, running=running)
        self._render_values()

    def show_values(self, values: Values) -> None:
        """Write the numbers of these parts on them."""
        self._wish = replace(self._wish, values=values)
        self._render_values()

    def _render_values(self) -> None:
        if self._snapshot is not None and self._numbers is not None:
            self._numbers.render(self._wish, self._snapshot.parameters)

    def _render_layers(self, snapshot: Snapshot, weights: Collection[int], answers: Collection[int]) -> None:
        """Show the weights of some layers, and what some of them answer."""
        for layer in weights:
            if layer >= 0:
                self._render_weights(snapshot.parameters, layer)
        self._render_emphasis()
        for layer in answers:
            if layer in self._atlases and layer not in self._sights:
                self._render_faces(snapshot, layer)
            elif self._shows_answer(layer):
                picture = answer_picture(self._network, layer, snapshot.sample_view, self._table, self._pixels)
                self._folded[layer].show_picture(picture)

    def _shows_answer(self, layer: int) -> bool:
        """Whether a block shows what the layer hands on, not its weights."""
        return layer < 0 or layer == self._copy or not self._network.layers[layer].has_weights

    def _render_weights(self, parameters: Array, layer: int) -> None:
        """Links, picture and marks of the biases of one layer."""
        block, full = self._blocks[layer], self.scale.full
        if layer in self._links:
            self._links[layer].set_weights(block.weights(parameters), full)
        if layer in self._sights and layer in self._atlases:
            self._atlases[layer].show_pictures(in_pictures(block.weights(parameters), self._sights[layer]) / full)
        if layer in self._folded and not self._shows_answer(layer):
            picture = block_picture(self._network, layer, block, parameters, full, self._table)
            self._folded[layer].show_picture(picture)
        neurons = self._neurons.get(layer, [])
        biases = block.biases(parameters) if neurons else None
        colours = [None] * len(neurons) if biases is None else _marks(biases, full)
        for neuron, colour in zip(neurons, colours, strict=True):
            neuron.bias = colour

    def _render_faces(self, snapshot: Snapshot, layer: int) -> None:
        atlas, plane, sample = self._atlases[layer], snapshot.plane, snapshot.sample_view
        if plane is not None and layer < 0:
            if plane.inputs is not self._inputs_shown:
                self._inputs_shown = plane.inputs
                self._show_plane(layer, spread_input(plane.inputs))
        elif plane is not None:
            spec = self._network.layers[layer]
            alone = layer == len(self._network.layers) - 1 and spec.size == 1
            self._show_plane(layer, over_plane(spec.activation, plane.layers[layer], is_boundary=alone))
        elif sample is not None:
            values = sample.inputs if layer < 0 else sample.activations[layer]
            activation = _IDENTITY if layer < 0 else self._network.layers[layer].activation
            self._show_sample(layer, values, strength(activation, values))
        else:
            atlas.show_values(np.zeros(len(self._neurons[layer])))
            self._show_texts(layer, [""] * len(self._neurons[layer]))

    def _show_plane(self, layer: int, answers: Array) -> None:
        self._atlases[layer].show_plane(answers)
        whole = math.isfinite(float(answers.sum()))
        for index, neuron in enumerate(self._neurons[layer]):
            neuron.text = ""
            neuron.broken = not whole and not bool(np.isfinite(answers[..., index]).all())

    def _show_sample(self, layer: int, values: Array, squashed: Array) -> None:
        self._atlases[layer].show_values(squashed)
        for lamps in self._lamps:
            lamps.show_values(layer, squashed)
        side = self._neurons[layer][0].side
        self._show_texts(layer, [shortly(float(value), side) for value in values])
        for neuron, ground, value in zip(self._neurons[layer], place(squashed, 1.0).tolist(), values, strict=True):
            neuron.ground = ground
            neuron.broken = not math.isfinite(value)

    def _show_texts(self, layer: int, texts: list[str]) -> None:
        for neuron, text in zip(self._neurons[layer], texts, strict=True):
            neuron.text, neuron.ground, neuron.broken = text, 128, False

    def mark(self, selected: Selection, hovered: Selection | None) -> None:
        """Show what is selected and what the pointer is over."""
        self._selected, self._hovered = selected, hovered or _NOTHING
        for layer, neurons in self._neurons.items():
            for column, neuron in enumerate(neurons):
                self._set_kind(neuron, layer, column)
        for layer, folded in self._folded.items():
            self._set_kind(folded, layer, 0)
            chosen = selected.kind in ("neuron", "link", "bias") and selected.layer == layer
            folded.choose_part(selected.column if chosen else None)
        self._render_emphasis()
        self._wish = replace(self._wish, chosen=self._selected, hovered=self._hovered)
        self._render_values()

    def _set_kind(self, item: NeuronItem | BlockItem, layer: int, column: int) -> None:
        chosen, hovered = self._selected, self._hovered
        kind = "plain"
        if (hovered.layer, hovered.column) == (layer, column) and hovered.kind in ("neuron", "bias", "layer"):
            kind = "hovered"
        if chosen.layer == layer and (
            chosen.kind == "layer" or (chosen.kind in ("neuron", "bias", "link") and chosen.column == column)
        ):
            kind = "selected"
        if isinstance(item, BlockItem) and chosen.kind != "none" and chosen.layer == layer:
            kind = "selected"
        if item.kind != kind:
            item.kind = kind
            item.update()

    def _render_emphasis(self) -> None:
        for item, spot in zip(self._emphasis, (self._selected, self._hovered), strict=False):
            links = self._links.get(spot.layer) if spot.kind == "link" else None
            if links is None:
                item.hide()
                continue
            link = spot.row * self._network.layers[spot.layer].size + spot.column
            if link >= len(links.levels):
                item.hide()
                continue
            pen = self._strokes.emphasised(int(links.levels[link]), self._theme)
            halo = QPen(self._theme.colour("accent_soft"), pen.widthF() + 6) if item is self._emphasis[0] else None
            item.show_link(links.path(link), pen, halo)

    def recolour(self, theme: Theme) -> None:
        """Show the same in the colours of another theme."""
        self._theme = theme
        self._table = colour_table(theme)
        self._strokes.recolour(theme)
        self._frames.recolour(theme)
        for atlas in self._atlases.values():
            atlas.recolour(self._table)
        for folded in self._folded.values():
            folded.recolour(theme)
            if folded.picture is not None:
                with_colours(folded.picture, self._table)
        for item in (*self._plain, *self._lamps):
            item.recolour(theme)
        if self._numbers is not None:
            self._numbers.recolour(theme)
        self.overlays.recolour(theme)
        for links in self._links.values():
            links.update()  # drawn from a cache, which the scene's own update leaves as it is
        self._render_emphasis()
        self.update()

    def paint_for_keeps(self, painter: QPainter, room: QRectF) -> None:
        """Draw everything into a picture that may be looked at closely: not from what is kept for the screen."""
        kept = [*self._links.values(), *self._folded.values(), *self.overlays.cached()]
        for item in kept:
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self._frames.for_keeps = True
        self.render(painter, room, self.sceneRect())
        self._frames.for_keeps = False
        for item in kept:
            item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def filter_at(self, layer: int, at: QPointF) -> int | None:
        """Which filter of a folded convolution is at a point."""
        block = self._folded.get(layer)
        return None if block is None else block.part_at(at)

    def neuron_items(self, layer: int) -> list[NeuronItem]:
        """The items of one unfolded layer."""
        return self._neurons.get(layer, [])


def _marks(biases: Array, full: float) -> list[int]:
    """Heat colours of the marks: so small that a weak bias needs more colour than a weak weight to be seen."""
    strengths = np.sign(biases) * np.sqrt(np.abs(biases) / full)
    return [int(colour) for colour in place(strengths, 1.0)]
