"""The line that says what the last edit of weights has done to the loss."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from nnsim.model.effect import Effect
from nnsim.session.session import Session
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_words import effect_help, effect_words
from nnsim.ui.theme import Duration
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.tips import in_lines


class EffectLine(ElidedLabel):
    """``Training loss 0.4213 → 0.435 (+0.0137) · gradient predicted +0.0131``, until the next edit.

    It is said of that moment: not while another is shown, and once training has gone on it soon makes room.

    Attributes
    ----------
    reading : runs while it stays to be read although training has gone on

    Signals
    -------
    told() : it says something else
    """

    told = Signal()

    def __init__(self, session: Session, deeds: BlockDeeds, parent: QWidget | None = None) -> None:
        super().__init__("", "number", parent=parent)
        self._session = session
        self._deeds = deeds
        self._remark = ""
        self._step: int | None = None
        self._is_over = False
        self.reading = QTimer(self, singleShot=True, interval=Duration.EFFECT)
        self.reading.timeout.connect(self._on_read)
        self.setObjectName("weight-effect")
        session.hand.changed.connect(self._on_hand_changed)
        session.project_changed.connect(self._on_project_changed)
        session.past.changed.connect(self._render)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        deeds.told.connect(self._on_told)

    def _on_hand_changed(self) -> None:
        self._start()

    def _on_project_changed(self, _change: object) -> None:
        self._remark = ""
        self._render()

    def _on_told(self) -> None:
        self._remark = self._deeds.remark
        self._start()

    def _on_snapshot_taken(self) -> None:
        step = self._session.snapshot.step
        if self._step is None:
            self._step = step
        elif step != self._step and self.full_text() and not self.reading.isActive():
            self.reading.start()

    def _on_read(self) -> None:
        self._is_over = True
        self._render()

    def _start(self) -> None:
        """Something new is said."""
        self._is_over, self._step = False, None
        self.reading.stop()
        self._render()

    @property
    def _effect(self) -> Effect | None:
        return None if self._is_over or self._session.past.is_shown else self._session.hand.effect

    def _render(self) -> None:
        effect, remark = self._effect, "" if self._is_over else self._remark
        told = "" if effect is None else effect_words(effect)
        self.show_text("  ·  ".join(words for words in (told, remark) if words))
        self._elide()
        self.told.emit()

    def _elide(self) -> None:
        super()._elide()
        effect = self._effect
        parts = self.toolTip(), "" if effect is None else in_lines(effect_help(effect))
        self.setToolTip("\n".join(part for part in parts if part))
