"""What is wrong with learning in some layer, in one plain sentence; nothing if all is well."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import LayerHealth
from nnsim.engine.spec import NetworkSpec
from nnsim.ui.names import Names
from nnsim.ui.plots.unit_health import percent
from nnsim.ui.widgets.numbers import format_count

TIMES: Final = 100.0
"""A layer hardly learns if another one's gradient is so many times as large."""
RESTLESS: Final = 0.1
"""A step that changes a tenth of the weights is no step downhill any more; healthy is a thousandth."""
MANY: Final = 0.5
"""Share of dead neurons, or of saturated answers, from which it is worth a word."""

translate = QCoreApplication.translate


def verdict(network: NetworkSpec, health: LayerHealth) -> str:
    """The worst that the numbers tell; layers that are not to learn are left out."""
    learning = [index for index, layer in enumerate(network.layers) if layer.has_weights and not layer.frozen]
    names = Names(network)
    for found in (_lost, _dead, _vanishing, _restless, _saturated):
        said = found(names, health, learning)
        if said:
            return said
    return ""


def _lost(names: Names, health: LayerHealth, learning: list[int]) -> str:
    """No gradient at all: not one of its weights is moved."""
    norms = health.gradient_norm
    silent = [index for index in learning if index < len(norms) and norms[index] == 0.0]
    if not silent or len(silent) == len(learning):
        return ""
    return translate("verdict", "{0} gets no gradient at all: it learns nothing.").format(names.layer(silent[-1]))


def _dead(names: Names, health: LayerHealth, learning: list[int]) -> str:
    worst = _largest(health.dead, learning)
    if worst is None or health.dead[worst] < MANY:
        return ""
    size = names.network.sizes[worst + 1]
    said = translate("verdict", "{0}: {1} of {2} neurons are dead, they learn nothing.")
    return said.format(names.layer(worst), format_count(round(float(health.dead[worst]) * size)), format_count(size))


def _vanishing(names: Names, health: LayerHealth, learning: list[int]) -> str:
    norms = {index: float(health.gradient_norm[index]) for index in learning if index < len(health.gradient_norm)}
    if len(norms) < 2 or not all(math.isfinite(norm) and norm > 0.0 for norm in norms.values()):
        return ""
    least, most = min(norms, key=norms.__getitem__), max(norms, key=norms.__getitem__)
    times = norms[most] / norms[least]
    if times < TIMES:
        return ""
    said = translate("verdict", "{0} hardly learns: its gradient is {1} times smaller than that of {2}.")
    return said.format(names.layer(least), _round(times), names.layer(most))


def _restless(names: Names, health: LayerHealth, learning: list[int]) -> str:
    worst = _largest(health.update_ratio, learning)
    if worst is None or health.update_ratio[worst] < RESTLESS:
        return ""
    said = translate("verdict", "{0} is restless: one step changes its weights by {1}.")
    return said.format(names.layer(worst), percent(float(health.update_ratio[worst])))


def _saturated(names: Names, health: LayerHealth, learning: list[int]) -> str:
    worst = _largest(health.saturated, learning)
    if worst is None or health.saturated[worst] < MANY:
        return ""
    said = translate("verdict", "{0} learns slowly: {1} of answers are saturated.")
    return said.format(names.layer(worst), percent(float(health.saturated[worst])))


def _largest(values: Array, learning: list[int]) -> int | None:
    """The layer with the largest number, of those that have one."""
    known = [index for index in learning if index < len(values) and math.isfinite(values[index])]
    return max(known, key=lambda index: float(values[index])) if known else None


def _round(times: float) -> str:
    """``1,000``: one digit is enough."""
    power = 10 ** int(math.log10(times))
    return format_count(min(round(times / power), 10) * power)
