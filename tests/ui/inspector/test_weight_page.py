"""One weight on its page: why it changes, told of the step that was really made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.engine.nudge import NUDGES
from nnsim.engine.weight_place import WeightPlace
from nnsim.model import edits, layer_edits, lock_edits
from nnsim.model.cells import Cells
from nnsim.model.start import new_project
from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.one_weight.history_plot import HistoryPlot
from nnsim.ui.inspector.one_weight.page import WeightPage
from nnsim.ui.inspector.one_weight.part_bars import PartBars
from nnsim.ui.inspector.one_weight.prove import agreeing
from nnsim.ui.widgets.numbers import format_number

Shown = Callable[[WeightPage, int, int], WeightPage]
ShownBars = Callable[[PartBars, int, int], PartBars]
LINK = Selection("link", 0, 1, 2)


@pytest.fixture
def page(session: Session, appearance: Appearance, shown: Shown) -> WeightPage:
    return shown(WeightPage(session, appearance), 560, 420)


def stepped(qtbot: QtBot, session: Session) -> None:
    """One update is made."""
    before = session.snapshot.step
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step > before)


def test_without_a_weight_it_says_how_to_choose_one_and_takes_the_steepest(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    assert page.empty.isVisible()
    assert "Click a link" in page.empty.accessibleDescription()
    page.steepest.click()
    assert session.selection.kind in ("link", "bias")
    qtbot.waitUntil(page.why.isVisible)
    assert not page.empty.isVisible()


def test_the_step_that_was_made_is_told_with_the_numbers_that_it_had(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    qtbot.waitUntil(page.why.isVisible)
    assert page.why.summary.text().startswith("Next step 1:")
    before = session.snapshot.parameters.copy()
    stepped(qtbot, session)
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("Step 1:"))
    made = session.last_step.made
    assert made is not None
    told = page.told
    assert told is not None
    index = told.weight.index_in(told.network)
    assert told.parts.before == before[index]
    assert told.parts.after == session.snapshot.parameters[index]
    assert told.parts.together == pytest.approx(told.parts.by_loss, rel=1e-9)


def test_an_edit_leaves_the_section_in_sight_until_its_new_numbers_are_there(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    qtbot.waitUntil(page.why.isVisible)
    before = page.told
    session.apply(edits.set_learning_rate, 0.5)
    assert page.why.isVisible()
    assert page.told is before
    qtbot.waitUntil(lambda: page.told is not before)
    session.select(Selection("link", 1, 1, 2))  # of another one nothing is left over
    assert page.told is not None
    assert page.told.weight != before.weight


def test_the_bars_point_at_samples_by_hand_and_by_key_and_light_them(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    qtbot.waitUntil(page.why.isVisible)
    bars, told = page.why.bars, page.told
    assert told is not None
    assert np.all(np.diff(told.parts.parts[bars.order]) <= 0)
    assert 0 < len(session.spotlight.rows) <= 40
    assert np.abs(session.spotlight.weights).max() == 1.0
    assert session.spotlight.meaning == ("w down", "w up")
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    row = told.parts.rows[bars.order[0]]
    assert session.spotlight.pointed == row
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert session.viewing.row(session.prepared) == row
    assert bars.told_of()[-1] == "now the sample in hand"  # said here, too: enlarged, the bars hide the other cards
    session.select(Selection("link", 1, 0, 0))
    assert bars.at == -1
    assert session.spotlight.pointed is None
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    page.hide()
    assert not len(session.spotlight.rows)
    assert session.spotlight.pointed is None


def test_bars_of_another_size_point_at_none_and_their_frame_goes_through_no_words(
    appearance: Appearance, shown: ShownBars
) -> None:
    bars = shown(PartBars(appearance), 400, 200)
    bars.show_parts(np.array([2.0, -1.0, 0.5]), lambda _place: ["part"])
    assert max(map(len, bars.toolTip().split("\n"))) < 80
    bars.point_at(1)
    bars.resize(400, 100)
    assert bars.at == -1
    bars.clearFocus()
    ground = bars.grab().toImage()
    bars.setFocus()
    framed = bars.grab().toImage()
    within = bars.axes.area.toAlignedRect().adjusted(-1, -1, 1, 1)
    changed = [(x, y) for x in range(400) for y in range(100) if ground.pixel(x, y) != framed.pixel(x, y)]
    assert changed
    assert all(within.contains(x, y) for x, y in changed)


def test_of_more_bars_than_pixels_each_pixel_has_the_longest(appearance: Appearance, shown: ShownBars) -> None:
    bars = shown(PartBars(appearance), 400, 200)
    parts = np.array([5.0, -4.0, np.nan, *np.linspace(-1.0, 1.0, 4_997)])
    bars.show_parts(parts, lambda _place: [])
    above, below = bars.painted_bars()
    assert len(above) + len(below) <= 400 + 1  # one pixel may have both
    assert max(bar.height() for bar in above) == pytest.approx(bars.bar(0).height())
    assert max(bar.height() for bar in below) == pytest.approx(bars.bar(4_999).height())
    bars.show_parts(np.array([2.0, -1.0, 0.5]), lambda _place: [])
    above, below = bars.painted_bars()
    assert [*above, *below] == [bars.bar(0), bars.bar(1), bars.bar(2)]


def test_it_looks_into_the_past_and_leaves_the_run_as_it_is(page: WeightPage, session: Session, qtbot: QtBot) -> None:
    session.select(LINK)
    for _ in range(3):
        stepped(qtbot, session)
    now = session.snapshot.parameters.copy()
    session.show_past(2)
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("Step 2:"))
    session.leave_past()
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("Step 3:"))
    np.testing.assert_array_equal(session.snapshot.parameters, now)
    np.testing.assert_array_equal(session.stamped_project().checkpoint.parameters, now)  # type: ignore[union-attr]


def test_all_training_samples_are_a_step_of_their_own(page: WeightPage, session: Session, qtbot: QtBot) -> None:
    session.select(LINK)
    qtbot.waitUntil(page.why.isVisible)
    page.mode.chosen.emit("all")
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("All training samples:"))
    assert page.told is not None
    assert len(page.told.parts.parts) == len(session.prepared.train_rows)


def test_of_a_large_network_the_step_of_all_samples_waits_for_the_pause(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.new(new_project("spiral", session.project.data, (160, 160)))
    session.select(LINK)
    page.mode.chosen.emit("all")
    qtbot.waitUntil(lambda: page.why.isVisible() and page.told is not None and page.told.kind == "all")
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 1)
    assert not page.why.isVisible()
    assert page.empty.accessibleName().startswith("Pause the run")
    assert page.mode.isVisible()
    assert session.snapshot.trace is None
    session.pause()
    qtbot.waitUntil(page.why.isVisible)
    assert page.told is not None
    assert page.told.before == session.snapshot.step
    page.hide()
    assert page.told is None


def test_the_next_step_is_told_after_the_last_one_without_anything_being_done(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    stepped(qtbot, session)
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("Step 1:"))
    page.mode.chosen.emit("next")
    qtbot.waitUntil(lambda: page.why.isVisible() and page.why.summary.text().startswith("Next step 2:"))
    page.mode.chosen.emit("last")
    qtbot.waitUntil(lambda: page.why.summary.text().startswith("Step 1:"))


@pytest.mark.parametrize("mode", ["next", "all"])
def test_other_digits_tell_the_same_step_again(page: WeightPage, session: Session, qtbot: QtBot, mode: str) -> None:
    session.select(LINK)
    page.mode.chosen.emit(mode)
    qtbot.waitUntil(page.why.isVisible)
    before = page.weight.text()
    session.wording.set_digits(session.wording.digits + 2)
    assert page.why.isVisible()
    assert len(page.weight.text()) > len(before)


def test_after_an_edit_the_next_step_is_told_with_the_new_settings(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    page.mode.chosen.emit("next")
    qtbot.waitUntil(page.why.isVisible)
    before = page.told
    session.apply(edits.set_learning_rate, 0.5)
    assert page.told is before
    qtbot.waitUntil(lambda: page.told is not before)
    assert page.told is not None
    assert page.told.traced.learning_rate == 0.5
    assert page.told.training.learning_rate == 0.5


def test_the_proof_shows_both_numbers_and_touches_nothing(page: WeightPage, session: Session, qtbot: QtBot) -> None:
    session.select(LINK)
    stepped(qtbot, session)
    before = session.snapshot.parameters.copy()
    page.show_section("prove")
    proof = page.prove.proof
    qtbot.waitUntil(lambda: len(proof.nudges) == len(NUDGES) and len(proof.moves) > 0)
    assert page.told is not None
    assert proof.check is not None
    assert proof.check.weight == page.told.parts.before
    assert proof.check.gradient == pytest.approx(page.told.parts.by_loss, rel=1e-9)
    assert proof.nudges[1e-5].quotient == pytest.approx(proof.check.gradient, rel=1e-5, abs=1e-9)
    assert "<b><u>" in page.prove.numbers.text()
    assert page.prove.formula.text() == "quotient = (L(w+ε) − L(w−ε)) / 2ε"
    nudge = proof.nudges[proof.epsilon]
    told = (format_number(nudge.error, 2), format_number(nudge.relative, 2))
    assert page.prove.verdict.text() == "Difference {}, relative {}.".format(*told)
    epsilons, errors = page.prove.errors.points()
    assert list(epsilons) == sorted(NUDGES)
    assert errors.min() < errors[-1]
    page.prove.epsilon.chosen.emit("0.1")
    qtbot.waitUntil(lambda: len(proof.moves) > 0 and proof.moves[-1] == pytest.approx(0.25))
    page.prove.nudge.click()
    qtbot.waitUntil(lambda: page.prove.curve.share == 1.0)
    session.select(Selection("link", 0, 0, 0))
    assert "<b><u>" not in page.prove.numbers.text()  # those of the other weight are gone before its own are there
    assert page.prove.verdict.text() == ""
    qtbot.waitUntil(lambda: "<b><u>" in page.prove.numbers.text())
    np.testing.assert_array_equal(session.snapshot.parameters, before)
    np.testing.assert_array_equal(session.stamped_project().checkpoint.parameters, before)  # type: ignore[union-attr]


def test_the_proof_calls_a_bias_b_and_says_when_it_may_not_change(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.apply(layer_edits.set_frozen, 0, True)
    session.select(Selection("bias", 0, 0, 1))
    page.show_section("prove")
    qtbot.waitUntil(lambda: "may not change" in page.prove.verdict.text())
    assert "L(b+ε)" in page.prove.formula.text()
    assert "<td>L(b−ε)" in page.prove.numbers.text()


def test_the_history_has_every_kept_moment_and_leads_there(page: WeightPage, session: Session, qtbot: QtBot) -> None:
    session.select(LINK)
    seen = [session.snapshot.parameters[WeightPlace(0, 1, 2).index_in(session.project.network)]]
    for _ in range(3):
        stepped(qtbot, session)
        seen.append(session.snapshot.parameters[WeightPlace(0, 1, 2).index_in(session.project.network)])
    page.show_section("history")
    key = session.hindsight.key_of_weight(session.project.network.layers[0].key, 1, 2)
    qtbot.waitUntil(lambda: len(session.hindsight.rows(key)) == 4)
    rows = session.hindsight.rows(key)
    assert rows.table[:, 0].tolist() == seen
    session.last_step.want()
    qtbot.waitUntil(lambda: session.last_step.made is not None)
    made = session.last_step.made
    assert made is not None
    assert rows.table[2, 1] == made.trace.layers[0].gradient.weights[1, 2]
    qtbot.keyClick(page.history.values, Qt.Key.Key_Left)
    assert session.past.at == int(rows.at[2])
    assert page.history.values.accessibleDescription().startswith("epoch ")


def test_the_history_says_where_the_optimizer_is_given_something_else_than_the_slope(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    page.show_section("history")
    qtbot.waitUntil(page.history.isVisible)
    plot = page.history.gradients
    assert plot.accessibleName() == "gradient ∂L/∂w over the epochs"
    session.apply(edits.set_l2, 0.1)
    qtbot.waitUntil(lambda: plot.accessibleName() == "gradient with penalties over the epochs")
    session.edit_weights(lock_edits.hold_weights, Cells(0, range(1, 2), range(2, 3)), True)
    qtbot.waitUntil(lambda: plot.accessibleName() == "gradient g (0: may not change) over the epochs")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0.1234", "0.1236", 5),
        ("−0.5", "0.5", 0),
        ("1e−5", "1e−6", 0),
        ("1.5e−5", "1.7e−5", 2),
        ("0", "0", 1),
        ("12.5", "1.25", 0),
        ("0.00123", "0.00987", 0),
        ("0.00123", "0.00187", 5),
    ],
)
def test_digits_agree_from_the_left_if_the_powers_of_ten_are_the_same(one: str, other: str, same: int) -> None:
    assert agreeing(one, other) == same


def test_arrows_leave_out_no_moment_when_the_one_that_is_shown_lies_between_two(
    appearance: Appearance, qtbot: QtBot
) -> None:
    plot = HistoryPlot("w", appearance)
    qtbot.addWidget(plot)
    picked: list[int] = []
    plot.picked.connect(picked.append)
    epochs = np.arange(5.0) * 2
    for marked in (5.0, 4.0, 0.0, 8.0):
        plot.show_values(np.arange(5) * 10, epochs, epochs, marked)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            qtbot.keyClick(plot, key)
    assert picked == [20, 30, 10, 30, 0, 10, 30, 40]


def test_the_moment_that_was_drawn_is_gone_to_and_told_to_the_keyboard(appearance: Appearance, qtbot: QtBot) -> None:
    plot = HistoryPlot("weight w", appearance)
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    picked: list[int] = []
    plot.picked.connect(picked.append)
    plot.show_values(np.array([0, 30, 60]), np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.125]), 2.0)
    assert plot.accessibleDescription() == "epoch 2, weight w 0.125"
    middle = plot.axes.across(np.array([1.0]))[0]
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(round(middle), 50))
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert picked == [30, 30]
    plot.show_values(np.array([0, 30, 60]), np.array([0.0, 1.0, 2.0]), np.array([0.5, 0.25, 0.125]), 1.0)
    assert plot.accessibleDescription() == "epoch 1, weight w 0.25"


def test_bars_say_how_many_they_are_and_which_one_the_keyboard_is_at(appearance: Appearance, qtbot: QtBot) -> None:
    bars = PartBars(appearance)
    qtbot.addWidget(bars)
    bars.show_parts(np.array([2.0, -1.0, 0.5]), lambda place: [f"sample {place}"])
    assert bars.accessibleDescription() == "3 samples"
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    assert bars.accessibleDescription() == "sample 0"
    bars.show_parts(np.array([-2.0, -1.0, 0.5]), lambda place: [f"sample {place}"])
    assert bars.accessibleDescription() == "sample 2"


def test_a_section_that_goes_out_of_sight_leaves_the_keyboard_on_the_page(
    page: WeightPage, session: Session, qtbot: QtBot
) -> None:
    session.select(LINK)
    qtbot.waitUntil(page.why.isVisible)
    page.why.bars.setFocus()
    for name, holder in (("prove", page.prove), ("history", page.history.values), ("why", page.why.bars)):
        qtbot.mouseClick(page.chips[name], Qt.MouseButton.LeftButton)
        assert holder.hasFocus()
    page.prove.setFocus(Qt.FocusReason.TabFocusReason)
    for selection in (Selection(), LINK, Selection("link", 1, 0, 0)):
        session.select(selection)
        holder = QApplication.focusWidget()
        assert holder is not None
        assert page.isAncestorOf(holder)
    page.chips["prove"].setFocus()
    qtbot.keyClick(page.chips["prove"], Qt.Key.Key_Space)
    assert page.chips["prove"].hasFocus()  # who chooses by key goes on choosing
    page.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(page.prove.nudge.hasFocus)
