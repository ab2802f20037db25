"""What many runs have come to, as the window reads it: results by name, how they spread, which run is which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite, isinf, isnan, nan
from types import MappingProxyType
from typing import Final, Literal

from nnsim.errors import NnsimError
from nnsim.model.project import Project
from nnsim.runs.spread import Quartiles, quartiles
from nnsim.runs.sweep import Outcome, Sweep
from nnsim.runs.sweep_settings import Value, worded

Standing = Literal["running", "done", "stopped", "failed"]
"""How far a plan has come: under way, all runs made, ended by hand, or by what ``failure`` says."""

SMALLER_IS_BETTER: Final = ("loss", "rmse", "mae")
SHARES: Final = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc")
"""Results between 0 and 1."""
_FIRST: Final = ("accuracy", "rmse", "loss")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number by which runs are judged.

    Parameters
    ----------
    part : ``test`` or ``train``
    name : as ``Run.results`` calls it
    """

    part: str
    name: str

    @property
    def is_larger_better(self) -> bool:
        """Whether a larger number means a better run."""
        return self.name not in SMALLER_IS_BETTER

    @property
    def is_share(self) -> bool:
        """Whether it lies between 0 and 1 and is written in percent."""
        return self.name in SHARES

    @property
    def worst(self) -> float:
        """What a run counts that diverged: worse than any other."""
        return -inf if self.is_larger_better else inf


@dataclass(frozen=True, slots=True)
class Score:
    """How one run did.

    Parameters
    ----------
    number : its place in the plan
    values : of the settings that are varied
    value : infinite if it diverged, NaN if the samples cannot tell
    where : epoch, batch and layer of what diverged; else empty
    """

    number: int
    values: tuple[Value, ...]
    seed: int
    value: float
    where: str = ""

    @property
    def has_diverged(self) -> bool:
        """Whether its training led to numbers that are none."""
        return bool(self.where) or self.value in (inf, -inf)


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of one setting.

    Parameters
    ----------
    values : one for each axis
    scores : of the runs that are done, the best first
    spread : of their values; those that diverged count as worse than all others, so that the median is infinite if
        half of them did
    """

    values: tuple[Value, ...]
    scores: tuple[Score, ...]
    spread: Quartiles

    @property
    def diverged(self) -> int:
        """How many runs diverged."""
        return sum(score.has_diverged for score in self.scores)

    @property
    def middle(self) -> Score | None:
        """The run that stands for all: the median, or of two in the middle the better; ``None`` if none has a number.

        If half of the runs or more diverged, so does the median, and it is one of them.
        """
        known = [score for score in self.scores if not isnan(score.value)]
        if not known:
            return None
        return known[len(known) // 2 if isinf(self.spread.median) else (len(known) - 1) // 2]


@dataclass(frozen=True, eq=False, slots=True)
class Findings:
    """What has come of a plan so far.

    Parameters
    ----------
    sweep : what is tried; its project is the one that was in hand when it was started
    total : runs of the plan
    outcomes : in the order of the plan
    failure : why it ended before its time, if it ``failed``
    """

    sweep: Sweep
    total: int
    outcomes: tuple[Outcome, ...] = ()
    standing: Standing = "running"
    failure: NnsimError | None = None

    def with_more(self, found: Iterable[Outcome]) -> Findings:
        """The same with these outcomes, too."""
        outcomes = sorted((*self.outcomes, *found), key=lambda outcome: outcome.number)
        return replace(self, outcomes=tuple(outcomes))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What the runs can be judged by, the most telling first; not by losses of different kinds."""
        results = (outcome.results for outcome in self.outcomes)
        left_out = ("loss",) if self.has_kinds_of_loss else ()
        found = {
            Measure(part, name)
            for parts in results
            for part, numbers in parts.items()
            for name in numbers
            if name not in left_out
        }
        order = {name: place for place, name in enumerate(_FIRST)}
        return tuple(
            sorted(found, key=lambda one: (order.get(one.name, len(order)), one.part != "test", one.part, one.name))
        )

    @property
    def has_kinds_of_loss(self) -> bool:
        """Whether the runs are trained by different losses, whose numbers cannot be compared."""
        return any(axis.setting == "loss" and len(axis.values) > 1 for axis in self.sweep.axes)

    def scores(self, measure: Measure) -> tuple[Score, ...]:
        """Every run that is done, in the order of the plan."""
        return tuple(_score(outcome, measure) for outcome in self.outcomes)

    def groups(self, measure: Measure) -> Mapping[tuple[Value, ...], Group]:
        """The runs by setting, in the order of the plan; settings without a run that is done, too."""
        found: dict[tuple[Value, ...], list[Score]] = {values: [] for values in self.sweep.settings}
        for score in self.scores(measure):
            found[score.values].append(score)
        return MappingProxyType({values: group_of(values, scores, measure) for values, scores in found.items()})

    def is_of(self, project: Project) -> bool:
        """Whether it still is the plan of this project: the same data, network and training, whatever the seed."""
        mine = self.sweep.project
        training = replace(project.training, seed=mine.training.seed)
        return (project.data, project.network, training) == (mine.data, mine.network, mine.training)


def group_of(values: tuple[Value, ...], scores: Iterable[Score], measure: Measure) -> Group:
    """Runs that belong together."""
    ranked = sorted(scores, key=_rank(measure))
    return Group(values, tuple(ranked), quartiles(score.value for score in ranked if not isnan(score.value)))


def best_of(groups: Iterable[Group], measure: Measure) -> tuple[Group, ...]:
    """The settings with the best median, more than one if they are level; none if no median is a number."""
    known = [group for group in groups if isfinite(group.spread.median)]
    medians = [group.spread.median for group in known]
    best = max(medians, default=nan) if measure.is_larger_better else min(medians, default=nan)
    return tuple(group for group in known if group.spread.median == best)


def in_words(value: Value) -> str:
    """A value as it is typed on the command line."""
    return worded(value)


def _score(outcome: Outcome, measure: Measure) -> Score:
    value = outcome.results.get(measure.part, {}).get(measure.name, nan)
    if outcome.ending == "diverged":
        value = measure.worst
    return Score(outcome.number, outcome.values, outcome.seed, value, outcome.where)


def _rank(measure: Measure) -> Callable[[Score], tuple[bool, float, int]]:
    """The best first; what is unknown last; of equals the one that was planned first."""
    sign = -1.0 if measure.is_larger_better else 1.0
    return lambda score: (isnan(score.value), 0.0 if isnan(score.value) else sign * score.value, score.number)
