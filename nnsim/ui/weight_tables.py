"""All weights of the network as a table: saved to a file for a spreadsheet or NumPy, and put in from one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.errors import NnsimError
from nnsim.model.named_weights import named_weights, put_named_weights
from nnsim.session.session import Session
from nnsim.storage.weight_files import ENDINGS, read_weights, write_weights
from nnsim.ui.actions import Actions
from nnsim.ui.widgets.banner import Banner


class WeightTables(QObject):
    """What the menus offer to do with all weights at once, in the files of ``nnsim weights``.

    Attributes
    ----------
    actions : to save them, and to put others in
    """

    def __init__(self, session: Session, actions: Actions, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._banner, self._window = session, banner, window
        self.actions = actions.save_weights, actions.load_weights
        actions.save_weights.setToolTip(
            self.tr("All weights and biases of all layers, every digit of them: name, from, to, value")
        )
        actions.load_weights.setToolTip(
            self.tr("Those that the table names are put in, as one step of undo; the others stay as they are")
        )
        actions.save_weights.triggered.connect(self._choose_where_to)
        actions.load_weights.triggered.connect(self._choose_where_from)

    def save(self, path: Path) -> bool:
        """Write the weights that are shown; false, and told, if that is not possible."""
        snapshot = self._session.snapshot
        weights = named_weights(snapshot.network, snapshot.parameters)
        try:
            write_weights(path, weights)
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        said = self.tr("{0} holds {1}.").format(path.name, ", ".join(weights))
        self._banner.show_message("info", said, self.tr("File, Weights from CSV puts them in again."))
        return True

    def load(self, path: Path) -> bool:
        """Put weights in, as one step of undo; false, and told, if that is not possible."""
        try:
            weights = read_weights(path)
        except NnsimError as error:
            self._banner.show_error(error)
            return False
        before = self._session.undoable
        if not self._session.edit_weights(put_named_weights, weights, path.name):
            return False
        if self._session.undoable is before:
            same = self.tr("{0} are those of {1} already: nothing has changed.")
            self._banner.show_message("info", same.format(", ".join(weights), path.name))
            return True
        said = self.tr("{0} are those of {1} now.").format(", ".join(weights), path.name)
        self._banner.show_message("info", said, self.tr("Undo brings the former ones back."))
        return True

    def _choose_where_to(self) -> None:
        suggested = Path.home() / self.tr("{0} weights.csv").format(self._session.title)
        kinds = self.tr("Table (*.csv);;NumPy (*.npz)")
        chosen, kind = QFileDialog.getSaveFileName(self._window, self.tr("All weights as CSV"), str(suggested), kinds)
        if chosen:
            path, wanted = Path(chosen), ENDINGS[1] if ENDINGS[1] in kind else ENDINGS[0]
            self.save(path if path.suffix.lower() in ENDINGS else path.with_name(path.name + wanted))

    def _choose_where_from(self) -> None:
        kinds = self.tr("Weights (*.csv *.npz);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Weights from CSV"), "", kinds)
        if chosen:
            self.load(Path(chosen))
