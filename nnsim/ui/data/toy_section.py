"""What more can be asked of made-up data: how many points and classes, a rare class, wrong labels."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.data.spec import ToySource
from nnsim.data.toy import MOST_CLASSES
from nnsim.data.toy_checks import IMBALANCE, MOST_LABEL_NOISE
from nnsim.data.toys import classes_of, toy_called
from nnsim.model import data_edits, toy_edits
from nnsim.session.session import Session
from nnsim.ui.data.made_up_row import PointsSlider
from nnsim.ui.theme import Size
from nnsim.ui.widgets.fold import Fold
from nnsim.ui.widgets.numbers import NumberFormat, format_count
from nnsim.ui.widgets.slider_scale import LinearScale
from nnsim.ui.widgets.value_slider import ValueSlider


class ToySection(QWidget):
    """A line that tells what was asked for, and opens to the sliders; each is there only where the set can have it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        whole, percent = NumberFormat(whole=True), NumberFormat(3, percent=True)
        self._points = PointsSlider()
        self._classes = ValueSlider(
            self.tr("Classes"),
            LinearScale(2, MOST_CLASSES, 1),
            number_format=whole,
            tip=self.tr("Classes: how many kinds of points there are. The network gets an output for each."),
        )
        self._share = ValueSlider(
            self.tr("Share of class 0"),
            LinearScale(*IMBALANCE, 0.01),
            number_format=percent,
            tip=self.tr(
                "Share of class 0: how many of the points belong to it. Where one class is rare, a network that always "
                "says the other is nearly always right and yet useless: look at the confusion matrix."
            ),
        )
        self._wrong = ValueSlider(
            self.tr("Wrong labels"),
            LinearScale(0.0, MOST_LABEL_NOISE, 0.01),
            number_format=percent,
            tip=self.tr(
                "Wrong labels: the share of the points that carry the label of another class, in training and test "
                "alike, as if whoever labelled them had slipped. On test nobody can be right more often than "
                "the others are."
            ),
        )
        self._name_and_connect()
        column = QWidget()
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for slider in self._sliders:
            inner.addWidget(slider)
        self._fold = Fold(column)
        self._fold.setObjectName("toy_choices")
        whole_column = QVBoxLayout(self)
        whole_column.setContentsMargins(0, Size.HALF, 0, 0)
        whole_column.addWidget(self._fold)

    @property
    def _sliders(self) -> tuple[ValueSlider, ...]:
        return self._points, self._classes, self._share, self._wrong

    def _name_and_connect(self) -> None:
        session = self._session
        names = ("n_samples", "n_classes", "imbalance", "label_noise")
        for name, slider in zip(names, self._sliders, strict=True):
            slider.setObjectName(name)
            slider.edit_finished.connect(session.end_gesture)
            slider.edit_cancelled.connect(session.cancel_gesture)
        self._points.edited.connect(lambda value: session.drag(data_edits.set_samples, round(value)))
        self._classes.edited.connect(lambda value: session.drag(toy_edits.set_n_classes, round(value)))
        self._share.edited.connect(lambda value: session.drag(toy_edits.set_imbalance, value))
        self._wrong.edited.connect(lambda value: session.drag(toy_edits.set_label_noise, value))

    def render_facts(self) -> None:
        """Show the project as it is."""
        source = self._session.project.data.source
        is_drawn = isinstance(source, ToySource) and not toy_called(source.kind).is_truth_table
        self.setVisible(is_drawn)
        if not isinstance(source, ToySource) or not is_drawn:
            return
        toy, n_classes = toy_called(source.kind), len(classes_of(source))
        self._points.set_value(source.n_samples)
        self._classes.setVisible(toy.most_classes > 0)
        self._classes.set_value(n_classes)
        for slider in (self._share, self._wrong):
            slider.setVisible(toy.has_drawn_classes)
        self._share.set_value(source.imbalance if source.imbalance is not None else 1 / max(n_classes, 1))
        self._wrong.set_value(source.label_noise)
        self._fold.show_text(self._said(source))

    def _said(self, source: ToySource) -> str:
        """``400 points · 3 classes``; of what is out of the ordinary more than of the points."""
        count, n_classes = format_count(source.n_samples), len(classes_of(source))
        is_usual = source.imbalance is None and not source.label_noise
        parts = [self.tr("{0} points").format(count) if is_usual else count]
        if n_classes:
            many = self.tr("{0} classes") if source.imbalance is None else self.tr("{0} uneven classes")
            parts.append(many.format(n_classes))
        if source.label_noise:
            parts.append(self.tr("{0} wrong").format(NumberFormat(3, percent=True).text(source.label_noise)))
        return " · ".join(parts)
