"""The DATA card: which samples, how many, how divided, what the network sees of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.classics import CLASSICS
from nnsim.data.guesses import reasons
from nnsim.data.named import named_data
from nnsim.data.spec import DrawnSource, TableSource, ToySource
from nnsim.data.toys import TOYS
from nnsim.model import data_edits, drawn_edits
from nnsim.session.own_tables import OwnTable, is_own
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.about_fold import AboutFold
from nnsim.ui.data.all_data import AllData
from nnsim.ui.data.exhibits import COMMON, exhibit_of, label_of, own_exhibit, own_name, own_number
from nnsim.ui.data.gallery import DRAW, DRAW_CURVE, PICTURES, TABLE, Exhibit, Gallery
from nnsim.ui.data.goal_line import GoalLine
from nnsim.ui.data.inputs_section import InputsSection
from nnsim.ui.data.samples_section import SamplesSection
from nnsim.ui.data.scaling_section import ScalingSection
from nnsim.ui.data.table_lines import GapsLine, TextsLine
from nnsim.ui.data.table_page import TablePage
from nnsim.ui.data.target_line import TargetLine
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.more_below import MoreBelow
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.scrolled_column import ScrolledColumn
from nnsim.ui.widgets.status_pill import QWIDGETSIZE_MAX
from nnsim.ui.widgets.translated import translated


class DataPanel(Card):
    """Everything about the samples, in one column that scrolls if the window is low.

    Signals
    -------
    table_requested() : the user wants to open a table of their own; the main window asks for the file
    pictures_requested() : the same of a folder of pictures
    samples_requested() : the user wants to see all samples, for which this card takes the room of the others
    drawing_requested() : the user wants to draw points
    samples_left() : the user has done with that
    reading_requested() : the user wants to change how the table in hand was read
    examples_requested() : the user wants to see the examples
    """

    table_requested = Signal()
    pictures_requested = Signal()
    examples_requested = Signal()
    samples_requested = Signal()
    samples_left = Signal()
    drawing_requested = Signal()
    reading_requested = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("DataPanel", "Data"), parent)
        self.setObjectName("data_panel")
        self.setFixedWidth(Size.PANEL)
        self._session, self._appearance = session, appearance
        self._gallery = Gallery([exhibit_of(name) for name in COMMON], exhibit_of, appearance)
        self._gallery.setObjectName("gallery")
        self.all = Button(self.tr("All data"), "drop", tip=self.tr("All data that come with nnsim, in groups"))
        self.all.setObjectName("all_data_button")
        self._all_data: AllData | None = None
        self._exhibits: dict[OwnTable, Exhibit] = {}
        self._own: tuple[Exhibit, ...] = ()
        self.examples = Button(
            self.tr("Examples"), "drop", tip=self.tr("Starting points, good and bad, each with its reason  (Ctrl+E)")
        )
        self.examples.setObjectName("examples_button")
        self.add_to_header(self.examples)
        self._name = ElidedLabel("", "strong")
        self._counts = Label("", "note")
        self._counts.setWordWrap(True)
        self._notice_text = Label("", "note")
        self._notice_text.setWordWrap(True)
        self.reread = Button(self.tr("Change how it was read…"), "drop")
        self.reread.setObjectName("change_reading")
        self.reread.setToolTip(self.tr("Look at the table once more, with all that was guessed and chosen"))
        self._notices = Fold(self._with_reread())
        self._notices.setObjectName("notices")
        self._goal = GoalLine(session)
        self._about = AboutFold(session)
        self._target = TargetLine(session)
        self._gaps, self._texts = GapsLine(session), TextsLine(session)
        self._reasons: tuple[TableSource | None, tuple[str, ...]] = (None, ())
        self.all_samples = Button(role="icon", name=self.tr("All samples as a table"))
        self.all_samples.setObjectName("show_data_table")
        self.all_samples.setToolTip(self.tr("All samples as a table, to be read, sorted and edited  (Ctrl+T)"))
        self._page: TablePage | None = None
        self._scrolled_before = 0
        self._samples = SamplesSection(session, appearance)
        self._inputs = InputsSection(session, appearance)
        self._scaling = ScalingSection(session)
        self._lay_out()
        self._gallery.clicked.connect(self._on_chosen)
        self.all.clicked.connect(self._on_all_clicked)
        self.examples.clicked.connect(self.examples_requested)
        self.all_samples.clicked.connect(self.samples_requested)
        self.reread.clicked.connect(self.reading_requested)
        self._about.opened.connect(self._on_about_opened)
        appearance.changed.connect(self._render_icons)
        self._render_icons()
        session.own_tables.changed.connect(self._render_own)
        session.project_changed.connect(self._on_project_changed)
        self._render_own()
        self._render()

    def _lay_out(self) -> None:
        area = ScrolledColumn(2 * Size.GAP)
        inner = area.column
        about = QVBoxLayout()
        about.setSpacing(Size.TIGHT)
        called = QHBoxLayout()
        called.setSpacing(Size.HALF)
        called.addWidget(self._name, 1)
        called.addWidget(self.all)
        called.addWidget(self.all_samples)
        about.addLayout(called)
        for widget in (self._counts, self._about, self._goal, self._target, self._gaps, self._texts, self._notices):
            about.addWidget(widget)
        first = QVBoxLayout()
        first.setSpacing(Size.GAP)
        first.addWidget(self._gallery)
        first.addLayout(about)
        inner.addLayout(first)
        for section in (self._samples, self._inputs, self._scaling):
            inner.addWidget(section)
        inner.addStretch(1)
        area.inside.setFixedWidth(Size.PANEL - 2 * Size.MARGIN - 2)
        # The scroll bar goes into the card's margin, so that nothing moves when it comes.
        self.body.setContentsMargins(Size.MARGIN, 0, Size.MARGIN - Size.SCROLL, 0)
        self._area = area
        MoreBelow(area, self._appearance)
        self._across = QHBoxLayout()
        self._across.setSpacing(Size.MARGIN)
        self._across.addWidget(area)
        self.body.addLayout(self._across)

    def _with_reread(self) -> QWidget:
        """The decisions, and the button that leads back to them."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addWidget(self._notice_text)
        column.addWidget(self.reread, 0, Qt.AlignmentFlag.AlignLeft)
        return both

    @property
    def page(self) -> TablePage:
        """All samples as a table, made when they are first looked at."""
        if self._page is None:
            self._page = TablePage(self._session, self._appearance)
            self._page.closed.connect(self.samples_left)
            self._across.addWidget(self._page, 1)
        return self._page

    def set_large(self, is_large: bool) -> None:
        """With the room of all regions the samples stand beside the choices; else there are the choices alone."""
        if is_large:
            self.setMinimumWidth(Size.PANEL)
            self.setMaximumWidth(QWIDGETSIZE_MAX)
            self._area.setFixedWidth(Size.PANEL - 2 * Size.MARGIN - 2 + Size.SCROLL)
            self.page.show()
        else:
            self.setFixedWidth(Size.PANEL)
            self._area.setMinimumWidth(0)
            self._area.setMaximumWidth(QWIDGETSIZE_MAX)
            if self._page is not None:
                self._page.hide()

    def _on_all_clicked(self) -> None:
        if self._all_data is None or self._all_data.own is not self._own:
            if self._all_data is not None:
                self._all_data.deleteLater()
            self._all_data = AllData(self._appearance, self, self._own)
            self._all_data.chosen.connect(self._on_chosen_of_all)
        self._all_data.set_chosen(self._called(), self._session.project.data.source)
        self._all_data.open_at(self.all, by_keyboard=self.all.hasFocus())

    def _on_chosen_of_all(self, name: str) -> None:
        """On the sheet a made-up set is chosen with its number of points and its noise, in one step of undo."""
        if name in TOYS and self._all_data is not None:
            asked = self._all_data.asked
            self._session.apply(data_edits.choose_toy, name, asked.n_samples, asked.noise)
        else:
            self._on_chosen(name)

    def _on_chosen(self, name: str) -> None:
        if name == TABLE:
            self.table_requested.emit()
        elif name == PICTURES:
            self.pictures_requested.emit()
        elif name == DRAW:
            if not self._are_classes_drawn():
                self._session.apply(drawn_edits.new_points)
            self.drawing_requested.emit()
        elif name == DRAW_CURVE:
            if self._called() != DRAW_CURVE:
                self._session.apply(drawn_edits.new_curve)
            self.drawing_requested.emit()
        elif own_number(name) is not None:
            own = self._session.own_tables.numbered(own_number(name) or 0)
            if own is not None:
                self._session.apply(data_edits.use_data, own.data)
        elif name in CLASSICS:
            self._session.apply(data_edits.use_data, named_data(name, goal=self._session.project.data.goal))
        else:
            self._session.apply(data_edits.choose_toy, name)

    def _are_classes_drawn(self) -> bool:
        source = self._session.project.data.source
        return isinstance(source, DrawnSource) and bool(source.classes)

    def _on_about_opened(self, is_open: bool) -> None:
        """When a long text has been read, the card stands as it did before."""
        bar = self._area.verticalScrollBar()
        if is_open:
            self._scrolled_before = bar.value()
        else:
            QTimer.singleShot(0, self, lambda: bar.setValue(self._scrolled_before))

    def _on_project_changed(self) -> None:
        self._render()

    def _render(self) -> None:
        self._render_source()
        self._render_counts()
        self._render_notices()
        if self._page is not None:
            self._page.render_facts()
        for section in (
            self._about,
            self._goal,
            self._target,
            self._gaps,
            self._texts,
            self._samples,
            self._inputs,
            self._scaling,
        ):
            section.render_facts()

    def _render_source(self) -> None:
        source, called = self._session.project.data.source, self._called()
        self._gallery.set_chosen(called)
        named = source.table.name if isinstance(source, TableSource) else ""
        self._name.show_text(named if is_own(source) else label_of(called))

    def _render_own(self) -> None:
        """The tables that were in hand lately, with the last one beside what is asked for most."""
        known = self._exhibits
        self._exhibits = {own: known.get(own) or own_exhibit(own) for own in self._session.own_tables.tables}
        self._own = tuple(self._exhibits.values())
        self._gallery.show_own(next(iter(self._own), None))

    def _called(self) -> str:
        """The name of the tile of the data in hand."""
        source = self._session.project.data.source
        if isinstance(source, ToySource):
            return source.kind
        if isinstance(source, DrawnSource):
            return DRAW_CURVE if source.is_curve else DRAW
        if not is_own(source):
            return source.table.name
        own = self._session.own_tables.of(source)
        return TABLE if own is None else own_name(own.number)

    def _render_counts(self) -> None:
        prepared, source = self._session.prepared, self._session.project.data.source
        if isinstance(source, TableSource):
            counted = self._pictures if source.holds_pictures else self._rows
        else:
            counted = self._points if prepared.extents else self._rows  # rows of bits are made up, but no points
        self.set_note(counted(prepared.dataset.n_samples))
        counts = self.tr("{0} training · {1} test")
        self._counts.show_text(
            counts.format(format_count(len(prepared.train_rows)), format_count(len(prepared.test_rows)))
        )

    def _points(self, count: int) -> str:
        return self.tr("1 point") if count == 1 else self.tr("{0} points", None, count).format(format_count(count))

    def _pictures(self, count: int) -> str:
        return self.tr("1 picture") if count == 1 else self.tr("{0} pictures", None, count).format(format_count(count))

    def _rows(self, count: int) -> str:
        return self.tr("1 row") if count == 1 else self.tr("{0} rows", None, count).format(format_count(count))

    def _render_notices(self) -> None:
        source = self._session.project.data.source
        of_table = (*source.table.notices, *self._reasons_of(source)) if isinstance(source, TableSource) else ()
        notices = tuple(dict.fromkeys((*of_table, *self._session.prepared.dataset.notices)))
        self._notices.setVisible(bool(notices))
        one = self.tr("1 decision while reading")
        count = len(notices)
        many = self.tr("{0} decisions while reading", None, count)
        self._notices.show_text(one if len(notices) == 1 else many.format(format_count(len(notices))))
        self._notices.setToolTip(
            self.tr(
                "A table does not say everything about itself: what nnsim has taken for granted, and what it left out"
            )
        )
        self.reread.setVisible(is_own(source))
        self._notice_text.show_text("\n".join(f"• {translated(notice)}" for notice in notices))

    def _render_icons(self) -> None:
        self.all_samples.setIcon(icon("table", self._appearance.theme, "second"))

    def _reasons_of(self, source: TableSource) -> tuple[str, ...]:
        """Why this is predicted, and how; looked up once, because a drag of the test share asks again and again."""
        if self._session.prepared.is_reconstruction or source.holds_pictures:
            return ()  # nothing is predicted, or nothing else can be
        if source is not self._reasons[0]:
            self._reasons = (source, reasons(source.table, source.targets, source.task))
        return self._reasons[1]
