"""How the outcomes of a sweep spread: quartiles, shares, bars. A run that diverged counts as worse than any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, inf, log10, nan

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.runs.sweep import Outcome, Sweep
from nnsim.runs.sweep_settings import Value

GOOD_ACCURACY = 0.9
"""What a run must reach to be counted as one that has learnt its task."""
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Quartiles:
    """What a quarter, a half and three quarters of the runs stay below; NaN without runs, ±∞ where runs diverged."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting of a sweep, with what came of its runs.

    Parameters
    ----------
    values : one for each axis
    runs : how many are done
    loss, metric : over the samples that judge, see ``judged``
    good : share of the runs that reached ``GOOD_ACCURACY``; NaN where there is no accuracy
    diverged : share of the runs
    """

    values: tuple[Value, ...]
    runs: int
    loss: Quartiles
    metric: Quartiles
    good: float
    diverged: float


def judged(outcome: Outcome) -> dict[str, float]:
    """The results over the test samples; without test samples over those for training."""
    return outcome.results.get("test") or outcome.results["train"]


def metric_of(outcomes: Iterable[Outcome]) -> str:
    """The name of the metric that stands for a run: ``accuracy``, or ``rmse`` of quantities."""
    return "rmse" if any("rmse" in judged(outcome) for outcome in outcomes) else "accuracy"


def losses(outcomes: Iterable[Outcome]) -> list[float]:
    """The loss of each run."""
    return [inf if outcome.ending == "diverged" else judged(outcome)["loss"] for outcome in outcomes]


def metrics(outcomes: Sequence[Outcome]) -> list[float]:
    """Accuracy or root mean squared error of each run."""
    name = metric_of(outcomes)
    worst = inf if name == "rmse" else -inf
    return [worst if outcome.ending == "diverged" else judged(outcome)[name] for outcome in outcomes]


def cells(sweep: Sweep, outcomes: Iterable[Outcome]) -> tuple[Cell, ...]:
    """One cell for each setting, in the order of ``Sweep.settings``; those without a finished run too."""
    found: dict[tuple[Value, ...], list[Outcome]] = {values: [] for values in sweep.settings}
    for outcome in outcomes:
        found[outcome.values].append(outcome)
    return tuple(_cell(values, runs) for values, runs in found.items())


def _cell(values: tuple[Value, ...], runs: list[Outcome]) -> Cell:
    scores = metrics(runs)
    is_accuracy = runs and metric_of(runs) == "accuracy"
    good = sum(score >= GOOD_ACCURACY for score in scores) / len(runs) if is_accuracy else nan
    diverged = sum(run.ending == "diverged" for run in runs) / len(runs) if runs else nan
    return Cell(values, len(runs), quartiles(losses(runs)), quartiles(scores), good, diverged)


def quartiles(values: Iterable[float]) -> Quartiles:
    """Between two values in proportion, as NumPy does it by default; infinite where one of the two is."""
    ordered = sorted(values)
    return Quartiles(*(_quantile(ordered, share) for share in (0.25, 0.5, 0.75)))


def _quantile(ordered: list[float], share: float) -> float:
    if not ordered:
        return nan
    place = share * (len(ordered) - 1)
    below = floor(place)
    rest = place - below
    return ordered[below] if rest == 0.0 else ordered[below] * (1.0 - rest) + ordered[below + 1] * rest


def bars(values: Iterable[float]) -> tuple[Numbers, tuple[int, ...]]:
    """A histogram with round ends: the ends of the bars, one more than bars, and how many values lie in each.

    An end belongs to the bar that begins there. Values that are not finite are left out.
    """
    finite = np.array([value for value in values if np.isfinite(value)])
    if not len(finite):
        return np.zeros(1), ()
    step = _round_step(float(finite.min()), float(finite.max()))
    places = np.array([_place(value, step) for value in finite])
    counts = np.bincount(places - places.min())
    ends = np.arange(places.min(), places.max() + 2) * step
    return ends, tuple(int(count) for count in counts)


def _place(value: float, step: float) -> int:
    """The bar in which a value lies; 0.7 lies at 14 steps of 0.05, though the quotient is a little less."""
    return floor(round(value / step, 9))


def _round_step(low: float, high: float) -> float:
    """The smallest of 1, 2, 5, 10 … times a power of ten that gives no more than ``MOST_BARS`` bars."""
    span = max(high - low, max(abs(low), abs(high)) * 1e-6, 1e-12)
    power = 10.0 ** floor(log10(span / MOST_BARS))
    steps = (factor * power for factor in (1, 2, 5, 10, 20, 50))
    return next(step for step in steps if _place(high, step) - _place(low, step) < MOST_BARS)
