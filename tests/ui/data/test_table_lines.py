"""Gaps and texts of the table in hand, in the DATA card."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nnsim.data.choices import Pasted
from nnsim.data.named import table_data
from nnsim.data.reading import read_table
from nnsim.model import data_edits
from nnsim.session.session import Session
from nnsim.ui.data.table_lines import GapsLine, TextsLine
from nnsim.ui.widgets.drop_button import DropButton

GAPS = "a,b,c\n" + "".join(f"{'' if row % 4 == 0 else row},{row * row},{'uv'[row % 2]}\n" for row in range(24))
TEXTS = "said,liked\n" + "".join(
    f"the {('good', 'bad')[row % 2]} food number {'abcdefghijkl'[row]} was served warm again,{'yn'[row % 2]}\n"
    for row in range(12)
)


def choose(button: DropButton, name: str) -> None:
    next(action for action in button.menu().actions() if action.data() == name).trigger()


def test_what_is_done_about_gaps_is_changed_later_and_undone(qtbot: QtBot, session: Session) -> None:
    line = GapsLine(session)
    qtbot.addWidget(line)
    session.project_changed.connect(line.render_facts)
    line.render_facts()
    assert line.isHidden(), "made-up points have no gaps"
    session.apply(data_edits.use_data, table_data(read_table(Pasted(GAPS))))
    assert not line.isHidden()
    assert session.prepared.dataset.n_samples == 18
    choose(line.button, "mean")
    assert session.prepared.dataset.n_samples == 24
    assert line.button.text() == "mean ▾"
    session.undo()
    assert line.button.text() == "leave out ▾"


def test_how_many_words_are_counted_is_changed_later(qtbot: QtBot, session: Session) -> None:
    line = TextsLine(session)
    qtbot.addWidget(line)
    session.project_changed.connect(line.render_facts)
    session.apply(data_edits.use_data, table_data(read_table(Pasted(TEXTS))))
    assert line.label.text() == "said:"
    choose(line.button, "words-10")
    assert len(session.prepared.input_names) == 10
    assert session.project.network.n_inputs == 10
    choose(line.button, "letters-50")
    assert "said:w" in session.prepared.input_names
