"""The page on which one draws, with a real mouse, real keys and a real session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.engine.trace import TraceLook
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.output.draw_page import DrawPage
from nnsim.ui.output.drawing_pad import DrawingPad
from nnsim.ui.output.output_panel import OutputPanel
from nnsim.ui.output.pages import COPIES, DRAW, views_for
from nnsim.ui.sample_words import sample_label, sample_number

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none

Show = Callable[[QWidget, int, int], QWidget]
SEVEN = ((2.0, 1.0), (6.0, 1.0), (3.0, 7.0))


@pytest.fixture(scope="module")
def trained(qapp: object) -> Iterator[Session]:
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.01, batch_size=32)
    made = Session(new_project("digits", named_data("digits"), (16,), training=training))
    made.run_in_hand.train_epochs(8)
    yield made
    assert made.close()


@pytest.fixture
def page(shown: Show, trained: Session, appearance: Appearance, qtbot: QtBot) -> Iterator[DrawPage]:
    trained.view_sample(None)
    made = DrawPage(trained, appearance)
    shown(made, 292, 340)
    yield made
    made.hide()
    qtbot.waitUntil(lambda: not trained.clock.on)


def draw(page: DrawPage, qtbot: QtBot, line: tuple[tuple[float, float], ...]) -> None:
    """Draw a line with the mouse, with stops on the way."""
    pad, left = page.pad, Qt.MouseButton.LeftButton
    qtbot.mousePress(pad, left, pos=at(page, *line[0]))
    for (x0, y0), (x1, y1) in pairwise(line):
        for share in np.linspace(0, 1, 6)[1:]:
            qtbot.mouseMove(pad, at(page, x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
    qtbot.mouseRelease(pad, left, pos=at(page, *line[-1]))


def at(page: DrawPage, x: float, y: float) -> QPoint:
    return page.pad.place_of(x, y).toPoint()


def wait_for_answer(page: DrawPage, session: Session, qtbot: QtBot) -> None:
    drawn = session.viewing.drawn(session.prepared)
    assert drawn is not None
    inputs = session.prepared.inputs_of(np.array([drawn.typed]))[0]

    def is_there() -> bool:
        view = session.snapshot.sample_view
        return view is not None and np.allclose(view.inputs, inputs) and len(page.bars.answers) > 0

    qtbot.waitUntil(is_there)


def test_what_is_drawn_goes_through_the_network_as_predict_has_it(
    page: DrawPage, trained: Session, qtbot: QtBot
) -> None:
    draw(page, qtbot, SEVEN)
    wait_for_answer(page, trained, qtbot)
    assert page.habits is not None
    pixels = page.drawing.pixels(page.habits)
    expected = trained.run_in_hand.predict(pixels[None, :])[0]
    assert page.bars.answers == pytest.approx(expected)
    assert int(page.bars.answers.argmax()) == 7, "and eight epochs are enough to read it"
    qtbot.waitUntil(lambda: page.verdict.full_text().startswith("It says 7 with "))
    assert sample_number(trained) == "drawn sample"


def test_the_label_is_what_the_user_says_it_is(page: DrawPage, trained: Session, qtbot: QtBot) -> None:
    draw(page, qtbot, SEVEN)
    page.meant.chosen.emit("7")
    wait_for_answer(page, trained, qtbot)
    qtbot.waitUntil(lambda: trained.snapshot.sample_view is not None and trained.snapshot.sample_view.label[7] == 1.0)
    assert sample_label(trained) == "label 7"
    told = trained.trace(TraceLook())
    assert told.rows == ()
    assert trained.snapshot.sample_view is not None
    assert told.look == TraceLook(), "the step of what is in hand is that of the drawing"


def test_after_a_stroke_of_the_mouse_space_is_the_windows_until_an_arrow_walks(page: DrawPage, qtbot: QtBot) -> None:
    pad = page.pad
    pad.setFocus()
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton)
    (dot,) = page.drawing.strokes
    qtbot.keyClick(pad, Qt.Key.Key_Space)
    assert not is_kept_from_shortcuts(pad, Qt.Key.Key_Space)
    assert page.drawing.strokes == (dot,)
    qtbot.keyClick(pad, Qt.Key.Key_Down)
    assert is_kept_from_shortcuts(pad, Qt.Key.Key_Space)
    qtbot.keyClick(pad, Qt.Key.Key_Space)
    assert len(page.drawing.strokes) == 2


def is_kept_from_shortcuts(pad: DrawingPad, key: Qt.Key) -> bool:
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QCoreApplication.sendEvent(pad, asked)
    return asked.isAccepted()


def test_keys_draw_erase_and_push(page: DrawPage, trained: Session, qtbot: QtBot) -> None:
    pad, key = page.pad, Qt.Key
    pad.setFocus()
    qtbot.keyClick(pad, key.Key_Space)
    for _ in range(4):
        qtbot.keyClick(pad, key.Key_Down)
    qtbot.keyClick(pad, key.Key_Space)
    qtbot.keyClick(pad, key.Key_Right)
    (stroke,) = page.drawing.strokes
    assert stroke.points[0] == (4.0, 4.0)
    assert stroke.points[-1] == (4.0, 6.0)
    qtbot.keyClick(pad, key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert page.drawing.move.right == -1.0
    assert trained.viewing.drawn(trained.prepared) is not None
    qtbot.keyClick(pad, key.Key_Backspace)
    assert page.drawing.is_empty
    assert trained.viewing.drawn(trained.prepared) is None


def test_the_right_button_erases(page: DrawPage, qtbot: QtBot) -> None:
    draw(page, qtbot, ((4.0, 1.0), (4.0, 7.0)))
    qtbot.mouseClick(page.pad, Qt.MouseButton.RightButton, pos=at(page, 4.0, 1.0))
    assert [stroke.erases for stroke in page.drawing.strokes] == [False, True]
    assert page.habits is not None
    assert replace(page.drawing, fitted=False).ink(page.habits)[0].max() < 0.1


def test_a_sample_is_taken_with_its_label_and_can_be_spoilt(page: DrawPage, trained: Session, qtbot: QtBot) -> None:
    row = int(trained.prepared.test_rows[4])
    trained.view_sample(row)
    page.sample.click()
    drawn = trained.viewing.drawn(trained.prepared)
    assert drawn is not None
    assert drawn.typed == pytest.approx(trained.prepared.dataset.inputs[row].tolist())
    assert drawn.target == (trained.prepared.dataset.targets[row, 0],)
    page.spoiling.noise.edited.emit(0.6)
    noisy = trained.viewing.drawn(trained.prepared)
    assert noisy is not None
    assert noisy.typed != drawn.typed
    page.clear.click()
    assert page.drawing.is_empty
    assert page.drawing.noise == 0.0
    page.sample.click()
    page.sample.click()
    assert trained.viewing.drawn(trained.prepared) is not None


def test_what_is_drawn_is_added_to_the_data_and_undo_takes_it_out(
    page: DrawPage, trained: Session, qtbot: QtBot
) -> None:
    assert not page.add.isEnabled()
    draw(page, qtbot, SEVEN)
    assert page.add.text() == "Add as 0"
    page._mean("7")
    assert page.add.text() == "Add as 7", "it is said before it is done"
    drawn, step = np.rint(page._pixels), trained.snapshot.step
    drawing = page.drawing
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    page._mean("1")
    data = trained.prepared.dataset
    assert (data.n_samples, data.classes[int(data.targets[-1, 0])]) == (1798, "7")
    assert np.array_equal(data.inputs[-1], drawn)
    assert trained.snapshot.step == step, "what has been learnt stays"
    assert page.drawing.is_empty
    assert page.verdict.text().startswith("Added as 7")
    assert trained.viewing.drawn(trained.prepared) is None, "nothing is on the pad any more"
    trained.undo()
    assert trained.prepared.dataset.n_samples == 1797
    qtbot.waitUntil(lambda: page.drawing is drawing)
    assert page.add.text() == "Add as 7"
    assert page.add.isEnabled()
    assert page.verdict.full_text().startswith("Out of the data")


def test_another_sample_takes_the_place_and_the_next_stroke_takes_it_back(
    page: DrawPage, trained: Session, qtbot: QtBot
) -> None:
    draw(page, qtbot, SEVEN)
    trained.view_sample(int(trained.prepared.test_rows[0]))
    qtbot.waitUntil(lambda: "is in hand now" in page.verdict.full_text())
    assert not len(page.bars.answers), "bars never tell of a sample that is not on the pad"
    draw(page, qtbot, ((1.0, 4.0), (7.0, 4.0)))
    wait_for_answer(page, trained, qtbot)


def test_only_pictures_can_be_drawn(trained: Session) -> None:
    assert DRAW in views_for(trained.prepared)
    session = Session(new_project("iris", named_data("iris"), (2,)))
    assert DRAW not in views_for(session.prepared)
    assert session.close()


def test_a_drawing_outlives_another_split_and_not_other_data(
    shown: Show, appearance: Appearance, qtbot: QtBot, qapp: object
) -> None:
    session = Session(new_project("digits", named_data("digits"), (2,)))
    page = DrawPage(session, appearance)
    shown(page, 292, 340)
    draw(page, qtbot, SEVEN)
    assert session.apply(data_edits.set_test_fraction, 0.5)
    qtbot.waitUntil(lambda: not len(page.bars.answers))
    assert not page.drawing.is_empty
    assert session.viewing.drawn(session.prepared) is None
    assert session.new(new_project("iris", named_data("iris"), (2,)))
    qtbot.waitUntil(lambda: page.habits is None)
    assert page.drawing.is_empty
    assert session.close()


def test_of_an_autoencoder_the_copy_comes_out(shown: Show, appearance: Appearance, qtbot: QtBot, qapp: object) -> None:
    data = replace(named_data("digits"), goal="reconstruct")
    session = Session(new_project("copies", data, (3,)))
    page = DrawPage(session, appearance)
    shown(page, 292, 340)
    assert DRAW in views_for(session.prepared)
    draw(page, qtbot, SEVEN)
    wait_for_answer(page, session, qtbot)
    assert page.bars.answers.shape == (64,)
    assert not page.meant.isVisible()
    assert session.close()


def test_losses_are_seen_after_another_goal_as_they_are_when_the_page_is_chosen(
    shown: Show, appearance: Appearance, qtbot: QtBot, qapp: object
) -> None:
    session = Session(new_project("digits", named_data("digits"), (2,)))
    panel = OutputPanel(session, appearance)
    shown(panel, 308, 445)
    panel.show_view(DRAW)
    QCoreApplication.processEvents()
    assert session.apply(data_edits.set_goal, "reconstruct")
    qtbot.waitUntil(lambda: panel.view == COPIES)
    qtbot.waitUntil(panel.figures.isVisible)
    assert session.close()
