"""When the rows of the matrix are sorted, and of which moment their order is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject

from nnsim.session.session import Session
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_tools import MatrixTools
from nnsim.ui.inspector.row_order import AS_THEY_ARE, Numbers, order_of
from nnsim.ui.widgets.numbers import format_count


@dataclass(frozen=True, eq=False, slots=True)
class _Sorted:
    """(rows, columns) numbers that were sorted, and updates and epochs made by then."""

    rows: Numbers
    step: int
    epoch: int


class RowSorting(QObject):
    """Rows that were sorted stay as they are in a run and through edits, which is said, until a run stands still."""

    def __init__(
        self,
        session: Session,
        model: MatrixModel,
        choice: BlockChoice,
        tools: MatrixTools,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._matrix, self._choice, self._tools = session, model, choice, tools
        self._order = AS_THEY_ARE
        self._is_due = False
        self._was_running = session.run_state == "running"
        self._sorted: _Sorted | None = None
        tools.show_order(self._order)
        session.run_state_changed.connect(self._on_run_state_changed)

    @property
    def order(self) -> str:
        """One of ``ORDERS``."""
        return self._order

    def choose(self, order: str) -> None:
        """Sort in another order, by the numbers as they are now."""
        self._order = order
        self._sort()

    def start_anew(self) -> None:
        """Another project: its rows are sorted by its own numbers."""
        self._is_due = True

    def render(self) -> None:
        """There are other numbers: sort those of another layer or project, too, and say if the order is an old one."""
        if self._order == AS_THEY_ARE:
            return
        if self._matrix.is_known and (self._is_due or not self._matrix.is_ordered):
            self._sort()
        else:
            self._render_order()

    def _sort(self) -> None:
        """What is still to come is sorted when it is there."""
        rows, snapshot = self._matrix.rows_as_they_are(), self._session.snapshot
        order = order_of(self._order, rows) if self._matrix.is_known else None
        self._matrix.show_order(order, snapshot)
        self._is_due = not self._matrix.is_known
        self._sorted = None if order is None else _Sorted(rows.copy(), snapshot.step, snapshot.epoch)
        self._render_order()

    def _render_order(self) -> None:
        self._tools.show_order(self._order, len(self._matrix.rows_as_they_are()), self._when())

    def _when(self) -> str:
        """Of which moment the order is; nothing if the numbers are the same."""
        done, now = self._sorted, self._session.snapshot
        if done is None or not self._matrix.is_known:
            return ""
        if np.array_equal(done.rows, self._matrix.rows_as_they_are(), equal_nan=True):
            return ""
        if now.epoch != done.epoch:
            return self.tr("order of epoch {0}").format(format_count(done.epoch))
        if now.step != done.step:
            return self.tr("order of step {0}").format(format_count(done.step))
        return self.tr("order before the edit")

    def _on_run_state_changed(self) -> None:
        """Rows are sorted anew while nobody has to follow them, unless some of them are chosen."""
        was_running, self._was_running = self._was_running, self._session.run_state == "running"
        if was_running and not self._was_running and self._choice.block is None:
            self._is_due = True
