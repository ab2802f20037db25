"""A weight or a bias, changed in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from nnsim.model.change import Change
from nnsim.session.selection import Selection, exists, weight_of
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor import part_verbs
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.canvas_card import CanvasCard
from nnsim.ui.editor.grab_words import grab_help, grab_words
from nnsim.ui.editor.readout import weight_now
from nnsim.ui.editor.signed_slider import SignedSlider
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Beats, Size
from nnsim.ui.widgets.button import Button, Chip
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.tips import in_lines

_NUMBER_SIGNS = "0123456789-−.,"
_LEAST_REACH = 2.0


class LinkField(CanvasCard):
    """Beside a link or bias: its name, its number, a slider; and whether it is there, and learns. Esc closes it."""

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas) -> None:
        super().__init__(session, appearance, canvas)
        self.setObjectName("link-field")
        self.setAccessibleName(self.tr("Weight"))
        shown = NumberFormat(digits=4)
        self.field = NumberField(self.tr("Weight"), number_format=shown, role="bare-strong", keeps_keyboard=True)
        self.field.setObjectName("link-value")
        self.slider = SignedSlider(appearance)
        self.slider.setObjectName("link-slider")
        self.slider.setAccessibleName(self.tr("Weight"))
        self.cut = Button(self.tr("Cut"), "chip")
        self.cut.setObjectName("link-cut")
        self.hold = Chip(self.tr("Hold"))
        self.hold.setObjectName("link-hold")
        self._lay_out()
        self.field.edited.connect(self._set_weight)
        self.slider.moved.connect(lambda position: self._set_weight(self.slider.value_at(position), dragging=True))
        self.slider.move_finished.connect(session.end_gesture)
        self.slider.move_cancelled.connect(session.cancel_gesture)
        self.cut.clicked.connect(lambda: part_verbs.toggle_cut(session, self._part))
        self.hold.clicked.connect(lambda: part_verbs.toggle_held(session, self._part))
        canvas.opened.connect(self._on_opened)
        canvas.arranged.connect(self._on_arranged)
        session.selection_changed.connect(self._on_selection_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.project_changed.connect(self._on_project_changed)
        session.hand.changed.connect(self._on_grab_changed)
        session.watch(self.objectName(), (), Beats.FIGURES)

    def _lay_out(self) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(Size.GAP // 2)
        self.field.setFixedWidth(NetworkSize.LINK_NUMBER)
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        numbers.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        numbers.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignTop)
        deeds = QHBoxLayout()
        deeds.setSpacing(Size.GAP // 2)
        deeds.addWidget(self.cut, 1)
        deeds.addWidget(self.hold, 1)
        self.outcome = Label("", "note")
        self.outcome.setContentsMargins(Size.HALF, 0, 0, 0)
        self.outcome.setObjectName("link-outcome")
        self.outcome.setToolTip(in_lines(grab_help()))
        self.put = Label("", "note")
        self.put.setContentsMargins(Size.HALF, 0, 0, 0)
        self.put.setObjectName("link-put")
        self.put.setToolTip(in_lines(grab_help()))
        self.put.hide()
        self._foot = QStackedLayout()
        below = QWidget()
        below.setLayout(deeds)
        deeds.setContentsMargins(0, 0, 0, 0)
        self._foot.addWidget(below)
        self._foot.addWidget(self.outcome)
        self.body.addLayout(numbers)
        self.body.addLayout(self._foot)
        self.body.addWidget(self.put)
        self.body.addStretch(1)

    def _on_opened(self, part: Selection) -> None:
        if part.kind in ("link", "bias"):
            self._part = part
            self._render_part()
            self._render_value()
            self.show()
            self.raise_()
            (self.slider if self.slider.isEnabled() else self.cut).setFocus()

    def _on_arranged(self) -> None:
        self._render_place()

    def _on_selection_changed(self) -> None:
        if self.isVisible() and self._session.selection != self._part:
            self._render_closed()

    def _on_project_changed(self, _change: Change) -> None:
        if not self.isVisible():
            return
        if exists(self._part, self._session.project.network):
            self._render_state()
            self._render_value()
            self._render_words()
        else:
            self._render_closed()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due(self.objectName()):
            self._render_value()
            self._render_words()

    def _on_grab_changed(self) -> None:
        if self.isVisible():
            self._render_words()

    def _render_part(self) -> None:
        self._render_state()
        self._render_words()
        sign, name = self._named()
        for control in (self.field, self.slider):
            control.setAccessibleName(self.tr("{0} of {1}").format(sign, name))
        self.slider.set_reach(max(self._canvas.picture.scale.full, _LEAST_REACH))
        columns = self._canvas.arrangement.columns
        between = columns[self._part.layer + 1].left - columns[self._part.layer].right - Size.GAP
        narrowest, widest = NetworkSize.LINK_FIELD
        self.resize(int(min(max(between, narrowest), widest)), self.sizeHint().height())
        self._render_place()

    def _named(self) -> tuple[str, str]:
        """In signs and in words."""
        names = self._canvas.names
        weight = weight_of(self._part, names.network)
        return ("", "") if weight is None else (names.weight_sign(weight), names.weight(weight))

    def _render_words(self) -> None:
        """Which weight it is; while it is being dragged, or when it has been typed, what that does to the loss."""
        told = grab_words(self._session)
        dragged = told if self._session.hand.grab is not None else None
        typed = told if dragged is None and self._is_put_last() else None
        self.title.show_text("  ".join(self._named()) if dragged is None else dragged[0])
        self.outcome.show_text("" if dragged is None else dragged[1])
        self._foot.setCurrentIndex(0 if dragged is None else 1)
        self.put.show_text("" if typed is None else "\n".join(typed))
        self.put.setVisible(typed is not None)
        self._render_height()

    def _is_put_last(self) -> bool:
        last = self._session.hand.put_last
        place = part_verbs.row_of(self._session.project.network, self._part), self._part.column
        return last is not None and (last.layer, last.row, last.column) == (self._part.layer, *place)

    def _render_height(self) -> None:
        """As high as what it says, but still while its slider is in the hand."""
        if not self.slider.isSliderDown() and self.height() != self.sizeHint().height():
            self.resize(self.width(), self.sizeHint().height())
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
            corner.setY(above if above >= NetworkSize.NETWORK_HEAD else below)
        self._move_to(corner)

    def _render_value(self) -> None:
        snapshot = self._session.snapshot
        if not exists(self._part, snapshot.network):
            return
        value = weight_now(snapshot, self._part)
        self.field.set_value(value)
        if not self.slider.isSliderDown():
            self.slider.show_value(value)
        sign = "positive" if value > 0 else "negative" if value < 0 else ""
        set_look(self.field, "sign", sign)

    def _render_state(self) -> None:
        """Whether the link is there, and whether it learns."""
        network = self._session.project.network
        is_cut, is_held = part_verbs.is_cut(network, self._part), part_verbs.is_held(network, self._part)
        is_frozen = network.layers[self._part.layer].frozen
        name = self._canvas.names.part(self._part)
        self.cut.setVisible(self._part.kind == "link")
        self.cut.setText(self.tr("Put back") if is_cut else self.tr("Cut"))
        self.cut.setAccessibleName(f"{self.cut.text()}: {name}")
        self.cut.setToolTip(
            in_lines(
                self.tr(
                    "Put the link back with the weight it was cut with; after a reset or in an opened file "
                    "with a first weight of the seed  (Del)"
                )
            )
            if is_cut
            else self.tr("Take the link away: its weight becomes 0 and stays 0  (Del)")
        )
        self.hold.setVisible(not is_cut)
        self.hold.setChecked(is_held)
        self.hold.setText(self.tr("Held") if is_held else self.tr("Hold"))
        self.hold.setAccessibleName(f"{self.hold.text()}: {name}")
        self.hold.setEnabled(not is_frozen and not is_cut)
        self.hold.setToolTip(
            self.tr("The whole layer is frozen")
            if is_frozen
            else self.tr("Let it learn again  (H)")
            if is_held
            else self.tr("Keep this number as it is while the others learn, through Reset too  (H)")
        )
        if is_cut and (self.field.hasFocus() or self.slider.hasFocus()):
            self.cut.setFocus()
        for control in (self.field, self.slider):
            control.setEnabled(not is_cut)

    def _set_weight(self, value: float, *, dragging: bool = False) -> None:
        part = self._part
        row = part_verbs.row_of(self._session.project.network, part)
        self._session.set_weight(part.layer, row, part.column, value, dragging=dragging)
        self._render_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whoever types a number means the field; Del cuts the link, H holds its weight."""
        typed = event.text()
        if typed and typed in _NUMBER_SIGNS and not self.field.hasFocus() and self.field.isEnabled():
            self.field.setFocus()
            self.field.selectAll()
            self.field.insert(typed)
            self.field.setModified(True)
        elif event.key() == Qt.Key.Key_Delete and self._part.kind == "link":
            part_verbs.toggle_cut(self._session, self._part)
        elif event.key() == Qt.Key.Key_H and self.hold.isEnabled():
            part_verbs.toggle_held(self._session, self._part)
        super().keyPressEvent(event)
