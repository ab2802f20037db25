"""Words about a class that a cell typed by hand has brought: it may be a typing error."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nnsim.data.spec import TableSource
from nnsim.data.wording import listed, quoted
from nnsim.model.change import Change, Part
from nnsim.session.session import Session
from nnsim.ui.widgets.banner import Banner


class NewClasses(QObject):
    """Tells of classes that were none before a table was edited by hand."""

    def __init__(self, session: Session, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._banner = session, banner
        self._shown = 0
        self._known = self._classes()
        session.project_changed.connect(self._on_project_changed)

    def _classes(self) -> tuple[tuple[str, tuple[str, ...]], frozenset[str]]:
        """Of which column of which table, and the classes."""
        source, known = self._session.project.data.source, self._session.prepared.known
        table = source.table.name if isinstance(source, TableSource) else ""
        return (table, known.target_names), frozenset(known.classes)

    def _on_project_changed(self, change: Change) -> None:
        if Part.DATA not in change.parts:
            return
        (was_of, before), (is_of, now) = self._known, self._classes()
        self._known = is_of, now
        self._banner.withdraw(self._shown)
        new, source = sorted(now - before), self._session.project.data.source
        is_by_hand = isinstance(source, TableSource) and source.table.held is not None and change.step == "new"
        if new and before and is_by_hand and was_of == is_of:
            self._tell(new, is_of[1][0])

    def _tell(self, new: list[str], column: str) -> None:
        one, many = self.tr("{0} is a new class of {1}."), self.tr("{0} are new classes of {1}.")
        said = (one if len(new) == 1 else many).format(listed(map(quoted, new)), quoted(column))
        hint = self.tr("If it was a typing error, undo takes it back (Ctrl+Z). All other rows stay what they were for.")
        self._shown = self._banner.show_message("info", said, hint)
