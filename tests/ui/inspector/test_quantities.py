"""Layers of the same picture: value, gradient, last change, the optimizer's memory."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.engine.weight_look import CHANGE, GRADIENT, WeightLook
from nnsim.explain.rules import rule_of
from nnsim.model import edits
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_model import in_cell
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.inspector.quantities import MEMORIES, VALUE, quantities
from nnsim.ui.theme import Size


def choose(panel: InspectorPanel, session: Session, qtbot: QtBot, name: str) -> None:
    actions = panel.tools.quantity.menu().actions()
    next(action for action in actions if action.data() == name).trigger()
    qtbot.waitUntil(lambda: name == VALUE or is_seen(session, panel.layer(), name))


def is_seen(session: Session, layer: int, name: str) -> bool:
    found = session.snapshot.weight_numbers
    return found is not None and found.look == WeightLook(layer, name)


def cells(panel: InspectorPanel) -> list[list[str]]:
    model = panel.matrix.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def offered(panel: InspectorPanel) -> list[str]:
    return [action.data() for action in panel.tools.quantity.menu().actions() if action.data()]


def stepped(session: Session, qtbot: QtBot) -> None:
    before = session.snapshot.step
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == before + 1 and session.run_state == "paused")


def test_the_memory_of_every_optimizer_is_named() -> None:
    for name in OPTIMIZERS.names:
        assert MEMORIES.get(name, ()) == OPTIMIZERS.entry(name).kind().memory
        told = quantities(name)
        assert [option.name for option in told] == [VALUE, GRADIENT, CHANGE, *MEMORIES.get(name, ())]
        assert all(option.label and option.tip for option in told)


def test_what_an_optimizer_remembers_has_the_letter_that_it_has_where_its_step_is_told() -> None:
    for name, memory in MEMORIES.items():
        letters = {option.name: option.label.split()[-1] for option in quantities(name)}
        symbols = rule_of(Choice(name)).memory
        assert {array: letters[array] for array in memory} == {array: symbols[array].plain for array in memory}


def test_the_step_length_of_rprop_is_that_of_the_last_step() -> None:
    training = TrainSpec(optimizer=Choice("rprop"), batch_size=None)
    trainer = Run(new_project("p", named_data("circle"), (4,), training=training)).trainer
    trainer.advance(5)
    length, change = (trainer.weight_numbers(WeightLook(0, name)).values for name in ("step_size", CHANGE))
    moved = change != 0.0
    assert moved.any()
    assert np.abs(change[moved]) == pytest.approx(length[moved], rel=1e-9)


def test_where_no_step_was_made_a_plate_over_the_table_says_so(
    panel: InspectorPanel, session: Session, appearance: Appearance, qtbot: QtBot
) -> None:
    session.select(Selection("layer", 1))
    choose(panel, session, qtbot, CHANGE)
    qtbot.waitUntil(lambda: cells(panel)[0][0] == "–")
    picture = panel.matrix.viewport().grab().toImage()
    middle, line = picture.width() // 2, picture.height() // 2 - Size.BODY // 2 - 1
    plate = {picture.pixelColor(middle + x, line).name() for x in range(-60, 60)}
    assert plate == {appearance.theme.colour("surface").name()}


class Painted(QObject):
    """What of a widget is painted anew on the screen."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def test_the_plate_comes_and_goes_beside_the_cells_too(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    session.select(Selection("layer", 2))  # a single column: there is more room than for its cells
    choose(panel, session, qtbot, CHANGE)
    stepped(session, qtbot)
    qtbot.waitUntil(lambda: cells(panel)[0][0] != "–")
    viewport = panel.matrix.viewport()
    for change, is_missing in ((session.reset, True), (session.step_batch, False)):
        qtbot.wait(50)
        painted = Painted(viewport)
        change()
        qtbot.waitUntil(lambda is_missing=is_missing: (cells(panel)[0][0] == "–") == is_missing)
        qtbot.waitUntil(lambda painted=painted: painted.region.contains(viewport.rect().center()))
        painted.setParent(None)


def test_gradient_and_last_change_are_shown_as_they_are(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    choose(panel, session, qtbot, CHANGE)
    assert panel.tools.quantity.text() == "Last change ▾"
    assert {text for row in cells(panel) for text in row} == {"–"}
    before = session.snapshot.parameters
    stepped(session, qtbot)
    changed = session.snapshot.weight_numbers
    assert changed is not None
    part = session.snapshot.parameters[-changed.values.size :] - before[-changed.values.size :]
    assert changed.values.ravel() == pytest.approx(part, abs=1e-15)
    shown = np.array([[float(text.replace("−", "-")) for text in row] for row in cells(panel)])
    assert shown == pytest.approx(changed.values, rel=0.06, abs=1e-4)
    choose(panel, session, qtbot, GRADIENT)
    session.select(Selection("layer", 0))
    qtbot.waitUntil(lambda: is_seen(session, 0, GRADIENT))
    assert "–" not in {text for row in cells(panel) for text in row}


def test_only_what_the_optimizer_has_is_offered_and_no_square_has_a_negative_scale(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.set_optimizer, Choice("adam"))
    assert offered(panel) == [VALUE, GRADIENT, CHANGE, "mean", "square"]
    choose(panel, session, qtbot, "square")
    assert panel.quantity == "square"
    stepped(session, qtbot)
    qtbot.waitUntil(lambda: panel.tools.key.accessibleName().startswith("Colours from 0 to "))
    session.apply(edits.set_optimizer, Choice("sgd"))
    assert offered(panel) == [VALUE, GRADIENT, CHANGE]
    assert panel.quantity == VALUE
    assert panel.tools.quantity.text() == "Value ▾"


def test_each_has_a_scale_of_its_own_which_says_where_colours_are_full_and_only_grows(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    assert panel.tools.key.accessibleName().startswith("Colours from −1 to 1")
    choose(panel, session, qtbot, GRADIENT)
    first = session.snapshot.weight_numbers
    assert first is not None
    ends = []
    for _ in range(4):
        assert session.snapshot.weight_numbers is not None
        largest = float(np.abs(session.snapshot.weight_numbers.values).max())
        ends.append(panel.matrix.model().scale.full)
        assert largest <= ends[-1]
        stepped(session, qtbot)
    assert ends == sorted(ends)
    assert ends[0] <= 1.5 * float(np.abs(first.values).max())
    choose(panel, session, qtbot, VALUE)
    assert panel.matrix.model().scale.full >= 1


def test_who_types_where_no_value_is_shown_is_told_why_not(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    choose(panel, session, qtbot, GRADIENT)
    session.select(Selection("link", 2, 0, 0))
    for key in (Qt.Key.Key_5, Qt.Key.Key_Return):
        QToolTip.hideText()
        qtbot.keyClick(panel.matrix, key)
        assert "Only values can be typed" in QToolTip.text()
        assert panel.matrix.viewport().findChild(QLineEdit, "weight-field") is None
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Down)
    assert session.selection == Selection("link", 2, 1, 0)
    choose(panel, session, qtbot, VALUE)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    assert panel.matrix.viewport().findChild(QLineEdit, "weight-field") is not None


@pytest.mark.parametrize(
    ("value", "full", "text"),
    [
        (0.5, 1.0, "0.50"),
        (-0.0123, 0.03, "−0.0123"),
        (1.2e-5, 1e-4, "1.2e−5"),
        (0.0, 0.03, "0.0000"),
        (12.0, 16.0, "12.0"),
    ],
)
def test_small_numbers_keep_their_digits(value: float, full: float, text: str) -> None:
    assert in_cell(value, full) == text
