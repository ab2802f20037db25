"""Numbers that are in sight at once are of one moment, also in a run."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nnsim.session.selection import Selection
from nnsim.session.session import Session
from nnsim.ui.main_window import MainWindow
from nnsim.ui.widgets.numbers import format_fixed


def test_card_and_matrix_tell_the_same_weight_while_it_learns(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.network.canvas.choose(Selection("link", 1, 0, 0))
    card, matrix = window.network.link_field, window.inspector.matrix
    assert card.isVisible()
    told: list[tuple[str, str]] = []

    def take_down() -> None:
        in_matrix = matrix.model().index(0, 0).data()
        told.append((format_fixed(card.field.value(), len(in_matrix.partition(".")[2])), in_matrix))

    session.snapshot_taken.connect(take_down)
    session.run()
    qtbot.waitUntil(lambda: len(told) > 40)
    session.pause()
    assert len({card_says for card_says, _ in told}) > 1, "it learns"
    assert all(card_says == matrix_says for card_says, matrix_says in told)
