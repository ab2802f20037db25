"""What an edit of weights has done to the loss, beside what the gradient foretold: the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Effect:
    """The mean loss of all training samples, without penalties and dropout, before and after an edit of weights.

    Parameters
    ----------
    before, after : as ``Run.results`` gives them
    foretold : Σ gradient · change of each weight, with the gradient from before the edit: what ``after − before`` would
        be if the loss went on in a straight line; ``None`` if the outputs are steps, which have no gradient
    every : of how many samples one went into the gradient; 1 means all
    """

    before: float
    after: float
    foretold: float | None
    every: int = 1

    @property
    def change(self) -> float:
        """How much the loss has changed."""
        return self.after - self.before

    @property
    def is_foretold(self) -> bool:
        """Whether the loss went about where the gradient foretold: the same way, and between half and twice as far."""
        foretold, change = self.foretold or 0.0, self.change
        near, far = sorted((abs(foretold), abs(change)))
        return (foretold * change > 0.0 and far <= _FACTOR * near) or far == 0.0
