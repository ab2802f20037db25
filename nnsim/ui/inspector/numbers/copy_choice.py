"""What of a stage can be copied: its numbers and formulas as LaTeX, its tables for a spreadsheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip, QWidget

from nnsim.explain.copies import formulas_latex, origin_latex, stage_latex, stage_text
from nnsim.explain.equations import Stage
from nnsim.ui.inspector.block_deeds import decimal_sign
from nnsim.ui.inspector.numbers.sheet import InPlay
from nnsim.ui.inspector.numbers.wording import AxisNames
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import Rounded

translate = QCoreApplication.translate


class CopyChoice(DropButton):
    """Asks what to copy, and says that it was copied: on the clipboard nobody sees it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = translate("CopyChoice", "Copy this stage: as LaTeX, or as a table")
        super().__init__(translate("CopyChoice", "Copy"), tip=tip, parent=parent)
        self.setObjectName("numbers_copy")
        self.set_options(self._copies())
        self.set_current("", self.tr("Copy"))

    def _copies(self) -> tuple[Option, ...]:
        return (
            Option("number", self.tr("This number, as LaTeX"), self.tr("How the number in play comes about")),
            Option("formulas", self.tr("The formulas, as LaTeX")),
            Option("stage", self.tr("This step, as LaTeX"), self.tr("The formulas of this stage with their matrices")),
            Option("table", self.tr("This step, as tables"), self.tr("All numbers of this stage, for a spreadsheet")),
        )

    def copy(self, what: str, stage: Stage, in_play: InPlay, digits: int, axes: AxisNames) -> None:
        """Put an option's text of the stage on the clipboard."""
        if what == "number":
            equation = stage.equations[min(in_play.equation, len(stage.equations) - 1)]
            text = origin_latex(equation, in_play.row, in_play.column, digits, Rounded)
        elif what == "formulas":
            text = formulas_latex(stage)
        elif what == "stage":
            text = stage_latex(stage, partial(Rounded, digits))
        else:
            text = stage_text(stage, decimal_sign(), axes)
        QGuiApplication.clipboard().setText(text)
        self._tell(next(option.label for option in self._copies() if option.name == what))

    def _tell(self, copied: str) -> None:
        said = self.tr("Copied: {0}").format(copied)
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), said, self)
