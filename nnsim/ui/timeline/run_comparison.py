"""Two runs beside each other, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.model.stretch import Stretch
from nnsim.session.runs import RunLine
from nnsim.ui.theme import Size
from nnsim.ui.timeline.run_words import differences_of, epochs_of, loss_of, metric_of
from nnsim.ui.way_words import apart, way_told
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.translated import translated


class RunComparison(QWidget):
    """Two menus to choose from, and what is different. At first the present run and the one it comes from.

    So again as soon as another run is at work.

    Parameters
    ----------
    way_of : how the run with a key came to its settings
    """

    def __init__(self, way_of: Callable[[int], Sequence[Stretch]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_comparison")
        self._way_of = way_of
        self._runs: tuple[RunLine, ...] = ()
        self._chosen = [0, 0]
        self._present = 0
        self.one = DropButton(self.tr("Compare"), tip=self.tr("A run to be compared"))
        self.other = DropButton(self.tr("Compare with"), tip=self.tr("The run it is compared with"))
        self.one.setObjectName("compare_one")
        self.other.setObjectName("compare_other")
        self.words = Label("", "note")
        self.words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(Size.HALF)
        row.addWidget(Label(self.tr("Compare"), "field"))
        row.addWidget(self.one)
        row.addWidget(Label(self.tr("with"), "field"))
        row.addWidget(self.other)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.HALF)
        column.addLayout(row)
        column.addWidget(self.words)
        self.one.chosen.connect(lambda key: self._choose(0, int(key)))
        self.other.chosen.connect(lambda key: self._choose(1, int(key)))

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Offer these. What was chosen stays as long as it is there."""
        self._runs = tuple(runs)
        self.setVisible(len(runs) > 1)
        if len(runs) < 2:
            return
        keys = {line.key for line in runs}
        present = next(line for line in runs if line.is_present)
        others = [line.key for line in runs if line.key != present.key]
        if present.key != self._present or self._chosen[0] not in keys:
            self._present, self._chosen = present.key, [present.key, 0]
        if self._chosen[1] not in keys or self._chosen[0] == self._chosen[1]:
            near = present.parent if present.parent in others else others[-1]
            self._chosen[1] = near if near != self._chosen[0] else present.key
        options = [Option(str(line.key), translated(line.name)) for line in runs]
        for button, key in zip((self.one, self.other), self._chosen, strict=True):
            button.set_options(options)
            name = next(option.label for option in options if option.name == str(key))
            shown = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, Size.RUN_CHOICE)
            button.set_current(str(key), shown)
            button.setToolTip(name if shown != name else "")
        self.words.show_text(self._in_words())

    def _choose(self, place: int, key: int) -> None:
        if key == self._chosen[1 - place]:
            self._chosen.reverse()
        else:
            self._chosen[place] = key
        self.show_runs(self._runs)

    def _in_words(self) -> str:
        one, other = (next(line for line in self._runs if line.key == key) for key in self._chosen)
        names, differences = (translated(one.name), translated(other.name)), differences_of(one, other)
        ways = [self._way_of(line.key) for line in (one, other)]
        told = way_told(apart(*ways)), way_told(apart(*reversed(ways)))
        same = self.tr("{0} and {1} have ended with the same settings.")
        if any(told):
            same = self.tr("{0} and {1} have ended with the same settings, but were not trained with the same.")
        first = self.tr("Different in {0}: {1}.").format(names[0], differences) if differences else same.format(*names)
        return "\n".join([first, *(self._about(line, way) for line, way in zip((one, other), told, strict=True))])

    def _about(self, line: RunLine, way: str) -> str:
        said = ", ".join(part for part in (epochs_of(line), loss_of(line), metric_of(line)) if part)
        if way:
            return self.tr("{0}: {1}; on its way {2}.").format(translated(line.name), said, way)
        return f"{translated(line.name)}: {said}."
