"""Who draws in which frame of a run."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from nnsim.session.rota import ALWAYS, Beat, Rota
from nnsim.session.session import Session

BEATS = st.integers(1, 6).flatmap(lambda every: st.builds(Beat, st.just(every), st.integers(0, every - 1)))
VIEWS = st.frozensets(st.sampled_from(["plane", "mistakes", "health", "sample"]))
OWNERS = st.dictionaries(st.sampled_from("abcde"), st.tuples(VIEWS, BEATS))


def a_rota(owners: dict[str, tuple[frozenset[str], Beat]]) -> Rota:
    rota = Rota()
    for name, (views, beat) in owners.items():
        rota.watch(name, views, beat)
    return rota


@given(OWNERS)
def test_everyone_has_a_turn_once_in_so_many_frames(owners: dict[str, tuple[frozenset[str], Beat]]) -> None:
    rota = a_rota(owners)
    turns = dict.fromkeys(owners, 0)
    for _ in range(60):
        rota.next_frame()
        for name in owners:
            turns[name] += rota.is_due(name)
    assert turns == {name: 60 // beat.every for name, (_, beat) in owners.items()}


@given(OWNERS)
def test_what_is_drawn_was_computed_in_this_frame_or_the_one_before(
    owners: dict[str, tuple[frozenset[str], Beat]],
) -> None:
    rota, before = a_rota(owners), frozenset[str]()
    for _ in range(24):
        computed = rota.next_frame()
        for name, (views, _) in owners.items():
            assert not rota.is_due(name) or views <= computed | before
        before = computed


@given(OWNERS)
def test_standing_still_everybody_draws_everything(owners: dict[str, tuple[frozenset[str], Beat]]) -> None:
    rota = a_rota(owners)
    rota.next_frame()
    assert rota.open() == rota.wanted()
    assert all(rota.is_due(name) for name in owners)


def test_two_who_take_turns_share_what_one_of_them_has_had_computed() -> None:
    rota = a_rota({"network": (frozenset({"plane"}), Beat(2, 0)), "answer": (frozenset({"plane"}), Beat(2, 1))})
    rota.next_frame()
    computed = [rota.next_frame() for _ in range(6)]
    assert [len(views) for views in computed].count(1) == 3


def test_a_part_that_was_not_computed_in_a_frame_stays_as_it_was(session: Session, qtbot: QtBot) -> None:
    session.watch("faces", ("plane",), Beat(2, 0))
    session.watch("bars", ("health",), Beat(2, 1))
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    seen = []
    session.snapshot_taken.connect(lambda: seen.append((session.snapshot, session.rota.is_due("faces"))))
    qtbot.waitUntil(lambda: len(seen) > 8)
    session.pause()
    for (before, _), (after, is_due) in pairwise(seen):
        assert after.plane is not None
        assert after.health is not None
        assert (after.plane is not before.plane) == is_due
        assert (after.health is not before.health) == (not is_due)


def test_after_a_run_has_ended_by_itself_everything_shows_its_last_moment(session: Session, qtbot: QtBot) -> None:
    session.watch("faces", ("plane",), Beat(6, 0))
    session.watch("bars", ("health",), Beat(6, 3))
    session.run()
    qtbot.waitUntil(lambda: session.snapshot.step > 20)
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.now is not None)
    plane, health = session.snapshot.plane, session.snapshot.health
    session.watch("late", (), ALWAYS)
    session.watch("late", ("sample",), ALWAYS)
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    assert session.snapshot.plane is not plane
    assert session.snapshot.health is not health
    assert session.rota.is_due("faces")
    assert session.rota.is_due("bars")
