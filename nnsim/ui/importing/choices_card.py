"""All that can be chosen about a table, beside its preview."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nnsim.data.choices import Preview
from nnsim.data.table_plan import TablePlan
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.learning_section import LearningSection
from nnsim.ui.importing.pictures_section import PicturesSection
from nnsim.ui.importing.reading_section import ReadingSection
from nnsim.ui.importing.summary import awaits_target
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.card import Header
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.scrolled_column import ScrolledColumn
from nnsim.ui.widgets.translated import translated


class ChoicesCard(QFrame):
    """What is learnt, how the file is read, and what is decided on the way; scrolls where the window is low.

    Signals
    -------
    plan_chosen(TablePlan) : the user wants to learn like that
    reading_chosen(Choices) : the user wants the file read like that
    """

    plan_chosen = Signal(object)
    reading_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Choices"))
        self.setFixedWidth(TableSize.CHOICES)
        self.learning = LearningSection(appearance)
        self.reading = ReadingSection()
        self.pictures = PicturesSection()
        self._notices = Label("", "note")
        self._notices.setObjectName("table_notices")
        self._notices.setWordWrap(True)
        self._decided = Header(self.tr("Decided on the way"))
        self._lay_out()
        self.learning.chosen.connect(self.plan_chosen)
        self.reading.chosen.connect(self.reading_chosen)
        self.pictures.chosen.connect(self.reading_chosen)

    def show_facts(self, plan: TablePlan, preview: Preview, notices: tuple[str, ...]) -> None:
        """Show what is chosen, guessed and decided."""
        is_open = preview.table is None or awaits_target(plan, preview)
        self.learning.setVisible(not is_open)  # nothing is learnt from nothing
        is_folder = preview.pictures is not None
        self.learning.show_plan(plan, preview.table, asks_target=not is_folder)
        self.reading.setVisible(not is_folder)
        self.reading.show_preview(preview, plan.choices)
        self.pictures.setVisible(is_folder)
        self.pictures.show_preview(preview, plan.choices)
        self._notices.show_text("\n".join(f"• {translated(notice)}" for notice in dict.fromkeys(notices)))
        for widget in (self._decided, self._notices):
            widget.setVisible(bool(notices))

    def _lay_out(self) -> None:
        area = ScrolledColumn(2 * Size.GAP)
        inner = area.column
        decided = QVBoxLayout()
        decided.setSpacing(Size.HALF)
        decided.addWidget(self._decided)
        decided.addWidget(self._notices)
        inner.addWidget(self.pictures)
        inner.addWidget(self.learning)
        inner.addWidget(self.reading)
        inner.addLayout(decided)
        inner.addStretch(1)
        area.inside.setFixedWidth(
            TableSize.CHOICES - 2 * Size.MARGIN - 2 - Size.HALF
        )  # the bar stands apart from words
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Size.MARGIN, Size.MARGIN, Size.MARGIN - Size.SCROLL, Size.MARGIN)
        whole.addWidget(area)
