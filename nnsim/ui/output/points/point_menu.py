"""What can be done with a point, or at an empty place, in a menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.ui.plots.marks import class_name
from nnsim.ui.widgets.numbers import format_count


class PointMenu(QMenu):
    """It goes when something is chosen.

    Parameters
    ----------
    classes : names of those that a point can have
    n_chosen : how many points are meant; 0 at an empty place

    Signals
    -------
    class_wanted(int) : this class for the points, or for one that is set here
    placing_wanted() : a point with the quantity in the hand is to be set here
    deleting_wanted(), all_wanted() : delete the points, choose all
    clearing_wanted(), end_wanted() : begin with an empty sheet, draw no more
    """

    class_wanted = Signal(int)
    placing_wanted = Signal()
    deleting_wanted = Signal()
    all_wanted = Signal()
    clearing_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, classes: tuple[str, ...], n_chosen: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("point_menu")
        given = self.tr("Make it {0}") if n_chosen == 1 else self.tr("Make all of them {0}")
        said = given if n_chosen else self.tr("Set a point of {0} here")
        for number, name in enumerate(classes):
            action = self.addAction(said.format(class_name(name)))
            action.setObjectName(f"class_{number}")
            action.triggered.connect(lambda _=False, number=number: self.class_wanted.emit(number))
        if not classes and not n_chosen:
            self.addAction(self.tr("Set a point here")).triggered.connect(lambda _=False: self.placing_wanted.emit())
        if n_chosen:
            one, many = self.tr("Delete the point"), self.tr("Delete {0} points").format(format_count(n_chosen))
            self.addAction(one if n_chosen == 1 else many).triggered.connect(
                lambda _=False: self.deleting_wanted.emit()
            )
        self.addSeparator()
        self.addAction(self.tr("Choose all points")).triggered.connect(lambda _=False: self.all_wanted.emit())
        self.addAction(self.tr("Clear the sheet")).triggered.connect(lambda _=False: self.clearing_wanted.emit())
        self.addAction(self.tr("Draw no more")).triggered.connect(lambda _=False: self.end_wanted.emit())
        self.aboutToHide.connect(self.deleteLater)
