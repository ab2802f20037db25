"""Buttons whose look is named by a role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QCursor, QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget


class Button(QPushButton):
    """A button that takes the keyboard by Tab but not by a click.

    So the ring of the keyboard shows only to those who use it, and after a click Space still runs and pauses. While the
    button has the keyboard, Space and Enter press it and reach no shortcut.

    Parameters
    ----------
    text : the label; may be empty for an icon
    role : see ``stylesheet.py``; empty for an ordinary button
    name : what a screen reader says if it is not the label
    tip : tooltip: what it does, and its shortcut

    Attributes
    ----------
    heirs : when the button has the keyboard and can no longer be pressed, the first of these that is seen takes it;
        without any it is the next in the order of Tab, which may be far away and do something else on Space
    """

    def __init__(
        self, text: str = "", role: str = "", *, name: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.heirs: Sequence[QWidget] = ()
        if role:
            self.setProperty("role", role)
        self.setAccessibleName(name or text)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter from becoming a shortcut of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _presses(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click() if self.menu() is None else self.showMenu()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Hand the keyboard to an heir if it has to go because the button was disabled."""
        heir = next((one for one in self.heirs if one.isVisible() and one.isEnabled()), None)
        if self.isEnabled() or heir is None:
            return super().focusNextPrevChild(onward)
        heir.setFocus()
        return True


class Chip(Button):
    """A choice that is shown as chosen when the facts say so: a click only asks for it."""

    def __init__(self, text: str, role: str = "chip", *, name: str = "", tip: str = "", parent: QWidget | None = None):
        super().__init__(text, role, name=name, tip=tip, parent=parent)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """Leave the state to the facts."""

    def sizeHint(self) -> QSize:
        """As wide as if it were chosen: then it is written bolder, and nothing beside it may move."""
        hint = super().sizeHint()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(more, 0), hint.height())


def forget_pointer(button: QWidget) -> None:
    """Let a button know that the pointer is elsewhere: nobody tells it of what happened while its popup was open."""
    if button.underMouse() and not button.rect().contains(button.mapFromGlobal(QCursor.pos())):
        QCoreApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
        button.update()


def _presses(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
