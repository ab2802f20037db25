"""A step on its way through the network: what the page of numbers shows, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec, TrainSpec
from nnsim.engine.trace import TraceLook
from nnsim.explain.equations import Equation
from nnsim.model import data_edits, edits, layer_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.model.weight_edits import put_weights
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.numbers.page import NumbersPage
from nnsim.ui.inspector.numbers.sheet import InPlay
from nnsim.ui.inspector.numbers.table_picture import GAP, in_sight
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.main_window import MainWindow
from nnsim.ui.sheet_sizes import SheetSize
from tests.by_hand.one_weight import one_weight, table_of

Shown = Callable[[NumbersPage, int, int], NumbersPage]


def settled(qtbot: QtBot, page: NumbersPage) -> NumbersPage:
    """The page with the numbers that it has asked for."""
    qtbot.waitUntil(lambda: page.walk is not None)
    return page


@pytest.fixture
def page(session: Session, appearance: Appearance, shown: Shown, qtbot: QtBot) -> NumbersPage:
    return settled(qtbot, shown(NumbersPage(session, appearance), 900, 500))


@pytest.fixture
def by_hand(
    qapp: QApplication, appearance: Appearance, shown: Shown, qtbot: QtBot
) -> Iterator[Callable[[Project], tuple[Session, NumbersPage]]]:
    """Pages of sessions with other projects."""
    made: list[Session] = []

    def show(project: Project) -> tuple[Session, NumbersPage]:
        made.append(Session(project))
        return made[-1], settled(qtbot, shown(NumbersPage(made[-1], appearance), 900, 500))

    yield show
    for session in made:
        assert session.close()


def equations(page: NumbersPage) -> dict[str, Equation]:
    return {picture.equation.key: picture.equation for picture in page.sheet.page.pictures}


def number(page: NumbersPage, key: str, row: int = 0, column: int = 0) -> float:
    return float(equations(page)[key].result.values[row, column])


def holder() -> QWidget:
    """Who has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def told(page: NumbersPage) -> str:
    """What stands below the equation in play."""
    return next(picture.written() for picture in page.sheet.page.pictures if picture.is_open)


def click_number(qtbot: QtBot, page: NumbersPage, equation: int, table: str, row: int, column: int) -> None:
    picture = next(one for one in page.sheet.page.pictures[equation].tables if one.table.key == table)
    rect = picture.cell_rect(row, column)
    assert rect is not None
    point = rect.center().toPoint()
    page.sheet.ensureVisible(point.x(), point.y())
    qtbot.mouseClick(page.sheet.page, Qt.MouseButton.LeftButton, pos=point)


def test_one_weight_goes_from_five_to_four_point_two(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]], qtbot: QtBot
) -> None:
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
    by_hand: Callable[[Project], tuple[Session, NumbersPage]],
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
    by_hand: Callable[[Project], tuple[Session, NumbersPage]], qtbot: QtBot, rate: float, after: list[float]
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


def test_walking_selects_the_layer_so_that_the_network_shows_it(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert page.place == ("forward", 1)
    assert session.selection == Selection("layer", 1)
    for _ in range(20):
        page.step(1)
    assert page.place == ("update", 2)
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.place == ("update", 1)


def test_a_click_on_a_stage_brings_the_keyboard_so_that_alt_and_arrows_walk_and_move_no_layer(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    before = session.project
    qtbot.mouseClick(window.inspector_pages.chips["numbers"], Qt.MouseButton.LeftButton)
    settled(qtbot, window.numbers)
    qtbot.keyClick(holder(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.numbers.place == ("forward", 1)
    window.network.setFocus()
    qtbot.mouseClick(window.numbers.on, Qt.MouseButton.LeftButton)
    qtbot.keyClick(holder(), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.numbers.place == ("loss", 2)
    qtbot.mouseClick(window.numbers, Qt.MouseButton.LeftButton, pos=QPoint(window.numbers.width() // 2, 1))
    qtbot.keyClick(holder(), Qt.Key.Key_F12)
    qtbot.mouseClick(window.inspector_card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))  # on nothing
    for key in (Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Return):
        qtbot.keyClick(holder(), key)
    assert not window.network.isAncestorOf(holder())
    assert session.project is before


def test_a_layer_selected_elsewhere_is_told_in_the_same_part_of_the_step(page: NumbersPage, session: Session) -> None:
    page.go_to(("backward", 2))
    session.select(Selection("neuron", 0, 0, 1))
    assert page.place == ("backward", 0)


def test_a_click_on_a_sum_lights_its_row_and_column_and_writes_it_out(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    click_number(qtbot, page, 0, "z", 0, 2)
    assert session.selection == Selection("neuron", 0, 0, 2)
    picture = page.sheet.page.pictures[0]
    assert {(lit.table, lit.row, lit.column) for lit in picture.origin.lit} == {
        ("x", 0, None),
        ("W", None, 2),
        ("b", 0, 2),
    }
    trace = page.trace
    assert trace is not None
    x, w = trace.inputs[0], trace.layers[0].parameters.weights[:, 2]
    assert told(page).startswith(f"= {x[0]:.4g}·".replace("-", "−"))
    assert number(page, "z", 0, 2) == pytest.approx(float(x @ w))


def test_a_click_on_a_weight_selects_it(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    click_number(qtbot, page, 0, "W", 1, 3)
    assert session.selection == Selection("link", 0, 1, 3)
    page.go_to(("update", 0))
    click_number(qtbot, page, 1, "new", 2, 0)
    assert session.selection == Selection("bias", 0, 0, 0)


def test_going_backward_a_click_on_a_weight_of_the_next_layer_selects_that_weight(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    page.go_to(("backward", 0))
    assert page.sheet.stage is not None
    equation, table = next(
        (number, table)
        for number, one in enumerate(page.sheet.stage.equations)
        for table in one.tables
        if table.rows.kind == "sources" and table.rows.layer == 1
    )
    click_number(qtbot, page, equation, table.key, 3, 1)  # the first layer has two sources only
    assert session.selection == Selection("link", 1, 3, 1)


def test_a_click_on_a_gain_selects_its_neuron_and_not_the_bias(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.set_normalize, 0, True)
    qtbot.waitUntil(lambda: page.walk is not None)
    page.go_to(("update", 0))
    table = equations(page)["new"].result
    for row, selection in enumerate([Selection("bias", 0, 0, 1), Selection("neuron", 0, 0, 1)], 2):
        page.sheet.operand_picked.emit(0, table, row, 1)
        assert session.selection == selection


def test_arrows_walk_from_number_to_number(page: NumbersPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_Right)
    assert page.sheet.in_play == InPlay(0, 0, 1)
    qtbot.keyClick(page.sheet.page, Qt.Key.Key_PageDown)
    assert page.sheet.in_play == InPlay(1, 0, 0)


def test_every_number_tells_on_hover_how_it_comes_about(page: NumbersPage) -> None:
    picture = page.sheet.page.pictures[1].tables[-1]
    rect = picture.cell_rect(0, 0)
    assert rect is not None
    tip = page.sheet.page.tip_at(rect.center())
    assert "tanh(" in tip
    assert page.sheet.page.tip_at(QPointF(-5, -5)) == ""


def tip_of(page: NumbersPage, equation: int, table: str, row: int, column: int) -> str:
    picture = next(one for one in page.sheet.page.pictures[equation].tables if one.table.key == table)
    rect = picture.cell_rect(row, column)
    assert rect is not None
    return page.sheet.page.tip_at(rect.center())


def test_a_tooltip_says_where_the_numbers_that_it_shows_are_rounded(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]], page: NumbersPage
) -> None:
    assert "\n≈ " in tip_of(page, 0, "z", 0, 0)
    _, exact = by_hand(one_weight().project)
    assert tip_of(exact, 0, "z", 0, 0).endswith("\n= 2·5\n= 10")


def test_numbers_that_play_a_part_tell_where_they_come_from(page: NumbersPage) -> None:
    assert "inputs of the sample" in tip_of(page, 0, "x", 0, 0)
    assert "training" in tip_of(page, 0, "W", 0, 0)
    page.go_to(("forward", 1))
    assert "tanh(" in tip_of(page, 0, "x", 0, 2)  # h₁·3, found in the stage before
    page.go_to(("backward", 1))
    keys = [picture.equation.key for picture in page.sheet.page.pictures]
    assert "0." in tip_of(page, keys.index("e"), "delta", 0, 0)
    page.go_to(("update", 1))
    bias = len(page.sheet.page.pictures[0].tables[0].table.values) - 1
    delta = page.walk.stage("backward", 1).equation("db") if page.walk else None
    assert delta is not None
    told = tip_of(page, 0, "g", bias, 0).splitlines()
    assert told[1].removeprefix("≈ ") == f"{delta.result.values[0, 0]:.4g}".replace("-", "−")
    assert "training" in tip_of(page, 1, "w", 0, 0)


def test_a_row_by_a_matrix_gives_a_row_as_a_class_checks_the_shapes(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]],
) -> None:
    # x (1 × 3) · W (3 × 4) gives 1 × 4: rows from, columns to
    data = table_of("shapes", [[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]], [[1.0], [0.0]])
    _, page = by_hand(new_project("shapes", data, (4,)))
    shapes = {one.table.key: one.table.values.shape for one in page.sheet.page.pictures[0].tables}
    assert shapes == {"x": (1, 3), "W": (3, 4), "b": (1, 4), "z": (1, 4)}


def test_another_sample_is_chosen_by_its_number(page: NumbersPage, qtbot: QtBot) -> None:
    page.sample.number.selectAll()
    qtbot.keyClicks(page.sample.number, "17")
    qtbot.keyClick(page.sample.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (16,))
    qtbot.mouseClick(page.sample.behind, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (17,))
    assert page.sample.number.text() == "18"


def test_a_typed_sample_goes_through_the_network_at_once(page: NumbersPage, qtbot: QtBot) -> None:
    page.sample.typed.begin(TraceLook(), (3,))
    field = page.sample.typed.inputs[0]
    field.selectAll()
    qtbot.keyClicks(field, "1,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == () and page.trace.inputs[0, 0] == 1.5)


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_who_chooses_to_type_types_at_once_every_time(page: NumbersPage, qtbot: QtBot) -> None:
    first, second = page.sample.typed.inputs
    for text in ("0.5", "0.75"):
        page.sample.mode.chosen.emit("typed")
        assert holder() is first
        qtbot.keyClicks(holder(), text)
        qtbot.keyClick(holder(), Qt.Key.Key_Return)
        assert first.value() == float(text)
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
        assert (first.hasSelectedText(), second.hasSelectedText()) == (False, True)
        page.sample.typed.close()
        assert not second.hasSelectedText()


def test_of_typed_numbers_it_is_said_what_the_network_sees_of_them(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    page.sample.typed.begin(TraceLook(), (3,))
    assert page.sample.typed.scaled[0].text() == ""
    session.apply(data_edits.set_scaling, "standardize")
    page.sample.typed.begin(TraceLook(typed=(1.5, 0.0), target=(0.0,)), ())
    scaled = session.prepared.inputs_of(np.array([[1.5, 0.0]]))[0, 0]
    assert page.sample.typed.scaled[0].text() == f"scaled {scaled:.4g}"
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.inputs[0, 0] == scaled)
    assert page.sample.scaled.full_text().startswith(f"x₁ 1.5, scaled {scaled:.4g}; x₂ 0, scaled ")
    page.look_at(TraceLook((3,)))
    raw = session.prepared.dataset.inputs[3, 0]
    qtbot.waitUntil(lambda: page.sample.scaled.full_text().startswith(f"x₁ {raw:.4g}, scaled "))
    page.look_at(TraceLook(batch=True))
    qtbot.waitUntil(lambda: page.sample.scaled.full_text() == "")


@pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none
def test_what_is_no_number_stays_with_the_reason_beside_it(page: NumbersPage, qtbot: QtBot) -> None:
    page.look_at(TraceLook(typed=(1.5, 0.25), target=(0.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    page.sample.mode.chosen.emit("typed")
    first, second = page.sample.typed.inputs
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        first.selectAll()
        qtbot.keyClicks(first, "abc")
        qtbot.keyClick(first, key)
        assert (first.text(), first.value()) == ("abc", 1.5)
        assert page.sample.typed.scaled[0].text() == "Type a number, such as 0.5, 1/3 or 3e−4."
    assert holder() is second
    first.setFocus()
    first.selectAll()
    qtbot.keyClicks(first, "2,5")
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert (first.value(), page.sample.typed.scaled[0].text()) == (2.5, "")
    qtbot.keyClicks(second, "x")
    page.sample.typed.begin(TraceLook(), (3,))
    assert page.sample.typed.scaled[1].text() == ""
    assert "x" not in second.text()


def test_a_sample_chosen_elsewhere_is_the_one_in_hand(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    session.view_sample(16)
    qtbot.waitUntil(lambda: page.sample.number.text() == "17")
    assert page.sample.mode.text().startswith("Sample in hand")


def test_what_was_typed_for_other_data_is_not_shown_as_typed(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    session.apply(data_edits.choose_toy, "blobs")
    page.look_at(TraceLook(typed=(1.5, 0.0), target=(2.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    session.apply(data_edits.choose_toy, "circle")  # there is no third class
    assert page.look == TraceLook()
    page.look_at(TraceLook(typed=(1.5, 0.0), target=(0.0,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == ())
    session.apply(data_edits.use_data, one_weight().project.data)
    assert page.look == TraceLook()
    qtbot.waitUntil(lambda: page.sample.mode.text().startswith("Sample in hand") and page.sample.number.isVisible())


def test_in_little_height_what_is_found_stands_above_the_matrices(page: NumbersPage) -> None:
    high = page.sheet.page.pictures[0]
    assert high.answer.top() > high.tables[0].top_left.y()
    page.resize(560, 190)
    low = page.sheet.page.pictures[0]
    assert page.grab().width() > 0
    assert low.answer.bottom() <= low.tables[0].top_left.y()
    assert low.answer.bottom() < page.sheet.viewport().height() / 2
    assert low.worked_out(1000.0).startswith("z₁·1 = ")
    whole = low.written()
    fits = page.fontMetrics().horizontalAdvance(whole) * 2.0
    assert low.worked_out(fits).endswith(whole)
    assert low.worked_out(fits / 3).startswith("= ")
    assert low.worked_out(fits / 3).endswith(whole[-6:])
    assert page.sheet.page.tip_at(QPointF(low.answer.center())) == low.said()
    page.go_to(("update", 0))
    new = page.sheet.page.pictures[-1]
    assert new.worked_out(1000.0) == f"w₁·1,1 ← {new.written()[2:]}"


def test_a_loss_beyond_the_numbers_of_the_computer_is_not_called_infinite(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]], qtbot: QtBot
) -> None:
    session, page = by_hand(one_weight().project)
    session.edit_weights(put_weights, np.array([1e154]))
    page.go_to(("loss", 0))
    qtbot.waitUntil(lambda: "2e154" in told(page))
    assert told(page) == "= ½·(2e154 − 6)², which is too large for a number of the computer"


def test_xor_is_put_together_by_hand_and_every_number_of_it_is_told(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]],
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


def test_what_is_copied_is_what_is_shown(page: NumbersPage) -> None:
    page.copy.chosen.emit("number")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("z^{(1)}_{1} = x_{1}")
    assert QToolTip.text() == "Copied: This number, as LaTeX"
    page.copy.chosen.emit("stage")
    stage = QGuiApplication.clipboard().text()
    assert "\\end{pmatrix} \\approx {\\begin{pmatrix}" in stage  # z is a product of matrices
    assert ", \\quad z^{(1)} \\approx \\begin{pmatrix}" in stage  # h is not equal to z
    page.copy.chosen.emit("table")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["x", "x₁", "x₂"]


def test_other_notation_and_digits_are_used_everywhere(page: NumbersPage, session: Session) -> None:
    page.go_to(("loss", 2))
    assert equations(page)["losses"].formula.startswith(r"L = -\left[ y \ln \hat y")
    session.wording.call_label_with_hat(True)
    assert equations(page)["losses"].formula.startswith(r"L = -\left[ \hat y \ln y")
    session.wording.set_digits(2)
    assert len(told(page).rpartition("≈ ")[2].replace("0.", "")) <= 2


def test_a_page_that_nobody_sees_asks_for_nothing(page: NumbersPage, session: Session) -> None:
    page.hide()
    assert not any(isinstance(view, TraceLook) for view in session.rota.wanted())


def test_numbers_of_other_samples_that_somebody_else_wanted_are_not_told_as_those_of_this_one(
    session: Session, appearance: Appearance, shown: Shown, qtbot: QtBot
) -> None:
    session.watch("another", (TraceLook(batch=True),))
    qtbot.waitUntil(lambda: session.snapshot.trace is not None)
    page = NumbersPage(session, appearance)
    assert page.walk is None
    session.watch("another", ())
    assert len(settled(qtbot, shown(page, 900, 500)).trace.rows) == 1


def test_it_follows_an_edit_and_undo(page: NumbersPage, session: Session, qtbot: QtBot) -> None:
    page.go_to(("update", 2))
    session.apply(edits.remove_layer, 1)
    qtbot.waitUntil(lambda: page.walk is not None and len(page.walk.places) == 7)
    assert page.place in (page.walk.places if page.walk else ())
    session.undo()
    qtbot.waitUntil(lambda: page.walk is not None and len(page.walk.places) == 10)


def test_of_wide_layers_the_part_in_play_is_shown(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]],
) -> None:
    _, page = by_hand(new_project("wide", DataSpec(ToySource("circle", 30)), (60, 40)))
    page.go_to(("forward", 1))
    page.sheet.picked.emit(InPlay(0, 0, 33))
    weights = next(one for one in page.sheet.page.pictures[0].tables if one.table.key == "W")
    assert 33 in weights.columns
    assert len(weights.rows) == SheetSize.CELLS_LEAST  # so that what is found is in sight
    assert GAP in weights.columns
    assert GAP in weights.rows


@pytest.mark.parametrize("count", [1, 5, 6, 100])
@pytest.mark.parametrize("focus", [0, 3, 99])
def test_what_is_in_sight_has_the_ends_and_what_is_in_play(count: int, focus: int) -> None:
    shown = in_sight(count, 5, [focus])
    assert len(shown) <= 5
    assert min(focus, count - 1) in shown
    kept = [place for place in shown if place != GAP]
    assert kept == sorted(set(kept))


def test_columns_of_the_sum_stand_below_those_of_the_weights_and_the_bias(page: NumbersPage) -> None:
    page.resize(700, 500)
    tables = page.sheet.page.pictures[0].tables
    alike = [picture.cell_rect(0, 0) for picture in tables if picture.is_alike(tables[-1])]
    assert len(alike) == len(("W", "b", "z"))
    assert len({rect.left() for rect in alike if rect is not None}) == 1


@pytest.mark.parametrize("hidden", [(4, 2), (8, 8)])
def test_on_a_projector_the_line_of_matrices_of_a_small_network_is_read_without_scrolling(
    by_hand: Callable[[Project], tuple[Session, NumbersPage]], qtbot: QtBot, hidden: tuple[int, ...]
) -> None:
    _, page = by_hand(new_project("spiral", DataSpec(ToySource("spiral", 80, 0.0, 0)), hidden))
    page.resize(498, 134)  # that of a window of 1280 × 720
    page.grab()
    qtbot.waitUntil(lambda: page.grab().width() > 0 and page.sheet.page.pictures[0].is_typeset)
    z = page.sheet.page.pictures[0]
    assert [picture.table.key for picture in z.tables] == ["x", "W", "b", "z"]
    assert z.is_whole == (hidden[0] == 4)  # of eight columns some are left out
    room = page.sheet.viewport().rect()
    for picture in z.tables:
        rows, columns = picture.table.values.shape
        last = picture.cell_rect(rows - 1, columns - 1)
        assert last is not None
        assert room.contains(last.toRect())
    _, w, b, found = z.tables
    assert (w.head > 0.0, b.head, found.head) == (True, 0.0, 0.0)
    lefts = [picture.cell_rect(0, 0) for picture in (w, b, found)]
    assert len({rect.left() for rect in lefts if rect is not None}) == 1


def test_of_a_sample_that_is_gone_it_is_said_that_another_is_told(
    page: NumbersPage, session: Session, qtbot: QtBot
) -> None:
    last = session.prepared.dataset.n_samples - 1
    page.look_at(TraceLook((last,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (last,))
    session.apply(data_edits.set_samples, last // 2)
    assert page.look == TraceLook()
    qtbot.waitUntil(lambda: page.sample.scaled.full_text().startswith(f"sample {last + 1} is gone"))
    page.look_at(TraceLook((3,)))
    qtbot.waitUntil(lambda: page.trace is not None and page.trace.rows == (3,))
    assert page.sample.scaled.full_text() == ""
