"""One thing that can be computed but misleads, and the facts that show it."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim.data.dataset import Task
from nnsim.errors import Clash
from nnsim.model.places import Place


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
    message, why : said like the messages of errors, context ``errors``
    clash : the two things that do each other no good
    """

    code: str
    place: Place
    message: str
    why: str
    clash: Clash | None = None
