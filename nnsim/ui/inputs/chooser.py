"""Choosing the inputs: tiles for features, a list for columns, a grid for the pixels of a picture."""

from __future__ import annotations

from math import prod

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data.dataset import Dataset, Numbers
from nnsim.data.pixels import as_picture
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inputs.choice import InputChoice, choice_of, why_last
from nnsim.ui.inputs.column_list import ColumnList
from nnsim.ui.inputs.feature_tiles import FeatureTiles
from nnsim.ui.inputs.pixel_grid import PixelGrid
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.tips import in_lines


class InputChooser(QWidget):
    """Shows the inputs as what they are, and edits the project at once.

    Parameters
    ----------
    owner : whose it is; the names of all its parts begin with that
    width : of the list or of the picture
    """

    def __init__(
        self, session: Session, appearance: Appearance, owner: str, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._width = width
        self._shown_row = 0
        self._largest: tuple[Dataset | None, float] = (None, 1.0)
        self.note, self.reason = Label("", "note"), Label("", "note")
        for label in (self.note, self.reason):
            label.setWordWrap(True)
            label.setFixedWidth(width)
        self.tiles = FeatureTiles(appearance)
        self.columns = ColumnList(appearance)
        self.pixels = PixelGrid(appearance, width)
        self.tiles.toggled.connect(self._toggle)
        self.columns.toggled.connect(self._toggle)
        self.columns.walked.connect(self._on_walked)
        self.pixels.asked.connect(self._on_pixels_asked)
        self.all = self._verb(self.tr("All"), self.tr("Let the network see all of them"))
        self.only = self._verb(self.tr("Only this one"), "")
        self.all.clicked.connect(lambda: self._choose(self._choice().available))
        self.only.clicked.connect(self._on_only_clicked)
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._name_parts(owner)
        self._lay_out()

    def _name_parts(self, owner: str) -> None:
        named = {
            "chooser": self,
            "tiles": self.tiles,
            "columns": self.columns.rows,
            "search": self.columns.search,
            "pixels": self.pixels,
            "all": self.all,
            "only": self.only,
        }
        for name, widget in named.items():
            widget.setObjectName(f"{owner}-{name}")

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(Size.GAP)
        verbs.addWidget(self.all)
        verbs.addWidget(self.only)
        verbs.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        for widget in (self.note, self.tiles, self.columns, self.pixels, self.reason):
            whole.addWidget(widget)
        whole.addLayout(verbs)

    def _verb(self, text: str, tip: str) -> Chip:
        chip = Chip(text, tip=tip)
        chip.setCheckable(False)
        return chip

    def render_facts(self) -> None:
        """Show the project as it is."""
        choice = self._choice()
        self.note.show_text(choice.explained())
        for kind, widget in (("features", self.tiles), ("columns", self.columns), ("pixels", self.pixels)):
            widget.setVisible(choice.kind == kind)
        if choice.kind == "features":
            self.tiles.show_choice(choice, self._session.project.data, self._session.prepared)
        elif choice.kind == "columns":
            self.columns.show_choice(choice, self._width)
        elif choice.size is not None:
            self._show_pixels(choice, choice.size)
        reason = choice.locked or (why_last() if len(choice.chosen) == 1 else "")
        self.reason.show_text(reason)
        self.reason.setVisible(bool(reason))
        self._render_verbs(choice)

    def first_control(self) -> QWidget:
        """Where the keyboard begins."""
        tiles = (tile for tile in self.tiles.tiles.values() if tile.isEnabled())
        order = (*tiles, self.columns.search, self.columns.rows, self.pixels)
        return next((widget for widget in order if widget.isVisible() and widget.isEnabled()), self.all)

    def _show_pixels(self, choice: InputChoice, size: tuple[int, int]) -> None:
        chosen = set(choice.chosen)
        on = np.array([choice.of_pixel(pixel)[0] in chosen for pixel in range(prod(size))]).reshape(size)
        self._shown_row = self._row()
        self.pixels.show_picture(as_picture(self._sample(choice), (choice.channels, *size)), on)
        self.pixels.setEnabled(not choice.locked)
        hint = self.tr("Click a pixel to leave it out or put it back; drag for several  (arrows, Space)")
        self.pixels.setToolTip(in_lines(choice.locked or hint))

    def _row(self) -> int:
        """The sample in hand; the first if there is none."""
        view = self._session.snapshot.sample_view
        return 0 if view is None or view.is_drawn or view.row >= self._session.prepared.dataset.n_samples else view.row

    def _sample(self, choice: InputChoice) -> Numbers:
        """All columns of the sample in hand, in shares of the largest magnitude of the data."""
        dataset = self._session.prepared.dataset
        if dataset is not self._largest[0]:
            self._largest = dataset, float(np.nanmax(np.abs(dataset.inputs))) or 1.0
        shown = dict(zip(dataset.input_names, dataset.inputs[self._row()].tolist(), strict=True))
        return np.array([shown.get(name, 0.0) for name in choice.available]) / self._largest[1]

    def _render_sample(self) -> None:
        """The picture of the sample in hand, if that is another one and the picture can be seen."""
        if self._row() == self._shown_row or not self.isVisible() or self.pixels.isHidden():
            return
        choice = self._choice()
        if choice.size is not None:
            self._show_pixels(choice, choice.size)

    def _render_verbs(self, choice: InputChoice) -> None:
        can_all = len(choice.chosen) < len(choice.available) and not choice.locked
        self.all.setVisible(not choice.locked)
        self.all.setEnabled(can_all)
        self.only.setVisible(choice.kind != "pixels" and len(choice.available) > 1)
        if choice.kind == "features":
            few = self._session.prepared.dataset.input_names
            self.only.setText(self.tr("Coordinates only"))
            self.only.setToolTip(self.tr("Leave out all that is made of the coordinates"))
            self.only.setEnabled(choice.chosen != few)
        else:
            self.only.setText(self.tr("Only this one"))
            self.only.setToolTip(self.tr("Leave out all columns but the one that is marked in the list"))
            is_marked = choice.kind == "columns" and self.columns.current() is not None
            self.only.setEnabled(is_marked and not choice.locked and len(choice.available) > 1)
        self.only.setAccessibleName(self.only.text())

    def _on_snapshot_taken(self) -> None:
        self._render_sample()

    def _on_walked(self) -> None:
        self._render_verbs(self._choice())

    def _on_only_clicked(self) -> None:
        marked = self.columns.current()
        if self._choice().kind == "features":
            self._choose(self._session.prepared.dataset.input_names)
        elif marked is not None:
            self._choose((marked,))

    def _choice(self) -> InputChoice:
        return choice_of(self._session)

    def _choose(self, names: tuple[str, ...]) -> None:
        self._session.apply(data_edits.choose_inputs, names)

    def _toggle(self, name: str) -> None:
        self._session.apply(data_edits.toggle_input, name)

    def _on_pixels_asked(self, pixels: frozenset[int], on: bool) -> None:
        choice = self._choice()
        asked = {name for pixel in pixels for name in choice.of_pixel(pixel)}
        names = set(choice.chosen) | asked if on else set(choice.chosen) - asked
        self._choose(tuple(names))

    # -------------------------------------------------------- Qt's own names

    def showEvent(self, event: QShowEvent) -> None:
        """Show the sample that is in hand by now."""
        super().showEvent(event)
        self._render_sample()
