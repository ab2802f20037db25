"""The line that says what the last edit of weights has done to the loss."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.inspector.block_deeds import BlockDeeds
from nnsim.ui.inspector.block_words import effect_help, effect_words
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.tips import in_lines


class EffectLine(ElidedLabel):
    """``Training loss 0.4213 → 0.435 (+0.0137) · gradient predicted +0.0131``, until the next edit.

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
        self.setObjectName("weight-effect")
        session.hand.changed.connect(self._on_hand_changed)
        session.project_changed.connect(self._on_project_changed)
        deeds.told.connect(self._on_told)

    def _on_hand_changed(self) -> None:
        self._render()

    def _on_project_changed(self, _change: object) -> None:
        self._remark = ""
        self._render()

    def _on_told(self) -> None:
        self._remark = self._deeds.remark
        self._render()

    def _render(self) -> None:
        effect = self._session.hand.effect
        told = "" if effect is None else effect_words(effect)
        self.show_text("  ·  ".join(words for words in (told, self._remark) if words))
        self._elide()
        self.told.emit()

    def _elide(self) -> None:
        super()._elide()
        effect = self._session.hand.effect
        parts = self.toolTip(), "" if effect is None else in_lines(effect_help(effect))
        self.setToolTip("\n".join(part for part in parts if part))
