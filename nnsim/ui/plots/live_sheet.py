"""A picture of the newest snapshot, which costs nothing while nobody sees it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from nnsim.engine.snapshot import View
from nnsim.session.rota import Beat
from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.theme import Beats


class LiveSheet(PointedSheet):
    """Draws snapshots while it is in sight, and only then asks the session for what it draws.

    A picture of its own says in ``VIEWS`` which parts of a snapshot it needs, and in ``BEAT`` when it draws in a
    run; it takes them up in ``render_snapshot``.
    """

    VIEWS: ClassVar[tuple[View, ...]] = ()
    BEAT: ClassVar[Beat] = Beats.ANSWER

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._session = session
        session.snapshot_taken.connect(self._on_snapshot_taken)

    def views(self) -> tuple[View, ...]:
        """The parts of a snapshot that are drawn now."""
        return self.VIEWS

    def render_snapshot(self) -> None:
        """Take up what the session's newest snapshot says."""

    def tip_at(self, at: QPointF) -> str:
        """What a tooltip tells of a place in the widget; empty for none."""
        return ""

    def _watch(self) -> None:
        self._session.watch(self.objectName(), self.views(), self.BEAT)

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due(self.objectName()):
            self.render_snapshot()

    # overrides of Qt

    def shown(self) -> None:
        """Ask for what is drawn here, and catch up."""
        self._watch()
        self.render_snapshot()

    def hidden(self) -> None:
        """Nobody looks: nobody need compute."""
        self._session.watch(self.objectName(), ())

    def event(self, event: QEvent) -> bool:
        """Tell what is under the hand when it rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tip_at(QPointF(event.pos()))
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().event(event)
