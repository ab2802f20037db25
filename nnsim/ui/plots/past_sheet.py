"""A live picture that also shows what is found out about the course of the run."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.live_sheet import LiveSheet


class PastSheet(LiveSheet):
    """Says in ``quantities`` what is to be found out while it is in sight.

    While the run rests it draws what is found as it comes, in a run on its beat.
    """

    _session: Session

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        session.hindsight.rows_added.connect(self._on_rows_added)

    def quantities(self) -> tuple[str, ...]:
        """What of the course is drawn now, by the names of ``runs/quantities.py``."""
        raise NotImplementedError

    def render_found(self) -> None:
        """Take up what is known by now."""
        self.render_snapshot()

    def _watch(self) -> None:
        super()._watch()
        self._session.hindsight.watch(self.objectName(), self.quantities())

    def _on_rows_added(self) -> None:
        if self.isVisible() and self.quantities() and self._session.run_state != "running":
            self.render_found()

    # overrides of Qt

    def hidden(self) -> None:
        """Nobody looks: nobody need compute."""
        super().hidden()
        self._session.hindsight.watch(self.objectName(), ())
