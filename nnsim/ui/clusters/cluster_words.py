"""What has come of a clustering, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from nnsim.data.wording import listed
from nnsim.engine.kmeans_steps import MeansSpec
from nnsim.engine.self_organizing_map import MapSpec
from nnsim.runs.clustering import ClusterLook, ClusterSpec
from nnsim.ui.plots.marks import class_name
from nnsim.ui.widgets.numbers import format_count, format_number, in_percent

Counts = NDArray[np.integer[Any]]

translate = QCoreApplication.translate

_NAMED: Final = 8
"""So many units that win nothing are named; more are counted."""


def kind_name(spec: ClusterSpec) -> str:
    """What units of this kind are called."""
    if isinstance(spec, MeansSpec):
        return translate("clusters", "k-means")
    return translate("clusters", "map") if isinstance(spec, MapSpec) else translate("clusters", "competitive layer")


def course_words(specs: Sequence[ClusterSpec]) -> str:
    """What is counted along an axis with units of these kinds: each is once through all samples."""
    kinds = {isinstance(spec, MeansSpec) for spec in specs}
    if kinds == {True}:
        return translate("clusters", "round")
    return translate("clusters", "epoch or round") if True in kinds else translate("clusters", "epoch")


def means_words(look: ClusterLook) -> str:
    """Where k-means stands, and what its next step does."""
    where = translate("clusters", "round {0}").format(format_count(look.epoch))
    if look.phase == "settled":
        return f"{where}  ·  " + translate("clusters", "settled: no sample has changed its unit")
    if look.phase == "assign":
        return f"{where}  ·  " + translate("clusters", "next: each sample goes to the nearest unit")
    changed = translate("clusters", "{0} samples have changed their unit").format(format_count(look.changed))
    return f"{where}  ·  {changed}  ·  " + translate("clusters", "next: each unit goes to the mean of its samples")


def rate_words(look: ClusterLook, epochs: int) -> str:
    """``epoch 3 of 20  ·  learning rate 0.08  ·  neighbourhood 1.2``; past the last one, that it is past."""
    is_past = look.epoch > epochs
    where = translate("clusters", "epoch {0} (planned: {1})") if is_past else translate("clusters", "epoch {0} of {1}")
    said = [where.format(format_count(look.epoch), format_count(epochs))]
    if look.rate is not None:
        said.append(translate("clusters", "learning rate {0}").format(format_number(look.rate, 2)))
    if look.radius is not None:
        said.append(translate("clusters", "neighbourhood {0}").format(format_number(look.radius, 2)))
    return "  ·  ".join(said)


def error_words(error: float, means: float | None, starts_left: int, counts: Counts | None) -> str:
    """The error of the units and that of k-means, and how pure the clusters are if that is looked up."""
    said = [translate("clusters", "Quantisation error {0}").format(format_number(error, 4))]
    if means is not None:
        beside = translate("clusters", "Best k-means of ten {0}").format(format_number(means, 4))
        said.append(beside + (" …" if starts_left else ""))
    if counts is not None and counts.any():  # before the first step of k-means no sample is of a unit
        share = counts.max(axis=1).sum() / int(counts.sum())
        words = translate("clusters", "{0} % of the samples are of the class that leads in their unit")
        said.append(words.format(in_percent(float(share), 3)))
    return "\n".join(said)


def leading(of_unit: Counts, classes: tuple[str, ...]) -> str:
    """``setosa: 98 %``: the class that a unit has won most of; ``–`` if it has won nothing."""
    whole = int(of_unit.sum())
    if not whole:
        return "–"
    best = int(of_unit.argmax())
    return f"{class_name(classes[best])}: {in_percent(of_unit[best] / whole, 2)} %"


def won_words(wins: int) -> str:
    """``wins 12``."""
    return translate("clusters", "wins {0}").format(format_count(wins))


def trouble_words(wins: Counts, *, is_map: bool) -> str:
    """Which units win nothing, and what that means; empty if each wins something."""
    dead = (np.flatnonzero(wins == 0) + 1).tolist()
    if not dead:
        return ""
    if is_map:
        one = translate("clusters", "{0} unit wins nothing now (hollow): its neighbours take it along all the same.")
        many = translate(
            "clusters", "{0} units win nothing now (hollow): their neighbours take them along all the same."
        )
        return (one if len(dead) == 1 else many).format(len(dead))
    if len(dead) == 1:
        return translate(
            "clusters", "Unit {0} wins nothing now and does not move: dead, unless others move out of its way."
        ).format(dead[0])
    if len(dead) == len(wins) - 1:
        winner = int(wins.argmax()) + 1
        return translate(
            "clusters",
            "Unit {0} wins everything, so it alone moves; the others are dead: some unit was nearest to all samples.",
        ).format(winner)
    named = listed(map(str, dead)) if len(dead) <= _NAMED else format_count(len(dead))
    if len(dead) > _NAMED:
        return translate(
            "clusters", "{0} units win nothing now and do not move: dead, unless others move out of their way."
        ).format(named)
    return translate(
        "clusters", "Units {0} win nothing now and do not move: dead, unless others move out of their way."
    ).format(named)
