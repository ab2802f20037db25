"""Which inputs the network sees, chosen beside their column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim.model.change import Change
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.column_popover import ColumnPopover
from nnsim.ui.editor.layer_deeds import LayerDeeds
from nnsim.ui.inputs.chooser import InputChooser
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.widgets.form import Form


class InputPopover(ColumnPopover):
    """Tiles, a list or a picture of all inputs there are, and what can be put in behind them.

    Parameters
    ----------
    anchor : the button beside which it opens
    """

    def __init__(self, session: Session, appearance: Appearance, canvas: Canvas, anchor: Callable[[], QWidget]) -> None:
        super().__init__(session, canvas)
        self.setObjectName("input_form")
        self._anchor = anchor
        self.chooser = InputChooser(session, appearance, "network-inputs", NetworkSize.LAYER_FORM)
        self.deeds = LayerDeeds(session, "inputs")
        form = Form()
        self.heading = form.add_heading(canvas.names.layer(-1))
        form.add_wide(self.chooser)
        form.add_wide(self.deeds)
        self.add_column(form)
        session.project_changed.connect(self._on_project_changed)

    def open_inputs(self, *, by_keyboard: bool = False) -> None:
        """Show it, with the inputs selected."""
        self._session.select(Selection("layer", -1))
        self._render()
        self.open_below(self._anchor(), by_keyboard=by_keyboard)

    def _on_project_changed(self, _change: Change) -> None:
        if self.isVisible():
            self._render()
            self.follow(self._anchor())

    def _render(self) -> None:
        self.setAccessibleName(self.heading.text())
        self.chooser.render_facts()
        self.deeds.show_layer(-1)
        self.adjustSize()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's own name)
        """Begin with what is chosen from, though it may have come later than the buttons below it."""
        if next and self.focusWidget() in (None, self):
            self.chooser.first_control().setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(next)
