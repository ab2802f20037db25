"""What an edit changed, in words that decide what it means for the run under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from nnsim.data.prepare import Prepared
from nnsim.engine.weight_place import WeightPlace
from nnsim.model.project import Project

Step = Literal["new", "merged", "undone", "redone"]
"""What a change did to the steps of undo: made one, went into the one before, took one back, did one again."""


class Part(Enum):
    """The parts of a project that an edit can touch."""

    DATA = "data"
    """Other samples, split, inputs or scaling: a new run from the first weights."""
    POINTS = "points"
    """Samples edited by hand, points or cells of a table: the run goes on with them as they are now."""
    NETWORK = "network"
    """Other layers: the learnt weights that still fit are kept."""
    WEIGHTS = "weights"
    """Other values of weights, or none: a restart."""
    TRAINING = "training"
    """Other settings of learning, of a single layer or weight too: they take effect in the run as it goes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit did.

    Parameters
    ----------
    parts : the touched parts
    label : the edit's name for the Undo menu, English, translation context ``edits``; ``{0}`` … take ``arguments``
    arguments : what fills the places in ``label``
    merge_key : while something is dragged, edits in a row with the same key become one step of undo
    is_other_project : nothing of the project before is in the one after
    starts_anew : another run begins: at epoch 0, though what is held may keep its number, or where one was kept
    step : whether it was made just now, and how; or taken back, or done again
    was : what stood in place of the first argument before; empty where nothing did
    regained : weights that have come back with the number they had, and so are none that the edit has brought
    """

    parts: frozenset[Part]
    label: str
    arguments: tuple[str, ...] = ()
    merge_key: str | None = None
    is_other_project: bool = False
    starts_anew: bool = False
    step: Step = "new"
    was: str = ""
    regained: frozenset[WeightPlace] = frozenset()

    @property
    def told(self) -> tuple[str, ...]:
        """``arguments`` for who looks back on it, the first as “was → is”."""
        if not self.was or self.was == self.arguments[0]:
            return self.arguments
        return f"{self.was} → {self.arguments[0]}", *self.arguments[1:]

    @property
    def is_of_points(self) -> bool:
        """Whether only samples edited by hand are others: the network and how it is trained are as they were."""
        return self.parts == {Part.POINTS}

    @property
    def moves_weights(self) -> bool:
        """Whether the run's parameters are replaced, so that undo must bring the old ones back."""
        return not self.parts.isdisjoint({Part.DATA, Part.NETWORK, Part.WEIGHTS})


@dataclass(frozen=True, slots=True)
class Edited:
    """The outcome of an edit: the new project and what changed.

    Parameters
    ----------
    prepared : its data if the edit has prepared them: as long as they are held here, the run need not once more
    """

    project: Project
    change: Change
    prepared: Prepared | None = field(default=None, compare=False, repr=False)
