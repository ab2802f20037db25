"""One training step, in its stages."""

from __future__ import annotations

from collections.abc import Callable

from nnsim.engine.calls import Calls
from nnsim.engine.dropout import Chance
from nnsim.engine.network import Backward, Forward, Network
from nnsim.engine.parameters import Array
from nnsim.engine.update import Update


class Step:
    """A step with the samples in ``table`` as its batch.

    Attributes
    ----------
    forward, backward : the passes
    gradient : calls that fill the network's gradient, to all that the optimizer is given but for its length
    """

    def __init__(self, network: Network, update: Update, table: Array, chance: Chance) -> None:
        self.forward = Forward(network, table, chance)
        self.backward = Backward(self.forward)
        self._update = update
        self._normalizations = [layer.normalization for layer in self.forward.layers if layer.normalization is not None]
        self.gradient: Calls = self.gradient_with([])

    def gradient_with(self, look: Calls) -> Calls:
        """The same as ``gradient``, with calls in between that look at what the forward pass has found."""
        return [*self.forward.calls, *look, *self.backward.calls, *self._update.finish]

    def is_normal(self) -> bool:
        """Whether all that layers have normalised by is finite."""
        return all(normalization.is_finite() for normalization in self._normalizations)

    def change(self, impossible: Callable[[], None], *, tentative: bool = False) -> Calls:
        """Calls that change the parameters, unless the gradient, or what a layer normalises by, is not finite.

        ``impossible`` is called in that case, and must not return.
        """
        update = self._update

        def look() -> None:
            if not self.is_normal():
                impossible()

        return [
            *([(look, ())] if self._normalizations else []),
            (update.guard(impossible), ()),
            *(update.tentative if tentative else update.calls),
            *self.forward.remember,
        ]
