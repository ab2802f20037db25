"""All that is known at one point of the curves of learning, beside the hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.ui.plots.loss_curves import Curve
from nnsim.ui.plots.measures import Measure
from nnsim.ui.plots.pinned_runs import Pin
from nnsim.ui.plots.ticks import tick_label
from nnsim.ui.widgets.numbers import digits_apart, format_number, in_percent_fixed

translate = QCoreApplication.translate

_DIGITS = 4


def value_said(measure: Measure, value: float) -> str:
    """A value of a measure in few digits; of what is not there, that it is not."""
    if not np.isfinite(value):
        return translate("curve_readout", "none")
    if measure.is_percent:
        return f"{in_percent_fixed(value, 1)} %"
    whole = (1.0,) if measure.scale == "score" else ()
    return format_number(value, digits_apart((value, *whole), format_number, _DIGITS))


def said_at(
    measure: Measure, curves: Sequence[Curve], row: int, pinned: Sequence[tuple[Pin, tuple[Curve, ...]]]
) -> list[str]:
    """Lines in two columns: the epoch, each curve's value there, and each pinned run's at the same epoch."""
    epoch = float(curves[0].x[row])
    named = [(translate("curve_readout", "epoch"), _epoch_said(epoch))]
    named += [(curve.short or curve.name, value_said(measure, float(curve.y[row]))) for curve in curves]
    named += [(pin.letter, _at(measure, theirs, epoch)) for pin, theirs in pinned if theirs]
    wide, figure = max(len(name) for name, _ in named), max(len(said) for _, said in named)
    lines = [f"{name:<{wide}}  {said:>{figure}}" for name, said in named]
    if not curves[0].grows:
        lines.append(translate("curve_readout", "known at {0} moments").format(len(curves[0])))
    return lines


def _epoch_said(epoch: float) -> str:
    return tick_label(epoch) if epoch == int(epoch) else f"{epoch:,.2f}"


def _at(measure: Measure, curves: tuple[Curve, ...], epoch: float) -> str:
    """Training / test of another run at an epoch; of test only if there is any."""
    x = curves[0].x
    if not len(x) or epoch > x[-1]:
        return translate("curve_readout", "ended before")
    row = int(np.abs(x - epoch).argmin())
    values = [value_said(measure, float(curve.y[row])) for curve in curves if np.isfinite(curve.y[row])]
    return " / ".join(values) or value_said(measure, np.nan)
