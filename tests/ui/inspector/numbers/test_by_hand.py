"""Steps that a class has worked out by hand, told as they were worked out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import TraceLook
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.model.weight_edits import put_weights
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.panel import InspectorPanel
from tests.by_hand.one_weight import one_weight, table_of
from tests.ui.inspector.numbers.reading import Pages, click_number, number, told


def test_one_weight_goes_from_five_to_four_point_two(by_hand: Pages, qtbot: QtBot) -> None:
    # ŷ = 5 · 2 = 10; L = ½ (10 − 6)² = 8; ∂L/∂w = (10 − 6) · 2 = 8; w ← 5 − 0.1 · 8 = 4.2
    _, page = by_hand(one_weight().project)
    assert [page.stage.text()] == ["Forward: Output ▾"]
    assert told(page) == "= 2·5 = 10"
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert (number(page, "losses"), told(page)) == (8.0, "= ½·(10 − 6)² = 8")
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert number(page, "dW") == 8.0
    click_number(qtbot, page, 2, "dW", 0, 0)
    assert told(page) == "= 2·4 = 8"
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert number(page, "step") == pytest.approx(-0.8)
    assert told(page) == "= −0.1·8 = −0.8"
    assert page.sheet.page.pictures[0].said().endswith("; the run's next step is that of its whole batch.")
    click_number(qtbot, page, 1, "new", 0, 0)
    assert told(page) == "= 5 − 0.8 = 4.2"
    assert not page.on.isEnabled()


def test_the_same_without_the_half_has_twice_the_gradient(
    by_hand: Pages,
) -> None:
    _, page = by_hand(one_weight(loss="mse").project)
    page.go_to(("backward", 0))
    assert number(page, "dW") == 16.0
    page.go_to(("update", 0))
    assert number(page, "new") == pytest.approx(3.4)


@pytest.mark.parametrize(
    ("rate", "after"), [(0.25, [3.0, 3.0]), (0.45, [1.4, 4.28]), (0.5, [1.0, 5.0]), (0.6, [0.2, 6.92])]
)
def test_with_other_learning_rates_the_weight_goes_where_a_class_has_computed_it(
    by_hand: Pages, qtbot: QtBot, rate: float, after: list[float]
) -> None:
    session, page = by_hand(one_weight(rate).project)
    for expected in after:
        page.go_to(("update", 0))
        assert number(page, "new") == pytest.approx(expected, rel=1e-12)
        step = session.snapshot.step
        session.step_batch()
        qtbot.waitUntil(
            lambda before=step: session.snapshot.step == before + 1 and page.trace is session.snapshot.trace
        )


def test_the_numbers_are_those_of_the_step_that_is_made_then(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    page.look_at(TraceLook(batch=True))
    qtbot.waitUntil(lambda: page.trace is not None and len(page.trace.rows) == 10)
    assert page.trace is not None
    foretold = page.trace.layers[0].new_parameters.weights.copy()
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    assert session.snapshot.parameters[: foretold.size].tobytes() == foretold.tobytes()


def test_a_row_by_a_matrix_gives_a_row_as_a_class_checks_the_shapes(
    by_hand: Pages,
) -> None:
    # x (1 × 3) · W (3 × 4) gives 1 × 4: rows from, columns to
    data = table_of("shapes", [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], [[1.0], [0.0]])
    _, page = by_hand(new_project("shapes", data, (4,)))
    shapes = {one.table.key: one.table.values.shape for one in page.sheet.page.pictures[0].tables}
    assert shapes == {"x": (1, 3), "W": (3, 4), "b": (1, 4), "z": (1, 4)}


def test_a_loss_beyond_the_numbers_of_the_computer_is_not_called_infinite(by_hand: Pages, qtbot: QtBot) -> None:
    session, page = by_hand(one_weight().project)
    session.edit_weights(put_weights, np.array([1e154]))
    page.go_to(("loss", 0))
    qtbot.waitUntil(lambda: "2e154" in told(page))
    assert told(page) == "= ½·(2e154 − 6)², which is too large for a number of the computer"


def test_xor_is_put_together_by_hand_and_every_number_of_it_is_told(
    by_hand: Pages,
    appearance: Appearance,
    shown: Callable[..., InspectorPanel],
    qtbot: QtBot,
) -> None:
    """Two ReLUs, x₁ + x₂ and x₁ + x₂ − 1; the first less twice the second is 1 where one of the two is."""
    table = table_of("xor", [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]])
    layers = (LayerSpec(2, Choice("relu"), key=1), LayerSpec(1, Choice("identity"), key=2))
    training = TrainSpec(Choice("quadratic"), learning_rate=0.1, batch_size=None)
    session, page = by_hand(Project("xor", table, NetworkSpec(2, layers), training))
    panel = shown(InspectorPanel(session, appearance), 500, 300)
    for layer, rows in enumerate(([["1", "1"], ["1", "1"], ["0", "-1"]], [["1"], ["-2"], ["0"]])):
        session.select(Selection("layer", layer))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                session.select(Selection("bias" if row == 2 else "link", layer, 0 if row == 2 else row, column))
                qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
                field = panel.findChild(QLineEdit, "weight-field")
                assert field is not None
                field.selectAll()
                qtbot.keyClicks(field, text)
                qtbot.keyClick(field, Qt.Key.Key_Return)
                qtbot.waitUntil(lambda: panel.findChild(QLineEdit, "weight-field") is None)
    found = []
    for sample in range(4):
        page.look_at(TraceLook((sample,)))
        qtbot.waitUntil(lambda sample=sample: page.trace is not None and page.trace.rows == (sample,))
        page.go_to(("forward", 1))
        found.append((told(page), number(page, "z")))
        page.go_to(("loss", 1))
        assert number(page, "losses") == 0.0
    assert found == [
        ("= 0·1 + 0·(−2) + 0 = 0", 0.0),
        ("= 1·1 + 0·(−2) + 0 = 1", 1.0),
        ("= 1·1 + 0·(−2) + 0 = 1", 1.0),
        ("= 2·1 + 1·(−2) + 0 = 0", 0.0),
    ]
