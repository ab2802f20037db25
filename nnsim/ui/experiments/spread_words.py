"""How many runs did, in a few sentences."""

from __future__ import annotations

from math import isfinite, isinf, isnan
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.session.findings import Group, Measure
from nnsim.ui.experiments.measure_words import measured
from nnsim.ui.widgets.numbers import digits_apart, format_count

GOOD: Final = 0.9
"""What counts as a task that is learnt where no run reached all of it."""

translate = QCoreApplication.translate


def spread_words(group: Group, measure: Measure) -> str:
    """Median and quartiles, how many reached what can be reached, the best and the worst, and how many diverged."""
    if not group.scores:
        return ""
    limit = _limit(group) if measure.is_share else None
    parts = [_middle(group, measure, limit)]
    if limit is not None:
        parts.append(_reached(group, measure, limit))
    parts.append(_ends(group, measure, limit))
    if group.diverged:
        parts.append(translate("spread_words", "Diverged: {0}.").format(format_count(group.diverged)))
    unknown = sum(isnan(score.value) for score in group.scores)
    if unknown:
        parts.append(translate("spread_words", "Without a number: {0}.").format(format_count(unknown)))
    return " ".join(filter(None, parts))


def quartile_words(group: Group, measure: Measure, limit: float | None = None) -> str:
    """``half of the runs lie between 91 % and 100 %``, not to be taken for ``limit`` if they are not.

    If one of the two ends lies among the runs that diverged, there is a number for the better one alone.
    """
    ends = [end for end in (group.spread.low, group.spread.high) if isfinite(end)]
    if len(ends) == 1:
        said = translate("spread_words", "a quarter of the runs lie at {0} or better, and a quarter or more diverged")
        return said.format(told(measure, ends[0], limit))
    low, high = (told(measure, end, limit) for end in (group.spread.low, group.spread.high))
    return translate("spread_words", "half of the runs lie between {0} and {1}").format(low, high)


def told(measure: Measure, value: float, *others: float | None) -> str:
    """A value, with as many digits as tell it from those that stand beside it."""
    beside = (other for other in others if other is not None)
    return measured(measure, value, digits_apart((value, *beside), lambda one, digits: measured(measure, one, digits)))


def _middle(group: Group, measure: Measure, limit: float | None) -> str:
    if isnan(group.spread.median):
        return ""
    if isinf(group.spread.median):
        return translate("spread_words", "At least half of the runs diverged.")
    said = translate("spread_words", "Median {0}; {1}.")
    return said.format(told(measure, group.spread.median, limit), quartile_words(group, measure, limit))


def _limit(group: Group) -> float:
    """All, if a run has reached it, or else nine of ten."""
    return 1.0 if any(score.value >= 1.0 for score in group.scores) else GOOD


def _reached(group: Group, measure: Measure, limit: float) -> str:
    count = sum(score.value >= limit for score in group.scores)
    said = translate("spread_words", "{0} of {1} reached {2}.")
    return said.format(format_count(count), format_count(len(group.scores)), measured(measure, limit))


def _ends(group: Group, measure: Measure, limit: float | None) -> str:
    known = [score for score in group.scores if not isnan(score.value)]
    if len(known) < 2:
        return ""
    best, worst = known[0], known[-1]
    said = translate("spread_words", "Best: seed {0}, {1}. Worst: seed {2}, {3}.")
    if not isfinite(best.value):
        return ""
    values = (told(measure, best.value, worst.value, limit), told(measure, worst.value, best.value, limit))
    return said.format(best.seed, values[0], worst.seed, values[1])
