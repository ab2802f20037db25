"""Words about edits of a table after which training begins anew: what was learnt is not lost."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from nnsim.data.spec import TableSource
from nnsim.data.wording import listed, quoted
from nnsim.model.change import Change, Part
from nnsim.session.session import Session
from nnsim.ui.actions import describe
from nnsim.ui.widgets.banner import Banner
from nnsim.ui.widgets.numbers import format_count


class FreshStarts(QObject):
    """Tells of epochs that an edit of a table has left behind, and of a class that a cell typed by hand has brought.

    A drag, such as that of the test share, and other data altogether are meant so.
    """

    def __init__(self, session: Session, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._banner = session, banner
        self._shown = 0
        self._epoch = session.snapshot.epoch
        self._known = self._classes()
        session.snapshot_taken.connect(self._remember_epoch)
        session.project_changed.connect(self._on_project_changed)

    def _remember_epoch(self) -> None:
        self._epoch = self._session.snapshot.epoch

    def _classes(self) -> tuple[tuple[str, tuple[str, ...]], frozenset[str]]:
        """Of which column of which table, and the classes; no name if it is no table."""
        source, known = self._session.project.data.source, self._session.prepared.known
        table = source.table.name if isinstance(source, TableSource) else ""
        return (table, known.target_names), frozenset(known.classes)

    def _on_project_changed(self, change: Change) -> None:
        epoch = self._epoch
        self._remember_epoch()
        if Part.DATA not in change.parts:
            return
        (was_of, before), (is_of, now) = self._known, self._classes()
        self._known = is_of, now
        self._banner.withdraw(self._shown)
        if change.step != "new" or change.is_other_project or was_of[0] != is_of[0] or not is_of[0]:
            return
        new = sorted(now - before) if before and was_of == is_of and self._is_by_hand() else []
        is_left = epoch > 0 and change.starts_anew and change.merge_key is None
        if new:
            self._tell_new(new, is_of[1][0], epoch if is_left else 0)
        elif is_left:
            self._tell(self.tr("Training begins anew: {0}.").format(describe(change)), self._back(epoch))

    def _is_by_hand(self) -> bool:
        source = self._session.project.data.source
        return isinstance(source, TableSource) and source.table.held is not None

    def _tell_new(self, new: list[str], column: str, epoch: int) -> None:
        one, many = self.tr("{0} is a new class of {1}."), self.tr("{0} are new classes of {1}.")
        said = (one if len(new) == 1 else many).format(listed(map(quoted, new)), quoted(column))
        if epoch:
            hint = self.tr("The outputs stand for other classes now, so training begins anew. A typing error?")
            self._tell(said, f"{hint} {self._back(epoch)}")
            return
        self._tell(
            said,
            self.tr("If it was a typing error, undo takes it back (Ctrl+Z). All other rows stay what they were for."),
        )

    def _back(self, epoch: int) -> str:
        if epoch == 1:
            return self.tr("Undo (Ctrl+Z) brings data and weights back as they were after 1 epoch.")
        back = self.tr("Undo (Ctrl+Z) brings data and weights back as they were after {0} epochs.")
        return back.format(format_count(epoch))

    def _tell(self, title: str, text: str) -> None:
        self._shown = self._banner.show_message("info", title, text)
