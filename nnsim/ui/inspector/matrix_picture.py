"""A weight matrix too large for numbers, as a picture: a dot for each weight, to be zoomed until numbers fit."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnsim.session.selection import Selection
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.matrix_block import paint_frame
from nnsim.ui.inspector.matrix_delegate import MatrixDelegate
from nnsim.ui.inspector.matrix_field import MatrixField
from nnsim.ui.inspector.matrix_keys import SIGNS, would_type
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_names import MarginNames
from nnsim.ui.inspector.matrix_numbers import MatrixNumbers
from nnsim.ui.inspector.matrix_places import Cell, MatrixPlaces
from nnsim.ui.inspector.matrix_window import MatrixWindow
from nnsim.ui.inspector.matrix_words import paint_no_numbers
from nnsim.ui.inspector.texels import anywhere, strongest
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.surface import packed
from nnsim.ui.theme import Duration, Size

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_ZOOM = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1, Qt.Key.Key_Home: 0}
_ZOOM_UNSELECTED = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
"""With a weight selected these are signs of a number."""
_NOTCH = 120
_DRAG_FROM = 4.0
"""A press that moves no farther than this is a click."""


class MatrixPicture(Sheet):
    """Rows from, columns to, the biases as a strip of their own below. It shows what the model shows.

    The wheel, Page Up and Page Down zoom, Home shows all, dragging moves; a click selects a weight, arrows walk on from
    it, Enter or a number types it. With Shift they choose a block, as does a click on a name. While no weight is
    selected, + − 0 zoom, too.

    Attributes
    ----------
    is_drawing : whether a hand is drawing a block

    Signals
    -------
    picked(Selection) : the user put the frame around another weight
    weight_typed(Selection, float) : the user typed another number
    typing_refused() : the user wanted to type where the numbers shown are not the weights
    key_meant(QKeyEvent) : a key that may mean something for all chosen weights; accepted if it does
    menu_asked(QPoint) : the user wants the menu of the chosen weights there on the screen
    """

    picked = Signal(object)
    weight_typed = Signal(object, float)
    typing_refused = Signal()
    key_meant = Signal(object)
    menu_asked = Signal(object)

    def __init__(
        self, model: MatrixModel, choice: BlockChoice, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self._matrix = model
        self._choice = choice
        self._more = QTimer(self, singleShot=True, interval=Duration.WRITING)
        self._more.timeout.connect(self._go_on)
        self.window_over = MatrixWindow()
        self._places = MatrixPlaces(model, self.window_over)
        self._numbers = MatrixNumbers(model, self._places, self.window_over, MatrixDelegate(model, appearance, 0, self))
        self._names = MarginNames(model, self._places, self.window_over)
        self._selected = Selection()
        self._hand: QPointF | None = None
        self._pressed: QPointF | None = None
        self._is_dragged = False
        self.is_drawing = False
        self._image: tuple[tuple[object, ...], QImage] | None = None
        self._version = 0
        self._layer = -1
        self._quantity = model.quantity
        self.setObjectName("weight-picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(Size.CELL, Size.CELL_HEIGHT)
        model.shown.connect(self._on_shown)
        model.modelReset.connect(self._on_model_reset)
        choice.changed.connect(self.update)

    def show_selected(self, selection: Selection) -> None:
        """Frame the selected link or bias, and bring it into sight."""
        place = self._matrix.place_of(selection)
        if self._matrix.is_folded and (place is not None or selection != self._selected):
            self._choice.follow(place)
        if selection == self._selected:
            return
        self._selected = selection
        cell = self.selected_cell()
        if cell is not None:
            self._places.fit(self.size())
            self._places.reveal(cell)
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell the framed weight as it is now."""
        cell = self.selected_cell()
        self.setAccessibleDescription("" if cell is None else self._matrix.told(*cell))

    def selected_cell(self) -> Cell | None:
        """Row and column of what is framed."""
        return self._matrix.place_of(self._selected)

    def told_at(self, at: QPointF) -> str:
        """Which weight is there, and its number; empty beside them."""
        cell = self.cell_at(at)
        return "" if cell is None else self._matrix.told(*cell)

    def cell_at(self, at: QPointF) -> Cell | None:
        """Row and column of the weight or bias there."""
        return self._places.cell_at(at)

    def place(self, cell: Cell) -> QRectF:
        """Where a cell lies in the widget; perhaps out of sight."""
        return self._places.place(cell)

    @property
    def is_written(self) -> bool:
        """Whether the last painting had all numbers in sight: of many some follow in the next ones."""
        return not self.window_over.shows_numbers or self._numbers.late.isEmpty()

    # facts

    def _on_model_reset(self) -> None:
        self._places.forget()
        self._numbers.clear()

    def _on_shown(self) -> None:
        self._version += 1
        if not self._matrix.is_folded:
            return
        if self._matrix.layer != self._layer:
            self._layer = self._matrix.layer
            self.window_over.show_all()
        if self._matrix.quantity != self._quantity:
            self._quantity = self._matrix.quantity
            self._numbers.clear()
        self._places.fit(self.size())
        self._describe()
        self.update()

    def _go_on(self) -> None:
        """With the numbers that are still to come, and only there."""
        self.update(self._numbers.late)

    # painting

    def paint_live(self, painter: QPainter) -> None:
        """The dots, the numbers if they fit, the names at the margins, and what is under the hand."""
        if not self._matrix.is_folded:
            return
        self._places.fit(self.size())
        area = self._places.area
        self._paint_dots(painter, area)
        if self.window_over.shows_numbers:
            ground, ratio = self.theme.colour("surface"), self.devicePixelRatioF()
            self._numbers.paint(painter, ground, ratio, self._version, self.selected_cell())
            if not self.is_written:
                self._more.start()
        hand = None if self._hand is None else self.cell_at(self._hand)
        self._names.paint(painter, self.theme, hand or self.selected_cell())
        self._paint_chosen(painter)
        if self._matrix.is_missing:
            paint_no_numbers(painter, self.theme, area)
        if self._hand is not None and not self._is_dragged:
            told = self.told_at(self._hand)
            if told:
                readout(painter, self.theme, self._hand, QRectF(self.rect()), [told])
        self.paint_focus(painter)

    def _paint_dots(self, painter: QPainter, area: QRectF) -> None:
        image, rect = self._dots()
        painter.save()
        hints = QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        painter.setRenderHints(hints, False)  # smoothed dots take ten times as long
        width, height = self.window_over.size
        painter.setClipRect(QRectF(area.topLeft(), area.topLeft() + QPointF(width, height)).toAlignedRect())
        painter.drawImage(rect.translated(area.topLeft()), image)
        strip = self._places.strip
        if strip is not None:
            painter.setClipRect(strip.toAlignedRect())
            columns = self.window_over.columns()
            across, together = self.window_over.pitch[0], self._together()[1]
            first = columns.start // together * together
            left, _ = self.window_over.corner(0, first)
            biases = self._coloured(slice(-1, None), slice(first, columns.stop), (1, together))
            width = biases.width() * together * across
            painter.drawImage(QRectF(strip.left() + left, strip.top(), width, strip.height()), biases)
        painter.restore()

    def _dots(self) -> tuple[QImage, QRectF]:
        """The part in sight, with where it lies from the corner of the area; made anew only if it is another."""
        window, together = self.window_over, self._together()
        across, down = window.pitch
        rows, columns = window.rows(), window.columns()
        top, left = rows.start // together[0] * together[0], columns.start // together[1] * together[1]
        key = (self._version, self.theme.dark, together, top, left, rows.stop, columns.stop)
        if self._image is None or self._image[0] != key:
            seen = slice(top, min(rows.stop, self._places.n_from)), slice(left, columns.stop)
            self._image = key, self._coloured(*seen, together)
        image = self._image[1]
        x, y = window.corner(top, left)
        return image, QRectF(x, y, image.width() * together[1] * across, image.height() * together[0] * down)

    def _together(self) -> tuple[int, int]:
        """How many rows and columns share a dot: there is none smaller than a pixel."""
        ratio, (across, down) = self.devicePixelRatioF(), self.window_over.pitch
        return max(math.ceil(1 / (down * ratio) - 1e-6), 1), max(math.ceil(1 / (across * ratio) - 1e-6), 1)

    def _coloured(self, rows: slice, columns: slice, together: tuple[int, int]) -> QImage:
        """A dot for so many rows and columns together; what is no number is none of the colours."""
        heat = strongest(self._matrix.heat[rows, columns], *together)
        pixels = np.ascontiguousarray(packed(self.theme.heat().astype(float))[heat], np.uint32)
        unknown = np.isnan(self._matrix.values[rows, columns])
        if unknown.any():
            pixels[anywhere(unknown, *together)] = self.theme.colour(self._matrix.no_number).rgb()
        height, width = pixels.shape
        return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)

    def _paint_chosen(self, painter: QPainter) -> None:
        """The frame around the block, and the one around the selected weight."""
        cell, block, seen = self.selected_cell(), self._choice.block, self._places.seen
        if block is not None:
            first, last = (block.rows[0], block.columns[0]), (block.rows[-1], block.columns[-1])
            paint_frame(painter, self.theme, self.place(first).united(self.place(last)), seen, is_block=True)
        if cell is not None and not self.window_over.shows_numbers:
            paint_frame(painter, self.theme, self.place(cell), seen)

    # typing

    def open_field(self, typed: QKeyEvent | None = None) -> None:
        """Let the selected weight be typed, or say why not; perhaps from a first sign on."""
        cell = self.selected_cell()
        if cell is None:
            return
        if not self._matrix.can_be_typed:
            self.typing_refused.emit()
            return
        self._places.reveal(cell)
        part, number = self._matrix.part_at(*cell), float(self._matrix.values[cell])
        field = MatrixField(self._matrix.told(*cell), number, self.place(cell).toRect(), self)
        field.edited.connect(lambda value: self.weight_typed.emit(part, value))
        field.open(typed)

    # -------------------------------------------------------- Qt's own names

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Larger or smaller around the hand."""
        at = event.position() - self._places.area.topLeft()
        self.window_over.zoom_by(event.angleDelta().y() / _NOTCH, at.x(), at.y())
        event.accept()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold; with Shift of a corner of the block. What is pressed for its menu is chosen, if it is not yet."""
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragged = event.position(), False
            self.is_drawing = cell is not None and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._draw_to(event.position())
        elif event.button() == Qt.MouseButton.RightButton and cell is not None:
            chosen = self._choice.cells
            if chosen is None or not chosen.holds(*cell):
                self._pick(cell, extends=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, or tell what is under the hand."""
        self._hand = event.position()
        self._draw_to(event.position())
        if self._pressed is not None and not self.is_drawing:
            way = event.position() - self._pressed
            if self._is_dragged or abs(way.x()) + abs(way.y()) >= _DRAG_FROM:
                self._is_dragged = True
                self._pressed = event.position()
                self.window_over.pan(way.x(), way.y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move is a click: the weight there is selected, or all that have the name there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        was_click, self._pressed, self._is_dragged = self._pressed is not None and not self._is_dragged, None, False
        was_drawn, self.is_drawing = self.is_drawing, False
        cell = self._places.nearest(event.position()) if was_drawn else self.cell_at(event.position())
        if cell is not None and was_click:
            self._pick(cell, extends=was_drawn)
        elif was_click:
            self._pick_named(event.position(), extends=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is chosen; by key below the selected weight."""
        place, cell = event.globalPos(), self.selected_cell()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and cell is not None:
            place = self.mapToGlobal(self._places.inside(self.place(cell).bottomLeft()).toPoint())
        self.menu_asked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type the weight there."""
        if self.cell_at(event.position()) is not None:
            self.open_field()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is under the hand is another weight now: nothing is told of it until the hand moves."""
        super().resizeEvent(event)
        self._hand = None

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._hand = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, with Shift they choose, numbers type as in a table; some keys act on all that is chosen."""
        event.ignore()
        self.key_meant.emit(event)
        if event.isAccepted():
            return
        event.accept()
        cell = self.selected_cell()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif event.key() in _ZOOM or (cell is None and event.key() in _ZOOM_UNSELECTED):
            self._zoom_by((_ZOOM | _ZOOM_UNSELECTED)[Qt.Key(event.key())], cell)
        elif event.key() in _STEPS:
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._walk(*_STEPS[Qt.Key(event.key())], extends=extends)
        elif would_type(event):
            self.open_field(event if event.text()[:1] in SIGNS else None)
        else:
            super().keyPressEvent(event)
        self.update()

    def _zoom_by(self, notches: int, cell: Cell | None) -> None:
        """Around the selected weight, or around the middle; 0 shows all."""
        if not notches:
            self.window_over.show_all()
            return
        area = self._places.area
        at = (area.center() if cell is None else self.place(cell).center()) - area.topLeft()
        self.window_over.zoom_by(notches, at.x(), at.y())

    def _walk(self, down: int, across: int, *, extends: bool) -> None:
        """To the weight beside the selected one, perhaps with the block; to the first in sight if none is selected."""
        cell, (n_rows, n_columns) = self.selected_cell(), self._matrix.shape
        if cell is None:
            row, column = self.window_over.rows().start, self.window_over.columns().start
        else:
            row, column = min(max(cell[0] + down, 0), n_rows - 1), min(max(cell[1] + across, 0), n_columns - 1)
        self._pick((row, column), extends=extends)

    def _pick(self, cell: Cell, *, extends: bool) -> None:
        """Select a weight; let the block reach there, or be this weight alone."""
        if extends:
            self._choice.extend_to(*cell)
        else:
            self._choice.start_at(*cell)
        self.picked.emit(self._matrix.part_at(*cell))

    def _pick_named(self, at: QPointF, *, extends: bool) -> None:
        named = self._places.named_at(at)
        if named is None:
            return
        first, last = (named.rows[0], named.columns[0]), (named.rows[-1], named.columns[-1])
        if not extends:
            self._choice.start_at(*first)
        self._choice.extend_over(named)
        self.picked.emit(self._matrix.part_at(*(last if extends else first)))

    def _draw_to(self, at: QPointF) -> None:
        """Let the block that is drawn reach to the hand."""
        cell = self._places.nearest(at) if self.is_drawing else None
        if cell is not None:
            self._choice.extend_to(*cell)
