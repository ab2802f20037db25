"""Undo and redo that bring weights of an earlier moment back say so, wherever they were asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.actions import describe
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.translated import translated


class WeightsBack(QObject):
    """Compares what was trained before a change with what is trained after it; of another run it tells which."""

    def __init__(self, session: Session, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._epoch, self._run = session.snapshot.epoch, session.run_key
        self._told = 0
        session.snapshot_taken.connect(self._remember)
        session.project_changed.connect(self._on_project_changed)

    def _remember(self) -> None:
        self._epoch, self._run = self._session.snapshot.epoch, self._session.run_key

    def _on_project_changed(self, change: Change) -> None:
        epochs_back, run = self._epoch - self._session.snapshot.epoch, self._run
        self._remember()
        self._banner.withdraw(self._told)  # it was so until now
        travelled = {"undone": self.tr("Undo: {0}"), "redone": self.tr("Redo: {0}")}.get(change.step)
        if travelled is None or change.is_other_project:
            return
        is_same_way = self._is_on_the_way_of(run)
        is_back_from_anew = change.step == "undone" and change.starts_anew and self._epoch > 0
        if epochs_back > 0 or is_back_from_anew:
            back = self._ago(epochs_back) if is_same_way else self._other_run()
            self._told = self._banner.show_message("info", travelled.format(describe(change)), back)

    def _is_on_the_way_of(self, run: int) -> bool:
        """Whether the run at work is that one, or begins where it stands with a moment of that one."""
        line = next(line for line in self._session.runs if line.is_present)
        return line.key == run or (line.parent == run and line.from_epoch == self._epoch)

    def _ago(self, epochs: int) -> str:
        return self.tr("The weights of that moment are back, {0} epochs ago.").format(epochs)

    def _other_run(self) -> str:
        """Epochs of one run are not counted from those of another."""
        name = next(translated(line.name) for line in self._session.runs if line.is_present)
        return self.tr("{0} is at work again, at epoch {1}.").format(name, format_count(self._epoch))
