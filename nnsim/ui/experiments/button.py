"""The way from the network to the experiments, which shows how far they have come."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnsim.session.many_runs import ManyRuns
from nnsim.ui.appearance import Appearance
from nnsim.ui.experiments.plan_card import progress_words
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.looks import set_look


class ExperimentsButton(Button):
    """A flask in the bar; while a plan is under way the runs that are done stand beside it."""

    def __init__(self, many: ManyRuns, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", "icon", name=self.tr("Experiments"), parent=parent)
        self.setObjectName("open_experiments")
        self._many, self._appearance = many, appearance
        many.changed.connect(self._render)
        appearance.changed.connect(self._render_icon)
        self._render_icon()
        self._render()

    def _render(self) -> None:
        progress = self._many.progress
        text = "" if progress is None else f"{progress.done}/{progress.total}"
        role = "icon" if progress is None else "quiet"
        set_look(self, "role", role)
        if text != self.text():
            self.setText(text)
        what = self.tr("Experiments: many seeds, a sweep of settings")
        words = progress_words(self._many)
        self.setToolTip("\n".join(filter(None, (what, words))))
        self.setAccessibleDescription(words)

    def _render_icon(self) -> None:
        self.setIcon(icon("flask-conical", self._appearance.theme, "second"))
