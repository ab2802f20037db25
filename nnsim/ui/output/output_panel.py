"""The card of the output: what the network answers now, in the picture that suits the data."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from nnsim.data.prepare import Prepared
from nnsim.data.spec import DrawnSource
from nnsim.model.change import Change, Part
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.figures import Figures
from nnsim.ui.output.pages import (
    DRAWABLE,
    OF_ONE_TARGET,
    WHOLE,
    WITH_KNOWN,
    WITH_LEGEND,
    WITH_MISTAKES,
    WITH_SCALE,
    made,
    option,
    views_for,
)
from nnsim.ui.output.points.class_name import ClassName
from nnsim.ui.output.points.draw_row import DrawRow
from nnsim.ui.output.points.draw_sheet import DrawSheet
from nnsim.ui.output.points.pen import Pen
from nnsim.ui.output.space_page import SpacePage
from nnsim.ui.plots.curve_plot import CurvePlot
from nnsim.ui.plots.legend import Legend
from nnsim.ui.plots.plane_plot import PlanePlot
from nnsim.ui.plots.relief_plot import ReliefPlot
from nnsim.ui.plots.surface import target_middle, target_scale
from nnsim.ui.theme import Beats, Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.card import Card
from nnsim.ui.widgets.chip_line import ChipLine
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent_fixed


class OutputPanel(Card):
    """A picture of the answers, the legend of its marks, and the losses.

    Only the picture that is in sight asks the session for its numbers: pages of the stack show and hide by themselves.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self._appearance = appearance
        self._view = ""
        self._marks_mistakes = False
        self._shown_data: object = None
        self._shown_look: object = None
        self._fitting: tuple[str, ...] = ()
        self._can_draw = False
        self.setObjectName("output_panel")
        self.header.title.setText(self.tr("Output"))
        self.setAccessibleName(self.tr("Output"))
        self._pages: dict[str, QWidget] = {}
        self._picture = QWidget()
        self._picture.setMinimumHeight(Size.ANSWERS_LEAST)
        self._stack = QStackedLayout(self._picture)
        self.legend = Legend(appearance)
        self.figures = Figures()
        self.views = ChipLine(self.tr("Picture of the answers"), "output_views", "pill")
        self.mistakes = Chip(self.tr("× wrong"), tip=self.tr("Cross out the samples that are taken for another class"))
        self.mistakes.setObjectName("mark_mistakes")
        self.mistakes.setAccessibleName(self.tr("Mark mistakes"))
        self.mistakes.setAccessibleDescription(self.mistakes.toolTip())
        self.target = DropButton(self.tr("Quantity that is shown"), tip=self.tr("Which of the predicted quantities"))
        self.target.setObjectName("output_target")
        self.target.chosen.connect(lambda number: self.show_target(int(number)))
        self._target = 0
        self.pen = Pen(self)
        tip = self.tr("Draw: set, spray, move and delete points while the network learns  (D)")
        self.draw = Chip("", name=self.tr("Draw points"), tip=tip)
        self.draw.setObjectName("draw_points")
        appearance.changed.connect(self._render_drawing)
        self.tools = DrawRow(session, appearance, self.pen)
        self.tools.hide()
        switches = QHBoxLayout()
        switches.setSpacing(Size.GAP)
        switches.addWidget(self.views, 1)
        switches.addWidget(self.target, 0, Qt.AlignmentFlag.AlignTop)
        switches.addWidget(self.mistakes, 0, Qt.AlignmentFlag.AlignTop)
        switches.addWidget(self.draw, 0, Qt.AlignmentFlag.AlignTop)
        # Above what they change: there, nothing that gets higher or lower can move them under the pointer.
        self.body.addLayout(switches)
        self.body.addWidget(self.tools)
        self.body.addWidget(self._picture, 1)
        self.body.addWidget(self.legend)
        self.body.addWidget(self.figures)
        self.body.addStretch(0)
        self.views.clicked.connect(self.show_view)
        self.mistakes.clicked.connect(lambda: self.mark_mistakes(not self._marks_mistakes))
        self.draw.clicked.connect(self.pen.toggle)
        self.pen.changed.connect(self._render_drawing)
        self.legend.class_pressed_twice.connect(self._rename)
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_data()
        self._render_figures()

    @property
    def view(self) -> str:
        """The picture shown; empty if none suits the data."""
        return self._view

    def page(self, view: str) -> QWidget:
        """The widget of a picture, made when it is first wanted."""
        if view not in self._pages:
            self._pages[view] = made(view, self._session, self._appearance)
            self._stack.addWidget(self._pages[view])
            page = self._pages[view]
            if isinstance(page, PlanePlot | CurvePlot):
                DrawSheet(page, self._session, self._appearance, self.pen)
        return self._pages[view]

    def start_drawing(self) -> None:
        """Show the picture in which points can be drawn, and take up the pen; nothing happens where none can."""
        self._render_data()  # who asks may just have chosen other data
        fitting = next((view for view in self._fitting if view in DRAWABLE), None)
        if fitting is not None and self._can_draw:
            self.show_view(fitting)
            self.pen.take("draw")

    def draw_when(self, requested: SignalInstance, toggled: SignalInstance) -> None:
        """Start drawing, or start and stop, when somebody elsewhere in the window asks for it."""
        requested.connect(self.start_drawing)
        toggled.connect(self.toggle_drawing)

    def toggle_drawing(self) -> None:
        """Draw, or draw no more."""
        self._render_data()
        self.pen.take("look") if self.pen.draws else self.start_drawing()

    def show_view(self, view: str) -> None:
        """Show one of the pictures that suit the data."""
        self._view = view
        self._stack.setCurrentWidget(self.page(view))
        self._keep_square()
        self.views.set_chosen(view)
        if view not in DRAWABLE:
            self.pen.take("look")
        self.legend.setVisible(view in WITH_LEGEND)
        dataset = self._session.prepared.dataset
        prepared = self._session.prepared
        shown = prepared.known if view in WITH_KNOWN else dataset
        self.legend.show_data(shown, len(prepared.test_rows) > 0)
        self._render_target()
        policy = self.mistakes.sizePolicy()
        policy.setRetainSizeWhenHidden(bool(dataset.classes))
        self.mistakes.setSizePolicy(policy)
        self.mistakes.setVisible(bool(dataset.classes) and view in WITH_MISTAKES)
        self._render_mistakes()
        self._render_drawing()
        self._give_way()

    def show_target(self, target: int) -> None:
        """Show another of several predicted quantities, in the pictures that show one of them at a time."""
        self._target = target
        self._render_target()

    def _render_target(self) -> None:
        view, prepared = self._view, self._session.prepared
        shown = prepared.known if view in WITH_KNOWN else prepared.dataset
        names = () if prepared.dataset.classes or view not in OF_ONE_TARGET else prepared.dataset.target_names
        self._target = self._target if self._target < len(names) else 0
        self.target.set_options([Option(str(number), name) for number, name in enumerate(names)])
        self.target.set_current(str(self._target) if names else "")
        self.target.setVisible(len(names) > 1)
        scale = target_scale(shown, self._target) if view in WITH_SCALE else None
        self.legend.show_scale(scale, target_middle(shown, self._target))
        page = self._pages.get(view)
        if names and isinstance(page, PlanePlot | CurvePlot | ReliefPlot):
            page.show_target(self._target)

    def _render_drawing(self) -> None:
        """Whether points can be drawn in this picture, and are."""
        can_draw = self._can_draw and self._view in DRAWABLE
        policy = self.draw.sizePolicy()
        policy.setRetainSizeWhenHidden(self._can_draw)  # nothing moves while pictures are chosen
        self.draw.setSizePolicy(policy)
        self.draw.setVisible(can_draw)
        self.draw.setChecked(can_draw and self.pen.draws)
        self.draw.setIcon(icon("pencil", self._appearance.theme, "accent" if self.pen.draws else "second"))
        is_shown = can_draw and self.pen.draws
        self.legend.setToolTip(self.tr("Double click on a class: another name") if is_shown else "")
        if is_shown != self.tools.isVisibleTo(self):
            self.tools.setVisible(is_shown)
            self._give_way()

    def _rename(self, number: int) -> None:
        """Classes of points by hand can be called otherwise wherever they are named."""
        if self.pen.draws or isinstance(self._session.project.data.source, DrawnSource):
            ClassName(self._session, number, self).open_over(self.legend)

    def mark_mistakes(self, on: bool) -> None:
        """Cross out, or no longer, the samples that are taken for another class than theirs."""
        self._marks_mistakes = on
        self._render_mistakes()

    def _render_mistakes(self) -> None:
        """Whether they are marked, in the chip, the picture and the legend."""
        marked = self._marks_mistakes and not self.mistakes.isHidden()
        self.mistakes.setChecked(marked)
        for page in self._pages.values():
            if isinstance(page, PlanePlot | CurvePlot | SpacePage):
                page.mark_mistakes(marked)
        self.legend.show_mistakes(marked)

    def _on_snapshot_taken(self) -> None:
        self._render_data()
        if self.isVisible() and self._session.rota.is_due(self.objectName()):
            self._render_figures()

    def _on_project_changed(self, change: Change) -> None:
        """Who chooses made-up data or a table wants to look at them: a click must not make them own points."""
        if Part.DATA in change.parts and not isinstance(self._session.project.data.source, DrawnSource):
            self.pen.take("look")

    def _render_data(self) -> None:
        prepared = self._session.prepared
        if prepared is self._shown_data:
            return
        self._shown_data = prepared
        fitting = views_for(prepared)
        look = self._look_of(prepared, fitting)
        if look == self._shown_look:
            return  # points that a hand moves look the same to all but the picture
        self._shown_look = look
        self._can_draw = prepared.can_be_drawn
        if not self._can_draw:
            self.pen.take("look")
        self.views.set_options([option(view, prepared) for view in fitting])
        self.views.setVisible(len(fitting) > 1)
        # The picture of the one before is kept only among the same pictures: new data begin with their best.
        self.show_view(self._view if fitting == self._fitting else next(iter(fitting), ""))
        self._fitting = fitting
        self._give_way()

    def _look_of(self, prepared: Prepared, fitting: tuple[str, ...]) -> tuple[object, ...]:
        """What of the data is seen in the switches and in the legend."""
        dataset, known = prepared.dataset, prepared.known
        targets = [(data, target) for data in (dataset, known) for target in range(data.targets.shape[1])]
        scales = [(target_scale(*each), target_middle(*each)) for each in targets]
        outlines = (dataset.classes, dataset.target_names, known.classes, known.target_names, tuple(scales))
        return (fitting, prepared.can_be_drawn, prepared.input_names, len(prepared.test_rows) > 0, *outlines)

    def _render_figures(self) -> None:
        snapshot = self._session.snapshot
        curves = snapshot.curves if snapshot.now is None else snapshot.now
        self.figures.show_curves(curves)
        self.set_note(self._metric_said(curves.train_metric, curves.test_metric))
        counted = self._wrong_said(curves.train_metric, curves.test_metric)
        if counted != self.header.toolTip():
            self.header.setToolTip(counted)
            self.header.note.setAccessibleDescription(counted)

    def _metric_said(self, train: np.ndarray, test: np.ndarray) -> str:
        """``accuracy on test 91.5 %``; without test data that of training."""
        if not len(test):
            return ""
        of_test = bool(np.isfinite(test[-1]))
        value = float(test[-1] if of_test else train[-1])
        if self._session.prepared.dataset.classes:
            said = self.tr("accuracy on test {0} %") if of_test else self.tr("accuracy on training {0} %")
            return said.format(in_percent_fixed(value, 1))
        said = self.tr("RMSE on test {0}") if of_test else self.tr("RMSE on training {0}")
        return said.format(format_number(value))

    def _wrong_said(self, train: np.ndarray, test: np.ndarray) -> str:
        """``12 of 200 test samples wrong``, counted as accuracy is: at the end of the last epoch. Else what RMSE is."""
        prepared = self._session.prepared
        if not len(test):
            return ""
        if prepared.is_reconstruction:
            return self.tr("RMSE, root mean squared error: how far off a copy typically is, as the inputs are scaled.")
        if not prepared.dataset.classes:
            return self.tr("RMSE, root mean squared error: how far off a prediction typically is.")
        said = []
        n_test, n_train = len(prepared.test_rows), len(prepared.train_rows)
        for text, accuracy, n_samples in (
            (self._of_test(n_test), float(test[-1]), n_test),
            (self._of_training(n_train), float(train[-1]), n_train),
        ):
            if math.isfinite(accuracy):
                said.append(text.format(format_count(round((1 - accuracy) * n_samples)), format_count(n_samples)))
        return "\n".join(said)

    def _of_test(self, count: int) -> str:
        one, many = self.tr("{0} of {1} test sample wrong"), self.tr("{0} of {1} test samples wrong")
        return one if count == 1 else many

    def _of_training(self, count: int) -> str:
        one, many = self.tr("{0} of {1} training sample wrong"), self.tr("{0} of {1} training samples wrong")
        return one if count == 1 else many

    def _keep_square(self) -> None:
        """Keep the picture about square, so that the legend stays with it; a line of choices comes on top."""
        square = max(self.width() - 2 * Size.MARGIN, Size.ANSWERS_LEAST)
        self._picture.setMaximumHeight(square + self._choices())

    def _choices(self) -> int:
        """Height of the line of choices above the picture."""
        return 0 if self._view in WHOLE else Size.CHIP + Size.GAP

    def _give_way(self) -> None:
        """In little height the losses stand in one line, in still less they go: the curves beside show them, too."""
        layout = self._whole
        for is_shown, in_one_line in ((True, False), (True, True), (False, True)):
            self.figures.set_one_line(in_one_line)
            self.figures.setVisible(is_shown)
            self.body.invalidate()
            layout.invalidate()
            if layout.totalMinimumHeightForWidth(self.width()) + self._choices() <= self.height():
                break
        layout.activate()

    # overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size has another square in it."""
        super().resizeEvent(event)
        self._keep_square()
        self._give_way()

    def minimumSizeHint(self) -> QSize:
        """Without the losses, which give way to the picture."""
        least = super().minimumSizeHint()
        if not self.figures.isHidden():
            least.setHeight(least.height() - self.figures.minimumSizeHint().height() - Size.GAP)
        return least

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._session.watch(self.objectName(), (), Beats.FIGURES)
        self._render_figures()
