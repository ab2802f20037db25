"""The card of the data: choosing, making noisy, splitting, batching, inputs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QPushButton, QScrollArea

from nnsim.data.classics import CLASSICS
from nnsim.data.named import named_data
from nnsim.data.toys import TOYS
from nnsim.model import data_edits
from nnsim.ui.data.exhibits import COMMON
from nnsim.ui.data.gallery import TABLE
from nnsim.ui.widgets.more_below import MoreBelow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def applied(session, panel, monkeypatch):
    made = []
    monkeypatch.setattr(session, "apply", lambda edit, *arguments: made.append((edit.__name__, *arguments)))
    return made


@pytest.mark.parametrize("name", [name for name in COMMON if name in TOYS])
def test_a_click_on_a_picture_chooses_its_toy_set(panel, session, name):
    panel._gallery.tile(name).click()
    assert session.project.data.source.kind == name
    assert panel._gallery.tile(name).isChecked()
    assert panel._name.full_text() == TOYS[name].label


@pytest.mark.parametrize("name", [name for name in COMMON if name in CLASSICS])
def test_a_click_on_a_picture_chooses_its_classic(panel, session, name):
    panel._gallery.tile(name).click()
    assert session.project.data.source.table.name == name
    assert [tile for tile in panel._gallery._tiles if panel._gallery.tile(tile).isChecked()] == [name]
    assert panel._name.full_text() == CLASSICS[name].label


def test_the_table_tile_asks_for_a_file_and_changes_nothing(panel, session, applied, qtbot):
    with qtbot.waitSignal(panel.table_requested):
        panel._gallery.tile(TABLE).click()
    assert applied == []


def test_pictures_work_by_keyboard(panel, session):
    QTest.keyClick(panel._gallery.tile("circle"), Qt.Key.Key_Space)
    assert session.project.data.source.kind == "circle"


def test_facts_call_no_verb(panel, session, applied):
    session.project_changed.emit(None)
    session.snapshot_taken.emit()
    session.run_state_changed.emit()
    panel._samples._appearance.set_mode("dark")
    assert applied == []


def test_noise_can_be_dragged_and_is_one_step_of_undo(panel, session):
    slider = panel._samples._noise.slider
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    for x in (60, 100, 105):
        QTest.mouseMove(slider, QPoint(x, 12))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(105, 12))
    assert session.project.data.source.noise == pytest.approx(0.5, abs=0.02)
    session.undo()
    assert session.project.data.source.noise == 0
    assert panel._samples._noise.value() == 0


def test_only_made_up_data_have_noise(panel, session):
    noise = panel._samples._noise
    assert not noise.isHidden()
    session.apply(data_edits.use_data, named_data("iris"))
    assert noise.isHidden()
    session.apply(data_edits.choose_toy, "xor_table")
    assert noise.isHidden()


def test_the_batch_size_ends_at_all_samples(panel, session):
    slider = panel._samples._batch.slider
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert session.project.training.batch_size is None
    assert panel._samples._batch.field.text() == "all"
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert session.project.training.batch_size == 1


def test_the_test_share_is_in_percent(panel, session):
    field = panel._samples._test.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "30 %")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.project.data.test_fraction == pytest.approx(0.3)
    assert panel._counts.text() == "280 training · 120 test"


def test_a_new_seed_makes_other_points(panel, session, monkeypatch):
    monkeypatch.setattr("random.randrange", lambda limit: 77)
    panel.findChild(QPushButton, "new_seed").click()
    assert session.project.data.source.seed == 77
    assert panel.findChild(QLineEdit, "data_seed").text() == "77"


def test_a_chip_adds_and_leaves_out_an_input(panel, session):
    chips = panel._inputs._chips
    chips.chip("x1^2").click()
    assert session.prepared.chosen_inputs == ("x1", "x2", "x1^2")
    assert chips.chosen() == ("x1", "x2", "x1^2")
    chips.chip("x1").click()
    assert chips.chosen() == ("x2", "x1^2")


def test_the_last_input_stays_chosen_on_the_screen(panel, session):
    chips = panel._inputs._chips
    chips.chip("x1").click()
    told = []
    session.failed.connect(told.append)
    chips.chip("x2").click()
    assert chips.chosen() == ("x2",)
    assert len(told) == 1


def test_scaling_shows_its_numbers_and_where_they_come_from(panel, session):
    panel._scaling._kinds.chip("standardize").click()
    assert session.project.data.scaling == "standardize"
    first = panel._scaling._numbers.text().splitlines()[0]
    scaling = session.prepared.input_scaling
    assert first.startswith("x₁")
    assert f"{scaling.scale[0]:.2f}" in first
    assert panel._scaling._fitted.text() == "Fitted on the 200 training samples only."


def test_a_picture_has_no_chips_but_its_pixels_to_click(panel, session):
    session.apply(data_edits.use_data, named_data("digits"))
    section = panel._inputs
    assert not section._area.isVisible()
    assert section._header.note.full_text() == "8 × 8 pixels"
    assert panel.header.note.text() == "1,797 pictures"
    assert not panel._target.isVisible(), "nothing but the label can be predicted"
    section.findChild(QPushButton, "input-picture_fold").click()
    pixels = section._chooser.pixels
    assert pixels.isVisible()
    QTest.mouseClick(pixels, Qt.MouseButton.LeftButton, pos=pixels.place_of(10))
    assert "pixel_1_2" not in session.prepared.chosen_inputs
    assert section._header.note.full_text() == "63 of 64 pixels"
    session.undo()
    assert len(session.prepared.chosen_inputs) == 64
    session.apply(data_edits.use_data, named_data("iris"))
    assert section._area.isVisible()
    assert (panel.header.note.text(), panel._target.isVisible()) == ("150 rows", True)
    assert not pixels.isVisible()


def test_scaling_calls_pixels_by_their_place_and_tells_the_column_under_the_pointer(panel, session):
    session.apply(data_edits.use_data, named_data("digits"))
    session.apply(data_edits.set_scaling, "minmax")
    numbers = panel._scaling._numbers
    assert [line.partition("  ")[0] for line in numbers.text().splitlines()[1:3]] == ["(1, 2)", "(1, 3)"]
    assert "pixel_" not in numbers.text()
    assert numbers.toolTip().splitlines()[0] == "All of them:"
    assert numbers.toolTip().splitlines()[9].startswith("row 2, column 1: pixel_1_0 ")


@pytest.mark.parametrize("name", ["spiral", "iris", "digits"])
def test_everything_to_use_has_a_name_and_an_explanation(panel, session, name):
    session.apply(data_edits.use_data, named_data(name))
    for kind in (QAbstractButton, QAbstractSlider, QLineEdit):
        for control in panel.findChildren(kind):
            if control.isVisibleTo(panel) and type(control).__name__ != "QScrollBar":
                assert control.accessibleName(), control.objectName()
                assert control.height() >= 20, control.objectName()


def test_the_panel_keeps_its_width_and_never_scrolls_sideways(panel, session):
    for name in ("spiral", "wine", "digits"):
        session.apply(data_edits.use_data, named_data(name))
        panel.resize(panel.width(), 300)
        assert panel.width() == 236
        for area in panel.findChildren(QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_pictures_are_drawn_in_both_themes(panel, mode):
    panel._samples._appearance.set_mode(mode)
    for tile in panel._gallery._tiles.values():
        image = tile.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(0, tile.width(), 2) for y in range(0, tile.height(), 2)}
        assert len(colours) > 2


def test_noise_test_share_and_batch_size_are_in_sight_in_a_low_window(panel, qtbot):
    panel.resize(panel.width(), 392)
    for slider in (panel._samples._noise, panel._samples._test, panel._samples._batch):
        bottom = slider.mapTo(panel, QPoint(0, slider.height())).y()
        assert bottom <= panel.height(), slider.objectName()


@pytest.mark.parametrize("name", ["noise", "test", "batch"])
def test_escape_takes_a_drag_back(panel, session, name):
    slider = getattr(panel._samples, f"_{name}").slider
    before, shown = session.project, slider.value()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    for x in (60, 30, 105):
        QTest.mouseMove(slider, QPoint(x, 12))
    assert (session.project.data, session.project.training) != (before.data, before.training)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(105, 12))
    assert (session.project.data, session.project.training) == (before.data, before.training)
    assert slider.value() == shown
    assert (session.undoable, session.redoable) == (None, None)
    assert not session.modified


def test_the_inputs_say_that_others_restart_training_once_there_is_something_to_lose(panel, session, qtbot):
    note = panel._inputs._header.note
    assert note.full_text() == "2 of 7"
    session.step_batch()
    qtbot.waitUntil(lambda: session.snapshot.step == 1 and session.run_state == "paused")
    assert note.full_text() == "2 of 7  ·  restarts training"
    panel.resize(236, 700)
    panel.show()
    assert note.text() == note.full_text(), "there is room for it"
    session.apply(data_edits.toggle_input, "x1^2")
    assert session.snapshot.step == 0
    assert note.full_text() == "3 of 7"
    session.undo()
    assert session.snapshot.step == 1
    assert note.full_text() == "2 of 7  ·  restarts training"


def test_every_input_says_what_others_mean_before_it_is_clicked(panel, session):
    chips = [chip for chip in panel._inputs._chips.findChildren(QAbstractButton) if chip.toolTip().startswith("Input ")]
    assert len(chips) == len(session.prepared.available_inputs)
    assert all(chip.toolTip().endswith("With other inputs training starts anew.") for chip in chips)


def test_a_veil_lies_over_what_goes_on_below_and_a_read_text_leaves_the_card_as_it_was(panel, qtbot):
    panel.resize(panel.width(), 400)
    bar, veil = panel._area.verticalScrollBar(), panel.findChild(MoreBelow)
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    assert veil.isVisible()
    bar.setValue(bar.maximum())
    assert not veil.isVisible()
    bar.setValue(40)
    panel._about.button.click()
    bar.setValue(bar.maximum())
    panel._about.button.click()
    qtbot.waitUntil(lambda: bar.value() == 40)
