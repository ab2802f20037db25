"""What is different in the runs that are drawn beside the present one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.lines import curve_pen
from nnsim.ui.plots.pinned_runs import Pin
from nnsim.ui.plots.run_marks import run_colour
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.button import Button


class PinButton(Button):
    """A piece of a run's line, its letter, and what is different in it, as far as there is room. A click unpins it.

    Of a run that cannot be drawn beside the present one there is no line, and it says why.
    """

    def __init__(self, appearance: Appearance, pin: Pin, *, is_drawn: bool, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", parent=parent)
        self._appearance, self._place, self._is_drawn = appearance, pin.place, is_drawn
        unlike = pin.unlike or self.tr("the same settings")
        words = unlike if is_drawn else self.tr("not drawn, by another loss: {0}").format(unlike)
        self._words = f"{pin.letter}  {words}"
        told = self.tr("{0}: {1}").format(pin.name, unlike)
        if not is_drawn:
            why = self.tr("Its loss is of another kind, and losses of different kinds cannot be compared: not drawn.")
            told = f"{told}\n{why}"
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
        painter.setPen(curve_pen(run_colour(theme, self._place), Size.CURVE))
        middle, end = self.height() / 2, Size.HALF + 2.0 * Size.GAP
        if self._is_drawn:
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
        self._told: tuple[tuple[int, str, str, bool], ...] = ()
        self._buttons: list[PinButton] = []
        self._is_low = False
        self.setObjectName("pin_legend")
        self.setAccessibleName(self.tr("Pinned runs"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Size.HALF)
        self.hide()

    def show_pins(self, pins: tuple[Pin, ...], measure: str) -> None:
        """Name these, beside curves of ``measure``."""
        told = tuple((pin.line.key, pin.name, pin.unlike, pin.is_drawn(measure)) for pin in pins)
        if told == self._told:
            return
        self._told = told
        for old in self._buttons:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._buttons = [PinButton(self._appearance, pin, is_drawn=pin.is_drawn(measure)) for pin in pins]
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
