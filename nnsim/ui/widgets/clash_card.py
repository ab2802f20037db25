"""What does not go together, side by side with its numbers, and what can be done about it with one click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.errors import Clash
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.popover import Popover
from nnsim.ui.widgets.translated import sentence

Sign = Literal["circle-x", "triangle-alert"]
_LOOKS: dict[Sign, tuple[str, str]] = {"circle-x": ("bad", "error"), "triangle-alert": ("warning", "warning")}
"""The colour of a sign, and the severity that gives the frame the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a card says. All but ``heading`` and ``foot`` are words of the floors below, still to be translated.

    Parameters
    ----------
    heading : what is told of, in the user's language
    why : one or two sentences
    remedies : what each button does
    foot : a last word below the buttons, in the user's language
    """

    sign: Sign
    heading: str
    why: str
    clash: Clash | None = None
    remedies: Sequence[str] = ()
    foot: str = ""


class ClashCard(Popover):
    """Opens at the place that it tells of and goes by Esc, a click elsewhere or a remedy. Arrow keys walk the remedies.

    A click elsewhere in the window counts there, too: it is a note, and nobody has asked for it.

    Signals
    -------
    chosen(int) : the user wants this remedy, counted from 0
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__("", parent)
        self._appearance = appearance
        self._is_beside = False
        self.setObjectName("clash_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sign = Label()
        self._sign.setFixedSize(Size.ICON, Size.ICON)
        self.heading = Label("", "strong")
        self.why = Label("", "field")
        self.foot = Label("", "note")
        for words in (self.heading, self.why, self.foot):
            words.setWordWrap(True)
        self.one, self.other = Label("", "strong"), Label("", "strong")
        self.buttons: list[Button] = []
        self._lay_out()

    def tell(self, told: Told, anchor: QWidget, *, beside: bool) -> None:
        """Open it below ``anchor``, or beside it."""
        self._is_beside = beside
        self._render(told)
        self.open_below(anchor)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Size.GAP)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        self.pair = QWidget()
        sides = QHBoxLayout(self.pair)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(Size.GAP)
        for place, label in enumerate((self.one, self.other)):
            if place:
                sides.addWidget(Label("↔", "strong"))
            sides.addWidget(_tile(label), 1)
        self._remedies = QVBoxLayout()
        self._remedies.setSpacing(Size.GAP // 2)
        inside = QWidget()
        inside.setFixedWidth(Size.CLASH_CARD)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addLayout(head)
        column.addWidget(self.pair)
        column.addWidget(self.why)
        column.addLayout(self._remedies)
        column.addWidget(self.foot)
        self.add_column(inside)

    def _render(self, told: Told) -> None:
        theme = self._appearance.theme
        colour, severity = _LOOKS[told.sign]
        drawn = icon(told.sign, theme, colour)
        self._sign.setPixmap(drawn.pixmap(QSize(Size.ICON, Size.ICON), self.devicePixelRatioF()))
        set_look(self.surface, "severity", severity)
        self.heading.setText(told.heading)
        self.why.setText(sentence(told.why))
        self.foot.setText(told.foot)
        self.foot.setVisible(bool(told.foot))
        self.pair.setVisible(told.clash is not None)
        both = ""
        if told.clash is not None:
            self.one.setText(sentence(told.clash.one))
            self.other.setText(sentence(told.clash.other))
            both = f"{self.one.text()} ↔ {self.other.text()}."
        self._render_remedies(told.remedies)
        self.setAccessibleName(told.heading)
        self.setAccessibleDescription(" ".join(part for part in (both, self.why.text(), told.foot) if part))

    def _render_remedies(self, remedies: Sequence[str]) -> None:
        for old in self.buttons:
            self._remedies.removeWidget(old)
            old.deleteLater()
        self.buttons = [Button(sentence(remedy)) for remedy in remedies]
        for number, button in enumerate(self.buttons):
            button.setObjectName(f"remedy_{number}")
            button.clicked.connect(lambda _=False, number=number: self._on_clicked(number))
            self._remedies.addWidget(button)
            QWidget.setTabOrder(self.buttons[number - 1] if number else self, button)

    def _on_clicked(self, number: int) -> None:
        self.hide()
        self.chosen.emit(number)

    def _corner(self, button: QWidget) -> QPoint:
        """To the right or to the left, if there is room; else below."""
        free = button.screen().availableGeometry()
        right = button.mapToGlobal(QPoint(button.width() + Size.GAP, 0))
        left = button.mapToGlobal(QPoint(-Size.GAP - self.width(), 0))
        if self._is_beside and right.x() + self.width() <= free.right():
            return right
        return left if self._is_beside and left.x() >= free.left() else super()._corner(button)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go by a click elsewhere, which counts there."""
        super().mousePressEvent(event)
        is_covered = QApplication.activePopupWidget() is not None  # by the form that the card belongs to
        if not self.isVisible() and not is_covered and event.button() == Qt.MouseButton.LeftButton:
            place = event.globalPosition()
            QTimer.singleShot(0, self, lambda: self._click_behind(place))

    def _click_behind(self, place: QPointF) -> None:
        """Click on what is there in the window; Qt lets the release after a popup has gone reach nobody."""
        window = self.window().parentWidget()
        there = None if window is None else window.window().childAt(window.window().mapFromGlobal(place).toPoint())
        if there is None:
            return
        if there.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            there.setFocus(Qt.FocusReason.MouseFocusReason)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            at = there.mapFromGlobal(place)
            made = QMouseEvent(kind, at, place, left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(there, made)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from one remedy to the next."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


def _tile(label: Label) -> QFrame:
    """A word on a ground of its own."""
    tile = QFrame()
    tile.setProperty("role", "tile")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    inside = QVBoxLayout(tile)
    inside.setContentsMargins(Size.PAD, Size.PAD, Size.PAD, Size.PAD)
    inside.addWidget(label)
    return tile
