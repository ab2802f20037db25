"""Tables in the card of the data: what is predicted, what was decided, how it is scaled."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QScrollArea

from nnsim.data.named import named_data, table_data
from nnsim.data.reading import read_table
from nnsim.model import data_edits
from nnsim.ui.data.gallery import TABLE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the screen that is none


@pytest.fixture
def open_table(session, tmp_path):
    def opened(text):
        file = tmp_path / "mine.csv"
        file.write_text(text)
        session.apply(data_edits.use_data, table_data(read_table(file)))

    return opened


MEASURED = "x,flat,progression\n" + "".join(f"{i / 7},5,{100 + 1.7 * i * i}\n" for i in range(20))


def choose(panel, column):
    panel._target.button._actions[column].trigger()


def test_a_table_says_what_was_decided_while_reading(panel, session):
    session.apply(data_edits.use_data, named_data("iris"))
    assert not panel._notices.isHidden()
    assert not panel._notice_text.isVisibleTo(panel)
    panel._notices.button.click()
    assert "species" in panel._notice_text.text()


def test_a_table_of_ones_own_is_called_by_its_name(panel, session, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("a,b,c\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n")
    session.apply(data_edits.use_data, table_data(read_table(file)))
    assert "mine" in panel._name.full_text()
    assert panel._gallery.tile("+own1").isChecked()
    assert panel._gallery.tile("+own1").toolTip() == "mine.csv\nYour table: 4 rows × 3 columns, as it was learnt last."
    assert not panel._gallery.tile(TABLE).isChecked(), "that asks for another file"


def test_a_table_of_ones_own_is_found_again_behind_its_tile(panel, session, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("a,b,c\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n")
    session.apply(data_edits.use_data, table_data(read_table(file)))
    session.apply(data_edits.set_scaling, "minmax")
    mine = session.project.data
    shown = panel._gallery
    for name in ("circle", "digits", "iris"):
        shown.tile(name).click() if not shown.tile(name).isHidden() else panel._on_chosen(name)
        assert shown.tile(name).isChecked()
        assert shown.tile(name).isVisibleTo(panel)
        assert shown.tile("+own1").isVisibleTo(panel)
    panel._on_chosen("wine")
    assert [tile.exhibit.name for tile in shown.findChildren(type(shown.tile(TABLE))) if tile.isVisibleTo(panel)] == [
        *("circle", "xor", "spiral", "sine", "+draw", "iris", "digits"), "wine", "+own1", "+table"
    ]  # fmt: skip
    shown.tile("+own1").click()
    assert session.project.data == mine
    assert shown.tile("+own1").isChecked()
    session.undo()
    assert session.project.data.source.table.name == "wine"


def test_all_data_has_the_tables_of_ones_own(panel, session, tmp_path):
    for name in ("one", "two"):
        file = tmp_path / f"{name}.csv"
        file.write_text("a,b,c\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n")
        session.apply(data_edits.use_data, table_data(read_table(file)))
    panel.all.click()
    tiles = {tile.exhibit.label: tile for tile in panel._all_data.tiles()}
    tiles["one.csv"].click()
    assert panel._name.full_text() == "one.csv"
    assert panel._inputs._chips.chosen() == ("a", "b")


def test_many_inputs_scroll_in_their_own_place(panel, session, tmp_path):
    file = tmp_path / "wide.csv"
    columns = [f"column {place}" for place in range(40)]
    rows = [",".join(str(row + place) for place in range(40)) for row in range(8)]
    file.write_text("\n".join((",".join((*columns, "kind")), *(f"{row},{'ab'[k % 2]}" for k, row in enumerate(rows)))))
    session.apply(data_edits.use_data, table_data(read_table(file)))
    area = panel._inputs.findChild(QScrollArea)
    assert len(panel._inputs._chips.chosen()) == 40
    assert area.height() < panel._inputs._chips.heightForWidth(area.width())


def test_the_column_to_predict_is_chosen_in_the_panel_and_undone(panel, session, open_table):
    open_table("a & b,kind\n" + "".join(f"{i + 0.25},{'uv'[i % 2]}\n" for i in range(12)))
    button = panel._target.button
    assert button.accessibleName() == "Predicts: kind"
    session.apply(data_edits.set_test_fraction, 0.25)
    choose(panel, "a & b")
    assert button.accessibleName() == "Predicts: a & b"
    assert button.text() == "a && b ▾"
    assert panel._inputs._chips.chosen() == ("kind",)
    assert session.project.data.source.task == "regression"
    assert session.project.data.test_fraction == 0.25
    session.undo()
    assert button.accessibleName() == "Predicts: kind"


def test_a_column_that_cannot_be_predicted_is_refused_with_the_reason(panel, session, open_table):
    open_table("name,a,b\n" + "".join(f"sample {i},{i / 7},{i / 3}\n" for i in range(150)))
    before, told = session.project, []
    session.failed.connect(told.append)
    choose(panel, "name")
    assert session.project is before
    assert [error.code for error in told] == ["table.too_many_classes"]
    assert panel._target.button.accessibleName() == "Predicts: b"
    assert [name for name, action in panel._target.button._actions.items() if action.isChecked()] == ["b"]


def test_several_columns_that_are_predicted_are_named_together(panel, session, open_table):
    open_table(MEASURED)
    session.apply(data_edits.use_data, table_data(session.project.data.source.table, targets=("flat", "progression")))
    assert panel._target.button.accessibleName() == "Predicts: flat, progression"


def test_a_long_name_of_what_is_predicted_keeps_to_the_panel(panel, session, open_table):
    name = "the progression of the disease one year after the first visit"
    open_table(MEASURED.replace("progression", name))
    assert "…" in panel._target.button.text()
    assert name in panel._target.button.toolTip()
    assert panel._target.button.geometry().right() <= panel._target.width()


def test_toys_have_no_column_to_choose(panel, session, open_table):
    assert panel._target.isHidden()
    open_table(MEASURED)
    assert not panel._target.isHidden()


def test_decisions_tell_why_this_is_predicted_and_how(panel, session, open_table):
    open_table("b,x,kind\n" + "".join(f"{i / 7},{i % 4}.5,{'uv'[i % 2]}\n" for i in range(12)))
    told = panel._notice_text.text()
    assert "“kind” is predicted, because it is the last column." in told
    assert "“kind” holds text: classes." in told
    choose(panel, "b")
    told = panel._notice_text.text()
    assert "last column" not in told
    assert "“b” holds numbers with decimals: a quantity." in told


def test_a_gap_is_counted_in_lines_of_the_file_only(panel, session, open_table):
    open_table("a,b\n" + "".join(f"{i / 7},{'' if i == 7 else i / 3}\n" for i in range(12)))
    told = panel._notice_text.text()
    assert "the first in line 9" in told
    assert "row 8" not in told


def test_scaling_tells_the_target_and_the_units_of_the_loss(panel, session, open_table):
    open_table(MEASURED)
    scaling = panel._scaling
    lines = scaling._numbers.text().splitlines()
    target = session.prepared.target_scaling
    assert lines[-1].split()[0] == "progression"
    assert lines[-1].split()[1::2] == ["mean", "sd"]
    assert lines[-1].split()[2] == f"{target.shift[0]:.0f}"
    assert "scaled units" in scaling._fitted.text()
    assert scaling._fitted.toolTip()
    scaling._kinds.chip("none").click()
    assert scaling._fitted.text() == "Inputs and target go in as they are."


def test_scaling_lists_the_target_also_after_very_many_inputs(panel, session, open_table):
    names = ",".join(f"c{i}" for i in range(12))
    open_table(f"{names},y\n" + "".join(",".join(str(i * j + 0.5) for j in range(13)) + "\n" for i in range(20)))
    lines = panel._scaling._numbers.text().splitlines()
    assert lines[-2] == "… and 6 more"
    assert lines[-1].startswith("y ")


def test_a_constant_column_is_said_to_be_constant(panel, session, open_table):
    open_table(MEASURED)
    line = panel._scaling._numbers.text().splitlines()[1]
    assert line.split(maxsplit=1) == ["flat", "constant, becomes 0"]
    assert not session.prepared.train_inputs[:, 1].any()


def test_classes_are_not_scaled(panel, session):
    session.apply(data_edits.use_data, named_data("iris"))
    assert "species" not in panel._scaling._numbers.text()
    assert "scaled units" not in panel._scaling._fitted.text()


def test_long_names_of_very_many_inputs_push_no_other_out_of_sight(panel, session, open_table):
    names = [f"measurement number {k} of the long series" if k % 5 == 0 else f"m{k}" for k in range(20)]
    open_table(
        ",".join((*names, "y")) + "\n" + "".join(",".join(f"{i * j}.5" for j in range(21)) + "\n" for i in range(9))
    )
    panel.resize(panel.width(), 700)
    panel.show()
    section = panel._inputs
    for chip in section._chips.findChildren(QAbstractButton):
        right = chip.mapTo(section._area.viewport(), QPoint(chip.width(), 0)).x()
        assert right <= section._area.viewport().width(), chip.text()
    assert "of the long series" in section._chips.chip(names[0]).toolTip()
