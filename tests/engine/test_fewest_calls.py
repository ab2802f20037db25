"""How many calls of NumPy a step is: on small networks their number is its time (docs/performance.md)."""

from __future__ import annotations

import pytest

from nnsim.cli.measuring.cases import CASES, Case

MOST = {
    ("2-4-2-1", "sgd"): 24,
    ("2-4-2-1", "adam"): 35,
    ("2-8×6-1", "sgd"): 44,
    ("2-8×6-1", "adam"): 55,
    ("64-32-10", "sgd"): 20,
    ("784-128-64-10", "sgd"): 25,
}
LOOK_AT_THE_END = 4
"""The last step of an epoch may have to be taken back: parameters and update change places."""


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if (case.name, case.optimizer) in MOST],
    ids=lambda case: f"{case.name} {case.optimizer} {case.batch_size}",
)
def test_a_step_is_no_more_calls_than_it_was(case: Case) -> None:
    calls = case.trainer()._calls
    most = MOST[case.name, case.optimizer]
    assert max(map(len, calls[:-1])) <= most
    assert len(calls[-1]) <= most + LOOK_AT_THE_END
