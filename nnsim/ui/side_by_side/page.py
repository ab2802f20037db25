"""The page of runs side by side: what differs above, the runs beside each other, the losses of all below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.errors import InputError
from nnsim.session.abreast import FEWEST, LETTERS, SideBySide
from nnsim.session.column import Column
from nnsim.ui.appearance import Appearance
from nnsim.ui.side_by_side.column_card import ColumnCard
from nnsim.ui.side_by_side.column_picture import set_equal_scales
from nnsim.ui.side_by_side.page_note import PageNote
from nnsim.ui.side_by_side.race_card import RaceCard
from nnsim.ui.side_by_side.setup_bar import SetupBar
from nnsim.ui.side_by_side.standings import lead
from nnsim.ui.theme import Size
from nnsim.ui.widgets.empty_note import EmptyNote


class SideBySidePage(QWidget):
    """Draws the comparison while it is in sight. Space runs and pauses it, E steps an epoch, Ctrl+R resets it."""

    def __init__(self, side: SideBySide, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_by_side")
        self.setAccessibleName(self.tr("Runs side by side"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._side, self._appearance = side, appearance
        self._cards: dict[Column, ColumnCard] = {}
        self._is_refused = False
        self.bar = SetupBar(side, appearance)
        self.note = PageNote()
        self.race = RaceCard(appearance)
        self.empty = EmptyNote(
            "flask-conical",
            self.tr("Nothing to compare yet"),
            self.tr("As soon as the project in hand can be trained, runs of it stand here side by side."),
            appearance,
        )
        self._lay_out()
        for button in (self.bar.run, self.bar.epoch, self.bar.add):
            button.heirs = (self,)
        self.bar.toggled.connect(self._toggle)
        self.bar.stepped.connect(self._step_epoch)
        self.note.renew.clicked.connect(lambda: side.renew())
        side.columns_changed.connect(self._on_columns_changed)
        side.snapshot_taken.connect(self._on_snapshot_taken)
        side.state_changed.connect(self._on_state_changed)
        side.failed.connect(self._on_failed)

    @property
    def cards(self) -> tuple[ColumnCard, ...]:
        """From left to right."""
        return tuple(self._cards[column] for column in self._side.columns)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(Size.GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        whole.addWidget(self.bar)
        whole.addWidget(self.note)
        whole.addWidget(self.empty, 5)
        whole.addLayout(self._row, 5)
        whole.addWidget(self.race, 3)

    def _toggle(self) -> None:
        if self._side.state == "running":
            self._side.pause()
        elif self._has_taken_all():
            self._side.run()

    def _step_epoch(self) -> None:
        if self._has_taken_all():
            self._side.step_epoch()

    def _has_taken_all(self) -> bool:
        """Take what is typed. False, with the reason told, if it is no use."""
        self._is_refused = False
        for card in self.cards:
            problem = card.value.problem
            if problem:
                self.note.tell(f"{card.accessibleName()}: {problem}")
                self._give_way()
                return False
            card.value.take()
        return not self._is_refused

    def _on_columns_changed(self) -> None:
        self._render_columns()
        self.bar.render_all()
        shared = self._side.learnt_epoch if self._side.starts_here else 0
        self.race.begin(self._side.columns, self._side.contrast.name, shared)
        self._render_numbers()
        self._render_note()

    def _on_snapshot_taken(self) -> None:
        if self.isVisible():
            self._render_numbers()

    def _on_state_changed(self) -> None:
        self.bar.render_state()
        self._render_numbers()
        self._render_note()

    def _on_failed(self, error: InputError) -> None:
        self._is_refused = True
        self._render_values()
        self.bar.render_all()
        self.note.tell_error(error)

    def _render_columns(self) -> None:
        """A card for each column, those that stay kept; in their order."""
        columns = self._side.columns
        for column in set(self._cards) - set(columns):
            card = self._cards.pop(column)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, column in enumerate(columns):
            if column not in self._cards:
                self._cards[column] = self._made(column)
            card = self._cards[column]
            self._row.removeWidget(card)
            self._row.insertWidget(place, card, 1)
            card.show_place(place, len(columns), FEWEST)
        self.empty.setVisible(not columns)
        self._give_way()
        self._render_values()

    def _made(self, column: Column) -> ColumnCard:
        card = ColumnCard(column, self._side.contrast, self._appearance)
        card.value_edited.connect(lambda value: self._side.set_value(self._place(column), value))
        card.value_edited.connect(self._render_values)
        card.kept.connect(partial(self._keep, column))
        card.removed.connect(lambda: self._side.remove(self._place(column)))
        card.swapped.connect(lambda: self._side.swap(self._place(column), self._place(column) + 1))
        return card

    def _place(self, column: Column) -> int:
        return self._side.columns.index(column)

    def _keep(self, column: Column) -> None:
        place = self._place(column)
        if self._side.keep(place):
            self.note.tell_kept(LETTERS[place])

    def _render_values(self) -> None:
        """What each column really has: a value that was asked for may have been refused."""
        for column, card in self._cards.items():
            card.value.show_value(column.value)

    def _render_numbers(self) -> None:
        columns = self._side.columns
        ahead = lead(columns, self._side.contrast.name)
        for place, column in enumerate(columns):
            self._cards[column].render_numbers(ahead.mark(place))
        self.race.show_columns(columns, ahead.words)
        self.bar.render_epoch()
        set_equal_scales([card.picture for card in self.cards])

    def _render_note(self) -> None:
        if self._side.is_outdated:
            self.note.tell_outdated()
        else:
            self.note.clear()
        self._give_way()

    def _give_way(self) -> None:
        """In little height the losses of all go: the cards tell the newest of them, and who is ahead."""
        taken = 0 if self.note.isHidden() else Size.CONTROL + Size.GAP
        self.race.setVisible(bool(self._side.columns) and self.height() - taken >= Size.SIDE_RACE_FROM)

    # overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: there must be something to look at."""
        super().showEvent(event)
        self._side.attend(True)
        self._render_numbers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less height has no room for everything."""
        super().resizeEvent(event)
        self._give_way()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self._side.attend(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run, step and reset, as in the room of the network."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if plain and event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif plain and event.key() == Qt.Key.Key_E:
            self._step_epoch()
        elif control and event.key() == Qt.Key.Key_R:
            self._side.reset()
        else:
            super().keyPressEvent(event)
