from __future__ import annotations

from itertools import pairwise

from nnsim.runs.pace import next_bundle

WANTED_S = 0.0003


def bundles_until_settled(step_s, start=1):
    sizes = [start]
    while len(sizes) < 40:
        sizes.append(next_bundle(sizes[-1], sizes[-1] * step_s, WANTED_S))
    return sizes


def test_quick_steps_are_bundled():
    assert bundles_until_settled(1e-5)[-1] in (29, 30)


def test_slow_steps_are_made_one_by_one():
    assert bundles_until_settled(0.02)[-1] == 1
    assert bundles_until_settled(0.02, start=30)[3] == 1


def test_a_bundle_at_most_doubles():
    sizes = bundles_until_settled(1e-6)
    assert all(later <= 2 * earlier for earlier, later in pairwise(sizes))


def test_one_moment_of_a_busy_machine_does_not_make_bundles_tiny():
    assert next_bundle(30, 0.05, WANTED_S) == 7
