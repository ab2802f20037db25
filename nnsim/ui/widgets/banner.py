"""A message that does not block: what, where, why, what to do, what stayed unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from nnsim.errors import NnsimError
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Duration, Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.translated import translated

Severity = Literal["info", "warning", "error"]
_SIGNS: Final = {"info": ("info", "accent"), "warning": ("triangle-alert", "warning"), "error": ("circle-x", "bad")}
_SAID: Final = "<span style='font-weight: 600'>{0}</span> &nbsp;{1}"


class Banner(QFrame):
    """Hidden until there is something to say; Esc closes it. Information goes by itself, warnings stay until closed.

    An error stays until it is closed, too, or until something else has been done (``pass_on``).

    Signals
    -------
    action_chosen(str) : the user clicked the action of that name
    closed() : the user closed it
    told() : it says something else now, and may need other room
    """

    action_chosen = Signal(str)
    closed = Signal()
    told = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._severity: Severity = "info"
        self._number = 0
        self._stays = False
        self.setObjectName("banner")
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sign = Label()
        self._sign.setFixedSize(Size.ICON, Size.HIT)
        self._words = Label("", "field")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = Button(role="icon", name=self.tr("Close message"), tip=self.tr("Close this message  (Esc)"))
        self._close.setObjectName("banner_close")
        self._close.clicked.connect(self._on_close_clicked)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._on_close_clicked)  # rests while the banner is hidden
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(Duration.BANNER)
        self._timer.timeout.connect(self.hide)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Size.GAP)
        self._lay_out()
        appearance.changed.connect(self._render_icons)
        self.hide()

    def show_error(self, error: NnsimError, actions: Sequence[Option] = (), *, stays: bool = False) -> int:
        """Tell of a failure; its number, as from ``show_message``."""
        rest = " ".join(translated(part) for part in (error.hint, error.unchanged) if part)
        place = f"{error.where}: " if error.where else ""
        return self.show_message("error", f"{place}{translated(error.message)}", rest, actions, stays=stays)

    def show_message(
        self, severity: Severity, title: str, text: str = "", actions: Sequence[Option] = (), *, stays: bool = False
    ) -> int:
        """Say something, in place of what was said before; what ``stays`` does so until it is closed.

        Returns the message's number, for ``withdraw``.
        """
        self._number += 1
        self._severity, self._stays = severity, stays
        set_look(self, "severity", severity)
        self._words.setText(_SAID.format(_as_rich(title), _as_rich(text)))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._render_actions(actions)
        self._render_icons()
        self.show()
        self.told.emit()
        self._timer.start() if severity == "info" and not stays else self._timer.stop()
        return self._number

    def withdraw(self, number: int) -> None:
        """Take a message back, unless something else has been said since."""
        if number == self._number:
            self._timer.stop()
            self.hide()

    def pass_on(self) -> None:
        """Something else has been done: what could not be done before it is of no concern any more."""
        if self._severity == "error" and not self._stays:
            self.hide()

    def needs(self) -> int:
        """The width at which all is said in one line."""
        self._set_one_line(True)
        return self._row.totalMinimumSize().width()

    def fit(self, width: int) -> int:
        """Say it in one line if there is room, else in several; the height for that.

        Two lines are as high as one, which has air above and below it.
        """
        self._set_one_line(self.needs() <= width)
        if (height := self._height_for(width, Size.HALF)) <= Size.CONTROL:
            return height
        low = self._height_for(width, 0)
        return low if low <= Size.CONTROL else self._height_for(width, Size.HALF)

    def _height_for(self, width: int, air: int) -> int:
        self._row.setContentsMargins(Size.MARGIN, air, Size.GAP, air)
        self._row.invalidate()
        return max(self._row.totalHeightForWidth(width), self._row.minimumSize().height())

    def _set_one_line(self, one: bool) -> None:
        self._words.setWordWrap(not one)
        self._row.setContentsMargins(Size.MARGIN, Size.HALF, Size.GAP, Size.HALF)
        self._row.invalidate()

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setSpacing(Size.GAP)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addLayout(self._actions)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _render_actions(self, actions: Sequence[Option]) -> None:
        while (item := self._actions.takeAt(0)) and (button := item.widget()):
            button.hide()
            button.deleteLater()
        for action in actions:
            made = Button(action.label, tip=action.tip)
            made.setObjectName(f"banner_{action.name}")
            made.clicked.connect(lambda _=False, name=action.name: self.action_chosen.emit(name))
            self._actions.addWidget(made)
            made.show()  # at once: its room is counted before the next event

    def _render_icons(self) -> None:
        theme = self._appearance.theme
        name, role = _SIGNS[self._severity]
        self._sign.setPixmap(icon(name, theme, role).pixmap(QSize(Size.ICON, Size.ICON), self.devicePixelRatioF()))
        self._close.setIcon(icon("x", theme, "second"))

    def _on_close_clicked(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()


def _as_rich(text: str) -> str:
    """Words that may hold anything, such as the name of a file, as they are."""
    return escape(text).replace("\n", "<br>")
