"""A sweep on a terminal: a table of its settings, a heat map of two of them, a histogram of a lottery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, isfinite, isnan

from nnsim.model.written import part_of
from nnsim.runs.spread import GOOD_ACCURACY, Cell, bars, cells, judged, losses, metric_of, metrics
from nnsim.runs.sweep import Outcome, Sweep
from nnsim.runs.sweep_settings import worded

_SHADES = "·░▒▓█"
"""From the worst median to the best; the number stands beside it."""
_LONGEST_BAR = 40
_WIDTH = 7


def sweep_lines(sweep: Sweep, outcomes: Sequence[Outcome]) -> list[str]:
    """All there is to say about the outcomes, in lines of text."""
    if not outcomes:
        return ["No run was finished."]
    part = "test" if "test" in outcomes[0].results else "training"
    found, metric = cells(sweep, outcomes), metric_of(outcomes)
    lines = list(_table(sweep, found, f"{part} loss", f"{part} {metric}", has_shares=metric == "accuracy"))
    if len(sweep.axes) == 2:
        lines += ["", *_heat_map(sweep, found, f"median {part} {metric}", is_larger_better=metric == "accuracy")]
    if not sweep.axes:
        lines += ["", *_histogram(outcomes, f"{part} {metric}"), "", *_best_and_worst(outcomes, f"{part} {metric}")]
    return lines


def _table(sweep: Sweep, found: Sequence[Cell], loss: str, metric: str, *, has_shares: bool) -> Iterator[str]:
    names = [axis.setting for axis in sweep.axes]
    columns = [max(len(axis.setting), *(len(worded(value)) for value in axis.values)) for axis in sweep.axes]
    left = sum(columns) + 2 * len(columns)
    quarters = "".join(f"{title:>{_WIDTH}}" for title in ("25 %", "median", "75 %"))
    shares = f"{f'≥ {GOOD_ACCURACY:g}':>8}" if has_shares else ""
    yield f"{'':<{left + 6}}  {loss:^{3 * _WIDTH}}  {metric:^{3 * _WIDTH}}".rstrip()
    head = "".join(f"{name:<{width}}  " for name, width in zip(names, columns, strict=True))
    yield f"{head}{'runs':>6}  {quarters}  {quarters}{shares}{'diverged':>10}"
    for cell in found:
        words = "".join(f"{worded(value):<{width}}  " for value, width in zip(cell.values, columns, strict=True))
        numbers = "  ".join(
            "".join(f"{_short(value):>{_WIDTH}}" for value in (spread.low, spread.median, spread.high))
            for spread in (cell.loss, cell.metric)
        )
        good = f"{_percent(cell.good):>8}" if has_shares else ""
        yield f"{words}{cell.runs:>6,}  {numbers}{good}{_percent(cell.diverged):>10}"


def _heat_map(sweep: Sweep, found: Sequence[Cell], title: str, *, is_larger_better: bool) -> Iterator[str]:
    """Rows are values of the first setting, columns of the second; shades go by the medians, from worst to best."""
    rows, columns = sweep.axes
    medians = {cell.values: cell.metric.median for cell in found}
    shown = [median for median in medians.values() if isfinite(median)]
    worst, best = (min(shown), max(shown)) if shown else (0.0, 0.0)
    if not is_larger_better:
        worst, best = best, worst
    width = max(10, *(len(worded(value)) + 2 for value in columns.values))
    left = max(len(rows.setting), *(len(worded(value)) for value in rows.values))
    yield f"{title}, {_SHADES[0]} worst to {_SHADES[-1]} best"
    yield f"{'':<{left}}  {columns.setting}"
    yield f"{rows.setting:<{left}}" + "".join(f"{worded(value):>{width}}" for value in columns.values)
    for row in rows.values:
        cells_of_row = (_shaded(medians[row, column], worst, best) for column in columns.values)
        yield f"{worded(row):<{left}}" + "".join(f"{cell:>{width}}" for cell in cells_of_row)


def _shaded(median: float, worst: float, best: float) -> str:
    """A shade three times, and the number; neither without runs, or if most of them diverged."""
    if not isfinite(median):
        return "–" if isnan(median) else "diverged"
    share = (median - worst) / (best - worst) if best != worst else 1.0
    return f"{_SHADES[round(share * (len(_SHADES) - 1))] * 3} {_short(median):>5}"


def _histogram(outcomes: Sequence[Outcome], title: str) -> Iterator[str]:
    """A bar for each step of the metric, and one for the runs that diverged."""
    ends, counts = bars(metrics(outcomes))
    n_diverged = sum(outcome.ending == "diverged" for outcome in outcomes)
    most = max(1, *counts, n_diverged)
    yield f"{title}: how many runs"
    for low, high, count in zip(ends, ends[1:], counts, strict=False):
        yield _bar(f"{_short(low)} to {_short(high)}", count, most)
    if n_diverged:
        yield _bar("diverged", n_diverged, most)


def _bar(title: str, count: int, most: int) -> str:
    length = max(1, round(count / most * _LONGEST_BAR)) if count else 0
    return f"{title:>18}  {'█' * length}{' ' * (length > 0)}{count:,}"


def _best_and_worst(outcomes: Sequence[Outcome], title: str) -> Iterator[str]:
    """The seeds at both ends, by the loss where the metric is the same."""
    name, sign = metric_of(outcomes), -1.0 if metric_of(outcomes) == "accuracy" else 1.0
    ranked = sorted(
        zip(metrics(outcomes), losses(outcomes), outcomes, strict=True), key=lambda run: (sign * run[0], run[1])
    )
    for word, (_, _, outcome) in (("best", ranked[0]), ("worst", ranked[-1])):
        value = "diverged" if outcome.ending == "diverged" else f"{title} {_short(judged(outcome)[name])}"
        yield f"{word + ':':<7}seed {outcome.seed}, {value}"


def _short(value: float) -> str:
    """At most six characters."""
    if not isfinite(value):
        return {inf: "∞", -inf: "–∞"}.get(value, "–")
    text = f"{value:.3f}" if abs(value) < 10 else f"{value:.4g}"
    if len(text) > 6 or (value and abs(value) < 0.001):
        text = f"{value:.1g}"
    return text


def _percent(share: float) -> str:
    return "–" if isnan(share) else f"{part_of(100 * share, 100)}%"
