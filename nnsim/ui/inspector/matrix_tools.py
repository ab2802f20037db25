"""The line above the weight matrix: what of each weight is shown, on which scale, and room for more tools."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.row_order import ALIKE, AS_THEY_ARE, MOST_ALIKE, STRONGEST
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import format_count, format_number

translate = QCoreApplication.translate


def orders() -> list[Option]:
    """In which order rows can be looked at."""
    return [
        Option(
            AS_THEY_ARE,
            translate("MatrixTools", "rows in order"),
            translate("MatrixTools", "The rows as the network has them."),
        ),
        Option(
            STRONGEST,
            translate("MatrixTools", "strongest rows first"),
            translate(
                "MatrixTools",
                "The rows by the sum of their magnitudes, as these are now. Only the view: the network stays as it is.",
            ),
        ),
        Option(
            ALIKE,
            translate("MatrixTools", "alike rows together"),
            translate(
                "MatrixTools",
                "Behind each row the one most like it in pattern (cosine), as they are now; up to {0} rows. Only the "
                "view: the network stays as it is.",
            ).format(format_count(MOST_ALIKE)),
        ),
    ]


class ScaleKey(QWidget):
    """The colours of the matrix between the numbers at which they are full: ``−1.5 ▬▬ 1.5``."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._full = 1.0
        self._ends = ("", "")
        self.setObjectName("matrix-scale")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)
        self.show_full(1.0)

    def show_full(self, full: float) -> None:
        """Numbers of this magnitude have the full colour."""
        ends = format_number(-full), format_number(full)
        if ends == self._ends:
            return
        self._full, self._ends = full, ends
        said = self.tr("Colours from {0} to {1}; while a run goes on this only grows").format(*ends)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int]:
        metrics = QFontMetrics(look.numbers(Size.SMALL))
        low, high = (metrics.horizontalAdvance(end) for end in self._ends)
        return low, high

    # -------------------------------------------------------- Qt's own names

    def sizeHint(self) -> QSize:
        """The strip between its numbers."""
        return QSize(sum(self._widths()) + Size.LEGEND_STRIP + 2 * Size.HALF, Size.HIT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme, (low, _) = self._appearance.theme, self._widths()
        heat = theme.heat()
        with QPainter(self) as painter:
            painter.setFont(look.numbers(Size.SMALL))
            painter.setPen(theme.colour("second"))
            whole = QRectF(self.rect())
            painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._ends[0])
            painter.drawText(whole, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._ends[1])
            image = QImage(heat.tobytes(), len(heat), 1, 3 * len(heat), QImage.Format.Format_RGB888)
            strip = QRectF(low + Size.HALF, (self.height() - Size.GAP) / 2, Size.LEGEND_STRIP, Size.GAP)
            painter.drawImage(strip, image)


class MatrixTools(QWidget):
    """What the matrix shows, the key of its colours, and tools that others add by ``add``.

    It shows what it is told; a choice only asks.

    Signals
    -------
    quantity_chosen(str) : the user wants to see this of each weight
    order_chosen(str) : the user wants the rows in this order, as they are now
    summary_clicked() : the user wants the figures, or wants them away
    tiles_clicked() : the user wants pictures of the neurons or filters, or wants the matrix back
    """

    quantity_chosen = Signal(str)
    order_chosen = Signal(str)
    summary_clicked = Signal()
    tiles_clicked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrix-tools")
        self.quantity = DropButton(
            self.tr("Shown of each weight"),
            tip=self.tr("What the matrix shows: values, gradients, last changes …"),
        )
        self.quantity.setObjectName("matrix-quantity")
        self.quantity.chosen.connect(self.quantity_chosen)
        self.order = DropButton(
            self.tr("Order of the rows"),
            tip=self.tr("The order in which the rows are looked at: the network stays as it is."),
        )
        self.order.setObjectName("matrix-order")
        self.order.set_options(orders())
        self.order.chosen.connect(self.order_chosen)
        self.summary = Chip(self.tr("Statistics"), tip=self.tr("A histogram and figures of the numbers shown"))
        self.summary.setObjectName("matrix-statistics")
        self.summary.clicked.connect(self.summary_clicked)
        self.tiles = Chip(
            self.tr("As pictures"),
            tip=self.tr("What each neuron or filter looks for: its weights in the places of the pixels"),
        )
        self.tiles.setObjectName("matrix-as-pictures")
        self.tiles.clicked.connect(self.tiles_clicked)
        self.key = ScaleKey(appearance)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.GAP)
        left = (self.quantity, self.order, self.tiles, self.summary)
        for choice in left:
            self._row.addWidget(choice)
        self._row.addStretch(1)
        self._row.addWidget(self.key)
        self._n_left = len(left)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, tool: QWidget) -> None:
        """Put a tool behind the others, at the right end of the line."""
        self._row.addWidget(tool)

    def add_choice(self, choice: QWidget) -> None:
        """Put a choice of what is shown behind those at the left end."""
        self._row.insertWidget(self._n_left, choice)
        self._n_left += 1

    def show_quantities(self, options: Sequence[Option], chosen: str) -> None:
        """Offer these, and show which one is in sight."""
        self.quantity.set_options(options)
        self.quantity.set_current(chosen)

    def show_order(self, chosen: str, n_rows: int = 0) -> None:
        """Show in which order this many rows stand; of too many to find alike ones that they stay as they are."""
        too_many = self.tr("rows in order: more than {0}").format(format_count(MOST_ALIKE))
        self.order.set_current(chosen, too_many if chosen == ALIKE and n_rows > MOST_ALIKE else None)

    def show_tiled(self, on: bool) -> None:
        """Show whether the weights stand as pictures: what is chosen is written bold, and needs more room."""
        self.tiles.setChecked(on)
        self.tiles.updateGeometry()

    def show_summed_up(self, on: bool) -> None:
        """Show whether figures stand beside the matrix."""
        self.summary.setChecked(on)
        self.summary.updateGeometry()

    def show_scale(self, full: float | None) -> None:
        """Numbers of this magnitude have the full colour; ``None`` while there are no numbers."""
        self.key.setVisible(full is not None)
        if full is not None:
            self.key.show_full(full)

    # -------------------------------------------------------- Qt's own names

    def minimumSizeHint(self) -> QSize:
        """As low as what is in it."""
        return QSize(0, Size.CHIP)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(super().sizeHint().width(), Size.CHIP)
