"""What fits into a turn: tried out on a clock that goes only as steps are made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.session.pace import BUNDLE_S, SLACK_S, Pace

TURN_S = 0.012
STEPS = st.floats(1e-5, 0.004)
ENDS = st.floats(0.0, 0.03)
EPOCHS = st.integers(2, 40)


class Turns:
    """Turns of training that cost what is told, and nothing else."""

    def __init__(self, step_s: float, end_s: float, n_batches: int) -> None:
        self.pace = Pace()
        self.step_s, self.end_s, self.n_batches = step_s, end_s, n_batches
        self.batch = self.steps = 0
        self.longest_s = 0.0

    def turn(self, turn_s: float = TURN_S) -> float:
        """How long it took."""
        now, is_first = 0.0, True
        while now < turn_s:
            to_epoch = self.n_batches - self.batch
            made = self.pace.steps(turn_s - now, to_epoch, is_first=is_first)
            if made == 0:
                break
            ends = (self.batch + made) // self.n_batches
            took = made * self.step_s + ends * self.end_s
            self.pace.note_steps(made, took, epochs=ends)
            self.batch = (self.batch + made) % self.n_batches
            self.steps += made
            self.longest_s = max(self.longest_s, took)
            now, is_first = now + took, False
        return now


@given(STEPS, ENDS, EPOCHS)
def test_no_turn_is_longer_than_the_frame_waits_once_it_is_known_what_things_take(
    step_s: float, end_s: float, n_batches: int
) -> None:
    turns = Turns(step_s, end_s, n_batches)
    for _ in range(60):
        turns.turn()
    late = max(TURN_S + SLACK_S, step_s + end_s) + max(step_s, BUNDLE_S)
    assert max(turns.turn() for _ in range(60)) <= late + 1e-9


@given(STEPS, ENDS, EPOCHS)
def test_every_turn_trains(step_s: float, end_s: float, n_batches: int) -> None:
    turns = Turns(step_s, end_s, n_batches)
    for _ in range(60):
        before = turns.steps
        turns.turn()
        assert turns.steps > before


@given(STEPS, st.floats(0.0, 0.008), EPOCHS)
def test_waiting_for_a_turn_costs_no_more_than_the_wait(step_s: float, end_s: float, n_batches: int) -> None:
    turns = Turns(step_s, end_s, n_batches)
    used = [turns.turn() for _ in range(120)][60:]
    assert min(used) >= min(TURN_S, TURN_S + SLACK_S - step_s - end_s) - step_s - BUNDLE_S - 1e-9


@given(st.floats(1e-5, 2e-4))
def test_bundles_of_small_steps_are_long_enough_to_cost_nothing(step_s: float) -> None:
    turns = Turns(step_s, 0.0, 1000)
    for _ in range(20):
        turns.turn()
    turns.longest_s = 0.0
    turns.turn()
    assert turns.longest_s == pytest.approx(BUNDLE_S, rel=0.25)


def test_the_first_step_of_another_run_is_made_alone() -> None:
    turns = Turns(1e-5, 0.0, 50)
    turns.turn()
    assert turns.pace.steps(TURN_S, 50, is_first=True) > 1
    turns.pace.start_anew()
    assert turns.pace.steps(TURN_S, 50, is_first=True) == 1


def test_a_snapshot_is_expected_to_take_what_one_with_the_same_parts_took() -> None:
    pace = Pace()
    for _ in range(20):
        pace.note_snapshot(frozenset({"plane"}), 0.001)
        pace.note_snapshot(frozenset({"confusion"}), 0.009)
    assert pace.expected_s(frozenset({"plane"})) == pytest.approx(0.001)
    assert pace.expected_s(frozenset({"confusion"})) == pytest.approx(0.009)
    assert 0.001 < pace.snapshot_s < 0.009


def test_one_moment_of_a_busy_machine_is_hardly_believed() -> None:
    pace = Pace()
    for took_s in (0.001, 0.001, 0.5):
        pace.note_snapshot(frozenset(), took_s)
    assert pace.expected_s(frozenset()) < 0.002
