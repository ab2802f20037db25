"""Neurons that no longer learn, in a few words: dead ones, and answers at the flat ends of an activation."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from nnsim.engine.readings import LayerHealth
from nnsim.engine.spec import NetworkSpec
from nnsim.ui.widgets.numbers import NARROW_SPACE, format_count, format_number, in_percent_fixed

HEALTHY: Final = 1e-3
"""About so far, relative to its weights, a layer should be moved by a step."""

translate = QCoreApplication.translate

_WHOLE_FROM = 99.5
"""From here on two digits would no longer do for a whole number."""


def units_said(network: NetworkSpec, health: LayerHealth, layer: int | None = None) -> str:
    """``dead 0 of 16 · saturated 12 %``, of all layers or one; what cannot be said of its activation is left out."""
    layers = [index for index, spec in enumerate(network.layers) if spec.has_weights and layer in (None, index)]
    if len(health.dead) != len(network.layers):
        return ""
    sizes = np.array(network.sizes[1:], float)
    said = []
    sloped = [index for index in layers if math.isfinite(health.dead[index])]
    if sloped:
        dead = round(float(np.dot(health.dead[sloped], sizes[sloped])))
        said.append(
            translate("unit_health", "dead {0} of {1}").format(
                format_count(dead), format_count(round(float(sizes[sloped].sum())))
            )
        )
    squeezing = [index for index in layers if math.isfinite(health.saturated[index])]
    if squeezing:
        share = float(np.average(health.saturated[squeezing], weights=sizes[squeezing]))
        said.append(translate("unit_health", "saturated {0}").format(percent(share)))
    return "  ·  ".join(said)


def answers_said(health: LayerHealth, layer: int) -> str:
    """``answers h: mean 0.12, spread 0.8``; empty if they were not measured."""
    if layer >= len(health.mean):
        return ""
    mean, spread = (format_number(float(values[layer]), 2) for values in (health.mean, health.spread))
    return translate("unit_health", "answers h: mean {0}, spread {1}").format(mean, spread)


def units_explained() -> str:
    """What both words mean."""
    return translate(
        "unit_health",
        "Dead: neurons that answered every sample of the batch where their activation is level.\n"
        "They get no gradient, so they learn nothing. Typical of ReLU.\n"
        "Saturated: share of the answers at the flat ends of tanh or sigmoid.\n"
        "There the slope is almost 0, and learning is slow.",
    )


def percent(share: float) -> str:
    """``12 %``; a little that would round to nothing is ``<1 %``, and not quite all ``>99 %``."""
    return f"{in_percent_fixed(share, 0)}{NARROW_SPACE}%"


def short(value: float) -> str:
    """One or two digits: ``3e−4``, ``0.25``, ``12``."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "∞" if value > 0 else "–"
    if 0.01 <= value < 1000:
        return f"{value:.2g}" if value < _WHOLE_FROM else f"{value:.0f}"
    mantissa, power = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(power)}".replace("-", "−")
