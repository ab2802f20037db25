"""Tiles with one number each."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from nnsim.engine.snapshot import Curves
from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import steady


class Figure(QFrame):
    """A name and, below it, a large number."""

    def __init__(self, name: str, brief: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tile")
        self.setToolTip(tip)
        self._name, self._brief = name, brief
        self._title = Label(name, "note")
        self._number = Label("–", "big")
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._lines.addWidget(self._title, 1)
        self._lines.addWidget(self._number)
        self.set_one_line(False)
        self.show_number(float("nan"))

    def show_number(self, value: float) -> None:
        """Show ``value``; what is not a number shows as a dash."""
        text = steady(value)
        if text != self._number.text() or not self.accessibleName():
            self._number.show_text(text)
            self.setAccessibleName(f"{self._name}: {text}")

    def set_one_line(self, one: bool) -> None:
        """Let the number stand beside the name, which is shorter then: half the height in the same width."""
        self._title.show_text(self._brief if one else self._name)
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight if one else QBoxLayout.Direction.TopToBottom)
        beside, air = (Size.PAD, Size.TIGHT) if one else (Size.MARGIN, Size.PAD)
        self._lines.setContentsMargins(beside, air, beside, air)
        self._lines.setSpacing(Size.GAP if one else Size.TIGHT)
        self._lines.invalidate()
        self.updateGeometry()

    def text(self) -> str:
        """The number as it is shown."""
        return self._number.text()


class Figures(QWidget):
    """The loss of training and of test, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.setAccessibleName(self.tr("Losses now"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        tips = (
            self.tr("Mean loss over the samples the network learns from"),
            self.tr("Mean loss over the samples it never learns from"),
        )
        self.train = Figure(self.tr("Training loss"), self.tr("training"), tips[0])
        self.test = Figure(self.tr("Test loss"), self.tr("test"), tips[1])
        self.train.setObjectName("train_loss")
        self.test.setObjectName("test_loss")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Size.GAP)
        row.addWidget(self.train, 1)
        row.addWidget(self.test, 1)

    def set_one_line(self, one: bool) -> None:
        """Take half the height."""
        self.train.set_one_line(one)
        self.test.set_one_line(one)
        self._row.invalidate()
        self.updateGeometry()

    def show_curves(self, curves: Curves) -> None:
        """Show the newest point."""
        nothing = float("nan")
        self.train.show_number(float(curves.train_loss[-1]) if len(curves) else nothing)
        self.test.show_number(float(curves.test_loss[-1]) if len(curves) else nothing)
