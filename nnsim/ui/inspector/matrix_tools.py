"""The column beside the weight matrix: what of each weight is shown, in which order, and on which scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.row_order import ALIKE, AS_THEY_ARE, MOST_ALIKE, STRONGEST
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import format_count, format_number

translate = QCoreApplication.translate

_TILES, _SUMMARY = "as pictures", "statistics"


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
    """The colours of the matrix above the numbers at which they are full, as wide as the column that it stands in."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ends = ("", "")
        self._has_negative = True
        self.setObjectName("matrix-scale")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)
        self.show_full(1.0)

    def show_full(self, full: float, *, has_negative: bool = True) -> None:
        """Numbers of this magnitude have the full colour; without negative ones the scale begins at 0."""
        self._has_negative = has_negative
        ends = format_number(-full if has_negative else 0.0), format_number(full)
        if ends == self._ends:
            return
        self._ends = ends
        said = self.tr("Colours from {0} to {1}; while a run goes on this only grows").format(*ends)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    # -------------------------------------------------------- Qt's own names

    def sizeHint(self) -> QSize:
        """The strip and a line of numbers."""
        return QSize(Size.MATRIX_SIDE, Size.GAP + Size.TIGHT + QFontMetrics(look.numbers(Size.SMALL)).height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        colours = theme.heat()
        heat = colours if self._has_negative else np.ascontiguousarray(colours[len(colours) // 2 :])
        room = QRectF(self.rect()).adjusted(0, 0, -Size.GAP, 0)  # its numbers must not run into the names of the rows
        with QPainter(self) as painter:
            image = QImage(heat.tobytes(), len(heat), 1, 3 * len(heat), QImage.Format.Format_RGB888)
            painter.drawImage(QRectF(0, 0, room.width(), Size.GAP), image)
            painter.setFont(look.numbers(Size.SMALL))
            painter.setPen(theme.colour("second"))
            for end, side in zip(self._ends, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
                painter.drawText(room, side | Qt.AlignmentFlag.AlignBottom, end)


class MatrixTools(QWidget):
    """What the matrix shows, tools that others add by ``add``, and the key of the colours, one below the other.

    It shows what it is told; a choice only asks. Where there is little height, all that is chosen stands in one menu.

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
        self._may_be_tiled = self._is_low = False
        self._has_scale = self._has_room_for_key = True
        self._listed = self._list_choices()
        self._first_line = QHBoxLayout()
        self._first_line.setSpacing(0)
        self._first_line.addWidget(self.quantity)
        self._first_line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.TIGHT)
        column.addLayout(self._first_line)
        for choice in (self.order, self.tiles, self.summary):
            column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.key)

    def _list_choices(self) -> dict[str, QAction]:
        """The choices as entries of the menu, which has them while they have no room of their own."""
        listed = {option.name: QAction(option.label, self) for option in orders()}
        for option in orders():
            listed[option.name].setToolTip(option.tip)
            listed[option.name].triggered.connect(lambda _on, name=option.name: self.order_chosen.emit(name))
        listed[""] = QAction(self)
        listed[""].setSeparator(True)
        for name, chip, asked in (
            (_TILES, self.tiles, self.tiles_clicked),
            (_SUMMARY, self.summary, self.summary_clicked),
        ):
            listed[name] = QAction(chip.text(), self)
            listed[name].setToolTip(chip.toolTip())
            listed[name].triggered.connect(lambda _on, asked=asked: asked.emit())
        for action in listed.values():
            action.setCheckable(not action.isSeparator())
        return listed

    def add(self, tool: QWidget) -> None:
        """Put a tool at the right end of the first line."""
        self._first_line.addWidget(tool)

    def fit(self, height: int, *, is_low: bool) -> None:
        """Take no more than this height: the key of the colours gives way.

        Parameters
        ----------
        is_low : only what is shown of each weight has a button of its own; its menu has the rest
        """
        self._is_low = is_low
        self._has_room_for_key = height >= Size.CHIP + Size.TIGHT + self.key.sizeHint().height()
        self._render()

    def offer_tiles(self, may_be_tiled: bool, *, are_shown: bool) -> None:
        """Offer pictures of the neurons or not; where they are shown, there are no rows to be ordered."""
        self._may_be_tiled = may_be_tiled
        self.order.setEnabled(not are_shown)
        for option in orders():
            self._listed[option.name].setEnabled(not are_shown)
        self._render()

    @property
    def offers_tiles(self) -> bool:
        """Whether the weights can be shown as pictures."""
        return self._may_be_tiled

    def _render(self) -> None:
        self.order.setHidden(self._is_low)
        self.summary.setHidden(self._is_low)
        self.tiles.setHidden(self._is_low or not self._may_be_tiled)
        self.key.setVisible(self._has_scale and self._has_room_for_key)
        self._listed[_TILES].setVisible(self._may_be_tiled)
        self.quantity.set_more(self._listed.values() if self._is_low else ())

    def show_quantities(self, options: Sequence[Option], chosen: str) -> None:
        """Offer these, and show which one is in sight."""
        self.quantity.set_options(options)
        self.quantity.set_current(chosen)

    def show_order(self, chosen: str, n_rows: int = 0, when: str = "") -> None:
        """Show in which order this many rows stand; of too many to find alike ones that they stay as they are.

        Parameters
        ----------
        when : of which moment the order is, in words, if the numbers are others by now
        """
        label = when or None
        if chosen == ALIKE and n_rows > MOST_ALIKE:
            label = self.tr("rows in order: more than {0}").format(format_count(MOST_ALIKE))
        self.order.set_current(chosen)
        self.order.setMinimumWidth(self.order.sizeHint().width())  # said in fewer words, it leaves the matrix in place
        self.order.set_current(chosen, label)
        for option in orders():
            action, is_chosen = self._listed[option.name], option.name == chosen
            action.setText(
                self.tr("{0} ({1}; sort anew)").format(option.label, when) if when and is_chosen else option.label
            )
            action.setChecked(is_chosen)

    def show_tiled(self, on: bool) -> None:
        """Show whether the weights stand as pictures: what is chosen is written bold, and needs more room."""
        self.tiles.setChecked(on)
        self.tiles.updateGeometry()
        self._listed[_TILES].setChecked(on)

    def show_summed_up(self, on: bool) -> None:
        """Show whether figures stand beside the matrix."""
        self.summary.setChecked(on)
        self.summary.updateGeometry()
        self._listed[_SUMMARY].setChecked(on)

    def show_scale(self, full: float | None, *, has_negative: bool = True) -> None:
        """Numbers of this magnitude have the full colour; ``None`` while there are no numbers."""
        self._has_scale = full is not None
        self.key.setVisible(self._has_scale and self._has_room_for_key)
        if full is not None:
            self.key.show_full(full, has_negative=has_negative)
