"""The window: its regions, where they stand, and the menus above them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QVBoxLayout, QWidget

from nnsim.model.places import Place
from nnsim.session.many_runs import ManyRuns
from nnsim.session.session import Session
from nnsim.ui import tab
from nnsim.ui.actions import Actions
from nnsim.ui.appearance import Appearance
from nnsim.ui.banner_place import BannerPlace
from nnsim.ui.curves.gradient_panel import GradientPanel
from nnsim.ui.curves.loss_panel import LossPanel
from nnsim.ui.data.data_panel import DataPanel
from nnsim.ui.documents import Documents
from nnsim.ui.doubting import Doubting
from nnsim.ui.editor.doubt_marks import DoubtMarks
from nnsim.ui.editor.panel import NetworkPanel
from nnsim.ui.editor.picture import NetworkPicture
from nnsim.ui.editor.view_menu import ValuesMenu, ViewSwitches
from nnsim.ui.enlarging import Enlarging
from nnsim.ui.experiment_pages import add_experiments
from nnsim.ui.experiments.button import ExperimentsButton
from nnsim.ui.experiments.room import ExperimentsRoom
from nnsim.ui.fresh_starts import FreshStarts
from nnsim.ui.gone_on import GoneOn
from nnsim.ui.help_dialogs import HelpDialogs
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.numbers.wording_menu import DigitsMenu, NotationMenu
from nnsim.ui.inspector.one_weight.page import WeightPage
from nnsim.ui.inspector.pages import InspectorPages
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.pictures import Pictures
from nnsim.ui.refusals import Refusals
from nnsim.ui.rooms import Rooms
from nnsim.ui.tables import Tables
from nnsim.ui.theme import Size
from nnsim.ui.theme_switch import ThemeSwitch
from nnsim.ui.timeline.panel import TimelinePanel
from nnsim.ui.title import Title
from nnsim.ui.training.training_bar import TrainingBar
from nnsim.ui.weight_tables import WeightTables
from nnsim.ui.weights_back import WeightsBack
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.chips import Option
from nnsim.ui.worksheet import Worksheet


class MainWindow(QMainWindow):
    """Everything on one screen: data, network and output above; loss, gradients and numbers below."""

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setMinimumSize(*Size.WINDOW_MIN)
        self._session = session
        self.banner = Banner(appearance)
        self.actions_ = Actions(session, appearance, self)
        self.title = Title(session, appearance)
        self.bar = TrainingBar(session, appearance)
        self.data = DataPanel(session, appearance)
        self.network = NetworkPanel(session, appearance)
        picture = NetworkPicture(session, self.network.canvas)
        self.pictures = Pictures(session, picture, self.actions_, self.banner, self)
        self.output = OutputPanel(session, appearance)
        self.loss = LossPanel(session, appearance)
        self.gradients = GradientPanel(session, appearance)
        self.inspector = InspectorPanel(session, appearance)
        self.numbers = NumbersPage(session, appearance)
        self.one_weight = WeightPage(session, appearance)
        self.inspector_pages = InspectorPages()
        self._add_inspector_pages()
        self.worksheet = Worksheet(session, self.numbers, self.banner, self)
        self.weight_tables = WeightTables(session, self.actions_, self.banner, self)
        self.inspector.edit.files = self.weight_tables.actions
        self.timeline = TimelinePanel(session, appearance)
        self.many = ManyRuns(session, parent=self)
        self.experiments = ExperimentsRoom()
        add_experiments(self.experiments, session, self.many, appearance, self)
        self._help = HelpDialogs(self)
        self._lay_out(appearance)
        self.tables = Tables(session, appearance, self.banner, self.rooms, self)
        self.tables.sheet_made.connect(lambda sheet: self.banner_place.add_other(sheet.body))
        self.documents = Documents(session, appearance, self.actions_, self.banner, self.tables, self)
        self._make_menus()
        self._tell_keys()
        self.data.table_requested.connect(self.tables.choose)
        self.data.pictures_requested.connect(self.tables.choose_folder)
        self.data.reading_requested.connect(self.tables.reopen)
        self.data.samples_requested.connect(self.show_samples)
        self.output.draw_when(self.data.drawing_requested, self.actions_.draw_points.triggered)
        self.data.samples_left.connect(self.enlarging.shrink)
        self.enlarging.changed.connect(lambda: self.data.set_large(self.enlarging.enlarged is self.data))
        self.data.examples_requested.connect(lambda: self.documents.show_examples(self.data.examples))
        self.documents.example_shown.connect(self.take_keyboard)
        session.project_changed.connect(self.banner.pass_on)
        self.rooms.currentChanged.connect(self.banner.pass_on)
        marks = DoubtMarks(appearance, self.network.canvas)
        self.doubting = Doubting(session, appearance, marks, self.bar.doubt, self)
        self.refusals = Refusals(session, appearance, self.banner, self._anchor, self)
        FreshStarts(session, self.banner, self)
        WeightsBack(session, self.banner, self)
        GoneOn(session, self.banner, self)
        session.run_state_changed.connect(self._on_run_state_changed)
        session.document_changed.connect(self._render_title)
        session.project_changed.connect(self._render_title)
        self.banner.action_chosen.connect(self._on_action_chosen)
        self._report = ""
        self._told_divergence = -1
        self.setAcceptDrops(True)
        self._render_title()

    def tell_bug(self, report: str, kept: bool) -> None:
        """Say that nnsim went wrong; ``report`` is for those who can mend it."""
        self._report = report
        work = self.tr("Your work has been kept.") if kept else self.tr("Your work could not be kept: save it now.")
        self.banner.show_message(
            "error",
            self.tr("Something went wrong inside nnsim. {0}").format(work),
            self.tr("You can go on. If it happens again, please send the report to the makers of nnsim."),
            (Option("copy_report", self.tr("Copy report")),),
            stays=True,
        )

    def show_samples(self) -> None:
        """Show all samples as a table, in the room of all regions; asked once more, give the room back."""
        self.rooms.leave_experiments()
        self.enlarging.toggle(self.data)
        if self.enlarging.enlarged is self.data:
            self.data.page.setFocus()

    def take_keyboard(self) -> None:
        """Let the network, or the experiment in sight, have the keyboard: a field has done with it.

        Where another region has the whole window the network is out of sight, and keys must change nothing of it.
        """
        enlarged = self.enlarging.enlarged
        if self.rooms.in_experiments or enlarged in (None, self.network_card):
            self.rooms.take_keyboard()
        else:
            self.setFocus()

    def arrangement(self) -> bytes:
        """The widths and heights of the regions, for ``restore_arrangement``."""
        return b" ".join(bytes(state.toHex().data()) for state in self.enlarging.arrangement())

    def restore_arrangement(self, saved: bytes) -> None:
        """Put the regions where they were; anything that does not fit is ignored."""
        for splitter, state in zip(self._splitters(), saved.split(), strict=False):
            splitter.restoreState(QByteArray.fromHex(QByteArray(state)))

    def _splitters(self) -> tuple[QSplitter, ...]:
        return self.regions, self.upper_row, self.lower_row

    def _anchor(self, place: Place) -> tuple[QWidget, bool]:
        """What stands at a place, and whether there is more room beside it than below."""
        if place.layer is None:
            return self.bar.control_of(place.setting), False
        if self.enlarging.enlarged is not self.network_card:
            self.enlarging.shrink()
        return self.network.anchor_of(place.layer), True

    def _on_action_chosen(self, name: str) -> None:
        if name == "copy_report":
            QGuiApplication.clipboard().setText(self._report)

    def _lay_out(self, appearance: Appearance) -> None:
        # From the window inwards: each time that a part is put into another, all that is in it is dressed anew.
        self.upper_row, self.lower_row = self._row("upper"), self._row("lower")
        self.regions = QSplitter(Qt.Orientation.Vertical)
        self.regions.setObjectName("regions")
        regions = QWidget()
        self.rooms = Rooms(self._session, self.actions_, regions, self.network, self.experiments)
        self.setCentralWidget(self.rooms)
        whole = QVBoxLayout(regions)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        room = QVBoxLayout()
        room.setContentsMargins(Size.MARGIN, Size.GAP, Size.MARGIN, Size.MARGIN)
        room.setSpacing(Size.GAP)
        room.addWidget(self.regions, 1)
        room.addWidget(self.timeline)
        whole.addLayout(room, 1)
        for row in (self.upper_row, self.lower_row):
            self.regions.addWidget(row)
        self.network_card = self._carded("network", self.tr("Network"))
        self.inspector_card = self._carded("inspector", self.tr("Inspector"))
        for panel in (self.data, self.network_card, self.output):
            self.upper_row.addWidget(panel)
        for panel in (self.loss, self.gradients, self.inspector_card):
            self.lower_row.addWidget(panel)
        self._fill(self.network_card, self.network)
        self._fill(self.inspector_card, self.inspector_pages)
        for chip in self.inspector_pages.chips.values():
            self.inspector_card.add_to_header(chip)
        self._share_out()
        self.enlarging = Enlarging(self.regions, (self.upper_row, self.lower_row), appearance)
        self.bar.add_left(self.title, self.title.set_short)
        opener = ExperimentsButton(self.many, appearance)
        self.bar.add_right(opener, opener.setHidden)
        self.bar.add_right(ThemeSwitch(appearance))
        switch = ThemeSwitch(appearance)
        switch.setObjectName("experiments_theme_switch")
        self.experiments.add_right(switch)
        opener.clicked.connect(lambda: self.rooms.open_experiment())
        self.many.opened.connect(self.rooms.leave_experiments)
        self.banner_place = BannerPlace(
            self.banner, self.rooms, (self.network_card, self.output), self.experiments.body
        )
        for card in (self.data, self.output, self.loss, self.gradients, self.inspector_card):
            self.banner_place.add_other(card)  # where one of them has all the room

    def _share_out(self) -> None:
        """Give each region its share of the room."""
        shares = ((self.regions, self._rows()), (self.upper_row, Size.UPPER), (self.lower_row, Size.LOWER))
        for splitter, sizes in shares:
            splitter.setSizes(list(sizes))
            for index, size in enumerate(sizes):
                splitter.setStretchFactor(index, size)
        self.upper_row.setStretchFactor(0, 0)
        for index, share in enumerate(Size.ROWS_GROW):
            self.regions.setStretchFactor(index, share)
        for splitter in self._splitters():
            splitter.setHandleWidth(Size.GAP)
            splitter.setChildrenCollapsible(False)

    def _add_inspector_pages(self) -> None:
        """Every page of the inspector is one entry here."""
        explained = self.tr("The weights and biases of a layer, from × to")
        self.inspector_pages.add(Option("weights", self.tr("Weights"), explained), self.inspector, self.inspector)
        explained = self.tr("Every number of a step: forward, loss, backward, update, and how each comes about")
        self.inspector_pages.add(Option("numbers", self.tr("Numbers"), explained), self.numbers, self.numbers)
        explained = self.tr("Why the selected weight changes, the proof of its gradient, and where it has been")
        option = Option("one_weight", self.tr("One weight"), explained)
        self.inspector_pages.add(option, self.one_weight, self.one_weight)

    def _rows(self) -> tuple[int, int]:
        """The heights of the two rows at first, in the window that this screen has room for."""
        higher = self.sizeHint().height() - Size.WINDOW[1]
        parts = sum(Size.ROWS_GROW)
        upper, lower = (size + higher * share // parts for size, share in zip(Size.ROWS, Size.ROWS_GROW, strict=True))
        return upper, lower

    def _row(self, name: str) -> QSplitter:
        row = QSplitter(Qt.Orientation.Horizontal)
        row.setObjectName(name)
        return row

    def _carded(self, name: str, title: str) -> Card:
        card = Card(title)
        card.setObjectName(f"{name}_card")
        return card

    def _fill(self, card: Card, panel: NetworkPanel | InspectorPages) -> None:
        card.body.addWidget(panel, 1)
        card.set_note(panel.note())
        panel.note_changed.connect(card.set_note)

    def _make_menus(self) -> None:
        does = self.actions_
        file = self._menu("file", self.tr("&File"))
        file.addActions([does.new, does.open, does.examples])
        file.addMenu(self.documents.recent)
        file.addMenu(self.documents.unsaved)
        file.addActions([does.import_table, does.open_pictures])
        file.addSeparator()
        file.addActions([does.save, does.save_as])
        file.addSeparator()
        file.addActions([does.save_weights, does.load_weights])
        file.addSeparator()
        file.addActions([does.export_picture, does.print, does.worksheet])
        file.addSeparator()
        file.addAction(does.quit)
        self._menu("edit", self.tr("&Edit")).addActions([does.undo, does.redo, does.copy_picture, does.paste_table])
        self._network_menu = self.network.menu(self.tr("&Network"))
        self._network_menu.setObjectName("menu_network")
        self.menuBar().addMenu(self._network_menu)
        training = self._menu("training", self.tr("&Training"))
        training.addActions([does.run, does.step_sample, does.step_batch, does.step_epoch, does.reset])
        training.addSeparator()
        training.addAction(does.runs)
        self.rooms.fill_menu(self._menu("experiments", self.tr("E&xperiments")))
        view = self._menu("view", self.tr("&View"))
        view.addActions(list(does.themes))
        view.addSeparator()
        view.addAction(self.timeline.switch)
        view.addMenu(NotationMenu(self._session.wording, self))
        view.addMenu(DigitsMenu(self._session.wording, self))
        view.addMenu(ValuesMenu(self.network.canvas.options, self))
        view.addActions(ViewSwitches(self.network.canvas.options, self).actions())
        view.addSeparator()
        view.addActions([does.zoom_in, does.zoom_out, does.zoom_fit, does.draw_points])
        view.addSeparator()
        view.addActions([does.data_table, does.next_region, does.region_before, does.enlarge, does.full_screen])
        self._menu("help", self.tr("&Help")).addActions([does.explain, does.shortcuts, does.about])
        does.explain.triggered.connect(self._help.explain)
        does.next_region.triggered.connect(lambda: tab.jump(self, self._regions(), True))
        does.region_before.triggered.connect(lambda: tab.jump(self, self._regions(), False))
        does.zoom_in.triggered.connect(lambda: self.network.canvas.zoom(1))
        does.zoom_out.triggered.connect(lambda: self.network.canvas.zoom(-1))
        does.zoom_fit.triggered.connect(lambda: self.network.canvas.fit())
        does.runs.triggered.connect(lambda: self.timeline.show_runs(by_keyboard=True))
        does.data_table.triggered.connect(self.show_samples)
        does.enlarge.triggered.connect(lambda: self.enlarging.toggle_at(self.focusWidget()))
        does.quit.triggered.connect(self.close)
        does.worksheet.triggered.connect(lambda: self.worksheet.choose_file())
        does.examples.triggered.connect(lambda: self.documents.show_examples(self.data.examples, by_keyboard=True))
        does.shortcuts.triggered.connect(lambda: self._help.show_keys(does.all()))
        does.about.triggered.connect(self._help.show_about)

    def _menu(self, name: str, title: str) -> QMenu:
        menu = self.menuBar().addMenu(title)
        menu.setObjectName(f"menu_{name}")
        return menu

    def _tell_keys(self) -> None:
        does = self.actions_
        for action in (does.run, does.step_sample, does.step_batch, does.step_epoch, does.reset):
            self.bar.show_shortcut(action.objectName(), action.shortcut().toString())

    def _on_run_state_changed(self) -> None:
        failure = self._session.failure
        if self._session.run_state == "diverged" and failure is not None:
            self._told_divergence = self.banner.show_error(failure)
        else:
            self.banner.withdraw(self._told_divergence)

    def _render_title(self, _change: object = None) -> None:
        self.setWindowModified(self._session.modified)
        self.setWindowTitle(f"{self._session.title}[*] – nnsim")

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Project files and tables may be dropped."""
        if self.documents.openable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.documents.open_dropped(event.mimeData())

    def sizeHint(self) -> QSize:
        """The size at which it was drawn."""
        return QSize(*Size.WINDOW).boundedTo(self.screen().availableSize() - QSize(0, Size.FRAME_TOP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is low, the time line gives way."""
        super().resizeEvent(event)
        self.timeline.give_way(self.height() < Size.TIMELINE_FROM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves what can be left: the experiments, the enlarged region, the past. A table may be pasted."""
        if event.key() == Qt.Key.Key_Escape and self.rooms.in_experiments:
            self.rooms.leave_experiments()
        elif event.key() == Qt.Key.Key_Escape and self.enlarging.enlarged is not None:
            self.enlarging.shrink()
        elif event.key() == Qt.Key.Key_Escape and self._session.past.is_shown:
            self._session.leave_past()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.tables.paste()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on nothing takes the keyboard out of a field."""
        self.take_keyboard()
        super().mousePressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the regions in reading order, whenever their controls were made."""
        return tab.move(self, self._regions(), forward)

    def _regions(self) -> tuple[QWidget, ...]:
        lower = (self.loss, self.gradients, self.inspector_card, self.timeline)
        sheets = () if self.rooms.sheet is None else (self.rooms.sheet,)
        return self.bar, self.data, self.network_card, self.output, *lower, self.experiments, *sheets

    def showEvent(self, event: QShowEvent) -> None:
        """Keys go to the network first, so that Space runs."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.network.setFocus()
