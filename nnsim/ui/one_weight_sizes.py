"""Lengths and times of the page of one weight, beside those of ``theme.py``."""

from __future__ import annotations

from typing import Final


class OneWeightSize:
    """In device-independent pixels, unless a name says otherwise."""

    BARS_LEAST: Final = (120, 44)
    BAR_AIR: Final = 1.0
    BAR_AIR_FROM: Final = 4.0
    """Between two bars, from this width on."""
    TALL: Final = 300
    """Height of the page from which the whole way from gradient to change is written out."""
    LOW: Final = 112
    """Height of a section below which only the most needful is said."""
    LEAST_TOLD: Final = 84
    """Height of a section below which not even a formula stands beside its numbers."""
    TALL_PROOF: Final = 168
    """Height of a proof from which there is room for a formula also beside a corner that is told."""
    LEGEND: Final = 230
    """Width of the curve of the loss from which both of its lines are named in it, else the dashed one alone."""
    WIDE: Final = 500
    """Width from which a second picture stands beside the first."""
    SUMS: Final = 216
    """Width of the numbers beside the curve of the loss."""
    SIDE_LEAST: Final = (120, 70)
    POINT: Final = 4.0
    NUDGE_MS: Final = 900
    """So long the two points take from the weight to where they stand."""
