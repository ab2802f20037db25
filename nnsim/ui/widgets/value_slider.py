"""A number with a slider below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.slider import Slider
from nnsim.ui.widgets.slider_scale import SliderScale


class ValueSlider(QWidget):
    """A label at the left, the number at the right (click it to type), the slider below.

    Parameters
    ----------
    label : what the number is
    scale : what the slider's positions mean
    number_format : how the number is written and read
    tip : what the term means, in plain words

    Signals
    -------
    edited(float) : the user moved the slider or typed a number; never emitted by ``set_value``
    edit_finished() : the user let go
    edit_cancelled() : the user took a drag back with Esc
    """

    edited = Signal(float)
    edit_finished = Signal()
    edit_cancelled = Signal()

    def __init__(
        self,
        label: str,
        scale: SliderScale,
        *,
        number_format: NumberFormat | None = None,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self.setToolTip(tip)
        self.slider = Slider(scale.last, self)
        self.slider.setAccessibleName(label)
        self.slider.setToolTip(tip)
        self.field = NumberField(
            label,
            scale.value(0),
            scale.value(scale.last),
            number_format=number_format,
            role="bare",
            tip=tip,
            parent=self,
        )
        self.field.setTextMargins(0, 0, -Size.FIELD_AIR, 0)
        self.label = Label(label, "field", tip=tip, parent=self)
        self.label.setBuddy(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.slider)
        self.objectNameChanged.connect(self._on_name_changed)
        self.setTabOrder(self.slider, self.field)
        self.slider.moved.connect(self._on_slider_moved)
        self.slider.move_finished.connect(self.edit_finished)
        self.slider.move_cancelled.connect(self.edit_cancelled)
        self.field.edited.connect(self._on_field_edited)

    def _on_name_changed(self, name: str) -> None:
        self.slider.setObjectName(f"{name}_slider")
        self.field.setObjectName(f"{name}_field")

    def value(self) -> float:
        """The number last set or taken."""
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show ``value``; the handle stays where it is while the user holds it."""
        self.field.set_value(value)
        if not self.slider.isSliderDown():
            self.slider.setValue(self._scale.position(value))
        self.slider.setAccessibleDescription(self.field.text())

    def set_tip(self, tip: str) -> None:
        """Explain the number in these words."""
        self.setToolTip(tip)
        for part in (self.slider, self.label):
            part.setToolTip(tip)
        self.field.set_tip(tip)

    def set_scale(self, scale: SliderScale) -> None:
        """Give the slider other values."""
        if scale == self._scale:
            return
        self._scale = scale
        self.slider.set_last(scale.last)
        self.field.set_range(scale.value(0), scale.value(scale.last))
        self.slider.setValue(scale.position(self.value()))

    def _on_slider_moved(self, position: int) -> None:
        value = self._scale.value(position)
        if value != self.value():
            self.field.set_value(value)
            self.edited.emit(value)

    def _on_field_edited(self, value: float) -> None:
        self.slider.setValue(self._scale.position(value))
        self.edited.emit(value)
        self.edit_finished.emit()

    def sizeHint(self) -> QSize:
        """As high as the words and the slider."""
        width = self.label.sizeHint().width() + Size.GAP + self._field_width()
        return QSize(width, 2 * Size.HIT - Size.SLIDER_OVERLAP)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _field_width(self) -> int:
        return Size.HIT * 3

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the three by hand, because no layout lets two of them overlap."""
        super().resizeEvent(event)
        width, field = self.width(), self._field_width()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.label.setGeometry(field if mirrored else 0, 0, width - field, Size.HIT)
        self.field.setGeometry(0 if mirrored else width - field, 0, field, Size.HIT)
        self.slider.setGeometry(0, Size.HIT - Size.SLIDER_OVERLAP, width, Size.HIT)
        self.field.raise_()  # the slider's air lies under it
