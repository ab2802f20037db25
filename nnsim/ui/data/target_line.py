"""Which column of a table is predicted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.spec import TableSource
from nnsim.data.wording import listed
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label


class TargetLine(QWidget):
    """“Predicts: species ▾”; toy sets, whose rule says what is predicted, and pictures have no such line."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tip = self.tr("Predicts: the column that the network learns to predict. All others are its inputs.")
        self._label = Label(self.tr("Predicts:"), "field", tip=self._tip)
        self._copy_tip = self.tr("Known: the column that is no input and is not learnt. It only colours the samples.")
        self.button = DropButton(self.tr("Predicts"), tip=self._tip)
        self.button.setObjectName("target")
        self.button.chosen.connect(self._on_chosen)
        self._shown: tuple[str, ...] = ()
        self._is_copy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP // 2)
        row.addWidget(self._label)
        row.addWidget(self.button)
        row.addStretch(1)

    def render_facts(self) -> None:
        """Show the project as it is."""
        source = self._session.project.data.source
        is_copy = self._session.project.data.goal == "reconstruct"
        # Of pictures nothing but the label can be meant, and nobody looks for a pixel in a menu.
        is_choice = isinstance(source, TableSource) and (is_copy or not source.holds_pictures)
        self.setVisible(is_choice)
        if not is_choice or not isinstance(source, TableSource):
            return
        self._label.show_text(self.tr("Known, not learnt:") if is_copy else self.tr("Predicts:"))
        self._label.setToolTip(self._copy_tip if is_copy else self._tip)
        names = source.table.column_names
        if is_copy:
            nothing = Option("", self.tr("nothing"), self.tr("All columns are inputs, and are to come out again"))
            known = self.tr("{0} is known, but no input and not learnt")
            self.button.set_options([nothing, *(Option(name, _plain(name), known.format(name)) for name in names)])
        else:
            self.button.set_options([Option(name, _plain(name), self.tr("Predict {0}").format(name)) for name in names])
        self._shown = source.targets or (self.tr("nothing"),)
        self._is_copy = is_copy
        self._fit()

    def _on_chosen(self, column: str) -> None:
        self._session.apply(data_edits.choose_target, column)
        # A refusal changes no project, but the menu has moved its mark already.
        self.render_facts()

    def _fit(self) -> None:
        """A long name ends in …; the tooltip then tells all of it."""
        if not self._shown:
            return
        full = listed(self._shown)
        room = Size.PANEL - 2 * Size.MARGIN - self._label.sizeHint().width() - Size.DROP_AIR - 3 * Size.GAP
        shown = self.button.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, room)
        self.button.set_current(self._shown[0] if len(self._shown) == 1 else "", _plain(shown))
        word = self.tr("Known") if self._is_copy else self.tr("Predicts")
        self.button.setAccessibleName(f"{word}: {full}")
        tip = self._copy_tip if self._is_copy else self._tip
        self.button.setToolTip(tip if shown == full else f"{full}\n{tip}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may come with another font."""
        super().resizeEvent(event)
        self._fit()


def _plain(name: str) -> str:
    """The name as Qt shows it: a single & would be taken for the mark of a key."""
    return name.replace("&", "&&")
