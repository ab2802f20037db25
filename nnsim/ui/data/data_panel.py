"""The DATA card: which samples, how many, how divided, what the network sees of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.data.classics import CLASSICS
from nnsim.data.guesses import reasons
from nnsim.data.named import named_data
from nnsim.data.spec import TableSource, ToySource
from nnsim.data.toys import TOYS
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.exhibits import exhibits
from nnsim.ui.data.gallery import TABLE, Gallery
from nnsim.ui.data.goal_line import GoalLine
from nnsim.ui.data.inputs_section import InputsSection
from nnsim.ui.data.samples_section import SamplesSection
from nnsim.ui.data.scaling_section import ScalingSection
from nnsim.ui.data.target_line import TargetLine
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.labels import ElidedLabel, Label
from nnsim.ui.widgets.numbers import format_count


class DataPanel(Card):
    """Everything about the samples, in one column that scrolls if the window is low.

    Signals
    -------
    table_requested() : the user wants to open a table of their own; the main window asks for the file
    examples_requested() : the user wants to see the examples
    """

    table_requested = Signal()
    examples_requested = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("DataPanel", "Data"), parent)
        self.setObjectName("data_panel")
        self.setFixedWidth(Size.PANEL)
        self._session = session
        tip = self.tr("Open a table of your own (CSV) and choose what is to be predicted")
        self._gallery = Gallery(exhibits(self.tr("Open a table"), tip, self.tr("table")), appearance)
        self._gallery.setObjectName("gallery")
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
        self._notices = Fold(self._notice_text)
        self._notices.setObjectName("notices")
        self._goal = GoalLine(session)
        self._target = TargetLine(session)
        self._reasons: tuple[TableSource | None, tuple[str, ...]] = (None, ())
        self._samples = SamplesSection(session, appearance)
        self._inputs = InputsSection(session, appearance)
        self._scaling = ScalingSection(session)
        self._lay_out()
        self._gallery.clicked.connect(self._on_gallery_clicked)
        self.examples.clicked.connect(self.examples_requested)
        session.project_changed.connect(self._on_project_changed)
        self._render()

    def _lay_out(self) -> None:
        column = QWidget()
        column.setProperty("role", "scrolled")
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2 * Size.GAP)
        about = QVBoxLayout()
        about.setSpacing(Size.TIGHT)
        for widget in (self._name, self._counts, self._goal, self._target, self._notices):
            about.addWidget(widget)
        first = QVBoxLayout()
        first.setSpacing(Size.GAP)
        first.addWidget(self._gallery)
        first.addLayout(about)
        inner.addLayout(first)
        for section in (self._samples, self._inputs, self._scaling):
            inner.addWidget(section)
        inner.addStretch(1)
        column.setFixedWidth(Size.PANEL - 2 * Size.MARGIN - 2)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(column)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The scroll bar goes into the card's margin, so that nothing moves when it comes.
        self.body.setContentsMargins(Size.MARGIN, 0, Size.MARGIN - Size.SCROLL, 0)
        self.body.addWidget(area)

    def _on_gallery_clicked(self, name: str) -> None:
        if name == TABLE:
            self.table_requested.emit()
        elif name in CLASSICS:
            self._session.apply(data_edits.use_data, named_data(name, goal=self._session.project.data.goal))
        else:
            self._session.apply(data_edits.choose_toy, name)

    def _on_project_changed(self) -> None:
        self._render()

    def _render(self) -> None:
        self._render_source()
        self._render_counts()
        self._render_notices()
        for section in (self._goal, self._target, self._samples, self._inputs, self._scaling):
            section.render_facts()

    def _render_source(self) -> None:
        source = self._session.project.data.source
        if isinstance(source, ToySource):
            self._gallery.set_chosen(source.kind)
            self._name.show_text(QCoreApplication.translate("data", TOYS[source.kind].label))
        else:
            name = source.table.name
            self._gallery.set_chosen(name if name in CLASSICS else TABLE)
            label = QCoreApplication.translate("data", CLASSICS[name].label) if name in CLASSICS else name
            self._name.show_text(label)

    def _render_counts(self) -> None:
        prepared = self._session.prepared
        n_samples = prepared.dataset.n_samples
        is_toy = isinstance(self._session.project.data.source, ToySource)
        self.set_note(self._points(n_samples) if is_toy else self._rows(n_samples))
        counts = self.tr("{0} training · {1} test")
        self._counts.show_text(
            counts.format(format_count(len(prepared.train_rows)), format_count(len(prepared.test_rows)))
        )

    def _points(self, count: int) -> str:
        return self.tr("1 point") if count == 1 else self.tr("{0} points").format(format_count(count))

    def _rows(self, count: int) -> str:
        return self.tr("1 row") if count == 1 else self.tr("{0} rows").format(format_count(count))

    def _render_notices(self) -> None:
        source = self._session.project.data.source
        of_table = () if isinstance(source, ToySource) else (*source.table.notices, *self._reasons_of(source))
        notices = tuple(dict.fromkeys((*of_table, *self._session.prepared.dataset.notices)))
        self._notices.setVisible(bool(notices))
        one, many = self.tr("1 decision while reading"), self.tr("{0} decisions while reading")
        self._notices.show_text(one if len(notices) == 1 else many.format(format_count(len(notices))))
        self._notices.setToolTip(
            self.tr(
                "A table does not say everything about itself: what nnsim has taken for granted, and what it left out"
            )
        )
        self._notice_text.show_text("\n".join(f"• {notice}" for notice in notices))

    def _reasons_of(self, source: TableSource) -> tuple[str, ...]:
        """Why this is predicted, and how; looked up once, because a drag of the test share asks again and again."""
        if source is not self._reasons[0]:
            self._reasons = (source, reasons(source.table, source.targets, source.task))
        return self._reasons[1]
