"""Pages of pictures that show the samples of training or those of test."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.output.choice_page import ChoicePage
from nnsim.ui.widgets.chips import Option

Part = Literal["train", "test"]


class OfPart(Protocol):
    """A picture that shows one of both."""

    @property
    def part(self) -> Part:
        """Which it shows."""

    def show_part(self, part: Part) -> None:
        """Show the samples of training or of test."""


class PartPage(ChoicePage):
    """The picture, and the switch between samples of training and of test.

    Without test samples, as in a truth table, those of training are shown and there is nothing to choose; data with
    test samples begin with those again.

    Parameters
    ----------
    name, object_name : of the switch
    """

    def __init__(self, picture: QWidget, of_part: OfPart, session: Session, name: str, object_name: str) -> None:
        super().__init__(picture, name, object_name, self._show_part)
        self._of_part = of_part
        self._session = session
        self._data = session.prepared
        if not len(self._data.test_rows):
            of_part.show_part("train")
        session.snapshot_taken.connect(self._on_snapshot_taken)
        self._render_parts()

    def _show_part(self, part: str) -> None:
        self._of_part.show_part("train" if part == "train" else "test")

    def _on_snapshot_taken(self) -> None:
        if self._session.prepared is self._data:
            return
        had_test = len(self._data.test_rows) > 0
        self._data = self._session.prepared
        has_test = len(self._data.test_rows) > 0
        if has_test != had_test:
            self._of_part.show_part("test" if has_test else "train")
        self._render_parts()

    def _render_parts(self) -> None:
        translate = QCoreApplication.translate
        training, test = (
            Option("train", translate("PartPage", "training")),
            Option("test", translate("PartPage", "test")),
        )
        has_test = len(self._data.test_rows) > 0
        self.set_options([training, test] if has_test else [training], self._of_part.part)
