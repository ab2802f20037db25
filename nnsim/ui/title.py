"""The left end of the bar: the program's name and the project in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label


class Title(QWidget):
    """``nnsim  spiral · edited``, always equally wide, so that nothing beside it moves; a long name ends in ….

    The window's own title shows all of the name.
    """

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
        row.addStretch(1)
        self.setFixedWidth(Size.PROJECT)
        session.document_changed.connect(self._render)
        session.project_changed.connect(self._on_project_changed)
        self._render()

    def set_short(self, short: bool) -> None:
        """Leave the program's own name away."""
        if short == self._product.isHidden():
            return
        self._product.setHidden(short)
        self.setFixedWidth(Size.PROJECT_SHORT if short else Size.PROJECT)
        self._render()

    def _on_project_changed(self, _change: object) -> None:
        self._render()

    def _render(self) -> None:
        name = self._session.title
        state = self.tr("· edited") if self._session.modified else ""
        self._state.show_text(state)
        self._state.setVisible(bool(state))
        room = self._room()
        self._project.show_text(self._project.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room))
        self._project.setToolTip(name)
        self.setAccessibleName(f"{name} {state}".strip())

    def _room(self) -> int:
        """What the other two leave for the name."""
        taken = Size.GAP
        for label in (self._product, self._state):
            if not label.isHidden():
                label.ensurePolished()
                taken += label.sizeHint().width() + Size.GAP
        self._project.ensurePolished()
        return self.width() - taken

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again, now that the fonts of the style sheet are known."""
        super().showEvent(event)
        self._render()
