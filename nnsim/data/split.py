"""Setting samples aside for testing: the same rows for the same seed, every class in its share."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np

from nnsim.data.dataset import Mask, Numbers, Rows
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

LARGEST_TEST_FRACTION = 0.9
_SPLIT_STREAM = 1
"""Its own stream of random numbers: toy points that are made from the same seed must not decide who is tested."""


@dataclass(frozen=True, eq=False)
class Split:
    """Row numbers in ascending order; together every row once."""

    train: Rows
    test: Rows


def split_rows(n_samples: int, test_fraction: float, seed: int, classes: Numbers | None = None) -> Split:
    """Draw the test rows.

    Within each class the rows are drawn without regard to their order. A class with two or more samples is in both
    parts if there are enough test rows for all such classes; a class with one sample is in the training part. The
    training part is never empty, and neither is the test part if a fraction was asked for and two samples exist.

    Parameters
    ----------
    test_fraction : 0 to 0.9
    seed : 0 or more
    classes : (n_samples,) class numbers, or ``None`` if there are none

    Raises
    ------
    SpecError
        ``data.test_fraction`` or ``data.seed`` if it is out of range
    """
    _check(test_fraction, seed)
    labels = np.zeros(n_samples) if classes is None else classes
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    shares = _test_shares([len(group) for group in groups], test_fraction)
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_SPLIT_STREAM,)))
    in_test = np.zeros(n_samples, dtype=bool)
    for group, share in zip(groups, shares, strict=True):
        in_test[generator.permutation(group)[:share]] = True
    return Split(_frozen_rows(~in_test), _frozen_rows(in_test))


def _test_shares(sizes: list[int], fraction: float) -> list[int]:
    """How many test rows each class gives: its quota, rounded by largest remainder within what it must and can give."""
    can = [size - 1 for size in sizes]
    wanted = floor(sum(sizes) * fraction + 0.5)
    total = min(max(wanted, 1), sum(can)) if fraction > 0 else 0
    must = [min(limit, 1) for limit in can]
    if sum(must) > total:
        must = [0] * len(sizes)
    quotas = [size * fraction for size in sizes]
    shares = [min(max(floor(quota), least), most) for quota, least, most in zip(quotas, must, can, strict=True)]
    while sum(shares) != total:
        step = 1 if sum(shares) < total else -1
        limits = can if step > 0 else must
        free = [k for k in range(len(sizes)) if shares[k] != limits[k]]
        shares[max(free, key=lambda k: step * (quotas[k] - shares[k]))] += step
    return shares


def _frozen_rows(chosen: Mask) -> Rows:
    rows = np.flatnonzero(chosen)
    rows.flags.writeable = False
    return rows


def _check(test_fraction: float, seed: int) -> None:
    check_fraction(test_fraction)
    check_seed(seed)


def check_fraction(test_fraction: float) -> None:
    """Refuse a share for testing that leaves too little to learn from."""
    if not 0 <= test_fraction <= LARGEST_TEST_FRACTION:
        raise SpecError(
            "data.test_fraction",
            Words(QT_TRANSLATE_NOOP("errors", "A test share of {0} is not possible."), f"{test_fraction:g}"),
            where="test fraction",
            hint=Words(QT_TRANSLATE_NOOP("errors", "Choose 0 to {0}."), f"{LARGEST_TEST_FRACTION:g}"),
        )


def check_seed(seed: int) -> None:
    """Refuse a seed that random numbers cannot start from."""
    if seed < 0:
        raise SpecError(
            "data.seed",
            Words(QT_TRANSLATE_NOOP("errors", "The seed {0} is negative."), seed),
            where="seed",
            hint=QT_TRANSLATE_NOOP("errors", "Choose 0 or more."),
        )
