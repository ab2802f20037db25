"""The page of the ROC curves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.session.session import Session
from nnsim.ui.plots.marks import class_name
from nnsim.ui.plots.roc_plot import RocPlot
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chip_line import ChipLine
from nnsim.ui.widgets.chips import Option


class RocPage(QWidget):
    """The plot, and with more than two classes the choice of the one that stands against all others."""

    def __init__(self, plot: RocPlot, session: Session) -> None:
        super().__init__()
        self._session = session
        self.plot = plot
        self._classes: tuple[str, ...] = ()
        self.choice = ChipLine(QCoreApplication.translate("RocPage", "Class against all others"), "roc_class")
        self.choice.clicked.connect(lambda name: self._show_class(int(name)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.choice)
        column.addWidget(plot, 1)
        session.snapshot_taken.connect(self._render_classes)
        self._render_classes()

    def _show_class(self, number: int) -> None:
        self.plot.show_class(number)
        self.choice.set_chosen(str(number))

    def _render_classes(self) -> None:
        classes = self._session.prepared.dataset.classes
        if not classes or classes == self._classes:
            return
        self._classes = classes
        tip = self.tr("{0} against all others")
        names = [class_name(name) for name in classes]
        self.choice.set_options([Option(str(n), name, tip.format(name)) for n, name in enumerate(names)])
        self.choice.setVisible(len(classes) > 2)
        self._show_class(1 if len(classes) == 2 else 0)
