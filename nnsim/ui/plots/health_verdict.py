"""What is wrong with learning in some layer, in one plain sentence; nothing if all is well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from nnsim.engine.parameters import Array
from nnsim.engine.readings import LayerHealth
from nnsim.engine.spec import NetworkSpec
from nnsim.ui.names import Names
from nnsim.ui.plots.unit_health import HEALTHY, percent
from nnsim.ui.widgets.numbers import format_count

TIMES: Final = 100.0
"""A layer hardly learns if another one's gradient is so many times as large."""
RESTLESS: Final = 0.1
"""A step that changes a tenth of the weights is no step downhill any more; healthy is a thousandth."""
MANY: Final = 0.5
"""Share of dead neurons, or of saturated answers, from which it is worth a word."""
_SLOW: Final = HEALTHY / 3
_BEHIND: Final = 0.1
"""A layer is left behind if its step, relative to its weights, is below ``_SLOW`` and so small a part of another's."""
_STILL: Final = 0.25
"""What has been said holds until its number falls to this part of what it took to say it."""

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: of what kind, and the sentence with the numbers of this moment."""

    kind: str = ""
    said: str = ""


def verdict(network: NetworkSpec, health: LayerHealth, before: str = "") -> Finding:
    """The worst that the numbers tell, its point first; layers that are not to learn are left out.

    Parameters
    ----------
    before : the kind of finding that somebody is reading: it is still told, with the numbers of now, unless these have
        become much better
    """
    learning = [index for index, layer in enumerate(network.layers) if layer.has_weights and not layer.frozen]
    names = Names(network)
    checks = {"lost": _lost, "dead": _dead, "vanishing": _vanishing, "restless": _restless, "saturated": _saturated}
    for kind in (before, *checks):
        said = checks[kind](names, health, learning, _STILL if kind == before else 1.0) if kind else ""
        if said:
            return Finding(kind, said)
    return Finding()


def _lost(names: Names, health: LayerHealth, learning: list[int], _share: float) -> str:
    """No gradient at all: not one of its weights is moved."""
    norms = health.gradient_norm
    silent = [index for index in learning if index < len(norms) and norms[index] == 0.0]
    if not silent or len(silent) == len(learning):
        return ""
    return translate("verdict", "No gradient at all in {0}: it learns nothing.").format(names.layer(silent[-1]))


def _dead(names: Names, health: LayerHealth, learning: list[int], share: float) -> str:
    worst = _largest(health.dead, learning)
    if worst is None or health.dead[worst] < share * MANY:
        return ""
    size = names.network.sizes[worst + 1]
    said = translate("verdict", "{0} of {1} neurons dead in {2}: they learn nothing from this batch.")
    return said.format(format_count(round(float(health.dead[worst]) * size)), format_count(size), names.layer(worst))


def _vanishing(names: Names, health: LayerHealth, learning: list[int], share: float) -> str:
    norms = {index: float(health.gradient_norm[index]) for index in learning if index < len(health.gradient_norm)}
    if len(norms) < 2 or not all(math.isfinite(norm) and norm > 0.0 for norm in norms.values()):
        return ""
    least, most = min(norms, key=norms.__getitem__), max(norms, key=norms.__getitem__)
    times = norms[most] / norms[least]
    if times < share * TIMES or not (health.ahead or _is_left_behind(health, least, learning)):
        return ""
    said = translate("verdict", "{0} times smaller gradient in {1} than in {2}: it hardly learns.")
    return said.format(_round(times), names.layer(least), names.layer(most))


def _restless(names: Names, health: LayerHealth, learning: list[int], share: float) -> str:
    worst = _largest(health.update_ratio, learning)
    if worst is None or health.update_ratio[worst] < share * RESTLESS:
        return ""
    said = translate("verdict", "One step changes the weights of {0} by {1}: it is restless.")
    return said.format(names.layer(worst), percent(float(health.update_ratio[worst])))


def _saturated(names: Names, health: LayerHealth, learning: list[int], share: float) -> str:
    """Only where it tells: a network that has learnt well answers at the flat ends, too."""
    behind = [index for index in learning if not health.ahead and _is_left_behind(health, index, learning)]
    worst = _largest(health.saturated, behind)
    if worst is None or health.saturated[worst] < share * MANY:
        return ""
    said = translate("verdict", "{0} of answers saturated in {1}: it learns slowly.")
    return said.format(percent(float(health.saturated[worst])), names.layer(worst))


def _is_left_behind(health: LayerHealth, layer: int, learning: list[int]) -> bool:
    """Whether the last step moved a layer far less than is healthy, and than it moved another one."""
    own, others = float(health.update_ratio[layer]), [i for i in learning if i != layer]
    most = _largest(health.update_ratio, others)
    return own < _SLOW and (most is None or own < _BEHIND * health.update_ratio[most])


def _largest(values: Array, learning: list[int]) -> int | None:
    """The layer with the largest number, of those that have one."""
    known = [index for index in learning if index < len(values) and math.isfinite(values[index])]
    return max(known, key=lambda index: float(values[index])) if known else None


def _round(times: float) -> str:
    """``1,000``: one digit is enough."""
    power = 10 ** int(math.log10(times))
    return format_count(min(round(times / power), 10) * power)
