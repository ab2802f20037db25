"""What a layer can be given, and what can be put beside it, as menus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import Choice
from nnsim.model import edits
from nnsim.model.project import Project
from nnsim.session.session import Session
from nnsim.ui.editor.objection import objection
from nnsim.ui.widgets.chips import Option


def activation_options() -> list[Option]:
    """All activations, as the catalog tells them."""
    return [Option(entry.name, _catalog(entry.label), _catalog(entry.help)) for entry in ACTIVATIONS]


def activation_objections(project: Project, layer: int) -> dict[str, str]:
    """By name, why a layer cannot have an activation; empty for those that it can have."""
    return {name: objection(project, edits.set_activation, layer, Choice(name)) for name in ACTIVATIONS.names}


class InsertMenu(QMenu):
    """The kinds of layers, each with its explanation. Behind one that cannot be put in at a place stands …, and why.

    Parameters
    ----------
    place : the layer in front of which the new one comes, asked when the menu opens
    """

    def __init__(self, session: Session, place: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._place = place
        self.setToolTipsVisible(True)
        for entry in LAYER_KINDS:
            action = self.addAction(_catalog(entry.label))
            action.setData(entry.name)
        self.aboutToShow.connect(self._render_kinds)
        self.triggered.connect(self._on_triggered)

    def _on_triggered(self, action: QAction) -> None:
        self._session.apply(edits.add_layer, self._place(), action.data())

    def _render_kinds(self) -> None:
        """Mark what is impossible here as it is: who chooses it is told what would help."""
        for action, entry in zip(self.actions(), LAYER_KINDS, strict=True):
            reason = objection(self._session.project, edits.add_layer, self._place(), action.data())
            label = _catalog(entry.label)
            action.setText(f"{label} …" if reason else label)
            action.setToolTip(reason or _catalog(entry.help))


def _catalog(text: str) -> str:
    return QCoreApplication.translate("catalog", text)
