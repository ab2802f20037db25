"""The weights as numbers: what the matrix shows, and what typing into it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QTableView, QToolTip
from pytestqt.qtbot import QtBot

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine import normalization
from nnsim.engine.parameters import blocks
from nnsim.engine.snapshot import SampleView
from nnsim.engine.spec import Choice, LayerSpec
from nnsim.model import edits, layer_edits
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector import neuron_sum
from nnsim.ui.inspector.layer_choice import MOST_CHIPS
from nnsim.ui.inspector.matrix_model import HEAT, NEW, in_cell
from nnsim.ui.inspector.neuron_sum import written_activation, written_normalization, written_sum
from nnsim.ui.inspector.panel import InspectorPanel
from nnsim.ui.theme import DARK, LIGHT, Beats, Size


def matrix(session: Session, layer: int) -> np.ndarray:
    return blocks(session.snapshot.network)[layer].matrix(session.snapshot.parameters)


def texts(panel: InspectorPanel) -> list[list[str]]:
    model = panel.matrix.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def click_cell(qtbot: QtBot, panel: InspectorPanel, row: int, column: int) -> QModelIndex:
    cell = panel.matrix.model().index(row, column)
    panel.matrix.scrollTo(cell)
    middle = panel.matrix.visualRect(cell).center()
    qtbot.mouseClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    return cell


def type_into(qtbot: QtBot, panel: InspectorPanel, text: str) -> None:
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)


def test_the_matrix_shows_the_numbers_of_the_snapshot(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 1))
    shown = [[float(text.replace("−", "-")) for text in row] for row in texts(panel)]
    assert shown == pytest.approx(np.round(matrix(session, 1), 2), abs=0.006)
    assert panel.note() == "Hidden 1 → Hidden 2  ·  4 × 3"


def test_rows_are_named_by_where_links_come_from_and_biases_stand_last(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    model = panel.matrix.model()
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == ["x₁", "x₂", "bias"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "h₁·3"
    session.apply(edits.set_bias, 0, False)
    assert panel.matrix.model().rowCount() == 2


def test_numbers_have_a_true_minus_and_the_decimal_sign_of_the_locale(
    panel: InspectorPanel, session: Session, german: None
) -> None:
    session.set_weight(2, 0, 0, -1.5)
    assert texts(panel)[0][0] == "−1,5000"


@pytest.mark.parametrize(("value", "text"), [(np.nan, "NaN"), (np.inf, "∞"), (-np.inf, "−∞"), (123456.0, "123456")])
def test_odd_numbers_are_shown_honestly(value: float, text: str) -> None:
    assert in_cell(value) == text


def test_a_cell_is_typed_with_decimal_comma(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    cell = click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    type_into(qtbot, panel, "-0,75")
    assert matrix(session, 2)[1, 0] == -0.75
    assert cell.data() == "−0.7500"
    session.undo()
    assert matrix(session, 2)[1, 0] != -0.75


def test_a_double_click_opens_a_bias_and_a_fraction_is_understood(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    cell = click_cell(qtbot, panel, 3, 0)
    middle = panel.matrix.visualRect(cell).center()
    qtbot.mouseDClick(panel.matrix.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    type_into(qtbot, panel, "1/4")
    assert matrix(session, 2)[3, 0] == 0.25


def test_what_is_no_number_changes_nothing_and_is_told(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    before = matrix(session, 2).copy()
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    type_into(qtbot, panel, "abc")
    assert (matrix(session, 2) == before).all()
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    assert editor.text() == "abc"
    assert QToolTip.text() == editor.toolTip() == "Type a number, such as 0.5, 1/3 or 3e−4."
    QToolTip.hideText()


def test_an_opened_cell_that_is_left_as_it_was_sets_nothing(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert session.undoable is None


def test_escape_leaves_the_cell_as_it_was(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    before = matrix(session, 2).copy()
    click_cell(qtbot, panel, 1, 0)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Return)
    editor = panel.matrix.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    qtbot.keyClicks(editor, "7")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert (matrix(session, 2) == before).all()


def test_the_frame_in_the_matrix_and_the_selection_follow_each_other(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("link", 1, 2, 1))
    assert (panel.matrix.currentIndex().row(), panel.matrix.currentIndex().column()) == (2, 1)
    assert panel.matrix.across.selected == 1
    assert panel.matrix.down.selected == 2
    click_cell(qtbot, panel, 0, 2)
    assert session.selection == Selection("link", 1, 0, 2)
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Left)
    assert session.selection == Selection("link", 1, 0, 1)
    click_cell(qtbot, panel, 4, 0)
    assert session.selection == Selection("bias", 1, column=0)
    session.select(Selection())
    assert not panel.matrix.currentIndex().isValid()


def test_chips_choose_the_layer(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    assert panel.layers.chips.chosen() == ("2",)
    panel.layers.chips.chip("0").click()
    assert session.selection == Selection("layer", 0)
    assert panel.layers.chips.chosen() == ("0",)
    assert panel.matrix.model().columnCount() == 4


@pytest.fixture
def deep(session: Session) -> Session:
    session.new(new_project("deep", DataSpec(ToySource("spiral", 80, 0.0, 0)), (2,) * 50))
    return session


def test_many_layers_stand_in_one_drop_down(panel: InspectorPanel, deep: Session) -> None:
    button = panel.layers.button
    assert not panel.layers.chips.isVisible()
    assert (button.isVisible(), button.text()) == (True, "W51 ▾")
    button.menu().aboutToShow.emit()
    actions = button.menu().actions()
    assert len(actions) == 51
    assert [action.data() for action in actions if action.isChecked()] == ["50"]
    assert actions[6].text() == "W7   Hidden 6 → Hidden 7"
    actions[6].trigger()
    assert deep.selection == Selection("layer", 6)
    assert button.text() == "W7 ▾"
    assert "Hidden 6 → Hidden 7" in button.accessibleName()
    assert panel.matrix.model().headerData(0, Qt.Orientation.Vertical) == "h₆·1"


def test_arrow_keys_go_through_many_layers_and_stay_within_them(
    panel: InspectorPanel, deep: Session, qtbot: QtBot
) -> None:
    button = panel.layers.button
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Up)
    assert (deep.selection, button.text()) == (Selection("layer", 49), "W50 ▾")
    for _ in range(3):
        qtbot.keyClick(button, Qt.Key.Key_Down)
    assert (deep.selection, button.text()) == (Selection("layer", 50), "W51 ▾")


def test_few_layers_have_their_chips_back(panel: InspectorPanel, deep: Session) -> None:
    deep.new(new_project("few", DataSpec(ToySource("spiral", 80, 0.0, 0)), (2,) * (MOST_CHIPS - 1)))
    assert not panel.layers.button.isVisible()
    assert panel.layers.chips.isVisible()
    assert panel.layers.chips.chosen() == (str(MOST_CHIPS - 1),)
    deep.apply(edits.add_layer, 0)
    assert panel.layers.button.text() == f"W{MOST_CHIPS + 1} ▾"
    deep.undo()
    assert panel.layers.chips.isVisible()


def test_a_selected_neuron_writes_its_sum(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    for row, value in enumerate((0.5, -1.0, 0.25)):
        session.set_weight(0, row, 1, value)
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None and panel.sum.full_text() != "")
    sample = session.snapshot.sample_view
    assert sample is not None
    total = 0.5 * sample.inputs[0] - sample.inputs[1] + 0.25
    text = written_sum(session.snapshot, 0, 1, 6)
    assert f"= {total:.5f}".replace("-", "−") in text
    assert "·(−1) + 0.25 = " in text
    assert panel.sum.full_text().startswith("h₁·2:  z = ")
    assert f"h = tanh(z) ≈ {np.tanh(total):.3f}".replace("-", "−") in panel.answer.full_text()
    assert f"sample {sample.row + 1}  ·  label " in panel.answer.full_text()
    session.select(Selection("neuron", 2, column=0))
    assert panel.answer.full_text().startswith("ŷ = ")
    session.select(Selection("layer", 2))
    assert panel.sum.full_text().startswith("A click chooses a weight")


@pytest.mark.parametrize("seed", range(60))
def test_the_numbers_as_they_are_shown_give_the_sum_that_is_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (3,))).snapshot()
    snapshot = replace(snapshot, parameters=np.round(rng.normal(size=len(snapshot.parameters)), int(seed % 7)))
    view = SampleView(0, rng.normal(size=2), (rng.normal(size=3), np.zeros(1)), np.zeros(1), 0.0)
    for layer in (0, 1):
        text = written_sum(replace(snapshot, sample_view=view), layer, 0).replace("−", "-").removeprefix("z = ")
        terms, equals, shown = re.split(r" (=|≈) ", text)
        given = eval(terms.replace("·", "*"))  # noqa: S307 - numbers that this test has made
        decimals = len(shown.partition(".")[2])
        step = 10.0**-decimals
        assert abs(given - float(shown)) <= (step / 2 + 1e-9 if equals == "=" else 2 * step)


def test_many_terms_are_shortened() -> None:
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (8, 2))).snapshot()
    view = SampleView(0, np.zeros(2), (np.zeros(8), np.zeros(2), np.zeros(1)), np.zeros(1), 0.0)
    text = written_sum(replace(snapshot, sample_view=view), 1, 0, most_terms=3)
    assert text.count("·") == 3
    assert "… + " in text
    assert text.endswith(" + 0 = 0")
    assert written_sum(replace(snapshot, sample_view=None), 1, 0) == ""


def test_an_answer_that_is_rounded_is_not_called_equal() -> None:
    project = new_project("relu", DataSpec(ToySource("spiral", 40, 0.0, 0)), (LayerSpec(3, Choice("relu")),))
    snapshot = Run(project).snapshot()
    view = SampleView(0, np.zeros(2), (np.array([0.5337, 0.5, 0.0]), np.zeros(1)), np.zeros(1), 0.0)
    written = [written_activation(replace(snapshot, sample_view=view), 0, column) for column in range(3)]
    assert written == ["h = ReLU(z) ≈ 0.534", "h = ReLU(z) = 0.500", "h = ReLU(z) = 0.000"]


def test_the_term_of_the_chosen_link_is_never_left_out() -> None:
    snapshot = Run(new_project("spiral", DataSpec(ToySource("spiral", 40, 0.0, 0)), (8, 2))).snapshot()
    view = SampleView(0, np.zeros(2), (np.arange(2.0, 10.0), np.zeros(2), np.zeros(1)), np.zeros(1), 0.0)
    snapshot = replace(snapshot, sample_view=view)
    factors = {row: f"{row + 2}·" for row in range(8)}
    for chosen in range(8):
        text = written_sum(snapshot, 1, 0, most_terms=3, chosen=chosen)
        shown = [row for row, factor in factors.items() if factor in text]
        assert {0, chosen, 7} <= set(shown)
        gaps = np.count_nonzero(np.diff(shown) > 1)
        assert text.count("…") == gaps
        assert factors[chosen] in written_sum(snapshot, 1, 0, most_terms=2, chosen=chosen)


def test_a_muted_neuron_is_said_to_be_0_whatever_its_sum_is(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: "h = tanh(z)" in panel.answer.full_text())
    session.apply(layer_edits.mute_neuron, 0, 1, True)
    qtbot.waitUntil(lambda: panel.answer.full_text().startswith("muted: h = 0, whatever z is"))
    assert "tanh" not in panel.answer.full_text()
    assert panel.sum.full_text().startswith("h₁·2:  z = ")
    session.apply(layer_edits.mute_neuron, 0, 1, False)
    qtbot.waitUntil(lambda: "h = tanh(z)" in panel.answer.full_text())


def test_a_cut_link_is_no_term_of_the_sum(panel: InspectorPanel, session: Session, qtbot: QtBot) -> None:
    panel.resize(900, Size.INSPECTOR_TALL)
    session.select(Selection("neuron", 1, column=0))
    qtbot.waitUntil(lambda: panel.sum.full_text().count("·") == 1 + 4)
    session.apply(layer_edits.cut_link, 1, 2, 0)
    qtbot.waitUntil(lambda: panel.sum.full_text().count("·") == 1 + 3)
    for row in (0, 1, 3):
        session.apply(layer_edits.cut_link, 1, row, 0)
    session.set_weight(1, 4, 0, 0.5)
    assert panel.sum.full_text() == "h₂·1:  z = 0.5"
    session.apply(edits.set_bias, 1, False)
    assert panel.sum.full_text() == "h₂·1:  z = 0"


def test_batch_normalisation_is_written_out_so_that_it_can_be_done_by_hand(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.set_normalize, 0, True)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1 and session.run_state == "paused")
    session.set_weight(0, 2, 1, 0.25)
    session.select(Selection("neuron", 0, column=1))
    qtbot.waitUntil(lambda: "h = tanh(ẑ)" in panel.answer.full_text())
    snapshot = session.snapshot
    sample = snapshot.sample_view
    assert sample is not None
    z = float(re.split("[=≈] ", written_sum(snapshot, 0, 1))[-1].replace("−", "-"))
    formula = written_normalization(snapshot, 0, 1).replace("−", "-").removeprefix("ẑ = ")
    assert formula.endswith(" + 0.25")
    assert formula.replace("-", "−") in panel.answer.full_text()
    given = eval(formula.replace("·", "*"), {"z": z})  # noqa: S307 - numbers that this test has made
    assert np.tanh(given) == pytest.approx(sample.activations[0][1], abs=2e-3)
    assert neuron_sum.EPSILON == normalization.EPSILON
    assert written_normalization(snapshot, 1, 0) == written_normalization(snapshot, -1, 0) == ""


def rows_in_sight(panel: InspectorPanel) -> list[int]:
    return [panel.matrix.rowHeight(row) for row in range(panel.matrix.model().rowCount())]


def test_rows_are_alike_whatever_layer_was_shown_before(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 0))
    session.select(Selection("layer", 1))
    *rows, bias = rows_in_sight(panel)
    assert len(set(rows)) == 1
    assert bias == rows[0] + Size.BIAS_GAP


def test_the_biases_stay_in_sight_below_a_matrix_that_is_too_high(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.apply(edits.resize_layer, 1, 14)
    session.select(Selection("link", 2, 13, 0))
    biases = panel.matrix.frozen
    assert biases.isVisible()
    assert panel.matrix.isRowHidden(14)
    assert panel.rect().contains(biases.geometry())
    qtbot.keyClick(panel.matrix, Qt.Key.Key_Down)
    assert session.selection == Selection("bias", 2, column=0)
    qtbot.keyClick(biases, Qt.Key.Key_Return)
    editor = biases.viewport().findChild(QLineEdit, "weight-field")
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "0.75")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert matrix(session, 2)[14, 0] == 0.75
    qtbot.waitUntil(lambda: biases.state() != QTableView.State.EditingState)
    qtbot.keyClick(biases, Qt.Key.Key_Up)
    assert session.selection == Selection("link", 2, 13, 0)
    session.apply(edits.resize_layer, 1, 3)
    assert not biases.isVisible()
    assert not panel.matrix.isRowHidden(3)


def test_an_undone_weight_no_longer_pales_the_others(panel: InspectorPanel, session: Session) -> None:
    session.select(Selection("layer", 1))

    def places() -> list[int]:
        model = panel.matrix.model()
        return [model.index(row, column).data(HEAT) for row in range(4) for column in range(3)]

    before = places()
    session.set_weight(1, 4, 0, 10.0)
    assert places() != before
    session.undo()
    assert places() == before


def test_while_running_numbers_are_drawn_in_one_frame_of_several(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 10)
    drawn: list[int] = []
    frames: list[int] = []
    panel.matrix.model().dataChanged.connect(lambda *_: drawn.append(1))
    session.snapshot_taken.connect(lambda: frames.append(1))
    qtbot.waitUntil(lambda: len(frames) >= 5 * Beats.FIGURES.every)
    assert 4 <= len(drawn) <= 6
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    assert texts(panel)[0][0] == in_cell(float(matrix(session, panel.layer())[0, 0]), decimals=4)


def test_theme_switch_recolours_the_cells(panel: InspectorPanel, session: Session, appearance: Appearance) -> None:
    session.set_weight(2, 0, 0, 0.0)
    cell = panel.matrix.visualRect(panel.matrix.model().index(0, 0))
    corner = cell.topLeft()
    corner += type(corner)(6, 4)
    assert panel.matrix.viewport().grab().toImage().pixelColor(corner) == QColor(*map(int, LIGHT.heat()[128]))
    appearance.set_mode("dark")
    assert panel.matrix.viewport().grab().toImage().pixelColor(corner) == QColor(*map(int, DARK.heat()[128]))
    appearance.set_mode("light")


def test_drawing_facts_calls_no_verb(panel: InspectorPanel, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for verb in ("apply", "select", "set_weight", "run", "pause"):
        monkeypatch.setattr(session, verb, lambda *_args, verb=verb: pytest.fail(f"{verb} was called"))
    session._selection = Selection("link", 0, 1, 1)
    session.snapshot_taken.emit()
    session.project_changed.emit(None)
    session.selection_changed.emit()
    session.run_state_changed.emit()


def test_weights_that_an_edit_has_brought_have_a_corner_and_are_called_new(
    panel: InspectorPanel, session: Session
) -> None:
    session.select(Selection("layer", 1))
    session.apply(edits.add_neuron, 0)
    model = panel.matrix.model()
    new = [[model.index(row, column).data(NEW) for column in range(3)] for row in range(6)]
    assert new == [[row == 4] * 3 for row in range(6)], "the row of the new neuron, not the biases"
    assert model.index(4, 1).data(Qt.ItemDataRole.ToolTipRole).endswith("(new)")
    assert not model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole).endswith("(new)")
    corner = panel.matrix.visualRect(model.index(4, 1)).topRight()
    seen = panel.matrix.viewport().grab().toImage().pixelColor(corner.x() - 3, corner.y() + 3)
    assert seen == QColor(LIGHT.accent)
    session.undo()
    assert not any(model.index(row, 0).data(NEW) for row in range(model.rowCount()))
