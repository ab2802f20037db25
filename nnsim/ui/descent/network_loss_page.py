"""The loss of the network in hand as a map with the way of its run, on which its weights can be put, to roll on."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from nnsim.engine.parameters import Array
from nnsim.model.weight_edits import put_weights
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.batch_card import BatchCard, ways_of
from nnsim.ui.descent.height_relief import HeightRelief
from nnsim.ui.descent.loss_map_plot import LossMapPlot
from nnsim.ui.descent.map_and_relief import MapAndRelief
from nnsim.ui.descent.plane_choice import Plane, PlaneChoice
from nnsim.ui.descent.terrain_plot import Way
from nnsim.ui.names import names_of
from nnsim.ui.theme import Beats, Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.card import Card, CardRow
from nnsim.ui.widgets.empty_note import EmptyNote
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NARROW_SPACE, format_count, format_number, in_percent
from nnsim.ui.widgets.scrolled_column import ScrolledCard
from nnsim.ui.widgets.speed import SpeedSlider
from nnsim.ui.widgets.translated import translated

_OWNER = "network_loss_page"
FIRST_SPEED: Final = 10.0
"""Steps a second: slow enough to see where each one leads."""


class NetworkLossPage(QWidget):
    """What to do at the left, the map beside it, and batches at the right while they are compared."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(_OWNER)
        self.setAccessibleName(self.tr("Loss of the network"))
        self._session, self._maps, self._batches = session, session.loss_maps, session.batch_comparison
        self._drawn: object = None
        self._rate: float | None = FIRST_SPEED
        self._before: tuple[float | None] | None = None
        self.plot = LossMapPlot(appearance)
        self.relief = HeightRelief(appearance, "network_loss_relief")
        self.pictures = MapAndRelief(self.plot, self.relief, "network_loss")
        self.empty = EmptyNote("chart-line", "", "", appearance)
        self.batches = BatchCard(appearance)
        self._make_controls()
        self._lay_out()
        self._connect()
        self._render()

    def _make_controls(self) -> None:
        self.planes = PlaneChoice(self._session)
        self.lay = Button(self.tr("Lay the map"), "primary", tip=self.tr("Through the weights as they are now"))
        self.lay.setObjectName("network_loss_lay")
        self.run = Button(self.tr("Let it roll"), tip=self.tr("Train on from where the weights are, and see the way"))
        self.run.setObjectName("network_loss_run")
        self.step = Button(self.tr("Step"), tip=self.tr("One batch: a single step of the way"))
        self.step.setObjectName("network_loss_step")
        self.speed = SpeedSlider(self.tr("How many steps to roll in a second; the speed of training stays as it is"))
        self.speed.slider.setObjectName("network_loss_speed")
        self.speed.set_speed(FIRST_SPEED)
        self.undo = Button(self.tr("Undo"), tip=self.tr("Take the last edit back  (Ctrl+Z)"))
        self.undo.setObjectName("network_loss_undo")
        self.compare = Button(
            self.tr("Compare batches"), tip=self.tr("Three ways from these weights: of one, ten, all")
        )
        self.compare.setObjectName("network_loss_compare")
        self.notes = {name: self._note(name) for name in ("progress", "share", "loss", "how")}

    def _note(self, name: str) -> Label:
        note = Label("", "note")
        note.setObjectName(f"network_loss_{name}")
        note.setWordWrap(True)
        return note

    def _lay_out(self) -> None:
        picture = Card(self.tr("Loss over a plane through the weights"))
        picture.setObjectName("network_loss_picture")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.pictures)
        picture.add_to_header(self.pictures.chips)
        picture.body.addLayout(self._stack, 1)
        CardRow(self, self._settings(), picture, self.batches)

    def _settings(self) -> Card:
        """What to do, scrolled where the window is low."""
        settings = ScrolledCard(self.tr("Loss of the network"), Size.PLAN)
        settings.setObjectName("network_loss_settings")
        settings.scrolled.setObjectName("network_loss_scroll")
        column = settings.column
        beside = QHBoxLayout()
        beside.setSpacing(Size.GAP)
        beside.addWidget(self.run, 1)
        beside.addWidget(self.step, 1)
        for part in (self.planes, self.lay, self.notes["progress"]):
            column.addWidget(part)
        column.addLayout(beside)
        for widget in (self.speed, self.undo, self.compare, *(self.notes[name] for name in ("loss", "share", "how"))):
            column.addWidget(widget)
        column.addStretch(1)
        return settings

    def _connect(self) -> None:
        self.planes.chosen.connect(self._lay)
        self.lay.clicked.connect(self._lay)
        self.run.clicked.connect(self._run_or_pause)
        self.step.clicked.connect(lambda: self._session.step_batch())
        self.speed.chosen.connect(self._choose_speed)
        self.undo.clicked.connect(lambda: self._session.undo())
        self.compare.clicked.connect(self._compare_or_not)
        self.batches.steps_chosen.connect(self._batches.begin)
        self.batches.map_wanted.connect(self._batches.lay_around)
        self._batches.changed.connect(self._render_if_seen)
        self.plot.put.connect(self._put)
        self._maps.changed.connect(self._render_if_seen)
        self._session.project_changed.connect(self._render_if_seen)
        self._session.past.changed.connect(self._render_if_seen)
        self._session.run_state_changed.connect(self._render_if_seen)
        self._session.run_state_changed.connect(self._give_speed_back)
        self._session.snapshot_taken.connect(self._on_snapshot_taken)

    # --- what a person does --------------------------------------------------------------------------------------

    def _lay(self) -> None:
        self._maps.lay(self.planes.plane)

    def _put(self, first: float, second: float) -> None:
        """Put the weights there: one step of undo. A run goes on from there."""
        self._maps.put(first, second, lambda *there: self._session.edit_weights(put_weights, *there))

    def _run_or_pause(self) -> None:
        if self._session.run_state == "running":
            self._session.pause()
        else:
            if self._before is None:
                self._before = (self._session.speed,)
            self._session.set_speed(self._rate)
            self._session.run()

    def _choose_speed(self, steps_per_s: float | None) -> None:
        """Roll so fast from now on."""
        is_ours = self._is_ours
        self._rate = steps_per_s
        if is_ours:
            self._session.set_speed(steps_per_s)

    @property
    def _is_ours(self) -> bool:
        """Whether it rolls at the speed of this page: nobody has chosen another one for training."""
        return self._before is not None and self._session.speed == self._rate

    def _give_speed_back(self) -> None:
        """What no longer rolls is trained as fast as before."""
        if self._before is not None and self._session.run_state != "running":
            if self._is_ours:
                self._session.set_speed(*self._before)
            self._before = None

    def _compare_or_not(self) -> None:
        if self._batches.ways is None:
            self._batches.begin()
        else:
            self._batches.put_away()

    # --- drawing -------------------------------------------------------------------------------------------------

    def _render_if_seen(self, _change: object = None) -> None:
        if self.isVisible():
            self._render()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible() and self._session.rota.is_due(_OWNER):
            self._render_way()

    def _render(self) -> None:
        found = self._maps.map
        is_whole = found is not None and not found.left
        self._stack.setCurrentWidget(self.pictures if is_whole else self.empty)
        self.setFocusProxy(self.plot if is_whole else self.lay)
        self.planes.show_choice()
        self.empty.show_text(*self._empty_words())
        if found is not None and is_whole and found is not self._drawn:
            self._drawn = found
            names = self._axis_names(found.plane)
            self.plot.show_map(found.coordinates, found.losses, names)
            way = self._maps.way()
            ends = (_ends(found.coordinates[0]), _ends(found.coordinates[1]))
            points = None if way is None else way.points
            self.relief.show_heights(found.losses.T, ends, (*names, self.tr("loss")), points)
        self.run.setText(self.tr("Pause") if self._session.run_state == "running" else self.tr("Let it roll"))
        self.run.setAccessibleName(self.run.text())
        self.undo.setEnabled(self._session.undoable is not None)
        self.notes["progress"].show_text(self._progress_words())
        self.notes["how"].show_text(self._how_words(is_of_two=found is not None and found.told is not None))
        self._render_way()
        self._render_batches()

    def _empty_words(self) -> tuple[str, str]:
        """What is said where no map is yet."""
        found = self._maps.map
        if found is not None and found.left:
            return self.tr("The map is being laid"), self.tr("The loss is worked out, point by point.")
        hints = {
            "path": self.tr(
                "Let the network learn a little, then lay the map: of the plane in which the run went furthest."
            ),
            "weights": self.tr("Choose two weights and lay the map: all others stay as they are now."),
            "random": self.tr("Lay the map: along two random directions through the weights as they are now."),
        }
        return self.tr("What does the loss look like around these weights?"), hints[self.planes.sort]

    def _axis_names(self, plane: Plane) -> tuple[str, str]:
        """Of the two directions: the weights, or which of the two it is."""
        if isinstance(plane, str):
            return self.tr("first direction"), self.tr("second direction")
        names = names_of(self._session)
        return names.weight_sign(plane[0]), names.weight_sign(plane[1])

    def _how_words(self, *, is_of_two: bool) -> str:
        if is_of_two:
            return self.tr(
                "Click the map to put these two weights there: an edit like any other. The others stay as they are."
            )
        return self.tr(
            "Click the map to put the weights there: an edit like any other. Weights that training may not change "
            "stay as they are, and so does what a normalisation remembers."
        )

    def _progress_words(self) -> str:
        found = self._maps.map
        if self._maps.problem is not None:
            stays = "" if found is None else self.tr("The map is still the one before.")
            problem = translated(self._maps.problem.message), translated(self._maps.problem.hint), stays
            return " ".join(filter(None, problem))
        if found is None:
            return ""
        if found.left:
            done = format_count(found.points - found.left)
            return self.tr("Points worked out: {0} of {1}").format(done, format_count(found.points))
        if found.every > 1:
            said = self.tr("{0} points, each the loss of one in {1} training samples: all would take too long.")
            return said.format(format_count(found.points), format_count(found.every))
        return self.tr("{0} points, each the loss of all training samples.").format(format_count(found.points))

    def _render_way(self) -> None:
        found, way, snapshot = self._maps.map, self._maps.way(), self._session.snapshot
        self.notes["loss"].show_text(self._loss_words())
        if found is None or way is None or found is not self._drawn:
            self.notes["share"].show_text("")
            return
        here, is_later = found.place_of(snapshot.parameters)[None, :], way.at > snapshot.step
        if not self._session.past.is_shown:
            is_later[:] = False
        until = np.vstack([way.points[~is_later], here])
        is_put = np.append(way.is_put[~is_later], False)
        self.plot.show_way(until, np.vstack([here, way.points[is_later]]), is_put)
        self.relief.show_ways([Way(-1, "", until, is_put), *ways_of(self._batches)])
        said = [self._share_words(found.plane, way.share)] if len(way.points) > 1 else []
        said += self._level_words(found.plane, found.is_level)
        if not found.is_through(snapshot.parameters):
            said.append(self.tr("The other weights are no longer those of the map: lay it again to see it as it is."))
        if self.plot.has_left:
            said.append(self.tr("The weights have left the map: lay another."))
        self.notes["share"].show_text("\n".join(said))

    def _share_words(self, plane: Plane, share: float) -> str:
        said = self.tr(
            "Of how far the run has moved all weights these two are {0}; the rest is that of the others. Measured by "
            "squared distances."
        )
        if isinstance(plane, str):
            said = self.tr(
                "Of how far the run has moved its weights {0} is seen here; the rest leads out of the plane. Measured "
                "by squared distances."
            )
        said = said.format(f"{in_percent(share)}{NARROW_SPACE}%")
        if plane == "random":
            return self.tr("{0} Both directions were drawn by chance.").format(said)
        if plane in ("path", "ways"):
            return self.tr(
                "{0} The first direction is the one in which the way went furthest, the second the next at right "
                "angles."
            ).format(said)
        return said

    def _level_words(self, plane: Plane, is_level: tuple[bool, bool]) -> list[str]:
        """That the loss does not depend on one of the two, or on none."""
        if all(is_level):
            return [self.tr("The loss is the same all over the map: it does not depend on these two. Choose others.")]
        without_say = [name for name, is_one in zip(self._axis_names(plane), is_level, strict=True) if is_one]
        return [self.tr("The loss does not depend on {0}.").format(name) for name in without_say]

    def _loss_words(self) -> str:
        """The loss of the weights that are shown; while a run goes on that of its last whole epoch."""
        snapshot = self._session.snapshot
        curves = snapshot.curves if snapshot.now is None else snapshot.now
        if not len(curves):
            return self.tr("Epoch {0}, training loss {1}").format(format_count(snapshot.epoch), "–")
        loss, epoch = format_number(float(curves.train_loss[-1]), 4), format_count(int(curves.epoch[-1]))
        if snapshot.now is None or not snapshot.batch:
            return self.tr("Epoch {0}, training loss {1}").format(epoch, loss)
        done, whole = format_count(snapshot.batch), format_count(snapshot.n_batches)
        return self.tr("Epoch {0} and {1} of {2} batches, training loss {3}").format(epoch, done, whole, loss)

    def _render_batches(self) -> None:
        is_on = self._batches.ways is not None
        self.compare.setEnabled(self._maps.map is not None)
        said = self.tr("Hide the three ways") if is_on else self.tr("Compare batches")
        self.compare.setText(said)
        self.compare.setAccessibleName(said)
        self.batches.setVisible(is_on)
        self.plot.show_ways(ways_of(self._batches))
        if is_on:
            self.batches.show_ways(self._batches)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up; the first time, lay a map if the run has moved."""
        super().showEvent(event)
        self._session.watch(_OWNER, (), Beats.LOSS)
        if self._maps.map is None and self._session.snapshot.epoch:
            self._lay()
        self._maps.go_on()
        self._batches.go_on()
        self._render()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._session.watch(_OWNER, ())
        self._maps.stop()
        self._batches.stop()


def _ends(steps: Array) -> tuple[float, float]:
    return float(steps[0]), float(steps[-1])
