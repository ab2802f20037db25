"""Plays the record backwards and forwards at a calm pace."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.session.session import Session
from nnsim.ui.theme import Duration


class Player(QObject):
    """Goes from moment to moment, each time when the last one is in sight.

    Signals
    -------
    changed() : ``direction`` is another
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.direction = 0
        self._session = session
        self._epoch = 0.0
        self._timer = QTimer(self, interval=Duration.PLAY_FRAME)
        self._timer.timeout.connect(self._go_on)
        session.past.changed.connect(self._on_past_changed)
        session.run_state_changed.connect(self._on_run_state_changed)

    def play(self, direction: int) -> None:
        """Play backwards (−1) or forwards (1); from now on forwards means from the start. Asked again, it stops."""
        if direction == self.direction:
            self.stop()
            return
        track = self._session.track
        from_start = direction > 0 and not self._session.past.is_shown
        self._epoch = track.first[1] if from_start else track.shown[1]
        if from_start:
            self._session.show_past(track.first[0])
        self._turn(direction)
        self._timer.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        self._turn(0)

    def _turn(self, direction: int) -> None:
        if direction != self.direction:
            self.direction = direction
            self.changed.emit()

    def _go_on(self) -> None:
        session, track = self._session, self._session.track
        if session.snapshot.step != track.shown[0]:
            return  # on the way there
        first, now = track.first[1], track.now[1]
        pace = max((now - first) / Duration.PLAY, 1.0 / Duration.PLAY_EPOCH)
        self._epoch += self.direction * pace * Duration.PLAY_FRAME
        if first < self._epoch < now:
            session.show_past(session.at_epoch(self._epoch))
            return
        session.show_past(track.first[0] if self.direction < 0 else track.now[0])
        self.stop()

    def _on_past_changed(self) -> None:
        if self.direction and not self._session.past.is_shown:
            self.stop()

    def _on_run_state_changed(self) -> None:
        if self._session.run_state == "running":
            self.stop()
