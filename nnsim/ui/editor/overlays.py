"""What is drawn over and under the network beside its weights and answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QGraphicsScene

from nnsim.engine.readings import EpochChange
from nnsim.engine.spec import NetworkSpec
from nnsim.session.newcomers import Newcomers
from nnsim.session.selection import Selection
from nnsim.ui.editor.glow_item import GlowItem, LinkGlowItem, NeuronGlowItem
from nnsim.ui.editor.journey import Journey, Moment
from nnsim.ui.editor.last_epoch import Glow, most_changed
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.new_marks_item import NewLinksItem, NewMarksItem
from nnsim.ui.editor.pulse_item import PulseItem
from nnsim.ui.theme import Duration, Theme

Overlay = GlowItem | NewLinksItem | NewMarksItem | PulseItem


class Overlays:
    """Items of a scene that say something about its network. The scene clears them; ``arrange`` makes them anew.

    What was shown before an ``arrange`` is shown again by who knows it.
    """

    def __init__(self, scene: QGraphicsScene, theme: Theme) -> None:
        self._scene = scene
        self._theme = theme
        self._news: tuple[NewLinksItem | NewMarksItem, ...] = ()
        self._glow: tuple[GlowItem, ...] = ()
        self._pulse: PulseItem | None = None
        self._change: EpochChange | None = None
        self._changed: tuple[Sequence[Glow], Sequence[Glow]] = (), ()
        self._since = QElapsedTimer()

    def arrange(self, network: NetworkSpec, arrangement: Arrangement) -> None:
        """Build all for another network or another size."""
        made = (arrangement, network, self._theme)
        self._arranged = network, arrangement
        self._change, self._changed = None, ((), ())
        self._since.invalidate()
        self._glow = LinkGlowItem(arrangement, self._theme), NeuronGlowItem(arrangement, self._theme)
        self._pulse = PulseItem(arrangement, self._theme)
        self._news = NewLinksItem(*made), NewMarksItem(*made)
        for item in self.items():
            self._scene.addItem(item)

    def show_new(self, new: Newcomers) -> None:
        """Mark what is new."""
        for item in self._news:
            item.show_new(new)

    def show_change(self, change: EpochChange | None, *, running: bool = False) -> None:
        """Let glow what an epoch has changed most; in a run so seldom that it can be looked at, and only once links and
        neurons have had their frames.
        """
        is_early = running and self._since.isValid() and self._since.elapsed() < Duration.GLOW
        if change is self._change or (is_early and change is not None):
            return
        self._change = change
        self._since.start()
        self._changed = ((), ()) if change is None else most_changed(*self._arranged, change.amounts)
        if not running or change is None:
            self.show_changed_links()
            self.show_changed_neurons()

    def show_changed_links(self) -> None:
        """Let the links glow that were found to have changed most."""
        self._glow[0].show_glows(self._changed[0])

    def show_changed_neurons(self) -> None:
        """Let the neurons glow that were found to have changed most."""
        self._glow[1].show_glows(self._changed[1])

    def is_glowing(self, part: Selection) -> bool:
        """Whether a part is among those that changed most."""
        return any(item.has(part) for item in self._glow)

    def show_moment(self, journey: Journey | None, moment: Moment | None) -> None:
        """Show where a step is that travels through the network; ``None`` for no step."""
        if self._pulse is not None:
            self._pulse.show_moment(journey, moment)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        for item in self.items():
            item.recolour(theme)

    def items(self) -> tuple[Overlay, ...]:
        """All of them."""
        return (*self._glow, *self._news, *([] if self._pulse is None else [self._pulse]))

    def cached(self) -> tuple[Overlay, ...]:
        """Those that are painted once and kept as a picture of the screen's dots."""
        return tuple(item for item in self.items() if not isinstance(item, PulseItem))
