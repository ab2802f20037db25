"""How many runs did, in a few sentences."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.session.findings import Group, Measure
from nnsim.ui.experiments.measure_words import measured
from nnsim.ui.widgets.numbers import format_count

GOOD: Final = 0.9
"""What counts as a task that is learnt where no run reached all of it."""

translate = QCoreApplication.translate


def spread_words(group: Group, measure: Measure) -> str:
    """Median and quartiles, how many reached what can be reached, the best and the worst, and how many diverged."""
    if not group.scores:
        return ""
    parts = [_middle(group, measure)]
    if measure.is_share:
        parts.append(_reached(group, measure))
    parts.append(_ends(group, measure))
    if group.diverged:
        parts.append(translate("spread_words", "Diverged: {0}.").format(format_count(group.diverged)))
    unknown = sum(isnan(score.value) for score in group.scores)
    if unknown:
        parts.append(translate("spread_words", "Without a number: {0}.").format(format_count(unknown)))
    return " ".join(filter(None, parts))


def quartile_words(group: Group, measure: Measure) -> str:
    """``half of the runs lie between 91 % and 100 %``."""
    low, high = (measured(measure, end) for end in (group.spread.low, group.spread.high))
    return translate("spread_words", "half of the runs lie between {0} and {1}").format(low, high)


def _middle(group: Group, measure: Measure) -> str:
    if isnan(group.spread.median):
        return ""
    said = translate("spread_words", "Median {0}; {1}.")
    return said.format(measured(measure, group.spread.median), quartile_words(group, measure))


def _reached(group: Group, measure: Measure) -> str:
    """How many got all right, or else nine of ten."""
    for limit in (1.0, GOOD):
        count = sum(score.value >= limit for score in group.scores)
        if count or limit == GOOD:
            said = translate("spread_words", "{0} of {1} reached {2}.")
            total = format_count(len(group.scores))
            return said.format(format_count(count), total, measured(measure, limit))
    return ""


def _ends(group: Group, measure: Measure) -> str:
    known = [score for score in group.scores if not isnan(score.value)]
    if len(known) < 2:
        return ""
    best, worst = known[0], known[-1]
    said = translate("spread_words", "Best: seed {0}, {1}. Worst: seed {2}, {3}.")
    if not isfinite(best.value):
        return ""
    return said.format(best.seed, measured(measure, best.value), worst.seed, measured(measure, worst.value))
