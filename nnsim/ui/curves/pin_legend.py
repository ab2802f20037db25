"""What is different in the runs that are drawn beside the present one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.lines import curve_pen
from nnsim.ui.plots.pinned_runs import Missing, Pin
from nnsim.ui.plots.run_marks import run_colour
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.button import Button


class PinButton(Button):
    """A run's line, letter and name, and what is different in it, as far as there is room. A click unpins it.

    ``missing`` : why nothing of it is drawn; then that is said, and there is no line
    """

    def __init__(
        self, appearance: Appearance, pin: Pin, missing: Missing | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "quiet", parent=parent)
        self._appearance, self._place, self._is_drawn = appearance, pin.place, missing is None
        told = self.tr("{0}: {1}").format(pin.name, pin.unlike or self.tr("the same settings"))
        said = told
        if missing is not None:
            said, told = self.tr("{0}: {1}").format(pin.name, missing.short), f"{told}\n{missing.why}"
        self._words = f"{pin.letter}  {said}"
        self.setObjectName(f"pin_{pin.letter}")
        self.setAccessibleName(told)
        self.setToolTip(self.tr("{0}\nA click draws it no more.").format(told))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(Size.HIT)
        self.setMinimumWidth(Size.HIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line and the words over the button's own ground."""
        super().paintEvent(event)
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, end = self.height() / 2, Size.HALF + 2.0 * Size.GAP
        if self._is_drawn:
            painter.setPen(curve_pen(run_colour(theme, self._place), Size.CURVE))
            painter.drawLine(QPointF(Size.HALF, middle), QPointF(end, middle))
        painter.setFont(words(Size.SMALL))
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(round(end) + Size.HALF, 0, -Size.HALF, 0)
        text = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def sizeHint(self) -> QSize:
        """Room for all of its words."""
        return QSize(round(3.0 * Size.GAP) + 7 * len(self._words), Size.HIT)

    def minimumSizeHint(self) -> QSize:
        """The words may be cut off: the tooltip has them."""
        return QSize(Size.HIT, Size.HIT)


class PinLegend(QWidget):
    """One such button for each pinned run, in a row; not there if no run is pinned."""

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._told: tuple[tuple[int, str, str, Missing | None], ...] = ()
        self._buttons: list[PinButton] = []
        self._is_low = False
        self.setObjectName("pin_legend")
        self.setAccessibleName(self.tr("Pinned runs"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.HALF)
        self.hide()

    def show_pins(self, pins: tuple[Pin, ...], missing: Sequence[Missing | None]) -> None:
        """Name these; ``missing`` tells of each why it is not drawn, if it is not."""
        told = tuple((pin.line.key, pin.name, pin.unlike, why) for pin, why in zip(pins, missing, strict=True))
        if told == self._told:
            return
        self._told = told
        for old in self._buttons:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._buttons = [PinButton(self._appearance, pin, why) for pin, why in zip(pins, missing, strict=True)]
        for pin, button in zip(pins, self._buttons, strict=True):
            button.clicked.connect(lambda _checked=False, key=pin.line.key: self._session.unpin_run(key))
            self._row.addWidget(button)
        self._render_room()

    def give_way(self, is_low: bool) -> None:
        """Leave the room to the curves where there is little of it; their letters are still there."""
        self._is_low = is_low
        self._render_room()

    def _render_room(self) -> None:
        self.setVisible(bool(self._buttons) and not self._is_low)
