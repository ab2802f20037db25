"""What is drawn over and under the network beside its weights and answers."""

from __future__ import annotations

from PySide6.QtWidgets import QGraphicsScene

from nnsim.engine.spec import NetworkSpec
from nnsim.ui.editor.layout import Arrangement
from nnsim.ui.editor.new_marks_item import NewLinksItem, NewMarksItem
from nnsim.ui.editor.newcomers import Newcomers
from nnsim.ui.theme import Theme

Overlay = NewLinksItem | NewMarksItem


class Overlays:
    """Items of a scene that say something about its network. The scene clears them; ``arrange`` makes them anew.

    What was shown before an ``arrange`` is shown again by who knows it.
    """

    def __init__(self, scene: QGraphicsScene, theme: Theme) -> None:
        self._scene = scene
        self._theme = theme
        self._news: tuple[NewLinksItem | NewMarksItem, ...] = ()

    def arrange(self, network: NetworkSpec, arrangement: Arrangement) -> None:
        """Build all for another network or another size."""
        made = (arrangement, network, self._theme)
        self._news = NewLinksItem(*made), NewMarksItem(*made)
        for item in self.items():
            self._scene.addItem(item)

    def show_new(self, new: Newcomers) -> None:
        """Mark what is new."""
        for item in self._news:
            item.show_new(new)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        for item in self.items():
            item.recolour(theme)

    def items(self) -> tuple[Overlay, ...]:
        """All of them: each is painted once and kept as a picture of the screen's dots."""
        return self._news
