"""How the regions of the window share out the frames of a run: what keeps each of them in time, in numbers."""

from __future__ import annotations

from itertools import combinations

from nnsim.session.rota import Beat, Rota
from nnsim.ui.theme import Beats

BEATS = {name: beat for name, beat in vars(Beats).items() if isinstance(beat, Beat)}
PICTURES = ("NETWORK", "ANSWER", "LINKS")
ROUND = 36
"""Frames after which all begins anew."""


def drawn() -> list[set[str]]:
    """Who draws in each frame of a round."""
    rota = Rota()
    for name, beat in BEATS.items():
        rota.watch(name, (), beat)
    frames = []
    for _ in range(ROUND):
        rota.next_frame()
        frames.append({name for name in BEATS if rota.is_due(name)})
    return frames


def test_every_frame_draws_one_of_the_three_large_pictures() -> None:
    assert [sum(name in PICTURES for name in frame) for frame in drawn()] == [1] * ROUND


def test_no_frame_draws_two_of_the_others() -> None:
    assert max(sum(name not in PICTURES for name in frame) for frame in drawn()) == 1


def test_nothing_comes_with_the_links_for_they_cost_most() -> None:
    assert all(frame == {"LINKS"} for frame in drawn() if "LINKS" in frame)


def test_all_of_it_is_drawn_at_least_three_times_a_second() -> None:
    assert all(beat.every <= 20 for beat in BEATS.values())


def test_what_the_network_and_the_answer_both_show_is_computed_once_for_both() -> None:
    rota = Rota()
    rota.watch("network", ("plane",), Beats.NETWORK)
    rota.watch("answer", ("plane",), Beats.ANSWER)
    rota.next_frame()  # the answer's, before the network has had its first
    computed = [rota.next_frame() for _ in range(ROUND)]
    assert sum("plane" in views for views in computed) == ROUND // Beats.NETWORK.every


def test_a_round_is_a_whole_number_of_everybodys_turns() -> None:
    assert all(ROUND % beat.every == 0 and beat.first < beat.every for beat in BEATS.values())
    assert not any(one == other for one, other in combinations(BEATS.values(), 2))
