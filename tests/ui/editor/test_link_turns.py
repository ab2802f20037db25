"""Links take turns in the frames of a run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from nnsim.session.session import Session
from nnsim.ui.editor.link_turns import MOST_LINKS, MOST_TURNS, LinkTurns
from nnsim.ui.editor.panel import NetworkPanel

LAYERS = st.lists(st.integers(1, 300), max_size=60).map(lambda counts: dict(enumerate(counts)))


def a_round(turns: LinkTurns) -> list[tuple[int, ...]]:
    """Every turn once."""
    turns.start_anew()
    found = [turns.next()]
    while (turn := turns.next()) != found[0]:
        found.append(turn)
    return found


@given(LAYERS)
def test_every_layer_has_its_turn_once_in_a_round(links: Mapping[int, int]) -> None:
    seen = [layer for turn in a_round(LinkTurns(links)) for layer in turn]
    assert seen == list(links)


@given(LAYERS)
def test_no_turn_has_more_links_than_it_may_unless_one_layer_alone_has_them(links: Mapping[int, int]) -> None:
    most = max(MOST_LINKS, -(-sum(links.values()) // MOST_TURNS))
    for turn in a_round(LinkTurns(links)):
        assert len(turn) <= 1 or sum(links[layer] for layer in turn) <= most


def test_a_small_network_paints_all_its_links_in_every_turn() -> None:
    turns = LinkTurns({0: 8, 1: 2})
    assert [turns.next() for _ in range(3)] == [(0, 1), (0, 1), (0, 1)]


def test_links_of_a_run_that_stands_still_again_are_all_up_to_date(
    panel: NetworkPanel, session: Session, qtbot: QtBot
) -> None:
    links = panel.canvas.picture._links
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 200)
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    shown = {layer: item.levels.copy() for layer, item in links.items()}
    panel.canvas.picture.render_snapshot(session.snapshot)
    assert all(np.array_equal(item.levels, shown[layer]) for layer, item in links.items())
