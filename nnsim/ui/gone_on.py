"""Who goes on from a moment of the past, by an edit or by training, is told where the way that came after it is now."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnsim.model.change import Change
from nnsim.model.edits import CONTINUE_FROM
from nnsim.session.session import Session
from nnsim.ui.widgets.banner import Banner


class GoneOn(QObject):
    """Says it once, when the present of before is left for that moment."""

    def __init__(self, session: Session, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._was_past = False
        session.past.changed.connect(self._remember)
        session.project_changed.connect(self._on_project_changed)

    def _remember(self) -> None:
        self._was_past = self._session.past.is_shown

    def _on_project_changed(self, change: Change) -> None:
        was_past, self._was_past = self._was_past, self._session.past.is_shown
        if not was_past or self._was_past or change.step != "new" or not change.label or change.starts_anew:
            return
        only_goes_on = change.label == CONTINUE_FROM
        undo = self.tr("Undo leads back to it.") if only_goes_on else self.tr("Undo twice leads back to it.")
        kept = self.tr("What came after it is kept in the list of runs (Ctrl+L).")
        self._banner.show_message("info", self.tr("Gone on from this moment"), f"{kept} {undo}")
