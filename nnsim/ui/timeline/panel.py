"""The strip along the bottom of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.timeline.player import Player
from nnsim.ui.timeline.runs_popover import RunsPopover
from nnsim.ui.timeline.track import TrackView
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import format_fixed, in_percent_fixed


class TimelinePanel(QFrame):
    """Two buttons to play, the track, how much memory the record takes, and the button that goes on from the past.

    ``switch`` is the entry of the View menu that shows and hides it.
    """

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self.setObjectName("timeline_panel")
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Time line"))
        self.setFixedHeight(Size.TIMELINE)
        self._gives_way = False
        self.player = Player(session, self)
        self.track = TrackView(session, appearance)
        self.back = Button("", "icon", name=self.tr("Play backwards"))
        self.forth = Button("", "icon", name=self.tr("Play forwards"))
        self.room = Label("", "note")
        self.continue_ = Button(
            self.tr("Continue from here"),
            name=self.tr("Continue from here"),
            tip=self.tr("Go on from the moment that is shown. Undo brings back the way it went before"),
        )
        self.runs = Button(
            "", "step", tip=self.tr("Runs: all that was trained in this project, to be named, compared and opened")
        )
        self.runs_list = RunsPopover(session, appearance, self)
        for part, name in (
            (self.back, "back"), (self.forth, "forth"), (self.room, "room"), (self.continue_, "continue"),
            (self.runs, "runs"),
        ):  # fmt: skip
            part.setObjectName(f"timeline_{name}")
        self.switch = QAction(self.tr("&Time line"), self)
        self.switch.setObjectName("view_timeline")
        self.switch.setCheckable(True)
        self.switch.setChecked(True)
        self._lay_out()
        self._connect()
        self._render()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.GAP, Size.HALF, Size.MARGIN, Size.HALF)
        row.setSpacing(Size.HALF)
        for button in (self.back, self.forth):
            button.setFixedSize(Size.CONTROL, Size.CONTROL)
            row.addWidget(button)
        row.addWidget(self.track, 1)
        row.addWidget(self.room)
        row.addSpacing(Size.GAP)
        row.addWidget(self.continue_)
        row.addWidget(self.runs)

    def _connect(self) -> None:
        session = self._session
        self.back.clicked.connect(lambda: self.player.play(-1))
        self.forth.clicked.connect(lambda: self.player.play(1))
        self.runs.clicked.connect(lambda: self.show_runs())
        session.runs_changed.connect(self._render_runs)
        self.continue_.clicked.connect(lambda: session.continue_here())
        self.switch.triggered.connect(self.show_strip)
        self.track.grabbed.connect(self.player.stop)
        self.track.refused.connect(self._on_refused)
        self.player.changed.connect(self._render)
        session.past.changed.connect(self._render)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._appearance.changed.connect(self._render_icons)

    def show_runs(self, *, by_keyboard: bool = False) -> None:
        """Open the list of runs, also where the strip is not in sight."""
        self.runs_list.open_at(self.runs if self.isVisible() else self.window(), by_keyboard=by_keyboard)

    def show_strip(self, shown: bool) -> None:
        """Show or hide it, as remembered."""
        self.switch.setChecked(shown)
        self.setVisible(shown and not self._gives_way)

    def give_way(self, gives_way: bool) -> None:
        """Hide it where there is no room, whatever the menu says."""
        if gives_way != self._gives_way:
            self._gives_way = gives_way
            self.show_strip(self.switch.isChecked())

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due(self.track.objectName()):
            self._render_room()
            self._render_enabled()

    def _on_refused(self) -> None:
        self.room.show_text(self.tr("not kept"))
        self.room.setToolTip(
            self.tr("Weights were set by hand or replaced here, and there was no room left to keep them.")
        )

    def _render(self) -> None:
        self._render_room()
        self._render_enabled()
        self._render_icons()
        self._render_runs()

    def _render_runs(self) -> None:
        n_runs = len(self._session.runs)
        self.runs.setText(self.tr("Runs: {0}").format(n_runs))
        self.runs.setAccessibleName(self.runs.text())

    def _render_room(self) -> None:
        track = self._session.track
        made, all_of_them = track.computed
        if made < all_of_them:
            self.room.show_text(self.tr("computing {0} %").format(in_percent_fixed(made / all_of_them, 0)))
            self.room.setToolTip(self.tr("This moment is computed again from the last one that was kept."))
            return
        held, most = track.held_bytes / 2**20, track.budget_bytes / 2**20
        few = format_fixed(held, 1 if held < 10 else 0)
        self.room.show_text(self.tr("{0} of {1} MB").format(few, format_fixed(most, 0)))
        self.room.setToolTip(
            self.tr(
                "Memory of the record, and what it may take. When it is full, fewer moments are kept;\n"
                "those between them are computed again when you go there, and are the same to the last bit."
            )
        )

    def _render_enabled(self) -> None:
        track, is_past = self._session.track, self._session.past.is_shown
        self.continue_.setEnabled(is_past)
        for button, can in ((self.back, track.shown[0] > track.first[0]), (self.forth, track.now[0] > track.first[0])):
            button.setEnabled(can)

    def _render_icons(self) -> None:
        for button, direction, name in (
            (self.back, -1, self.tr("Play backwards")), (self.forth, 1, self.tr("Play forwards")),
        ):  # fmt: skip
            plays = self.player.direction == direction
            said = self.tr("Stop") if plays else name
            made = icon("pause" if plays else "play", self._appearance.theme, "second", solid=True)
            button.setIcon(made if plays or direction > 0 else _mirrored(made))
            button.setAccessibleName(said)
            button.setToolTip(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the memory is not told."""
        super().resizeEvent(event)
        self.room.setVisible(self.width() >= Size.TIMELINE_WIDE)


def _mirrored(made: QIcon) -> QIcon:
    turned = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Disabled):
        for size in made.availableSizes(mode):
            pixmap = made.pixmap(size, mode)
            turned.addPixmap(
                pixmap.transformed(QTransform().scale(-1, 1), Qt.TransformationMode.FastTransformation), mode
            )
    return turned
