"""What can be done with the chosen weights, for keys, menu and popover alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QGuiApplication

from nnsim.data.cells import Decimal
from nnsim.data.number_block import read_block, write_block
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import Choice
from nnsim.errors import TableError
from nnsim.model import lock_edits, weight_edits
from nnsim.model.cells import Cells, counts_of_locked, free
from nnsim.model.change import Edited
from nnsim.model.pasting import paste, place_for
from nnsim.session.session import Session
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.block_words import stayed_words
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.quantities import quantities
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.translated import translated
from nnsim.words import Words


def decimal_sign() -> Decimal:
    """That of the language; a point if it is neither comma nor point."""
    return "," if QLocale().decimalPoint() == "," else "."


class BlockDeeds(QObject):
    """Edits the chosen cells; all of the layer if none is chosen, which a menu says before it is done.

    Numbers are put only where those shown are the weights; what is copied is what is shown.

    Attributes
    ----------
    remark : what the last edit has left alone, or how it has read what was pasted

    Signals
    -------
    told() : ``remark`` is another
    typing_refused() : a number was to be put where the numbers shown are not the weights
    """

    told = Signal()
    typing_refused = Signal()

    def __init__(
        self, session: Session, choice: BlockChoice, model: MatrixModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._choice = choice
        self._matrix = model
        self._is_of_choice = False
        self.remark = ""
        choice.changed.connect(self._on_choice_changed)

    @property
    def cells(self) -> Cells | None:
        """What is edited; ``None`` if there is nothing."""
        return self._choice.weights

    @property
    def shown(self) -> Array | None:
        """(rows, columns) the numbers in sight of them, whatever these are; ``None`` while they are not known."""
        cells = self._choice.meant
        return cells.of(self._matrix.values) if cells is not None and self._matrix.is_known else None

    @property
    def quantity(self) -> str:
        """What these numbers are; empty if they are the weights."""
        if self._matrix.can_be_typed:
            return ""
        offered = quantities(self._session.project.training.optimizer.name)
        return next((option.label for option in offered if option.name == self._matrix.quantity), "")

    def may_put_numbers(self) -> bool:
        """Whether the numbers shown are the weights; says so if they are not."""
        if not self._matrix.can_be_typed:
            self.typing_refused.emit()
        return self._matrix.can_be_typed

    @property
    def obstacle(self) -> str:
        """Why a key that acts at once does nothing: it must be seen on what. Empty if it does something."""
        if self._choice.cells is not None or self._choice.everything is None:
            return ""
        return self.tr("Nothing is chosen: Ctrl+A chooses all of the layer")

    def tell(self, said: str) -> None:
        """Say it where it is said what an edit has done, until something else is chosen."""
        self._say(said)
        self._is_of_choice = True

    def scale(self, factor: float) -> None:
        """Multiply them."""
        self._edit(weight_edits.scale_weights, factor)

    def add(self, amount: float) -> None:
        """Add to them."""
        self._edit(weight_edits.add_to_weights, amount)

    def fill(self, value: float) -> None:
        """Set them to one number."""
        self._edit(weight_edits.fill_weights, value)

    def clear(self) -> None:
        """Set them to 0."""
        self.fill(0.0)

    def draw(self, rule: Choice, seed: int) -> None:
        """Draw them anew by a rule for first weights."""
        self._edit(weight_edits.draw_weights, rule, seed)

    @property
    def are_held(self) -> bool:
        """Whether all of them that are not cut are held."""
        cells = self.cells
        if cells is None:
            return False
        n_held, n_cut = counts_of_locked(self._session.project.network, cells)
        return n_held > 0 and n_held + n_cut == cells.size

    @property
    def are_cut(self) -> bool:
        """Whether all of their links are cut."""
        cells = self.cells
        if cells is None:
            return False
        network = self._session.project.network
        links = cells.above(blocks(network)[cells.layer].n_from)
        return links.size > 0 and counts_of_locked(network, links)[1] == links.size

    def toggle_held(self) -> None:
        """Hold them, or let them learn again if all are held."""
        cells = self.cells
        if cells is not None:
            self._say("")
            before = self._session.undoable
            is_done = self._session.apply(lock_edits.hold_weights, cells, not self.are_held)
            if self._session.undoable is not before:
                self._tell_done(is_done)
            elif is_done:
                self.tell(self.tr("Cut links are not held: they stay 0 as they are"))

    def toggle_cut(self) -> None:
        """Cut their links, or restore them if all are cut."""
        cells = self.cells
        if cells is not None:
            self._say("")
            if self.are_cut:
                self._tell_done(self._session.edit_links(lock_edits.restore_links, cells, self._session.earlier))
            else:
                self._tell_done(self._session.edit_links(lock_edits.cut_links, cells))

    def copy(self, *, with_names: bool = False) -> None:
        """Put the numbers shown on the clipboard as spreadsheets take them, as they stand in sight."""
        cells, values = self._choice.meant, self.shown
        if cells is None:
            return
        if values is None:
            self.tell(self.tr("Nothing is copied: these numbers are not known yet"))
            return
        names = self._matrix.names_of(cells) if with_names else None
        QGuiApplication.clipboard().setText(write_block(values, decimal_sign(), names))
        rows, columns = cells.shape
        said = self.tr("Copied: {0} × {1} numbers") if cells.size > 1 else self.tr("Copied: this number")
        self.tell(said.format(format_count(rows), format_count(columns)))

    def paste(self) -> None:
        """Put the numbers of the clipboard there as rows stand in sight, from a single cell on right and down."""
        cells, order = self.cells, self._choice.order
        if cells is None or not self.may_put_numbers():
            return
        try:
            room = len(order), blocks(self._session.project.network)[cells.layer].n_to
            read = read_block(QGuiApplication.clipboard().text(), decimal_sign(), room)
        except TableError as error:
            self._session.failed.emit(error)
            return
        if not self._session.edit_weights(paste, cells, read.values, order):
            return
        n_rows, n_columns = read.values.shape
        target = place_for(self._session.project, cells, (n_rows, n_columns), order)
        top = order.index(target.rows[0])
        self._choice.choose(replace(target, rows=range(top, top + len(target.rows))))
        remarks = [*(translated(notice) for notice in read.notices), stayed_words(self._session.project, target)]
        self._say("  ·  ".join(words for words in remarks if words))

    def _edit(self, edit: Callable[..., Edited], *numbers: object) -> None:
        cells = self.cells
        if cells is not None and self.may_put_numbers() and self._session.edit_weights(edit, cells, *numbers):
            self._say(stayed_words(self._session.project, cells))

    def _tell_done(self, is_done: bool) -> None:
        """Say it in words: a single letter did it, which may have been a slip."""
        change = self._session.undoable
        if is_done and change is not None:
            what = translated(Words(change.label, *change.arguments, context="edits"))
            self._say(self.tr("{0}; Ctrl+Z takes it back").format(what))

    def _on_choice_changed(self) -> None:
        if self._is_of_choice:
            self._say("")

    def _say(self, remark: str) -> None:
        self._is_of_choice = False
        self.remark = remark
        self.told.emit()

    def can_change(self) -> bool:
        """Whether there is one that is neither held nor cut."""
        cells = self.cells
        return cells is not None and bool(free(self._session.project.network, cells).any())
