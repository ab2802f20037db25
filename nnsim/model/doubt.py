"""One thing that can be computed but misleads, and the facts that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nnsim.data.dataset import Task
from nnsim.engine.catalog.entries import Family
from nnsim.errors import Clash
from nnsim.model.places import Place
from nnsim.words import Words


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What the network sees of the data, scaled.

    Parameters
    ----------
    largest_input : the largest absolute value of an input; 0 if there is none
    targets : the least and the largest target of a quantity
    """

    task: Task
    largest_input: float
    targets: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that is possible but wrong.

    Parameters
    ----------
    code : stable, such as ``hidden_softmax``
    message, why : context ``doubts``
    clash : the two things that do each other no good
    """

    code: str
    place: Place
    message: str
    why: str
    clash: Clash | None = None


def named(family: Family[Any], name: str) -> Words:
    """What an entry of the catalog is called."""
    return Words(family.entry(name).label, context="catalog")
