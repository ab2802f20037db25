"""A field in which a class of points is given another name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from nnsim.model import drawn_edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.popover import Popover

_LONGEST: Final = 24
"""Letters: a legend has to have room for it."""


class ClassName(Popover):
    """It opens below the class. Enter takes the name, Esc leaves the old one."""

    def __init__(self, session: Session, number: int, parent: QWidget) -> None:
        super().__init__(self.tr("Name of the class"), parent)
        self.setObjectName("class_name")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._number = session, number
        self.field = QLineEdit(session.prepared.dataset.classes[number])
        self.field.setObjectName("class_name_field")
        self.field.setAccessibleName(self.tr("Name of the class"))
        self.field.setMaxLength(_LONGEST)
        self.field.setMinimumHeight(Size.HIT)
        self.field.setFixedWidth(Size.SEARCH)
        self.field.selectAll()
        self.field.textEdited.connect(self._render)
        self.field.returnPressed.connect(self._take)
        self._note = Label("", "note")
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(Label(self.tr("Name of the class"), "field"))
        column.addWidget(self.field)
        column.addWidget(self._note)
        self.add_column(form)
        self._render()

    def open_over(self, chip: QWidget) -> None:
        """Below its class, ready to be typed into."""
        self.open_below(chip)
        self.field.setFocus()

    def problem(self) -> str:
        """Why the class cannot be called so; empty if it can."""
        name, classes = self.field.text().strip(), self._session.prepared.dataset.classes
        if not name:
            return self.tr("A class needs a name.")
        if name in (*classes[: self._number], *classes[self._number + 1 :]):
            return self.tr("Another class is called so.")
        return ""

    def _render(self) -> None:
        problem = self.problem()
        self._note.show_text(problem or self.tr("Enter takes it, Esc leaves the old one."))
        set_look(self.field, "invalid", bool(problem))

    def _take(self) -> None:
        if self.problem():
            return
        name = self.field.text().strip()
        self.close()
        self._session.apply(drawn_edits.rename_class, self._number, name)
