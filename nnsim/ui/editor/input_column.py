"""What stands above and below the inputs: which of them the network sees, and a + for more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nnsim.session.session import Session
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.column_controls import ColumnControls
from nnsim.ui.editor.layout import Column
from nnsim.ui.inputs.choice import choice_of
from nnsim.ui.names import Names
from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button
from nnsim.ui.widgets.tips import in_lines

translate = QCoreApplication.translate


class InputColumn(ColumnControls):
    """``Input`` and ``2 of 7 ▾`` above, ``2 +`` below. All of them open the inputs to choose from."""

    def __init__(self, session: Session, canvas: Canvas, open_form: Callable[[], None]) -> None:
        super().__init__(session, canvas, -1, open_form)
        over = canvas.viewport()
        self.choice = Button("", "drop", parent=over)
        self.choice.setObjectName("choose-inputs")
        self.size = Button("", "size", parent=over)
        self.size.setObjectName("layer-size--1")
        self.more = Button("+", "round", parent=over)
        self.more.setObjectName("add-neuron--1")
        for button in (self.choice, self.size, self.more):
            button.clicked.connect(open_form)

    def widgets(self) -> list[QWidget]:
        """All that stands at the column."""
        return [self.name, self.choice, self.size, self.more]

    def _render_head(self, column: Column, names: Names) -> None:
        super()._render_head(column, names)
        choice = choice_of(self._session)
        said, briefly = choice.said(), choice.said_briefly()
        whole = choice.said_with_scale()
        self._place(self.choice, (f"{whole} ▾", f"{said} ▾", f"{briefly} ▾", briefly), column.x, 1.5 * Size.HIT)
        self.choice.setAccessibleName(translate("LayerControls", "Choose inputs: {0}").format(said))
        click = translate("LayerControls", "Click to choose what the network sees.")
        scaled = translate("LayerControls", "The network sees scaled numbers: the data card says how.")
        words = (whole, *((scaled,) if choice.is_scaled else ()), choice.locked or click)
        self.choice.setToolTip(in_lines("\n".join(words)))

    def _render_foot(self, column: Column, names: Names) -> None:
        choice = choice_of(self._session)
        count = names.network.n_inputs
        tip = translate("LayerControls", "Put in or leave out inputs")
        self._place(self.size, (str(count),), column.x, self._foot_y)
        self.size.setAccessibleName(translate("LayerControls", "Number of inputs: {0}").format(count))
        self.size.setToolTip(in_lines(choice.locked or tip))
        is_all = len(choice.chosen) == len(choice.available)
        self.more.setVisible(self._canvas.arrangement.sizable and not choice.locked and not is_all)
        self.more.setAccessibleName(translate("LayerControls", "Put in an input"))
        self.more.setToolTip(translate("LayerControls", "Put in an input: choose which"))
        self.more.resize(Size.HIT, Size.HIT)
        self._anchor(self.more, column.x, self._foot_y, self._step_aside())
