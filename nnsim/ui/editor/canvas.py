"""The network's picture in a view: looking, pointing, walking, zooming."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from nnsim.engine.snapshot import Snapshot, View
from nnsim.model.change import Change
from nnsim.session.selection import Selection, exists
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.gestures import Drag, Gesture, PressEmpty, PressPart
from nnsim.ui.editor.keyboard import Keyboard
from nnsim.ui.editor.layout import arrange, link_at, middle_of, neuron_at
from nnsim.ui.editor.news import News
from nnsim.ui.editor.readout import readout, unscaled
from nnsim.ui.editor.scene import NetworkScene
from nnsim.ui.editor.side_names_item import side_room
from nnsim.ui.editor.view_options import ViewOptions
from nnsim.ui.editor.weight_faces import pixels_of_inputs
from nnsim.ui.editor.zoom_view import ZoomView
from nnsim.ui.names import Names, is_drawn_alike, names_of
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.sample_words import is_drag
from nnsim.ui.theme import Beats, Theme

_SHOWN: Final[tuple[View, ...]] = ("plane", "sample")
_GLOWING: Final[tuple[View, ...]] = ("change",)


class Canvas(ZoomView):
    """Draws the session's network and turns what hand and keys do on it into selections and edits.

    Signals
    -------
    opened(Selection) : the user wants to change this weight or bias, or see this layer's form
    menu_asked(Selection, QPoint) : the user wants to see what can be done with this part, at a point of the screen
    insert_asked(int) : the user wants to choose a new layer to come in front of this one
    """

    opened = Signal(object)
    menu_asked = Signal(object, QPoint)
    insert_asked = Signal(int)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        self.names = names_of(session)
        super().__init__(appearance, arrange(self.names.network, 1, 1), parent)
        self._session = session
        self._gesture: Gesture | None = None
        self._keyboard = Keyboard(session, self)
        self._hovered: Selection | None = None
        self.options = ViewOptions(self)
        self.picture = NetworkScene(appearance.theme, self)
        self.news = News(session, self.picture.overlays, self.options, self)
        self._is_pointing = False
        self._unfolded: int | None = None
        self._set_up()
        session.project_changed.connect(self._on_project_changed)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        session.selection_changed.connect(self._on_selection_changed)
        session.run_state_changed.connect(self._on_run_state_changed)
        appearance.changed.connect(self._on_appearance_changed)
        self.options.changed.connect(self._render_options)
        self.news.told.connect(self._render_selection)
        self._render_options()
        self._render_network()

    def _set_up(self) -> None:
        self.setObjectName("network-canvas")
        self.setAccessibleName(self.tr("Network"))
        self.setScene(self.picture)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setOptimizationFlags(
            QGraphicsView.OptimizationFlag.DontSavePainterState
            | QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing
        )
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setMouseTracking(True)
        self.setMinimumSize(*NetworkSize.NETWORK_MIN)
        self._render_theme()

    # ---------------------------------------------------------------- facts

    def _on_project_changed(self, change: Change | None) -> None:
        if change is not None and change.is_of_points:
            self._render_snapshot()  # the network is as it was
            return
        if not is_drag(change):
            self.picture.scale.start_anew()
        if change is not None:
            self.news.follow_edit()
        self._render_network()
        self.news.render(self._drawable())

    def _on_snapshot_taken(self) -> None:
        snapshot = self._drawable()
        if self._session.run_state != "running":
            self._render_snapshot()
        elif snapshot is not None:
            self._render_turn(snapshot)
        self.news.follow_snapshot(snapshot, self.names)

    def _render_turn(self, snapshot: Snapshot) -> None:
        """In a run: what is due in this frame."""
        is_due = self._session.rota.is_due
        if is_due("network"):
            self.picture.render_answers(snapshot)
        if is_due("network-links"):
            self.picture.render_weights(snapshot)
        if is_due("network-numbers"):
            self.picture.render_numbers(running=True)

    def _on_selection_changed(self) -> None:
        is_current = is_drawn_alike(self._session.project.network, self.names.network)
        if is_current and self._to_unfold(self.names) != self._unfolded:
            self._render_network()
        else:
            self._render_selection()
        if not self._is_pointing:
            self._render_revealed()

    def _on_run_state_changed(self) -> None:
        self._render_snapshot()
        if self._session.run_state == "running":
            self.news.stop()

    def _on_appearance_changed(self) -> None:
        self._render_theme()

    # -------------------------------------------------------------- drawing

    def _render_network(self) -> None:
        names = names_of(self._session)
        width, height = self.viewport().width(), self.viewport().height()
        left, right = (side_room(names, layer, width) for layer in (-1, len(names.network.layers) - 1))
        self._unfolded = self._to_unfold(names)
        arrangement = arrange(names.network, width, height, left, right, self._unfolded)
        if names != self.names or arrangement != self.arrangement:
            self.names, self.arrangement = names, arrangement
            self._hovered = None
            self.picture.arrange(names, arrangement)
            self.news.render(self._drawable())
            self._zoom.keep_bounds()
        self._render_selection()
        self.render_sight()
        self._render_snapshot()

    def _to_unfold(self, names: Names) -> int | None:
        """The layer that stands open: the selected one, or the one that a selected link comes from."""
        chosen = self._session.selection
        if chosen.kind == "none" or not exists(chosen, names.network):
            return None
        if chosen.layer < 0 and pixels_of_inputs(names) is not None:
            return None  # a picture says more than a column of its pixels
        is_from_it = chosen.kind == "link" and chosen.layer - 1 == self._unfolded
        return self._unfolded if is_from_it else chosen.layer

    def render_sight(self) -> None:
        """Draw what has come into sight."""
        self.picture.look_at(self.seen(), self.scale_of_view, self._drawable())
        super().render_sight()

    def _render_revealed(self) -> None:
        """Bring what was selected elsewhere, or by a key, into sight."""
        chosen = self._session.selection
        if chosen.kind != "none" and exists(chosen, self.names.network):
            self.reveal(QPointF(*middle_of(self.arrangement, chosen)))

    def _render_snapshot(self) -> None:
        snapshot = self._drawable()
        if snapshot is not None:
            self.picture.render_snapshot(snapshot)

    def _drawable(self) -> Snapshot | None:
        """The newest snapshot, if it can be seen here and is one of this network."""
        snapshot = self._session.snapshot
        return snapshot if self.isVisible() and is_drawn_alike(snapshot.network, self.names.network) else None

    def _render_selection(self) -> None:
        chosen = self._session.selection
        if not exists(chosen, self.names.network):
            chosen = Selection()
        self.picture.mark(chosen, self._hovered)
        self.chosen_layer = None if chosen.kind == "none" else chosen.layer
        self.render_map()
        part = self.names.part(chosen)
        if self._session.arrivals.now.has(self.names.network, chosen):
            part = self.tr("{0} (new)").format(part)
        told = self.tr("Network {0}, selected: {1}").format(self.names.sizes(), part)
        self.setAccessibleDescription(f"{told}. {self.news.story}" if self.news.story else told)

    def _render_options(self) -> None:
        self.picture.show_values(self.options.values)
        self._watch(self.isVisible())
        self.news.render_change(self._drawable())
        if not self.options.motion:
            self.news.travel.stop()

    def _render_theme(self) -> None:
        theme = self._appearance.theme
        self.setBackgroundBrush(theme.colour("surface"))
        self.picture.recolour(theme)

    @property
    def theme(self) -> Theme:
        """The colours it is drawn in."""
        return self._appearance.theme

    def paint_whole(self, painter: QPainter, room: QRectF) -> None:
        """Draw all of the network into a picture, also what is out of sight, the same however close the view."""
        snapshot = self._drawable()
        self.picture.look_at(self.picture.sceneRect(), 1.0, snapshot)
        self.picture.paint_for_keeps(painter, room)
        self.picture.look_at(self.seen(), self.scale_of_view, snapshot)

    # ------------------------------------------------- what gestures may do

    def part_at(self, at: QPoint) -> Selection | None:
        """What lies under a point of the view: neurons and biases before links."""
        place = self.mapToScene(at)
        found = neuron_at(self.arrangement, place.x(), place.y())
        if found is not None and not exists(found, self.names.network):
            found = Selection("neuron", found.layer, column=found.column)  # it has no bias
        if found is not None and found.kind == "layer":
            filter_ = self.picture.filter_at(found.layer, place)
            return found if filter_ is None else Selection("neuron", found.layer, column=filter_)
        return found or link_at(self.arrangement, place.x(), place.y())

    def readout_at(self, at: QPoint) -> str:
        """What is told about the part under a point of the view."""
        part = self.part_at(at)
        told = readout(self.names, part, self._session.snapshot)
        if part is None or not told:
            return told
        origin = unscaled(part, self._session.snapshot, self._session.prepared)
        return "\n".join((told, *([origin] if origin else []), *self.news.words(self.names, part)))

    def choose(self, part: Selection) -> None:
        """Select a part; a weight or bias opens at once. Who chooses nothing has seen the last step."""
        if part.kind == "none":
            self.news.stop()
        self._is_pointing = True
        self._session.select(part)
        self._is_pointing = False
        if part.kind in ("link", "bias"):
            self.opened.emit(part)

    def open_part(self, part: Selection) -> None:
        """Open the number or the form of what is selected already."""
        self.opened.emit(part)

    def ask_menu(self, part: Selection, at: QPoint | None = None) -> None:
        """Show what can be done with a part, at a point of the view or beside the part; of a layer its form."""
        if part.kind == "layer":
            self.opened.emit(part)
        elif part.kind != "none":
            column = self.arrangement.column(part.layer)
            beside = self.mapFromScene(column.right, column.height_of(part.column))
            self.menu_asked.emit(part, self.viewport().mapToGlobal(beside if at is None else at))

    def ask_insert(self, layer: int) -> None:
        """Show what could come in front of a layer."""
        self.insert_asked.emit(layer)

    def _hover(self, part: Selection | None) -> None:
        if part != self._hovered:
            self._hovered = part
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor)
            self._render_selection()

    # -------------------------------------------------------- Qt's own names

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position().toPoint()
            part = self.part_at(at)
            self._gesture = PressEmpty(self, at) if part is None else PressPart(self, part)
            event.accept()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = Drag(self, event.position().toPoint())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or see what the pointer is over."""
        at = event.position().toPoint()
        if self._gesture is not None:
            self._gesture.move(at)
        else:
            self._hover(self.part_at(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.release(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On an empty place: see all of the network."""
        if self.part_at(event.position().toPoint()) is None:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything that the mouse can do, see ``keyboard.py``. Esc first takes away the step that is shown."""
        if event.key() == Qt.Key.Key_Escape and self.news.travel.journey is not None:
            self.news.stop()
            return
        if not self._keyboard.press(event.key(), event.modifiers()):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click: the menu of what the pointer is over; menu key: of what is selected."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        part = self.part_at(event.pos()) if by_mouse else self._session.selection
        if part is not None:
            self._session.select(part)
            self.ask_menu(part, event.pos() if by_mouse else None)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the number under the pointer, and forget the pointer when it leaves."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.readout_at(event.pos()), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the network out anew."""
        super().resizeEvent(event)
        self._render_network()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is drawn here."""
        super().showEvent(event)
        self._watch(True)
        self._render_network()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nobody need compute."""
        super().hideEvent(event)
        self.news.stop()
        self._watch(False)

    def _watch(self, wanted: bool) -> None:
        shown = (*_SHOWN, *_GLOWING) if self.options.glow else _SHOWN
        self._session.watch("network", shown if wanted else (), Beats.NETWORK)
        self._session.watch("network-links", (), Beats.LINKS)
        self._session.watch("network-numbers", (), Beats.FIGURES)
        self._session.watch("network-glow", (), Beats.GLOW)
        self._session.watch("network-link-glow", (), Beats.LINK_GLOW)
        self._session.watch("network-neuron-glow", (), Beats.NEURON_GLOW)
