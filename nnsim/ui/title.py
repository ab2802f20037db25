"""The left end of the bar: the program's name and the project in hand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label

LONGEST = 24
"""Characters of a project's name that are shown; the window's own title shows all."""


class Title(QWidget):
    """``nnsim  spiral · edited``."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("project_title")
        self._session = session
        self._product = Label("nnsim", "product")
        self._project = Label("", "heading")
        self._state = Label("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, Size.GAP, 0)
        row.setSpacing(Size.GAP)
        for widget in (self._product, self._project, self._state):
            row.addWidget(widget)
        session.document_changed.connect(self._render)
        session.project_changed.connect(self._on_project_changed)
        self._render()

    def _on_project_changed(self, _change: object) -> None:
        self._render()

    def _render(self) -> None:
        name = self._session.title
        if len(name) > LONGEST:
            name = f"{name[: LONGEST - 1]}…"
        state = self.tr("· edited") if self._session.modified else ""
        self._project.show_text(name)
        self._state.show_text(state)
        self.setAccessibleName(f"{name} {state}")
