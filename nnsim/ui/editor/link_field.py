"""A weight or a bias, changed in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.engine.parameters import blocks
from nnsim.model.change import Change
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.readout import weight_of
from nnsim.ui.editor.signed_slider import SignedSlider
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import ElidedLabel
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat

_NUMBER_SIGNS = "0123456789-−.,"
_LEAST_REACH = 2.0


class LinkField(QWidget):
    """A small card over the canvas beside the link it belongs to: its name, its number, a slider. Esc closes it."""

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._session = session
        self._appearance = appearance
        self._canvas = canvas
        self._part = Selection()
        self.setObjectName("link-field")
        self.setAccessibleName(self.tr("Weight"))
        self.title = ElidedLabel("", "note")
        shown = NumberFormat(digits=4)
        self.field = NumberField(self.tr("Weight"), number_format=shown, role="bare-strong", keeps_keyboard=True)
        self.field.setObjectName("link-value")
        self.slider = SignedSlider(appearance)
        self.slider.setObjectName("link-slider")
        self.slider.setAccessibleName(self.tr("Weight"))
        self._lay_out()
        self.field.edited.connect(self._set_weight)
        self.slider.moved.connect(lambda position: self._set_weight(self.slider.value_at(position), dragging=True))
        self.slider.move_finished.connect(session.end_gesture)
        canvas.opened.connect(self._on_opened)
        canvas.arranged.connect(self._on_arranged)
        session.selection_changed.connect(self._on_selection_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.project_changed.connect(self._on_project_changed)
        self.hide()

    def _lay_out(self) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(Size.GAP // 2)
        self.field.setFixedWidth(Size.LINK_NUMBER)
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        numbers.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        numbers.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Size.GAP, Size.GAP, Size.GAP, Size.GAP // 2)
        whole.setSpacing(Size.GAP // 2)
        whole.addWidget(self.title)
        whole.addLayout(numbers)
        self.title.setContentsMargins(Size.HALF, 0, 0, 0)

    def _on_opened(self, part: Selection) -> None:
        if part.kind in ("link", "bias"):
            self._part = part
            self._render_part()
            self._render_value()
            self.show()
            self.raise_()
            self.slider.setFocus()

    def _on_arranged(self) -> None:
        self._render_place()

    def _on_selection_changed(self) -> None:
        if self.isVisible() and self._session.selection != self._part:
            self._render_closed()

    def _on_project_changed(self, _change: Change) -> None:
        if not self.isVisible():
            return
        if exists(self._part, self._session.project.network):
            self._render_value()
        else:
            self._render_closed()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self._render_value()

    def _render_part(self) -> None:
        sign = "w" if self._part.kind == "link" else "b"
        name = self._canvas.names.part(self._part)
        self.title.show_text(f"{sign}  {name}")
        for control in (self.field, self.slider):
            control.setAccessibleName(self.tr("{0} of {1}").format(sign, name))
        self.slider.set_reach(max(self._canvas.picture.scale.full, _LEAST_REACH))
        columns = self._canvas.arrangement.columns
        between = columns[self._part.layer + 1].left - columns[self._part.layer].right - Size.GAP
        narrowest, widest = Size.LINK_FIELD
        self.resize(int(min(max(between, narrowest), widest)), self.sizeHint().height())
        self._render_place()

    def _render_place(self) -> None:
        """Beside the link, where it hides as little as possible of its ends."""
        part, canvas = self._part, self._canvas
        if part.kind not in ("link", "bias") or not exists(part, canvas.names.network):
            return
        right, left = canvas.arrangement.column(part.layer), canvas.arrangement.column(part.layer - 1)
        if part.kind == "bias":
            corner = canvas.mapFromScene(right.left, right.height_of(part.column) + right.half_height)
            self._move_to(corner + QPoint(0, Size.GAP))
            return
        start, end = left.height_of(part.row), right.height_of(part.column)
        middle = canvas.mapFromScene((left.x + right.x) / 2, (start + end) / 2)
        corner = middle - QPoint(self.width() // 2, self.height() + Size.GAP)
        if canvas.mapFromScene(right.left, 0).x() - canvas.mapFromScene(left.right, 0).x() < self.width():
            half = max(left.half_height, right.half_height) + Size.GAP
            above = canvas.mapFromScene(0, min(start, end) - half).y() - self.height()
            below = canvas.mapFromScene(0, max(start, end) + half).y()
            corner.setY(above if above >= Size.NETWORK_HEAD else below)
        self._move_to(corner)

    def _move_to(self, at: QPoint) -> None:
        room = self._canvas.viewport()
        x = min(max(at.x(), 0), max(room.width() - self.width(), 0))
        y = min(max(at.y(), Size.NETWORK_HEAD), max(room.height() - self.height(), 0))
        self.move(x, y)

    def _render_value(self) -> None:
        snapshot = self._session.snapshot
        if not exists(self._part, snapshot.network):
            return
        value = weight_of(snapshot, self._part)
        self.field.set_value(value)
        if not self.slider.isSliderDown():
            self.slider.show_value(value)
        sign = "positive" if value > 0 else "negative" if value < 0 else ""
        if self.field.property("sign") != sign:
            self.field.setProperty("sign", sign)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)

    def _render_closed(self) -> None:
        had_keyboard = self.field.hasFocus() or self.slider.hasFocus()
        self.hide()
        if had_keyboard:
            self._canvas.setFocus()

    def _set_weight(self, value: float, *, dragging: bool = False) -> None:
        part = self._part
        row = blocks(self._session.project.network)[part.layer].n_from if part.kind == "bias" else part.row
        self._session.set_weight(part.layer, row, part.column, value, dragging=dragging)
        self._render_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; whoever types a number means the field."""
        if event.key() == Qt.Key.Key_Escape:
            self._render_closed()
            self._canvas.setFocus()
        elif event.text() and event.text() in _NUMBER_SIGNS and not self.field.hasFocus():
            self.field.setFocus()
            self.field.selectAll()
            self.field.insert(event.text())
            self.field.setModified(True)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a frame in the accent colour, as what is selected has everywhere."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), Size.THIN * 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.end()
