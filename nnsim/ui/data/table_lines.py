"""What is done about the gaps of the table in hand, and what is counted in its texts."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.data.column_parts import Missing
from nnsim.data.spec import TableSource
from nnsim.data.tables import Table
from nnsim.model import data_edits, text_edits
from nnsim.session.session import Session
from nnsim.ui.table_words import bag_called, bag_label, bag_name, bag_options, has_gaps, missing_options, texts_of
from nnsim.ui.theme import Size
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label


class _Line(QWidget):
    """A label, and a word with ▾ behind it."""

    def __init__(self, session: Session, name: str, label: Label, spoken: str, tip: str) -> None:
        super().__init__()
        self._session = session
        self._known: tuple[Table | None, bool] = (None, False)
        self.label = label
        label.setToolTip(tip)
        self.button = DropButton(spoken, tip=tip)
        self.button.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP // 2)
        row.addWidget(label)
        row.addWidget(self.button)
        row.addStretch(1)

    def _table(self) -> Table | None:
        source = self._session.project.data.source
        return source.table if isinstance(source, TableSource) else None


class GapsLine(_Line):
    """“Missing values: leave out ▾”; a table without gaps has no such line."""

    def __init__(self, session: Session) -> None:
        tip = self.tr("Missing values: what is done about inputs that have none in some rows.")
        super().__init__(session, "missing_values", Label(self.tr("Missing:"), "field"), self.tr("Missing values"), tip)
        self.button.set_options(missing_options())
        self.button.chosen.connect(self._on_chosen)

    def render_facts(self) -> None:
        """Show the project as it is."""
        table, source = self._table(), self._session.project.data.source
        if table is not self._known[0]:
            self._known = (table, table is not None and has_gaps(table))
        self.setVisible(self._known[1])
        if isinstance(source, TableSource):
            self.button.set_current(source.missing)

    def _on_chosen(self, name: str) -> None:
        self._session.apply(data_edits.set_missing, cast("Missing", name))
        self.render_facts()


class TextsLine(_Line):
    """“sentence: 50 words ▾” of the first column of texts; other tables have no such line."""

    def __init__(self, session: Session) -> None:
        tip = self.tr("A text goes in as a bag of words: how often each of the most frequent words stands in it.")
        super().__init__(session, "counted_words", Label("", "field"), self.tr("Counted in the texts"), tip)
        self.button.set_options(bag_options())
        self.button.chosen.connect(self._on_chosen)

    def render_facts(self) -> None:
        """Show the project as it is."""
        table = self._table()
        texts = () if table is None else texts_of(table)
        self.setVisible(bool(texts))
        if texts:
            called = self.tr("{0}:").format(texts[0].name)
            metrics = self.label.fontMetrics()
            self.label.show_text(metrics.elidedText(called, Qt.TextElideMode.ElideMiddle, Size.PANEL // 2))
            self.button.set_current(bag_name(texts[0].bag), bag_label(texts[0].bag))

    def _on_chosen(self, name: str) -> None:
        table = self._table()
        if table is not None:
            text = texts_of(table)[0]
            self._session.apply(text_edits.set_bag, text.name, bag_called(name, text.bag))
        self.render_facts()
