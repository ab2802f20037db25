"""A pane over a picture of the answers on which points are set, sprayed, moved and wiped away."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.points.gestures import Framing, Gesture, Moving, Setting, Spraying, Wiping
from nnsim.ui.output.points.hand_beat import HandBeat
from nnsim.ui.output.points.origin_note import paint_note, what_was
from nnsim.ui.output.points.pen import MOST_WIDTH, Pen
from nnsim.ui.output.points.pen_cursor import pen_cursor
from nnsim.ui.output.points.picture_points import PicturePoints
from nnsim.ui.output.points.point_menu import PointMenu
from nnsim.ui.output.points.sheet_marks import paint_hair, paint_rings
from nnsim.ui.plots.sample_plot import SamplePlot
from nnsim.ui.theme import Size

_STEP: Final = 0.02
_STRIDE: Final = 0.1
"""How far a key moves the cross hair, and with Shift, as shares of the picture."""
_TOOL_KEYS: Final = {Qt.Key.Key_D: "draw", Qt.Key.Key_S: "spray", Qt.Key.Key_M: "move", Qt.Key.Key_X: "delete"}
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DrawSheet(QWidget):
    """It lies over the picture while the pen draws, and is not there otherwise.

    What the hand does is done once a beat, however often the mouse tells where it is: while training goes on, nothing
    waits for the hand. By keyboard a cross hair goes with the arrows, and Enter does what a click does.
    """

    def __init__(self, plot: SamplePlot, session: Session, appearance: Appearance, pen: Pen) -> None:
        super().__init__(plot)
        self._plot, self._session, self._appearance, self.pen = plot, session, appearance, pen
        self.points = PicturePoints(plot, session, pen)
        self._gesture: Gesture | None = None
        self._chosen: list[int] = []
        self._is_ours = False
        self._is_moving = False
        self._said = ""
        self._hair: QPointF | None = None
        self._hand: QPointF | None = None
        self._generator = np.random.default_rng()
        self._beat = HandBeat(session, self._go_on, self)
        self.setObjectName(f"draw_{plot.objectName()}")
        self.setAccessibleName(self.tr("Points to be drawn"))
        self.setAccessibleDescription(
            self.tr("Arrows move the cross hair, Enter sets a point there, 1 to 9 choose its class, Esc ends drawing.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.hide()
        plot.installEventFilter(self)
        pen.changed.connect(self._on_pen_changed)
        appearance.changed.connect(self._render_cursor)
        session.project_changed.connect(self._on_project_changed)
        self._on_pen_changed()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Rows of the points that are chosen."""
        return tuple(self._chosen)

    def choose(self, rows: list[int]) -> None:
        """Choose these points and no others."""
        self._chosen = rows
        self.update()

    @property
    def radius(self) -> float:
        """Pixels that the pen sprays and wipes around the hand."""
        return max(self.pen.width * self._plot.picture_area().width(), Size.HIT / 2)

    def _on_pen_changed(self) -> None:
        self._end_moving()
        self.setVisible(self.pen.draws)
        if self.pen.draws:
            self.setGeometry(self._plot.rect())
            self.raise_()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._chosen, self._hair = [], None
        self._render_cursor()
        self.update()

    def _on_project_changed(self, change: Change) -> None:
        del change
        if not self._is_ours:
            self._chosen = []
            self._let_go()
        self._said = what_was(self._session)
        self.update()
        self._render_cursor()

    def _render_cursor(self) -> None:
        if not self.pen.draws:
            return
        if self.pen.tool == "move":
            is_held = isinstance(self._gesture, Moving)
            self.setCursor(Qt.CursorShape.ClosedHandCursor if is_held else Qt.CursorShape.OpenHandCursor)
        elif self.pen.tool == "delete":
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            classes = self._session.prepared.dataset.classes
            number = self.pen.number if classes else None
            self.setCursor(pen_cursor(self._appearance.theme, number, self.devicePixelRatioF()))

    # --- gestures ------------------------------------------------------------------------------------------------

    def _begun(self, at: QPointF) -> Gesture:
        if self.pen.tool == "spray":
            return Spraying(self.points, at, self.radius, self._generator)
        if self.pen.tool == "delete":
            return Wiping(self.points, at, self.radius)
        if self.pen.tool == "move":
            found = self.points.near(at)
            if found is None:
                return Framing(self.points, at)
            if found not in self._chosen:
                self._chosen = [found]
            return Moving(self.points, at, list(self._chosen))
        return Setting(self.points, at)

    def _begin(self, at: QPointF) -> None:
        self._gesture = self._begun(at)
        self._plot.take_in_hand(True)
        self._do(self._gesture.beat)
        self._beat.start()
        self._render_cursor()

    def _go_on(self) -> None:
        if self._gesture is not None:
            self._do(self._gesture.beat)
            self.update()

    def _do(self, work: object) -> None:
        """Do something to the points, so that it is known whose doing it is."""
        self._is_ours = True
        try:
            if callable(work):
                work()
        finally:
            self._is_ours = False

    def _end(self, *, is_meant: bool = True) -> None:
        gesture, self._gesture = self._gesture, None
        self._beat.stop()
        self._plot.take_in_hand(False)
        if gesture is None:
            return
        if isinstance(gesture, Framing):
            self._chosen = gesture.rows if is_meant else []
        elif is_meant:
            if not gesture.repeats:
                self._do(gesture.beat)
            self.points.end()
        else:
            self._do(self.points.cancel)
        if isinstance(gesture, Wiping):
            self._chosen = []
        self._render_cursor()
        self.update()

    def _let_go(self) -> None:
        """The points are others now, by undo for one: what the hand has held of them may not be there any more."""
        if self._gesture is not None:
            self._gesture.is_over = True
            self._end()

    def delete_chosen(self) -> None:
        """Take the chosen points away."""
        rows, self._chosen = self._chosen, []
        is_all = len(rows) == len(self.points.places())
        self._do(self.points.clear if is_all else lambda: self.points.delete(rows))
        self.points.end()
        self.update()

    # --- keyboard ------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key means; false if it means nothing here."""
        key, area = event.key(), self._plot.picture_area()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            if key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.choose(list(range(len(self.points.places()))))
                return True
            return False
        if key == Qt.Key.Key_Escape:
            self._end(is_meant=False) if self._gesture is not None else self.pen.take("look")
        elif key in _ARROWS:
            self._move_hair(*_ARROWS[Qt.Key(key)], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), area)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act_at_hair(area)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_chosen()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._choose_class(key - Qt.Key.Key_1)
        elif key in _TOOL_KEYS:
            tool = _TOOL_KEYS[Qt.Key(key)]
            self.pen.take("look" if tool == "draw" and self.pen.tool == "draw" else tool)  # type: ignore[arg-type]
        else:
            return False
        return True

    def _choose_class(self, number: int) -> None:
        """The class that is drawn; of chosen points, theirs."""
        if number >= len(self._session.prepared.dataset.classes):
            return
        if self._chosen and self.pen.tool == "move":
            self._do(lambda: self.points.set_class(self._chosen, number))
            self.points.end()
        else:
            self.pen.draw_class(number)

    def _move_hair(self, across: int, down: int, is_far: bool, area: QRectF) -> None:
        step = area.width() * (_STRIDE if is_far else _STEP)
        at = self._hair_in(area) + QPointF(across * step, down * step)
        at = QPointF(min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom()))
        if self.pen.tool == "move" and self._chosen:
            by, rows = at - self._hair_in(area), self._chosen
            places = [QPointF(*place) + by for place in self.points.places()[rows].tolist()]
            self._do(lambda: self.points.move(rows, places))
            self._is_moving = True
        self._hair = at
        self.update()

    def _end_moving(self) -> None:
        """Moving by keys in a row is one step of undo."""
        if self._is_moving:
            self._is_moving = False
            self.points.end()

    def _hair_in(self, area: QRectF) -> QPointF:
        return area.center() if self._hair is None else self._hair

    def _act_at_hair(self, area: QRectF) -> None:
        """What a click would do there; of points that are moved, choose the one at the cross hair."""
        self._hair = self._hair_in(area)
        if self.pen.tool == "move":
            found = self.points.near(self._hair)
            self._chosen = [] if found is None else [found]
        else:
            self._begin(self._hair)
            self._end()
        self.update()

    # overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the picture."""
        if watched is self._plot and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._plot.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of drawing from becoming shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = event.key()
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            own = key in _TOOL_KEYS or key in _ARROWS or Qt.Key.Key_1 <= key <= Qt.Key.Key_9
            own = own or key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            own = own or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            if plain and own:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw by keyboard."""
        if event.key() not in _ARROWS:
            self._end_moving()
        if not self._key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys move something else."""
        super().focusOutEvent(event)
        self._end_moving()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture within the picture."""
        self._hair = None
        self._end_moving()
        if event.button() == Qt.MouseButton.LeftButton and self._plot.picture_area().contains(event.position()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Where the hand is; what it does is done on the next beat."""
        self._hand = event.position()
        if self._gesture is not None:
            self._gesture.go_to(event.position())  # drawn on the next beat
        elif self.pen.tool in ("spray", "delete"):
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._gesture is not None:
            self._gesture.go_to(event.position())
            self._end()

    def leaveEvent(self, event: QEvent) -> None:
        """The hand is elsewhere."""
        super().leaveEvent(event)
        self._hand = None
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        self._end()
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self._hair_in(self._plot.picture_area()).toPoint()
        found = self.points.near(QPointF(at))
        if found is not None and found not in self._chosen:
            self.choose([found])
        self._open_menu(at, found)

    def _open_menu(self, at: QPoint, found: int | None) -> None:
        menu = PointMenu(self._session.prepared.dataset.classes, len(self._chosen) if found is not None else 0, self)
        menu.class_wanted.connect(lambda number: self._on_class_wanted(QPointF(at), found, number))
        menu.placing_wanted.connect(lambda: self._on_class_wanted(QPointF(at), None, None))
        menu.deleting_wanted.connect(self.delete_chosen)
        menu.all_wanted.connect(lambda: self.choose(list(range(len(self.points.places())))))
        menu.clearing_wanted.connect(self._on_clearing_wanted)
        menu.end_wanted.connect(lambda: self.pen.take("look"))
        menu.popup(self.mapToGlobal(at))

    def _on_clearing_wanted(self) -> None:
        self._chosen = []
        self._do(self.points.clear)
        self.update()

    def _on_class_wanted(self, at: QPointF, found: int | None, number: int | None) -> None:
        """Give the chosen points another class, or set one of that class."""
        if found is not None and number is not None:
            self._do(lambda: self.points.set_class(self._chosen, number))
        else:
            if number is not None:
                self.pen.number = number
            self._do(lambda: self.points.add([at]))
        self.points.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Spray wider or narrower."""
        if self.pen.tool in ("spray", "delete"):
            self.pen.set_width(self.pen.width + np.sign(event.angleDelta().y()) * MOST_WIDTH / 15)
            event.accept()
        else:
            super().wheelEvent(event)

    def hideEvent(self, event: object) -> None:
        """Nothing is in the hand of a picture that is not in sight."""
        del event
        self._end_moving()
        self._end()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chosen points, the band, what the pen reaches, and the cross hair."""
        del event
        theme, area = self._appearance.theme, self._plot.picture_area()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_rings(painter, theme, self.points.places(), self._chosen)
        painter.setPen(QPen(theme.colour("text"), Size.THIN, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        band = None if self._gesture is None else self._gesture.band
        if band is not None:
            painter.drawRect(band)
        at = self._hair if self._hair is not None else self._hand
        if at is not None and area.contains(at) and self.pen.tool in ("spray", "delete"):
            painter.drawEllipse(at, self.radius, self.radius)
        if self._hair is not None:
            paint_hair(painter, area, self._hair)
        if self._said:
            paint_note(painter, theme, area, self._said)
        painter.end()
