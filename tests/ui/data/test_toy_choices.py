"""What more can be asked of made-up data in the DATA card: sliders where they apply, a formula that is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from nnsim.data.named import named_data
from nnsim.model import data_edits, toy_edits
from nnsim.ui.widgets.value_slider import ValueSlider

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def panel(panel):
    panel.resize(panel.width(), 900)
    panel.findChild(QPushButton, "toy_choices_fold").click()
    return panel


@pytest.fixture
def formula(panel, session):
    session.apply(data_edits.choose_toy, "formula")
    return panel.findChild(QLineEdit, "formula")


def shown(panel):
    names = ("noise", "n_samples", "n_classes", "imbalance", "label_noise")
    return [name for name in names if panel.findChild(ValueSlider, name).isVisible()]


def typed(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def note(panel):
    return panel.findChild(QLabel, "formula_note").text()


def test_only_what_a_set_can_have_is_asked(panel, session):
    told = {}
    for name in ("blobs", "circle", "sine", "xor_table", "cafe"):
        session.apply(data_edits.use_data, named_data(name))
        told[name] = shown(panel)
    assert told == {
        "blobs": ["noise", "n_samples", "n_classes", "imbalance", "label_noise"],
        "circle": ["noise", "n_samples", "imbalance", "label_noise"],
        "sine": ["noise", "n_samples"],
        "xor_table": [],
        "cafe": [],
    }


def test_other_numbers_of_classes_are_a_step_of_undo(panel, session):
    session.apply(data_edits.choose_toy, "blobs")
    classes = panel.findChild(ValueSlider, "n_classes")
    assert classes.value() == 3
    QTest.keyClick(classes.slider, Qt.Key.Key_End)
    assert session.project.data.source.n_classes == 10
    assert session.project.network.output.size == 10
    session.undo()
    assert classes.value() == 3
    assert session.project.network.output.size == 3


def test_the_line_tells_what_is_out_of_the_ordinary(panel, session):
    line = panel.findChild(QPushButton, "toy_choices_fold")
    assert line.accessibleName() == "400 points · 2 classes"
    for name, text in (("imbalance", "90"), ("label_noise", "10")):
        field = panel.findChild(ValueSlider, name).field
        typed(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    source = session.project.data.source
    assert (source.imbalance, source.label_noise) == (0.9, 0.1)
    assert line.accessibleName() == "400 · 2 uneven classes · 10\u202f% wrong"
    session.apply(toy_edits.set_imbalance, None)
    assert panel.findChild(ValueSlider, "imbalance").value() == 0.5


def test_a_formula_is_typed_and_told_as_it_was_read(panel, session, formula):
    assert formula.text() == "sin(2x)"
    assert note(panel) == "read as y = sin(2·x)"
    typed(formula, "1/2x^2")
    QTest.keyClick(formula, Qt.Key.Key_Return)
    assert session.project.data.source.formula == "1/2x^2"
    assert formula.hasFocus(), "so that the letters of the next one are no keys of the network"
    assert formula.selectedText() == "1/2x^2"
    assert note(panel) == "read as y = (1/2)·x^2"
    session.undo()
    assert formula.text() == "sin(2x)"


def test_a_formula_of_two_coordinates_makes_points_of_the_plane(session, formula):
    typed(formula, "x1 x2")
    QTest.keyClick(formula, Qt.Key.Key_Return)
    assert session.prepared.dataset.inputs.shape == (400, 2)
    assert session.project.network.n_inputs == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2x + sinus(x)", "Formula, character 6: A formula knows no “sinus”. Did you mean “sin”?"),
        ("ln(x)", "Formula: ln(x) has no value at x = "),
    ],
)
def test_what_is_wrong_with_a_formula_is_told_while_it_is_typed_and_changes_nothing(
    panel, session, formula, text, said
):
    before = session.project
    typed(formula, text)
    assert note(panel).startswith(said)
    assert formula.property("invalid")
    QTest.keyClick(formula, Qt.Key.Key_Return)
    assert session.project is before
    assert formula.text() == text, "it can be mended"
    QTest.keyClick(formula, Qt.Key.Key_Escape)
    assert formula.text() == "sin(2x)"
    assert note(panel) == "read as y = sin(2·x)"
    assert not formula.property("invalid")


def test_the_range_of_x_is_typed_and_one_that_is_none_is_refused(panel, session, formula):
    low, high = (panel.findChild(QLineEdit, name) for name in ("formula_low", "formula_high"))
    typed(low, "0,5")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert session.project.data.source.low == 0.5
    assert session.prepared.dataset.inputs.min() >= 0.5
    told = []
    session.failed.connect(told.append)
    typed(high, "0.25")
    QTest.keyClick(high, Qt.Key.Key_Return)
    assert [error.code for error in told] == ["data.range"]
    assert high.text() == "3"


def test_data_that_come_with_nnsim_tell_about_themselves(panel, session, tmp_path):
    fold = panel.findChild(QPushButton, "about_data_fold")
    fold.click()
    assert "Arms wound around each other" in panel._about._told.text()
    assert "the same for the same seed" in panel._about._told.text()
    session.apply(data_edits.choose_toy, "xor_table")
    assert "the 4 rows are always the same" in panel._about._told.text()
    assert "seed" not in panel._about._told.text()
    session.apply(data_edits.use_data, named_data("diabetes"))
    told = panel._about._told.text()
    assert "A row is one patient" in told
    assert "Least Angle Regression" in told
    file = tmp_path / "mine.csv"
    file.write_text("a,b\n1,x\n2,y\n3,x\n4,y\n")
    session.apply(data_edits.use_data, named_data(file))
    assert not fold.isVisible()
