"""Undo and redo that bring weights of an earlier moment back say so, wherever they were asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.actions import describe
from nnsim.ui.widgets.banner import Banner


class WeightsBack(QObject):
    """Compares what was trained before a change with what is trained after it."""

    def __init__(self, session: Session, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._epoch = session.snapshot.epoch
        session.snapshot_taken.connect(self._remember)
        session.project_changed.connect(self._on_project_changed)

    def _remember(self) -> None:
        self._epoch = self._session.snapshot.epoch

    def _on_project_changed(self, change: Change) -> None:
        epochs_back = self._epoch - self._session.snapshot.epoch
        self._remember()
        travelled = {"undone": self.tr("Undo: {0}"), "redone": self.tr("Redo: {0}")}.get(change.step)
        if travelled is not None and epochs_back > 0 and not change.is_other_project:
            back = self.tr("The weights of that moment are back, {0} epochs ago.").format(epochs_back)
            self._banner.show_message("info", travelled.format(describe(change)), back)
